"""A small company: its chart of accounts and its tracking, the same in every country but for what the profile says."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sandbox.stand_ins.xero.profile import Profile
from sandbox.stand_ins.xero.tables import Record

CURRENCY_NAMES = {
    "GBP": "British Pound",
    "EUR": "Euro",
    "USD": "United States Dollar",
    "AUD": "Australian Dollar",
    "CAD": "Canadian Dollar",
    "CHF": "Swiss Franc",
    "DKK": "Danish Krone",
    "JPY": "Japanese Yen",
    "KWD": "Kuwaiti Dinar",
    "NOK": "Norwegian Krone",
    "NZD": "New Zealand Dollar",
    "PLN": "Polish Zloty",
    "SEK": "Swedish Krona",
}
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


# Code, name, type and, where it is not that of what is not taxed, the side whose tax type it has.
_ACCOUNTS = (
    ("200", "Sales", "REVENUE", "sales"),
    ("205", "Delivery Income", "REVENUE", "sales"),
    ("206", "Sales Discounts", "REVENUE", "sales"),
    ("260", "Other Revenue", "OTHERINCOME", "sales"),
    ("300", "Purchases", "DIRECTCOSTS", "purchases"),
    ("310", "Cost of Goods Sold", "DIRECTCOSTS", "purchases"),
    ("320", "Import Duty and Freight", "DIRECTCOSTS", ""),
    ("404", "Bank Fees", "OVERHEADS", ""),
    ("425", "Postage, Freight and Courier", "OVERHEADS", "purchases"),
    ("429", "General Expenses", "OVERHEADS", "purchases"),
    ("499", "Stock Adjustments", "EXPENSE", ""),
    ("630", "Stock", "CURRENT", ""),
    ("631", "Tracked Inventory", "INVENTORY", ""),
    ("830", "Sales Tax Payable", "CURRLIAB", ""),
    ("970", "Owner A Funds Introduced", "EQUITY", ""),
)
_SYSTEM_ACCOUNTS = (
    ("496", "Realised Currency Gains", "OVERHEADS", "REALISEDCURRENCYGAIN"),
    ("497", "Bank Revaluations", "OVERHEADS", "BANKCURRENCYGAIN"),
    ("498", "Unrealised Currency Gains", "OVERHEADS", "UNREALISEDCURRENCYGAIN"),
    ("610", "Accounts Receivable", "CURRENT", "DEBTORS"),
    ("800", "Accounts Payable", "CURRLIAB", "CREDITORS"),
    ("860", "Rounding", "CURRLIAB", "ROUNDING"),
    ("960", "Retained Earnings", "EQUITY", "RETAINEDEARNINGS"),
)
_FOR_PAYMENTS = (
    ("095", "PayPal Clearing", "CURRENT"),
    ("096", "Card Clearing", "CURRENT"),
    ("097", "Marketplace Clearing", "CURRENT"),
    ("620", "Instalments Receivable", "CURRENT"),
    ("835", "Directors' Loan Account", "CURRLIAB"),
    ("840", "Gift Cards", "CURRLIAB"),
    ("841", "Store Credit", "CURRLIAB"),
)
_BANKS = ("090", "091", "092", "093")


def accounts(profile: Profile) -> list[Record]:
    """The chart of accounts, by code."""
    sides = {"sales": profile.sales_type, "purchases": profile.purchase_type, "": profile.no_tax}
    chart = [
        *_banks(profile),
        *(_account(code, name, kind, sides[side]) for code, name, kind, side in _ACCOUNTS),
        *(_account(code, name, kind, profile.no_tax) for code, name, kind in profile.own_accounts),
        *(
            _account(code, name, kind, profile.no_tax, SystemAccount=system)
            for code, name, kind, system in _SYSTEM_ACCOUNTS
        ),
        *(
            _account(code, name, kind, profile.no_tax, EnablePaymentsToAccount=True)
            for code, name, kind in _FOR_PAYMENTS
        ),
        _account("499A", "Stock Adjustments (old)", "EXPENSE", profile.no_tax, Status="ARCHIVED"),
        _account("820", profile.tax_name, "CURRLIAB", profile.no_tax, SystemAccount="GST"),
    ]
    return sorted(chart, key=lambda account: str(account["Code"]))


def _banks(profile: Profile) -> Iterator[Record]:
    for number, (code, currency) in enumerate(zip(_BANKS, profile.currencies, strict=False)):
        name = f"{CURRENCY_NAMES[currency]} Account" if number else profile.bank_name
        more = {"CurrencyCode": currency, "BankAccountNumber": f"2044551234567{8 + number}", "BankAccountType": "BANK"}
        yield _account(code, name, "BANK", profile.no_tax, **more)


def _account(code: str, name: str, kind: str, tax: str, **more: Any) -> Record:
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


def organisation(profile: Profile, organisation_id: str) -> Record:
    """The organisation itself, without lock dates."""
    return {
        "OrganisationID": organisation_id,
        "Name": profile.name,
        "LegalName": profile.name,
        "PaysTax": True,
        "Version": profile.version,
        "OrganisationType": "COMPANY",
        "OrganisationEntityType": "COMPANY",
        "BaseCurrency": profile.base_currency,
        "CountryCode": profile.country,
        "IsDemoCompany": True,
        "OrganisationStatus": "ACTIVE",
        "TaxNumber": profile.tax_number,
        "FinancialYearEndDay": profile.year_end.day,
        "FinancialYearEndMonth": profile.year_end.month,
        "SalesTaxBasis": profile.tax_basis,
        "SalesTaxPeriod": profile.tax_period,
        "DefaultSalesTax": "Tax Exclusive",
        "DefaultPurchasesTax": "Tax Exclusive",
        "CreatedDateUTC": datetime.fromisoformat("2024-01-08T09:00:00+00:00"),
        "Timezone": profile.zone,
        "ShortCode": profile.short_code,
        "Class": "DEMO",
        "Edition": "BUSINESS",
        "LineOfBusiness": "Online retail",
        "Addresses": [],
        "Phones": [],
        "ExternalLinks": [],
        "PaymentTerms": {},
    }
