"""Journals of both ledgers that are about the same thing: an order with its document and its money, or a correction.

Orders that share a journal or a bill are one thing, and so is what a credit that was entered in Xero settles.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final

from sandbox.proof.books.applied import CREDIT_IDS, LAST_NUMBER
from sandbox.proof.books.entries import KIND_OF, State, document_name, number_here
from sandbox.proof.books.opposites import id_of, opposites_in
from sandbox.proof.books.orders import in_xero_name
from sandbox.proof.books.xero import CORRECTION
from sandbox.proof.ledgers.joining import Groups
from sandbox.proof.ledgers.journals import Journal
from shared.kinds import ORDERS, Kind
from shared.mapping.payments import our_payment_id

Raw = Mapping[str, Any]

NARRATION: Final = re.compile(r"Brightpearl stock correction (\d+)(?::|$)")
NO_DOCUMENTS: Final = ("order ", "payment ", "goods note ")
NOUNS: Final = {"Invoices": "invoice", "CreditNotes": "credit note"}
CREDITS: Final = {"CreditNotes": "credit note", "Overpayments": "overpayment", "Prepayments": "prepayment"}
IDS: Final = dict(zip(CREDITS, CREDIT_IDS, strict=True))


@dataclass(slots=True, kw_only=True)
class Thing:
    """`names` are all that is in it: orders, payments, documents of Xero's, corrections; `called` are the documents."""

    names: set[str] = field(default_factory=set)
    called: set[str] = field(default_factory=set)
    brightpearl: list[Journal] = field(default_factory=list)
    xero: list[Journal] = field(default_factory=list)


@dataclass(kw_only=True)
class Things:
    """`brightpearl` and `xero` are the two states."""

    brightpearl: State
    xero: State
    groups: Groups[str] = field(default_factory=Groups)

    def of(self, ours: Iterable[Journal], theirs: Iterable[Journal]) -> list[Thing]:
        both = (list(ours), list(theirs))
        for one, other in self._same(both):
            self.groups.join(one, other)
        found: dict[str, Thing] = {}
        for side, journals in zip(("brightpearl", "xero"), both, strict=True):
            for journal in journals:
                thing = found.setdefault(self.groups.name(journal.about[0]), Thing())
                getattr(thing, side).append(journal)
        for name in (*self.ours, *self.theirs):
            if (group := self.groups.name(name)) in found:
                found[group].names.add(name)
                found[group].called.update(self._documents(name))
        for thing in found.values():
            thing.names.update(name for journal in (*thing.brightpearl, *thing.xero) for name in journal.about)
        return list(found.values())

    def _documents(self, name: str) -> Iterator[str]:
        """What an order or a document of Xero's is called in both, if it is a document."""
        named = self.ours.get(name) or self.theirs.get(name, "")
        if named and not named.startswith(NO_DOCUMENTS):
            yield named

    def _same(self, journals: tuple[Iterable[Journal], Iterable[Journal]]) -> Iterator[tuple[str, str]]:
        yield from self.ours.items()
        yield from self.theirs.items()
        for journal in (*journals[0], *journals[1]):
            yield from ((journal.about[0], other) for other in journal.about[1:])
        yield from self._taken_back()
        yield from self._settled_by_hand()

    @cached_property
    def ours(self) -> dict[str, str]:
        """What each thing of Brightpearl's belongs to: an order to its document's name in Xero, a payment to its order."""
        orders, payments = self.brightpearl["orders"].values(), self.brightpearl["payments"].values()
        invoiced = {f"order {one['id']}": in_xero_name(one) for one in orders if one["invoice"]["reference"]}
        return invoiced | {f"payment {one['id']}": f"order {one['order_id']}" for one in payments}

    @cached_property
    def theirs(self) -> dict[str, str]:
        """What each thing of Xero's is in Brightpearl, or would be: a document's name, a payment, a correction."""
        return dict(self._theirs())

    def _theirs(self) -> Iterator[tuple[str, str]]:
        for plural, noun in NOUNS.items():
            for document in self.xero[plural]:
                known = document.get("InvoiceID") or document["CreditNoteID"]
                yield f"{noun} {known}", self._document(document)
        for overpayment in self.xero["Overpayments"]:
            if payment := self._payment_of(overpayment):
                yield f"overpayment {overpayment['OverpaymentID']}", f"payment {payment}"
        for journal in self.xero["ManualJournals"]:
            if found := NARRATION.match(journal["Narration"]):
                yield f"manual journal {journal['ManualJournalID']}", f"goods note {found[1]}"

    def _document(self, document: Raw) -> str:
        document = self.opposites.get(id_of(document), document)
        number = number_here(document)
        correction = CORRECTION.fullmatch(number)
        return f"goods note {correction[1]}" if correction else document_name(KIND_OF[document["Type"]], number)

    def on_its_day(self, journal: Journal) -> Journal:
        """Give that of an opposite document as of the day of the one that it puts right."""
        base = self.opposites.get(journal.id)
        return journal if base is None else replace(journal, day=base["Date"])

    @cached_property
    def opposites(self) -> Mapping[str, Raw]:
        return opposites_in(self.xero)

    def _payment_of(self, overpayment: Raw) -> str:
        """The payment of Brightpearl's that our overpayment is money of; "" for one of somebody else."""
        found = LAST_NUMBER.search(self._urls.get(overpayment["OverpaymentID"]) or "")
        return found[1] if found and found[1] in self.brightpearl["payments"] else ""

    @cached_property
    def made_of(self) -> Mapping[str, tuple[Kind, str]]:
        """The order or payment that each thing of Xero's was made of, by its link or reference: Brightpearl may have lost it."""
        documents = (*self.xero["Invoices"], *self.xero["CreditNotes"])
        linked = ((one, LAST_NUMBER.search(one.get("Url") or "")) for one in documents)
        made = {
            str(one.get("InvoiceID") or one["CreditNoteID"]): (KIND_OF[one["Type"]], found[1])
            for one, found in linked
            if found
        }
        made |= {one: made[id_of(base)] for one, base in self.opposites.items() if id_of(base) in made}
        paid = [(one["PaymentID"], our_payment_id(one.get("Reference"))) for one in self.xero["Payments"]]
        ahead = ((money, LAST_NUMBER.search(self._urls.get(credit) or "")) for money, credit in self.credits.items())
        paid += [(money, found[1]) for money, found in ahead if found]
        return made | {payment: (Kind.SALES_PAYMENT, ours) for payment, ours in paid if ours}

    def _taken_back(self) -> Iterator[tuple[str, str]]:
        """A document of Xero's and the order that it was made of, which is invoiced no more."""
        for known, (kind, order) in self.made_of.items():
            if kind in ORDERS and f"order {order}" not in self.ours:
                yield f"{NOUNS[ORDERS[kind].resource]} {known}", f"order {order}"

    @cached_property
    def credits(self) -> Mapping[str, str]:
        """The overpayment that each bank transaction is."""
        money = (one for one in self.xero["BankTransactions"] if "OverpaymentID" in one)
        return {one["BankTransactionID"]: one["OverpaymentID"] for one in money}

    @cached_property
    def _urls(self) -> Mapping[str, str]:
        return {
            one["OverpaymentID"]: one.get("Url", "") for one in self.xero["BankTransactions"] if "OverpaymentID" in one
        }

    def rows_of(self, name: str) -> int:
        """How many rows an order has; none of anything else."""
        noun, _, number = name.partition(" ")
        order = self.brightpearl["orders"].get(number) if noun == "order" else None
        return len(order["rows"]) if order else 0

    def _settled_by_hand(self) -> Iterator[tuple[str, str]]:
        """A credit that a person has entered in Xero, and the invoices that it settles."""
        for plural, noun in CREDITS.items():
            for credit in self.by_hand(plural):
                for allocation in credit["Allocations"]:
                    yield f"{noun} {credit[IDS[plural]]}", f"invoice {allocation['Invoice']['InvoiceID']}"

    def by_hand(self, plural: str) -> Iterator[Raw]:
        """Credits that are nothing of Brightpearl's."""
        for credit in self.xero[plural]:
            if self.theirs.get(f"{CREDITS[plural]} {credit[IDS[plural]]}") not in self._wanted:
                yield credit

    @cached_property
    def _wanted(self) -> frozenset[str]:
        notes = (f"goods note {note}" for note in self.brightpearl["goods_notes"])
        return frozenset((*self.ours, *self.ours.values(), *notes))
