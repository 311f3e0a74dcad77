"""Orders and credits to Xero documents: one test for each rule."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from shared.errors import InvalidDataError
from shared.kinds import Kind
from shared.mapping.documents import (
    parent_invoice,
    to_purchase_credit,
    to_purchase_invoice,
    to_sales_credit,
    to_sales_invoice,
)
from shared.mapping.references import Mapped, Ref
from tests.builders import (
    a_purchase_credit,
    a_purchase_order,
    a_row,
    a_sales_credit,
    a_sales_order,
    some_settings,
)

FOUR: list[tuple[Callable[..., Mapped], Callable[..., Any], str, str]] = [
    (to_sales_invoice, a_sales_order, "ACCREC", "InvoiceNumber"),
    (to_sales_credit, a_sales_credit, "ACCRECCREDIT", "CreditNoteNumber"),
    (to_purchase_invoice, a_purchase_order, "ACCPAY", "InvoiceNumber"),
    (to_purchase_credit, a_purchase_credit, "ACCPAYCREDIT", "CreditNoteNumber"),
]
INVOICES = [case for case in FOUR if case[3] == "InvoiceNumber"]
CREDITS = [case for case in FOUR if case[3] == "CreditNoteNumber"]


@pytest.mark.parametrize(("to_document", "an_order", "type_", "number_field"), FOUR, ids=[case[2] for case in FOUR])
def test_each_document_has_its_type_and_the_invoice_reference_as_number(
    to_document: Callable[..., Mapped], an_order: Callable[..., Any], type_: str, number_field: str
) -> None:
    payload = to_document(an_order(number="REF-7"), some_settings()).payload

    assert payload["Type"] == type_
    assert payload[number_field] == "REF-7"


@pytest.mark.parametrize(("to_document", "an_order", "type_", "_number"), FOUR, ids=[case[2] for case in FOUR])
@pytest.mark.parametrize("number", ["", "  ", "Nº 7", "SI–1", "SI-\u00071", "x" * 256])
def test_a_number_that_xero_cannot_hold_is_refused(
    to_document: Callable[..., Mapped], an_order: Callable[..., Any], type_: str, _number: str, number: str
) -> None:
    with pytest.raises(InvalidDataError, match="invoice reference") as refusal:
        to_document(an_order(number=number), some_settings())

    assert "Brightpearl" in refusal.value.hint


def test_a_document_names_its_contact_and_nothing_else_about_it() -> None:
    sale = to_sales_invoice(a_sales_order(contact_id=20101), some_settings()).payload
    purchase = to_purchase_invoice(a_purchase_order(contact_id=30201), some_settings()).payload

    assert sale["Contact"] == {"ContactID": Ref(Kind.CONTACT, "20101")}
    assert purchase["Contact"] == {"ContactID": Ref(Kind.CONTACT, "30201")}


def test_an_order_without_a_contact_is_refused() -> None:
    order = a_purchase_order()
    del order["parties"]["supplier"]

    with pytest.raises(InvalidDataError, match="no supplier"):
        to_purchase_invoice(order, some_settings())


def test_the_date_is_the_tax_date_of_the_invoice() -> None:
    order = a_sales_order(tax_date="2026-03-31T00:00:00.000+01:00", created_on="2026-02-01T09:00:00.000Z")

    assert to_sales_invoice(order, some_settings()).payload["Date"] == "2026-03-31"


def test_the_date_is_the_created_date_where_the_settings_say_so() -> None:
    order = a_sales_order(tax_date="2026-03-31T00:00:00.000+01:00", created_on="2026-02-01T09:00:00.000Z")

    assert to_sales_invoice(order, some_settings(document_date="created_date")).payload["Date"] == "2026-02-01"


def test_a_document_without_its_date_is_refused_and_not_dated_today() -> None:
    with pytest.raises(InvalidDataError, match="no tax date"):
        to_sales_invoice(a_sales_order(tax_date=None), some_settings())


def test_the_due_date_is_the_day_that_brightpearl_stores_as_midnight_utc() -> None:
    order = a_sales_order(due_date="2026-04-29T18:00:00.000-06:00")

    assert to_sales_invoice(order, some_settings()).payload["DueDate"] == "2026-04-30"


def test_an_invoice_without_a_due_date_is_due_on_its_date() -> None:
    payload = to_purchase_invoice(a_purchase_order(due_date=None), some_settings()).payload

    assert payload["DueDate"] == payload["Date"]


@pytest.mark.parametrize(("to_document", "an_order", "type_", "_number"), CREDITS, ids=[case[2] for case in CREDITS])
def test_a_credit_note_has_neither_due_date_nor_address(
    to_document: Callable[..., Mapped], an_order: Callable[..., Any], type_: str, _number: str
) -> None:
    payload = to_document(an_order(), some_settings()).payload

    assert not {"DueDate", "Url"} & set(payload)


def test_the_reference_is_the_customers_and_only_sales_have_one() -> None:
    settings = some_settings()

    assert to_sales_invoice(a_sales_order(reference="PO 77"), settings).payload["Reference"] == "PO 77"
    assert to_sales_credit(a_sales_credit(reference="PO 77"), settings).payload["Reference"] == "PO 77"
    assert "Reference" not in to_sales_invoice(a_sales_order(reference=""), settings).payload
    assert "Reference" not in to_purchase_invoice(a_purchase_order(reference="PO 77"), settings).payload


def test_a_long_reference_is_cut() -> None:
    payload = to_sales_invoice(a_sales_order(reference="x" * 300), some_settings()).payload

    assert payload["Reference"] == "x" * 255


@pytest.mark.parametrize("status", ["AUTHORISED", "SUBMITTED", "DRAFT"])
def test_the_status_is_the_setting_for_the_kind(status: str) -> None:
    others = dict.fromkeys(("sales_credit", "purchase_invoice", "purchase_credit"), "AUTHORISED")
    settings = some_settings(posting_status={**others, "sales_invoice": status})

    assert to_sales_invoice(a_sales_order(), settings).payload["Status"] == status
    assert to_sales_credit(a_sales_credit(), settings).payload["Status"] == "AUTHORISED"


@pytest.mark.parametrize(("to_document", "an_order", "type_", "_number"), INVOICES, ids=[case[2] for case in INVOICES])
def test_an_invoice_links_to_its_order(
    to_document: Callable[..., Mapped], an_order: Callable[..., Any], type_: str, _number: str
) -> None:
    settings = some_settings(brightpearl_app_url="https://use1.brightpearlapp.com/")

    url = to_document(an_order(order_id=4711), settings).payload["Url"]

    assert url == "https://use1.brightpearlapp.com/patt-op.php?scode=invoice&oID=4711"


@pytest.mark.parametrize("address", [None, "https://my-Xero-shop.example.com"])
def test_there_is_no_link_without_an_address_or_with_xeros_name_in_it(address: str | None) -> None:
    payload = to_sales_invoice(a_sales_order(), some_settings(brightpearl_app_url=address)).payload

    assert "Url" not in payload


@pytest.mark.parametrize(("price_mode", "amounts"), [("INC", "Inclusive"), ("EXC", "Exclusive"), ("", "Exclusive")])
def test_amounts_hold_their_tax_where_the_orders_prices_do(price_mode: str, amounts: str) -> None:
    order = a_sales_order(a_row(net="9.0909", tax="0.91", tax_code="T5", quantity="1.0000"), price_mode=price_mode)

    payload = to_sales_invoice(order, some_settings()).payload

    assert payload["LineAmountTypes"] == amounts
    assert "DiscountRate" not in payload["LineItems"][0]
    assert not {"SubTotal", "TotalTax", "Total"} & set(payload)


def test_the_total_is_what_brightpearl_says_it_is() -> None:
    assert to_sales_invoice(a_sales_order(total="119.99"), some_settings()).total == Decimal("119.99")


def test_an_order_without_rows_is_refused() -> None:
    with pytest.raises(InvalidDataError, match="no rows"):
        to_sales_invoice(a_sales_order() | {"orderRows": {}}, some_settings())


def test_a_document_of_zero_is_posted() -> None:
    mapped = to_sales_invoice(a_sales_order(a_row(net="0.0000", tax="0.00")), some_settings())

    assert mapped.total == 0
    assert mapped.payload["LineItems"][0]["UnitAmount"] == 0


def test_a_sales_credit_knows_the_invoice_that_it_is_allocated_to() -> None:
    assert parent_invoice(Kind.SALES_CREDIT, a_sales_credit(parent_id=2002)) == Ref(Kind.SALES_INVOICE, "2002")
    assert parent_invoice(Kind.SALES_CREDIT, a_sales_credit(parent_id=0)) is None
    assert parent_invoice(Kind.PURCHASE_CREDIT, a_purchase_credit(parent_id=2002)) is None


def test_the_due_date_is_a_day_in_the_accounts_zone() -> None:
    order = a_sales_order(due_date="2026-04-30T23:30:00.000Z")

    assert to_sales_invoice(order, some_settings()).payload["DueDate"] == "2026-05-01"


def test_a_number_of_255_characters_just_fits() -> None:
    assert len(to_sales_invoice(a_sales_order(number="1" * 255), some_settings()).payload["InvoiceNumber"]) == 255
