"""An account in Australia: dollars, GST, and a year that begins in July. Brightpearl's scheme is VAT here, too."""

from decimal import Decimal

from sandbox.stand_ins.brightpearl.profile import Currency, Profile, TaxCode

PROFILE = Profile(
    country="AU",
    zone="Australia/Sydney",
    tax_scheme="VAT",
    tax_codes=(
        TaxCode(id=1, code="FRE", description="GST free", rate=Decimal("0.0000")),
        TaxCode(id=2, code="EXP", description="GST free export", rate=Decimal("0.0000")),
        TaxCode(id=7, code="OUT", description="Outside the scope of GST", rate=Decimal("0.0000")),
        TaxCode(id=9, code="GST", description="GST 10%", rate=Decimal("10.0000")),
    ),
    usual_tax_code="GST",
    currencies=(
        Currency(id=1, code="AUD", name="Australian dollar", symbol="$", rate=Decimal(1)),
        Currency(id=2, code="NZD", name="New Zealand dollar", symbol="$", rate=Decimal("1.130000")),
        Currency(id=3, code="USD", name="US dollar", symbol="$", rate=Decimal("0.670000")),
        Currency(id=4, code="JPY", name="Yen", symbol="¥", rate=Decimal("101.300000")),
        Currency(id=5, code="KWD", name="Kuwaiti dinar", symbol="KD", rate=Decimal("0.205000")),
    ),
    first_month=7,
    city="Newcastle",
    postcode="2300",
)
