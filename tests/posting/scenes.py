"""What gives each post step something to do: arranged anew as often as a test asks, on the same shop."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from sandbox.storm.compare import compare
from tests.end_to_end.shop import Shop

Scene = Callable[[Shop], None]
ROUTES: Final = (
    ("fetch_brightpearl_products",),
    ("fetch_brightpearl_contacts", "fetch_brightpearl_purchases", "post_xero_purchases"),
    ("fetch_brightpearl_contacts", "fetch_brightpearl_sales", "post_xero_sales"),
    ("fetch_xero_purchase_payments", "post_brightpearl_purchase_payments"),
    ("fetch_brightpearl_sales_payments", "post_xero_sales_payments"),
    ("fetch_xero_sales_payments", "post_brightpearl_sales_payments"),
    ("fetch_brightpearl_inventory_adjustments", "post_xero_inventory_adjustments"),
)
DOCUMENTS: Final = (*ROUTES[1], *ROUTES[2][1:])


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
    """A bill and a supplier credit."""
    order, _ = shop.buy()
    shop.credit(order)


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


def changed_purchases(shop: Shop) -> None:
    """A bill that changes after it was posted."""
    order, _ = shop.buy()
    settle(shop)
    shop.brightpearl("edit_order", order=order, price="12.34")


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


def stock_corrections(shop: Shop) -> None:
    """Stock that was found, and stock that was lost."""
    shop.brightpearl("stock_correction", product=shop.product, quantity=7, cost="3.21")
    shop.brightpearl("stock_correction", product=shop.product, quantity=-2)


SCENES: Final[Mapping[str, tuple[Scene, ...]]] = {
    "post_xero_purchases": (new_purchases, changed_purchases, miscounted_purchases),
    "post_brightpearl_purchase_payments": (purchase_payments_in_xero,),
    "post_xero_sales": (new_sales, changed_sales, miscounted_sales),
    "post_xero_sales_payments": (sales_payments,),
    "post_brightpearl_sales_payments": (sales_payments_in_xero,),
    "post_xero_inventory_adjustments": (stock_corrections,),
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


def _new_people(shop: Shop, *, supplier: bool = False) -> None:
    number = len(shop.deployed.sandbox.brightpearl.vendor.state()["contacts"])
    contact = shop.new_contact(company=f"Company {number} Ltd", email=f"a{number}@company.example", supplier=supplier)
    shop.product = shop.new_product(sku=f"SKU-{number}")
    shop.supplier, shop.customer = (contact, shop.customer) if supplier else (shop.supplier, contact)
