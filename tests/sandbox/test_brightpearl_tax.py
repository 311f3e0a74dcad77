"""Tax as Brightpearl works it out: on one item, times the quantity; unless a channel or a person set it."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sandbox.brightpearl_calls import Caller

CENT, FOUR = Decimal("0.01"), Decimal("0.0001")
RATES = {"T20": Decimal("0.2"), "T5": Decimal("0.05"), "T0": Decimal(0), "T9": Decimal(0)}

rows_of_a_shop = st.lists(
    st.fixed_dictionaries(
        {
            "price": st.decimals("0.0001", "2000", places=4),
            "quantity": st.integers(-20, 600),
            "tax_code": st.sampled_from(list(RATES)),
            "discount": st.sampled_from((0, 5, "12.5", "33.33")),
        },
        optional={"tax": st.decimals("0", "300", places=2)},
    ),
    min_size=1,
    max_size=12,
)


def shown(caller: Caller, order: int) -> dict[str, Any]:
    found: dict[str, Any] = caller.get(f"/order-service/order/{order}").response[0]
    return found


def totals(caller: Caller, *rows: dict[str, Any], **fields: Any) -> tuple[str, str, str]:
    """Net, tax and total of an order of these rows."""
    value = shown(caller, caller.an_order(rows=list(rows), **fields))["totalValue"]
    return value["net"], value["taxAmount"], value["total"]


def row_of(caller: Caller, order: int) -> dict[str, Any]:
    """What an order's first row is worth."""
    first: dict[str, Any] = next(iter(shown(caller, order)["orderRows"].values()))["rowValue"]
    return first


@pytest.mark.parametrize(
    ("rows", "amounts"),
    [
        ([{"price": "1.6250"}], ("1.62", "0.33", "1.95")),
        ([{"price": "1.6250"}] * 7, ("11.37", "2.28", "13.65")),
        ([{"price": "0.2333", "quantity": 1000}], ("233.30", "46.70", "280.00")),
        ([{"price": "8.325", "quantity": 12}], ("99.90", "19.98", "119.88")),
    ],
    ids=["1.95 once", "1.95 seven times", "a thousand of 0.28", "a dozen of 9.99"],
)
@pytest.mark.parametrize("price_mode", ["INC", "EXC"])
def test_a_price_with_tax_in_it_stays_what_the_customer_saw(
    rows: list[dict[str, Any]], amounts: tuple[str, str, str], price_mode: str
) -> None:
    assert totals(Caller(), *rows, price_mode=price_mode) == amounts


def test_a_row_shows_its_net_with_four_places_and_its_tax_with_two() -> None:
    caller = Caller()

    row = row_of(caller, caller.an_order(rows=[{"price": "1.625"}], price_mode="INC"))

    assert (row["rowNet"]["value"], row["rowTax"]["value"], row["taxCalculator"]) == ("1.6250", "0.33", "brightpearl")


def test_a_discount_makes_nets_of_four_places() -> None:
    caller = Caller()
    order = caller.an_order(rows=[{"price": "9.99", "discount": "12.5", "quantity": 3}])

    [row] = shown(caller, order)["orderRows"].values()

    assert (row["productPrice"]["value"], row["discountPercentage"]) == ("9.9900", "12.50")
    assert row["rowValue"]["rowNet"]["value"] == "26.2239"


@pytest.mark.parametrize(
    ("rows", "amounts"),
    [
        (
            [{"price": 100, "tax": 18}, {"name": "Discount", "price": -10, "tax": 0, "tax_code": "T9"}],
            ("90.00", "18.00", "108.00"),
        ),
        ([{"price": 100, "tax": 25}, {"price": 50, "tax": 5}], ("150.00", "30.00", "180.00")),
        ([{"price": "19.99", "tax": 0}], ("19.99", "0.00", "19.99")),
        ([{"name": "Import VAT", "price": 0, "tax": "68.00"}], ("0.00", "68.00", "68.00")),
    ],
    ids=["less the discount's tax", "taxes of other rates", "a marketplace has it", "no net"],
)
def test_a_tax_that_was_set_stands_whatever_the_rate_says(
    rows: list[dict[str, Any]], amounts: tuple[str, str, str]
) -> None:
    assert totals(Caller(), *rows) == amounts


def test_who_worked_the_tax_out_is_said() -> None:
    caller = Caller()
    rows = [{"price": 5}, {"price": 5, "tax": "0.41"}, {"price": 5, "tax": "0.41", "calculator": "avalara"}]

    order = shown(caller, caller.an_order(rows=rows))

    calculators = [row["rowValue"]["taxCalculator"] for row in order["orderRows"].values()]
    assert calculators == ["brightpearl", "manual", "avalara"]


def test_a_bills_tax_can_be_retyped_and_stands_when_the_row_is_edited() -> None:
    caller = Caller()
    bill = caller.an_order(type="PO", rows=[{"price": 100}])

    caller.do("edit_order", order=bill, tax="19.97")
    caller.do("edit_order", order=bill, price="101", tax_code="T5")

    row = row_of(caller, bill)
    assert (row["rowNet"]["value"], row["rowTax"]["value"], row["taxCode"]) == ("101.0000", "19.97", "T5")


def test_an_edit_works_brightpearls_own_tax_out_anew_for_one_item() -> None:
    caller = Caller()
    order = caller.an_order(rows=[{"price": "0.2333", "quantity": 10}], price_mode="INC")

    total = caller.do("edit_order", order=order, quantity=1000)["total"]

    assert total == "280.00"


def test_a_row_that_comes_with_its_tax_keeps_it() -> None:
    caller = Caller()
    order = caller.an_order(rows=[])
    line = {"productName": "Tee", "rowValue": {"taxCode": "T20", "rowNet": {"value": 10}, "rowTax": {"value": 1.5}}}

    caller.post(f"/order-service/order/{order}/row", line)

    row = row_of(caller, order)
    assert (row["rowTax"]["value"], row["taxCalculator"]) == ("1.50", "manual")


def test_a_credit_takes_back_the_tax_that_was_set() -> None:
    caller = Caller()
    order = caller.an_order(rows=[{"price": 25, "quantity": 4, "tax": 18}])

    whole = caller.do("create_credit", order=order)["total"]
    part = caller.do("create_credit", order=order, quantity=1)["total"]

    assert (whole, part) == ("118.00", "29.50")


@pytest.mark.parametrize(
    ("fields", "told"),
    [({"price_mode": "GROSS"}, "price_mode is INC or EXC"), ({"customFields": "gift"}, "customFields is an object")],
)
def test_an_order_that_cannot_be_made_says_why(fields: dict[str, Any], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        Caller().an_order(**fields)


def test_an_order_can_say_where_it_goes_and_what_a_shop_noted() -> None:
    caller = Caller()

    number = caller.an_order(delivery_country="DE", customFields={"PCF_GIFT": True}, price_mode="INC")
    order = caller.get(f"/order-service/order/{number}?includeOptional=customFields").response[0]

    assert order["parties"]["delivery"]["countryIsoCode"] == "DE"
    assert (order["customFields"], order["priceModeCode"]) == ({"PCF_GIFT": True}, "INC")


@given(rows=rows_of_a_shop)
def test_an_order_is_the_sum_of_its_items_rounded_once(rows: list[dict[str, Any]]) -> None:
    net, tax = Decimal(0), Decimal(0)
    for row in rows:
        each = (row["price"] * (100 - Decimal(row["discount"])) / 100).quantize(FOUR, ROUND_HALF_UP)
        one = (each * RATES[row["tax_code"]]).quantize(FOUR, ROUND_HALF_UP)
        net += each * row["quantity"]
        tax += row.get("tax", one * row["quantity"])

    amounts = totals(Caller(), *rows)

    total, taxed = ((amount).quantize(CENT, ROUND_HALF_UP) for amount in (net + tax, tax))
    assert amounts == (str(total - taxed), str(taxed), str(total))
