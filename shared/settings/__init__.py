"""What a merchant may configure, one document for each connection.

`Settings.parse` refuses whatever is not exactly right and says everything that is wrong at once; `shared.settings.check`
compares the codes in it with what the two systems know today.
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
