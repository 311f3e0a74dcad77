"""What gives each post step something to do: arranged anew as often as a test asks, on the same shop."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from sandbox.proof.storm.compare import compare
from shared.kinds import Kind
from tests.end_to_end.shop import Shop

Scene = Callable[[Shop], None]
ROUTES: Final = (
    ("fetch_brightpearl_products", "fetch_brightpearl_contacts", "fetch_brightpearl_purchases", "post_xero_purchases"),
    ("fetch_brightpearl_products", "fetch_brightpearl_contacts", "fetch_brightpearl_sales", "post_xero_sales"),
    ("fetch_xero_purchase_payments", "post_brightpearl_purchase_payments"),
    ("fetch_brightpearl_sales_payments", "post_xero_sales_payments"),
    ("fetch_xero_sales_payments", "post_brightpearl_sales_payments"),
    ("fetch_brightpearl_inventory_adjustments", "post_xero_inventory_adjustments"),
)
DOCUMENTS: Final = (*ROUTES[0], *ROUTES[1][2:])


def route(step: str) -> tuple[str, ...]:
    """The part of the cycle that a step belongs to, in its order."""
    return next(names for names in ROUTES if step in names)


def run(shop: Shop, steps: Iterable[str]) -> None:
    """Run some steps as one run."""
    started = shop.deployed.start_run()
    for step in steps:
        shop.deployed.step(step, run=started)


def settle(shop: Shop) -> None:
    """Bring documents over, half an hour later."""
    shop.clock.advance(minutes=30)
    run(shop, DOCUMENTS)


def new_purchases(shop: Shop) -> None:
    """A bill and a supplier credit, of a supplier and for a product that Xero does not know."""
    _new_people(shop, supplier=True)
    order, _ = shop.buy()
    shop.credit(order)


def new_shared_bill(shop: Shop) -> None:
    """A bill of three orders, of a supplier and for a product that Xero does not know."""
    _new_people(shop, supplier=True)
    number = f"MILL-{shop.supplier}"
    for _ in range(3):
        shop.buy(number=number)


def changed_shared_bill(shop: Shop) -> None:
    """A bill of two orders, of which one changes after it was posted, and to which a third one comes."""
    _new_people(shop, supplier=True)
    number = f"MILL-{shop.supplier}"
    changed, _ = shop.buy(number=number)
    shop.buy(number=number)
    settle(shop)
    shop.brightpearl("edit_order", order=changed, price="31.37")
    shop.buy(number=number)


def unused_product(shop: Shop) -> None:
    """A product that no document needs yet."""
    _new_people(shop)


def new_supplier(shop: Shop) -> None:
    """A bill of a supplier and for a product that Xero does not know."""
    _new_people(shop, supplier=True)
    shop.buy()


def new_sales(shop: Shop) -> None:
    """An invoice and a credit, of a customer and for a product that Xero does not know."""
    _new_people(shop)
    order, _ = shop.sell()
    shop.credit(order, quantity=1)


def changed_sales(shop: Shop) -> None:
    """An invoice whose price and customer change after it was posted."""
    _new_people(shop)
    order, _ = shop.sell()
    settle(shop)
    shop.brightpearl("edit_order", order=order, price="31.37")
    shop.brightpearl("edit_contact", contact=shop.customer, email=f"new{shop.customer}@harbour.example")


def changed_sales_that_are_paid(shop: Shop) -> None:
    """An invoice whose text changes when it is paid already."""
    _new_people(shop)
    order, _ = shop.sell()
    settle(shop)
    shop.brightpearl("pay_order", order=order)
    shop.clock.advance(minutes=30)
    run(shop, route("post_xero_sales_payments"))
    shop.brightpearl("edit_order", order=order, name="Red tee, organic")


def changed_sales_credit(shop: Shop) -> None:
    """A credit of returned goods whose price, customer and product change after it was posted; so does its product."""
    _new_people(shop)
    returned = shop.open_order(type="SC")
    shop.invoice(returned)
    settle(shop)
    shop.brightpearl("edit_order", order=returned, price="31.37")
    shop.brightpearl("edit_contact", contact=shop.customer, email=f"new{shop.customer}@harbour.example")
    shop.brightpearl("edit_product", product=shop.product, price="31.37")


def changed_purchases(shop: Shop) -> None:
    """A bill and a supplier credit that change after they were posted, with their supplier and their product."""
    _new_people(shop, supplier=True)
    cost = shop.row(price="10.00", nominal="5000")
    order, _ = shop.buy(cost)
    returned = shop.open_order(cost, contact=shop.supplier, type="PC")
    shop.invoice(returned)
    settle(shop)
    for changed in (order, returned):
        shop.brightpearl("edit_order", order=changed, price="12.34")
    shop.brightpearl("edit_contact", contact=shop.supplier, email=f"new{shop.supplier}@mill.example")
    shop.brightpearl("edit_product", product=shop.product, price="12.34")


def miscounted_sales(shop: Shop) -> None:
    """An invoice that Xero adds up to a cent less: it rounds half a cent of tax the other way."""
    shop.deployed.sandbox.xero.vendor.set_switches({"rounding": "half_even"})
    shop.sell(shop.row(price="10.10", tax_code="T5"))


def miscounted_purchases(shop: Shop) -> None:
    """A bill that Xero adds up to a cent less."""
    shop.deployed.sandbox.xero.vendor.set_switches({"rounding": "half_even"})
    shop.buy(shop.row(price="10.10", tax_code="T5", nominal="5000"))


def sales_payments(shop: Shop) -> None:
    """A payment in two parts, a refund, and a credit to be allocated."""
    paid, _ = shop.sell(shop.row(price="50.00"))
    refunded = shop.open_order(type="SC")
    shop.invoice(refunded)
    owed, _ = shop.sell(shop.row(price="80.00"))
    shop.credit(owed, quantity=1)
    settle(shop)
    shop.brightpearl("pay_order", order=paid, amount="10.00")
    shop.brightpearl("pay_order", order=paid, amount="10.00")
    shop.brightpearl("refund_order", order=refunded)


def sales_payments_in_xero(shop: Shop) -> None:
    """Two parts of an invoice paid in Xero, a credit note paid back there, and money paid ahead that settles a part."""
    _, number = shop.sell(shop.row(price="50.00"))
    refunded = shop.open_order(type="SC")
    credit = shop.invoice(refunded)
    settle(shop)
    shop.xero("pay_invoice", invoice=number, amount="10.00")
    shop.xero("pay_invoice", invoice=number, amount="10.00")
    shop.xero("pay_credit_note", credit_note=credit)
    contact = shop.contact_in_xero(shop.customer)["ContactID"]
    shop.xero("receive_overpayment", contact=contact, amount="5.00", invoice=number, allocate="5.00")


def purchase_payments_in_xero(shop: Shop) -> None:
    """A bill paid in two parts, and a supplier's refund."""
    _, number = shop.buy(shop.row(price="50.00", nominal="5000"))
    returned = shop.open_order(shop.row(price="5.00", nominal="5000"), contact=shop.supplier, type="PC")
    credit = shop.invoice(returned)
    settle(shop)
    shop.xero("pay_invoice", invoice=number, amount="10.00")
    shop.xero("pay_invoice", invoice=number, amount="10.00")
    shop.xero("pay_credit_note", credit_note=credit)


def sales_credits_used_in_xero(shop: Shop) -> None:
    """Two sales credits that somebody allocates in Xero to an invoice that they did not come from."""
    numbers = [shop.invoice(shop.open_order(type="SC")) for _ in range(2)]
    _, invoice = shop.sell(shop.row(price="80.00"))
    settle(shop)
    for number in numbers:
        shop.xero("allocate_credit", credit=number, invoice=invoice, amount="10.00")


def supplier_credits_used_in_xero(shop: Shop) -> None:
    """Two supplier credits that somebody allocates in Xero to a bill that they did not come from."""
    cost = shop.row(price="50.00", nominal="5000")
    numbers = [shop.invoice(shop.open_order(cost, contact=shop.supplier, type="PC")) for _ in range(2)]
    _, bill = shop.buy(shop.row(price="80.00", nominal="5000"))
    settle(shop)
    for number in numbers:
        shop.xero("allocate_credit", credit=number, invoice=bill, amount="10.00")


def payments_of_a_shared_bill(shop: Shop) -> None:
    """A bill of three orders that is paid in Xero in two parts."""
    _new_people(shop, supplier=True)
    number = f"MILL-{shop.supplier}"
    for _ in range(3):
        shop.buy(shop.row(price="10.00", nominal="5000"), number=number)
    settle(shop)
    shop.xero("pay_invoice", invoice=number, amount="15.00")
    shop.xero("pay_invoice", invoice=number, amount="20.00")


def stock_corrections(shop: Shop) -> None:
    """Stock that was found, and stock that was lost."""
    shop.brightpearl("stock_correction", product=shop.product, quantity=7, cost="3.21")
    shop.brightpearl("stock_correction", product=shop.product, quantity=-2)


def stock_corrections_as_documents(shop: Shop) -> None:
    """The same, where they are posted as bills and credit notes of a supplier whom Xero does not know."""
    name = f"Stock corrections {_corrections(shop)}"
    shop.change_settings(lambda settings: settings["adjustments"].update(mode="bill_or_credit", supplier=name))
    stock_corrections(shop)


def recoded_stock_corrections(shop: Shop) -> None:
    """A journal that is to be amended: its accounts have changed in the settings, and somebody wants it posted again."""
    note = shop.brightpearl("stock_correction", product=shop.product, quantity=3, cost="2.00")["goods_note"]
    shop.clock.advance(minutes=30)
    run(shop, ROUTES[-1])
    account = ("499", "429")[_corrections(shop) % 2]
    shop.change_settings(lambda settings: settings["adjustments"].update(adjustment_account=account))
    shop.retry(Kind.INVENTORY_ADJUSTMENT, note)


SCENES: Final[Mapping[str, tuple[Scene, ...]]] = {
    "post_xero_purchases": (
        new_purchases,
        changed_purchases,
        miscounted_purchases,
        new_shared_bill,
        changed_shared_bill,
    ),
    "post_brightpearl_purchase_payments": (
        purchase_payments_in_xero,
        payments_of_a_shared_bill,
        supplier_credits_used_in_xero,
    ),
    "post_xero_sales": (new_sales, changed_sales, changed_sales_that_are_paid, changed_sales_credit, miscounted_sales),
    "post_xero_sales_payments": (sales_payments,),
    "post_brightpearl_sales_payments": (sales_payments_in_xero, sales_credits_used_in_xero),
    "post_xero_inventory_adjustments": (
        stock_corrections,
        recoded_stock_corrections,
        stock_corrections_as_documents,
    ),
}

_CREATED: Final = ("PUT /Contacts", "PUT /Items", "PUT /Invoices", "PUT /CreditNotes")
# What has to be sent in each, so that it is known to have been struck.
REQUESTS: Final[Mapping[Scene, tuple[str, ...]]] = {
    new_purchases: _CREATED,
    changed_purchases: ("POST /Contacts", "POST /Items", "POST /Invoices", "POST /CreditNotes"),
    miscounted_purchases: ("PUT /Invoices", "POST /Invoices"),
    new_shared_bill: ("PUT /Contacts", "PUT /Items", "PUT /Invoices"),
    changed_shared_bill: ("POST /Invoices",),
    payments_of_a_shared_bill: ("POST /multi-message",),
    purchase_payments_in_xero: ("POST /multi-message",),
    supplier_credits_used_in_xero: ("POST /multi-message",),
    new_sales: _CREATED,
    changed_sales: ("POST /Contacts", "POST /Invoices"),
    changed_sales_that_are_paid: ("POST /Invoices",),
    changed_sales_credit: ("POST /Contacts", "POST /Items", "POST /CreditNotes"),
    miscounted_sales: ("PUT /Invoices", "POST /Invoices"),
    sales_payments: ("PUT /Payments", "PUT /CreditNotes/*/Allocations"),
    sales_payments_in_xero: ("POST /multi-message",),
    sales_credits_used_in_xero: ("POST /multi-message",),
    stock_corrections: ("PUT /ManualJournals",),
    recoded_stock_corrections: ("POST /ManualJournals",),
    stock_corrections_as_documents: ("PUT /Contacts", "PUT /Invoices", "PUT /CreditNotes"),
}

FETCHES: Final[Mapping[str, Scene]] = {
    "fetch_brightpearl_products": unused_product,
    "fetch_brightpearl_contacts": new_supplier,
    "fetch_brightpearl_purchases": new_purchases,
    "fetch_xero_purchase_payments": purchase_payments_in_xero,
    "fetch_brightpearl_sales": new_sales,
    "fetch_brightpearl_sales_payments": sales_payments,
    "fetch_xero_sales_payments": sales_payments_in_xero,
    "fetch_brightpearl_inventory_adjustments": stock_corrections,
}


def disagreements(shop: Shop) -> list[str]:
    """What is lost, doubled or unequal, record by record."""
    sandbox = shop.deployed.sandbox
    _, settings = shop.deployed.progress.settings()
    return compare(sandbox.brightpearl.vendor.state(), sandbox.xero.vendor.state(), settings).lines


def _corrections(shop: Shop) -> int:
    return len(shop.deployed.sandbox.brightpearl.vendor.state()["goods_notes"])


def _new_people(shop: Shop, *, supplier: bool = False) -> None:
    number = len(shop.deployed.sandbox.brightpearl.vendor.state()["contacts"])
    contact = shop.new_contact(company=f"Company {number} Ltd", email=f"a{number}@company.example", supplier=supplier)
    shop.product = shop.new_product(sku=f"SKU-{number}")
    shop.supplier, shop.customer = (contact, shop.customer) if supplier else (shop.supplier, contact)
