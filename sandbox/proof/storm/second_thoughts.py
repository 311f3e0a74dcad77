"""What people in a storm take back and change once it may have been sent, in either system, at random.

Of such documents the systems need not agree in the end, but a record has to say so. Nobody else touches them any more.
"""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from sandbox.proof.books.entries import GONE, TYPES, document_name, number_here
from sandbox.proof.storm.people import Document, People
from sandbox.proof.storm.regrets import (
    enter_again_here,
    enter_again_there,
    pay_on_both_sides,
    reconcile_a_payment_there,
    regret_a_payment,
    regret_a_payment_there,
)
from shared.kinds import PAYMENTS
from shared.records.record import Record

OTHER_ACCOUNT: Final = {"SO": "260", "PO": "429"}
BACK: Final = {"SO": 1, "PO": 6}  # a status at which nothing is invoiced


@dataclass(kw_only=True)
class SecondThoughts:
    """`names` and `orders` are what they have thought again about: documents by the name they have in Xero, orders by id."""

    people: People
    sent: list[Document] = field(default_factory=list)
    taken_back: list[Document] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    orders: dict[str, str] = field(default_factory=dict)
    done: Counter[str] = field(default_factory=Counter)

    def act(self, times: int) -> None:
        for _ in range(times):
            self.repeat(self.people.chance.choice(ACTS), 1)

    def repeat(self, act: "Act", times: int) -> None:
        """What either system refuses is not done."""
        for _ in range(times):
            with suppress(ValueError):
                act(self)
                self.done[act.__name__] += 1

    def concerns(self, record: Record) -> bool:
        """Whether it is of an order that they have thought again about, or of money on one."""
        if record.kind in PAYMENTS:
            order = str(record.document.get("orderId", ""))
            return order in self.orders or number_here({"InvoiceNumber": record.summary.number}) in self.orders.values()
        return record.id in self.orders

    # new documents, perhaps paid

    def sell_or_buy(self) -> None:
        kind = self._chance(("SO", "SO", "PO"))
        contact = self._chance(self.people.suppliers if kind == "PO" else self.people.customers)
        self._take(self.people.invoice(self.people.open_order(kind, contact)))

    def take_over(self) -> None:
        """Something that has been edited, or paid, before."""
        others = self._chance((self.people.changeable, self.people.paid_here))
        if others:
            self._take(others.pop(self.people.chance.randrange(len(others))))

    def _take(self, document: Document) -> None:
        self.sent.append(document)
        order = self._order(document)
        self.names |= {document_name(TYPES[order["type"]][0], document.number), f"order {document.order}"}
        self.orders[str(document.order)] = document.number

    def pay_here(self) -> None:
        document = self._any()
        if self._type(document) == "SO":
            self.people.brightpearl("pay_order", order=document.order)

    def pay_there(self) -> None:
        self.people.xero("pay_invoice", invoice=self._in_xero(self._arrived())["InvoiceID"])

    # in Brightpearl

    def uninvoice(self) -> None:
        document = self._any()
        self.people.brightpearl("uninvoice_order", order=document.order)
        self.sent.remove(document)
        self.taken_back.append(document)

    def invoice_again(self) -> None:
        """Under the same number, as it is or with another price."""
        document = self._chance(self.taken_back)
        if self.people.chance.random() < 0.5:
            self.people.brightpearl("edit_order", order=document.order, price=self._price())
        self.people.brightpearl("invoice_order", order=document.order, reference=document.number)
        self.taken_back.remove(document)
        self.sent.append(document)

    def cancel(self) -> None:
        document = self._chance(self.taken_back)
        self.people.brightpearl("cancel_order", order=document.order)
        self.taken_back.remove(document)

    def delete(self) -> None:
        documents = self._chance((self.sent, self.taken_back))
        document = self._chance(documents)
        self.people.brightpearl("delete_order", order=document.order)
        documents.remove(document)

    def move_back(self) -> None:
        document = self._any()
        self.people.brightpearl("move_order", order=document.order, status=BACK[self._type(document)])

    def edit_here(self) -> None:
        self.people.brightpearl("edit_order", order=self._any().order, price=self._price())

    # in Xero

    def void(self) -> None:
        self.people.xero("void", document=self._in_xero(self._arrived())["InvoiceID"])

    def edit_there(self) -> None:
        document = self._in_xero(self._arrived())
        changes = self._chance(({"Date": "2026-11-20"}, {"DueDate": "2027-01-31"}, {"Reference": "seen"}))
        self.people.xero("edit_document", document=document["InvoiceID"], changes=changes)

    def edit_a_line(self) -> None:
        self.people.xero("edit_line", document=self._in_xero(self._arrived())["InvoiceID"], price=self._price())

    def recode_a_line(self) -> None:
        document = self._arrived()
        account = OTHER_ACCOUNT[self._type(document)]
        how = self._chance(("edit_line", "recode_line"))
        self.people.xero(how, document=self._in_xero(document)["InvoiceID"], account=account)

    def delete_an_item(self) -> None:
        items = [item["Code"] for item in self.people.sandbox.xero.vendor.state()["Items"]]
        self.people.xero("delete_item", code=self._chance(items))

    def archive_a_contact(self) -> None:
        self.people.xero("archive_contact", contact=self._chance(self._contacts("ACTIVE")))

    def unarchive_a_contact(self) -> None:
        self.people.xero("unarchive_contact", contact=self._chance(self._contacts("ARCHIVED")))

    def merge_a_contact(self) -> None:
        """Into one that only Xero has."""
        contact = self._chance(self._contacts("ACTIVE"))
        made = self.people.xero("create_contact", contact={"Name": f"Known for long {len(self.done)} {self._price()}"})
        self.people.xero("merge_contact", contact=contact, into=made["ContactID"])

    def _contacts(self, status: str) -> list[str]:
        ours = {str(one) for one in (*self.people.customers, *self.people.suppliers)}
        return [
            one["ContactID"]
            for one in self.people.sandbox.xero.vendor.state()["Contacts"]
            if one["ContactStatus"] == status and one.get("ContactNumber") in ours and not one.get("MergedToContactID")
        ]

    # the books

    def lock(self) -> None:
        """Until yesterday or today."""
        day = self.people.sandbox.clock.now().date() - timedelta(days=self._chance((0, 1)))
        self.people.xero("lock_period", period=day.isoformat())

    def unlock(self) -> None:
        self.people.xero("lock_period", period=None)

    def open_up(self) -> None:
        """Once it is calm nothing stands in the way of what waits: no lock, and no archived contact."""
        self.unlock()
        for contact in self._contacts("ARCHIVED"):
            self.people.xero("unarchive_contact", contact=contact)

    def _any(self) -> Document:
        found: Document = self._chance(self.sent)
        return found

    def _arrived(self) -> Document:
        there = {number_here(one) for one in self._there()}
        found: Document = self._chance([document for document in self.sent if document.number in there])
        return found

    def _chance(self, choices: Any) -> Any:
        """One of them. Raises ValueError where there is none, for then nothing can be done."""
        if not choices:
            raise ValueError("there is none")
        found: Any = self.people.chance.choice(choices)
        return found

    def _price(self) -> str:
        return f"{self.people.chance.randint(1, 200)}.50"

    def _type(self, document: Document) -> str:
        return str(self._order(document)["type"])

    def _order(self, document: Document) -> dict[str, Any]:
        return dict(self.people.sandbox.brightpearl.vendor.state()["orders"][str(document.order)])

    def _in_xero(self, document: Document) -> dict[str, Any]:
        found = next((one for one in self._there() if number_here(one) == document.number), None)
        if found is None:
            raise ValueError("it is not in Xero")
        return found

    def _there(self) -> list[dict[str, Any]]:
        return [one for one in self.people.sandbox.xero.vendor.state()["Invoices"] if one["Status"] not in GONE]


Act = Callable[[SecondThoughts], None]
ACTS: Final[tuple[Act, ...]] = (
    SecondThoughts.sell_or_buy,
    SecondThoughts.sell_or_buy,
    SecondThoughts.take_over,
    SecondThoughts.pay_here,
    SecondThoughts.pay_here,
    regret_a_payment,
    regret_a_payment_there,
    reconcile_a_payment_there,
    enter_again_here,
    enter_again_there,
    pay_on_both_sides,
    SecondThoughts.pay_there,
    SecondThoughts.uninvoice,
    SecondThoughts.invoice_again,
    SecondThoughts.cancel,
    SecondThoughts.delete,
    SecondThoughts.move_back,
    SecondThoughts.edit_here,
    SecondThoughts.void,
    SecondThoughts.edit_there,
    SecondThoughts.edit_a_line,
    SecondThoughts.recode_a_line,
    SecondThoughts.delete_an_item,
    SecondThoughts.archive_a_contact,
    SecondThoughts.unarchive_a_contact,
    SecondThoughts.merge_a_contact,
)
