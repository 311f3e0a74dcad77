"""Since when something was there in the system that it comes from."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.mapping.ages import is_older
from tests.builders import a_movement, a_payment, a_sales_order, a_stock_correction, a_xero_payment

Raw = dict[str, Any]
SINCE = datetime(2026, 4, 17, 8, 0, tzinfo=UTC)
JUST_BEFORE, THEN = "2026-04-17T08:59:59.000+01:00", "2026-04-17T09:00:00.000+01:00"
MILLISECONDS = int(SINCE.timestamp() * 1000)


@pytest.mark.parametrize(
    ("source", "old"),
    [
        (a_sales_order(created_on=JUST_BEFORE), True),
        (a_sales_order(created_on=THEN), False),
        (a_payment(createdOn=JUST_BEFORE), True),
        (a_payment(createdOn=THEN), False),
        (a_stock_correction(a_movement(createdOn=JUST_BEFORE)), True),
        (a_stock_correction(a_movement(createdOn=THEN)), False),
        (a_stock_correction(a_movement(createdOn=THEN), a_movement(createdOn=JUST_BEFORE)), True),
        (a_xero_payment(updatedOn=f"/Date({MILLISECONDS - 1}+0000)/"), True),
        (a_xero_payment(updatedOn=f"/Date({MILLISECONDS}+0000)/"), False),
    ],
    ids=[
        "an order before",
        "an order then",
        "a payment before",
        "a payment then",
        "goods before",
        "goods then",
        "some of its goods before",
        "a payment in Xero before",
        "a payment in Xero then",
    ],
)
def test_older_is_what_was_made_before(source: Raw, old: bool) -> None:
    assert is_older(source, SINCE) is old


@pytest.mark.parametrize("source", [{}, {"createdOn": "soon"}, {"createdOn": None}, a_stock_correction({})], ids=str)
def test_what_does_not_say_since_when_it_is_there_counts_as_old(source: Raw) -> None:
    assert is_older(source, SINCE)


def test_the_day_of_an_order_that_is_updated_is_that_on_which_it_was_made() -> None:
    """Each change of an order moves the other one."""
    assert is_older({"createdOn": JUST_BEFORE, "updatedOn": (SINCE + timedelta(days=9)).isoformat()}, SINCE)


def test_nothing_is_older_than_a_table_that_knows_everything() -> None:
    everything = datetime.min.replace(tzinfo=UTC)

    assert not is_older(a_sales_order(), everything)
