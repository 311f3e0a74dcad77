"""Payments that were deleted in Brightpearl: their copies in Xero are deleted where a person has asked for that.

The copy is read just before. It is deleted first, then what found its document paid is woken, and the record rests last: who
takes over sees that it is gone, and goes on from there.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from shared.errors import ErrorClass, HeldError, Problem, RecordError
from shared.kinds import System
from shared.mapping.overpayments import PAID, beside, has_overpayment
from shared.mapping.payments import PaidDocument
from shared.mapping.references import Mapped
from shared.posting.copies import delete_copy, is_gone, wake
from shared.posting.envelopes import Failing, blank_envelope
from shared.posting.kept_copies import Keeper, Kept
from shared.posting.making import made
from shared.posting.payment_records import document_of
from shared.posting.poster import Poster
from shared.records.apart import Parted, gone_on_both_sides, is_to_go, parted, withdrawn
from shared.records.record import WITHDRAWN, Key, Record
from shared.records.standing import Way
from shared.records.status import Status
from shared.records.store import Store
from shared.records.transactions import Change, Event
from shared.records.transitions import failed, given_up
from shared.xero.client import Xero
from shared.xero.resources import PAYMENTS

BY_ITSELF: Final = frozenset({ErrorClass.TRANSIENT, ErrorClass.DEPENDENCY})
REST_BY_HAND: Final = "enter the rest of it in Xero by hand, then archive this record"


class DeletedPayments(Struct, frozen=True, kw_only=True, eq=False):
    """`map_payment` gives a payment as it would be posted today, `reopened` is told before its document is open again."""

    xero: Xero
    store: Store
    map_payment: Callable[[Any, PaidDocument], Mapped]
    reopened: Callable[[Record], None]

    def post(self, poster: Poster, records: Sequence[Record]) -> list[Record]:
        """Carry out what people have decided, and give what is to be posted: all others, and what goes anew as a whole."""
        concerned = [record for record in records if is_deleted(record) or record.decided is Way.REAPPLY]
        if not concerned:
            return list(records)
        documents = self.store.get_many(key for record in concerned if (key := document_of(record)))
        done = made(poster, concerned, lambda record: self._carry_out(poster, record, documents))
        return [*(record for record in records if record not in concerned), *filter(None, done)]

    def _carry_out(self, poster: Poster, record: Record, documents: Mapping[Key, Record]) -> Record | None:
        if record.decided is not Way.REAPPLY:
            self._undecided(poster, record)
            return None
        current = self.store.get(*record.key) if poster.may_start() else None
        if current is None or not is_to_go(current):
            return None  # somebody has decided otherwise meanwhile
        if kept := self._take_away(poster, current, documents):
            self._stay(poster, current, kept)
            return None
        return self._go(poster, current)

    def _undecided(self, poster: Poster, record: Record) -> None:
        """What arrived only after it had been deleted stands apart by now. Of what is not in Xero nothing is sent."""
        how = record.document[WITHDRAWN]
        if record.in_remote:
            poster.fail([Failing(envelope=blank_envelope(record), problem=withdrawn(record, how))])
        elif record.status == Status.UPDATED:
            self.store.revise([record], self._ended)
        else:
            raise HeldError(how)

    def _take_away(self, poster: Poster, record: Record, documents: Mapping[Key, Record]) -> Kept | None:
        """Raises RecordError where it is tried again by itself."""
        copy, key = self.xero.one(PAYMENTS, record.remote_id), document_of(record)
        document = documents.get(key) if key else None
        if copy is not None and is_gone(copy) and not has_overpayment(record.fields):
            return None
        keeper = Keeper(map_payment=self.map_payment, why_locked=poster.why_locked)
        if kept := keeper.why(record, copy, document):
            return kept
        if document is not None:
            self.reopened(document)
        try:
            delete_copy(self.xero, record.remote_id)
        except RecordError as refusal:
            if refusal.error_class in BY_ITSELF:
                raise
            return Kept(why=refusal.message)
        return None

    # what is written

    def _ended(self, known: Record) -> Change | None:
        if known.in_remote or known.status != Status.UPDATED:
            return None
        return Change(before=known, after=gone_on_both_sides(known, at=self.store.clock()))

    def _go(self, poster: Poster, record: Record) -> Record | None:
        """Let the record rest, or go anew; give the one that goes anew. What found its document paid is woken before."""
        clock, ends = self.store.clock, is_deleted(record)
        if ends:
            same = self.store.found(record.kind, record.summary.reference)
            others = self.store.get_many((record.kind, one) for one in same)
            wake(self.store, others.values(), order=record.document["orderId"])
        event = Event(what="its copy in Xero was deleted", who=poster.who, detail={"payment": record.remote_id})
        after = gone_on_both_sides if ends else given_up
        done = self._write(record, lambda known: after(known, at=clock()), event)
        poster.tally.posted += len(done) * ends
        return None if ends or not done else done[0].after

    def _stay(self, poster: Poster, record: Record, kept: Kept) -> None:
        """It is an Error again that says why. What was to go as a whole stays in its part."""
        at, version = self.store.clock(), self.store.settings_version
        problem = _still_there(record, kept) if is_deleted(record) else _still_a_part(record, kept)

        def change(known: Record) -> Record | None:
            if isinstance(problem, Parted):
                return parted(known, problem, settings_version=version, at=at)
            after = failed(known, problem, settings_version=version, at=at)
            return after and replace(after, decided=None)

        event = Event(what=f"error: {problem.message}", who=poster.who)
        poster.tally.errors += len(self._write(record, change, event))

    def _write(self, record: Record, after: Callable[[Record], Record | None], event: Event) -> list[Change]:
        """Only what is still as it was decided is written."""

        def change(known: Record) -> Change | None:
            now = after(known) if is_to_go(known) and known.remote_id == record.remote_id else None
            return Change(before=known, after=now, event=event) if now else None

        return self.store.revise([record], change)


def is_deleted(record: Record) -> bool:
    """Whether a payment was deleted in Brightpearl."""
    return record.origin is System.BRIGHTPEARL and WITHDRAWN in record.document


def _still_there(record: Record, kept: Kept) -> Parted:
    there = withdrawn(record, record.document[WITHDRAWN], beside=beside(record.fields))
    if record.document.get("deleted"):
        return there
    return replace(there, message=f"{there.message} and was not deleted there: {kept.why}", hint=kept.hint)


def _still_a_part(record: Record, kept: Kept) -> Problem:
    paid, total, called = (record.fields or {})[PAID], record.summary.total, record.summary.reference
    return Problem(
        error_class=ErrorClass.DATA,
        message=f"{paid} of {total} has paid {called} in Xero, and could not be replaced by a payment of all of it: {kept.why}",
        hint=REST_BY_HAND,
    )
