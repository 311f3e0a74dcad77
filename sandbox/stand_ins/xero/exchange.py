"""Exchange rates of money that settles a document, and the gain where both have been valued at different rates."""

from decimal import Decimal

from sandbox.stand_ins.xero import values
from sandbox.stand_ins.xero.books import Books
from sandbox.stand_ins.xero.kinds import is_owed_to_us
from sandbox.stand_ins.xero.money import ZERO
from sandbox.stand_ins.xero.tables import Record

RATE_PLACES = Decimal("0.000001")


def rate_of(books: Books, element: Record, *, currency: str, otherwise: Decimal) -> Decimal:
    """Units of the currency for one of the base currency, as sent; what is in the base currency has its own rate."""
    sent = values.number(element.get("CurrencyRate"))
    return sent.quantize(RATE_PLACES) if sent and currency != books.base_currency else otherwise


def gain(books: Books, document: Record, *, amount: Decimal, rate: Decimal) -> Decimal:
    """What the organisation has gained, in its base currency, by settling so much of a document at this rate."""
    settled, booked = (_in_base(books, amount, at) for at in (rate, document["CurrencyRate"]))
    return settled - booked if is_owed_to_us(document) else booked - settled


def keep_gain(books: Books, source: Record, document: Record, *, amount: Decimal, rate: Decimal) -> None:
    """Remember the gain of a payment or an allocation, where there is any."""
    gained = gain(books, document, amount=amount, rate=rate)
    if gained:
        source["RealisedGain"] = gained


def _in_base(books: Books, amount: Decimal, rate: Decimal) -> Decimal:
    return books.rounded(amount / rate, currency=books.base_currency) + ZERO
