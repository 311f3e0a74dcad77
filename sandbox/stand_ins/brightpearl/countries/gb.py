"""An account in the United Kingdom: pounds, VAT, and a year that begins in April."""

from decimal import Decimal

from sandbox.stand_ins.brightpearl.profile import Currency, Profile, TaxCode

PROFILE = Profile(
    country="GB",
    zone="Europe/London",
    tax_scheme="VAT",
    tax_codes=(
        TaxCode(id=1, code="T0", description="Zero rated", rate=Decimal("0.0000")),
        TaxCode(id=2, code="T5", description="Reduced 5%", rate=Decimal("5.0000")),
        TaxCode(id=7, code="T9", description="No VAT", rate=Decimal("0.0000")),
        TaxCode(id=9, code="T20", description="Standard 20%", rate=Decimal("20.0000")),
    ),
    usual_tax_code="T20",
    currencies=(
        Currency(id=1, code="GBP", name="Pound sterling", symbol="£", rate=Decimal(1)),
        Currency(id=2, code="EUR", name="Euro", symbol="€", rate=Decimal("1.160000")),
        Currency(id=3, code="USD", name="US dollar", symbol="$", rate=Decimal("1.290000")),
        Currency(id=4, code="JPY", name="Yen", symbol="¥", rate=Decimal("197.500000")),
        Currency(id=5, code="KWD", name="Kuwaiti dinar", symbol="KD", rate=Decimal("0.396000")),
    ),
    first_month=4,
    city="Bristol",
    postcode="BS8 1AA",
)
