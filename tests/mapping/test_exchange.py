"""Currencies and rates: Xero wants units of the document's currency for one of the organisation's."""

from decimal import Decimal

import pytest

from shared.errors import InvalidDataError
from shared.mapping.documents import to_sales_invoice
from shared.mapping.exchange import currency_fields, is_inverse, turned, xero_rate
from tests.builders import a_row, a_sales_order, some_settings


def test_the_accounts_own_currency_needs_no_rate() -> None:
    payload = to_sales_invoice(a_sales_order(currency="GBP"), some_settings()).payload

    assert payload["CurrencyCode"] == "GBP"
    assert "CurrencyRate" not in payload


@pytest.mark.parametrize("rate", ["1.160000", "0.862069"], ids=["euros for a pound", "pounds for a euro"])
def test_the_totals_decide_which_way_round_brightpearl_states_its_rate(rate: str) -> None:
    order = a_sales_order(currency="EUR", rate=rate, total="120.00", base_total="103.45")

    payload = to_sales_invoice(order, some_settings()).payload

    assert (payload["CurrencyCode"], payload["CurrencyRate"]) == ("EUR", Decimal("1.160000"))


@pytest.mark.parametrize("rate", ["180.150000", "0.005551"], ids=["yen for a pound", "pounds for a yen"])
def test_a_rate_far_from_one_is_read_either_way(rate: str) -> None:
    order = a_sales_order(currency="JPY", rate=rate, total="100000.00", base_total="555.09")

    found = xero_rate(order)

    assert found is not None
    assert abs(found - Decimal("180.15")) < Decimal("0.01")


@pytest.mark.parametrize(("rate", "inverse"), [("1.160000", False), ("0.862069", True)])
def test_an_order_tells_which_way_round_rates_are_stated(rate: str, inverse: bool) -> None:
    order = a_sales_order(currency="EUR", rate=rate, total="120.00", base_total="103.45")

    assert is_inverse(order) is inverse
    assert turned(Decimal("1.25"), inverse=inverse) == Decimal("0.8" if inverse else "1.25")


@pytest.mark.parametrize("base_total", ["0.00", "7.00"], ids=["of nothing", "that does not fit"])
def test_an_order_that_does_not_tell_it_states_rates_as_xero_does(base_total: str) -> None:
    total = "120.00" if base_total != "0.00" else "0.00"

    assert not is_inverse(a_sales_order(currency="EUR", rate="0.862069", total=total, base_total=base_total))


def test_a_rate_of_one_is_the_same_either_way_and_stated_as_xero_does() -> None:
    assert not is_inverse(a_sales_order(currency="EUR", rate="1.000000", total="120.00", base_total="120.00"))


def test_a_rate_close_to_one_takes_the_direction_that_fits_better() -> None:
    inverse = a_sales_order(currency="EUR", rate="1.000400", total="1000.00", base_total="1000.40")

    assert xero_rate(inverse) == Decimal("0.999600")


@pytest.mark.parametrize("base_total", ["120.00", "60.00", "240.00"])
def test_a_rate_that_fits_neither_way_is_refused(base_total: str) -> None:
    order = a_sales_order(currency="EUR", rate="1.160000", total="120.00", base_total=base_total)

    with pytest.raises(InvalidDataError, match=r"exchange rate 1\.160000 does not fit its totals: 120\.00"):
        to_sales_invoice(order, some_settings())


@pytest.mark.parametrize("rate", ["0", "-1.16"])
def test_a_rate_of_nothing_is_refused(rate: str) -> None:
    order = a_sales_order(currency="EUR")
    order["currency"]["exchangeRate"] = rate

    with pytest.raises(InvalidDataError, match="exchange rate"):
        to_sales_invoice(order, some_settings())


def test_a_document_of_zero_goes_at_xeros_own_rate_and_says_so() -> None:
    order = a_sales_order(a_row(net="0.0000", tax="0.00", currency="EUR"), currency="EUR", rate="1.160000")

    mapped = to_sales_invoice(order, some_settings())

    assert "CurrencyRate" not in mapped.payload
    assert mapped.notes == ("the order has no value, so Xero's own exchange rate applies",)


def test_the_net_total_decides_where_the_total_is_zero() -> None:
    order = a_sales_order(currency="EUR", rate="1.160000", total="0.00", base_total="0.00")

    assert xero_rate(order) == Decimal("1.160000")


def test_an_order_without_a_currency_is_refused() -> None:
    with pytest.raises(InvalidDataError, match="does not say its currency"):
        to_sales_invoice(a_sales_order(currency=""), some_settings())


@pytest.mark.parametrize(
    ("rows", "foreign", "fits"),
    [
        (1, "80.16", True),
        (1, "80.18", False),
        (1, "79.84", True),
        (1, "79.82", False),
        (2, "80.20", True),
        (2, "80.22", False),
    ],
)
def test_a_rate_may_be_off_by_a_thousandth_and_a_cent_for_each_net_and_tax(
    rows: int, foreign: str, *, fits: bool
) -> None:
    """Of 40.00 in the account's currency a thousandth is 0.04; a row has two cents, and the document two more."""
    lines = [a_row(currency="EUR") for _ in range(rows)]
    order = a_sales_order(*lines, currency="EUR", rate="2.000000", total=foreign, base_total="40.00")

    if fits:
        assert xero_rate(order) == 2
    else:
        with pytest.raises(InvalidDataError, match="does not fit its totals"):
            xero_rate(order)


def test_a_document_of_zero_says_its_currency_all_the_same() -> None:
    order = a_sales_order(a_row(net="0.0000", tax="0.00", currency="EUR"), currency="EUR", rate="1.160000")

    assert currency_fields(order)[0] == {"CurrencyCode": "EUR"}
