"""What a merchant may configure, one document for each connection.

`Settings.parse` refuses a document in which anything is wrong and says all of it at once. `shared.settings.check` compares
the codes in it with what the two systems know today.
"""

from shared.settings.model import (
    CHANNEL_TAX_CODE,
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
    TaxTypes,
    Tracking,
)

__all__ = [
    "CHANNEL_TAX_CODE",
    "DOCUMENTS",
    "AccountMap",
    "Accounts",
    "AdjustmentMode",
    "Adjustments",
    "DocumentDate",
    "ItemAccounts",
    "PaymentMethods",
    "PostingStatus",
    "PriceLists",
    "Settings",
    "SettledBy",
    "TaxTypes",
    "Tracking",
]
