"""An organisation in the United Kingdom. https://developer.xero.com/documentation/api/accounting/types#TaxTypes

The code of the postponed type is ours: Xero's is not documented. TAX001 is what a bookkeeper made for the EU's one-stop shop.
"""

from datetime import date
from decimal import Decimal

from sandbox.stand_ins.xero.profile import ALL, PURCHASES, SALES, Profile, tax_rate

_TAX_RATES = (
    tax_rate("OUTPUT2", "20% (VAT on Income)", "20.0", SALES, "OUTPUT"),
    tax_rate("INPUT2", "20% (VAT on Expenses)", "20.0", PURCHASES, "INPUT"),
    tax_rate("RROUTPUT", "5% (VAT on Income)", "5.0", SALES, "OUTPUT"),
    tax_rate("RRINPUT", "5% (VAT on Expenses)", "5.0", PURCHASES, "INPUT"),
    tax_rate("ZERORATEDOUTPUT", "Zero Rated Income", "0.0", SALES, "ZERORATEDOUTPUT"),
    tax_rate("ZERORATEDINPUT", "Zero Rated Expenses", "0.0", PURCHASES, "ZERORATEDINPUT"),
    tax_rate("EXEMPTOUTPUT", "Exempt Income", "0.0", SALES, "EXEMPTOUTPUT"),
    tax_rate("EXEMPTINPUT", "Exempt Expenses", "0.0", PURCHASES, "EXEMPTINPUT"),
    tax_rate("NONE", "No VAT", "0.0", ALL),
    tax_rate("ECZROUTPUT", "Zero Rated EC Goods Income", "0.0", SALES, "ECOUTPUT"),
    tax_rate("ECZROUTPUTSERVICES", "Zero Rated EC Services", "0.0", SALES, "ECOUTPUTSERVICES"),
    tax_rate("ECACQUISITIONS", "EC Acquisitions (20%)", "20.0", PURCHASES, "ECACQUISITIONS", charged="0.0"),
    tax_rate("ECZRACQUISITIONS", "EC Acquisitions (Zero Rated)", "0.0", PURCHASES, "ECACQUISITIONS"),
    tax_rate("REVERSECHARGES", "Reverse Charge Expenses (20%)", "20.0", PURCHASES, "REVERSECHARGES", charged="0.0"),
    tax_rate("GSTONIMPORTS", "VAT on Imports", "0.0", "L", "GSTONIMPORTS"),
    tax_rate("POSTPONED20", "Postponed VAT on Imports (20%)", "20.0", PURCHASES, "GSTONIMPORTS", charged="0.0"),
    tax_rate("DRCHARGE20", "Domestic Reverse Charge @ 20% (VAT on Income)", "20.0", SALES, "DRCHARGE", charged="0.0"),
    tax_rate("DRCHARGE5", "Domestic Reverse Charge @ 5% (VAT on Income)", "5.0", SALES, "DRCHARGE", charged="0.0"),
    tax_rate(
        "DRCHARGESUPPLY20",
        "Domestic Reverse Charge @ 20% (VAT on Expenses)",
        "20.0",
        PURCHASES,
        "DRCHARGESUPPLY",
        charged="0.0",
    ),
    tax_rate(
        "DRCHARGESUPPLY5",
        "Domestic Reverse Charge @ 5% (VAT on Expenses)",
        "5.0",
        PURCHASES,
        "DRCHARGESUPPLY",
        charged="0.0",
    ),
    tax_rate("CAPEXINPUT2", "20% (VAT on Capital Purchases)", "20.0", "A", "CAPEXINPUT"),
    tax_rate("TAX001", "DE VAT 19%", "19.0", SALES, "MOSSSALES"),
)

PROFILE = Profile(
    country="GB",
    version="UK",
    name="Demo Company (UK)",
    short_code="!dEm0C",
    zone="GMTSTANDARDTIME",
    year_end=date(2026, 3, 31),
    currencies={
        "GBP": Decimal("1.000000"),
        "EUR": Decimal("1.150000"),
        "USD": Decimal("1.270000"),
        "JPY": Decimal("196.000000"),
        "KWD": Decimal("0.395000"),
    },
    bank_name="Business Current Account",
    tax_name="VAT",
    tax_number="GB 123 4567 89",
    tax_basis="ACCRUALS",
    tax_period="QUARTERLY",
    sales_type="OUTPUT2",
    purchase_type="INPUT2",
    no_tax="NONE",
    tax_rates=_TAX_RATES,
)
