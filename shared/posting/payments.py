"""Posts payments in either direction. The document that a payment settles has to be on the other side already."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from shared.errors import HeldError, InvalidDataError, Problem, RecordError
from shared.kinds import Kind, System
from shared.mapping.contra import Contra
from shared.mapping.deposits import comes_back
from shared.mapping.overpayments import rest_of
from shared.mapping.payments import PaidDocument, payment_fingerprint
from shared.mapping.references import Mapped, references, resolve
from shared.posting.envelopes import Arrival, Envelope, Failing, blank_envelope
from shared.posting.excess import Excess
from shared.posting.found_payments import Look
from shared.posting.poster import Poster
from shared.posting.target import Adopt, Element, Target
from shared.records.failure import retries_by_itself
from shared.records.record import Key, Record
from shared.records.schema import brightpearl_link
from shared.records.status import Status
from shared.records.store import Store
from shared.records.transactions import Change
from shared.records.transitions import held

PAYMENT: Final = "payment"
CAME_BACK: Final = "its order was never invoiced, and all money on it went back: there is nothing to post"
ToPayment = Callable[[Any, PaidDocument], Mapped]


class Contras(Struct, frozen=True, kw_only=True, eq=False):
    """How what settles an order from another is mapped, and where it is posted."""

    target: Target
    to_contra: Callable[[Any, Contra], Mapped]


class Payments(Struct, frozen=True, kw_only=True, eq=False):
    """`look` finds what somebody else has entered there already.

    `amends_first` where a paid document can no longer be changed: its change goes before its payments. `drafts` are the ids of
    documents there that take no payment before somebody has approved them. `contras` are for what settles an order from another.
    """

    store: Store
    target: Target
    look: Look
    to_payment: ToPayment
    amends_first: bool = False
    excess: Excess | None = None
    drafts: Callable[[], Collection[str]] = frozenset
    contras: "Contras | None" = None

    def post(self, poster: Poster, pages: Iterable[Sequence[Record]]) -> None:
        for records in pages:
            self._post(poster, records)

    def _post(self, poster: Poster, records: Sequence[Record]) -> None:
        records = self._without_found(poster, records)
        documents = self.store.get_many(
            key for record in records for key in (document_of(record), source_of(record)) if key
        )
        envelopes: list[Envelope] = []
        failing: list[Failing] = []
        waiting: list[tuple[Record, str]] = []
        for record in records:
            try:
                envelopes.append(self.envelope(record, documents))
            except HeldError as reason:
                waiting.append((record, reason.message))
            except RecordError as error:
                failing.append(Failing(envelope=blank_envelope(record), problem=Problem.of(error)))
        self._hold(waiting)
        poster.fail(failing)
        parted = [one for one in envelopes if self.excess and rest_of(one.payload, one.record.fields) > 0]
        resting = [one for one in envelopes if not _goes(one) and one not in parted]
        poster.unchanged([envelope for envelope in resting if envelope.left is None])
        poster.fail([Failing(envelope=one, problem=one.left) for one in resting if one.left is not None])
        going = [envelope for envelope in envelopes if _goes(envelope)]
        payments = [envelope for envelope in going if source_of(envelope.record) is None]
        poster.post(self.target, self._adopt(poster, payments, documents))
        if self.contras:
            poster.post(self.contras.target, [envelope for envelope in going if envelope not in payments])
        if self.excess:
            following = self.store.get_many(self.excess.due())
            self.excess.post(poster, [*parted, *(self.envelope(one, documents) for one in following.values())])
            self.excess.tell(poster.tally.left_out)

    def _without_found(self, poster: Poster, records: Sequence[Record]) -> list[Record]:
        """Leave out payments that a record of the other side has adopted: they are there, though we never sent them."""
        names = {_own_name(record): record for record in records if not record.in_remote}
        found = {name: key for name, key in self.store.linked(names).items() if key[0] == names[name].kind}
        others = self.store.get_many(found.values())
        poster.found([_there_already(names[name], others[key]) for name, key in found.items()])
        return [record for record in records if _own_name(record) not in found]

    def _adopt(self, poster: Poster, envelopes: Sequence[Envelope], documents: Mapping[Key, Record]) -> list[Envelope]:
        """Adopt what somebody else has entered there already. Gives the rest."""
        paying = [(envelope.payload, documents[key]) for envelope in envelopes if (key := document_of(envelope.record))]
        pairs = list(zip(envelopes, self.look(paying), strict=True))
        note = f"found in {self.target.system.title()}"
        found = {
            self.target.key(envelope.payload): Adopt(element=element, note=note)
            for envelope, element in pairs
            if element
        }
        poster.adopt(self.target, [envelope for envelope, element in pairs if element], found)
        return [envelope for envelope, element in pairs if not element]

    def envelope(self, record: Record, documents: Mapping[Key, Record]) -> Envelope:
        """Map a payment. An envelope with a remote id is there already and has not changed since.

        Raises HeldError where it has to wait for its document, another RecordError where it cannot be posted.
        """
        _refuse_change(record)
        if comes_back(record.document):
            return _resting(record, CAME_BACK)
        key = document_of(record)
        document = documents.get(key) if key else None
        if document is None:
            raise HeldError("waits until its document is in Xero")
        if not document.in_remote:
            raise HeldError(f"waits until {document.called} is in Xero")
        if self.amends_first and is_being_changed(document):
            raise HeldError(f"waits until the change of {document.called} is in Xero")
        if document.remote_id in self.drafts():
            raise HeldError(f"waits until {document.called} is approved in Xero")
        mapped = self._mapped(record, document, documents)
        ids = dict.fromkeys(references(mapped.payload), document.remote_id)
        return Envelope(
            record=record,
            source_hash=record.source_hash,
            payload=resolve(mapped.payload, ids),
            fingerprint=payment_fingerprint(record.document),
            total=mapped.total,
            remote_id=record.remote_id,
            notes=record.notes if record.in_remote else mapped.notes,
            left=mapped.left,
        )

    def _mapped(self, record: Record, document: Record, documents: Mapping[Key, Record]) -> Mapped:
        paid, source = PaidDocument.of(document.kind, document.document), source_of(record)
        if source is None or self.contras is None:
            return self.to_payment(record.document, paid)
        if source not in documents:
            raise HeldError(f"waits for the {source[0].words} {source[1]} that it comes from")
        settles = Contra(settled=paid, source=PaidDocument.of(source[0], documents[source].document))
        return self.contras.to_contra(record.document, settles)

    def _hold(self, waiting: Sequence[tuple[Record, str]]) -> None:
        reasons = {record.key: reason for record, reason in waiting}

        def change(record: Record) -> Change | None:
            after = held(record, reasons[record.key], at=self.store.clock())
            return Change(before=record, after=after) if after else None

        self.store.revise([record for record, _ in waiting], change)


def _goes(envelope: Envelope) -> bool:
    return bool(envelope.payload) and not envelope.remote_id


def _resting(record: Record, note: str) -> Envelope:
    """Make the envelope of a payment of which there is nothing to send."""
    return replace(blank_envelope(record), fingerprint=payment_fingerprint(record.document), notes=(note,))


def _own_name(record: Record) -> str:
    """Give the name under which the ledger holds this payment once another record has adopted it."""
    return record.id if record.origin == System.XERO else brightpearl_link(record.id)


def _there_already(record: Record, same: Record) -> Arrival:
    """What a credit settled is no payment, so there is no id to link with."""
    note = f"it is the same payment as {_other(record).title()}'s {same.called}"
    remote_id = _own_name(same) if same.document.get("kind", PAYMENT) == PAYMENT else ""
    return Arrival(envelope=_resting(record, note), element=Element(key=(), remote_id=remote_id), note=note)


def _other(record: Record) -> System:
    return System.BRIGHTPEARL if record.origin == System.XERO else System.XERO


def document_of(record: Record) -> Key | None:
    named = record.document.get("document")
    return (Kind(named[0]), str(named[1])) if named else None


def source_of(record: Record) -> Key | None:
    """Give the order or credit of ours that it settles another from; None where money or a credit of Xero's own does."""
    named = record.document.get("from")
    return (Kind(named[0]), str(named[1])) if named else None


def is_being_changed(document: Record) -> bool:
    """Whether it will still be amended by itself. Once it is paid, it can no longer be amended."""
    if document.status == Status.ERROR:
        return retries_by_itself(document.failure)
    return document.status == Status.UPDATED


def _refuse_change(record: Record) -> None:
    """A payment is carried over once; what happens to it afterwards is for a person to follow."""
    if record.document.get("deleted"):
        there, hint = _left_behind(record)
        raise InvalidDataError(f"{_what_happened(record.document)} in Xero; {there}", hint=hint)
    if record.in_remote and record.posted != payment_fingerprint(record.document):
        other = _other(record).title()
        raise InvalidDataError(
            f"the payment was changed after it had been carried over to {other}, where payments cannot be edited",
            hint=f"delete the payment in {other} and enter it there as it should be; then archive this record",
        )


def _left_behind(record: Record) -> tuple[str, str]:
    """Say what is left in Brightpearl of a payment that was deleted in Xero, and what to do about it."""
    if record.origin == System.BRIGHTPEARL:
        again = "enter it in Xero again with the same date and amount, so that it is taken for this one"
        return (
            f"in Brightpearl it is still there as payment {record.id}",
            f"delete it in Brightpearl too, or {again}; then archive this record",
        )
    if record.in_remote:
        return (
            f"its copy in Brightpearl is payment {record.remote_number}",
            "delete the copy too, then archive this record; a payment that is entered in Xero again is carried over again",
        )
    return "it was never carried over", "archive this record"


def _what_happened(payment: Mapping[str, Any]) -> str:
    kind = str(payment.get("kind") or PAYMENT)
    if kind == PAYMENT:
        return "the payment was deleted"
    return f"the {kind.replace('_', ' ')} was taken off the document"
