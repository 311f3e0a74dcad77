"""Compares every code in the settings with what the two systems know today, before a document fails because of one."""

from collections.abc import Callable, Iterator
from typing import Final

from shared.kinds import ORDERS
from shared.settings.check_accounts import line_account
from shared.settings.check_methods import banks_without_a_code, methods_to_brightpearl, methods_to_xero
from shared.settings.check_taxes import tax_accounts, tax_scheme, tax_types
from shared.settings.live import LiveBooks, Raw, XeroBooks
from shared.settings.model import AccountMap, AdjustmentMode, Settings

_NOT_FOR_JOURNALS: Final = ("BANK", "INVENTORY")


def check(settings: Settings, live: LiveBooks) -> list[str]:
    """Give a sentence for every setting that does not fit, each with its path; none when all is well."""
    return [sentence for rule in _RULES for sentence in rule(settings, live)]


def remarks(settings: Settings, live: LiveBooks) -> list[str]:
    """Give a sentence for what fits, and may be missed all the same."""
    return banks_without_a_code(settings, live)


def _account_currencies(settings: Settings, live: LiveBooks) -> Iterator[str]:
    """Both systems must keep their books in the same currency."""
    stated = {"Brightpearl": live.brightpearl.base_currency, "Xero": live.xero.base_currency}
    for system, currency in stated.items():
        if currency != settings.base_currency:
            yield f"base_currency is {settings.base_currency!r}, but {system} keeps its books in {currency}"
    if settings.time_zone != live.brightpearl.time_zone:
        yield f"time_zone is {settings.time_zone!r}, but Brightpearl's is {live.brightpearl.time_zone}"
    if live.xero.country not in ("", settings.country):
        yield f"country is {settings.country!r}, but Xero's organisation is in {live.xero.country}"


def _statuses(settings: Settings, live: LiveBooks) -> Iterator[str]:
    for kind, statuses in settings.statuses.items():
        for index, status in enumerate(statuses):
            order_type = live.brightpearl.order_types.get(status)
            wanted = ORDERS[kind].type_code
            if order_type is None:
                yield f"statuses.{kind}[{index}] is {status}, which is not an order status in Brightpearl"
            elif order_type != wanted:
                yield f"statuses.{kind}[{index}] is {status}, a status for {order_type} in Brightpearl, not for {wanted}"


def _channels(settings: Settings, live: LiveBooks) -> Iterator[str]:
    for index, channel in enumerate(settings.channels):
        if channel not in live.brightpearl.channels:
            yield f"channels[{index}] is {channel}, which is not a channel in Brightpearl"


def _mapped_accounts(settings: Settings, live: LiveBooks) -> Iterator[str]:
    yield from _account_map("accounts.sales", settings.accounts.sales, live)
    yield from _account_map("accounts.purchases", settings.accounts.purchases, live)


def _account_map(path: str, accounts: AccountMap, live: LiveBooks) -> Iterator[str]:
    for nominal, account in accounts.by_nominal_code.items():
        if nominal not in live.brightpearl.nominal_codes:
            yield f"{path}.by_nominal_code has {nominal!r}, which is not a nominal code in Brightpearl"
        yield from line_account(f"{path}.by_nominal_code.{nominal}", account, live.xero)
    yield from line_account(f"{path}.default", accounts.default, live.xero)


def _single_accounts(settings: Settings, live: LiveBooks) -> Iterator[str]:
    single = {
        "rounding_account": settings.rounding_account,
        "item_accounts.sales": settings.item_accounts.sales,
        "item_accounts.purchases": settings.item_accounts.purchases,
    }
    for path, account in single.items():
        yield from line_account(path, account, live.xero)


def _tracking(settings: Settings, live: LiveBooks) -> Iterator[str]:
    if settings.tracking is None:
        return
    category = settings.tracking.category
    if category not in live.xero.tracking:
        yield f"tracking.category is {category!r}, which is not an active tracking category in Xero"
        return
    for channel, option in settings.tracking.options.items():
        if channel not in live.brightpearl.channels:
            yield f"tracking.options has {channel}, which is not a channel in Brightpearl"
        if option is not None and option not in live.xero.tracking[category]:
            yield f"tracking.options.{channel} is {option!r}, which is not an active option of {category!r} in Xero"


def _price_lists(settings: Settings, live: LiveBooks) -> Iterator[str]:
    wanted = {"cost": (settings.price_lists.cost, "BUY"), "sell": (settings.price_lists.sell, "SELL")}
    for name, (number, list_type) in wanted.items():
        if number is not None:
            found = live.brightpearl.price_lists.get(number)
            yield from (f"price_lists.{name} is {number}, which {wrong}" for wrong in _wrong_list(found, list_type))


def _wrong_list(found: Raw | None, wanted: str) -> Iterator[str]:
    if found is None:
        yield "is not a price list in Brightpearl"
        return
    if found.get("priceListTypeCode", wanted) != wanted:
        yield f"is a {found['priceListTypeCode']} list in Brightpearl, not a {wanted} list"
    if found.get("gross"):
        yield "has prices that include tax; Xero's do not"


def _adjustments(settings: Settings, live: LiveBooks) -> Iterator[str]:
    chosen = settings.adjustments
    paths = {"adjustments.adjustment_account": chosen.adjustment_account}
    if chosen.mode == AdjustmentMode.MANUAL_JOURNAL:
        paths["adjustments.stock_account"] = chosen.stock_account
    for path, account in paths.items():
        yield from line_account(path, account, live.xero) or _journal_account(path, account, chosen.mode, live.xero)


def _journal_account(path: str, code: str, mode: AdjustmentMode, xero: XeroBooks) -> list[str]:
    account = xero.accounts[code]
    if mode == AdjustmentMode.MANUAL_JOURNAL and account.get("Type") in _NOT_FOR_JOURNALS:
        return [f"{path} is {code!r}, an account of type {account['Type']}; Xero does not allow it in manual journals"]
    return []


_RULES: Final[tuple[Callable[[Settings, LiveBooks], Iterator[str]], ...]] = (
    _account_currencies,
    _statuses,
    _channels,
    _mapped_accounts,
    _single_accounts,
    tax_types,
    tax_accounts,
    tax_scheme,
    methods_to_xero,
    methods_to_brightpearl,
    _tracking,
    _price_lists,
    _adjustments,
)
