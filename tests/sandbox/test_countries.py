"""A British, an American and an Australian pair: each agrees with itself, and has its country's habits."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from sandbox.stand_ins.brightpearl.countries import PROFILES as ACCOUNTS
from sandbox.stand_ins.brightpearl.orders import render_order
from sandbox.stand_ins.brightpearl.vendor import Brightpearl
from sandbox.stand_ins.clock import ManualClock
from sandbox.stand_ins.country import Country, country_of
from sandbox.stand_ins.shop.countries import HOMES
from sandbox.stand_ins.shop.home import Tax
from sandbox.stand_ins.world import Sandbox
from sandbox.stand_ins.xero.countries import PROFILES as ORGANISATIONS

TODAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
COUNTRIES = pytest.mark.parametrize("country", Country)


def a_pair(country: Country, *, orders: int = 30) -> Sandbox:
    sandbox = Sandbox(clock=ManualClock(TODAY))
    sandbox.seed(orders=orders, seed=3, country=country)
    return sandbox


def charged(country: Country, tax_type: str) -> Decimal:
    rates = {rate["TaxType"]: rate["EffectiveRate"] for rate in ORGANISATIONS[country].tax_rates}
    return Decimal(rates[tax_type])


def document(sandbox: Sandbox, *lines: dict[str, Any], mode: str = "Exclusive", **more: Any) -> Any:
    """What Xero makes of lines that name an account and a tax type."""
    contact = sandbox.xero.vendor.do({"action": "create_contact", "contact": {"Name": "Somebody"}})
    sent = [{"Description": "Thing", "Quantity": 1, "UnitAmount": 100} | line for line in lines]
    given = {
        "Type": "ACCREC",
        "Contact": {"ContactID": contact["ContactID"]},
        "LineAmountTypes": mode,
        "LineItems": sent,
    }
    return sandbox.xero.vendor.do({"action": "create_document", "document": given | more})


@COUNTRIES
def test_both_sides_of_a_pair_keep_their_books_alike(country: Country) -> None:
    account, organisation = ACCOUNTS[country], ORGANISATIONS[country]

    assert account.currency == organisation.base_currency == HOMES[country].currency
    assert account.country == organisation.country == HOMES[country].country
    assert {currency.code for currency in account.currencies} == set(organisation.currencies)


@COUNTRIES
def test_every_part_of_a_tax_code_is_played_by_one_that_the_account_has(country: Country) -> None:
    known = {code.code for code in ACCOUNTS[country].tax_codes}

    assert set(HOMES[country].tax_codes) == set(Tax)
    assert {*HOMES[country].tax_codes.values(), *HOMES[country].bought_under.values()} <= known


@pytest.mark.parametrize("country", [Country.GB, Country.AU])
def test_old_books_charge_the_rate_of_each_tax_code(country: Country) -> None:
    home, rates = HOMES[country], {code.code: code.rate for code in ACCOUNTS[country].tax_codes}

    for types in (home.sales_types, home.purchase_types):
        assert {code: charged(country, tax_type) for code, tax_type in types.items()} == {
            code: rates[code] for code in types
        }


def test_no_american_rate_charges_anything() -> None:
    assert {rate["EffectiveRate"] for rate in ORGANISATIONS[Country.US].tax_rates} == {Decimal(0)}


@COUNTRIES
def test_a_shop_is_where_its_pair_is(country: Country) -> None:
    state = a_pair(country).brightpearl.vendor.state()

    orders = list(state["orders"].values())
    codes = {row["tax_code"] for order in orders for row in order["rows"].values()}
    assert codes <= {code.code for code in ACCOUNTS[country].tax_codes}
    assert len({order["currency"] for order in orders}) >= 3
    assert HOMES[country].country in {address["country"] for address in state["addresses"].values()}


def test_a_reset_leaves_a_pair_in_its_country() -> None:
    sandbox = a_pair(Country.AU)

    sandbox.reset()

    assert {vendor["country"] for vendor in sandbox.health().values()} == {Country.AU}
    assert sandbox.xero.vendor.state()["Organisation"]["CountryCode"] == "AU"


def test_a_seed_always_picks_the_same_country_and_no_country_is_left_out() -> None:
    assert [country_of(seed) for seed in range(6)] == [*Country, *Country]


@pytest.mark.parametrize(
    ("country", "month", "day"), [(Country.GB, 3, 31), (Country.US, 12, 31), (Country.AU, 6, 30)], ids=list(Country)
)
def test_the_year_ends_on_the_same_day_in_both_systems(country: Country, month: int, day: int) -> None:
    ends = ORGANISATIONS[country].year_end

    assert (ends.month, ends.day) == (month, day)
    assert ACCOUNTS[country].first_month == month % 12 + 1


def test_a_british_reverse_charge_shows_its_rate_and_charges_nothing() -> None:
    rates = {rate["TaxType"]: rate for rate in ORGANISATIONS[Country.GB].tax_rates}

    for tax_type in ("REVERSECHARGES", "ECACQUISITIONS", "POSTPONED20", "DRCHARGE20", "DRCHARGESUPPLY20"):
        assert (rates[tax_type]["DisplayTaxRate"], rates[tax_type]["EffectiveRate"]) == (20, 0)


def test_none_is_gst_free_on_an_australian_expense() -> None:
    bill = document(a_pair(Country.AU), {"AccountCode": "429", "TaxType": "NONE"}, Type="ACCPAY")

    assert [line["TaxType"] for line in bill["LineItems"]] == ["EXEMPTEXPENSES"]


def test_none_is_unknown_on_any_other_australian_account() -> None:
    with pytest.raises(ValueError, match="The TaxType code 'NONE' does not exist"):
        document(a_pair(Country.AU), {"AccountCode": "200", "TaxType": "NONE"})


@COUNTRIES
def test_a_document_without_tax_has_the_country_s_type_for_that(country: Country) -> None:
    entered = document(a_pair(country), {"AccountCode": "200"}, mode="NoTax")

    assert [line["TaxType"] for line in entered["LineItems"]] == [ORGANISATIONS[country].no_tax]


def test_rates_of_avalara_are_listed_and_cannot_be_used() -> None:
    sandbox = a_pair(Country.US)

    assert "AVALARA" in {rate["TaxType"] for rate in sandbox.xero.vendor.state()["TaxRates"]}
    with pytest.raises(ValueError, match="'AVALARA' does not exist"):
        document(sandbox, {"AccountCode": "200", "TaxType": "AVALARA"})


@pytest.mark.parametrize(
    ("currency", "total", "tax"),
    [("JPY", "1001.00", "91.00"), ("KWD", "1000.999", "91.000"), ("USD", "1001.00", "91.00")],
)
def test_xero_rounds_to_the_places_that_a_currency_has(currency: str, total: str, tax: str) -> None:
    line = {"AccountCode": "200", "TaxType": "OUTPUT", "UnitAmount": "1000.9986"}

    entered = document(a_pair(Country.AU), line, mode="Inclusive", CurrencyCode=currency)

    assert (entered["Total"], entered["TotalTax"]) == (total, tax)


@pytest.mark.parametrize(("currency", "tax"), [("JPY", "91.00"), ("KWD", "90.910"), ("USD", "90.91")])
def test_brightpearl_writes_the_places_that_a_currency_has(currency: str, tax: str) -> None:
    account = Brightpearl(clock=ManualClock(TODAY), country=Country.AU)
    contact = account.do({"action": "create_contact", "first_name": "Aya", "last_name": "Mori"})["contact"]
    rows = [{"name": "Thing", "price": "909.0950", "tax": "90.9100"}]
    made = account.do({"action": "create_order", "contact": contact, "currency": currency, "rows": rows})["order"]

    shown = render_order(account.account, account.store.orders[made])

    assert shown["totalValue"]["taxAmount"] == tax


def test_customers_in_japan_pay_an_australian_shop_in_whole_yen() -> None:
    orders = a_pair(Country.AU, orders=200).brightpearl.vendor.state()["orders"].values()
    paid = [Decimal(order["total"]) for order in orders if order["currency"] == "JPY"]

    assert len(paid) > 2
    assert all(total == total.to_integral_value() for total in paid)
