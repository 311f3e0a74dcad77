"""Stock corrections: one test for each rule."""

from decimal import Decimal
from typing import Any

import pytest

from shared.errors import InvalidDataError, UnmappableError
from shared.kinds import Kind
from shared.mapping.adjustments import NOTHING_TO_POST, narration, to_adjustment_document, to_manual_journal
from shared.mapping.references import Payload
from shared.mapping.registry import MAPPERS
from shared.mapping.xero_tax import without_needless_tax
from shared.settings import Settings
from tests.builders import TAX_RATES, a_movement, a_stock_correction, settings_document, some_settings

MIXED = (a_movement(quantity=-2, value="5.25"), a_movement(quantity=10, value="1.50", product_id=1008))


def bill_settings(**changes: Any) -> Settings:
    chosen = settings_document()["adjustments"] | {"mode": "bill_or_credit", "supplier": "Stock corrections"}
    return some_settings(adjustments=chosen | changes)


def journal_lines(*moved: dict[str, Any]) -> list[tuple[str, Decimal]]:
    payload = to_manual_journal(a_stock_correction(*moved), some_settings()).payload
    return [(line["AccountCode"], line["LineAmount"]) for line in payload["JournalLines"]]


def document_of(*moved: dict[str, Any]) -> Payload:
    return to_adjustment_document(a_stock_correction(*moved), bill_settings()).payload


def test_stock_added_is_a_debit_of_the_stock_account() -> None:
    assert journal_lines(a_movement(quantity=4, value="2.50")) == [
        ("630", Decimal("10.00")),
        ("499", Decimal("-10.00")),
    ]


def test_stock_removed_is_a_credit_of_the_stock_account() -> None:
    assert journal_lines(a_movement(quantity=-4, value="2.50")) == [
        ("630", Decimal("-10.00")),
        ("499", Decimal("10.00")),
    ]


@pytest.mark.parametrize(("quantity", "value"), [(1, "0.50"), (-1, "-0.50")])
def test_a_few_pence_of_stock_are_journaled_as_well(quantity: int, value: str) -> None:
    assert journal_lines(a_movement(quantity=quantity, value="0.50")) == [
        ("630", Decimal(value)),
        ("499", -Decimal(value)),
    ]


def test_a_journal_carries_both_directions_and_neither_hides_the_other() -> None:
    lines = journal_lines(*MIXED)

    assert lines == [
        ("630", Decimal("-10.50")),
        ("630", Decimal("15.00")),
        ("499", Decimal("-15.00")),
        ("499", Decimal("10.50")),
    ]


def test_the_value_of_a_movement_is_its_quantity_times_the_cost_of_one_to_the_cent() -> None:
    assert journal_lines(a_movement(quantity=7, value="3.3333"))[0] == ("630", Decimal("23.33"))


def test_a_journal_is_posted_without_tax_on_the_day_of_the_movement() -> None:
    correction = a_stock_correction(a_movement(createdOn="2026-04-17T23:30:00.000Z"))

    payload = to_manual_journal(correction, some_settings()).payload

    assert (payload["Status"], payload["LineAmountTypes"], payload["Date"]) == ("POSTED", "NoTax", "2026-04-18")


@pytest.mark.parametrize(
    ("reason", "narration"),
    [
        ("Stock count", "Brightpearl stock correction 501: Stock count"),
        ("", "Brightpearl stock correction 501"),
        ("two\n  lines", "Brightpearl stock correction 501: two lines"),
    ],
)
def test_the_narration_is_unique_and_can_be_searched_for(reason: str, narration: str) -> None:
    payload = to_manual_journal(a_stock_correction(reason=reason), some_settings()).payload

    assert payload["Narration"] == narration


@pytest.mark.parametrize("to_xero", [to_manual_journal, to_adjustment_document])
def test_a_correction_without_value_has_nothing_to_post(to_xero: Any) -> None:
    mapped = to_xero(a_stock_correction(a_movement(value="0")), bill_settings())

    assert mapped.payload == {}
    assert mapped.notes == (NOTHING_TO_POST,)


def test_movements_without_value_are_left_out() -> None:
    assert len(journal_lines(a_movement(), a_movement(value="0.001"))) == 2


def test_stock_added_is_a_bill_of_the_configured_supplier() -> None:
    payload = document_of(a_movement(quantity=4, value="2.50"))

    assert payload["Type"] == "ACCPAY"
    assert payload["InvoiceNumber"] == "BP-SC-501"
    assert payload["Contact"] == {"Name": "Stock corrections"}
    assert payload["DueDate"] == payload["Date"] == "2026-04-17"
    (line,) = payload["LineItems"]
    assert (line["Quantity"], line["UnitAmount"], line["AccountCode"]) == (4, Decimal("2.5"), "499")


def test_stock_removed_is_a_credit_note_of_the_configured_supplier() -> None:
    payload = document_of(a_movement(quantity=-4, value="2.50"))

    assert payload["Type"] == "ACCPAYCREDIT"
    assert payload["CreditNoteNumber"] == "BP-SC-501"
    (line,) = payload["LineItems"]
    assert (line["Quantity"], line["UnitAmount"]) == (4, Decimal("2.5"))


def test_a_mixed_correction_is_what_it_comes_to_with_negative_lines() -> None:
    mapped = to_adjustment_document(a_stock_correction(*MIXED), bill_settings())

    assert mapped.payload["Type"] == "ACCPAY"
    assert [line["UnitAmount"] for line in mapped.payload["LineItems"]] == [Decimal("-5.25"), Decimal("1.5")]
    assert mapped.total == Decimal("4.50")
    assert without_needless_tax(mapped.payload, TAX_RATES) == mapped.payload


def test_a_mixed_correction_that_comes_to_nothing_needs_no_document() -> None:
    moved = (a_movement(quantity=-2, value="5.00"), a_movement(quantity=5, value="2.00"))

    assert document_of(*moved) == {}


@pytest.mark.parametrize("contact_id", ["7a9f3c52-0d0e-4d0b-8e1b-2f6f5a1c0001", "7A9F3C52-0D0E-4D0B-8E1B-2F6F5A1C0001"])
def test_the_supplier_may_be_a_contact_id_in_any_letters(contact_id: str) -> None:
    mapped = to_adjustment_document(a_stock_correction(), bill_settings(supplier=contact_id))

    assert mapped.payload["Contact"] == {"ContactID": contact_id}


def test_documents_need_a_supplier() -> None:
    with pytest.raises(UnmappableError, match="no supplier") as refusal:
        to_adjustment_document(a_stock_correction(), some_settings())

    assert refusal.value.hint == "set adjustments.supplier in the settings"


def test_a_line_says_why_and_what() -> None:
    (line,) = document_of(a_movement(quantity=-3, value="5.25"))["LineItems"]

    assert line["Description"] == "Stock count: Product 1007: -3 at 5.2500"


@pytest.mark.parametrize("to_xero", [to_manual_journal, to_adjustment_document])
def test_a_correction_in_another_currency_is_refused(to_xero: Any) -> None:
    moved = a_movement(productValue={"currency": "EUR", "value": Decimal("5.25")})

    with pytest.raises(InvalidDataError, match="valued in EUR"):
        to_xero(a_stock_correction(moved), bill_settings())


def test_a_correction_without_an_id_is_refused() -> None:
    with pytest.raises(InvalidDataError, match="no goods note id"):
        to_manual_journal(a_stock_correction(note_id=0), some_settings())


def test_a_correction_worth_less_than_one_is_a_bill_all_the_same() -> None:
    payload = document_of(a_movement(quantity=1, value="0.50"))

    assert (payload["Type"], payload["DueDate"]) == ("ACCPAY", "2026-04-17")
    assert "DueDate" not in document_of(a_movement(quantity=-1, value="0.50"))


def test_a_narration_is_cut_to_what_xero_takes() -> None:
    assert len(narration(a_stock_correction(reason="x" * 5000))) == 4000


@pytest.mark.parametrize(("mode", "key"), [("manual_journal", "JournalLines"), ("bill_or_credit", "LineItems")])
def test_the_settings_say_what_a_correction_becomes(mode: str, key: str) -> None:
    mapped = MAPPERS[Kind.INVENTORY_ADJUSTMENT](a_stock_correction(), bill_settings(mode=mode))

    assert key in mapped.payload


def test_what_comes_to_nothing_says_so_with_its_total() -> None:
    back_and_forth = a_stock_correction(a_movement(quantity=1, value="1.00"), a_movement(quantity=-1, value="1.00"))

    mapped = to_adjustment_document(back_and_forth, bill_settings())

    assert (mapped.payload, mapped.total, mapped.notes) == ({}, Decimal(0), ("no value to post",))
