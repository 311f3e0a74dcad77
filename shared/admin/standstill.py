"""A standstill: the stack's schedule is off and nothing runs, so that nobody writes to a table that is being left."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from shared.admin.stack import RULE, STATE_MACHINE, DeployedStack
from shared.admin.waiting import GO_ON, Waiting, in_words
from shared.environment import FUNCTION_LIFE

LONGEST_RUN: Final = timedelta(hours=1)
STOP: Final = (
    f"run the same command again when it has ended; or stop it, which is safe, and wait {in_words(FUNCTION_LIFE)} first: "
    "so long its last function may still be sending"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standstill:
    """`events` and `step_functions` are the clients of EventBridge and of Step Functions."""

    stack: DeployedStack
    events: Any
    step_functions: Any
    waiting: Waiting

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep the schedule off during the block, which begins when nothing runs, and on after it, however it ends.

        Where the stack itself is still changing then, somebody has interrupted a move: the schedule stays off.
        """
        rules = self.stack.resources(RULE)
        self.waiting.say(f"the schedule is off ({', '.join(rules)}); should this be cut off, {GO_ON}")
        try:
            for rule in rules:
                self.events.disable_rule(Name=rule)
            self.await_quiet()
            yield
        finally:
            self._resume(rules)

    def await_quiet(self) -> None:
        """Wait until no state machine of the stack has an execution that runs."""
        machines = self.stack.resources(STATE_MACHINE)
        self.waiting.until(lambda: self._running(machines), at_most=LONGEST_RUN, hint=STOP)

    def _running(self, machines: list[str]) -> str:
        found = [one for machine in machines for one in self._executions(machine)]
        names = (one.partition(":execution:")[2].replace(":", " ") for one in found)
        return f"still running: {', '.join(names)}" if found else ""

    def _executions(self, machine: str) -> list[str]:
        answer = self.step_functions.list_executions(stateMachineArn=machine, statusFilter="RUNNING")
        return [one["executionArn"] for one in answer["executions"]]

    def _resume(self, rules: list[str]) -> None:
        if self.stack.is_changing():
            self.waiting.say(f"the schedule stays off, for the stack is being updated: {GO_ON}")
            return
        for rule in rules:
            self.events.enable_rule(Name=rule)
        self.waiting.say("the schedule is on again")
