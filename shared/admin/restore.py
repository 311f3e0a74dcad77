"""Restore: the stack moves to its table as it was at an earlier time. Nothing is copied back, and no table is deleted.

Each step may be repeated, so a command that was cut off goes on when it is run again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import boto3

from shared.admin.restored_table import Tables, in_utc
from shared.admin.stack import DeployedStack
from shared.admin.standstill import Standstill
from shared.admin.waiting import Waiting, in_words
from shared.errors import ConfigurationError


@dataclass(frozen=True, slots=True, kw_only=True)
class Restore:
    stack: DeployedStack
    tables: Tables
    standstill: Standstill
    waiting: Waiting

    @classmethod
    def of(cls, stack: str, *, client: Callable[[str], Any], waiting: Waiting) -> "Restore":
        """Wire it up; `client` gives that of an AWS service by its name."""
        deployed = DeployedStack(client=client("cloudformation"), name=stack, waiting=waiting)
        standstill = Standstill(
            stack=deployed, events=client("events"), step_functions=client("stepfunctions"), waiting=waiting
        )
        tables = Tables(client=client("dynamodb"), waiting=waiting)
        return cls(stack=deployed, tables=tables, standstill=standstill, waiting=waiting)

    def to_time(self, text: str) -> None:
        """Make a table as the one in use was at that time, and move the stack to it."""
        at = time_of(text, now=self.waiting.clock())
        self.stack.settle()
        before = self.stack.table()
        name = f"{self.stack.name}-records-{at:%Y%m%dT%H%M%SZ}"
        if name == before:
            return self._move(name, before=before)
        if self.tables.has(name):
            self.tables.check_unused(name)
            self.waiting.say(f"the table {name} is there already: this goes on from an earlier attempt")
            return self._move(name, before=before)
        self.tables.check_time(before, at)
        return self._move(name, before=before, make=lambda: self._make(name, of=before, at=at))

    def to_table(self, name: str) -> None:
        """Move the stack to a table that is there, such as the one that it used before."""
        self.stack.settle()
        self.tables.check_keys(name)
        self._move(name, before=self.stack.table())

    def _make(self, name: str, *, of: str, at: datetime) -> None:
        self.waiting.say(f"restoring {of}, as it was at {in_utc(at)}, into the new table {name}")
        self.tables.restore(name, of=of, at=at)

    def _move(self, name: str, *, before: str, make: Callable[[], None] = lambda: None) -> None:
        began = self.waiting.clock()
        with self.standstill.held():
            make()
            self.tables.make_ready(name)
            if name != before:
                self.standstill.await_quiet()  # somebody may have started a run by hand meanwhile
                self.waiting.say(f"moving the stack {self.stack.name} to the table {name}")
                self.stack.move(name)
            self.tables.mark_used(name)
        self._tell(name, before=before, took=self.waiting.clock() - began)

    def _tell(self, name: str, *, before: str, took: timedelta) -> None:
        say = self.waiting.say
        if name == before:
            say(f"the stack {self.stack.name} uses the table {name} already")
        else:
            say(f"the stack {self.stack.name} now uses the table {name}; that took {in_words(took)}")
            say(f"the table before, {before}, is kept as it was: nothing is copied back. {self._fate_of(before)}")
        say(f"in every shell and script: export TABLE_NAME={name}")
        say("the next cycle comes by itself, and looks for what is there already before it posts anything")

    def _fate_of(self, before: str) -> str:
        if before == self.stack.own_table():
            return "It belongs to the stack: leave it there"
        return "It may be deleted by hand once nobody needs it"


def time_of(text: str, *, now: datetime) -> datetime:
    """Read a time in UTC, to the second. Raises ConfigurationError for any other, and for one that has not been yet."""
    form = "write it in UTC, such as 2026-11-27T10:00:00Z"
    try:
        at = datetime.fromisoformat(text)
    except ValueError as cause:
        raise ConfigurationError(f"{text!r} is not a time", hint=form) from cause
    if at.utcoffset() != timedelta():
        raise ConfigurationError(f"{text!r} does not say that it is in UTC", hint=form)
    if at > now:
        raise ConfigurationError(f"{text} lies in the future", hint=f"it is {in_utc(now)} now")
    return at.replace(microsecond=0)


def restore(*, stack: str, to: str | None, table: str | None, say: Callable[[str], None]) -> None:
    """Do it in this account and region."""
    restoring = Restore.of(stack, client=_client, waiting=Waiting(say=say))
    if table is not None:
        restoring.to_table(table)
    else:
        restoring.to_time(to or "")


def _client(service: str) -> Any:
    # boto3 types its clients only through a stub for each service
    return boto3.client(service)  # type: ignore[call-overload]
