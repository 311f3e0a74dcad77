"""The settings document: which statuses, accounts, tax rates and methods a merchant's bookkeeping uses.

The class is the description: its fields are the keys of the JSON document, in this order.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Final
from zoneinfo import ZoneInfo

from msgspec import Struct, field

from shared.errors import ConfigurationError
from shared.kinds import PURCHASES, SALES, Kind
from shared.settings.periods import USUAL, LockedPeriod, LockedPeriods
from shared.settings.reading import Rule, read, write
from shared.settings.taxes import NO_TAX, Country, ImportTax, TaxScheme, TaxTypes

DOCUMENTS: Final = (*SALES, *PURCHASES)
NO_MONEY: Final = "no_money"  # in the place of an account, for a method that moves none
_ACCOUNT_ID: Final = re.compile(
    "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE
)  # a code has 10 characters at most


def is_account_id(account: str) -> bool:
    """Tell an AccountID from a code: bank accounts that were made in Xero's screens may have no code."""
    return _ACCOUNT_ID.fullmatch(account) is not None


def _is_time_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def _has_each_document_once(value: Mapping[Kind, Any]) -> bool:
    return set(value) == set(DOCUMENTS)


EVERY_DOCUMENT: Final = Rule("exactly the keys " + ", ".join(DOCUMENTS), _has_each_document_once)

Currency = Annotated[
    str, Rule("a currency code of three capital letters", lambda text: bool(re.fullmatch("[A-Z]{3}", text)))
]
TimeZone = Annotated[str, Rule("a time zone such as Europe/London", _is_time_zone)]
WebAddress = Annotated[
    str, Rule("an address that starts with https://", lambda text: bool(re.fullmatch(r"https://[^\s/]\S*", text)))
]
Tolerance = Annotated[Decimal, Rule("an amount from 0 to 1", lambda value: 0 <= value <= 1)]


class DocumentDate(StrEnum):
    """Which of Brightpearl's dates a document carries in Xero."""

    TAX_DATE = "tax_date"
    CREATED_DATE = "created_date"


class PostingStatus(StrEnum):
    AUTHORISED = "AUTHORISED"
    SUBMITTED = "SUBMITTED"
    DRAFT = "DRAFT"


class AdjustmentMode(StrEnum):
    MANUAL_JOURNAL = "manual_journal"
    BILL_OR_CREDIT = "bill_or_credit"


class SettledBy(StrEnum):
    """What in Xero may settle a part of a document without a payment, and so without a bank account."""

    OVERPAYMENT = "overpayment"
    PREPAYMENT = "prepayment"
    CREDIT_NOTE = "credit_note"


class Excess(StrEnum):
    """What becomes of the part of a payment that is more than its invoice has open, beyond the tolerance."""

    HOLD = "hold"
    OVERPAYMENT = "overpayment"


class Deposits(StrEnum):
    """What becomes of money on an order that is not invoiced."""

    WAIT = "wait"
    OVERPAYMENT = "overpayment"


class AccountMap(Struct, frozen=True, kw_only=True):
    """Xero account codes by Brightpearl nominal code; `default` is for the nominal codes that are not listed."""

    by_nominal_code: Mapping[str, str]
    default: str | None = None


class Accounts(Struct, frozen=True, kw_only=True):
    """The two sides have accounts of their own."""

    sales: AccountMap
    purchases: AccountMap


class PaymentMethods(Struct, frozen=True, kw_only=True):
    """Method, then currency, to Xero account, which is its code, its AccountID or `NO_MONEY`; and back: account to method."""

    to_xero: Mapping[str, Mapping[Currency, str]]
    to_brightpearl: Mapping[str, Mapping[Currency, str]]
    without_account: Mapping[SettledBy, str] = field(default_factory=dict)


class Tracking(Struct, frozen=True, kw_only=True):
    """A tracking category and its option by channel id; null for a channel that goes without one."""

    category: str
    options: Mapping[int, str | None]


class PriceLists(Struct, frozen=True, kw_only=True):
    """Brightpearl price list ids for a Xero item's purchase and sales price; null for no price."""

    cost: int | None
    sell: int | None


class ItemAccounts(Struct, frozen=True, kw_only=True):
    """The accounts that Xero suggests for an item; our own lines always name theirs."""

    sales: str | None = None
    purchases: str | None = None


class Adjustments(Struct, frozen=True, kw_only=True):
    """How stock corrections are posted. `supplier` is a ContactID or a contact's exact name, for bills and credits."""

    mode: AdjustmentMode
    stock_account: str
    adjustment_account: str
    supplier: str | None = None
    tax_type: str | None = None


def _has_its_supplier(adjustments: Adjustments) -> bool:
    return adjustments.mode != AdjustmentMode.BILL_OR_CREDIT or adjustments.supplier is not None


AdjustmentSettings = Annotated[Adjustments, Rule("a supplier when the mode is bill_or_credit", _has_its_supplier)]


def _all_authorised() -> dict[Kind, PostingStatus]:
    return dict.fromkeys(DOCUMENTS, PostingStatus.AUTHORISED)


class Settings(Struct, frozen=True, kw_only=True):
    """`time_zone`, `base_currency` and `tax_scheme` are as Brightpearl's account configuration says; `country` is Xero's."""

    start_date: date
    time_zone: TimeZone
    base_currency: Currency
    brightpearl_app_url: WebAddress | None
    statuses: Annotated[Mapping[Kind, tuple[int, ...]], EVERY_DOCUMENT]
    accounts: Accounts
    tax_types: TaxTypes
    payment_methods: PaymentMethods
    price_lists: PriceLists
    adjustments: AdjustmentSettings
    rounding_account: str
    rounding_tax_type: str | None = None
    country: Country = "GB"
    tax_scheme: TaxScheme = TaxScheme.VAT
    tolerance: Tolerance = Decimal("0.05")
    document_date: DocumentDate = DocumentDate.TAX_DATE
    posting_status: Annotated[Mapping[Kind, PostingStatus], EVERY_DOCUMENT] = field(default_factory=_all_authorised)
    tracking: Tracking | None = None
    item_accounts: ItemAccounts = field(default_factory=ItemAccounts)
    sales_tax_account: str | None = None
    marketplace_tax_accounts: Mapping[int, str] = field(default_factory=dict)
    purchase_tax_account: str | None = None
    import_tax: ImportTax | None = None
    allocate_credits: bool = True
    excess: Excess = Excess.HOLD
    deposits: Deposits = Deposits.WAIT
    locked_period: LockedPeriods = field(default_factory=lambda: dict(USUAL))
    tax_filed_to: date | None = None
    channels: tuple[int, ...] = ()

    @classmethod
    def parse(cls, document: object) -> "Settings":
        """Read a settings document. Raises ConfigurationError with a line for everything that is wrong in it."""
        problems: list[str] = []
        settings = read(cls, document, "", problems)
        if problems:
            raise ConfigurationError("\n".join(problems), hint="correct these settings and save them again")
        assert isinstance(settings, cls)
        return settings

    @property
    def untaxed(self) -> str:
        """The tax type of lines that no return knows, such as rounding."""
        return self.rounding_tax_type or NO_TAX.get(self.country, "NONE")

    @property
    def untaxed_stock(self) -> str:
        """The tax type of stock corrections that go as bills and credits."""
        return self.adjustments.tax_type or NO_TAX.get(self.country, "NONE")

    def when_locked(self, kind: Kind) -> LockedPeriod:
        """Say what becomes of one whose day is locked; of a kind that is not listed the usual."""
        return self.locked_period.get(kind, USUAL[kind])

    def document(self) -> dict[str, Any]:
        """Give the JSON document that parses to these settings."""
        return dict(write(self))
