"""The copy of a payment in Xero, as it is there now: whether it is still ours, and what was posted. Pure."""

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any, Final

from shared.mapping.dates import xero_date
from shared.mapping.payments import our_payment_id
from shared.mapping.references import Payload

GONE: Final = "DELETED"
RECONCILED: Final = "is reconciled in Xero"
IN_A_BATCH: Final = "is part of a batch payment in Xero"


def why_kept(copy: Mapping[str, Any], payment_id: str) -> str:
    """Say of a copy why it must not be taken away: "is reconciled in Xero"; "" where it may."""
    if copy.get("IsReconciled") is True:
        return RECONCILED
    if copy.get("BatchPaymentID") or copy.get("BatchPayment"):
        return IN_A_BATCH
    return "" if our_payment_id(copy.get("Reference")) == payment_id else "was entered in Xero by a person"


def why_other(copy: Mapping[str, Any], wanted: Payload, days: Collection[str]) -> str:
    """Say in what a copy differs from the payment that was posted: its account, its day or its amount; "" where in nothing.

    `days` are all that it may have been posted on.
    """
    account, named = copy.get("Account") or {}, wanted["Account"]
    if not named.items() <= account.items():
        there = account.get("Code") or account.get("AccountID") or "none"
        return f"is on account {there} in Xero, and would be on {next(iter(named.values()))}"
    day, amount = xero_date(copy["Date"]).isoformat(), Decimal(str(copy["Amount"]))
    if day not in days:
        return f"is of {day} in Xero, and would be of {wanted['Date']}"
    return "" if amount == wanted["Amount"] else f"is over {amount:.2f} in Xero, and would be over {wanted['Amount']:f}"
