"""Orders from the United States, whose channel worked out the sales tax: tax code "-", no rate, its own tax."""

from sandbox.stand_ins.brightpearl.records import Order, OrderType
from sandbox.stand_ins.brightpearl.reference import US_SALES_TAX
from sandbox.stand_ins.shop.premises import Premises, at, pounds
from sandbox.stand_ins.shop.rows import net_row
from sandbox.stand_ins.shop.selling import INVOICED, MARKET, Deal, invoice, next_reference, open_deal, take_payment


def sell_to_the_states(shop: Premises) -> Order:
    """One such order, paid."""
    shop.store.reference.tax_codes[US_SALES_TAX.code] = US_SALES_TAX
    customer = shop.odd_people["emoji"]
    day = shop.day(days_ago=10)
    row = net_row(shop, shop.odd_products["plain"], quantity=2, each=pounds("15.00"))
    deal = Deal(
        type=OrderType.SO,
        contact=customer,
        status=INVOICED,
        placed=at(day, "10:00"),
        channel=MARKET,
        currency=customer.currency,
        rate=shop.rate(customer.currency),
    )
    order = open_deal(shop, deal, [row])
    row.tax_code, row.tax_rate, row.tax = US_SALES_TAX.code, US_SALES_TAX.rate, pounds("2.48")
    invoice(shop, order, tax_date=day, reference=next_reference(shop, order), status=INVOICED)
    take_payment(shop, order, order.total, paid=at(day, "11:00"), method="PAYPAL")
    return order
