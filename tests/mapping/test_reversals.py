"""Which payment a reversal takes back, and what may be taken away in Xero: one test for each rule."""

from decimal import Decimal
from typing import Any

import pytest

from shared.errors import InvalidDataError
from shared.mapping.reversals import TAKEN_BACK, Moved, check_copy, pairs
from tests.builders import a_payment


def move(number: int, money: str, *, method: str = "CARD", day: str = "2026-04-17") -> Moved:
    return Moved(id=str(number), method=method, day=day, money=Decimal(money))


def paired(*moves: Moved) -> dict[str, str | None]:
    return {back: receipt.id if receipt else None for back, receipt in pairs(moves).items()}


def test_a_reversal_takes_back_the_newest_payment_before_it() -> None:
    assert paired(move(1, "30.00"), move(2, "30.00"), move(3, "-30.00"), move(4, "30.00")) == {"3": "2"}


def test_each_payment_is_taken_back_once() -> None:
    assert paired(move(1, "30.00"), move(2, "30.00"), move(3, "-30.00"), move(4, "-30.00"), move(5, "-30.00")) == {
        "3": "2",
        "4": "1",
        "5": None,
    }


def test_a_reversal_of_a_payment_that_was_entered_again_takes_back_the_second_one() -> None:
    assert paired(move(1, "30.00"), move(2, "-30.00"), move(3, "30.00"), move(4, "-30.00")) == {"2": "1", "4": "3"}


def test_a_few_pence_are_taken_back_as_well() -> None:
    assert paired(move(1, "0.50"), move(2, "-0.50")) == {"2": "1"}


def test_ids_are_numbers() -> None:
    assert paired(move(10, "-30.00"), move(9, "30.00")) == {"10": "9"}


@pytest.mark.parametrize(
    "receipt", [move(1, "30.00", method="PAYPAL"), move(1, "29.99"), move(3, "30.00"), move(1, "0.00")]
)
def test_of_another_method_or_amount_or_later_is_no_match(receipt: Moved) -> None:
    assert paired(receipt, move(2, "-30.00")) == {"2": None}


@pytest.mark.parametrize(
    ("copy", "why"),
    [
        ({"Status": "AUTHORISED", "Reference": "BP 9001 CARD", "IsReconciled": True}, "is reconciled in Xero"),
        ({"Status": "AUTHORISED", "Reference": "BACS 17"}, "was entered in Xero by a person"),
        ({"Status": "AUTHORISED", "Reference": "BP 9009 CARD"}, "was entered in Xero by a person"),
    ],
    ids=["reconciled", "a person's", "another's"],
)
def test_what_a_person_has_entered_or_reconciled_is_not_taken_away(copy: dict[str, Any], why: str) -> None:
    with pytest.raises(InvalidDataError) as refusal:
        check_copy(copy, "9001", a_payment(paymentType="PAYMENT", amountPaid="30.00"))

    assert refusal.value.message == (
        f"30.00 went back on the order, and is not in Xero: payment 9001, which it takes back, {why}"
    )
    assert refusal.value.hint.startswith("in Xero take the payment off the invoice, enter 30.00 as an overpayment")


@pytest.mark.parametrize(
    "copy",
    [None, {"Status": "DELETED", "IsReconciled": True}, {"Status": "AUTHORISED", "Reference": "BP 9001 CARD"}],
    ids=["none", "gone", "ours"],
)
def test_our_own_copy_may_be_taken_away(copy: dict[str, Any] | None) -> None:
    check_copy(copy, "9001", a_payment(paymentType="PAYMENT", amountPaid="30.00"))


def test_a_record_keeps_under_this_name_which_copy_goes() -> None:
    assert TAKEN_BACK == "taken_back"
