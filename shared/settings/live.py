"""What the two systems know today: the chart of accounts, rates, methods and lists that settings refer to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

Raw = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class XeroBooks:
    """One Xero organisation, by code; accounts by AccountID too. Tracking options are by category."""

    organisation_id: str
    name: str
    base_currency: str
    country: str
    short_code: str
    accounts: Mapping[str, Raw]
    accounts_by_id: Mapping[str, Raw]
    tax_rates: Mapping[str, Raw]
    tracking: Mapping[str, frozenset[str]]
    currencies: frozenset[str]

    @classmethod
    def of(
        cls,
        *,
        organisation: Raw,
        accounts: Iterable[Raw],
        tax_rates: Iterable[Raw],
        tracking_categories: Iterable[Raw],
        currencies: Iterable[Raw],
    ) -> "XeroBooks":
        """Take the elements of Xero's answers as they are."""
        chart = list(accounts)
        return cls(
            organisation_id=str(organisation.get("OrganisationID") or ""),
            name=str(organisation.get("Name") or ""),
            base_currency=str(organisation["BaseCurrency"]),
            country=str(organisation.get("CountryCode") or ""),
            short_code=str(organisation.get("ShortCode") or ""),
            accounts={account["Code"]: account for account in chart if account.get("Code")},
            accounts_by_id={account["AccountID"]: account for account in chart if account.get("AccountID")},
            tax_rates={rate["TaxType"]: rate for rate in tax_rates if _is_active(rate)},
            tracking={category["Name"]: _options(category) for category in tracking_categories if _is_active(category)},
            currencies=frozenset(currency["Code"] for currency in currencies),
        )

    def account(self, text: str) -> Raw | None:
        """Find an account by its code or its AccountID."""
        return self.accounts_by_id.get(text.lower()) or self.accounts.get(text)


@dataclass(frozen=True, slots=True, kw_only=True)
class BrightpearlBooks:
    """One Brightpearl account. Order types are by status id, tax rates in percent by tax code.

    `installation` is the number of our app's installation in it.
    """

    base_currency: str
    time_zone: str
    tax_scheme: str
    payment_methods: Mapping[str, Raw]
    price_lists: Mapping[int, Raw]
    order_types: Mapping[int, str]
    nominal_codes: frozenset[str]
    tax_codes: Mapping[str, Decimal]
    channels: frozenset[int]
    account: str = ""
    installation: str = ""

    @classmethod
    def of(
        cls,
        *,
        configuration: Raw,
        payment_methods: Iterable[Raw],
        price_lists: Iterable[Raw],
        order_statuses: Iterable[Raw],
        nominal_codes: Iterable[Raw],
        tax_codes: Iterable[Raw],
        channels: Iterable[Raw],
        account: str = "",
        installation: str = "",
    ) -> "BrightpearlBooks":
        """Take the elements of Brightpearl's answers as they are. A tax code without a rate counts as 0%."""
        return cls(
            base_currency=str(configuration["baseCurrencyCode"]),
            time_zone=str(configuration["timeZone"]),
            tax_scheme=str(configuration.get("taxSchemeCode") or ""),
            payment_methods={method["code"]: method for method in payment_methods},
            price_lists={int(price_list["id"]): price_list for price_list in price_lists},
            order_types={int(status["statusId"]): str(status["orderTypeCode"]) for status in order_statuses},
            nominal_codes=frozenset(str(nominal["code"]) for nominal in nominal_codes),
            tax_codes={str(tax["code"]): Decimal(str(tax.get("rate", 0))) for tax in tax_codes},
            channels=frozenset(int(channel["id"]) for channel in channels),
            account=account,
            installation=installation,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveBooks:
    """Both systems as they are today."""

    xero: XeroBooks
    brightpearl: BrightpearlBooks


def _is_active(element: Raw) -> bool:
    """Xero may leave the status out of a rate or a category that is in use."""
    return str(element.get("Status", "ACTIVE")) == "ACTIVE"


def _options(category: Raw) -> frozenset[str]:
    return frozenset(option["Name"] for option in category.get("Options", ()) if _is_active(option))
