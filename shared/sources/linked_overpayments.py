"""Overpayments in Xero that name a payment in Brightpearl by our link, whether our table knows of them or not.

https://developer.xero.com/documentation/api/accounting/banktransactions
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from msgspec import Struct

from shared.errors import ScopeError
from shared.mapping.ages import is_older
from shared.mapping.links import payment_linked
from shared.mapping.overpayments import TYPE
from shared.settings import Settings
from shared.sources.changes import Row
from shared.sources.summary import day_of
from shared.xero.client import Xero
from shared.xero.conditions import since as dated_since
from shared.xero.resources import BANK_TRANSACTIONS

Raw = Mapping[str, Any]
ALIVE: Final = "AUTHORISED"


class LinkedOverpayments(Struct, frozen=True, kw_only=True, eq=False):
    """`xero` is asked for only where it is needed."""

    xero: Callable[[], Xero]
    settings: Settings

    def since(self, first: date) -> dict[str, tuple[int, Raw]]:
        """Give orders and overpayments that have money left, by the payments that they name."""
        return {payment: (order, raw) for payment, order, raw in self._linked(first)}

    def ids(self, first: date) -> set[str]:
        """Give the ids of all that name a payment, dated from a day on."""
        return {id_of(raw) for _, _, raw in self._linked(first)}

    def _linked(self, first: date) -> Iterator[tuple[str, int, Raw]]:
        """Nothing where we may not read them: then we made none."""
        condition = f'Type=="{TYPE}" AND {dated_since(first)}'
        try:
            listed = self.xero().where(BANK_TRANSACTIONS, condition)
        except ScopeError:
            return
        for raw in listed:
            order, payment = payment_linked(raw.get("Url"), self.settings)
            if payment and id_of(raw) and raw.get("Status") == ALIVE:
                yield payment, int(order), raw

    def of(self, rows: Sequence[Row], *, table_since: Callable[[], datetime]) -> Collection[str]:
        """Give which payments of a search an earlier table of ours may have posted as overpayments, and they are still open."""
        old = [row for row in rows if is_older(row, table_since())]
        days = [day for row in old if (day := day_of(row.get("paymentDate"), self.settings))]
        return self.since(date.fromisoformat(min(days))).keys() & {str(row["paymentId"]) for row in old} if days else ()


def id_of(raw: Raw) -> str:
    return str(raw.get("OverpaymentID") or "")
