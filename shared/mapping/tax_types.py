"""Which Xero tax type a row goes with: by rule, by tax code, or as one whose tax somebody else collects."""

from decimal import Decimal
from typing import Final, Protocol

from shared.errors import UnmappableError
from shared.mapping.source import Source, id_at, text_at
from shared.settings import CHANNEL_TAX_CODE, Half, Place, Settings, TaxScheme

_HALF_A_CENT: Final = Decimal("0.005")


class Taxed(Protocol):
    """What is asked of a row."""

    @property
    def name(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def net(self) -> Decimal: ...
    @property
    def shown(self) -> Decimal: ...
    @property
    def percent(self) -> Decimal: ...


def place_of(order: Source) -> Place:
    """Where an order was sold and where it goes."""
    parties = ("delivery", "customer")
    countries = (text_at(order, "parties", party, "countryIsoCode").upper() for party in parties)
    return Place(channel=id_at(order, "assignment", "current", "channelId"), country=next(filter(None, countries), ""))


def has_own_line(row: Taxed, settings: Settings) -> bool:
    """Whether the row's tax goes as a line of its own: US sales tax. https://help.brightpearl.com article 360031358171"""
    return settings.tax_scheme is TaxScheme.SALES_TAX or row.code == CHANNEL_TAX_CODE


def tax_type_of(row: Taxed, half: Half, place: Place, settings: Settings) -> str:
    """Give the type. Raises UnmappableError where the settings have none for the code, or for a rated row without tax."""
    types = settings.tax_types
    by_code = types.sales if half is Half.SALES else types.purchases
    if has_own_line(row, settings):
        return by_code.get(row.code, settings.untaxed)
    if types.rules and (by_rule := types.by_rule(half, row.code, place)):
        return by_rule
    if row.code not in by_code:
        raise UnmappableError(
            f"{row.name}: tax code {row.code!r} has no Xero tax rate for {half}",
            hint=f"add {row.code!r} to tax_types.{half} in the settings",
        )
    if lacks_its_tax(row) and row.code not in types.confirmed:
        return _without_tax(row, place, settings)
    return by_code[row.code]


def lacks_its_tax(row: Taxed) -> bool:
    """Whether there is no tax where the rate gives half a cent or more."""
    return row.shown == 0 and abs(row.net * row.percent) / 100 >= _HALF_A_CENT


def _without_tax(row: Taxed, place: Place, settings: Settings) -> str:
    found = settings.tax_types.without_tax(place)
    if found is None:
        raise UnmappableError(
            f"{row.name}: it has no tax, though its tax code {row.code!r} is {row.percent.normalize():f}%",
            hint=f"where a marketplace collects the tax, add its channel ({place.channel or 'none'})"
            f" and the destination ({place.country or 'unknown'}) to tax_types.zero_tax in the settings;"
            " else correct the row's tax code or its tax in Brightpearl",
        )
    return found
