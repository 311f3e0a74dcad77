"""What a merchant may configure, one document for each connection.

`Settings.parse` refuses whatever is not exactly right and says everything that is wrong at once; `check` compares the
codes in it with what the two systems know today.
"""

from shared.settings.check import check
from shared.settings.live import BrightpearlBooks, LiveBooks, XeroBooks
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
    TaxTypes,
    Tracking,
)

__all__ = [
    "DOCUMENTS",
    "AccountMap",
    "Accounts",
    "AdjustmentMode",
    "Adjustments",
    "BrightpearlBooks",
    "DocumentDate",
    "ItemAccounts",
    "LiveBooks",
    "PaymentMethods",
    "PostingStatus",
    "PriceLists",
    "Settings",
    "SettledBy",
    "TaxTypes",
    "Tracking",
    "XeroBooks",
    "check",
]
