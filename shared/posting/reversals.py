"""Posts reversals: money that went back on the order on which it had come. Each write can be the last one before a crash.

Nothing is sent of two payments of one day that take each other back, and a copy of such a one that is in Xero already is
deleted. Otherwise both movements stay, each on its own day: the payment becomes an overpayment, which is refunded. That is made
first, then the copy is deleted, then the refund is sent; what is done is on the records, and who takes over goes on from there.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from shared.errors import HeldError
from shared.kinds import Kind
from shared.mapping.overpayments import (
    OVER,
    OVERPAYMENT,
    PAID,
    Account,
    bank_of,
    is_over,
    no_bank,
    rest_of,
    to_overpayment,
)
from shared.mapping.payments import PaidDocument
from shared.mapping.references import Mapped, Payload
from shared.mapping.reversals import (
    BOTH_BY_HAND,
    TAKEN_BACK,
    Moved,
    begun,
    by_hand,
    check_copy,
    excess_refunded,
    mistaken,
    not_sent,
    pairs,
    refunded,
    to_refund,
)
from shared.posting.copies import delete_copy, is_gone, wake
from shared.posting.credits import invoice_in
from shared.posting.envelopes import Envelope
from shared.posting.found_copies import FoundCopies
from shared.posting.making import made, resting
from shared.posting.payment_records import check_days, is_refunded, let_go, movement_of
from shared.posting.poster import Poster
from shared.posting.target import Target
from shared.records.record import Key, Record
from shared.records.status import Status
from shared.records.store import Store
from shared.settings import Settings
from shared.xero.client import Xero
from shared.xero.resources import PAYMENTS


class Pair(Struct, frozen=True, kw_only=True, eq=False):
    """A reversal and the payment that it takes back, with their document."""

    back: Record
    receipt: Record
    moved: Moved
    document: Record

    @property
    def of_one_day(self) -> bool:
        return self.back.summary.date == self.moved.day


class Reversals(Struct, frozen=True, kw_only=True, eq=False):
    """`payments_of` reads the ids of all payments of some orders in Brightpearl, `map_payment` maps one of them.

    `reopened` is told before the document of a payment is open again; `settled` are payments that need not be posted any more.
    """

    xero: Xero
    store: Store
    settings: Settings
    accounts: Callable[[], Sequence[Account]]
    payments: Target
    overpayments: Target
    found: FoundCopies
    payments_of: Callable[[Iterable[int]], Mapping[str, Sequence[str]]]
    map_payment: Callable[[Any, PaidDocument], Mapped]
    reopened: Callable[[Record], None]
    settled: set[Key] = field(default_factory=set)

    def post(self, poster: Poster, settling: Sequence[tuple[Record, Record]]) -> None:
        """Take back what reversals take back; they come with their documents."""
        if not settling or not poster.may_start():
            return
        documents = {record.key: document for record, document in settling}
        matches, receipts = self._matches([record for record, _ in settling])

        def take_back(back: Record) -> None:
            moved = matches.get(back.id)
            if moved is not None:
                document = documents[back.key]
                receipt = self.found.known(receipts[Kind.SALES_PAYMENT, moved.id], document)
                self.settled.update({receipt.key} if receipt.in_remote else ())
                self._take_back(poster, Pair(back=back, receipt=receipt, moved=moved, document=document))
            elif (excess := _excess(back, receipts.values(), documents[back.key])) is not None:
                self._refund_own(poster, excess, excess_refunded(excess.moved, back.summary.date))
            else:
                raise by_hand("no payment before it has its method and its amount", back.document)
            self._wake(back, receipts.values())

        made(poster, [record for record, _ in settling], take_back)

    def _matches(self, backs: Sequence[Record]) -> tuple[dict[str, Moved | None], Mapping[Key, Record]]:
        ids = self.payments_of(sorted({int(back.document["orderId"]) for back in backs}))
        records = self.store.get_many((Kind.SALES_PAYMENT, name) for names in ids.values() for name in names)
        found: dict[str, Moved | None] = {}
        for names in ids.values():
            known = (records[key] for name in names if (key := (Kind.SALES_PAYMENT, name)) in records)
            found |= pairs(movement_of(record) for record in known)
        return found, records

    def _take_back(self, poster: Poster, pair: Pair) -> None:
        if is_refunded(pair.back):
            return poster.unchanged([resting(pair.back)])
        fields = pair.receipt.fields or {}
        if not pair.receipt.in_remote and not fields:
            return self._never_sent(poster, pair)
        if PAID in fields and OVERPAYMENT in fields:
            raise by_hand(f"payment {pair.moved.id}, which it takes back, is in Xero in two parts", pair.back.document)
        if OVERPAYMENT in fields:
            return self._refund_own(poster, pair, self._without_credit(pair))
        copy = fields.get(TAKEN_BACK, pair.receipt.remote_id)
        if copy and OVERPAYMENT not in (pair.back.fields or {}):
            check_days([pair.moved.day, pair.back.summary.date], poster.why_locked, pair.back)
            check_copy(self.xero.one(PAYMENTS, copy), pair.moved.id, pair.back.document)
        if pair.of_one_day:
            self._delete(pair, copy)
            return poster.unchanged([resting(pair.back, mistaken(pair.moved.id))])
        return self._both_stay(poster, pair, copy)

    def _wake(self, back: Record, payments: Iterable[Record]) -> None:
        """Once it is taken back its document is open again: payments of that order which found it paid are tried once more."""
        now = self.store.get(*back.key)
        if now is None or now.status != Status.SENT:
            return
        wake(self.store, payments, order=back.document["orderId"])

    def _never_sent(self, poster: Poster, pair: Pair) -> None:
        """What rests moved no money, so that nothing is taken back. Of two days both movements go, though neither is in Xero."""
        back = resting(pair.back, f"payment {pair.moved.id}, which it takes back, was not sent")
        if pair.receipt.status in (Status.SENT, Status.ARCHIVE):
            return poster.unchanged([back])
        mapped = self._mapped(pair)
        self.settled.add(pair.receipt.key)
        if not mapped.payload:
            return poster.unchanged([replace(resting(pair.receipt), notes=mapped.notes), back])
        if pair.of_one_day:
            both = [
                resting(pair.receipt, not_sent(pair.back.id), fields={TAKEN_BACK: ""}),
                resting(pair.back, not_sent(pair.moved.id)),
            ]
            return poster.unchanged(both)
        return self._refund_own(poster, pair, self._without_credit(pair))

    def _refund_own(self, poster: Poster, pair: Pair, note: str) -> None:
        """Refund the overpayment that a payment's own record has, or is given now."""
        fields = pair.receipt.fields or {}
        if OVERPAYMENT not in fields:
            over = self._overpaid(pair, pair.receipt)
            poster.post(self.overpayments, [replace(over, notes=(is_over(pair.moved.money),))])
            current = self.store.get(*pair.receipt.key)
            fields = (current.fields or {}) if current else {}
        if OVERPAYMENT not in fields:
            raise HeldError(f"waits until payment {pair.moved.id} is in Xero, of which {pair.moved.money:f} went back")
        self._refund(poster, pair, str(fields[OVERPAYMENT]), note)

    def _both_stay(self, poster: Poster, pair: Pair, copy: str) -> None:
        if OVERPAYMENT not in (pair.back.fields or {}):
            over = self._overpaid(pair, pair.back)
            poster.post(self.overpayments, [replace(over, left=begun(pair.moved.id))])
        current = self.store.get(*pair.back.key)
        overpayment = (current.fields or {}).get(OVERPAYMENT) if current else None
        if current is not None and overpayment is not None:
            self._delete(pair, copy)
            self._refund(poster, replace(pair, back=current), str(overpayment), self._without_credit(pair))

    def _overpaid(self, pair: Pair, record: Record) -> Envelope:
        """Make the overpayment that a payment becomes, as one of its own record, or of the reversal's where that has a copy."""
        paying = self._paying(pair)
        account = bank_of(paying, self.accounts())
        if account is None:
            raise by_hand(no_bank(paying), pair.back.document, steps=BOTH_BY_HAND)
        contact, money = str(invoice_in(self.xero, pair.document)["Contact"]["ContactID"]), pair.moved.money
        payload = to_overpayment(
            pair.receipt.document, paying, money, contact_id=contact, account=account, settings=self.settings
        )
        envelope = resting(record, fields={**(record.fields or {}), OVER: f"{money:f}"})
        begins = f"{money:f} of payment {pair.moved.id}, which was taken back"
        return replace(envelope, payload=payload, total=money, notes=(), begins=begins)

    @staticmethod
    def _without_credit(pair: Pair) -> str:
        return refunded(pair.moved, pair.document.called, pair.back.summary.date)

    def _refund(self, poster: Poster, pair: Pair, overpayment: str, note: str) -> None:
        day, amount = pair.back.summary.date, pair.moved.money
        payload = to_refund(pair.back.document, overpayment, self._paying(pair), day=day, amount=amount)
        envelope = replace(resting(pair.back, note), payload=payload, total=pair.moved.money)
        poster.post(self.payments, [envelope])

    def _paying(self, pair: Pair) -> Payload:
        """Give the payment that is taken back as Xero takes it. Raises InvalidDataError where it is none any more."""
        payload = self._mapped(pair).payload
        if not payload:
            raise by_hand("by the settings its method moves no money", pair.back.document, steps=BOTH_BY_HAND)
        return payload

    def _mapped(self, pair: Pair) -> Mapped:
        return self.map_payment(pair.receipt.document, PaidDocument.of(pair.document.kind, pair.document.document))

    def _delete(self, pair: Pair, copy: str) -> None:
        """Take the copy away. Its record lets go of it first: what is deleted in Xero by others is another matter."""
        if pair.receipt.in_remote:
            self.store.revise([pair.receipt], lambda record: let_go(record, copy, pair.back.id, at=self.store.clock()))
        if copy and not is_gone(self.xero.one(PAYMENTS, copy)):
            self.reopened(pair.document)
            delete_copy(self.xero, copy)


def _excess(back: Record, payments: Iterable[Record], document: Record) -> Pair | None:
    """Pair a reversal with the newest payment of its method that brought as much too much as went back; None without one."""
    gone = movement_of(back)
    for receipt in sorted(payments, key=lambda one: -int(one.id)):
        moved, fields = movement_of(receipt), receipt.fields or {}
        same = receipt.document["orderId"] == back.document["orderId"] and moved.method == gone.method
        too_much = (Decimal(str(fields.get(OVER, 0))), rest_of({"Amount": moved.money}, fields))
        if same and int(receipt.id) < int(back.id) and -gone.money in too_much:
            return Pair(back=back, receipt=receipt, moved=replace(moved, money=-gone.money), document=document)
    return None
