"""How tax goes to Xero: tax types by code, destination and channel, and the accounts of tax that goes as a line of its own."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Final

from msgspec import Struct

from shared.settings.reading import Rule

# Rows whose tax a channel worked out: US sales tax. https://help.brightpearl.com article 360031358171
CHANNEL_TAX_CODE: Final = "-"
NO_TAX: Final[Mapping[str, str]] = {"AU": "BASEXCLUDED"}  # by country: the type of what no return knows; else NONE

Country = Annotated[
    str, Rule("a country code of two capital letters", lambda text: bool(re.fullmatch("[A-Z]{2}", text)))
]


class TaxScheme(StrEnum):
    """Brightpearl's taxSchemeCode. Under SALES TAX all tax goes as lines of its own, never as a rate."""

    VAT = "VAT"
    SALES_TAX = "SALES TAX"


class Half(StrEnum):
    """The two halves of the books; the value is the key in the settings."""

    SALES = "sales"
    PURCHASES = "purchases"


class Place(Struct, frozen=True, kw_only=True):
    """Where an order was sold and where it goes: the channel's id and the country's two letters, "" where unknown."""

    channel: str = ""
    country: str = ""


class ZeroTax(Struct, frozen=True, kw_only=True):
    """The type of rows whose tax a marketplace collects, by channel and destination. What is left out holds for all."""

    tax_type: str
    channel: int | None = None
    country: Country | None = None

    def holds_at(self, place: Place) -> bool:
        return self.channel in (None, _number(place.channel)) and self.country in (None, place.country)


class TaxRule(ZeroTax, frozen=True, kw_only=True):
    """A tax type for some rows, by half of the books, code, channel and destination. What is left out holds for all."""

    side: Half | None = None
    tax_code: str | None = None

    def fits(self, side: str, tax_code: str, place: Place) -> bool:
        return self.side in (None, side) and self.tax_code in (None, tax_code) and self.holds_at(place)


class TaxTypes(Struct, frozen=True, kw_only=True):
    """Xero tax types by Brightpearl tax code. The first of `rules` that fits goes before them.

    `confirmed` are tax codes whose rates may differ between the two systems: reverse charge, postponed and import tax.
    """

    sales: Mapping[str, str]
    purchases: Mapping[str, str]
    rules: tuple[TaxRule, ...] = ()
    zero_tax: tuple[ZeroTax, ...] | str = ()
    confirmed: tuple[str, ...] = ()

    def by_rule(self, side: str, tax_code: str, place: Place) -> str | None:
        return next((rule.tax_type for rule in self.rules if rule.fits(side, tax_code, place)), None)

    def without_tax(self, place: Place) -> str | None:
        """Give the type for rows whose tax somebody else collects; None where the settings do not say."""
        return next((rule.tax_type for rule in self.zero_tax_rules if rule.holds_at(place)), None)

    @property
    def zero_tax_rules(self) -> tuple[ZeroTax, ...]:
        return (ZeroTax(tax_type=self.zero_tax),) if isinstance(self.zero_tax, str) else self.zero_tax


class ImportTax(Struct, frozen=True, kw_only=True):
    """Where tax of a bill goes that has no net: the tax account, with the organisation's type for imports."""

    account: str
    tax_type: str


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0
