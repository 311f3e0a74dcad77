"""An organisation in Australia. It has no NONE: on an expense account that becomes GST free, elsewhere it is refused.

What has nothing to do with the activity statement is excluded from it: BASEXCLUDED.
"""

from datetime import date
from decimal import Decimal

from sandbox.stand_ins.xero.profile import ALL, PURCHASES, SALES, Profile, tax_rate

_TAX_RATES = (
    tax_rate("OUTPUT", "GST on Income", "10.0", SALES, "OUTPUT"),
    tax_rate("INPUT", "GST on Expenses", "10.0", PURCHASES, "INPUT"),
    tax_rate("CAPEXINPUT", "GST on Capital", "10.0", "A", "CAPITALEXINPUT"),
    tax_rate("EXEMPTOUTPUT", "GST Free Income", "0.0", SALES, "EXEMPTOUTPUT"),
    tax_rate("EXEMPTEXPENSES", "GST Free Expenses", "0.0", PURCHASES, "EXEMPTEXPENSES"),
    tax_rate("EXEMPTEXPORT", "GST Free Exports", "0.0", SALES, "EXEMPTEXPORT"),
    tax_rate("INPUTTAXED", "Input Taxed", "0.0", ALL, "INPUTTAXED"),
    tax_rate("BASEXCLUDED", "BAS Excluded", "0.0", ALL, "BASEXCLUDED"),
    tax_rate("GSTONIMPORTS", "GST on Imports", "0.0", "L", "GSTONIMPORTS"),
)

PROFILE = Profile(
    country="AU",
    version="AU",
    name="Demo Company (AU)",
    short_code="!dEm0A",
    zone="AUSEASTERNSTANDARDTIME",
    year_end=date(2026, 6, 30),
    currencies={
        "AUD": Decimal("1.000000"),
        "NZD": Decimal("1.120000"),
        "USD": Decimal("0.665000"),
        "JPY": Decimal("100.000000"),
        "KWD": Decimal("0.204000"),
    },
    bank_name="Business Bank Account",
    tax_name="GST",
    tax_number="11 111 111 111",
    tax_basis="ACCRUALS",
    tax_period="QUARTERLY1",
    sales_type="OUTPUT",
    purchase_type="INPUT",
    no_tax="BASEXCLUDED",
    tax_rates=_TAX_RATES,
    stands_for={("NONE", "EXPENSE"): "EXEMPTEXPENSES"},
)
