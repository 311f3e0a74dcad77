"""The day of what is posted, and the same on another day."""

from datetime import date
from typing import Any

import pytest

from shared.mapping.days import day_of, note_of_move, on_day, without_day

OCTOBER, NOVEMBER = "2026-10-31", date(2026, 11, 1)
LINE = {"Description": "Red tee", "Quantity": 1}
PAYLOADS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "a sale": (
        {"Type": "ACCREC", "Date": OCTOBER, "Reference": "PO 9"},
        {"Type": "ACCREC", "Date": "2026-11-01", "Reference": "PO 9 (of 31 October 2026)"},
    ),
    "a sale without a reference": (
        {"Type": "ACCRECCREDIT", "Date": OCTOBER},
        {"Type": "ACCRECCREDIT", "Date": "2026-11-01", "Reference": "of 31 October 2026"},
    ),
    "a bill": (
        {"Type": "ACCPAY", "Date": OCTOBER, "InvoiceNumber": "B-1", "LineItems": [LINE, LINE]},
        {
            "Type": "ACCPAY",
            "Date": "2026-11-01",
            "InvoiceNumber": "B-1",
            "LineItems": [{"Description": "Red tee (of 31 October 2026)", "Quantity": 1}, LINE],
        },
    ),
    "a bill without words": (
        {"Type": "ACCPAY", "Date": OCTOBER, "LineItems": [{"Quantity": 1}]},
        {
            "Type": "ACCPAY",
            "Date": "2026-11-01",
            "LineItems": [{"Description": "of 31 October 2026", "Quantity": 1}],
        },
    ),
    "a journal": (
        {"Narration": "Stock count", "Date": OCTOBER},
        {"Narration": "Stock count (of 31 October 2026)", "Date": "2026-11-01"},
    ),
    "a payment": (
        {"Invoice": {"InvoiceID": "1"}, "Date": OCTOBER, "Reference": "BP 1 CARD"},
        {"Invoice": {"InvoiceID": "1"}, "Date": "2026-11-01", "Reference": "BP 1 CARD (of 31 October 2026)"},
    ),
    "a payment in Brightpearl": (
        {"paymentDate": "2026-10-31T12:00:00+00:00", "journalRef": "Xero payment"},
        {"paymentDate": "2026-11-01T12:00:00+00:00", "journalRef": "of 31 October 2026: Xero payment"},
    ),
    "a contra": (
        {"halves": [{"paymentDate": "2026-10-31T12:00:00+00:00"}, {"paymentDate": "2026-10-31T12:00:00+00:00"}]},
        {"halves": [{"paymentDate": "2026-11-01T12:00:00+00:00", "journalRef": "of 31 October 2026: "}] * 2},
    ),
    "a contact": ({"Name": "Ada"}, {"Name": "Ada"}),
}


@pytest.mark.parametrize(("before", "after"), PAYLOADS.values(), ids=PAYLOADS)
def test_what_goes_on_another_day_names_the_one_that_it_had(before: dict[str, Any], after: dict[str, Any]) -> None:
    assert on_day(before, NOVEMBER) == after
    assert (day_of(before), day_of(after)) in ((date(2026, 10, 31), NOVEMBER), (None, None))


def test_a_reference_keeps_the_day_where_it_would_grow_too_long() -> None:
    moved = on_day({"Date": OCTOBER, "Reference": "x" * 255}, NOVEMBER)

    assert (len(moved["Reference"]), moved["Reference"][-21:]) == (255, " (of 31 October 2026)")


def test_the_reference_of_a_payment_in_brightpearl_is_cut_behind_the_day() -> None:
    moved = on_day({"paymentDate": "2026-10-31T12:00:00+00:00", "journalRef": "x" * 64}, NOVEMBER)

    assert moved["journalRef"] == f"of 31 October 2026: {'x' * 44}"


@pytest.mark.parametrize(
    "narration", ["Stock correction 1", "Stock correction 1 (of 3 boxes)", "(of 31 October 2026) found", ""]
)
def test_without_the_day_that_it_had_a_text_is_what_it_was(narration: str) -> None:
    moved = on_day({"Date": OCTOBER, "Narration": narration}, NOVEMBER)["Narration"]

    assert without_day(narration) == narration
    assert without_day(moved) == (narration or "of 31 October 2026")
    assert without_day(on_day({"Date": "2026-05-01", "Narration": "x"}, NOVEMBER)["Narration"]) == "x"


@pytest.mark.parametrize(
    ("fields", "notes"),
    [
        ({"moved_to": "2026-11-01"}, ["its own day 31 October 2026 was locked, so it is there on 1 November 2026"]),
        ({"moved_to": OCTOBER}, []),
        ({"moved_to": "2026-10-30"}, []),
        ({"paid": "30.00"}, []),
        ({}, []),
        (None, []),
    ],
    ids=str,
)
def test_what_was_posted_on_a_later_day_says_why(fields: dict[str, str] | None, notes: list[str]) -> None:
    assert note_of_move(OCTOBER, fields) == notes
