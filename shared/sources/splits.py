"""Payments of bills that several orders share: what each settles of which order. Brightpearl's payments pay one order each.

What was decided is noted before anything is stored, and stays: Brightpearl's payments cannot be edited.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from msgspec import Struct

from shared.kinds import Kind
from shared.mapping.splits import Shares, part_id, split
from shared.records.progress import Progress, Splits
from shared.records.record import Key, Record
from shared.records.store import Store
from shared.sources.paid_elsewhere import PaidElsewhere


class Part(Struct, frozen=True, kw_only=True):
    """What a payment settles of one order: the id of its record, the order, and the amount."""

    id: str
    document: Key
    amount: Decimal


class Noted(Struct, frozen=True, kw_only=True):
    """What is known of a bill: what each payment settles of which order, and which payments are gone again."""

    shares: Splits
    gone: frozenset[str]

    def settled(self, order: str) -> Decimal:
        alive = [share for name, shares in self.shares.items() if name not in self.gone for share in shares]
        return sum((amount for one, amount in alive if one == order), Decimal())


class Splitter(Struct, frozen=True, kw_only=True, eq=False):
    """Splits payments of one kind over the orders of their bills. A bill is named by its id in Xero.

    `elsewhere` is what people have paid of the orders in Brightpearl themselves.
    """

    store: Store
    progress: Progress
    kind: Kind
    elsewhere: PaidElsewhere | None = None

    def of(self, bill: str, orders: Sequence[Key], settled_id: str, amount: Decimal, day: date) -> list[Part]:
        """Say what a payment settles of each order. The first time it is worked out, and noted."""
        noted = self._noted(bill, orders)
        known = noted.shares.get(settled_id)
        shares = self._new(orders, noted, amount, day) if known is None else split(amount, known)
        self._note(bill, noted, Noted(shares={**noted.shares, settled_id: shares}, gone=noted.gone - {settled_id}))
        return _parts(settled_id, shares, orders[0][0])

    def taken_back(self, bill: str, orders: Sequence[Key], settled_id: str) -> list[Part]:
        """Give the parts of a payment that settles nothing any more, and note that. One that nobody knows has none."""
        noted = self._noted(bill, orders)
        if settled_id in noted.shares:
            self._note(bill, noted, Noted(shares=noted.shares, gone=noted.gone | {settled_id}))
        return _parts(settled_id, noted.shares.get(settled_id, []), orders[0][0])

    def _new(self, orders: Sequence[Key], noted: Noted, amount: Decimal, day: date) -> list[tuple[str, Decimal]]:
        records = self.store.get_many(orders)
        left: Shares = [(key[1], _total(records.get(key)) - noted.settled(key[1])) for key in orders]
        if self.elsewhere:
            left = self.elsewhere.left(left, amount, day, split)
        shares = split(amount, left)
        return [share for share in shares if share[1]] or shares[:1]

    def _noted(self, bill: str, orders: Sequence[Key]) -> Noted:
        found = self.progress.splits(bill)
        return self._before(orders) if found is None else Noted(shares=found[0], gone=found[1])

    def _note(self, bill: str, before: Noted, now: Noted) -> None:
        if now != before:
            self.progress.note_splits(bill, now.shares, gone=now.gone)

    def _before(self, orders: Sequence[Key]) -> Noted:
        """What was carried over while there was only one order on the bill."""
        numbers = {record.summary.number for record in self.store.get_many(orders).values()}
        lines = [line for number in sorted(numbers) for line in self.store.numbered(self.kind, number)]
        payments = self.store.get_many((line.kind, line.id) for line in lines).values() if lines else ()
        ids = {order for _, order in orders}
        ours = [(payment, order) for payment in payments if (order := str(payment.document["document"][1])) in ids]
        return Noted(
            shares={payment.id: [(order, Decimal(payment.document["amount"]))] for payment, order in ours},
            gone=frozenset(payment.id for payment, _ in ours if payment.document.get("deleted")),
        )


def _parts(settled_id: str, shares: Shares, kind: Kind) -> list[Part]:
    return [
        Part(id=part_id(settled_id, order) if len(shares) > 1 else settled_id, document=(kind, order), amount=amount)
        for order, amount in shares
    ]


def _total(order: Record | None) -> Decimal:
    return (order.summary.total if order else None) or Decimal()
