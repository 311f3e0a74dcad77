"""Whether the tax settings fit both systems: schemes, tax types, their rates as charged, and the accounts of tax."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from shared.settings.check_accounts import line_account
from shared.settings.live import LiveBooks, Raw, XeroBooks
from shared.settings.model import Settings
from shared.settings.taxes import CHANNEL_TAX_CODE, Half, TaxScheme


def tax_scheme(settings: Settings, live: LiveBooks) -> Iterator[str]:
    if live.brightpearl.tax_scheme not in ("", settings.tax_scheme):
        yield f"tax_scheme is {settings.tax_scheme.value!r}, but Brightpearl's is {live.brightpearl.tax_scheme}"


def tax_types(settings: Settings, live: LiveBooks) -> Iterator[str]:
    for half in Half:
        for code, tax_type in _by_code(settings, half).items():
            path = f"tax_types.{half}"
            yield from _tax_type(f"{path}.{code}", tax_type, live.xero) or _rates(path, code, tax_type, settings, live)
    for index, rule in enumerate(settings.tax_types.rules):
        yield from _tax_type(f"tax_types.rules[{index}].tax_type", rule.tax_type, live.xero)
        yield from _known_code(f"tax_types.rules[{index}].tax_code", rule.tax_code, live)
    for index, zero in enumerate(settings.tax_types.zero_tax_rules):
        yield from _untaxed(f"tax_types.zero_tax[{index}].tax_type", zero.tax_type, live.xero)
    for index, code in enumerate(settings.tax_types.confirmed):
        yield from _known_code(f"tax_types.confirmed[{index}]", code, live)
    yield from _untaxed("rounding_tax_type", settings.untaxed, live.xero)
    yield from _untaxed("adjustments.tax_type", settings.untaxed_stock, live.xero)
    if settings.import_tax:
        yield from _untaxed("import_tax.tax_type", settings.import_tax.tax_type, live.xero)


def tax_accounts(settings: Settings, live: LiveBooks) -> Iterator[str]:
    marketplaces = settings.marketplace_tax_accounts
    accounts = {
        "sales_tax_account": settings.sales_tax_account,
        "purchase_tax_account": settings.purchase_tax_account,
        "import_tax.account": settings.import_tax.account if settings.import_tax else None,
        **{f"marketplace_tax_accounts.{channel}": account for channel, account in marketplaces.items()},
    }
    for path, account in accounts.items():
        yield from line_account(path, account, live.xero)
    for channel in marketplaces:
        if channel not in live.brightpearl.channels:
            yield f"marketplace_tax_accounts has {channel}, which is not a channel in Brightpearl"


def _by_code(settings: Settings, half: Half) -> Mapping[str, str]:
    return {Half.SALES: settings.tax_types.sales, Half.PURCHASES: settings.tax_types.purchases}[half]


def _rates(path: str, code: str, tax_type: str, settings: Settings, live: LiveBooks) -> Iterator[str]:
    """What both charge must be equal, unless a person has confirmed the code; under SALES TAX no type may charge anything."""
    yield from _known_code(path, code, live)
    if settings.tax_scheme is TaxScheme.SALES_TAX:
        yield from _untaxed(f"{path}.{code}", tax_type, live.xero)
    elif code in live.brightpearl.tax_codes and code not in (CHANNEL_TAX_CODE, *settings.tax_types.confirmed):
        there, here = _rate(live.xero.tax_rates[tax_type]), live.brightpearl.tax_codes[code]
        if there != here:
            yield (
                f"{path}.{code} is {tax_type!r}: {_percent(there)} in Xero, but {code} is {_percent(here)} in Brightpearl;"
                " where that is meant, as for reverse charge, add the code to tax_types.confirmed"
            )


def _known_code(path: str, code: str | None, live: LiveBooks) -> Iterator[str]:
    if code is not None and code not in live.brightpearl.tax_codes:
        yield f"{path} has {code!r}, which is not a tax code in Brightpearl"


def _tax_type(path: str, tax_type: str, xero: XeroBooks) -> list[str]:
    return [] if tax_type in xero.tax_rates else [f"{path} is {tax_type!r}, which is not an active tax rate in Xero"]


def _untaxed(path: str, tax_type: str, xero: XeroBooks) -> list[str]:
    wrong = _tax_type(path, tax_type, xero)
    if wrong or _rate(xero.tax_rates[tax_type]) == 0:
        return wrong
    return [f"{path} is {tax_type!r}, which adds tax; choose a tax rate of 0%, such as NONE"]


def _rate(tax_rate: Raw) -> Decimal:
    """As charged: a reverse charge shows 20% and charges nothing."""
    return Decimal(str(tax_rate.get("EffectiveRate") or 0))


def _percent(rate: Decimal) -> str:
    return f"{rate.normalize():f}%"
