"""An organisation in the United States. Xero charges no sales tax by these rates: it is a line of its own.

Rates of Avalara are in the list, but what is sent through the API cannot name them.
"""

from datetime import date
from decimal import Decimal

from sandbox.stand_ins.xero.profile import ALL, PURCHASES, SALES, Profile, tax_rate

_TAX_RATES = (
    tax_rate("OUTPUT", "Tax on Sales", "0.0", SALES, "OUTPUT"),
    tax_rate("INPUT", "Tax on Purchases", "0.0", PURCHASES, "INPUT"),
    tax_rate("NONE", "Tax Exempt", "0.0", ALL),
    tax_rate("GSTONIMPORTS", "Sales Tax on Imports", "0.0", "L", "GSTONIMPORTS"),
    tax_rate("AVALARA", "Auto Look Up", "0.0", SALES, "AVALARA"),
)

PROFILE = Profile(
    country="US",
    version="US",
    name="Demo Company (US)",
    short_code="!dEm0U",
    zone="EASTERNSTANDARDTIME",
    year_end=date(2026, 12, 31),
    currencies={
        "USD": Decimal("1.000000"),
        "EUR": Decimal("0.915000"),
        "CAD": Decimal("1.400000"),
        "JPY": Decimal("152.000000"),
        "KWD": Decimal("0.306000"),
    },
    bank_name="Business Checking Account",
    tax_name="Sales Tax",
    tax_number="12-3456789",
    tax_basis="ACCRUALS",
    tax_period="QUARTERLY",
    sales_type="OUTPUT",
    purchase_type="INPUT",
    no_tax="NONE",
    tax_rates=_TAX_RATES,
    own_accounts=(
        ("432", "Sales Tax on Purchases", "OVERHEADS"),
        ("831", "Sales Tax collected by Marketplaces", "CURRLIAB"),
    ),
    beyond_the_api=frozenset({"AVALARA"}),
)
