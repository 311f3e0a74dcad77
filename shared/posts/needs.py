"""What a payload refers to: contacts and products are sent with the first document that needs them, in full batches."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, Final

from msgspec import Struct, field

from shared.drafts import blank_draft
from shared.errors import ErrorClass, Problem, RecordError
from shared.mappers import MAPPERS, mark
from shared.outlet import Outlet
from shared.payload import Ref
from shared.posting import Draft, Failing, Poster
from shared.records.record import Fetched, Record, retries_by_itself
from shared.records.status import Status
from shared.records.store import Store
from shared.sequence import Kind
from shared.settings import Settings

WAITING: Final = frozenset({Status.PENDING, Status.UPDATED})
WORDS: Final = {Kind.CONTACT: "contact", Kind.PRODUCT: "product"}


class Party(Struct, frozen=True, kw_only=True, eq=False):
    """A kind that documents need: where it is posted, and how to read one that has never been fetched."""

    kind: Kind
    outlet: Outlet
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


class Needs(Struct, frozen=True, kw_only=True, eq=False):
    """Brings contacts and products over. `insist` tries those again that wait for a person: a person has asked."""

    store: Store
    settings: Settings
    parties: Mapping[Kind, Party]
    insist: bool = False

    def bring(self, poster: Poster, refs: Sequence[Ref], *, partly: Collection[Kind] = ()) -> Resolved:
        """Send what is needed, first what is first in `refs`; of the kinds that go `partly` only what fills batches."""
        resolved = Resolved()
        for kind, party in self.parties.items():
            of_kind = [ref for ref in refs if ref.kind == kind]
            if of_kind:
                self._bring(poster, party, of_kind, resolved, rest=kind not in partly)
        return resolved

    def _bring(self, poster: Poster, party: Party, refs: Sequence[Ref], resolved: Resolved, *, rest: bool) -> None:
        records = self._records(party, list(dict.fromkeys(ref.id for ref in refs)))
        waiting = [record for record in records.values() if self._should_go(record)]
        going = waiting if rest else _full_batches(waiting, party.outlet.batch_size)
        held: list[Draft] = []
        if going:
            held = self.post(poster, party.kind, going, hold=not rest)
            records |= self._known(party, [record.id for record in going])
        kept = {record.id for record in waiting} - {record.id for record in going} | {draft.record.id for draft in held}
        resolved.kept.update(ref for ref in refs if ref.id in kept)
        for ref in (ref for ref in refs if ref.id not in kept):
            record = records.get(ref.id)
            if record is not None and record.in_remote and record.status != Status.ERROR:
                resolved.ids[ref] = record.remote_number if party.kind == Kind.PRODUCT else record.remote_id
            elif record is not None and record.status in WAITING:
                resolved.later.add(ref)
            else:
                resolved.problems[ref] = _why(party, ref, record)

    def _records(self, party: Party, ids: Sequence[str]) -> dict[str, Record]:
        """In the order of the ids."""
        records = self._known(party, ids)
        unknown = [int(record_id) for record_id in ids if record_id not in records and record_id.isdigit()]
        if unknown:
            self.store.take(party.read(unknown))
            records |= self._known(party, [str(number) for number in unknown])
        return {record_id: records[record_id] for record_id in ids if record_id in records}

    def _known(self, party: Party, ids: Iterable[str]) -> dict[str, Record]:
        found = self.store.get_many((party.kind, record_id) for record_id in ids)
        return {record.id: record for record in found.values()}

    def _should_go(self, record: Record) -> bool:
        if record.status in WAITING:
            return True
        return record.status == Status.ERROR and (self.insist or retries_by_itself(record.failure))

    def post(self, poster: Poster, kind: Kind, records: Sequence[Record], *, hold: bool = False) -> list[Draft]:
        """Answers with what is held for the next batch, where that is wanted."""
        drafts: list[Draft] = []
        failing: list[Failing] = []
        for record in records:
            try:
                mapped = MAPPERS[kind](record.document, self.settings)
            except RecordError as error:
                failing.append(Failing(draft=blank_draft(record), problem=Problem.of(error)))
                continue
            drafts.append(
                Draft(
                    record=record,
                    source_hash=record.source_hash,
                    payload=mapped.payload,
                    fingerprint=mark(mapped),
                    remote_id=record.remote_id,
                    notes=mapped.notes,
                )
            )
        poster.fail(failing)
        return poster.post(self.parties[kind].outlet, drafts, hold=hold)


def _full_batches(records: Sequence[Record], size: int) -> list[Record]:
    """As many as fill batches: what is created and what is amended go apart."""
    new, known = ([record for record in records if bool(record.remote_id) is linked] for linked in (False, True))
    return [record for some in (new, known) for record in some[: len(some) - len(some) % size]]


def _why(party: Party, ref: Ref, record: Record | None) -> Problem:
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
