"""Money as it really moves: too much, too early, taken back, by a card that is no bank, or not as money at all.

Each case says in its name what a merchant would call it. A shop has a round of them for every hundred orders, and the
store tells of each which orders and payments it is about (`odd_money`).
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from sandbox.stand_ins.brightpearl.amounts import cents, rounded
from sandbox.stand_ins.brightpearl.records import Contact, OddMoney, Order, OrderType, Payment, PaymentType
from sandbox.stand_ins.brightpearl.reference import BAD_DEBTS, DISCOUNTS
from sandbox.stand_ins.shop.catalogue import RETAIL
from sandbox.stand_ins.shop.credits import credit_of
from sandbox.stand_ins.shop.odd_sales import invoiced
from sandbox.stand_ins.shop.premises import Premises, money
from sandbox.stand_ins.shop.rows import net_row
from sandbox.stand_ins.shop.selling import MARKET, NEW, TRADE, WEB, Deal, open_deal, take_payment

Case = Callable[[Premises], list[Payment]]

# Whether the shops that prove something, and the people of a storm, do all this unless they are told otherwise.
TAKEN_DAILY: Final = True
ROUND_OF: Final = 100
CENT: Final = money("0.01")
LONGEST_AGO, LATEST = 40, 7
RETURNED_AGO, ALLOCATED_AGO = 3, 2


def take_odd_money(shop: Premises, *, orders: int) -> None:
    """Enter a round of every case for each hundred orders, one round at least."""
    for _ in range(_rounds(orders)):
        for case in CASES:
            payments = case(shop)
            told = OddMoney(
                what=case.__name__,
                orders=list(dict.fromkeys(payment.order_id for payment in payments)),
                payments=[payment.id for payment in payments],
            )
            shop.store.odd_money.append(told)


def sales_with_odd_money(orders: int) -> int:
    """How many sales orders that takes."""
    return _rounds(orders) * (len(OF_ONE_ORDER) + 2 * len(OF_TWO_ORDERS))


def _rounds(orders: int) -> int:
    return max(orders // ROUND_OF, 1)


def paid_a_cent_too_much(shop: Premises) -> list[Payment]:
    """The till rounds up."""
    order = _sold(shop)
    return [_pay(shop, order, order.total + CENT)]


def paid_pounds_too_much(shop: Premises) -> list[Payment]:
    """A typing mistake at the customer's bank."""
    order = _sold(shop, channel=TRADE)
    return [_pay(shop, order, order.total + money("5.00"), method="BANK")]


def paid_twice_by_mistake(shop: Premises) -> list[Payment]:
    """All of the second payment is too much."""
    order = _sold(shop)
    return [_pay(shop, order, order.total), _pay(shop, order, order.total, days_later=2)]


def paid_too_much_on_a_clearing_account(shop: Premises) -> list[Payment]:
    """A marketplace pays a little more than was billed."""
    order = _sold(shop, channel=MARKET)
    return [_pay(shop, order, order.total + money("3.00"), method="AMAZON")]


def paid_by_gift_card_and_card(shop: Premises) -> list[Payment]:
    """As much as there is on the gift card, the rest by card."""
    order = _sold(shop)
    part = cents(order.total / 3)
    return [_pay(shop, order, part, method="GIFTCARD"), _pay(shop, order, order.total - part)]


def paid_by_store_credit(shop: Premises) -> list[Payment]:
    """What an earlier return left them."""
    order = _sold(shop)
    return [_pay(shop, order, order.total, method="STORECREDIT")]


def paid_through_a_marketplace(shop: Premises) -> list[Payment]:
    """On a clearing account, until the marketplace pays out."""
    order = _sold(shop, channel=MARKET)
    return [_pay(shop, order, order.total, method="AMAZON")]


def paid_by_instalments(shop: Premises) -> list[Payment]:
    """A method without an account: there is no journal."""
    order = _sold(shop)
    return [_pay(shop, order, order.total, method="KLARNA")]


def less_a_settlement_discount(shop: Premises) -> list[Payment]:
    """Two per cent off for paying early, as part of the payment."""
    order = _sold(shop, channel=TRADE)
    return [_pay(shop, order, order.total, method="BANK", adjustments={DISCOUNTS: cents(order.total / 50)})]


def a_small_debt_written_off(shop: Premises) -> list[Payment]:
    """They paid a little too little, and the rest is let go."""
    order = _sold(shop)
    small = money("0.37")
    return [
        _pay(shop, order, order.total - small, method="BANK"),
        _pay(shop, order, small, method="BANK", days_later=3, adjustments={BAD_DEBTS: small}),
    ]


def a_deposit(shop: Premises) -> list[Payment]:
    """Half of an order that is not invoiced yet."""
    order = _ordered(shop)
    return [_pay(shop, order, cents(order.total / 2))]


def a_deposit_paid_back(shop: Premises) -> list[Payment]:
    """The order is never invoiced."""
    order = _ordered(shop)
    return [
        _pay(shop, order, order.total, method="BANK"),
        _pay(shop, order, order.total, method="BANK", days_later=2, kind=PaymentType.PAYMENT),
    ]


def entered_by_the_wrong_method(shop: Premises) -> list[Payment]:
    """A keying mistake: taken back on the same day, and entered by the right one."""
    order = _sold(shop)
    wrong = _pay(shop, order, order.total)
    return [wrong, _reverse(shop, order, wrong), _pay(shop, order, order.total, method="PAYPAL")]


def refunded_on_the_order_itself(shop: Premises) -> list[Payment]:
    """On another day, without a credit: the order stays invoiced, and owed."""
    order = _sold(shop)
    paid = _pay(shop, order, order.total)
    return [paid, _reverse(shop, order, paid, days_later=3)]


def paid_at_another_rate(shop: Premises) -> list[Payment]:
    """A foreign customer pays days later, at that day's rate."""
    order = _sold(shop, customer=shop.odd_people["umlaut"])
    payment = _pay(shop, order, order.total, method="BANK")
    payment.exchange_rate = rounded(order.exchange_rate * Decimal("1.02"), 6)
    return [payment]


def a_credit_set_against_its_own_order(shop: Premises) -> list[Payment]:
    """They send some of it back before they have paid any."""
    order = _sold(shop)
    credit = _return(shop, order)
    return _allocate(shop, credit, order, credit.total, method="CONTRA")


def an_exchange(shop: Premises) -> list[Payment]:
    """Goods come back, and others go out: the credit pays for some of them, a card for the rest."""
    returned = _sold(shop)
    paid = _pay(shop, returned, returned.total)
    credit = _return(shop, returned)
    bought = _sold(shop, customer=_customer_of(shop, returned))
    allocated = _allocate(shop, credit, bought, min(credit.total, bought.total), method="CARD")
    return [paid, *allocated, *_pay_the_rest(shop, bought)]


def money_on_account_used(shop: Premises) -> list[Payment]:
    """What one order was paid too much pays for some of the next."""
    first = _sold(shop, channel=TRADE)
    more = money("4.00")
    paid = _pay(shop, first, first.total + more, method="BANK")
    second = _sold(shop, channel=TRADE, customer=_customer_of(shop, first))
    allocated = _allocate(shop, first, second, more, method="BANK")
    return [paid, *allocated, *_pay_the_rest(shop, second, method="BANK")]


OF_ONE_ORDER: tuple[Case, ...] = (
    paid_a_cent_too_much,
    paid_pounds_too_much,
    paid_twice_by_mistake,
    paid_too_much_on_a_clearing_account,
    paid_by_gift_card_and_card,
    paid_by_store_credit,
    paid_through_a_marketplace,
    paid_by_instalments,
    less_a_settlement_discount,
    a_small_debt_written_off,
    a_deposit,
    a_deposit_paid_back,
    entered_by_the_wrong_method,
    refunded_on_the_order_itself,
    paid_at_another_rate,
    a_credit_set_against_its_own_order,
)
OF_TWO_ORDERS: tuple[Case, ...] = (an_exchange, money_on_account_used)
CASES: tuple[Case, ...] = (*OF_ONE_ORDER, *OF_TWO_ORDERS)


def _ordered(shop: Premises, *, customer: Contact | None = None, channel: int = WEB) -> Order:
    """An order of one product that nobody has invoiced."""
    buyer = customer or shop.luck.choice([one for one in shop.customers if one.currency == shop.home.currency])
    rate = shop.rate(buyer.currency)
    product = shop.luck.choice(shop.products)
    each = cents(product.prices[RETAIL][1] * rate)
    deal = Deal(
        type=OrderType.SO,
        contact=buyer,
        status=NEW,
        placed=shop.at(shop.day(days_ago=shop.luck.randint(LATEST, LONGEST_AGO)), "09:30"),
        channel=channel,
        currency=buyer.currency,
        rate=rate,
        reference=f"MONEY-{shop.luck.randint(1000, 9999)}",
    )
    return open_deal(shop, deal, [net_row(shop, product, quantity=shop.luck.randint(1, 4), each=max(each, money(8)))])


def _sold(shop: Premises, *, customer: Contact | None = None, channel: int = WEB) -> Order:
    """The same, invoiced on the day."""
    order = _ordered(shop, customer=customer, channel=channel)
    day = shop.store.time.day(order.placed_on)
    return invoiced(shop, order, day, closed=shop.at(day, "10:00"))


def _return(shop: Premises, order: Order) -> Order:
    return credit_of(shop, order, day=shop.day(days_ago=RETURNED_AGO))


def _customer_of(shop: Premises, order: Order) -> Contact:
    return shop.store.contacts[order.contact_id]


def _pay(
    shop: Premises,
    order: Order,
    amount: Decimal,
    *,
    method: str = "CARD",
    days_later: int = 1,
    kind: PaymentType = PaymentType.RECEIPT,
    adjustments: dict[str, Decimal] | None = None,
) -> Payment:
    """So many days after the order was placed, in the order in which it is entered."""
    payment = take_payment(shop, order, amount, paid=_moment(shop, order, days_later), method=method, kind=kind)
    payment.adjustments = adjustments or {}
    return payment


def _moment(shop: Premises, order: Order, days_later: int) -> datetime:
    day = shop.store.time.day(order.placed_on) + timedelta(days=days_later)
    return shop.at(day, "11:00") + timedelta(minutes=sum(1 for _ in shop.store.payments_of(order.id)))


def _reverse(shop: Premises, order: Order, payment: Payment, *, days_later: int = 1) -> Payment:
    """Money back on the order itself, in the shape that the account shows it in."""
    amount = payment.amount_paid if shop.reversed_as is PaymentType.PAYMENT else -payment.amount_paid
    return _pay(shop, order, amount, method=payment.method, days_later=days_later, kind=shop.reversed_as)


def _allocate(shop: Premises, source: Order, order: Order, amount: Decimal, *, method: str) -> list[Payment]:
    """Two payments with one journal: out of the one, into the other."""
    moment = shop.at(shop.day(days_ago=ALLOCATED_AGO), "15:00")
    halves = [
        take_payment(shop, source, amount, paid=moment, method=method, kind=PaymentType.PAYMENT),
        take_payment(shop, order, amount, paid=moment, method=method),
    ]
    for half in halves:
        half.allocated = True
    shop.store.book_anew(halves)
    return halves


def _pay_the_rest(shop: Premises, order: Order, *, method: str = "CARD") -> list[Payment]:
    rest = order.total - shop.store.paid(order)
    return [_pay(shop, order, rest, method=method)] if rest > 0 else []
