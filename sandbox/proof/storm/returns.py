"""Returned goods in a storm: a credit of no order, which a bookkeeper uses in Xero for what the same contact has bought."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from sandbox.proof.storm.people import Document, People

CREDITED: Final = {"SO": "SC", "PO": "PC"}


@dataclass(kw_only=True)
class Returns:
    """`unused` are credits, each with the document that it is to settle."""

    people: People
    unused: list[tuple[Document, Document]] = field(default_factory=list)

    def acts(self) -> tuple[Callable[[], None], ...]:
        return self.take_goods_back, self.use_a_credit

    def take_goods_back(self) -> None:
        owing = [document for document in (*self.people.paid_in_xero, *self.people.bills) if document.open > 0]
        if owing:
            document = self.people.chance.choice(owing)
            bought = self._order_of(document)
            credit = self.people.open_order(CREDITED[bought["type"]], int(bought["contact_id"]))
            self.unused.append((self.people.invoice(credit), document))

    def use_a_credit(self) -> None:
        """For as much as is left of it, or open on the other."""
        notes = {one["CreditNoteNumber"]: one for one in self.people.sandbox.xero.vendor.state()["CreditNotes"]}
        there = [pair for pair in self.unused if pair[0].number in notes and self._takes(pair[1])]
        if not there:
            return
        credit, document = self.people.chance.choice(there)
        self.unused.remove((credit, document))
        amount = min(Decimal(notes[credit.number]["RemainingCredit"]), document.open)
        if amount > 0:
            self.people.xero("allocate_credit", credit=credit.number, invoice=document.number, amount=str(amount))
            document.open -= amount

    def _takes(self, document: Document) -> bool:
        """Whether it is in Xero as it should be. What settles a bill of several orders is several payments of the credit."""
        of_one_order = Decimal(self._order_of(document)["total"]) == document.total
        return of_one_order and bool(self.people.arrived([document]))

    def _order_of(self, document: Document) -> Mapping[str, Any]:
        order: Mapping[str, Any] = self.people.sandbox.brightpearl.vendor.state()["orders"][str(document.order)]
        return order
