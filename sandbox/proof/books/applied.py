"""What in Xero is money of Brightpearl's documents: payments, money ahead, and what credits have settled."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

from sandbox.proof.books.entries import (
    GONE,
    KIND_OF,
    PAID_BY,
    Entry,
    State,
    allocation_name,
    document_name,
    in_places,
    number_here,
    payment_name,
    summed,
    together,
)
from sandbox.proof.books.opposites import opposites_in
from sandbox.proof.books.orders import Paid, in_xero_name
from shared.kinds import Kind

PAID_KIND: Final = {
    "ACCRECPAYMENT": Kind.SALES_INVOICE,
    "ARCREDITPAYMENT": Kind.SALES_CREDIT,
    "ACCPAYPAYMENT": Kind.PURCHASE_INVOICE,
    "APCREDITPAYMENT": Kind.PURCHASE_CREDIT,
}
BACK_FROM_AHEAD: Final = "AROVERPAYMENTPAYMENT"
CREDITS: Final = {"CreditNotes": "credit_note", "Overpayments": "overpayment", "Prepayments": "prepayment"}
CREDIT_IDS: Final = ("CreditNoteID", "OverpaymentID", "PrepaymentID")
NESTED: Final = ("Invoice", "CreditNote", "Overpayment", "Prepayment")
OUR_REFERENCE: Final = re.compile(r"BP (\d+)(?: .*)?")
LAST_NUMBER: Final = re.compile(r"(\d+)\D*$")

Raw = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Applied:
    """`state` is Xero's, `brightpearl` the other side's; `paid` finds the document of an order."""

    state: State
    brightpearl: State
    paid: Mapping[str, Paid]

    def entries(self) -> Iterator[Entry]:
        """A payment and the money ahead that came with it are one; deposits of an order are one, less what went back."""
        ahead = dict(self._ahead())
        moved = [*self._with_payments(ahead), *self._back_from_ahead()]
        yield from (entry for entry in moved if entry.document not in self._awaited)
        deposits = together(entry for entry in moved if entry.document in self._awaited)
        yield from (entry for entry in deposits if entry.total)
        yield from self._settled_by_credits()
        yield from together(self._used())

    def _with_payments(self, ahead: dict[str, Entry]) -> Iterator[Entry]:
        for payment in self.state["Payments"]:
            if payment["Status"] not in GONE and payment["PaymentType"] in PAID_KIND:
                ours = OUR_REFERENCE.fullmatch(payment.get("Reference") or "")
                part = ahead.pop(ours[1], None) if ours else None
                yield _payment(payment) if part is None else summed([_payment(payment), part])
        yield from ahead.values()

    def _ahead(self) -> Iterator[tuple[str, Entry]]:
        """Our overpayments by the payments of Brightpearl's that they are money of."""
        for overpayment in self.state["Overpayments"]:
            payment = self._payment_of(overpayment)
            if payment and overpayment["Status"] not in GONE:
                yield payment, self._moved(overpayment, overpayment, self._banks[overpayment["OverpaymentID"]])

    def _back_from_ahead(self) -> Iterator[Entry]:
        ours = {one["OverpaymentID"]: one for one in self.state["Overpayments"] if self._payment_of(one)}
        for payment in self.state["Payments"]:
            if payment["Status"] not in GONE and payment["PaymentType"] == BACK_FROM_AHEAD:
                nested = _nested(payment)
                overpayment = ours.get(nested.get("OverpaymentID") or nested.get("InvoiceID"))
                if overpayment:
                    moved = self._moved(overpayment, payment, payment["Account"])
                    yield replace(moved, id=str(payment["PaymentID"]), total=-moved.total)

    def _moved(self, overpayment: Raw, moved: Raw, account: Raw) -> Entry:
        document = self._document_of(overpayment)
        return _settled(
            document,
            kind=Kind.SALES_PAYMENT,
            id=str(overpayment["OverpaymentID"]),
            amount=moved["Total"] if moved is overpayment else moved["Amount"],
            currency=overpayment["CurrencyCode"],
            accounts=_names(account),
            days=frozenset({moved["Date"]}),
        )

    def _settled_by_credits(self) -> Iterator[Entry]:
        """Money received ahead and credits of Xero's own come to Brightpearl as payments; our own do not."""
        for plural, settled_by in CREDITS.items():
            for credit in self.state[plural]:
                if not self._is_ours(credit):
                    yield from (_settlement(credit, one, settled_by, self._kinds) for one in credit["Allocations"])

    def _used(self) -> Iterator[Entry]:
        """Uses of our own credits and overpayments for documents of other orders than theirs."""
        for credit in (*self.state["CreditNotes"], *self.state["Overpayments"]):
            source = "" if self._is_taken_back(credit) else self._source(credit)
            for one in credit["Allocations"] if source else ():
                invoice = one["Invoice"]
                kind = self._kinds[invoice["InvoiceID"]]
                receiver = document_name(kind, number_here(invoice))
                if source and receiver not in (source, self._parents.get(source)):
                    yield Entry(
                        kind=PAID_BY[kind],
                        id=str(one.get("AllocationID")),
                        name=allocation_name(source, receiver),
                        document=receiver,
                        total=in_places(one["Amount"], credit["CurrencyCode"]),
                        currency=credit["CurrencyCode"],
                        is_money=False,
                    )

    def _source(self, credit: Raw) -> str:
        if not self._is_ours(credit):
            return ""
        if credit.get("OverpaymentID"):
            return self._document_of(credit)
        document = self._opposites.get(credit.get("CreditNoteID", ""), credit)
        return document_name(KIND_OF[document["Type"]], number_here(document))

    def _is_ours(self, credit: Raw) -> bool:
        is_part = credit.get("CreditNoteID") in self._opposites or self._is_taken_back(credit)
        return is_part or bool(self._payment_of(credit)) or credit.get("CreditNoteNumber") in self._numbers

    def _is_taken_back(self, credit: Raw) -> bool:
        """Whether an opposite document has made nought of it."""
        return any(credit is base for base in self._opposites.values())

    @cached_property
    def _opposites(self) -> Mapping[str, Raw]:
        return opposites_in(self.state)

    def _payment_of(self, credit: Raw) -> str:
        """The payment of Brightpearl's that the address of an overpayment names; "" where it names none."""
        found = LAST_NUMBER.search((self._transactions.get(credit.get("OverpaymentID", "")) or {}).get("Url") or "")
        return found[1] if found and found[1] in self.brightpearl["payments"] else ""

    def _document_of(self, overpayment: Raw) -> str:
        order = str(self.brightpearl["payments"][self._payment_of(overpayment)]["order_id"])
        return self.paid[order].document if order in self.paid else f"order {order}"

    @property
    def _banks(self) -> Mapping[str, Raw]:
        return {number: transaction["BankAccount"] for number, transaction in self._transactions.items()}

    @cached_property
    def _transactions(self) -> Mapping[str, Raw]:
        made = self.state.get("BankTransactions", ())
        return {one["OverpaymentID"]: one for one in made if one.get("OverpaymentID")}

    @cached_property
    def _numbers(self) -> frozenset[str]:
        return frozenset(order["invoice"]["reference"] for order in self.brightpearl["orders"].values())

    @cached_property
    def _kinds(self) -> Mapping[str, Kind]:
        return {invoice["InvoiceID"]: KIND_OF[invoice["Type"]] for invoice in self.state["Invoices"]}

    @cached_property
    def _awaited(self) -> frozenset[str]:
        return frozenset(paid.document for paid in self.paid.values() if paid.deposit)

    @cached_property
    def _parents(self) -> Mapping[str, str]:
        """The document of each credit's own order, by the credit's."""
        orders = {str(order["id"]): order for order in self.brightpearl["orders"].values()}
        parents = ((paid.document, orders.get(str(paid.order.get("parent_id", "")))) for paid in self.paid.values())
        return {document: in_xero_name(order) for document, order in parents if order}


def _payment(payment: Raw) -> Entry:
    paid, ours = _nested(payment), OUR_REFERENCE.fullmatch(payment.get("Reference") or "")
    return _settled(
        document_name(PAID_KIND[payment["PaymentType"]], number_here(paid)),
        kind=PAID_BY[PAID_KIND[payment["PaymentType"]]],
        id=str(payment.get("PaymentID")),
        amount=payment["Amount"],
        currency=paid["CurrencyCode"],
        accounts=_names(payment.get("Account", {})) or None,
        days=frozenset({payment["Date"]}) if "Date" in payment else None,
        also=(ours[1],) if ours else (),
    )


def _settlement(credit: Raw, allocation: Raw, settled_by: str, kinds: Mapping[str, Kind]) -> Entry:
    invoice = allocation["Invoice"]
    kind = kinds[invoice["InvoiceID"]]
    return _settled(
        document_name(kind, number_here(invoice)),
        kind=PAID_BY[kind],
        id=_between(credit, invoice),
        amount=allocation["Amount"],
        currency=credit["CurrencyCode"],
        accounts=frozenset({settled_by}),
        days=frozenset({allocation["Date"]}) if "Date" in allocation else None,
    )


def _nested(payment: Raw) -> Raw:
    return next((payment[name] for name in NESTED if name in payment), {})


def _names(account: Raw) -> frozenset[str]:
    return frozenset(filter(None, (account.get("Code"), account.get("AccountID"))))


def _between(credit: Raw, invoice: Raw) -> str:
    """What tells an allocation where Xero shows no id of it."""
    given = next((credit[name] for name in CREDIT_IDS if credit.get(name)), "")
    return f"{given}{invoice['InvoiceID']}".replace("-", "")


def _settled(document: str, *, amount: object, currency: str, **fields: Any) -> Entry:
    total = in_places(amount, currency)
    return Entry(name=payment_name(document), document=document, total=total, currency=currency, **fields)
