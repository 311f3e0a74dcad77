"""Plays a case: stand-ins with nothing in them, a connector over them, a clock that stands still; then act after act."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any, Final
from uuid import uuid4

from sandbox.cloud.ministack import Cloud
from sandbox.proof.backups import Backups
from sandbox.proof.in_process import Connector, connector
from sandbox.scenario.buttons import Buttons
from sandbox.scenario.case import Act, Case
from sandbox.scenario.checks import LATER, WrongCaseError
from sandbox.scenario.merge_patch import merged
from sandbox.scenario.references import resolved
from sandbox.scenario.report import report
from sandbox.stand_ins.clock import ManualClock
from sandbox.stand_ins.shop.premises import START_DAYS_AGO
from sandbox.stand_ins.world import Sandbox
from shared.admin.commands import wake_mapping_errors
from shared.api.problems import ProblemError
from shared.errors import ConfigurationError
from shared.kinds import Kind
from shared.sequence import CYCLE_MINUTES, LOOKS, STEPS
from shared.settings import Settings

Answer = dict[str, Any]
REFUSALS: Final = (ValueError, ArithmeticError, ConfigurationError, ProblemError)


def play(case: Case, cloud: Cloud) -> Answer:
    """Play a case and tell what came of it. Raises WrongCaseError where its settings are none."""
    with _stage(case, cloud) as player:
        for act in case.acts:
            player.act(act)
        return report(player.deployed, cycles=player.cycles, refused=player.refused)


@contextmanager
def _stage(case: Case, cloud: Cloud) -> Iterator["Player"]:
    clock = ManualClock(case.start)
    sandbox = Sandbox(clock=clock, country=case.country)
    for system, stand_in in (("brightpearl", sandbox.brightpearl), ("xero", sandbox.xero)):
        stand_in.vendor.set_switches(case.switches[system])
    opened = (case.start - timedelta(days=START_DAYS_AGO)).date()
    keeps = any("restore" in act for act in case.acts)
    table = f"case-{uuid4().hex[:12]}" if keeps else ""  # of its own: a copy has all that is in it
    with connector(sandbox, cloud, start=opened, change=partial(_settle, patch=case.settings), table=table) as deployed:
        deployed.progress.activate()
        yield Player(deployed=deployed, clock=clock, backups=Backups(deployed=deployed), keeps_copies=keeps)


def _settle(settings: dict[str, Any], *, patch: Mapping[str, Any]) -> None:
    """Patch the sandbox's settings in place."""
    wanted = merged(settings, patch)
    settings.clear()
    settings.update(wanted)
    try:
        Settings.parse(settings)
    except ConfigurationError as wrong:
        raise WrongCaseError(f"settings: {wrong.message}") from wrong


@dataclass(kw_only=True)
class Player:
    """Carries out acts; `cycles` keeps what steps answered, `refused` the acts that were not carried out and why."""

    deployed: Connector
    clock: ManualClock
    backups: Backups
    keeps_copies: bool = False
    answers: dict[str, Answer | None] = field(default_factory=dict)
    cycles: list[Answer] = field(default_factory=list)
    refused: list[Answer] = field(default_factory=list)

    def act(self, act: Act) -> None:
        """Do it, and keep what it answers under its name; one that is refused is noted."""
        (does,) = act.keys() - {"as"}
        answer = None
        self._back_up()
        try:
            answer = ACTS[does](self, resolved(act[does], self.answers))
        except REFUSALS as why:
            self.refused.append({"act": act, "why": _sentence(why)})
        if "as" in act:
            self.answers[act["as"]] = answer

    def _back_up(self) -> None:
        if self.keeps_copies:
            self.backups.take()

    def brightpearl(self, action: Answer) -> Answer:
        return self.deployed.sandbox.brightpearl.vendor.do(action)

    def xero(self, action: Answer) -> Answer:
        return self.deployed.sandbox.xero.vendor.do(action)

    def cycle(self, times: int) -> Answer:
        """Run the fourteen steps; half an hour passes after each time."""
        for _ in range(times):
            self._back_up()
            run = self.deployed.start_run()
            self.cycles.append({step.name: self._run(step.name, run) for step in STEPS})
            self.clock.advance(minutes=CYCLE_MINUTES)
        return self.cycles[-1]

    def verify(self, times: int) -> Answer:
        """Look at everything that people took back or changed, as often as that."""
        for _ in range(times):
            run = self.deployed.start_run()
            self.cycles.append({look.name: self._run(look.name, run, full=True) for look in LOOKS})
        return self.cycles[-1]

    def step(self, name: str) -> Answer:
        answer = self._run(name, self.deployed.start_run())
        self.cycles.append({name: answer})
        return answer

    def _run(self, name: str, run: str, *, full: bool = False) -> Answer:
        """As the state machine does: whatever stops a step is noted, and the next one follows."""
        try:
            return self.deployed.step(name, run=run, full=full)
        except Exception as broken:  # noqa: BLE001
            return {"step": name, "failed": True, "problem": f"it broke: {type(broken).__name__}: {broken}"}

    def record(self, wanted: Answer) -> Answer:
        """Press a button of a record. Raises ValueError where a step could not do what was asked."""
        if wanted["action"] in LATER:
            return not_built(f"record: {wanted['action']}")
        pressed = Buttons(deployed=self.deployed)
        action, other = wanted["action"], str(wanted.get("other", ""))
        answers = pressed.press(action, Kind(wanted["kind"]), str(wanted["id"]), other=other)
        if problems := [answer["problem"] for answer in answers.values() if answer["failed"]]:
            raise ValueError("; ".join(problems))
        return answers

    def advance(self, span: Mapping[str, Any]) -> Answer:
        return {"now": self.clock.advance(**{name: float(value) for name, value in span.items()}).isoformat()}

    def restore(self, span: Mapping[str, Any]) -> Answer:
        """Go on in a table as it was so long ago, or at the last act before."""
        back = timedelta(**{name: float(value) for name, value in span.items()})
        return {"to": self.backups.restore(self.clock.now() - back).isoformat()}

    def reinstall(self, _nothing: Mapping[str, Any]) -> Answer:
        """Go on as a new installation does: in a table that has never been used, with the same settings."""
        self.backups.begin_anew()
        return {}

    def faults(self, rules: Mapping[str, Any]) -> Answer:
        stand_ins = {"brightpearl": self.deployed.sandbox.brightpearl, "xero": self.deployed.sandbox.xero}
        for system, wanted in rules.items():
            stand_ins[system].faults.replace(wanted)
        return dict(rules)

    def settings(self, patch: Mapping[str, Any]) -> Answer:
        """Save a new version of the settings, which wakes what the old one could not map.

        Raises ConfigurationError for what is wrong in them.
        """
        _, document = self.deployed.progress.settings()
        wanted: Answer = merged(document, patch)
        Settings.parse(wanted)
        self.deployed.save_settings(wanted)
        version, _ = self.deployed.progress.settings()
        wake_mapping_errors(self.deployed.connection, version, clock=self.clock.now)
        return wanted


def not_built(what: str) -> Answer:
    raise ValueError(f"{what} is not built yet")


def _sentence(why: Exception) -> str:
    return str(getattr(why, "detail", "") or getattr(why, "message", "") or why)


ACTS: Final[dict[str, Callable[[Player, Any], Answer]]] = {
    "brightpearl": Player.brightpearl,
    "xero": Player.xero,
    "cycle": Player.cycle,
    "verify": Player.verify,
    "advance": Player.advance,
    "record": Player.record,
    "step": Player.step,
    "faults": Player.faults,
    "settings": Player.settings,
    "restore": Player.restore,
    "reinstall": Player.reinstall,
}
