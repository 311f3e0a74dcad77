"""What a merchant may configure, one document for each connection.

`Settings.parse` refuses a document in which anything is wrong and says all of it at once. `shared.settings.check` compares
the codes in it with what the two systems know today.
"""

from shared.settings.model import (
    DOCUMENTS,
    NO_MONEY,
    AccountMap,
    Accounts,
    AdjustmentMode,
    Adjustments,
    Deposits,
    DocumentDate,
    Excess,
    ItemAccounts,
    PaymentMethods,
    PostingStatus,
    PriceLists,
    Settings,
    SettledBy,
    Tracking,
    is_account_id,
)
from shared.settings.periods import LockedPeriod
from shared.settings.taxes import CHANNEL_TAX_CODE, Half, ImportTax, Place, TaxRule, TaxScheme, TaxTypes, ZeroTax

__all__ = [
    "CHANNEL_TAX_CODE",
    "DOCUMENTS",
    "NO_MONEY",
    "AccountMap",
    "Accounts",
    "AdjustmentMode",
    "Adjustments",
    "Deposits",
    "DocumentDate",
    "Excess",
    "Half",
    "ImportTax",
    "ItemAccounts",
    "LockedPeriod",
    "PaymentMethods",
    "Place",
    "PostingStatus",
    "PriceLists",
    "Settings",
    "SettledBy",
    "TaxRule",
    "TaxScheme",
    "TaxTypes",
    "Tracking",
    "ZeroTax",
    "is_account_id",
]
