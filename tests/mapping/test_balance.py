"""The total in Xero is the total in Brightpearl, or nothing is posted."""

from decimal import Decimal
from typing import Any

import pytest

from shared.errors import InvalidDataError, UnmappableError
from shared.mapping.documents import balance, rounding_line, to_sales_credit, to_sales_invoice, xero_total
from shared.mapping.references import Mapped, Payload
from tests.builders import TAX_RATES, a_row, a_sales_credit, a_sales_order, some_settings


def invoice_of(*rows: dict[str, Any], **order: Any) -> Mapped:
    return to_sales_invoice(a_sales_order(*rows, **order), some_settings())


def balanced(mapped: Mapped, **changes: Any) -> Payload:
    return balance(mapped, tax_rates=TAX_RATES, settings=some_settings(**changes))


def test_a_document_that_agrees_is_left_alone() -> None:
    mapped = invoice_of(a_row(net="100.0000", tax="20.00"))

    assert balanced(mapped) == mapped.payload


@pytest.mark.parametrize(
    ("net", "total"), [("25.06", "28.82"), ("25.61", "29.45"), ("25.63", "29.47")], ids=["down", "half up", "up"]
)
def test_xero_rounds_the_tax_of_every_line(net: str, total: str) -> None:
    line = {"Quantity": Decimal(1), "UnitAmount": Decimal(net), "TaxType": "GST"}

    assert xero_total({"LineItems": [line]}, {"GST": Decimal(15)}) == Decimal(total)


def test_xero_adds_up_what_it_has_rounded() -> None:
    lines = [
        {"Quantity": Decimal(1), "UnitAmount": Decimal(net), "TaxType": "GST"} for net in ("25.06", "25.61", "25.63")
    ]

    assert xero_total({"LineItems": lines}, {"GST": Decimal(15)}) == Decimal("87.74")


@pytest.mark.parametrize("difference", ["0.01", "-0.01", "0.05", "-0.05"])
def test_a_difference_within_the_tolerance_becomes_a_rounding_line(difference: str) -> None:
    mapped = invoice_of(total=str(Decimal("120.00") + Decimal(difference)))

    payload = balanced(mapped)

    assert payload["LineItems"][-1] == {
        "Description": "Rounding",
        "Quantity": Decimal(1),
        "UnitAmount": Decimal(difference),
        "AccountCode": "860",
        "TaxType": "NONE",
    }
    assert xero_total(payload, TAX_RATES) == mapped.total


@pytest.mark.parametrize("total", ["120.06", "119.94", "100.00"])
def test_a_difference_beyond_the_tolerance_is_refused_with_both_totals(total: str) -> None:
    with pytest.raises(InvalidDataError) as refusal:
        balanced(invoice_of(total=total))

    assert refusal.value.message == f"the total is {total} in Brightpearl and would be 120.00 in Xero"


def test_the_tolerance_is_a_setting() -> None:
    mapped = invoice_of(total="120.01")

    with pytest.raises(InvalidDataError):
        balanced(mapped, tolerance="0")


def test_credits_are_balanced_in_the_same_way() -> None:
    mapped = to_sales_credit(a_sales_credit(total="119.99"), some_settings())

    assert xero_total(balanced(mapped), TAX_RATES) == Decimal("119.99")


def test_balancing_changes_nothing_that_was_mapped() -> None:
    mapped = invoice_of(total="120.01")

    balanced(mapped)

    assert len(mapped.payload["LineItems"]) == 1


def test_a_payload_without_a_total_is_left_alone() -> None:
    assert balanced(Mapped(payload={"Code": "TEE"})) == {"Code": "TEE"}


def test_a_tax_type_that_xero_does_not_know_is_named() -> None:
    with pytest.raises(UnmappableError, match="no tax rate OUTPUT2"):
        balance(invoice_of(), tax_rates={"NONE": Decimal(0)}, settings=some_settings())


def test_a_rounding_line_that_would_be_taxed_is_refused() -> None:
    with pytest.raises(UnmappableError, match="OUTPUT2 is not a tax rate of 0%") as refusal:
        balanced(invoice_of(total="120.05"), rounding_tax_type="OUTPUT2")

    assert "rounding_tax_type" in refusal.value.hint


def test_a_wrong_total_of_xeros_is_amended_by_the_same_line() -> None:
    assert rounding_line(Decimal("-0.01"), some_settings())["UnitAmount"] == Decimal("-0.01")
