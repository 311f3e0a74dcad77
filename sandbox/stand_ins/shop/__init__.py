"""A believable shop for the two stand-ins: any number of orders, the same shop for the same day, number and seed.

`fill` enters straight into Brightpearl's store; into Xero it enters, as people would, what an old connector left there.
The shop is in the account's country (`countries`): it keeps its books in that country's currency and sells in two or
three others, its tax codes play the same parts everywhere, and its people live there or abroad.

Its first tax date that counts is 60 days before today; it has older and unfinished business, which must not go to Xero,
and 18 odd orders however few are asked for (none at all for 0 orders), and others up to the number that is asked for.
Nothing in it is later than yesterday. Orders of channels and of the till have prices with tax in them, except where tax is
a sales tax; one in a hundred has more than fifty rows. The store says which few are planted to wait, and why (`planted`).
With `odd_money` it also has, for every hundred orders, a round of what money does in real shops (`odd_money`), which the
store tells of by name.

The codes it uses; all of them are in Brightpearl's own lists:

    sales orders      1 Draft / Quote, 2 New web order, 3 New phone order, 4 Invoiced, 5 Cancel order, 22 Shipped,
                      23 Completed; to map: 4, 22, 23
    sales credits     10 New, 11 Sales credit complete, 14 cancelled; to map: 11
    purchase orders   6 Pending PO, 7 Placed with supplier, 8 Invoice received, 9 cancelled; to map: 8
    purchase credits  12 New, 13 Purchase credit complete; to map: 13
    nominal codes     4000 sales, 4010 wholesale, 4300 carriage, 4310 discounts on sales; 5000 purchases, 5100 carriage
                      inwards on purchases; 1001 stock and 5060 stock corrections for corrections; 2299 rounding
    tax codes         standard, reduced, zero, outside the scope:
                      in the United Kingdom T20 20 %, T5 5 %, T0, T9; the same on purchases
                      in the United States TAX 8.25 %, FOOD 2.25 %, NT, EX; NT alone on purchases
                      in Australia GST 10 % for the first two, FRE, OUT; EXP for exports; the same on purchases
                      with `us_sales_tax` also "-", which has no rate and brings its own tax
    payment methods   CARD, PAYPAL, BANK, each in the account's currency and three others; XERO is there for payments
                      that come from Xero; CHEQUE is inactive; PAYPAL and AMAZON have clearing nominals, GIFTCARD
                      and STORECREDIT liabilities, KLARNA and CONTRA no account
    price lists       1 COST (buy), 2 RETAIL, 3 TRADE (sell)
    channels          1 Web, 2 Shop, 3 Wholesale, 4 Marketplace; purchases have none (0)
    warehouses        2 Main, 3 Shop floor
"""

from random import Random
from typing import Protocol

from sandbox.stand_ins.brightpearl.account import Account
from sandbox.stand_ins.brightpearl.records import PaymentType
from sandbox.stand_ins.shop import odd_matches, odd_taxes
from sandbox.stand_ins.shop.catalogue import stock_catalogue
from sandbox.stand_ins.shop.corrections import correct
from sandbox.stand_ins.shop.countries import HOMES
from sandbox.stand_ins.shop.credits import give_credits
from sandbox.stand_ins.shop.odd_bills import buy_oddly
from sandbox.stand_ins.shop.odd_credits import credit_oddly
from sandbox.stand_ins.shop.odd_money import sales_with_odd_money, take_odd_money
from sandbox.stand_ins.shop.odd_sales import CASES, Case, sell_oddly
from sandbox.stand_ins.shop.old_books import Xero, keep_old_books, keep_what_others_entered
from sandbox.stand_ins.shop.people import invite_people
from sandbox.stand_ins.shop.planted import plant_orders, plants_for
from sandbox.stand_ins.shop.premises import Premises
from sandbox.stand_ins.shop.purchases import buy, buy_what_xero_has
from sandbox.stand_ins.shop.sales import trade
from sandbox.stand_ins.shop.states import sell_to_the_states

REVERSED_AS = {"payment": PaymentType.PAYMENT, "negative_receipt": PaymentType.RECEIPT}
FURTHER_CASES: tuple[Case, ...] = (*odd_taxes.CASES, *odd_matches.OF_COLLEAGUES, *odd_matches.CASES)


class Brightpearl(Protocol):
    """Whatever holds a Brightpearl account."""

    @property
    def account(self) -> Account: ...


def fill(
    brightpearl: Brightpearl,
    xero: Xero | None,
    *,
    orders: int,
    seed: int,
    us_sales_tax: bool = False,
    odd_money: bool = False,
) -> None:
    """Fill an empty account with a shop of so many sales orders, and Xero with what was there before."""
    if orders == 0:
        return
    account = brightpearl.account
    shop = Premises(
        store=account.store,
        home=HOMES[account.country],
        luck=Random(seed),
        today=account.time.day(account.clock.now()),
    )
    shop.reversed_as = REVERSED_AS[account.switches["reversal_shown_as"]]
    stock_catalogue(shop, orders=orders)
    invite_people(shop, orders=orders)
    odd = sell_oddly(shop)
    further = FURTHER_CASES[: max(orders - len(CASES), 0)]
    for case in further:
        case(shop)
    others = len(CASES) + len(further) + len(plants_for(orders)) + (sales_with_odd_money(orders) if odd_money else 0)
    trade(shop, orders=orders - others)
    credit_oddly(shop, odd)
    give_credits(shop, orders=orders)
    bill = buy_what_xero_has(shop)
    odd_bills = buy_oddly(shop) if further else []
    buy(shop, orders=orders, already=len(odd_bills))
    plant_orders(shop, orders=orders)
    correct(shop, orders=orders)
    if odd_money:
        take_odd_money(shop, orders=orders)
    if us_sales_tax:
        sell_to_the_states(shop)
    if xero is not None:
        keep_old_books(xero, shop.home, invoiced=odd.adopted, bill=bill)
        if further:
            keep_what_others_entered(xero, shop)
