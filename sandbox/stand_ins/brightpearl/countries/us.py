"""An account in the United States: dollars, and sales tax.

Rows of a channel carry the code "-", which has no rate, and the tax that the channel worked out. A provider of sales tax
leaves the rated codes on the rows, and puts any jurisdiction's tax on them.
https://help.brightpearl.com articles 360031358171 and 360030999311
"""

from decimal import Decimal

from sandbox.stand_ins.brightpearl.profile import US_SALES_TAX, Currency, Profile, TaxCode

PROFILE = Profile(
    country="US",
    zone="America/New_York",
    tax_scheme="SALES TAX",
    tax_codes=(
        TaxCode(id=1, code="NT", description="Not taxable", rate=Decimal("0.0000")),
        TaxCode(id=2, code="FOOD", description="Sales tax on food", rate=Decimal("2.2500")),
        TaxCode(id=7, code="EX", description="Exempt customer", rate=Decimal("0.0000")),
        TaxCode(id=9, code="TAX", description="Sales tax", rate=Decimal("8.2500")),
        US_SALES_TAX,
    ),
    usual_tax_code="TAX",
    currencies=(
        Currency(id=1, code="USD", name="US dollar", symbol="$", rate=Decimal(1)),
        Currency(id=2, code="EUR", name="Euro", symbol="€", rate=Decimal("0.920000")),
        Currency(id=3, code="CAD", name="Canadian dollar", symbol="$", rate=Decimal("1.390000")),
        Currency(id=4, code="JPY", name="Yen", symbol="¥", rate=Decimal("153.200000")),
        Currency(id=5, code="KWD", name="Kuwaiti dinar", symbol="KD", rate=Decimal("0.307000")),
    ),
    first_month=1,
    city="Albany",
    postcode="12207",
)
