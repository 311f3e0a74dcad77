"""What a merchant may configure, one document for each connection.

`Settings.parse` refuses a document in which anything is wrong and says all of it at once. `shared.settings.check` compares
the codes in it with what the two systems know today.
"""

from shared.settings.model import (
    DOCUMENTS,
    AccountMap,
    Accounts,
    AdjustmentMode,
    Adjustments,
    DocumentDate,
    ItemAccounts,
    PaymentMethods,
    PostingStatus,
    PriceLists,
    Settings,
    SettledBy,
    Tracking,
)
from shared.settings.taxes import CHANNEL_TAX_CODE, Half, ImportTax, Place, TaxRule, TaxScheme, TaxTypes, ZeroTax

__all__ = [
    "CHANNEL_TAX_CODE",
    "DOCUMENTS",
    "AccountMap",
    "Accounts",
    "AdjustmentMode",
    "Adjustments",
    "DocumentDate",
    "Half",
    "ImportTax",
    "ItemAccounts",
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
]
