"""Both systems record by record, from their own stores: what is lost, doubled or unequal. It knows nothing of the connector.

Every kind becomes two tables: what should be in the books, from Brightpearl, and what is, from Xero; each under a name that
tells one record from all others, with the rest of what has to agree.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

from shared.kinds import Kind

State = Mapping[str, Any]
Entry = tuple[str, tuple[str, ...]]

GONE: Final = frozenset({"VOIDED", "DELETED"})
TYPES: Final = {
    "SO": (Kind.SALES_INVOICE, "ACCREC"),
    "SC": (Kind.SALES_CREDIT, "ACCRECCREDIT"),
    "PO": (Kind.PURCHASE_INVOICE, "ACCPAY"),
    "PC": (Kind.PURCHASE_CREDIT, "ACCPAYCREDIT"),
}
KIND_OF: Final = {theirs: kind for kind, theirs in TYPES.values()}
MONEY: Final = frozenset({"RECEIPT", "CAPTURE", "PAYMENT"})
CENT: Final = Decimal("0.01")
CORRECTION: Final = re.compile(r"BP-SC-(\d+)")  # a stock correction that went as a bill or a credit note


@dataclass(slots=True)
class Verdict:
    """Three numbers, and a line for each record that is behind them."""

    lost: int = 0
    doubled: int = 0
    unequal: int = 0
    compared: int = 0
    lines: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        return not (self.lost or self.doubled or self.unequal)

    def __str__(self) -> str:
        return f"lost {self.lost}, doubled {self.doubled}, unequal {self.unequal}"


def compare(
    brightpearl: State, xero: State, settings: Mapping[str, Any], *, owed: Mapping[str, Decimal] | None = None
) -> Verdict:
    """Hold what should be in Xero against what is there, and what is `owed` on documents by number against what is due."""
    ours = _gathered(_wanted(brightpearl, settings))
    theirs = _gathered(_kept(brightpearl, xero, settings["adjustments"]["stock_account"]))
    verdict = Verdict()
    for name in sorted({*ours, *theirs}):
        _judge(verdict, name, ours.get(name, Counter()), theirs.get(name, Counter()))
    _judge_money(verdict, owed or {}, xero)
    return verdict


def _gathered(entries: Iterator[Entry]) -> dict[str, Counter[tuple[str, ...]]]:
    found: dict[str, Counter[tuple[str, ...]]] = {}
    for name, rest in entries:
        found.setdefault(name, Counter())[rest] += 1
    return found


def _judge(verdict: Verdict, name: str, ours: Counter[tuple[str, ...]], theirs: Counter[tuple[str, ...]]) -> None:
    missing, extra = (ours - theirs).total(), (theirs - ours).total()
    unequal = min(missing, extra)
    verdict.compared += ours.total()
    verdict.unequal += unequal
    verdict.lost += missing - unequal
    verdict.doubled += extra - unequal
    if missing or extra:
        verdict.lines.append(f"{name}: {dict(ours)} in Brightpearl, {dict(theirs)} in Xero")


def _judge_money(verdict: Verdict, owed: Mapping[str, Decimal], xero: State) -> None:
    """A payment that is doubled on both sides makes them equal all the same."""
    for invoice in xero["Invoices"]:
        due, expected = Decimal(invoice["AmountDue"]), owed.get(_number(invoice))
        if expected is not None and due != expected and invoice["Status"] not in GONE:
            verdict.lost += due > expected
            verdict.doubled += due < expected
            verdict.lines.append(f"{_named(invoice)}: {due} is due in Xero, {expected} is owed")


def _wanted(state: State, settings: Mapping[str, Any]) -> Iterator[Entry]:
    due = {number: order for number, order in state["orders"].items() if _is_due(order, settings)}
    for order in due.values():
        kind, invoice = TYPES[order["type"]][0], order["invoice"]
        rest = (str(order["contact_id"]), order["currency"], invoice["tax_date"], _cents(order["total"]))
        yield f"{kind} {invoice['reference']}", rest
    for payment in state["payments"].values():
        paid = due.get(str(payment["order_id"]))
        amount = abs(Decimal(payment["amount_paid"]))
        if paid and amount and payment["type"] in MONEY:
            kind = TYPES[paid["type"]][0]
            yield f"payment of {kind} {paid['invoice']['reference']}", (paid["currency"], _cents(amount))
    zone, start = ZoneInfo(settings["time_zone"]), date.fromisoformat(settings["start_date"])
    journals = settings["adjustments"]["mode"] == "manual_journal"
    for note in state["goods_notes"].values():
        values = [_worth(movement) for movement in note["movements"]]
        net = sum(values, Decimal())
        moved = datetime.fromisoformat(note["created_on"]).astimezone(zone).date()
        if note["type"] == "SC" and moved >= start and (net or (journals and any(values))):
            yield f"stock correction {note['id']}", (_cents(net),)


def _is_due(order: Mapping[str, Any], settings: Mapping[str, Any]) -> bool:
    invoice = order["invoice"]
    return (
        order["status_id"] in settings["statuses"][TYPES[order["type"]][0]]
        and invoice["reference"].strip().lower() not in ("", "pending")
        and invoice["tax_date"] >= settings["start_date"]
    )


def _worth(movement: Mapping[str, Any]) -> Decimal:
    return (Decimal(movement["quantity"]) * Decimal(movement["value"])).quantize(CENT, ROUND_HALF_UP)


def _kept(brightpearl: State, xero: State, account: str) -> Iterator[Entry]:
    numbers = {contact["ContactID"]: contact.get("ContactNumber", "") for contact in xero["Contacts"]}
    for document in (*xero["Invoices"], *xero["CreditNotes"]):
        if correction := CORRECTION.fullmatch(_number(document)):
            sign = 1 if document["Type"] == "ACCPAY" else -1
            yield f"stock correction {correction[1]}", (_cents(sign * Decimal(document["Total"])),)
        elif document["Status"] not in GONE:
            contact = numbers[document["Contact"]["ContactID"]]
            rest = (contact, document["CurrencyCode"], document["Date"], _cents(document["Total"]))
            yield _named(document), rest
    for payment in xero["Payments"]:
        if payment["Status"] not in GONE:
            document = _whole(payment.get("Invoice") or payment["CreditNote"], xero)
            yield f"payment of {_named(document)}", (document["CurrencyCode"], _cents(payment["Amount"]))
    yield from _settled_by_credits(brightpearl, xero)
    for journal in xero["ManualJournals"]:
        if journal["Status"] not in GONE:
            lines = [line for line in journal["JournalLines"] if line["AccountCode"] == account]
            moved = sum((Decimal(line["LineAmount"]) for line in lines), Decimal())
            yield f"stock correction {journal['Narration'].split(':')[0].split()[-1]}", (_cents(moved),)


def _settled_by_credits(brightpearl: State, xero: State) -> Iterator[Entry]:
    """Money received ahead and credits of Xero's own come to Brightpearl as payments; our own credits do not."""
    ours = {order["invoice"]["reference"] for order in brightpearl["orders"].values()}
    credits_ = [note for note in xero["CreditNotes"] if note["CreditNoteNumber"] not in ours]
    for credit in (*credits_, *xero["Overpayments"], *xero["Prepayments"]):
        for allocation in credit["Allocations"]:
            invoice = _whole(allocation["Invoice"], xero)
            yield f"payment of {_named(invoice)}", (credit["CurrencyCode"], _cents(allocation["Amount"]))


def _whole(named: Mapping[str, Any], xero: State) -> Mapping[str, Any]:
    wanted = named.get("CreditNoteID") or named["InvoiceID"]
    documents = (*xero["Invoices"], *xero["CreditNotes"])
    return next(one for one in documents if wanted in (one.get("InvoiceID"), one.get("CreditNoteID")))


def _named(document: Mapping[str, Any]) -> str:
    return f"{KIND_OF[document['Type']]} {_number(document)}"


def _number(document: Mapping[str, Any]) -> str:
    return str(document.get("InvoiceNumber") or document.get("CreditNoteNumber"))


def _cents(amount: object) -> str:
    return str(Decimal(str(amount)).quantize(CENT))
