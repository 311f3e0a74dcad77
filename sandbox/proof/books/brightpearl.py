"""What should be in Xero, from Brightpearl's own store and the settings document."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any, Final
from zoneinfo import ZoneInfo

from sandbox.proof.books.companies import Companies
from sandbox.proof.books.entries import SALES, TYPES, ZERO, Entry, State, correction_name, in_places, summed
from sandbox.proof.books.money import Received
from sandbox.proof.books.orders import Paid, in_xero_name, kind_in_xero
from shared.kinds import Kind
from shared.settings import Deposits

CENT: Final = Decimal("0.01")
RATE: Final = Decimal("0.000001")
# Xero keeps to its own arithmetic: half a cent for each line and unit, within half a percent of the total
EACH: Final = Decimal("0.005")
SHARE: Final = Decimal("0.005")

Raw = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """`state` is Brightpearl's, `settings` the connection's document."""

    state: State
    settings: Raw

    def entries(self) -> Iterator[Entry]:
        """Give every document, payment and stock correction that belongs in Xero."""
        yield from self._documents(paid.order for paid in self.paid.values() if not paid.deposit)
        yield from Received(state=self.state, settings=self.settings, paid=self.paid).entries()
        yield from self._corrections()

    @cached_property
    def paid(self) -> dict[str, Paid]:
        """The documents of orders by the order's id, and what stands for those whose deposits go ahead of them."""
        orders = self.state["orders"].values()
        due = [Paid.invoiced(order) for order in orders if self._is_due(order)]
        ahead = [Paid.ahead(order) for order in orders if self._takes_deposits(order)]
        return {str(paid.order["id"]): paid for paid in (*due, *ahead)}

    def _documents(self, orders: Iterable[Raw]) -> Iterator[Entry]:
        """Give one entry for each document: orders on one supplier invoice are one bill, which is the sum of them."""
        together: dict[tuple[object, ...], list[Entry]] = {}
        for order in orders:
            entry = self._document(order)
            is_bill = entry.kind is Kind.PURCHASE_INVOICE
            shared = (entry.name, entry.contact, entry.currency, entry.day, _rate(order))
            together.setdefault(shared if is_bill else (entry.id,), []).append(entry)
        yield from map(summed, together.values())

    def _document(self, order: Raw) -> Entry:
        kind, name = kind_in_xero(order), in_xero_name(order)
        tax, total = (in_places(order[amount], order["currency"]) for amount in ("tax", "total"))
        sign = -1 if total < 0 else 1
        return Entry(
            kind=kind,
            id=str(order["id"]),
            name=name,
            document=name,
            total=sign * total,
            tax=sign * tax,
            currency=order["currency"],
            day=order["invoice"]["tax_date"],
            contact=self._companies.of(order.get("contact_id", "")),
            slack=self._slack(order, abs(total)),
        )

    def _slack(self, order: Raw, total: Decimal) -> Decimal:
        rows = order.get("rows", {}).values()
        units = sum((abs(Decimal(row["quantity"])) for row in rows), ZERO)
        return max(Decimal(self.settings["tolerance"]), min(EACH * (len(rows) + units), SHARE * total))

    def _corrections(self) -> Iterator[Entry]:
        by_journal = self.settings["adjustments"]["mode"] == "manual_journal"
        for note in self.state["goods_notes"].values():
            values = [worth(movement) for movement in note["movements"]]
            net = sum(values, ZERO)
            counts = net or (by_journal and any(values))
            if note["type"] == "SC" and counts and self._day(note["created_on"]) >= self._start:
                name = correction_name(note["id"])
                yield Entry(kind=Kind.INVENTORY_ADJUSTMENT, id=str(note["id"]), name=name, document=name, total=net)

    def _is_due(self, order: Raw) -> bool:
        """Whatever its status: what is invoiced and not at a mapped status waits, and its record says so."""
        invoice = order["invoice"]
        return (
            _is_invoiced(order)
            and date.fromisoformat(invoice["tax_date"]) >= self._start
            and self._is_open_channel(order)
        )

    def _takes_deposits(self, order: Raw) -> bool:
        goes = self.settings.get("deposits") == Deposits.OVERPAYMENT and order["type"] == "SO"
        return goes and not _is_invoiced(order) and self._is_open_channel(order)

    def _is_open_channel(self, order: Raw) -> bool:
        channels = self.settings.get("channels")
        return not channels or TYPES[order["type"]][0] not in SALES or order["channel_id"] in channels

    @cached_property
    def _companies(self) -> Companies:
        return Companies(contacts=self.state.get("contacts", {}))

    @cached_property
    def _start(self) -> date:
        return date.fromisoformat(self.settings["start_date"])

    def _day(self, moment: str) -> date:
        return datetime.fromisoformat(moment).astimezone(ZoneInfo(self.settings["time_zone"])).date()


def _is_invoiced(order: Raw) -> bool:
    return order["invoice"]["reference"].strip().lower() not in ("", "pending")


def _rate(order: Raw) -> Decimal:
    return Decimal(order.get("exchange_rate", 1)).quantize(RATE, ROUND_HALF_UP)


def worth(movement: Raw) -> Decimal:
    """The value of what was moved, to the cent."""
    return (Decimal(movement["quantity"]) * Decimal(movement["value"])).quantize(CENT, ROUND_HALF_UP)
