"""Returned goods in a storm: a credit of no order, which a bookkeeper uses in Xero for what the same contact has bought."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from sandbox.proof.storm.people import Document, People

Raw = Mapping[str, Any]
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
        posted = [(credit, document) for credit, document in self.unused if credit.number in notes]
        takes = self._takes([document for _, document in posted])
        there = [(credit, document) for credit, document in posted if document in takes]
        if not there:
            return
        credit, document = self.people.chance.choice(there)
        self.unused.remove((credit, document))
        amount = min(Decimal(notes[credit.number]["RemainingCredit"]), document.open)
        if amount > 0:
            self.people.xero("allocate_credit", credit=credit.number, invoice=document.number, amount=str(amount))
            document.open -= amount

    def _takes(self, documents: list[Document]) -> list[Document]:
        """Those in Xero as they should be. What settles a bill of several orders is several payments of the credit."""
        orders = self._orders() if documents else {}
        return self.people.arrived([one for one in documents if Decimal(orders[str(one.order)]["total"]) == one.total])

    def _order_of(self, document: Document) -> Raw:
        return self._orders()[str(document.order)]

    def _orders(self) -> Mapping[str, Raw]:
        orders: Mapping[str, Raw] = self.people.sandbox.brightpearl.vendor.state()["orders"]
        return orders
