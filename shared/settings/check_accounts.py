"""Whether an account of Xero may be used as the settings use it."""

from typing import Final

from shared.settings.live import Raw, XeroBooks

_CONTROL_ACCOUNTS: Final = ("DEBTORS", "CREDITORS", "RETAINEDEARNINGS")


def line_account(path: str, code: str | None, xero: XeroBooks) -> list[str]:
    """Check an account for the lines of documents or journals: active, and not one that Xero keeps for itself."""
    if code is None:
        return []
    problems = account_problems(path, code, xero.accounts.get(code))
    if not problems and xero.accounts[code].get("SystemAccount") in _CONTROL_ACCOUNTS:
        return [f"{path} is {code!r}, a control account; only Xero itself posts to it"]
    return problems


def account_problems(path: str, named: str, account: Raw | None) -> list[str]:
    """Say that an account does not exist or is not active. `named` is what the settings call it."""
    if account is None:
        return [f"{path} is {named!r}, which is not an account in Xero"]
    if account.get("Status") != "ACTIVE":
        return [f"{path} is {named!r}, an account that is {str(account.get('Status')).lower()} in Xero"]
    return []
