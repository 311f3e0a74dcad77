"""What of Brightpearl's payments has to be in Xero: as money, as a use of what is there already, or not as money at all."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from decimal import Decimal
from functools import cached_property
from typing import Any, Final
from zoneinfo import ZoneInfo

from sandbox.proof.books.entries import (
    PAID_BY,
    ZERO,
    Entry,
    State,
    allocation_name,
    in_places,
    payment_name,
    together,
    unpaid_name,
)
from sandbox.proof.books.orders import Paid, Ways

MONEY_IN: Final = frozenset({"RECEIPT", "CAPTURE"})
MONEY: Final = frozenset({*MONEY_IN, "PAYMENT"})
SETTLED_BY_MONEY_IN: Final = frozenset({"SO", "PC"})
INVOICED: Final = frozenset({"SO", "PO"})
XERO_ID: Final = re.compile("[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{64}")  # of what was carried from there

Raw = Mapping[str, Any]


def settled(payment: Raw, order: Raw) -> Decimal:
    """By how much a payment settles its document; negative where it takes back. Money out may be shown below nought."""
    came_in = payment["type"] in MONEY_IN
    below_nought = Decimal(order["total"]) < 0
    settles = came_in == ((order["type"] in SETTLED_BY_MONEY_IN) != below_nought)
    amount = Decimal(payment["amount_paid"])
    moved = amount if came_in else abs(amount)
    return moved if settles else -moved


@dataclass(frozen=True, kw_only=True)
class Received:
    """`paid` finds the document of an order, where one belongs in Xero or a deposit does."""

    state: State
    settings: Raw
    paid: Mapping[str, Paid]

    def entries(self) -> Iterator[Entry]:
        rows = [one for one in self.state["payments"].values() if one["type"] in MONEY and Decimal(one["amount_paid"])]
        handed = self._handed_over(rows)
        halves = {half["id"] for both in handed for half in both}
        plain = [row for row in rows if row["id"] not in halves and str(row["order_id"]) in self.paid]
        yield from self._money(plain)
        yield from (entry for row in plain for entry in self._without_money(row))
        yield from together(entry for both in handed for entry in self._allocation(*both))

    def _money(self, rows: Iterable[Raw]) -> Iterator[Entry]:
        """Each payment by itself; deposits of one order together, for what went back has closed what came."""
        paid_by = ((self.paid[str(row["order_id"])], row) for row in rows)
        told = [(paid, row) for paid, row in paid_by if not self._moves_none(row, paid.order["currency"])]
        yield from (entry for paid, row in told if not paid.deposit if (entry := self._payment(row, paid)).total)
        deposits = together(self._payment(row, paid) for paid, row in told if paid.deposit and not self._is_early(row))
        yield from (entry for entry in deposits if entry.total)

    def _payment(self, payment: Raw, paid: Paid) -> Entry:
        """Xero may refuse a payment before its document's day: then it has that."""
        currency, day = paid.order["currency"], self._day(payment)
        moved = payment["money"] if payment.get("journal_id") else payment["amount_paid"]
        return Entry(
            kind=PAID_BY[paid.kind],
            id=str(payment["id"]),
            name=payment_name(paid.document),
            document=paid.document,
            total=in_places(settled({**payment, "amount_paid": moved}, paid.order), currency),
            currency=currency,
            days=_days(day, paid.order),
            accounts=self.ways.of(payment.get("method", ""), currency),
        )

    def _without_money(self, payment: Raw) -> Iterator[Entry]:
        """A discount or a write-off: no system books it by itself, so it waits for a person."""
        let_go = sum(map(Decimal, (payment.get("adjustments") or {}).values()), ZERO)
        if let_go and payment.get("journal_id"):
            paid = self.paid[str(payment["order_id"])]
            yield Entry(
                kind=PAID_BY[paid.kind],
                id=str(payment["id"]),
                name=unpaid_name(paid.document),
                document=paid.document,
                total=in_places(let_go, paid.order["currency"]),
                currency=paid.order["currency"],
                is_money=False,
            )

    def _is_early(self, payment: Raw) -> bool:
        """What was entered before the start date stays out."""
        entered, zone = payment.get("created_on"), ZoneInfo(self.settings["time_zone"])
        return bool(entered and day_of(entered, zone).isoformat() < self.settings["start_date"])

    def _moves_none(self, payment: Raw, currency: str) -> bool:
        known = payment.get("journal_id") or XERO_ID.match(payment.get("transaction_ref") or "")
        return not known and self.ways.move_none(payment.get("method", ""), currency)

    def _handed_over(self, rows: Iterable[Raw]) -> list[tuple[Raw, Raw]]:
        """The two halves of each use of what was on another order: what it was taken from, and what it settles."""
        together: defaultdict[str, list[Raw]] = defaultdict(list)
        for row in rows:
            if shared := self._shared(row):
                together[shared].append(row)
        pairs = [sorted(halves, key=self._settles_an_invoice) for halves in together.values() if len(halves) == 2]
        return [(out, came) for out, came in pairs if self._settles_an_invoice(came) > self._settles_an_invoice(out)]

    def _settles_an_invoice(self, half: Raw) -> bool:
        """What it is taken from is a credit, or an order that gives back."""
        order = self._orders[str(half["order_id"])]
        return order["type"] in INVOICED and settled(half, order) > 0

    @cached_property
    def _orders(self) -> Mapping[str, Raw]:
        return {str(order["id"]): order for order in self.state["orders"].values()}

    def _shared(self, payment: Raw) -> str:
        """What both halves say: their journal, or the allocation in Xero that they were made from."""
        if payment.get("allocated") and payment.get("journal_id"):
            return f"journal {payment['journal_id']}"
        reference, _, order = (payment.get("transaction_ref") or "").rpartition("-")
        is_half = order == str(payment["order_id"]) and payment["method"] == self.ways.contra
        return reference if is_half else ""

    def _allocation(self, out: Raw, came: Raw) -> Iterator[Entry]:
        """What a credit settles of its own order is settled by the credit itself, in either system."""
        source, receiver = (self.paid.get(str(half["order_id"])) for half in (out, came))
        if source and receiver and str(source.order.get("parent_id", "")) != str(receiver.order["id"]):
            currency = receiver.order["currency"]
            yield Entry(
                kind=PAID_BY[receiver.kind],
                id=str(came["id"]),
                also=(str(out["id"]),),
                name=allocation_name(source.document, receiver.document),
                document=receiver.document,
                total=in_places(abs(Decimal(came["amount_paid"])), currency),
                currency=currency,
                is_money=False,
            )

    @cached_property
    def ways(self) -> Ways:
        return Ways(settings=self.settings)

    def _day(self, payment: Raw) -> date | None:
        moment = payment.get("payment_date")
        return day_of(moment, ZoneInfo(self.settings["time_zone"])) if moment else None


def day_of(moment: str, zone: ZoneInfo) -> date:
    """The day that a date means: one without a time is kept as midnight UTC."""
    universal = datetime.fromisoformat(moment).astimezone(UTC)
    return universal.date() if universal.time() == time() else universal.astimezone(zone).date()


def _days(day: date | None, order: Raw) -> frozenset[str] | None:
    if day is None:
        return None
    return frozenset({day.isoformat(), max(day.isoformat(), order["invoice"]["tax_date"] or "")})
