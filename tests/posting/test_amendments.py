"""What is sent of an amended document, and under which number: of invoices, bills and credit notes alike."""

from decimal import Decimal
from typing import Any

import pytest

from shared.posting.amendments import amendment_of, changes_of, keeps_amounts, without_way_back
from shared.posting.numbers import numbered_as
from tests.records.builders import a_record

Raw = dict[str, Any]
TYPES = {
    "ACCREC": "InvoiceNumber",
    "ACCPAY": "InvoiceNumber",
    "ACCRECCREDIT": "CreditNoteNumber",
    "ACCPAYCREDIT": "CreditNoteNumber",
}
LINE: Raw = {"Description": "Tea", "Quantity": Decimal(1)}
FRAME: Raw = {"LineAmountTypes": "Exclusive", "CurrencyCode": "EUR", "CurrencyRate": Decimal("1.2")}


def a_payload(kind: str = "ACCREC", **changes: Any) -> Raw:
    given = {"Type": kind, TYPES[kind]: "SI-1", "Reference": "PO 1", "Status": "AUTHORISED", **FRAME}
    return {**given, "LineItems": [LINE], **changes}


@pytest.mark.parametrize("kind", TYPES)
def test_lines_go_with_what_gives_them_a_meaning_and_other_fields_without(kind: str) -> None:
    more = [LINE, {**LINE, "Description": "Cup"}]

    assert amendment_of(a_payload(kind, LineItems=more), a_payload(kind)) == {"Type": kind, **FRAME, "LineItems": more}
    assert amendment_of(a_payload(kind, Reference="PO 2"), a_payload(kind)) == {"Type": kind, "Reference": "PO 2"}


def test_what_is_not_there_of_a_frame_does_not_go() -> None:
    base = {"Type": "ACCREC", "CurrencyCode": "EUR", "LineItems": []}

    assert amendment_of({**base, "LineItems": [LINE]}, base) == {**base, "LineItems": [LINE]}


@pytest.mark.parametrize("base", [None, a_payload(Status="DRAFT")], ids=["not known", "the same"])
def test_all_of_it_goes_where_nothing_is_known_to_have_changed_but_never_back_to_a_draft(base: Raw | None) -> None:
    draft = a_payload(Status="DRAFT")

    assert amendment_of(draft, base) == {name: value for name, value in draft.items() if name != "Status"}


def test_a_status_goes_where_it_approves() -> None:
    assert without_way_back({"Status": "AUTHORISED", "a": 1}) == {"Status": "AUTHORISED", "a": 1}
    assert without_way_back({"Status": "SUBMITTED", "a": 1}) == {"a": 1}


def test_a_reference_that_went_and_is_no_more_is_blank() -> None:
    without = {name: value for name, value in a_payload().items() if name != "Reference"}

    assert changes_of(without, a_payload()) == {"Reference": ""}
    assert changes_of(without, a_payload(Reference="")) == {}
    assert changes_of(a_payload(Reference="PO 2"), a_payload()) == {"Reference": "PO 2"}
    assert changes_of(a_payload(), without) == {"Reference": "PO 1"}


@pytest.mark.parametrize(
    ("amendment", "same_total", "keeps"),
    [
        (None, True, False),
        ({"Reference": "PO 2"}, False, True),
        ({"LineItems": [{"LineItemID": "l-1"}]}, True, True),
        ({"LineItems": [{"LineItemID": "l-1"}]}, False, False),
        ({"LineItems": [{"LineItemID": "l-1"}, {}]}, True, False),
    ],
    ids=["all of it", "no lines", "lines by their ids", "another total", "a new line"],
)
def test_amounts_are_kept_where_no_line_goes_or_each_under_its_id(
    amendment: Raw | None, same_total: bool, keeps: bool
) -> None:
    assert keeps_amounts(amendment, same_total=same_total) is keeps


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize(
    ("there", "number"),
    [
        ("SI-1-2", "SI-1-2"),
        ("SI-1-12", "SI-1-12"),
        ("SI-1", "SI-1"),
        ("SI-1-A", "SI-1"),
        ("SI-19-2", "SI-1"),
        ("", "SI-1"),
    ],
)
def test_a_document_keeps_the_number_that_it_got_after_one_that_was_voided(kind: str, there: str, number: str) -> None:
    payload = a_payload(kind)

    assert numbered_as(a_record(remote_number=there), payload) == {**payload, TYPES[kind]: number}


def test_a_number_is_no_pattern_and_what_has_none_gets_none() -> None:
    assert numbered_as(a_record(remote_number="SIx1-2"), {"InvoiceNumber": "SI.1"}) == {"InvoiceNumber": "SI.1"}
    assert numbered_as(a_record(remote_number="-2"), {"InvoiceNumber": ""}) == {"InvoiceNumber": ""}
    assert numbered_as(a_record(remote_number="7-2"), {"InvoiceNumber": 7}) == {"InvoiceNumber": "7-2"}
    assert numbered_as(a_record(remote_number="SI-1-2"), {}) == {}
