"""What people do in both systems between two cycles, at random, and only what a connector can follow by itself.

Nobody changes a document that has been paid or credited, and what is entered in both systems is one payment: each sales order is
marked, when it is made, for one of the lives that it may lead.
"""

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import Any, Final

from sandbox.stand_ins.shop.countries import HOMES
from sandbox.stand_ins.shop.home import Tax
from sandbox.stand_ins.world import Sandbox

NAMES: Final = ("O'Neill & Söhne", "Ünal  Ltd", "Smith, Jones", 'The "Old" Mill', "Käse <Haus>", "Baker")
TAXES: Final = (Tax.STANDARD, Tax.STANDARD, Tax.REDUCED, Tax.ZERO)
CENTS: Final = Decimal("0.01")


@dataclass(slots=True, kw_only=True)
class Document:
    """An invoiced order, or the first of those on one supplier invoice: its id, the number, what it comes to and what is open."""

    order: int
    number: str
    total: Decimal
    open: Decimal

    @property
    def is_unpaid(self) -> bool:
        return self.open == self.total


@dataclass(kw_only=True)
class People:
    """`chance` decides everything, so that a seed gives the same shop again.

    `others` are documents that are paid by further acts than these.
    """

    sandbox: Sandbox
    chance: random.Random
    changeable: list[Document] = field(default_factory=list)
    paid_here: list[Document] = field(default_factory=list)
    paid_in_xero: list[Document] = field(default_factory=list)
    paid_in_both: list[Document] = field(default_factory=list)
    bills: list[Document] = field(default_factory=list)
    others: list[Document] = field(default_factory=list)
    customers: list[int] = field(default_factory=list)
    suppliers: list[int] = field(default_factory=list)
    products: list[int] = field(default_factory=list)
    made: int = 0

    def open_up(self) -> None:
        for _ in range(3):
            self._new_customer()
            self._new_supplier()
            self._new_product()

    def owed(self) -> dict[str, Decimal]:
        """What is still open on each document that they pay, by its number, as they know it."""
        paid = (*self.paid_here, *self.paid_in_xero, *self.paid_in_both, *self.bills, *self.others)
        return {document.number: document.open for document in paid}

    def act(self, times: int, *, further: Iterable[Callable[[], None]] = ()) -> None:
        acts: list[Callable[[], None]] = [*(partial(action, self) for action in ACTIONS), *further]
        for _ in range(times):
            self.chance.choice(acts)()

    # new things

    def sell(self) -> None:
        lives = (self.changeable, self.paid_here, self.paid_in_xero, self.paid_in_both)
        self.chance.choice(lives).append(self._order("SO"))

    def buy(self) -> None:
        self.bills.append(self._order("PO"))

    def buy_on_the_same_invoice(self) -> None:
        """Another order on an invoice that the supplier has sent already, as long as nobody has paid any of it."""
        unpaid = [bill for bill in self.bills if bill.is_unpaid]
        if unpaid:
            bill = self.chance.choice(unpaid[-3:])
            first = self.sandbox.brightpearl.vendor.state()["orders"][str(bill.order)]
            order = self.open_order("PO", int(first["contact_id"]))
            more = self.invoice(order, reference=bill.number, tax_date=first["invoice"]["tax_date"]).total
            bill.total, bill.open = bill.total + more, bill.open + more

    def refund_a_return(self) -> None:
        returned = self._order("SC")
        self.brightpearl("refund_order", order=returned.order)

    def correct_stock(self) -> None:
        quantity = self.chance.choice((-3, -1, 2, 5))
        product, cost = self.chance.choice(self.products), self._price()
        self.brightpearl("stock_correction", product=product, quantity=quantity, cost=cost)

    def _new_customer(self) -> None:
        self.customers.append(self._new_contact(supplier=False))

    def _new_supplier(self) -> None:
        self.suppliers.append(self._new_contact(supplier=True))

    def _new_contact(self, *, supplier: bool) -> int:
        self.made += 1
        name = self.chance.choice(NAMES)
        email = f"person{self.made}@example.com"
        given = {"first_name": "Jo", "last_name": "Doe", "company": name, "email": email, "supplier": supplier}
        return int(self.brightpearl("create_contact", **given)["contact"])

    def _new_product(self) -> None:
        self.made += 1
        made = self.brightpearl(
            "create_product", sku=f"STORM-{self.made}", name=f"Thing {self.made}", price=self._price(), cost="1.00"
        )
        self.products.append(int(made["product"]))

    # changes

    def change_an_order(self) -> None:
        if self.changeable:
            order = self.chance.choice(self.changeable[-10:]).order
            self.brightpearl("edit_order", order=order, price=self._price())

    def note_something(self) -> None:
        if self.changeable:
            self.brightpearl("edit_order", order=self.chance.choice(self.changeable).order, note="called", gift=True)

    def credit_an_order(self) -> None:
        """From then on nobody changes it."""
        if self.changeable:
            order = self.changeable.pop(0).order
            self.brightpearl("create_credit", order=order)

    def rename_a_customer(self) -> None:
        name = f"{self.chance.choice(NAMES)} {self.chance.randint(1, 3)}"
        self.brightpearl("rename_contact", contact=self.chance.choice(self.customers), company=name)

    def change_a_product(self) -> None:
        self.brightpearl("edit_product", product=self.chance.choice(self.products), price=self._price())

    # money

    def pay_here(self) -> None:
        self._pay(self.paid_here, lambda paid, amount: self.brightpearl("pay_order", order=paid.order, amount=amount))

    def pay_in_xero(self) -> None:
        self._pay(self.arrived(self.paid_in_xero), self._pay_in_xero)

    def pay_in_both(self) -> None:
        """By two people who do not know of each other. What a lagging search hides cannot be told for the same payment."""
        if not self.sandbox.brightpearl.vendor.switches()["search_lag_seconds"]:
            self._pay(self.arrived(self.paid_in_both), self._pay_in_both)

    def settle_in_xero(self) -> None:
        """By money that was received ahead."""
        self._pay(self.arrived(self.paid_in_xero), self._settle_in_xero)

    def pay_a_bill(self) -> None:
        self._pay(self.arrived(self.bills), self._pay_in_xero)

    def _pay(self, documents: list[Document], pay: Callable[[Document, str], Any]) -> None:
        owed = [document for document in documents if document.open > 0]
        if not owed:
            return
        document = self.chance.choice(owed)
        part = (document.open / 2).quantize(CENTS)
        amount = self.chance.choice((document.open, part)) or document.open
        pay(document, str(amount))
        document.open -= amount

    def _pay_in_xero(self, document: Document, amount: str) -> None:
        self.xero("pay_invoice", invoice=document.number, amount=amount)

    def _pay_in_both(self, document: Document, amount: str) -> None:
        day = self.sandbox.clock.now().date().isoformat()
        self.brightpearl("pay_order", order=document.order, amount=amount, day=day)
        self.xero("pay_invoice", invoice=document.number, amount=amount, date=day)

    def _settle_in_xero(self, document: Document, amount: str) -> None:
        invoices = self.sandbox.xero.vendor.state()["Invoices"]
        contact = next(one for one in invoices if one["InvoiceNumber"] == document.number)["Contact"]["ContactID"]
        self.xero("unarchive_contact", contact=contact)  # as Xero asks for it, where it was archived
        given = {"contact": contact, "amount": amount, "invoice": document.number, "allocate": amount}
        self.xero(self.chance.choice(("receive_overpayment", "receive_prepayment")), **given)

    def arrived(self, documents: list[Document]) -> list[Document]:
        """Those that are in Xero as they should be; what is still to be corrected there is left alone."""
        there = {one["InvoiceNumber"]: one["AmountDue"] for one in self.sandbox.xero.vendor.state()["Invoices"]}
        return [one for one in documents if one.number in there and Decimal(there[one.number]) == one.open]

    def _order(self, kind: str) -> Document:
        if self.chance.random() < 0.3:
            self.chance.choice((self._new_customer, self._new_supplier, self._new_product))()
        contact = self.chance.choice(self.suppliers if kind == "PO" else self.customers)
        return self.invoice(self.open_order(kind, contact))

    def open_order(self, kind: str, contact: int, **fields: str) -> int:
        nominal = "5000" if kind in ("PO", "PC") else "4000"
        rows = [self._row(nominal) for _ in range(self.chance.randint(1, 3))]
        return int(self.brightpearl("create_order", contact=contact, type=kind, rows=rows, **fields)["order"])

    def invoice(self, order: int, **fields: str) -> Document:
        done = self.brightpearl("invoice_order", order=order, **fields)
        total = Decimal(done["total"])
        return Document(order=order, number=done["reference"], total=total, open=total)

    def _row(self, nominal: str) -> dict[str, Any]:
        return {
            "product": self.chance.choice(self.products),
            "quantity": self.chance.randint(1, 4),
            "price": self._price(),
            "tax_code": HOMES[self.sandbox.country].tax_codes[self.chance.choice(TAXES)],
            "nominal": nominal,
        }

    def _price(self) -> str:
        return str(Decimal(self.chance.randint(100, 20000)) * CENTS)

    def brightpearl(self, action: str, **fields: Any) -> Any:
        return self.sandbox.brightpearl.vendor.do({"action": action, **fields})

    def xero(self, action: str, **fields: Any) -> Any:
        return self.sandbox.xero.vendor.do({"action": action, **fields})


ACTIONS: Final[tuple[Callable[[People], None], ...]] = (
    People.sell,
    People.sell,
    People.sell,
    People.buy,
    People.buy,
    People.buy_on_the_same_invoice,
    People.refund_a_return,
    People.correct_stock,
    People.change_an_order,
    People.note_something,
    People.credit_an_order,
    People.rename_a_customer,
    People.change_a_product,
    People.pay_here,
    People.pay_here,
    People.pay_in_xero,
    People.pay_in_both,
    People.settle_in_xero,
    People.pay_a_bill,
)
