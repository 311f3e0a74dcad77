"""The days on which nothing is posted: the one place that knows what both systems have locked, and what a return was filed for.

Both lock dates of Xero count alike. An adviser's connection passes one of them without a word, and it is respected all the same.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from itertools import chain
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from shared.errors import ErrorClass, Problem
from shared.kinds import ORDERS, Kind, System
from shared.mapping.dates import xero_date
from shared.mapping.days import MOVED, day_of, in_words, note_of_move, on_day
from shared.mapping.references import Payload
from shared.posting.envelopes import Envelope
from shared.records.apart import Parted
from shared.records.record import Record
from shared.records.standing import Standing
from shared.settings import LockedPeriod, Settings

LOCK_DATES: Final = ("PeriodLockDate", "EndOfYearLockDate")
_DAY: Final = timedelta(days=1)
OPEN_IT: Final[Mapping[System, str]] = {
    System.XERO: "the lock date is moved in Xero (Accounting > Advanced > Lock dates)",
    System.BRIGHTPEARL: "the period is opened in Brightpearl (Settings > Accounting)",
}


class Closed(Struct, frozen=True, kw_only=True):
    """The days on which one system takes nothing: all up to `until`, and those of `spans`, each from a first to a last day."""

    until: date | None = None
    spans: tuple[tuple[date, date], ...] = ()

    def last(self, day: date) -> date | None:
        """Give the last of the closed days that follow one another from a day on; None where it is open."""
        end = self._end(day)
        while end is not None and (further := self._end(end + _DAY)) is not None:
            end = further
        return end

    def _end(self, day: date) -> date | None:
        ends = [last for first, last in self.spans if first <= day <= last]
        ends += [self.until] if self.until and day <= self.until else []
        return max(ends, default=None)

    def document(self) -> dict[str, Any]:
        """As it travels through the state machine."""
        spans = [[first.isoformat(), last.isoformat()] for first, last in self.spans]
        return {"until": self.until.isoformat() if self.until else None, "spans": spans}

    @classmethod
    def parse(cls, document: Mapping[str, Any]) -> "Closed":
        until, spans = document["until"], document["spans"]
        return cls(
            until=date.fromisoformat(until) if until else None,
            spans=tuple((date.fromisoformat(first), date.fromisoformat(last)) for first, last in spans),
        )


def closed_in_xero(organisation: Mapping[str, Any]) -> Closed:
    """Read the later of the two lock dates; a key is absent where its date is not set."""
    days = [xero_date(organisation[name]) for name in LOCK_DATES if organisation.get(name)]
    return Closed(until=max(days, default=None))


def closed_in_brightpearl(lock: Mapping[str, Any] | None, periods: Sequence[Mapping[str, Any]]) -> Closed:
    """Read the day until which the books are locked, and the accounting periods that were closed."""
    spans = [(_day(one["startDate"]), _day(one["endDate"])) for one in periods if one.get("closedDate")]
    return Closed(until=_day(lock["lockedUntil"]) if lock else None, spans=tuple(spans))


def _day(written: object) -> date:
    """Brightpearl's documents show times that cannot be read, such as 23:59:59:999Z."""
    return date.fromisoformat(str(written)[:10])


class Late(Struct, frozen=True, kw_only=True, eq=False):
    """What cannot go, and why. Of what waits already, `begins` is what its reason begins with, whatever the lock date is now."""

    envelope: Envelope
    problem: Problem
    begins: str

    @property
    def reason(self) -> str:
        return f"{self.problem.message}; {self.problem.hint}"


class Periods(Struct, frozen=True, kw_only=True, eq=False):
    """`ask` reads the closed days of a system, at most once a run: `known` has what was told in it so far."""

    settings: Settings
    ask: Callable[[System], Closed]
    known: dict[System, Closed]

    def closed(self, system: System) -> Closed:
        if system not in self.known:
            self.known[system] = self.ask(system)
        return self.known[system]

    def why_locked(self, day: date, system: System) -> str | None:
        """Say that nothing is posted on a day; None where it is open."""
        last = self.closed(system).last(day)
        return None if last is None else f"{_begun(day, system)} until {in_words(last)}"

    def first_open_day(self, day: date, system: System) -> date:
        """Give a day, or the first one after it that is open."""
        last = self.closed(system).last(day)
        return day if last is None else last + _DAY

    def split(self, envelopes: Sequence[Envelope], system: System) -> tuple[list[Envelope], list[Late]]:
        """Sort into what may go, on another day where the settings say so, and what cannot."""
        sorted_ = [self._judged(as_moved(envelope), system) for envelope in envelopes]
        going = [one for one in sorted_ if isinstance(one, Envelope)]
        return going, [one for one in sorted_ if isinstance(one, Late)]

    def _judged(self, envelope: Envelope, system: System) -> "Envelope | Late":
        days = sorted(set(filter(None, map(day_of, (envelope.payload, envelope.base or {})))))
        closed = [day for day in days if self.closed(system).last(day)]
        if not closed:
            return envelope
        if self._moves(envelope):
            return self._moved(envelope, closed[-1], system)
        return self._late(envelope, closed[-1], system)

    def _moves(self, envelope: Envelope) -> bool:
        policy = self.settings.when_locked(envelope.record.kind)
        return policy == LockedPeriod.FIRST_OPEN_DAY and not is_there(envelope)

    def _moved(self, envelope: Envelope, day: date, system: System) -> Envelope:
        to = self.first_open_day(day, system)
        known = envelope.fields if envelope.fields is not None else envelope.record.fields
        fields = {**(known or {}), MOVED: to.isoformat()}
        notes = (*envelope.notes, *note_of_move(day.isoformat(), fields))
        return replace(envelope, payload=on_day(envelope.payload, to), fields=fields, notes=notes)

    def _late(self, envelope: Envelope, day: date, system: System) -> Late:
        kind, message = envelope.record.kind, self.why_locked(day, system) or ""
        first = f"it goes by itself once {OPEN_IT[system]}"
        problem = Problem(
            error_class=ErrorClass.DEPENDENCY,
            message=message,
            hint=f"{first}, or when locked_period.{kind} in the settings says {LockedPeriod.FIRST_OPEN_DAY}",
        )
        if is_there(envelope) and envelope.base is not None:
            problem = _amending(kind, message, f"{first}; or put the difference right with a document dated today")
        return Late(envelope=envelope, problem=problem, begins=_begun(day, system))


def _amending(kind: Kind, message: str, hint: str) -> Problem:
    """A change of what is there already stands apart: a person may have the difference posted on a day that is open."""
    if kind not in ORDERS:
        return Problem(error_class=ErrorClass.DEPENDENCY, message=message, hint=hint)
    return Parted(
        standing=Standing.CHANGED_HERE, error_class=ErrorClass.DEPENDENCY, message=message, hint=f"{hint}: credit it"
    )


def is_there(envelope: Envelope) -> bool:
    """Whether the other system holds something of it already: then it waits as an Error, and never moves."""
    return bool(envelope.remote_id) or any(part.record.in_remote for part in envelope.parts)


def posted_on(document: Record) -> date:
    """Give the day that a document has in the other system."""
    return date.fromisoformat(str((document.fields or {}).get(MOVED) or document.summary.date))


def _begun(day: date, system: System) -> str:
    return f"its day {in_words(day)} is locked in {system.title()}"


def as_moved(envelope: Envelope) -> Envelope:
    """What was posted on another day stays there, with what has joined it: also what it is compared with is of that day."""
    found = chain.from_iterable((part.record.fields or {}).items() for part in envelope.parts)
    to = next((date.fromisoformat(str(day)) for name, day in found if name == MOVED), None)
    if to is None or not envelope.remote_id:
        return envelope
    base = None if envelope.base is None else _not_before(envelope.base, to)
    known = envelope.fields if envelope.fields is not None else envelope.record.fields
    fields = {**(known or {}), MOVED: to.isoformat()}
    return replace(envelope, payload=_not_before(envelope.payload, to), base=base, fields=fields)


def _not_before(payload: Payload, day: date) -> Payload:
    own = day_of(payload)
    return on_day(payload, day) if own is not None and own < day else payload
