"""Whether payment methods and the accounts of their money go together in both systems."""

from collections.abc import Iterable, Iterator
from typing import Final

from shared.settings.check_accounts import account_problems
from shared.settings.live import BrightpearlBooks, LiveBooks, XeroBooks
from shared.settings.model import NO_MONEY, Settings, SettledBy

_BANK: Final = "BANK"


def methods_to_xero(settings: Settings, live: LiveBooks) -> Iterator[str]:
    path = "payment_methods.to_xero"
    for method, accounts in settings.payment_methods.to_xero.items():
        yield from _method(f"{path} (key {method!r})", method, live.brightpearl, must_be_active=False)
        for currency, account in accounts.items():
            if account != NO_MONEY:
                yield from _money_account(f"{path}.{method}.{currency}", account, currency, live.xero)


def methods_to_brightpearl(settings: Settings, live: LiveBooks) -> Iterator[str]:
    path = "payment_methods.to_brightpearl"
    for account, methods in settings.payment_methods.to_brightpearl.items():
        for currency, method in methods.items():
            yield from _money_account(f"{path}.{account}.{currency} (its keys)", account, currency, live.xero)
            yield from _method(f"{path}.{account}.{currency}", method, live.brightpearl, must_be_active=True)
    for settled_by, method in settings.payment_methods.without_account.items():
        where = f"payment_methods.without_account.{SettledBy(settled_by)}"
        yield from _method(where, method, live.brightpearl, must_be_active=True)
        if settled_by == SettledBy.CREDIT_NOTE:
            yield from _contra(where, method, live.brightpearl)


def banks_without_a_code(settings: Settings, live: LiveBooks) -> list[str]:
    """Name the bank accounts that can be mapped by their AccountID only, and are not: payments on them become Errors."""
    mapped = {account.lower() for account in settings.payment_methods.to_brightpearl}
    return [
        f"the bank account {account.get('Name')!r} in Xero has no code and no payment method;"
        f" to map it, name it in payment_methods by its AccountID, {account_id}"
        for account_id, account in live.xero.accounts_by_id.items()
        if account.get("Type") == _BANK and account.get("Status") == "ACTIVE"
        if not account.get("Code") and account_id not in mapped
    ]


def _money_account(path: str, named: str, currency: str, xero: XeroBooks) -> Iterable[str]:
    if currency not in xero.currencies:
        return [f"{path} is for {currency}, a currency that is not switched on in Xero"]
    account = xero.account(named)
    problems = account_problems(path, named, account)
    if problems or account is None:
        return problems
    if account.get("Type") != _BANK and account.get("EnablePaymentsToAccount") is not True:
        return [f"{path} is {named!r}, which is neither a bank account nor enabled for payments in Xero"]
    held = account.get("CurrencyCode") or currency
    return [] if held == currency else [f"{path} is {named!r}, a bank account in {held}, not {currency}"]


def _contra(path: str, code: str, brightpearl: BrightpearlBooks) -> Iterator[str]:
    """What a credit settles is no money: its method must put none on a bank."""
    if (brightpearl.payment_methods.get(code) or {}).get("bankAccounts"):
        yield f"{path} is {code!r}, a payment method with a bank account in Brightpearl; choose one that has none"


def _method(path: str, code: str, brightpearl: BrightpearlBooks, *, must_be_active: bool) -> Iterator[str]:
    method = brightpearl.payment_methods.get(code)
    if method is None:
        yield f"{path} is {code!r}, which is not a payment method in Brightpearl"
    elif must_be_active and method.get("isActive") is False:
        yield f"{path} is {code!r}, a payment method that is not active in Brightpearl"
