"""What a record becomes on its way: a draft, and then an arrival, a failure, or something to be tried again."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final, Protocol

from msgspec import Struct, field
from msgspec.structs import replace

from shared.errors import ErrorClass, Problem
from shared.outlet import Adopt, Element, Key, Outlet, Refuse, Rename, Resolution, TakeOver, Wanted
from shared.payload import Payload, Ref
from shared.problems import different, taken
from shared.records.intents import Entry
from shared.records.record import Record
from shared.sequence import Kind

NOTHING: Final = Element(key=())
ALONE_AFTER: Final = 2  # failed attempts after which a record is sent by itself, so that it cannot hold up others


class Draft(Struct, frozen=True, kw_only=True, eq=False):
    """A record's payload, ready to be sent once nothing `refers` any more. `remote_id` makes it an update."""

    record: Record
    source_hash: str
    payload: Payload
    fingerprint: str
    refers: tuple[Ref, ...] = ()
    total: Decimal | None = None
    remote_id: str = ""
    notes: tuple[str, ...] = ()
    corrected: bool = False

    @property
    def alone(self) -> bool:
        return self.record.failure is not None and self.record.failure.attempts >= ALONE_AFTER


def blank_draft(record: Record) -> Draft:
    """For a record that did not come as far as a payload."""
    return Draft(record=record, source_hash=record.source_hash, payload={}, fingerprint="")


class Arrival(Struct, frozen=True, kw_only=True, eq=False):
    """A draft that the other system holds as it was meant; `found` when it had been there before."""

    draft: Draft
    element: Element
    note: str = ""

    @property
    def found(self) -> bool:
        return bool(self.note)


class Failing(Struct, frozen=True, kw_only=True, eq=False):
    """A draft that becomes an Error; with an element, it is on the other side all the same."""

    draft: Draft
    problem: Problem
    element: Element = NOTHING


def is_guess(one: Arrival | Failing) -> bool:
    """Whether it was sent as an amendment of something else than the id that came back: of an item by its code."""
    return one.draft.remote_id not in ("", one.element.remote_id)


class Outcome(Struct, eq=False):
    """What became of a batch."""

    arrived: list[Arrival] = field(default_factory=list)
    failing: list[Failing] = field(default_factory=list)
    clashed: list[Draft] = field(default_factory=list)
    missing: list[Draft] = field(default_factory=list)
    corrections: list[tuple[Draft, Payload, Element, str]] = field(default_factory=list)
    redo: list[Draft] = field(default_factory=list)


class Tally(Protocol):
    """What an invocation has posted so far."""

    posted: int
    errors: int


def judge(outcome: Outcome, outlet: Outlet, draft: Draft, element: Element | None) -> None:
    """Is what came back what we meant? Sort the draft accordingly."""
    if element is None:
        outcome.missing.append(draft)
    elif element.refusals and outlet.clashes(element.refusals):
        outcome.clashed.append(draft)
    elif element.refusals:
        outcome.failing.append(Failing(draft=draft, problem=outlet.problem(element.refusals), element=element))
    elif not element.remote_id:
        outcome.missing.append(draft)
    elif difference := outlet.differs(draft.payload, element, draft.total):
        correction = None if draft.corrected else outlet.correct(draft.payload, element, draft.total)
        if correction is None:
            again = ErrorClass.TRANSIENT if draft.corrected else ErrorClass.DATA  # its cents may have come and gone
            problem = different(difference, element, again)
            outcome.failing.append(Failing(draft=draft, problem=problem, element=element))
        else:
            outcome.corrections.append((draft, correction, element, difference))
    else:
        outcome.arrived.append(Arrival(draft=draft, element=element))


def by_ledger(resolution: Resolution, draft: Draft, owner: tuple[Kind, str] | None) -> Resolution:
    """What belongs to another record is not to be had; what is this one's own, posted by another run, is amended."""
    if owner == draft.record.key and isinstance(resolution, Refuse):
        return TakeOver(remote_id=resolution.remote_id)
    if owner is None or owner == draft.record.key or isinstance(resolution, Refuse):
        return resolution
    return Refuse(problem=taken(owner))


def follow(outcome: Outcome, draft: Draft, resolution: Resolution) -> None:
    if isinstance(resolution, Adopt):
        outcome.arrived.append(Arrival(draft=draft, element=resolution.element, note=resolution.note))
    elif isinstance(resolution, TakeOver):
        outcome.redo.append(replace(draft, remote_id=resolution.remote_id))
    elif isinstance(resolution, Rename):
        outcome.redo.append(replace(draft, payload=resolution.payload))
    else:
        outcome.failing.append(Failing(draft=draft, problem=resolution.problem))


def look(
    outlet: Outlet, drafts: Sequence[Draft], *, since: datetime | None
) -> tuple[list[Draft], list[Draft], Mapping[Key, Resolution]]:
    """Sort drafts into those whose natural key is there already and those whose key is free."""
    wanted = [Wanted(payload=draft.payload, total=draft.total, remote_id=draft.remote_id) for draft in drafts]
    found = outlet.resolve(wanted, since)
    there = [draft for draft in drafts if outlet.key(draft.payload) in found]
    absent = [draft for draft in drafts if outlet.key(draft.payload) not in found]
    return there, absent, found


def with_id(outlet: Outlet, draft: Draft) -> Payload:
    return outlet.with_id(draft.payload, draft.remote_id) if draft.remote_id else draft.payload


def entry_of(draft: Draft, outlet: Outlet) -> Entry:
    return Entry(
        kind=draft.record.kind,
        id=draft.record.id,
        source_hash=draft.source_hash,
        fingerprint=draft.fingerprint,
        key=outlet.key(draft.payload),
        total=draft.total,
        remote_id=draft.remote_id,
        notes=draft.notes,
    )


def batches(outlet: Outlet, drafts: Sequence[Draft]) -> Iterator[Sequence[Draft]]:
    """Full batches; what has to be unique and is not goes behind the batch with the first of its kind."""
    firsts, followers = _told_apart(outlet, [draft for draft in drafts if not draft.alone])
    size, whole = outlet.batch_size, len(firsts) - len(firsts) % outlet.batch_size
    last = firsts[whole:]
    names = {outlet.unique(draft.payload) for draft in last}
    fitting = [draft for draft in followers if outlet.unique(draft.payload) not in names][: size - len(last)]
    others = [draft for draft in followers if draft not in fitting]
    for some in (firsts[:whole], [*last, *fitting], others):
        yield from (some[start : start + size] for start in range(0, len(some), size))
    yield from ([draft] for draft in drafts if draft.alone)


def _told_apart(outlet: Outlet, drafts: Sequence[Draft]) -> tuple[list[Draft], list[Draft]]:
    names: set[str] = set()
    firsts: list[Draft] = []
    followers: list[Draft] = []
    for draft in drafts:
        name = outlet.unique(draft.payload)
        (followers if name in names else firsts).append(draft)
        names |= {name} - {""}
    return firsts, followers


def remote_id_of(resolution: Resolution) -> str:
    if isinstance(resolution, Adopt):
        return resolution.element.remote_id
    return resolution.remote_id if isinstance(resolution, TakeOver | Refuse) else ""
