"""Exchange rates of money that settles a document."""

from decimal import Decimal

from sandbox.stand_ins.xero import values
from sandbox.stand_ins.xero.books import Books
from sandbox.stand_ins.xero.tables import Record

RATE_PLACES = Decimal("0.000001")


def rate_of(books: Books, element: Record, *, currency: str, otherwise: Decimal) -> Decimal:
    """Units of the currency for one of the base currency, as sent; what is in the base currency has its own rate."""
    sent = values.number(element.get("CurrencyRate"))
    return sent.quantize(RATE_PLACES) if sent and currency != books.base_currency else otherwise
