"""What a payload refers to: contacts and products are sent with the first document that needs them, in full batches."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, Final

from msgspec import Struct, field

from shared.errors import ErrorClass, Problem, RecordError
from shared.kinds import Kind
from shared.mapping.references import Ref
from shared.mapping.registry import MAPPERS, fingerprint_of
from shared.posting.envelopes import Envelope, Failing, blank_envelope
from shared.posting.poster import Poster
from shared.posting.target import Target
from shared.records.failure import retries_by_itself
from shared.records.record import Fetched, Record
from shared.records.status import Status
from shared.records.store import Store
from shared.settings import Settings

WAITING: Final = frozenset({Status.PENDING, Status.UPDATED})
WORDS: Final = {Kind.CONTACT: "contact", Kind.PRODUCT: "product"}


class DependencyKind(Struct, frozen=True, kw_only=True, eq=False):
    """A kind that documents need: where it is posted, and how to read one that has never been fetched."""

    kind: Kind
    target: Target
    read: Callable[[Sequence[int]], Sequence[Fetched]]


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
    """Brings contacts and products over. `insist` tries those again that wait for a person: a person has asked."""

    store: Store
    settings: Settings
    parties: Mapping[Kind, DependencyKind]
    insist: bool = False

    def bring(self, poster: Poster, refs: Sequence[Ref], *, partly: Collection[Kind] = ()) -> Resolved:
        """Send what is needed, first what is first in `refs`; of the kinds that go `partly` only what fills batches."""
        resolved = Resolved()
        for kind, party in self.parties.items():
            of_kind = [ref for ref in refs if ref.kind == kind]
            if of_kind:
                self._bring(poster, party, of_kind, resolved, rest=kind not in partly)
        return resolved

    def _bring(
        self, poster: Poster, party: DependencyKind, refs: Sequence[Ref], resolved: Resolved, *, rest: bool
    ) -> None:
        records = self._records(party, list(dict.fromkeys(ref.id for ref in refs)))
        waiting = [record for record in records.values() if self._should_go(record)]
        going = waiting if rest else _full_batches(waiting, party.target.batch_size)
        held: list[Envelope] = []
        if going:
            held = self.post(poster, party.kind, going, hold=not rest)
            records |= self._known(party, [record.id for record in going])
        kept = {record.id for record in waiting} - {record.id for record in going} | {
            envelope.record.id for envelope in held
        }
        resolved.kept.update(ref for ref in refs if ref.id in kept)
        for ref in (ref for ref in refs if ref.id not in kept):
            record = records.get(ref.id)
            if record is not None and record.in_remote and record.status != Status.ERROR:
                resolved.ids[ref] = record.remote_number if party.kind == Kind.PRODUCT else record.remote_id
            elif record is not None and record.status in WAITING:
                resolved.later.add(ref)
            else:
                resolved.problems[ref] = _why(party, ref, record)

    def _records(self, party: DependencyKind, ids: Sequence[str]) -> dict[str, Record]:
        """In the order of the ids."""
        records = self._known(party, ids)
        unknown = [int(record_id) for record_id in ids if record_id not in records and record_id.isdigit()]
        if unknown:
            self.store.take(party.read(unknown))
            records |= self._known(party, [str(number) for number in unknown])
        return {record_id: records[record_id] for record_id in ids if record_id in records}

    def _known(self, party: DependencyKind, ids: Iterable[str]) -> dict[str, Record]:
        found = self.store.get_many((party.kind, record_id) for record_id in ids)
        return {record.id: record for record in found.values()}

    def _should_go(self, record: Record) -> bool:
        if record.status in WAITING:
            return True
        return record.status == Status.ERROR and (self.insist or retries_by_itself(record.failure))

    def post(self, poster: Poster, kind: Kind, records: Sequence[Record], *, hold: bool = False) -> list[Envelope]:
        """Answers with what is held for the next batch, where that is wanted."""
        envelopes: list[Envelope] = []
        failing: list[Failing] = []
        for record in records:
            try:
                mapped = MAPPERS[kind](record.document, self.settings)
            except RecordError as error:
                failing.append(Failing(envelope=blank_envelope(record), problem=Problem.of(error)))
                continue
            envelopes.append(
                Envelope(
                    record=record,
                    source_hash=record.source_hash,
                    payload=mapped.payload,
                    fingerprint=fingerprint_of(mapped),
                    remote_id=record.remote_id,
                    notes=mapped.notes,
                )
            )
        poster.fail(failing)
        return poster.post(self.parties[kind].target, envelopes, hold=hold)


def _full_batches(records: Sequence[Record], size: int) -> list[Record]:
    """As many as fill batches: what is created and what is amended go apart."""
    new, known = ([record for record in records if bool(record.remote_id) is linked] for linked in (False, True))
    return [record for some in (new, known) for record in some[: len(some) - len(some) % size]]


def _why(party: DependencyKind, ref: Ref, record: Record | None) -> Problem:
    words = WORDS[party.kind]
    if record is None:
        text, hint = (
            f"{words} {ref.id} does not exist in Brightpearl any more",
            f"choose another {words} for the document",
        )
    elif record.status == Status.ARCHIVE:
        text, hint = f"{words} {_name(record)} is archived here", f"unarchive the {words}"
    elif record.failure is not None:
        text, hint = (
            f"{words} {_name(record)} could not be sent: {record.failure.problem.message}",
            record.failure.problem.hint,
        )
    else:
        text, hint = f"{words} {_name(record)} could not be sent", f"look at the {words}"
    return Problem(error_class=ErrorClass.DEPENDENCY, message=text, hint=hint)


def _name(record: Record) -> str:
    summary: Any = record.summary
    return summary.contact_name or summary.number or record.id
