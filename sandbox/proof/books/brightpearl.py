"""What should be in Xero, from Brightpearl's own store and the settings document."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import Any, Final
from zoneinfo import ZoneInfo

from sandbox.proof.books.companies import Companies
from sandbox.proof.books.entries import (
    BELOW_NOUGHT,
    PAID_BY,
    SALES,
    TYPES,
    ZERO,
    Entry,
    State,
    correction_name,
    document_name,
    in_places,
    payment_name,
    summed,
)
from shared.kinds import Kind

MONEY: Final = frozenset({"RECEIPT", "CAPTURE", "PAYMENT"})
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
        due = {str(order["id"]): order for order in self.state["orders"].values() if self._is_due(order)}
        yield from self._documents(due.values())
        for payment in self.state["payments"].values():
            paid = due.get(str(payment["order_id"]))
            if paid and payment["type"] in MONEY and Decimal(payment["amount_paid"]):
                yield self._payment(payment, paid)
        yield from self._corrections()

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
        kind, name = _kind_in_xero(order), in_xero_name(order)
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

    def _payment(self, payment: Raw, paid: Raw) -> Entry:
        """Its day is left out: Xero may refuse one before the document's."""
        document, currency = in_xero_name(paid), paid["currency"]
        return Entry(
            kind=PAID_BY[_kind_in_xero(paid)],
            id=str(payment["id"]),
            name=payment_name(document),
            document=document,
            total=abs(in_places(payment["amount_paid"], currency)),
            currency=currency,
            accounts=self._accounts(payment.get("method", ""), currency),
        )

    def _accounts(self, method: str, currency: str) -> frozenset[str]:
        """Where money by this method may be in Xero: where we post it to, and from where it is carried to this method."""
        methods = self.settings["payment_methods"]
        posted = methods["to_xero"].get(method, {}).get(currency)
        carried = [code for code, by in methods["to_brightpearl"].items() if by.get(currency) == method]
        settled = [by for by, name in methods.get("without_account", {}).items() if name == method]
        return frozenset(filter(None, (posted, *carried, *settled)))

    def _slack(self, order: Raw, total: Decimal) -> Decimal:
        rows = order.get("rows", {}).values()
        units = sum((abs(Decimal(row["quantity"])) for row in rows), ZERO)
        return max(Decimal(self.settings["tolerance"]), min(EACH * (len(rows) + units), SHARE * total))

    def _corrections(self) -> Iterator[Entry]:
        by_journal = self.settings["adjustments"]["mode"] == "manual_journal"
        for note in self.state["goods_notes"].values():
            values = [_worth(movement) for movement in note["movements"]]
            net = sum(values, ZERO)
            counts = net or (by_journal and any(values))
            if note["type"] == "SC" and counts and self._day(note["created_on"]) >= self._start:
                name = correction_name(note["id"])
                yield Entry(kind=Kind.INVENTORY_ADJUSTMENT, id=str(note["id"]), name=name, document=name, total=net)

    def _is_due(self, order: Raw) -> bool:
        invoice = order["invoice"]
        return (
            order["status_id"] in self.settings["statuses"][TYPES[order["type"]][0]]
            and invoice["reference"].strip().lower() not in ("", "pending")
            and date.fromisoformat(invoice["tax_date"]) >= self._start
            and self._is_open_channel(order)
        )

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


def _rate(order: Raw) -> Decimal:
    return Decimal(order.get("exchange_rate", 1)).quantize(RATE, ROUND_HALF_UP)


def _kind_in_xero(order: Raw) -> Kind:
    kind = TYPES[order["type"]][0]
    return BELOW_NOUGHT[kind] if Decimal(order["total"]) < 0 else kind


def in_xero_name(order: Raw) -> str:
    """Give the name of the document that an invoiced order has to be in Xero."""
    return document_name(_kind_in_xero(order), order["invoice"]["reference"])


def _worth(movement: Raw) -> Decimal:
    return (Decimal(movement["quantity"]) * Decimal(movement["value"])).quantize(CENT, ROUND_HALF_UP)
