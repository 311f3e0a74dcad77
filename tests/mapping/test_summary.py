"""What a listing shows of each kind, whatever state its source is in."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.kinds import Kind
from shared.records.record import Summary
from shared.sources.summary import describe
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

SETTINGS = some_settings()


@pytest.mark.parametrize(
    ("kind", "document", "summary"),
    [
        (
            Kind.SALES_INVOICE,
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
            Kind.PURCHASE_INVOICE,
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
            Kind.CONTACT,
            a_contact(),
            Summary(
                number="20101",
                reference="ada@example.com",
                contact_id="20101",
                contact_name="Byron Ltd",
                date="2026-01-07",
            ),
        ),
        (Kind.PRODUCT, a_product(), Summary(number="TEE-RED-M", reference="Red tee", date="2026-02-03")),
        (
            Kind.SALES_PAYMENT,
            a_payment(),
            Summary(number="9001", reference="REF-1", date="2026-04-17", currency="GBP", total=Decimal("100.00")),
        ),
        (
            Kind.PURCHASE_PAYMENT,
            a_xero_payment(currency="GBP"),
            Summary(number="SI-1001", reference="BACS 17", date="2026-04-17", currency="GBP", total=Decimal("100.00")),
        ),
        (
            Kind.INVENTORY_ADJUSTMENT,
            a_stock_correction(a_movement(quantity=-3, value="5.25"), a_movement(quantity=1, value="2")),
            Summary(number="501", reference="Stock count", date="2026-04-17", currency="GBP", total=Decimal("-13.75")),
        ),
    ],
)
def test_each_kind_is_described_by_what_its_people_look_for(kind: Kind, document: Any, summary: Summary) -> None:
    assert describe(kind, document, SETTINGS) == summary


def test_an_order_that_is_not_invoiced_is_dated_by_its_creation() -> None:
    order = a_sales_order(number="", tax_date=None)

    assert describe(Kind.SALES_INVOICE, order, SETTINGS).date == "2026-03-30"


@pytest.mark.parametrize("kind", Kind)
def test_nothing_at_all_is_described_by_blanks(kind: Kind) -> None:
    summary = describe(kind, {}, SETTINGS)

    assert (summary.number, summary.contact_name, summary.date) == ("", "", "")


_KEYS = st.sampled_from(
    ["contactId", "invoices", "totalValue", "total", "parties", "customer", "goodsMoved", "paymentId", "amount", "date"]
)
_ODD: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.decimals(),
    lambda children: st.lists(children, max_size=3) | st.dictionaries(_KEYS, children, max_size=4),
    max_leaves=10,
)


@given(kind=st.sampled_from(Kind), document=_ODD)
def test_describing_never_fails_however_odd_the_source(kind: Kind, document: Any) -> None:
    assert isinstance(describe(kind, document, SETTINGS), Summary)
