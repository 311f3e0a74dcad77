"""What a record becomes on its way: an envelope, and then an arrival, a failure, or something to be sent once more."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from shared.errors import ErrorClass, Problem, RecordError
from shared.mapping.days import MOVED, note_of_move
from shared.mapping.fields import Fields, Known
from shared.mapping.references import Mapped, Payload, Ref, fingerprint_of
from shared.posting.target import Element, Instead, Target, Wanted
from shared.records.apart import Parted
from shared.records.record import Key as RecordKey
from shared.records.record import Record
from shared.records.status import RESTING

NOTHING: Final = Element(key=())
ALONE_AFTER: Final = 2  # failed attempts after which a record is sent by itself, so that it cannot hold up others
ANSWER_LOST: Final = "the answer was lost on the way"


class Part(Struct, frozen=True, kw_only=True, eq=False):
    """A record, and the versions of its source and of its own payload that an envelope was made of.

    `same`: nothing has changed since it was posted. `outdated`: of what is there, some stays as older rules have made it.
    """

    record: Record
    source_hash: str
    fingerprint: str
    same: bool = False
    outdated: bool = False

    @property
    def rests(self) -> bool:
        """Whether nothing is to be done for it: it goes along, because it is one document with others."""
        return self.record.status in RESTING and self.record.due_step is None


def is_settled(part: Part) -> bool:
    """Whether the other system is known to hold this version already. Of one that has an Error a part may be missing."""
    holds = part.record.in_remote and part.record.posted == part.fingerprint
    return part.same or (holds and part.record.failure is None)


class Envelope(Struct, frozen=True, kw_only=True, eq=False):
    """A record's payload, ready to be sent once it `refers` to nothing any more. `remote_id` makes it an update.

    `base` is what was posted last, by the rules of today, and `amendment` what is sent of the payload: see `Wanted`.
    `same` and `outdated` are those of its own part.
    `others` are records whose payloads are in it too: orders of one bill, of which `record` is the first. `changes` are the
    fields that it is made of, for kinds that are edited by fields, and `fields` what will be known of them once it has arrived.
    `is_old`: see `Wanted`. `decided`: whatever is there of it is gone, and it is not looked for again. `corrected`: how often it
    was put right after it had arrived differently.
    `refused`: an earlier attempt was refused in words that ask for a look-up. `left` is what of the record will not have
    gone when this has arrived: the record becomes an Error that keeps its id. `begins` is what an Error of it begins with:
    which money it is about.
    """

    record: Record
    source_hash: str
    payload: Payload
    fingerprint: str
    refers: tuple[Ref, ...] = ()
    total: Decimal | None = None
    tax: Decimal | None = None
    remote_id: str = ""
    notes: tuple[str, ...] = ()
    fields: Known | None = None
    changes: Fields = field(default_factory=dict)
    base: Payload | None = None
    amendment: Payload | None = None
    same: bool = False
    outdated: bool = False
    corrected: int = 0
    refused: Element | None = None
    others: tuple[Part, ...] = ()
    left: Problem | None = None
    begins: str = ""
    is_old: bool = False
    decided: bool = False

    @property
    def parts(self) -> tuple[Part, ...]:
        first = Part(
            record=self.record,
            source_hash=self.source_hash,
            fingerprint=self.fingerprint,
            same=self.same,
            outdated=self.outdated,
        )
        return (first, *self.others)

    @property
    def keys(self) -> tuple[RecordKey, ...]:
        return tuple(part.record.key for part in self.parts)

    @property
    def active(self) -> tuple[Part, ...]:
        """The parts for which something is to be done; the others only go along. One alone is always to be done."""
        return tuple(part for part in self.parts if not (self.others and part.rests))

    @property
    def alone(self) -> bool:
        """Whether it is sent by itself. Of a batch without an answer each may be why there was none, so these are at once."""
        failures = [part.record.failure for part in self.parts if part.record.failure is not None]
        return any(one.attempts >= ALONE_AFTER or _is_lost(one.problem) for one in failures)

    @property
    def own_day(self) -> str:
        """The day that it has, in ISO, before it is moved out of a locked period."""
        return self.record.summary.date if MOVED in (self.fields or {}) else str(self.payload.get("Date") or "")

    @property
    def attempts(self) -> int:
        """How often it has failed in a row."""
        return max((part.record.failure.attempts for part in self.parts if part.record.failure is not None), default=0)

    @property
    def wanted(self) -> Wanted:
        return Wanted(
            payload=self.payload,
            total=self.total,
            tax=self.tax,
            remote_id=self.remote_id,
            fields=self.fields,
            base=self.base,
            amendment=self.amendment,
            refused=self.refused,
            changed_there=isinstance(self.left, Parted),
            is_old=self.is_old,
            own_day=self.own_day,
            contact_name=self.record.summary.contact_name,
            orders=tuple(record_id for _, record_id in self.keys) if self.others else (),
        )


def _is_lost(problem: Problem) -> bool:
    return problem.error_class is ErrorClass.TRANSIENT and ANSWER_LOST in problem.message


def envelope_of(record: Record, mapped: Mapped) -> Envelope:
    """Make the envelope of a mapped record. What the other system holds already is amended."""
    return Envelope(
        record=record,
        source_hash=record.source_hash,
        payload=mapped.payload,
        fingerprint=fingerprint_of(mapped),
        total=mapped.total,
        tax=mapped.tax,
        remote_id=record.remote_id,
        notes=(*mapped.notes, *note_of_move(record.summary.date, record.fields)),
    )


def blank_envelope(record: Record) -> Envelope:
    """Make an envelope for a record that got no payload."""
    return Envelope(record=record, source_hash=record.source_hash, payload={}, fingerprint="")


def renewed(envelope: Envelope, records: Mapping[RecordKey, Record]) -> Envelope:
    """Give the same envelope with its records as they are now."""
    others = tuple(replace(part, record=records[part.record.key]) for part in envelope.others)
    return replace(envelope, record=records[envelope.record.key], others=others)


class Arrival(Struct, frozen=True, kw_only=True, eq=False):
    """The other system holds what we meant. `note` says where it was found; "" where we sent it just now."""

    envelope: Envelope
    element: Element
    note: str = ""

    @property
    def found(self) -> bool:
        return bool(self.note)


class Failing(Struct, frozen=True, kw_only=True, eq=False):
    """The record becomes an Error. With an element, it is in the other system nevertheless."""

    envelope: Envelope
    problem: Problem
    element: Element = NOTHING

    @property
    def has_arrived(self) -> bool:
        """Whether it is in the other system nevertheless, as we sent it."""
        return bool(self.element.remote_id) and not self.element.refusals

    @property
    def is_rest(self) -> bool:
        """Whether it is there as far as it could go, and the problem is what is left of the record."""
        return self.has_arrived and self.problem == self.envelope.left


def arrival_or_rest(arrival: Arrival) -> Arrival | Failing:
    """What has arrived without all of its record is an Error, with the sentence that says what is left."""
    left = arrival.envelope.left
    return arrival if left is None else Failing(envelope=arrival.envelope, problem=left, element=arrival.element)


def mapped_all(records: Iterable[Record], make: Callable[[Record], Envelope]) -> tuple[list[Envelope], list[Failing]]:
    """Make an envelope of each record; one that cannot be mapped fails and holds up no other."""
    envelopes: list[Envelope] = []
    failing: list[Failing] = []
    for record in records:
        try:
            envelopes.append(make(record))
        except RecordError as error:
            failing.append(Failing(envelope=blank_envelope(record), problem=Problem.of(error)))
    return envelopes, failing


def is_guess(one: Arrival | Failing) -> bool:
    """Whether it was amended under another id than the one that came back: an item by its code."""
    return one.envelope.remote_id not in ("", one.element.remote_id)


def readied(target: Target, batch: Sequence[Envelope]) -> list[Envelope]:
    """Give a batch as it can go: creates under the names that are free, updates with no more than has changed."""
    renamed = target.ready([envelope.payload for envelope in batch if not envelope.remote_id])
    return [
        instead(envelope, other)
        if (other := renamed.get(target.key(envelope.payload)))
        else _narrowed(target, envelope)
        for envelope in batch
    ]


def _narrowed(target: Target, envelope: Envelope) -> Envelope:
    if not envelope.remote_id or envelope.amendment is not None:
        return envelope
    return replace(envelope, amendment=target.amendment(envelope.wanted))


def instead(envelope: Envelope, other: Instead) -> Envelope:
    """Give the envelope as a look-up wants it to go."""
    return replace(
        envelope,
        payload=other.payload or envelope.payload,
        fields=other.fields or envelope.fields,
        left=other.left or envelope.left,
        notes=(*envelope.notes, *other.notes),
        amendment=None,
        refused=None,
    )
