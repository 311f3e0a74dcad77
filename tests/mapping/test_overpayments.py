"""What was paid too much, as an overpayment, and what is said of it: one test for each rule."""

from decimal import Decimal
from typing import Any

import pytest

from shared.errors import ErrorClass
from shared.mapping.overpayments import (
    Account,
    Parts,
    account_of,
    bank_of,
    beside,
    cents_left,
    goes_on,
    is_going_on,
    is_over,
    no_bank,
    payment_link,
    rest_of,
    to_overpayment,
    too_much,
)
from shared.mapping.references import Payload
from shared.mapping.reversals import (
    AS_OVERPAYMENT,
    BOTH_BY_HAND,
    Moved,
    begun,
    by_hand,
    excess_refunded,
    mistaken,
    not_sent,
    refunded,
    to_refund,
)
from tests.builders import a_payment, some_settings

CURRENT = Account(id="acc-1", code="090", type="BANK")
NAMELESS = Account(id="acc-2", code="", type="BANK")
PAYING: Payload = {"Account": {"Code": "090"}, "Date": "2026-04-17", "Amount": Decimal("35.00")}
FIVE, THIRTY = Decimal("5.00"), Decimal("30.00")


def overpayment(paying: Payload = PAYING, **settings: Any) -> Payload:
    return to_overpayment(
        a_payment(), paying, FIVE, contact_id="con-1", account=CURRENT, settings=some_settings(**settings)
    )


def test_what_was_too_much_is_an_overpayment_on_the_account_and_day_of_its_payment() -> None:
    assert overpayment() == {
        "Type": "RECEIVE-OVERPAYMENT",
        "Contact": {"ContactID": "con-1"},
        "BankAccount": {"AccountID": "acc-1"},
        "Date": "2026-04-17",
        "LineAmountTypes": "NoTax",
        "CurrencyCode": "GBP",
        "LineItems": [{"Description": "Paid too much on order 2002: payment 9001", "Quantity": 1, "UnitAmount": FIVE}],
        "Url": "https://euw1.brightpearlapp.com/patt-op.php?scode=invoice&oID=2002&payment=9001",
    }


def test_it_has_the_rate_of_its_payment() -> None:
    assert overpayment({**PAYING, "CurrencyRate": Decimal("1.16")})["CurrencyRate"] == Decimal("1.16")


@pytest.mark.parametrize("address", [None, "https://xero.brightpearlapp.com", "https://XERO.example"])
def test_without_an_address_that_xero_takes_it_has_no_link(address: str | None) -> None:
    assert "Url" not in overpayment(brightpearl_app_url=address)
    assert payment_link(a_payment(), some_settings(brightpearl_app_url=address)) == {}


def test_the_link_has_one_slash_after_its_address() -> None:
    link = payment_link(a_payment(), some_settings(brightpearl_app_url="https://euw1.brightpearlapp.com/"))

    assert link["Url"].startswith("https://euw1.brightpearlapp.com/patt-op.php")


@pytest.mark.parametrize(
    ("named", "found"),
    [
        ({"Code": "090"}, CURRENT),
        ({"AccountID": "acc-1"}, CURRENT),
        ({"AccountID": "acc-2"}, NAMELESS),
        ({"Code": "091"}, None),
        ({"Code": ""}, None),
        ({}, None),
    ],
)
def test_an_account_is_known_by_its_code_or_its_id(named: Payload, found: Account | None) -> None:
    assert account_of(named, [NAMELESS, CURRENT]) == found


@pytest.mark.parametrize(
    ("code", "bank"), [("090", CURRENT), ("840", None), ("091", None)], ids=["a bank", "a liability", "unknown"]
)
def test_only_bank_accounts_take_overpayments(code: str, bank: Account | None) -> None:
    vouchers = Account(id="acc-3", code="840", type="CURRLIAB")

    assert bank_of({"Account": {"Code": code}}, [NAMELESS, vouchers, CURRENT]) == bank


def test_it_is_said_that_an_account_takes_no_overpayments() -> None:
    assert no_bank({"Account": {"Code": "840"}}) == ("account 840 is no bank account, and only those take overpayments")


@pytest.mark.parametrize(
    ("fields", "words"),
    [({"paid": "30.00", "over": "5.00", "overpayment": "o-1"}, "its overpayment of 5.00"), ({"paid": "30.00"}, "")],
)
def test_what_stays_beside_a_payment_that_is_deleted_is_named(fields: dict[str, str], words: str) -> None:
    assert beside(fields) == words
    assert beside(None) == ""


@pytest.mark.parametrize(
    ("fields", "rest"),
    [
        (None, "0.00"),
        ({}, "0.00"),
        ({"paid": "30.00"}, "5.00"),
        ({"paid": "30.00", "over": "5.00", "overpayment": "o-1"}, "0.00"),
        ({"paid": "30.00", "over": "2.00"}, "3.00"),
        ({"over": "35.00"}, "0.00"),
        ({"paid": "34.99", "cents": "0.01"}, "0.00"),
    ],
)
def test_the_rest_is_what_is_in_xero_neither_as_a_payment_nor_as_an_overpayment(
    fields: dict[str, str] | None, rest: str
) -> None:
    assert rest_of(PAYING, fields) == Decimal(rest)


def test_the_parts_of_a_payment_are_read_from_its_record() -> None:
    assert Parts.of({"paid": "30.00", "over": "5.00"}) == Parts(paid=THIRTY, over=FIVE)
    assert Parts() == Parts.of(None) == Parts(paid=Decimal("0.00"), over=Decimal("0.00"))


def test_what_is_held_names_both_amounts_and_the_setting() -> None:
    problem = too_much("SI-1001", paid=THIRTY, rest=FIVE)

    assert problem.error_class == ErrorClass.DATA
    assert problem.message == "30.00 of 35.00 has paid SI-1001 in Xero; 5.00 is more than is due and was not posted"
    assert problem.hint == (
        "set excess to overpayment in the settings and retry; or refund it on the order in Brightpearl, which settles both"
    )


def test_what_is_held_whatever_the_setting_says_why() -> None:
    problem = too_much("SI-1001", paid=Decimal(0), rest=FIVE, why="account 840 is no bank account")

    assert problem.message == (
        "nothing is due on SI-1001 in Xero; all of 5.00 is more than is due and was not posted: account 840 is no bank account"
    )
    assert problem.hint == "refund it in Brightpearl, or enter it in Xero by hand; then archive this record"


def test_what_goes_on_by_itself_says_so() -> None:
    problem = goes_on("SI-1001", paid=THIRTY, rest=FIVE)

    assert problem.error_class == ErrorClass.TRANSIENT
    assert problem.message == "30.00 of 35.00 has paid SI-1001 in Xero; 5.00 is more than is due and is not in Xero yet"
    assert problem.hint == "it goes as an overpayment by itself"
    assert is_going_on(problem)
    assert not is_going_on(too_much("SI-1001", paid=THIRTY, rest=FIVE))


def test_notes_name_what_became_of_the_rest() -> None:
    assert is_over(FIVE) == "5.00 was more than was due and is an overpayment in Xero"
    assert cents_left(Decimal("0.01"), "090") == (
        "0.01 was more than was due and was left out, within the tolerance (account 090)"
    )


def test_a_refund_pays_an_overpayment_back_from_the_account_it_came_to() -> None:
    back = a_payment(paymentId=9002, paymentType="PAYMENT")

    assert to_refund(back, "o-1", {**PAYING, "CurrencyRate": Decimal("1.16")}, day="2026-04-20", amount=THIRTY) == {
        "Overpayment": {"OverpaymentID": "o-1"},
        "Account": {"Code": "090"},
        "Date": "2026-04-20",
        "Amount": THIRTY,
        "Reference": "BP 9002 CARD",
        "CurrencyRate": Decimal("1.16"),
    }


def test_a_reversal_says_what_it_did() -> None:
    receipt = Moved(id="9001", method="CARD", day="2026-04-17", money=THIRTY)

    assert refunded(receipt, "sales invoice SI-1001", "2026-04-20") == (
        "it refunds payment 9001 of 2026-04-17 without a sales credit: that is an overpayment in Xero, refunded on 2026-04-20,"
        " and sales invoice SI-1001 is open again"
    )
    assert excess_refunded(receipt, "2026-04-20") == (
        "it pays back what payment 9001 brought too much: an overpayment in Xero, refunded on 2026-04-20"
    )
    assert mistaken("9001") == "it takes back payment 9001 of the same day, whose copy in Xero was deleted"
    assert not_sent("9001") == "it and payment 9001 are of one day and take each other back: neither was sent"


def test_a_reversal_that_has_begun_goes_on_by_itself() -> None:
    problem = begun("9001")

    assert problem.error_class == ErrorClass.TRANSIENT
    assert problem.message == "payment 9001 is an overpayment in Xero by now, which is not refunded yet"
    assert problem.hint == "it goes on by itself"


@pytest.mark.parametrize(
    ("steps", "hint"),
    [
        (
            AS_OVERPAYMENT,
            "in Xero take the payment off the invoice, enter 30.00 as an overpayment of the customer on the day it came,"
            " and refund that on the day it went back; then archive this record",
        ),
        (
            BOTH_BY_HAND,
            "map the method to a bank account in Xero and retry, or delete the payment in Xero and enter by hand that 30.00"
            " came and went back; then archive this record",
        ),
    ],
    ids=["as an overpayment", "both by hand"],
)
def test_what_is_left_to_a_person_names_the_amount_and_the_steps(steps: str, hint: str) -> None:
    error = by_hand("the day is odd", a_payment(paymentType="RECEIPT", amountPaid="-30.00"), steps=steps)

    assert error.message == "30.00 went back on the order, and is not in Xero: the day is odd"
    assert error.hint == hint
