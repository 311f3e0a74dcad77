"""Compares what is in Brightpearl with what is in Xero, from the two stores themselves.

It knows nothing of the connector: it reads what is stored on both sides and the settings document, and works out by itself
what should be in Xero. Each side of a kind becomes a bag of entries; equal bags mean that everything is there, once and to
the cent. The totals add up amounts of several currencies: they are for comparing, not for keeping.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

from shared.kinds import Kind

State = Mapping[str, Any]
# number or id, currency, date; and the amount
Entry = tuple[str, str, str, Decimal]

CENT: Final = Decimal("0.01")
GONE: Final = frozenset({"VOIDED", "DELETED"})
ORDER_TYPES: Final = {
    Kind.SALES_INVOICE: "SO",
    Kind.SALES_CREDIT: "SC",
    Kind.PURCHASE_INVOICE: "PO",
    Kind.PURCHASE_CREDIT: "PC",
}
DOCUMENT_TYPES: Final = {
    Kind.SALES_INVOICE: ("Invoices", "InvoiceNumber", "ACCREC"),
    Kind.SALES_CREDIT: ("CreditNotes", "CreditNoteNumber", "ACCRECCREDIT"),
    Kind.PURCHASE_INVOICE: ("Invoices", "InvoiceNumber", "ACCPAY"),
    Kind.PURCHASE_CREDIT: ("CreditNotes", "CreditNoteNumber", "ACCPAYCREDIT"),
}
PAYMENT_SIDES: Final = {
    Kind.SALES_PAYMENT: ((Kind.SALES_INVOICE, Kind.SALES_CREDIT), ("ACCRECPAYMENT", "ARCREDITPAYMENT"), "ACCREC"),
    Kind.PURCHASE_PAYMENT: (
        (Kind.PURCHASE_INVOICE, Kind.PURCHASE_CREDIT),
        ("ACCPAYPAYMENT", "APCREDITPAYMENT"),
        "ACCPAY",
    ),
}
MONEY_MOVES: Final = ("RECEIPT", "CAPTURE", "PAYMENT")
OUR_CORRECTION: Final = "BP-SC-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One kind on both sides; `differences` names what is only on one of them."""

    kind: Kind
    brightpearl: int
    xero: int
    brightpearl_total: Decimal
    xero_total: Decimal
    differences: tuple[str, ...]

    @property
    def equal(self) -> bool:
        return not self.differences


def reconcile(brightpearl: State, xero: State, settings: Mapping[str, Any]) -> list[Comparison]:
    """Compare every kind of document, the payments of both directions, and the stock corrections."""
    books = _Books(brightpearl, xero, settings)
    documents = [_compare(kind, books.due_documents(kind), books.posted_documents(kind)) for kind in DOCUMENT_TYPES]
    payments = [_compare(kind, books.payments(kind), books.settlements(kind)) for kind in PAYMENT_SIDES]
    corrections = _compare(Kind.INVENTORY_ADJUSTMENT, books.corrections(), books.posted_corrections())
    return [*documents, *payments, corrections]


def _compare(kind: Kind, brightpearl: Iterable[Entry], xero: Iterable[Entry]) -> Comparison:
    ours, theirs = Counter(brightpearl), Counter(xero)
    return Comparison(
        kind=kind,
        brightpearl=ours.total(),
        xero=theirs.total(),
        brightpearl_total=_total(ours),
        xero_total=_total(theirs),
        differences=(
            *(f"only in Brightpearl: {_said(entry)}" for entry in sorted((ours - theirs).elements())),
            *(f"only in Xero: {_said(entry)}" for entry in sorted((theirs - ours).elements())),
        ),
    )


def _total(entries: Counter[Entry]) -> Decimal:
    return sum((entry[-1] * count for entry, count in entries.items()), Decimal("0.00"))


def _said(entry: Entry) -> str:
    return " ".join(str(part) for part in entry if part != "")


class _Books:
    """Both stores and the settings, and what each side should and does hold."""

    def __init__(self, brightpearl: State, xero: State, settings: Mapping[str, Any]) -> None:
        self._brightpearl = brightpearl
        self._xero = xero
        self._settings = settings
        self._start = date.fromisoformat(settings["start_date"])
        self._zone = ZoneInfo(settings["time_zone"])
        self._orders = {str(order["id"]): order for order in brightpearl["orders"].values()}
        self._invoice_types = {invoice["InvoiceID"]: invoice["Type"] for invoice in xero["Invoices"]}

    def due_documents(self, kind: Kind) -> Iterator[Entry]:
        for order in self._orders.values():
            if order["type"] == ORDER_TYPES[kind] and self._is_due(kind, order):
                invoice = order["invoice"]
                yield invoice["reference"], order["currency"], invoice["tax_date"], Decimal(order["total"])

    def posted_documents(self, kind: Kind) -> Iterator[Entry]:
        for document in self._documents(kind):
            number = DOCUMENT_TYPES[kind][1]
            if not self._is_correction(document[number]):
                yield document[number], document["CurrencyCode"], document["Date"], Decimal(document["Total"])

    def payments(self, kind: Kind) -> Iterator[Entry]:
        """Money that moved on orders which belong in Xero. Its day is left out: Xero may refuse one before the document."""
        for payment in self._brightpearl["payments"].values():
            order = self._orders[str(payment["order_id"])]
            amount = abs(Decimal(payment["amount_paid"]))
            paid = next((one for one in PAYMENT_SIDES[kind][0] if ORDER_TYPES[one] == order["type"]), None)
            if paid and payment["type"] in MONEY_MOVES and amount and self._is_due(paid, order):
                yield order["invoice"]["reference"], order["currency"], "", amount

    def settlements(self, kind: Kind) -> Iterator[Entry]:
        """What settled documents in Xero: payments, and credits that did not come from Brightpearl."""
        _, types, invoice_type = PAYMENT_SIDES[kind]
        for payment in self._xero["Payments"]:
            if payment["PaymentType"] in types and payment["Status"] not in GONE:
                document = payment.get("Invoice") or payment["CreditNote"]
                number = document.get("InvoiceNumber") or document["CreditNoteNumber"]
                yield number, document["CurrencyCode"], "", Decimal(payment["Amount"])
        for credit, allocation in self._foreign_allocations():
            if self._invoice_types[allocation["Invoice"]["InvoiceID"]] == invoice_type:
                number = allocation["Invoice"]["InvoiceNumber"]
                yield number, credit["CurrencyCode"], "", Decimal(allocation["Amount"])

    def corrections(self) -> Iterator[Entry]:
        for note in self._brightpearl["goods_notes"].values():
            values = [_value(movement) for movement in note["movements"]]
            if note["type"] == "SC" and any(values) and self._day(note["created_on"]) >= self._start:
                yield str(note["id"]), "", "", sum(values, Decimal("0.00"))

    def posted_corrections(self) -> Iterator[Entry]:
        mode = self._settings["adjustments"]["mode"]
        yield from self._as_journals() if mode == "manual_journal" else self._as_documents()

    def _as_journals(self) -> Iterator[Entry]:
        stock = self._settings["adjustments"]["stock_account"]
        for journal in self._xero["ManualJournals"]:
            if journal["Status"] == "POSTED":
                lines = [line for line in journal["JournalLines"] if line["AccountCode"] == stock]
                amount = sum((Decimal(line["LineAmount"]) for line in lines), Decimal("0.00"))
                yield journal["Narration"].split(":")[0].rpartition(" ")[2], "", "", amount

    def _as_documents(self) -> Iterator[Entry]:
        for kind, sign in ((Kind.PURCHASE_INVOICE, 1), (Kind.PURCHASE_CREDIT, -1)):
            number = DOCUMENT_TYPES[kind][1]
            for document in self._documents(kind):
                if self._is_correction(document[number]):
                    yield document[number].removeprefix(OUR_CORRECTION), "", "", sign * Decimal(document["Total"])

    def _documents(self, kind: Kind) -> Iterator[Mapping[str, Any]]:
        plural, _, wanted = DOCUMENT_TYPES[kind]
        return (one for one in self._xero[plural] if one["Type"] == wanted and one["Status"] not in GONE)

    def _is_correction(self, number: str) -> bool:
        return self._settings["adjustments"]["mode"] != "manual_journal" and number.startswith(OUR_CORRECTION)

    def _is_due(self, kind: Kind, order: Mapping[str, Any]) -> bool:
        invoice = order["invoice"]
        return (
            order["status_id"] in self._settings["statuses"][kind]
            and invoice["reference"].strip().lower() not in ("", "pending")
            and date.fromisoformat(invoice["tax_date"]) >= self._start
            and self._is_open_channel(order)
        )

    def _is_open_channel(self, order: Mapping[str, Any]) -> bool:
        channels = self._settings.get("channels")
        return not channels or order["type"] not in ("SO", "SC") or order["channel_id"] in channels

    def _foreign_allocations(self) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
        ours = {order["invoice"]["reference"] for order in self._orders.values()}
        credits = [note for note in self._xero["CreditNotes"] if note["CreditNoteNumber"] not in ours]
        for credit in (*credits, *self._xero["Overpayments"], *self._xero["Prepayments"]):
            for allocation in credit["Allocations"]:
                yield credit, allocation

    def _day(self, moment: str) -> date:
        return datetime.fromisoformat(moment).astimezone(self._zone).date()


def _value(movement: Mapping[str, Any]) -> Decimal:
    return (Decimal(movement["quantity"]) * Decimal(movement["value"])).quantize(CENT, rounding=ROUND_HALF_UP)
