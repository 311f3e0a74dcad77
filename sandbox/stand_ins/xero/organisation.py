"""A small company in the United Kingdom: its chart of accounts, tax rates, tracking and currencies."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sandbox.stand_ins.xero.tables import Record

CURRENCIES = ("GBP", "EUR", "USD")
CURRENCY_NAMES = {
    "GBP": "British Pound",
    "EUR": "Euro",
    "USD": "United States Dollar",
    "AUD": "Australian Dollar",
    "CAD": "Canadian Dollar",
    "CHF": "Swiss Franc",
    "DKK": "Danish Krone",
    "JPY": "Japanese Yen",
    "NOK": "Norwegian Krone",
    "NZD": "New Zealand Dollar",
    "PLN": "Polish Zloty",
    "SEK": "Swedish Krona",
}
DAILY_RATES = {  # units of the currency for one pound, as the rate service would tell
    "GBP": Decimal("1.000000"),
    "EUR": Decimal("1.150000"),
    "USD": Decimal("1.270000"),
}
OTHER_RATE = Decimal("2.000000")

CLASSES = {
    "BANK": "ASSET",
    "CURRENT": "ASSET",
    "FIXED": "ASSET",
    "INVENTORY": "ASSET",
    "NONCURRENT": "ASSET",
    "PREPAYMENT": "ASSET",
    "CURRLIAB": "LIABILITY",
    "LIABILITY": "LIABILITY",
    "TERMLIAB": "LIABILITY",
    "PAYG": "LIABILITY",
    "EQUITY": "EQUITY",
    "DEPRECIATN": "EXPENSE",
    "DIRECTCOSTS": "EXPENSE",
    "EXPENSE": "EXPENSE",
    "OVERHEADS": "EXPENSE",
    "OTHERINCOME": "REVENUE",
    "REVENUE": "REVENUE",
    "SALES": "REVENUE",
}


def _account(code: str, name: str, kind: str, tax: str = "NONE", **more: Any) -> Record:
    account = {
        "Code": code,
        "Name": name,
        "Type": kind,
        "Class": CLASSES[kind],
        "TaxType": tax,
        "Status": "ACTIVE",
        "EnablePaymentsToAccount": False,
        "ShowInExpenseClaims": False,
        "SystemAccount": "",
        "HasAttachments": False,
        "AddToWatchlist": False,
    }
    return account | more


def _bank(code: str, name: str, currency: str, number: str) -> Record:
    return _account(code, name, "BANK", CurrencyCode=currency, BankAccountNumber=number, BankAccountType="BANK")


ACCOUNTS: list[Record] = [
    _bank("090", "Business Current Account", "GBP", "20445512345678"),
    _bank("091", "Euro Account", "EUR", "20445512345679"),
    _bank("092", "US Dollar Account", "USD", "20445512345680"),
    _account("095", "PayPal Clearing", "CURRENT", EnablePaymentsToAccount=True),
    _account("096", "Card Clearing", "CURRENT", EnablePaymentsToAccount=True),
    _account("200", "Sales", "REVENUE", "OUTPUT2"),
    _account("205", "Delivery Income", "REVENUE", "OUTPUT2"),
    _account("206", "Sales Discounts", "REVENUE", "OUTPUT2"),
    _account("260", "Other Revenue", "OTHERINCOME", "OUTPUT2"),
    _account("300", "Purchases", "DIRECTCOSTS", "INPUT2"),
    _account("310", "Cost of Goods Sold", "DIRECTCOSTS", "INPUT2"),
    _account("320", "Import Duty and Freight", "DIRECTCOSTS", "NONE"),
    _account("404", "Bank Fees", "OVERHEADS", "NONE"),
    _account("425", "Postage, Freight and Courier", "OVERHEADS", "INPUT2"),
    _account("429", "General Expenses", "OVERHEADS", "INPUT2"),
    _account("497", "Bank Revaluations", "OVERHEADS", "NONE", SystemAccount="BANKCURRENCYGAIN"),
    _account("498", "Unrealised Currency Gains", "OVERHEADS", "NONE", SystemAccount="UNREALISEDCURRENCYGAIN"),
    _account("499", "Stock Adjustments", "EXPENSE", "NONE"),
    _account("499A", "Stock Adjustments (old)", "EXPENSE", "NONE", Status="ARCHIVED"),
    _account("610", "Accounts Receivable", "CURRENT", "NONE", SystemAccount="DEBTORS"),
    _account("630", "Stock", "CURRENT", "NONE"),
    _account("631", "Tracked Inventory", "INVENTORY", "NONE"),
    _account("800", "Accounts Payable", "CURRLIAB", "NONE", SystemAccount="CREDITORS"),
    _account("820", "VAT", "CURRLIAB", "NONE", SystemAccount="GST"),
    _account("830", "Sales Tax Payable", "CURRLIAB", "NONE"),
    _account("835", "Directors' Loan Account", "CURRLIAB", "NONE", EnablePaymentsToAccount=True),
    _account("860", "Rounding", "CURRLIAB", "NONE", SystemAccount="ROUNDING"),
    _account("960", "Retained Earnings", "EQUITY", "NONE", SystemAccount="RETAINEDEARNINGS"),
    _account("970", "Owner A Funds Introduced", "EQUITY", "NONE"),
]

APPLIES = {"A": "Assets", "E": "Equity", "X": "Expenses", "L": "Liabilities", "R": "Revenue"}


def _tax(tax_type: str, name: str, rate: str, applies: str, report: str = "NONE") -> Record:
    percent = Decimal(rate)
    can = {f"CanApplyTo{word}": letter in applies for letter, word in APPLIES.items()}
    return {
        "TaxType": tax_type,
        "Name": name,
        "ReportTaxType": report,
        "Status": "ACTIVE",
        "DisplayTaxRate": percent,
        "EffectiveRate": percent,
        "TaxComponents": [{"Name": "VAT", "Rate": percent, "IsCompound": False, "IsNonRecoverable": False}],
    } | can


TAX_RATES: list[Record] = [
    _tax("OUTPUT2", "20% (VAT on Income)", "20.0", "AELR", "OUTPUT"),
    _tax("INPUT2", "20% (VAT on Expenses)", "20.0", "AEXL", "INPUT"),
    _tax("RROUTPUT", "5% (VAT on Income)", "5.0", "AELR", "OUTPUT"),
    _tax("RRINPUT", "5% (VAT on Expenses)", "5.0", "AEXL", "INPUT"),
    _tax("ZERORATEDOUTPUT", "Zero Rated Income", "0.0", "AELR", "ZERORATEDOUTPUT"),
    _tax("ZERORATEDINPUT", "Zero Rated Expenses", "0.0", "AEXL", "ZERORATEDINPUT"),
    _tax("EXEMPTOUTPUT", "Exempt Income", "0.0", "AELR", "EXEMPTOUTPUT"),
    _tax("EXEMPTINPUT", "Exempt Expenses", "0.0", "AEXL", "EXEMPTINPUT"),
    _tax("NONE", "No VAT", "0.0", "AEXLR", "NONE"),
    _tax("ECZROUTPUT", "Zero Rated EC Goods Income", "0.0", "AELR", "ECOUTPUT"),
    _tax("ECZROUTPUTSERVICES", "Zero Rated EC Services", "0.0", "AELR", "ECOUTPUTSERVICES"),
    _tax("ECACQUISITIONS", "EC Acquisitions (20%)", "0.0", "AEXL", "ECACQUISITIONS"),
    _tax("ECZRACQUISITIONS", "EC Acquisitions (Zero Rated)", "0.0", "AEXL", "ECACQUISITIONS"),
    _tax("REVERSECHARGES", "Reverse Charge Expenses (20%)", "0.0", "AEXL", "REVERSECHARGES"),
    _tax("GSTONIMPORTS", "VAT on Imports", "0.0", "L", "GSTONIMPORTS"),
    _tax("DRCHARGE20", "Domestic Reverse Charge @ 20% (VAT on Income)", "0.0", "AELR", "DRCHARGE"),
    _tax("DRCHARGESUPPLY20", "Domestic Reverse Charge @ 20% (VAT on Expenses)", "0.0", "AEXL", "DRCHARGESUPPLY"),
    _tax("CAPEXINPUT2", "20% (VAT on Capital Purchases)", "20.0", "A", "CAPEXINPUT"),
]

TRACKING: list[Record] = [
    {
        "Name": "Channel",
        "Status": "ACTIVE",
        "Options": [{"Name": name, "Status": "ACTIVE"} for name in ("Web", "Shop", "Wholesale", "Marketplace")],
    }
]

ACTIONS = (
    "CreateApprovedInvoice",
    "CreateApprovedBill",
    "CreateDraftInvoice",
    "CreateDraftBill",
    "UseMulticurrency",
    "CreateInvoicePayment",
    "AttachFilesIntoInvoice",
    "CreateManualJournal",
)


def organisation(organisation_id: str) -> Record:
    """The organisation itself, without lock dates."""
    return {
        "OrganisationID": organisation_id,
        "Name": "Demo Company (UK)",
        "LegalName": "Demo Company (UK)",
        "PaysTax": True,
        "Version": "UK",
        "OrganisationType": "COMPANY",
        "OrganisationEntityType": "COMPANY",
        "BaseCurrency": "GBP",
        "CountryCode": "GB",
        "IsDemoCompany": True,
        "OrganisationStatus": "ACTIVE",
        "TaxNumber": "GB 123 4567 89",
        "FinancialYearEndDay": 31,
        "FinancialYearEndMonth": 3,
        "SalesTaxBasis": "ACCRUALS",
        "SalesTaxPeriod": "QUARTERLY",
        "DefaultSalesTax": "Tax Exclusive",
        "DefaultPurchasesTax": "Tax Exclusive",
        "CreatedDateUTC": datetime.fromisoformat("2024-01-08T09:00:00+00:00"),
        "Timezone": "GMTSTANDARDTIME",
        "ShortCode": "!dEm0C",
        "Class": "DEMO",
        "Edition": "BUSINESS",
        "LineOfBusiness": "Online retail",
        "Addresses": [],
        "Phones": [],
        "ExternalLinks": [],
        "PaymentTerms": {},
    }
