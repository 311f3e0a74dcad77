"""What a listing shows of each kind, whatever state its source is in."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.records.record import Summary
from shared.settings import Settings
from shared.sources.adjustments import adjustment_summary
from shared.sources.brightpearl_payments import payment_summary
from shared.sources.contacts import contact_summary
from shared.sources.fetched import xero_payment_summary
from shared.sources.orders import order_summary
from shared.sources.products import product_summary
from tests.builders import (
    a_contact,
    a_movement,
    a_payment,
    a_product,
    a_purchase_order,
    a_sales_order,
    a_stock_correction,
    a_xero_payment,
    some_settings,
)

Summarise = Callable[[Any, Settings], Summary]
SETTINGS = some_settings()
SUMMARISE = (
    product_summary,
    contact_summary,
    order_summary,
    adjustment_summary,
    payment_summary,
    xero_payment_summary,
)


@pytest.mark.parametrize(
    ("summarise", "document", "summary"),
    [
        (
            order_summary,
            a_sales_order(),
            Summary(
                number="SI-1001",
                reference="WEB-1",
                contact_id="20101",
                contact_name="Byron Ltd",
                date="2026-03-31",
                currency="GBP",
                total=Decimal("120.00"),
            ),
        ),
        (
            order_summary,
            a_purchase_order(reference="", currency="USD"),
            Summary(
                number="ACME/9",
                contact_id="30201",
                contact_name="Byron Ltd",
                date="2026-03-31",
                currency="USD",
                total=Decimal("120.00"),
            ),
        ),
        (
            contact_summary,
            a_contact(),
            Summary(
                number="20101",
                reference="ada@example.com",
                contact_id="20101",
                contact_name="Byron Ltd",
                date="2026-01-07",
            ),
        ),
        (product_summary, a_product(), Summary(number="TEE-RED-M", reference="Red tee", date="2026-02-03")),
        (
            payment_summary,
            a_payment(),
            Summary(number="9001", reference="REF-1", date="2026-04-17", currency="GBP", total=Decimal("100.00")),
        ),
        (
            xero_payment_summary,
            a_xero_payment(currency="GBP"),
            Summary(number="SI-1001", reference="BACS 17", date="2026-04-17", currency="GBP", total=Decimal("100.00")),
        ),
        (
            adjustment_summary,
            a_stock_correction(a_movement(quantity=-3, value="5.25"), a_movement(quantity=1, value="2")),
            Summary(number="501", reference="Stock count", date="2026-04-17", currency="GBP", total=Decimal("-13.75")),
        ),
    ],
)
def test_each_kind_shows_what_its_people_look_for(summarise: Summarise, document: Any, summary: Summary) -> None:
    assert summarise(document, SETTINGS) == summary


def test_an_order_that_is_not_invoiced_is_dated_by_its_creation() -> None:
    order = a_sales_order(number="", tax_date=None)

    assert order_summary(order, SETTINGS).date == "2026-03-30"


@pytest.mark.parametrize("summarise", SUMMARISE)
def test_nothing_at_all_is_shown_by_blanks(summarise: Summarise) -> None:
    summary = summarise({}, SETTINGS)

    assert (summary.number, summary.contact_name, summary.date) == ("", "", "")


_KEYS = st.sampled_from(
    ["contactId", "invoices", "totalValue", "total", "parties", "customer", "goodsMoved", "paymentId", "amount", "date"]
)
_ODD: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.decimals(),
    lambda children: st.lists(children, max_size=3) | st.dictionaries(_KEYS, children, max_size=4),
    max_leaves=10,
)


@given(summarise=st.sampled_from(SUMMARISE), document=_ODD)
def test_there_is_a_summary_however_odd_the_source(summarise: Summarise, document: Any) -> None:
    assert isinstance(summarise(document, SETTINGS), Summary)
