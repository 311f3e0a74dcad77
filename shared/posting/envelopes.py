"""What a record becomes on its way: an envelope, and then an arrival, a failure, or something to be tried again."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final, Protocol

from msgspec import Struct, field
from msgspec.structs import replace

from shared.errors import ErrorClass, Problem
from shared.kinds import Kind
from shared.mapping.references import Payload, Ref
from shared.posting.problems import different, taken
from shared.posting.target import Adopt, Element, Key, Refuse, Rename, Resolution, TakeOver, Target, Wanted
from shared.records.intents import Entry
from shared.records.record import Record

NOTHING: Final = Element(key=())
ALONE_AFTER: Final = 2  # failed attempts after which a record is sent by itself, so that it cannot hold up others


class Envelope(Struct, frozen=True, kw_only=True, eq=False):
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


def blank_envelope(record: Record) -> Envelope:
    """For a record that did not come as far as a payload."""
    return Envelope(record=record, source_hash=record.source_hash, payload={}, fingerprint="")


class Arrival(Struct, frozen=True, kw_only=True, eq=False):
    """An envelope that the other system holds as it was meant; `found` when it had been there before."""

    envelope: Envelope
    element: Element
    note: str = ""

    @property
    def found(self) -> bool:
        return bool(self.note)


class Failing(Struct, frozen=True, kw_only=True, eq=False):
    """An envelope that becomes an Error; with an element, it is on the other side all the same."""

    envelope: Envelope
    problem: Problem
    element: Element = NOTHING


def is_guess(one: Arrival | Failing) -> bool:
    """Whether it was sent as an amendment of something else than the id that came back: of an item by its code."""
    return one.envelope.remote_id not in ("", one.element.remote_id)


class Outcome(Struct, eq=False):
    """What became of a batch."""

    arrived: list[Arrival] = field(default_factory=list)
    failing: list[Failing] = field(default_factory=list)
    clashed: list[Envelope] = field(default_factory=list)
    missing: list[Envelope] = field(default_factory=list)
    corrections: list[tuple[Envelope, Payload, Element, str]] = field(default_factory=list)
    redo: list[Envelope] = field(default_factory=list)


class Tally(Protocol):
    """What an invocation has posted so far."""

    posted: int
    errors: int


def judge(outcome: Outcome, target: Target, envelope: Envelope, element: Element | None) -> None:
    """Is what came back what we meant? Sort the envelope accordingly."""
    if element is None:
        outcome.missing.append(envelope)
    elif element.refusals and target.clashes(element.refusals):
        outcome.clashed.append(envelope)
    elif element.refusals:
        outcome.failing.append(Failing(envelope=envelope, problem=target.problem(element.refusals), element=element))
    elif not element.remote_id:
        outcome.missing.append(envelope)
    elif difference := target.differs(envelope.payload, element, envelope.total):
        correction = None if envelope.corrected else target.correct(envelope.payload, element, envelope.total)
        if correction is None:
            again = ErrorClass.TRANSIENT if envelope.corrected else ErrorClass.DATA  # its cents may have come and gone
            problem = different(difference, element, again)
            outcome.failing.append(Failing(envelope=envelope, problem=problem, element=element))
        else:
            outcome.corrections.append((envelope, correction, element, difference))
    else:
        outcome.arrived.append(Arrival(envelope=envelope, element=element))


def by_ledger(resolution: Resolution, envelope: Envelope, owner: tuple[Kind, str] | None) -> Resolution:
    """What belongs to another record is not to be had; what is this one's own, posted by another run, is amended."""
    if owner == envelope.record.key and isinstance(resolution, Refuse):
        return TakeOver(remote_id=resolution.remote_id)
    if owner is None or owner == envelope.record.key or isinstance(resolution, Refuse):
        return resolution
    return Refuse(problem=taken(owner))


def follow(outcome: Outcome, envelope: Envelope, resolution: Resolution) -> None:
    if isinstance(resolution, Adopt):
        outcome.arrived.append(Arrival(envelope=envelope, element=resolution.element, note=resolution.note))
    elif isinstance(resolution, TakeOver):
        outcome.redo.append(replace(envelope, remote_id=resolution.remote_id))
    elif isinstance(resolution, Rename):
        outcome.redo.append(replace(envelope, payload=resolution.payload))
    else:
        outcome.failing.append(Failing(envelope=envelope, problem=resolution.problem))


def look(
    target: Target, envelopes: Sequence[Envelope], *, since: datetime | None
) -> tuple[list[Envelope], list[Envelope], Mapping[Key, Resolution]]:
    """Sort envelopes into those whose natural key is there already and those whose key is free."""
    wanted = [
        Wanted(payload=envelope.payload, total=envelope.total, remote_id=envelope.remote_id) for envelope in envelopes
    ]
    found = target.resolve(wanted, since)
    there = [envelope for envelope in envelopes if target.key(envelope.payload) in found]
    absent = [envelope for envelope in envelopes if target.key(envelope.payload) not in found]
    return there, absent, found


def with_id(target: Target, envelope: Envelope) -> Payload:
    return target.with_id(envelope.payload, envelope.remote_id) if envelope.remote_id else envelope.payload


def entry_of(envelope: Envelope, target: Target) -> Entry:
    return Entry(
        kind=envelope.record.kind,
        id=envelope.record.id,
        source_hash=envelope.source_hash,
        fingerprint=envelope.fingerprint,
        key=target.key(envelope.payload),
        total=envelope.total,
        remote_id=envelope.remote_id,
        notes=envelope.notes,
    )


def batches(target: Target, envelopes: Sequence[Envelope]) -> Iterator[Sequence[Envelope]]:
    """Full batches; what has to be unique and is not goes behind the batch with the first of its kind."""
    firsts, followers = _told_apart(target, [envelope for envelope in envelopes if not envelope.alone])
    size, whole = target.batch_size, len(firsts) - len(firsts) % target.batch_size
    last = firsts[whole:]
    names = {target.unique(envelope.payload) for envelope in last}
    fitting = [envelope for envelope in followers if target.unique(envelope.payload) not in names][: size - len(last)]
    others = [envelope for envelope in followers if envelope not in fitting]
    for some in (firsts[:whole], [*last, *fitting], others):
        yield from (some[start : start + size] for start in range(0, len(some), size))
    yield from ([envelope] for envelope in envelopes if envelope.alone)


def _told_apart(target: Target, envelopes: Sequence[Envelope]) -> tuple[list[Envelope], list[Envelope]]:
    names: set[str] = set()
    firsts: list[Envelope] = []
    followers: list[Envelope] = []
    for envelope in envelopes:
        name = target.unique(envelope.payload)
        (followers if name in names else firsts).append(envelope)
        names |= {name} - {""}
    return firsts, followers


def remote_id_of(resolution: Resolution) -> str:
    if isinstance(resolution, Adopt):
        return resolution.element.remote_id
    return resolution.remote_id if isinstance(resolution, TakeOver | Refuse) else ""
