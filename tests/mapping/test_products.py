"""Products: one test for each rule."""

from decimal import Decimal
from typing import Any

import pytest

from shared.errors import InvalidDataError
from shared.mapping.products import to_item
from shared.mapping.references import Payload
from tests.builders import a_price, a_product, some_settings


def item_of(**changes: Any) -> Payload:
    return to_item(a_product(**changes), some_settings()).payload


def test_the_code_is_the_sku() -> None:
    assert item_of(sku="X" * 30)["Code"] == "X" * 30


@pytest.mark.parametrize("sku", [None, "", "  ", "X" * 31, "A  B", "A\tB"])
def test_a_sku_that_cannot_be_a_code_is_refused_and_never_cut(sku: str | None) -> None:
    with pytest.raises(InvalidDataError, match="SKU") as refusal:
        item_of(sku=sku)

    assert "without an item" in refusal.value.hint


def test_the_name_is_cut_to_fifty_characters_and_says_so() -> None:
    mapped = to_item(a_product(name="N" * 51), some_settings())

    assert mapped.payload["Name"] == "N" * 50
    assert mapped.notes == ("the name was cut to Xero's 50 characters",)


def test_a_product_without_a_name_is_called_by_its_sku() -> None:
    payload = item_of(name="", description="")

    assert payload["Name"] == payload["Description"] == "TEE-RED-M"


def test_the_description_is_the_long_one_without_html_for_sales_and_purchases() -> None:
    payload = item_of(description="<p>Soft&nbsp;<b>tee</b></p>")

    assert payload["Description"] == payload["PurchaseDescription"] == "Soft tee"


def test_a_blank_description_is_the_name() -> None:
    assert item_of(name="Red tee", description="<p> </p>")["Description"] == "Red tee"


def test_prices_come_from_the_chosen_price_lists() -> None:
    prices = [a_price(1, "5.0000"), a_price(2, "25.5000"), a_price(3, "99.0000")]

    payload = item_of(prices=prices)

    assert payload["PurchaseDetails"] == {"UnitPrice": Decimal("5.0000"), "AccountCode": "300"}
    assert payload["SalesDetails"] == {"UnitPrice": Decimal("25.5000"), "AccountCode": "200"}


def test_the_price_is_that_of_the_smallest_quantity() -> None:
    price = a_price(2, None) | {"quantityPrice": {"10": "8.0000", "5": "9.0000"}}

    assert item_of(prices=[price])["SalesDetails"]["UnitPrice"] == 9


@pytest.mark.parametrize("prices", [[], [a_price(2, None)]], ids=["no price list", "no price in it"])
def test_an_item_may_have_no_price(prices: list[Any]) -> None:
    assert "UnitPrice" not in item_of(prices=prices)["SalesDetails"]


def test_a_price_in_another_currency_is_left_out_and_said() -> None:
    mapped = to_item(a_product(prices=[a_price(2, "30.0000", currency="EUR")]), some_settings())

    assert "UnitPrice" not in mapped.payload["SalesDetails"]
    assert mapped.notes == ("the price of price list 2 is in EUR, so the item goes without it",)


def test_an_item_needs_neither_price_lists_nor_accounts() -> None:
    settings = some_settings(price_lists={"cost": None, "sell": None}, item_accounts={})

    payload = to_item(a_product(), settings).payload

    assert not {"SalesDetails", "PurchaseDetails"} & set(payload)


def test_a_name_of_fifty_characters_is_not_cut() -> None:
    mapped = to_item(a_product(name="x" * 50), some_settings())

    assert (mapped.payload["Name"], mapped.notes) == ("x" * 50, ())


def test_a_description_from_the_name_has_120_characters_at_most() -> None:
    assert item_of(name="x" * 130, description="")["Description"] == "x" * 120


def test_a_name_is_not_cut_to_end_in_a_space() -> None:
    assert item_of(name=f"{'x' * 49} yyy")["Name"] == "x" * 49
