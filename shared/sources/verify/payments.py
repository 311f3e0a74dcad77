"""Payments in Brightpearl again: those that were deleted, and those to suppliers that nobody has carried over.

Payments cannot be read by id. One that a search by day leaves out is looked for among all payments of its order besides: that
search also tells what was entered instead. https://api-docs.brightpearl.com/accounting/customer-payment/search.html
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from typing import Any, Final
from zoneinfo import ZoneInfo

from msgspec import Struct

from shared.brightpearl.client import Brightpearl
from shared.kinds import Kind
from shared.mapping.dates import day_there
from shared.mapping.payments import moves_money
from shared.mapping.source import at
from shared.records.findings import Finding, Findings, What
from shared.records.record import Fetched, Record
from shared.records.schema import brightpearl_link, payment_of
from shared.records.status import LIVING
from shared.records.store import Store
from shared.settings import Settings
from shared.sources.changes import Row
from shared.sources.echoes import echoes
from shared.sources.pages import Page
from shared.sources.summary import day_of
from shared.sources.verify.parts import behind
from shared.sources.withdrawn import is_withdrawn, payment_deleted, withdrawn

FRESH: Final = timedelta(minutes=15)  # a search may be behind what was posted just now
CUSTOMERS, SUPPLIERS = Kind.SALES_PAYMENT, Kind.PURCHASE_PAYMENT


class BrightpearlPayments(Struct, frozen=True, kw_only=True, eq=False):
    """Payments from the day `since` on, of both sides."""

    brightpearl: Brightpearl
    store: Store
    settings: Settings
    findings: Findings
    now: datetime
    since: date

    def customers(self, _after: str) -> Iterator[Page]:
        yield Page(fetched=self._gone(CUSTOMERS, self._rows(CUSTOMERS)), position=behind("all"))

    def suppliers(self, _after: str) -> Iterator[Page]:
        """Besides, note those that people entered: nothing is posted for them, for bills are paid in Xero."""
        rows = self._rows(SUPPLIERS)
        gone = self._gone(SUPPLIERS, rows)
        entered = partial(self.findings.note, self._entered(rows))
        yield Page(fetched=gone, position=behind("all"), stored=entered)

    def _rows(self, kind: Kind) -> list[Row]:
        begin = datetime.combine(self.since, time(), ZoneInfo(self.settings.time_zone))
        lists = self.brightpearl.payments_created(begin, supplier=kind is SUPPLIERS)
        return [row for some in lists for row in some]

    def _gone(self, kind: Kind, rows: Sequence[Row]) -> list[Fetched]:
        missing = self._in_brightpearl(self._unseen(kind, rows))
        orders = {order for record in missing if (order := _order_of(record))}
        found = self.brightpearl.payments_of_orders(orders, supplier=kind is SUPPLIERS) if orders else []
        there = {row["paymentId"] for row in found}
        gone = [record for record in missing if _order_of(record) and payment_of(record) not in there]
        return [withdrawn(record, self._said(record, found), self.settings) for record in gone]

    def _unseen(self, kind: Kind, rows: Sequence[Row]) -> set[str]:
        """The ids of records that none of these rows is of."""
        first = self.since.isoformat()
        ours = {one for status in LIVING for one in self.store.ids(kind, status, first=first)}
        own = {str(row["paymentId"]) for row in rows}
        others = [brightpearl_link(payment_id) for payment_id in own - ours]
        return ours - own - {record_id for keys in self.store.links(others).values() for _, record_id in keys}

    def _in_brightpearl(self, kind_ids: Iterable[str]) -> list[Record]:
        ids = set(kind_ids)
        keys = [(kind, one) for kind in (CUSTOMERS, SUPPLIERS) for one in ids]
        records = self.store.get_many(keys).values()
        settled = self.now - FRESH
        return [
            record
            for record in records
            if payment_of(record) and not is_withdrawn(record) and record.changed_at <= settled
        ]

    def _said(self, record: Record, found: Sequence[Row]) -> str:
        """How it was taken back, and what was entered on the same order since."""
        order, payment_id = _order_of(record), payment_of(record)
        instead = [
            f"{Decimal(str(row['amountPaid'])):f} by {row['paymentMethodCode']}"
            for row in found
            if row["orderId"] == order and row["paymentId"] > payment_id and moves_money(row)
        ]
        entered = f"; {' and '.join(instead)} was entered on its order since" if instead else ""
        return payment_deleted(record.summary.total, day_there(self.now, self.settings.time_zone)) + entered

    def _entered(self, rows: Sequence[Row]) -> list[Finding]:
        money = [row for row in rows if moves_money(row)]
        carried = echoes(self.store, SUPPLIERS, money)
        return [self._finding(row) for row in money if row["paymentId"] not in carried]

    def _finding(self, row: Row) -> Finding:
        amount = f"{Decimal(str(row['amountPaid'])):f} {row['currencyCode']}"
        return Finding(
            what=What.SUPPLIER_PAYMENT,
            id=str(row["paymentId"]),
            day=day_of(row["paymentDate"], self.settings),
            told=f"{row['paymentType']} of {amount} by {row['paymentMethodCode']} on order {row['orderId']}",
        )


def _order_of(record: Record) -> int:
    document: Any = record.document
    told = document.get("orderId") or at(document, "document", 1) or 0
    return int(told) if str(told).isdigit() else 0
