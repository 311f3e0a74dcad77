"""Dependencies of documents: contacts and products go with the first document that needs them, in full batches."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import Final

from msgspec import Struct, field

from shared.errors import ErrorClass, Problem
from shared.kinds import Kind
from shared.mapping.references import Ref
from shared.mapping.registry import MAPPERS
from shared.posting.edits import edited, over_theirs
from shared.posting.envelopes import Envelope, mapped_all
from shared.posting.poster import Poster
from shared.posting.targets.xero import XeroTarget
from shared.records.failure import retries_by_itself
from shared.records.record import Fetched, Record
from shared.records.status import Status
from shared.records.store import Store
from shared.records.transactions import Change, Event
from shared.records.transitions import given_up
from shared.settings import Settings

WAITING: Final = frozenset({Status.PENDING, Status.UPDATED})
_GONE: Final = Event(what="its item was deleted in Xero, so it is to be made anew")


Records = Mapping[str, Record]  # by id
Standing = Callable[[Records, Callable[[Collection[str]], Records]], Records]


def _as_they_are(records: Records, _read: object) -> Records:
    return records


class DependencyKind(Struct, frozen=True, kw_only=True, eq=False):
    """A kind that documents need: where it is posted, and how to read one that has never been fetched.

    `standing` gives for records those on which documents go in their stead.
    """

    kind: Kind
    target: XeroTarget
    read: Callable[[Sequence[int]], Sequence[Fetched]]
    standing: Standing = _as_they_are


class Resolved(Struct, frozen=True, kw_only=True, eq=False):
    """Ids by reference, and for those without one the reason.

    `later` are those for which there was no time, `kept` those that wait until there are enough for a full batch.
    """

    ids: dict[Ref, str] = field(default_factory=dict)
    problems: dict[Ref, Problem] = field(default_factory=dict)
    later: set[Ref] = field(default_factory=set)
    kept: set[Ref] = field(default_factory=set)

    def kept_of(self, kind: Kind) -> set[Ref]:
        return {ref for ref in self.kept if ref.kind == kind}

    def take(self, brought: "Resolved") -> None:
        """Add what has become of some that were kept at first."""
        self.kept.difference_update(brought.ids, brought.problems, brought.later)
        self.ids.update(brought.ids)
        self.problems.update(brought.problems)
        self.later.update(brought.later)


class Dependencies(Struct, frozen=True, kw_only=True, eq=False):
    """Posts the contacts and products that documents need. `insist`: a person has asked, so all errors are retried."""

    store: Store
    settings: Settings
    kinds: Mapping[Kind, DependencyKind]
    insist: bool = False

    def bring(self, poster: Poster, refs: Sequence[Ref], *, partly: Collection[Kind] = ()) -> Resolved:
        """Send what is needed, in the order of `refs`. Of the kinds that go `partly`, send only what fills batches."""
        resolved = Resolved()
        for kind, dependency in self.kinds.items():
            of_kind = [ref for ref in refs if ref.kind == kind]
            if of_kind:
                self._bring(poster, dependency, of_kind, resolved, rest=kind not in partly)
        return resolved

    def _bring(
        self, poster: Poster, kind: DependencyKind, refs: Sequence[Ref], resolved: Resolved, *, rest: bool
    ) -> None:
        records = self._standing(kind, refs, partial(self._records, kind))
        waiting = [record for record in _each(records.values()) if self._should_go(record)]
        going = waiting if rest else _full_batches(waiting, kind.target.batch_size)
        held = self.post(poster, kind.kind, going, hold=not rest)
        if going:
            now = self._known(kind, [record.id for record in going])
            records = {own: now.get(record.id, record) for own, record in records.items()}
        kept = {record.id for record in waiting} - {record.id for record in going}
        kept |= {envelope.record.id for envelope in held}
        for ref in refs:
            record = records.get(ref.id)
            if record is not None and record.id in kept:
                resolved.kept.add(ref)
            else:
                _resolve(kind.kind, ref, record, resolved)

    def known(self, refs: Iterable[Ref]) -> dict[Ref, Record]:
        """Give the records on which documents with these references go, as far as they have been fetched."""
        of_kind = {kind: [ref for ref in refs if ref.kind == kind] for kind in self.kinds}
        found = {
            kind: self._standing(self.kinds[kind], some, partial(self._known, self.kinds[kind]))
            for kind, some in of_kind.items()
        }
        return {ref: found[ref.kind][ref.id] for ref in refs if ref.id in found.get(ref.kind, {})}

    def _standing(
        self, kind: DependencyKind, refs: Iterable[Ref], read: Callable[[Collection[str]], Records]
    ) -> dict[str, Record]:
        return dict(kind.standing(read(dict.fromkeys(ref.id for ref in refs)), read))

    def _records(self, kind: DependencyKind, ids: Collection[str]) -> dict[str, Record]:
        """Give records in the order of the ids, and fetch those that we do not have."""
        records = self._known(kind, ids)
        unknown = [int(record_id) for record_id in ids if record_id not in records and record_id.isdigit()]
        if unknown:
            self.store.take(kind.read(unknown))
            records |= self._known(kind, [str(number) for number in unknown])
        return {record_id: records[record_id] for record_id in ids if record_id in records}

    def _known(self, kind: DependencyKind, ids: Iterable[str]) -> dict[str, Record]:
        found = self.store.get_many((kind.kind, record_id) for record_id in ids)
        return {record.id: record for record in found.values()}

    def _should_go(self, record: Record) -> bool:
        if record.status in WAITING:
            return True
        return record.status == Status.ERROR and (self.insist or retries_by_itself(record.failure))

    def post(self, poster: Poster, kind: Kind, records: Sequence[Record], *, hold: bool = False) -> list[Envelope]:
        """Send records of one kind. With `hold`, gives what waits for the next batch."""
        target = self.kinds[kind].target
        envelopes, failing = mapped_all(records, self.envelope)
        poster.fail(failing)
        poster.unchanged([envelope for envelope in envelopes if not envelope.payload])
        going = [envelope for envelope in envelopes if envelope.payload]
        return poster.post(target, over_theirs(going, target.there), hold=hold)

    def give_up_items(self, refs: Iterable[Ref], codes: Collection[str]) -> set[Ref]:
        """Forget the items with these codes, in small letters, which are gone in Xero. Gives the references that meant them."""
        products = [ref for ref in refs if ref.kind == Kind.PRODUCT]
        records = self.store.get_many((ref.kind, ref.id) for ref in products) if codes else {}
        gone = {key: record for key, record in records.items() if record.remote_number.casefold() in codes}
        at = self.store.clock()
        self.store.revise(
            gone.values(), lambda record: Change(before=record, after=given_up(record, at=at), event=_GONE)
        )
        return {ref for ref in products if (ref.kind, ref.id) in gone}

    def envelope(self, record: Record) -> Envelope:
        """Map a contact or product, down to what has changed. Raises RecordError where it cannot be mapped."""
        return edited(record, MAPPERS[record.kind](record.document, self.settings), self.store)


def _each(records: Iterable[Record]) -> list[Record]:
    """Each record once: several contacts may have the same company."""
    return list({record.id: record for record in records}.values())


def _full_batches(records: Sequence[Record], size: int) -> list[Record]:
    """Give as many as fill batches. What is created and what is amended go in separate batches."""
    new, known = ([record for record in records if bool(record.remote_id) is linked] for linked in (False, True))
    return [record for some in (new, known) for record in some[: len(some) - len(some) % size]]


def _resolve(kind: Kind, ref: Ref, record: Record | None, resolved: Resolved) -> None:
    """Sort a reference by its record: an id, no time for it, or the reason why there is none."""
    if record is not None and is_usable(record):
        resolved.ids[ref] = remote_name(record)
    elif record is not None and record.status in WAITING:
        resolved.later.add(ref)
    else:
        resolved.problems[ref] = _why(kind, ref, record)


def is_usable(record: Record) -> bool:
    """Whether documents may refer to it as it is in the other system: of a contact that has an Error they need only the id."""
    return record.in_remote and (record.kind == Kind.CONTACT or record.status != Status.ERROR)


def remote_name(record: Record) -> str:
    """Give what documents refer to it by: its id, or an item's code."""
    return record.remote_number if record.kind == Kind.PRODUCT else record.remote_id


def _why(kind: Kind, ref: Ref, record: Record | None) -> Problem:
    if record is None:
        text = f"{kind.words} {ref.id} does not exist in Brightpearl any more"
        hint = f"choose another {kind.words} for the document"
    elif record.status == Status.ARCHIVE:
        text, hint = f"{record.called} is archived here", f"bring the {kind.words} back from the archive"
    elif record.failure is not None:
        text = f"{record.called} could not be sent: {record.failure.problem.message}"
        hint = record.failure.problem.hint
    else:
        text, hint = f"{record.called} could not be sent", f"look at the {kind.words}"
    return Problem(error_class=ErrorClass.DEPENDENCY, message=text, hint=hint)
