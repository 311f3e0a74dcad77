"""Orders from the United States, whose channel worked out the sales tax: tax code "-", no rate, its own tax."""

from sandbox.stand_ins.brightpearl.profile import US_SALES_TAX
from sandbox.stand_ins.brightpearl.records import Order, OrderType
from sandbox.stand_ins.shop.premises import Premises, money
from sandbox.stand_ins.shop.rows import net_row
from sandbox.stand_ins.shop.selling import INVOICED, MARKET, Deal, invoice, next_reference, open_deal, take_payment


def sell_to_the_states(shop: Premises) -> Order:
    """One such order, paid."""
    shop.store.reference.tax_codes[US_SALES_TAX.code] = US_SALES_TAX
    customer = shop.odd_people["emoji"]
    day = shop.day(days_ago=10)
    row = net_row(shop, shop.odd_products["plain"], quantity=2, each=money("15.00"))
    deal = Deal(
        type=OrderType.SO,
        contact=customer,
        status=INVOICED,
        placed=shop.at(day, "10:00"),
        channel=MARKET,
        currency=customer.currency,
        rate=shop.rate(customer.currency),
    )
    order = open_deal(shop, deal, [row])
    row.tax_code, row.tax_rate, row.tax = US_SALES_TAX.code, US_SALES_TAX.rate, money("2.48")
    invoice(shop, order, tax_date=day, reference=next_reference(shop, order), status=INVOICED)
    take_payment(shop, order, order.total, paid=shop.at(day, "11:00"), method="PAYPAL")
    return order
