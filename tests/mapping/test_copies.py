"""Whether a payment's copy in Xero is still ours and as it was posted."""

from decimal import Decimal
from typing import Any

import pytest

from shared.mapping.copies import why_kept, why_other

COPY: dict[str, Any] = {
    "Reference": "BP 9001 CARD",
    "IsReconciled": False,
    "Account": {"AccountID": "acc-1", "Code": "090"},
    "Date": "/Date(1795392000000+0000)/",
    "Amount": 30.0,
}
POSTED: dict[str, Any] = {"Account": {"Code": "090"}, "Date": "2026-11-23", "Amount": Decimal("30.00")}
DAYS = {"2026-11-23"}


@pytest.mark.parametrize(
    ("copy", "why"),
    [
        ({}, ""),
        ({"IsReconciled": True}, "is reconciled in Xero"),
        ({"BatchPaymentID": "b-1"}, "is part of a batch payment in Xero"),
        ({"BatchPayment": {"BatchPaymentID": "b-1"}}, "is part of a batch payment in Xero"),
        ({"Reference": "by hand"}, "was entered in Xero by a person"),
        ({"Reference": "BP 9002 CARD"}, "was entered in Xero by a person"),
    ],
)
def test_a_copy_that_a_person_has_touched_or_made_is_kept(copy: dict[str, Any], why: str) -> None:
    assert why_kept({**COPY, **copy}, "9001") == why


@pytest.mark.parametrize(
    ("copy", "why"),
    [
        ({}, ""),
        ({"Date": "2026-11-23T00:00:00"}, ""),
        ({"Account": {"Code": "090"}}, ""),
        ({"Account": {"AccountID": "acc-2", "Code": "095"}}, "is on account 095 in Xero, and would be on 090"),
        ({"Account": {"AccountID": "acc-2"}}, "is on account acc-2 in Xero, and would be on 090"),
        ({"Account": None}, "is on account none in Xero, and would be on 090"),
        ({"Date": "2026-11-20T00:00:00"}, "is of 2026-11-20 in Xero, and would be of 2026-11-23"),
        ({"Amount": 12.5}, "is over 12.50 in Xero, and would be over 30.00"),
    ],
)
def test_a_copy_that_is_not_what_was_posted_says_in_what(copy: dict[str, Any], why: str) -> None:
    assert why_other({**COPY, **copy}, POSTED, DAYS) == why


def test_a_copy_may_be_of_any_day_on_which_it_may_have_been_posted() -> None:
    assert why_other({**COPY, "Date": "2026-11-24T00:00:00"}, POSTED, {*DAYS, "2026-11-24"}) == ""
