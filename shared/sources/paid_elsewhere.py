"""What people have paid in Brightpearl themselves of purchase orders: a bill's payment in Xero settles only what that leaves."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal

from msgspec import Struct, field

from shared.brightpearl.client import Brightpearl
from shared.kinds import Kind
from shared.mapping.dates import date_only
from shared.mapping.payments import MONEY_OUT, moves_money
from shared.mapping.splits import Shares
from shared.records.store import Store
from shared.sources.changes import Row
from shared.sources.echoes import echoes


class Paid(Struct, frozen=True, kw_only=True):
    """An amount that somebody paid on a day; what came back is below nought."""

    order: str
    amount: Decimal
    day: date


class PaidElsewhere(Struct, frozen=True, kw_only=True, eq=False):
    """One object for the invocation. `expected` are orders that are read together, once one of them is asked for."""

    brightpearl: Callable[[], Brightpearl]
    store: Store
    kind: Kind
    time_zone: str
    expected: set[str] = field(default_factory=set)
    known: dict[str, list[Paid]] = field(default_factory=dict)

    def left(self, totals: Shares, amount: Decimal, day: date, split: Callable[[Decimal, Shares], Shares]) -> Shares:
        """Take what was paid off what is left. One of the same order, amount and day as a share is that share, entered twice."""
        shares = set(split(amount, totals))
        paid = [
            one
            for one in self._of([order for order, _ in totals])
            if one.day != day or (one.order, one.amount) not in shares
        ]
        return [(order, total - sum(one.amount for one in paid if one.order == order)) for order, total in totals]

    def _of(self, orders: Sequence[str]) -> list[Paid]:
        if missing := {*orders} - self.known.keys():
            self._read(missing | (self.expected - self.known.keys()))
        return [one for order in orders for one in self.known[order]]

    def _read(self, orders: Iterable[str]) -> None:
        self.known.update({order: [] for order in orders})
        rows = self.brightpearl().payments_of_orders(map(int, orders), supplier=True)
        money = [row for row in rows if moves_money(row)]
        ours = echoes(self.store, self.kind, money)
        for row in money:
            if row["paymentId"] not in ours:
                self.known[str(row["orderId"])].append(self._paid(row))

    def _paid(self, row: Row) -> Paid:
        amount = abs(Decimal(str(row["amountPaid"])))
        return Paid(
            order=str(row["orderId"]),
            amount=amount if row["paymentType"] in MONEY_OUT else -amount,
            day=date_only(row["paymentDate"], zone=self.time_zone),
        )
