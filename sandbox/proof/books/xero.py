"""What is in Xero, from its own store and the settings document, in Brightpearl's words."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from sandbox.proof.books.applied import Applied
from sandbox.proof.books.companies import Companies
from sandbox.proof.books.entries import (
    GONE,
    KIND_OF,
    SALES,
    ZERO,
    Entry,
    State,
    correction_name,
    document_name,
    in_places,
    number_here,
    summed,
)
from sandbox.proof.books.opposites import id_of, opposites_in, sign_of
from sandbox.proof.books.orders import Paid
from shared.kinds import Kind

CORRECTION: Final = re.compile(r"BP-SC-(\d+)")  # a stock correction that went as a bill or a credit note

Raw = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Kept:
    """`state` is Xero's, `brightpearl` the other side's, `settings` the connection's document; `paid` as Wanted has it."""

    state: State
    brightpearl: State
    settings: Raw
    paid: Mapping[str, Paid]

    def entries(self) -> Iterator[Entry]:
        """Give every document, payment and stock correction that is there and has not been voided or deleted."""
        for document in (*self.state["Invoices"], *self.state["CreditNotes"]):
            if document["Status"] in GONE or id_of(document) in self._opposites:
                continue
            entry = self._correction(document) if self._corrects_stock(document) else self._document(document)
            parts = [self._part(one, document) for one in self._opposites_of(document)]
            whole = _with_opposites(entry, parts) if parts else entry
            if whole.total or not parts:
                yield whole
        yield from Applied(state=self.state, brightpearl=self.brightpearl, paid=self.paid).entries()
        for journal in self.state["ManualJournals"]:
            if journal["Status"] == "POSTED":
                yield self._journal(journal)

    def _document(self, document: Raw) -> Entry:
        kind, currency = KIND_OF[document["Type"]], document["CurrencyCode"]
        name = document_name(kind, number_here(document))
        return Entry(
            kind=kind,
            id=str(document.get("InvoiceID") or document.get("CreditNoteID")),
            name=name,
            document=name,
            total=in_places(document["Total"], currency),
            tax=in_places(self._tax(kind, document), currency),
            currency=currency,
            day=document["Date"],
            **self._contact(document),
        )

    def _part(self, opposite: Raw, document: Raw) -> Entry:
        part, sign = self._document(opposite), sign_of(opposite, document)
        return replace(part, total=sign * part.total, tax=sign * part.tax)

    def _opposites_of(self, document: Raw) -> list[Raw]:
        documents = (*self.state["Invoices"], *self.state["CreditNotes"])
        mine = (one for one in documents if self._opposites.get(id_of(one)) is document)
        return [one for one in mine if one["Status"] not in GONE] if self._opposites else []

    @cached_property
    def _opposites(self) -> Mapping[str, Raw]:
        return opposites_in(self.state)

    def _tax(self, kind: Kind, document: Raw) -> Decimal:
        """What Xero says, and the lines by which we carry a tax that is no rate."""
        accounts = self._tax_accounts["sales" if kind in SALES else "purchases"]
        lines = (line for line in document.get("LineItems", ()) if line.get("AccountCode") in accounts)
        ours = (Decimal(line["LineAmount"]) for line in lines if not Decimal(line.get("TaxAmount") or 0))
        return Decimal(document.get("TotalTax", 0)) + sum(ours, ZERO)

    @cached_property
    def _tax_accounts(self) -> Mapping[str, frozenset[str]]:
        withheld = self.settings.get("marketplace_tax_accounts") or {}
        imports = (self.settings.get("import_tax") or {}).get("account")
        told = {
            "sales": (self.settings.get("sales_tax_account"), *withheld.values()),
            "purchases": (self.settings.get("purchase_tax_account"), imports),
        }
        return {side: frozenset(filter(None, accounts)) for side, accounts in told.items()}

    def _contact(self, document: Raw) -> dict[str, Any]:
        contact = self._contacts.get(document.get("Contact", {}).get("ContactID", ""), {})
        number, merged = contact.get("ContactNumber", ""), self._merged.get(contact.get("ContactID", ""), frozenset())
        if number in self._companies.contacts:
            return {"contact": self._companies.of(number), "namesakes": merged}
        return {"contact": number, "namesakes": self._companies.like(contact) | merged}

    @cached_property
    def _merged(self) -> Mapping[str, frozenset[str]]:
        """Those of Brightpearl whose contacts were merged into another one in Xero, by that one."""
        found: dict[str, frozenset[str]] = {}
        for contact in self._contacts.values():
            into, number = contact.get("MergedToContactID"), contact.get("ContactNumber", "")
            if into and number in self._companies.contacts:
                found[into] = found.get(into, frozenset()) | {self._companies.of(number)}
        return found

    @cached_property
    def _contacts(self) -> Mapping[str, Raw]:
        return {one["ContactID"]: one for one in self.state.get("Contacts", ())}

    @cached_property
    def _companies(self) -> Companies:
        return Companies(contacts=self.brightpearl.get("contacts", {}))

    def _corrects_stock(self, document: Raw) -> bool:
        by_document = self.settings["adjustments"]["mode"] != "manual_journal"
        return by_document and bool(CORRECTION.fullmatch(number_here(document)))

    def _correction(self, document: Raw) -> Entry:
        sign = 1 if KIND_OF[document["Type"]] is Kind.PURCHASE_INVOICE else -1
        number = number_here(document).rpartition("-")[2]
        return _stock(
            number, document.get("InvoiceID") or document.get("CreditNoteID"), sign * Decimal(document["Total"])
        )

    def _journal(self, journal: Raw) -> Entry:
        stock = self.settings["adjustments"]["stock_account"]
        lines = [line for line in journal["JournalLines"] if line["AccountCode"] == stock]
        moved = sum((Decimal(line["LineAmount"]) for line in lines), ZERO)
        number = journal["Narration"].split(":")[0].rpartition(" ")[2]
        return _stock(number, journal.get("ManualJournalID"), moved)


def _with_opposites(entry: Entry, parts: Sequence[Entry]) -> Entry:
    whole = summed([entry, *parts])
    return replace(whole, is_rest=abs(whole.total) * 2 < abs(entry.total))


def _stock(number: str, xero_id: object, moved: Decimal) -> Entry:
    name = correction_name(number)
    return Entry(kind=Kind.INVENTORY_ADJUSTMENT, id=str(xero_id), name=name, document=name, total=in_places(moved, ""))
