"""Tax that Brightpearl did not work out: a channel's own, a provider's, and sales tax of the United States.

https://help.brightpearl.com articles 360030129571 (a channel's tax stands), 360030999311 (providers leave the rated codes
on the rows) and 360031358171 (channels of the United States bring the code "-").
"""

from decimal import Decimal

from sandbox.stand_ins.brightpearl.amounts import ZERO, rounded
from sandbox.stand_ins.brightpearl.ordering import set_tax
from sandbox.stand_ins.brightpearl.profile import US_SALES_TAX
from sandbox.stand_ins.brightpearl.records import Row
from sandbox.stand_ins.currency import places_of
from sandbox.stand_ins.shop.premises import Premises

PROVIDER = "avalara"

_RATES = tuple(Decimal(rate) for rate in ("4.0", "6.25", "7.0", "8.875", "9.5"))


def tax_of_a_channel(shop: Premises, rows: list[Row], currency: str) -> list[Row]:
    """What customers paid stays; each row's tax is rounded to whole cents, now and then to the next cent."""
    places = places_of(currency)
    cent = Decimal(1).scaleb(-places)
    return [_shift(row, shop.luck.choice((-cent, ZERO, ZERO, cent)), places) if row.tax > cent else row for row in rows]


def tax_of_a_provider(shop: Premises, rows: list[Row]) -> list[Row]:
    """Some jurisdiction's tax on every row whose code has a rate."""
    rate = shop.luck.choice(_RATES)
    return [set_tax(row, _tax(row, rate), calculator=PROVIDER) if row.tax_rate else row for row in rows]


def tax_of_the_states(shop: Premises, rows: list[Row]) -> list[Row]:
    """The code that has no rate, and the channel's tax."""
    rate = shop.luck.choice(_RATES)
    return [under_no_rate(row, _tax(row, rate if row.tax_rate else ZERO)) for row in rows]


def under_no_rate(row: Row, tax: Decimal) -> Row:
    """Give a row the code "-" and a tax."""
    row.tax_code, row.tax_rate = US_SALES_TAX.code, US_SALES_TAX.rate
    return set_tax(row, tax)


def _shift(row: Row, by: Decimal, places: int) -> Row:
    gross, tax = (rounded(amount, places) for amount in (row.net + row.tax, row.tax))
    row.net = gross - tax - by
    return set_tax(row, tax + by)


def _tax(row: Row, rate: Decimal) -> Decimal:
    return rounded(row.net * rate / 100, 2)
