"""Accounts of Xero as payments name them: by code, or by AccountID where a bank account has no code."""

from shared.mapping.references import Payload
from shared.settings import is_account_id


def named_account(account: str) -> Payload:
    """Name an account of the settings as Xero's elements do: `{"Code": "090"}` or `{"AccountID": "1f0c…"}`."""
    return {"AccountID" if is_account_id(account) else "Code": account}
