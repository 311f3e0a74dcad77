"""Posts payments in either direction. The document that a payment settles has to be on the other side already."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from msgspec import Struct

from shared.errors import HeldError
from shared.kinds import System
from shared.mapping.contra import Contra, first_half
from shared.mapping.deposits import comes_back
from shared.mapping.overpayments import rest_of
from shared.mapping.payments import PaidDocument, payment_fingerprint
from shared.mapping.references import Mapped, references, resolve
from shared.posting.adopting import adopt, let_rest, there_already
from shared.posting.deleted_payments import DeletedPayments, is_deleted
from shared.posting.deposits import Deposits
from shared.posting.envelopes import Envelope, Failing
from shared.posting.excess import Excess
from shared.posting.found_deposits import FoundDeposits
from shared.posting.found_payments import Look, Paying, Same
from shared.posting.making import made, resting
from shared.posting.outstanding import Outstanding
from shared.posting.payment_records import (
    document_of,
    is_being_changed,
    is_reversal,
    is_taken_back,
    refuse_change,
    refuse_deleted_order,
    source_of,
)
from shared.posting.periods import posted_on
from shared.posting.poster import Poster
from shared.posting.reversals import Reversals
from shared.posting.target import Target
from shared.posting.uses import Uses, is_use, went_ahead
from shared.records.apart import Parted
from shared.records.record import WITHDRAWN, Key, Record
from shared.records.schema import brightpearl_link
from shared.records.store import Store

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
    `outstanding` leaves out what would be more than is due, where nobody there refuses it.
    `why_locked` says why nothing is posted on a day.
    """

    store: Store
    target: Target
    look: Look
    to_payment: ToPayment
    why_locked: Callable[[date, System], str | None]
    amends_first: bool = False
    excess: Excess | None = None
    uses: Uses | None = None
    reversals: Reversals | None = None
    deleted: DeletedPayments | None = None
    deposits: Deposits | None = None
    found_deposits: FoundDeposits | None = None
    drafts: Callable[[], Collection[str]] = frozenset
    contras: Contras | None = None
    outstanding: Outstanding | None = None

    @property
    def targets(self) -> list[Target]:
        """All that its intents may name."""
        excess = [self.excess.target] if self.excess else []
        contras = [self.contras.target] if self.contras else []
        return [self.target, *excess, *contras, *([self.deposits.contacts] if self.deposits else [])]

    def post(self, poster: Poster, pages: Iterable[Sequence[Record]]) -> None:
        """Post payments, and in the end what uses money that is there already: it may have come with them."""
        using: list[Record] = []
        for page in pages:
            records = self.deleted.post(poster, page) if self.deleted else page
            records = self.found_deposits.look(records) if self.found_deposits else records
            used = [record for record in records if self.uses and (is_use(record) or went_ahead(record))]
            rest = [record for record in records if record not in used]
            ahead = [record for record in rest if self.deposits and self.deposits.takes(record)]
            self._post(poster, [record for record in rest if record not in ahead])
            self._let_rest(poster, rest)
            if self.deposits:
                self.deposits.post(poster, ahead)
            using += used
        self._use(poster, using)

    def _let_rest(self, poster: Poster, records: Sequence[Record]) -> None:
        """What another table had posted may have been read from Xero before it was found to be ours."""
        old = [record for record in records if self.found_deposits and self.found_deposits.is_old(record)]
        now = self.store.get_many(record.key for record in old).values() if old else ()
        let_rest(self.store, {one.remote_id: one for one in now if one.in_remote}, who=poster.who)

    def _use(self, poster: Poster, records: Sequence[Record]) -> None:
        if not records or self.uses is None:
            return
        rest = self._without_found(poster, records)
        documents = self.store.get_many(key for record in rest if (key := document_of(record)))
        self.uses.post(poster, made(poster, rest, lambda record: self._settling(record, documents)))

    def _post(self, poster: Poster, records: Sequence[Record]) -> None:
        records = self._without_found(poster, records)
        keys = (key for record in records for key in (document_of(record), source_of(record)) if key)
        documents = self.store.get_many(keys)
        records = self._without_reversals(poster, records, documents)
        envelopes = made(poster, records, lambda record: self.envelope(record, documents))
        parted = [one for one in envelopes if self.excess and rest_of(one.payload, one.record.fields) > 0]
        staying = [one for one in envelopes if not _goes(one) and one not in parted]
        poster.unchanged([envelope for envelope in staying if envelope.left is None])
        poster.fail([Failing(envelope=one, problem=one.left) for one in staying if one.left is not None])
        going = [envelope for envelope in envelopes if _goes(envelope)]
        payments = [envelope for envelope in going if source_of(envelope.record) is None]
        self._send(poster, self.target, payments, documents)
        if self.contras:
            contras = [envelope for envelope in going if envelope not in payments]
            self._send(poster, self.contras.target, contras, documents)
        if self.excess:
            following = (self.envelope(one, documents) for one in self.excess.due())
            self.excess.post(poster, [*parted, *following])
            self.excess.tell(poster.tally.left_out)

    def _without_reversals(
        self, poster: Poster, records: Sequence[Record], documents: Mapping[Key, Record]
    ) -> list[Record]:
        """Take back first what was reversed: what was entered in its place finds its document open then."""
        backs = [record for record in records if self.reversals and is_reversal(record, documents)]
        if backs and self.reversals:
            self.reversals.post(poster, made(poster, backs, lambda record: self._settling(record, documents)))
        settled = self.reversals.settled if self.reversals else set()
        return [record for record in records if record not in backs and record.key not in settled]

    def _settling(self, record: Record, documents: Mapping[Key, Record]) -> tuple[Record, Record]:
        if not went_ahead(record):
            refuse_change(record)
        return record, self._document(record, documents)

    def _without_found(self, poster: Poster, records: Sequence[Record]) -> list[Record]:
        """Leave out payments that a record of the other side has adopted: they are there, though we never sent them."""
        names = {_own_name(record): record for record in records if not record.in_remote}
        found = {name: key for name, key in self.store.linked(names).items() if key[0] == names[name].kind}
        others = self.store.get_many(found.values())
        poster.found([there_already(names[name], others[key]) for name, key in found.items()])
        return [record for record in records if _own_name(record) not in found]

    def _send(
        self, poster: Poster, target: Target, envelopes: Sequence[Envelope], documents: Mapping[Key, Record]
    ) -> None:
        """Adopt what somebody else has entered there already, and send the rest."""
        settling = [(envelope, key) for envelope in envelopes if (key := document_of(envelope.record))]
        looked = self.look(
            [
                Paying(payload=first_half(envelope.payload), record=envelope.record, document=documents[key])
                for envelope, key in settling
            ]
        )
        pairs = list(zip(envelopes, looked, strict=True))
        adopt(poster, target, [(envelope, found) for envelope, found in pairs if isinstance(found, Same)])
        poster.fail([Failing(envelope=one, problem=found) for one, found in pairs if isinstance(found, Parted)])
        rest = [(one, documents[key]) for (one, found), (_, key) in zip(pairs, settling, strict=True) if found is None]
        going, failing = self.outstanding.split(rest) if self.outstanding else ([one for one, _ in rest], [])
        poster.fail(failing)
        poster.post(target, going)

    def envelope(self, record: Record, documents: Mapping[Key, Record]) -> Envelope:
        """Map a payment. An envelope with a remote id is there already and has not changed since.

        Raises HeldError where it has to wait for its document, another RecordError where it cannot be posted.
        """
        refuse_change(record)
        if is_deleted(record) and not record.in_remote:
            raise HeldError(record.document[WITHDRAWN])
        if comes_back(record.document):
            return resting(record, CAME_BACK)
        if is_taken_back(record):
            return resting(record)
        document = self._document(record, documents)
        if self.reversals and is_reversal(record, documents):
            return resting(record, "it takes a payment of its order back")
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
        refuse_deleted_order(record, document)
        paid, source = PaidDocument.of(document.kind, document.document), source_of(record)
        if source is None or self.contras is None:
            return self.to_payment(record.document, paid)
        if source not in documents:
            raise HeldError(f"waits for the {source[0].words} {source[1]} that it comes from")
        refuse_deleted_order(record, documents[source])
        settles = Contra(settled=paid, source=PaidDocument.of(source[0], documents[source].document))
        return self.contras.to_contra(record.document, settles)

    def _document(self, record: Record, documents: Mapping[Key, Record]) -> Record:
        """Give what a payment settles. Raises HeldError as long as it cannot."""
        key = document_of(record)
        document = documents.get(key) if key else None
        if document is None:
            raise HeldError("waits until its document is in Xero")
        if not document.in_remote:
            raise HeldError(f"waits until {document.called} is in Xero")
        if document.is_credited and not is_reversal(record, documents):
            raise HeldError(f"waits until the order of {document.called}, which was credited, is invoiced again")
        if self.amends_first and is_being_changed(document):
            raise HeldError(f"waits until the change of {document.called} is in Xero")
        if document.remote_id in self.drafts():
            raise HeldError(f"waits until {document.called} is approved in Xero{self._locked(document)}")
        return document

    def _locked(self, document: Record) -> str:
        """Nobody can approve what lies on a locked day."""
        why = self.why_locked(posted_on(document), System.XERO)
        return f"; {why}" if why else ""


def _goes(envelope: Envelope) -> bool:
    return bool(envelope.payload) and not envelope.remote_id


def _own_name(record: Record) -> str:
    """Give the name under which the ledger holds this payment once another record has adopted it."""
    return record.id if record.origin == System.XERO else brightpearl_link(record.id)
