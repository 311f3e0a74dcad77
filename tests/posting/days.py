"""Days in a shop on which every step has everything to do: to create, to amend, and to read what others have done."""

from dataclasses import dataclass, field

from tests.end_to_end.shop import Shop


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What was sold and bought together, and is to be changed, credited or paid on the day after. Orders or numbers."""

    customer: int
    supplier: int
    sold: int
    bought: int
    changed: tuple[int, int, int, int]
    paid_here: int
    refunded_here: int
    credited: int
    paid_there: str
    returned_there: str
    settled_there: str
    bill_paid_there: str
    supplier_credit_paid_there: str


@dataclass(kw_only=True)
class Days:
    """`width` is how many of everything there are: two, where a batch has to have a good and a bad element."""

    shop: Shop
    width: int = 1
    yesterday: list[Round] = field(default_factory=list)
    rounds: int = 0

    def begin(self) -> None:
        """A day's work, in both systems; the connector has seen nothing of it yet."""
        for done in self.yesterday:
            self._change(done)
            self._pay(done)
        for quantity in (7, -2) * self.width:
            self.shop.brightpearl("stock_correction", product=self.shop.product, quantity=quantity, cost="3.21")
        self.yesterday = [self._round() for _ in range(self.width)]

    def _round(self) -> Round:
        """All for one new customer and one new supplier, with a new product for each."""
        self.rounds += 1
        shop, name = self.shop, f"Company {self.rounds}"
        shop.customer = shop.new_contact(company=f"{name} Ltd", email=f"buyer{self.rounds}@company.example")
        shop.supplier = shop.new_contact(company=f"{name} Mill", email=f"m{self.rounds}@mill.example", supplier=True)
        bought, shop.product = (shop.new_product(sku=f"{word}-{self.rounds}") for word in ("BUY", "SELL"))
        cost = shop.row(product=bought, price="40.00", nominal="5000")
        credits_ = [shop.open_order(type="SC") for _ in range(3)]
        supplier_credits = [shop.open_order(cost, contact=shop.supplier, type="PC") for _ in range(2)]
        numbers = {order: shop.invoice(order) for order in (*credits_, *supplier_credits)}
        return Round(
            customer=shop.customer,
            supplier=shop.supplier,
            sold=shop.product,
            bought=bought,
            changed=(shop.sell()[0], credits_[0], shop.buy(cost)[0], supplier_credits[0]),
            paid_here=shop.sell()[0],
            refunded_here=credits_[1],
            credited=shop.sell()[0],
            paid_there=shop.sell()[1],
            returned_there=numbers[credits_[2]],
            settled_there=shop.sell()[1],
            bill_paid_there=shop.buy(cost)[1],
            supplier_credit_paid_there=numbers[supplier_credits[1]],
        )

    def _change(self, done: Round) -> None:
        shop, price = self.shop, "31.10"
        for order in done.changed:
            shop.brightpearl("edit_order", order=order, price=price)
        for contact in (done.customer, done.supplier):
            shop.brightpearl("edit_contact", contact=contact, email=f"new{contact}@company.example")
        for product in (done.sold, done.bought):
            shop.brightpearl("edit_product", product=product, price=price)

    def _pay(self, done: Round) -> None:
        shop = self.shop
        for amount in ("10.00", "10.00"):
            shop.brightpearl("pay_order", order=done.paid_here, amount=amount)
        shop.brightpearl("refund_order", order=done.refunded_here)
        shop.credit(done.credited, quantity=1)
        for invoice in (done.paid_there, done.bill_paid_there):
            shop.xero("pay_invoice", invoice=invoice, amount="10.00")
            shop.xero("pay_invoice", invoice=invoice, amount="10.00")
        for credit in (done.returned_there, done.supplier_credit_paid_there):
            shop.xero("pay_credit_note", credit_note=credit)
        contact = shop.contact_in_xero(done.customer)["ContactID"]
        shop.xero("receive_overpayment", contact=contact, amount="5.00", invoice=done.settled_there, allocate="5.00")
