"""Money in both systems: in parts, ahead of its document, taken back, used for another; and what of it waits with a word."""

from typing import Any

import pytest

from sandbox.proof.reconcile import Comparison
from shared.kinds import Kind
from shared.records.record import Key, Record
from shared.records.status import Status
from tests.proof.builders import (
    SETTINGS,
    a_credit_note,
    a_document,
    a_payment,
    a_xero_payment,
    an_order,
    compared,
)
from tests.proof.test_waiting import an_error
from tests.records.builders import a_record

Raw = dict[str, Any]
PAID = "payment of sales_invoice SI-1"
DAY = "2026-11-21"
OVERPAYMENTS = {**SETTINGS, "deposits": "overpayment"}


def received(amount: str = "12.00", **changes: Any) -> Raw:
    """A payment with a journal: what is `money` of it is on its account."""
    payment = a_payment(amount_paid=amount, money=amount, payment_date=f"{DAY}T11:00:00+00:00", journal_id=1)
    return {**payment, **changes}


def settled(amount: str = "12.00", **changes: Any) -> Raw:
    return a_xero_payment(Amount=amount, Date=DAY, Reference="BP 9001 CARD", PaymentID="p-1", **changes)


def money_ahead(amount: str, *, payment: int = 9001, day: str = DAY, account: str = "090", **changes: Any) -> Raw:
    """An overpayment in Xero and its bank transaction, which names a payment of Brightpearl's."""
    overpayment = {"OverpaymentID": "o-1", "Type": "RECEIVE-OVERPAYMENT", "Status": "AUTHORISED", "CurrencyCode": "GBP"}
    transaction = {"OverpaymentID": "o-1", "BankAccount": {"Code": account}, "Url": f"https://shop.test/pay/{payment}"}
    return {
        "Overpayments": [{**overpayment, "Total": amount, "Date": day, "Allocations": [], **changes}],
        "BankTransactions": [transaction],
    }


def allocated(amount: str, number: str = "SI-2") -> list[Raw]:
    return [{"AllocationID": "a-1", "Amount": amount, "Invoice": {"InvoiceID": number, "InvoiceNumber": number}}]


def payments(*rows: Raw, xero: Raw | None = None, orders: tuple[Raw, ...] = (an_order(),), **how: Any) -> Comparison:
    books = {"Invoices": [a_document(), a_document("SI-2")], **(xero or {})}
    return compared(Kind.SALES_PAYMENT, orders=orders, payments=rows, xero=books, **how)


def knowing(**records: Record) -> Any:
    known: dict[Key, Record] = {(Kind.SALES_PAYMENT, name[1:]): record for name, record in records.items()}
    return lambda kind, name: known.get((kind, name))


def arrived(message: str) -> Record:
    error = an_error(message)
    return type(error)(**{name: getattr(error, name) for name in error.__struct_fields__} | {"remote_id": "p-1"})


# in parts


def test_a_payment_and_the_overpayment_that_names_it_are_one() -> None:
    assert payments(received("35.00"), xero={"Payments": [settled("30.00")], **money_ahead("5.00")}).equal
    assert payments(received("35.00"), xero=money_ahead("35.00")).equal


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": "5.01"},
        {"amount": "5.00", "payment": 9002},
        {"amount": "5.00", "Status": "VOIDED"},
    ],
    ids=["another amount", "of nobody's payment", "voided"],
)
def test_an_overpayment_that_is_another_is_not(wrong: Raw) -> None:
    ahead = money_ahead(wrong.pop("amount"), **wrong)

    assert not payments(received("35.00"), xero={"Payments": [settled("30.00")], **ahead}).equal


@pytest.mark.parametrize(
    ("day", "account", "equal"),
    [(DAY, "090", True), ("2026-11-22", "090", False), (DAY, "095", False)],
    ids=["the same", "another day", "another account"],
)
def test_money_ahead_is_on_its_day_and_its_account(day: str, account: str, equal: bool) -> None:
    assert payments(received("35.00"), xero=money_ahead("35.00", day=day, account=account)).equal is equal


@pytest.mark.parametrize(
    ("day", "equal"), [(DAY, True), ("2026-11-22", False), ("2026-11-20", False)], ids=["its own", "later", "earlier"]
)
def test_a_payment_is_on_its_day(day: str, equal: bool) -> None:
    assert payments(received(), xero={"Payments": [settled() | {"Date": day}]}).equal is equal


def test_a_payment_from_before_its_document_may_have_the_document_s_day() -> None:
    early = received(payment_date="2026-11-18T11:00:00+00:00")

    assert payments(early, xero={"Payments": [settled() | {"Date": "2026-11-20"}]}).equal
    assert payments(early, xero={"Payments": [settled() | {"Date": "2026-11-18"}]}).equal


# not money


def test_what_was_let_go_is_no_money_and_waits_with_a_word() -> None:
    row = received(money="10.00", adjustments={"4310": "2.00"})
    there = {"Payments": [settled("10.00")]}

    (said,) = payments(row, xero=there, find=knowing(_9001=arrived("2.00 of it is a discount"))).waits
    (silent,) = payments(row, xero=there, find=knowing(_9001=a_record(status=Status.SENT))).differences

    assert said == (
        "discount or write-off on sales_invoice SI-1: 2.00 GBP in Brightpearl; not in Xero: 2.00 of it is a discount"
    )
    assert silent == "discount or write-off on sales_invoice SI-1: 2.00 GBP in Brightpearl; not in Xero"


@pytest.mark.parametrize(("journal", "equal"), [(None, True), (1, False)])
def test_a_method_that_moves_no_money_is_not_looked_for(journal: int | None, equal: bool) -> None:
    methods = SETTINGS["payment_methods"]
    assert isinstance(methods, dict)
    settings = {**SETTINGS, "payment_methods": {**methods, "to_xero": {"BARTER": {"GBP": "no_money"}}}}

    assert payments(received(method="BARTER", journal_id=journal), settings=settings).equal is equal


def test_without_a_journal_all_of_a_payment_is_money() -> None:
    row = received(money="10.00", adjustments={"4310": "2.00"}, journal_id=None)

    assert payments(row, xero={"Payments": [settled("12.00")]}).equal


# what waits


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("30.00 of 35.00 has paid SI-1 in Xero; 5.00 is more than is due", True),
        ("15.00 is more than is due", False),
        ("5.001 is more than is due", False),
        ("more is paid than is due", False),
    ],
)
def test_an_excess_that_an_error_names_to_the_cent_is_told_apart(message: str, told: bool) -> None:
    there = {"Payments": [settled("30.00")]}

    found = payments(received("35.00"), xero=there, find=knowing(_9001=arrived(message)))

    assert (found.equal, bool(found.waits)) == (told, told)


def test_a_payment_that_is_lost_is_not_told_apart_by_a_record_that_thinks_it_has_gone() -> None:
    message = "30.00 of 35.00 has paid SI-1 in Xero"

    assert not payments(received("35.00"), find=knowing(_9001=arrived(message))).equal
    assert payments(received("35.00"), find=knowing(_9001=an_error("35.00 is more than is due"))).equal


def test_money_on_another_account_is_never_told_apart() -> None:
    there = {"Payments": [settled("30.00", Account={"Code": "095"})]}

    assert not payments(received("35.00"), xero=there, find=knowing(_9001=arrived("5.00 is more"))).equal


def test_each_is_told_apart_from_the_money_that_went_the_same_way() -> None:
    back = received("-12.00", id=9002, method="PAYPAL", payment_date="2026-11-23T11:00:00+00:00")
    again = received("12.01", id=9003, payment_date="2026-11-23T11:00:00+00:00")
    there = [settled(), settled() | {"PaymentID": "p-3", "Date": "2026-11-23", "Reference": ""}]
    known = knowing(_9002=an_error("12.00 went back"), _9003=arrived("0.01 was more than was due"))

    found = payments(received(), back, again, xero={"Payments": there}, find=known)

    assert (found.differences, len(found.waits)) == ((), 2)


# taken back


def test_what_was_taken_back_on_its_day_is_as_if_nothing_had_moved() -> None:
    back = received("-12.00", id=9002)

    assert payments(received(), back).equal
    assert not payments(received(), {**back, "payment_date": "2026-11-23T11:00:00+00:00"}).equal
    assert not payments(received(), {**back, "method": "PAYPAL"}).equal


def test_what_was_taken_back_later_has_come_and_gone_in_both() -> None:
    back = received("12.00", id=9002, type="PAYMENT", payment_date="2026-11-23T11:00:00+00:00")
    refund = a_xero_payment(PaymentType="AROVERPAYMENTPAYMENT", Date="2026-11-23", PaymentID="p-2")
    del refund["Invoice"]

    for nested in ({"Overpayment": {"OverpaymentID": "o-1"}}, {"Invoice": {"InvoiceID": "o-1"}}):
        assert payments(received(), back, xero={"Payments": [{**refund, **nested}], **money_ahead("12.00")}).equal
    assert not payments(received(), back, xero=money_ahead("12.00")).equal


# ahead of the invoice


def ordered(**changes: Any) -> Raw:
    return an_order(invoice={"reference": "", "tax_date": None}, **changes)


def test_a_deposit_is_looked_for_where_it_goes_ahead() -> None:
    deposit = received("6.00")

    assert payments(deposit, orders=(ordered(),)).equal
    assert not payments(deposit, orders=(ordered(),), settings=OVERPAYMENTS).equal
    assert payments(deposit, orders=(ordered(),), settings=OVERPAYMENTS, xero=money_ahead("6.00")).equal
    assert payments(
        deposit, settings=OVERPAYMENTS, xero=money_ahead("6.00", Allocations=allocated("6.00", "SI-1"))
    ).equal


def test_a_deposit_that_went_back_is_nothing_in_either() -> None:
    rows = (received("6.00"), received("6.00", id=9002, type="PAYMENT", payment_date="2026-11-25T11:00:00+00:00"))

    assert payments(*rows, orders=(ordered(),), settings=OVERPAYMENTS).equal


# used for another


def handed_over(amount: str = "4.00", **changes: Any) -> tuple[Raw, Raw]:
    both = {"allocated": True, "journal_id": 7, **changes}
    return (
        received(amount, id=9005, order_id=2001, type="PAYMENT", **both),
        received(amount, id=9006, order_id=2002, **both),
    )


BOTH = (an_order(), an_order("SI-2", id=2002))
USE = "use of sales_invoice SI-1 for sales_invoice SI-2"


def test_the_use_of_an_overpayment_is_an_allocation_in_both() -> None:
    rows = (received("16.00"), *handed_over())
    ahead = money_ahead("4.00", Allocations=allocated("4.00"))

    assert payments(*rows, orders=BOTH, xero={"Payments": [settled("12.00")], **ahead}).equal
    (missing,) = payments(*rows, orders=BOTH, xero={"Payments": [settled("12.00")], **money_ahead("4.00")}).differences
    assert missing == f"{USE}: 4.00 GBP in Brightpearl; not in Xero"


@pytest.mark.parametrize("half", ["_9005", "_9006"])
def test_a_use_that_waits_says_so_on_either_half(half: str) -> None:
    rows = (received("12.00"), *handed_over())
    waits = a_record(held="4.00 waits for the excess of SI-1")

    found = payments(*rows, orders=BOTH, xero={"Payments": [settled("12.00")]}, find=knowing(**{half: waits}))

    assert (found.equal, len(found.waits)) == (True, 1)


def test_a_credit_that_pays_for_another_order_is_an_allocation_in_both() -> None:
    orders = (*BOTH, an_order("SC-1", id=2003, type="SC", status_id=11, parent_id=2001))
    out, came = handed_over("12.00")
    rows = ({**out, "order_id": 2003}, came)
    there = {"CreditNotes": [a_credit_note("SC-1", Allocations=allocated("12.00"))]}

    assert payments(*rows, orders=orders, xero=there).equal
    assert not payments(*rows, orders=orders).equal
    assert not payments(orders=orders, xero=there).equal


def test_what_a_credit_settles_of_its_own_order_is_no_use_for_another() -> None:
    orders = (an_order(), an_order("SC-1", id=2003, type="SC", status_id=11, parent_id=2001))
    out, came = handed_over("12.00")
    there = {"CreditNotes": [a_credit_note("SC-1", Allocations=allocated("12.00", "SI-1"))]}

    assert payments({**out, "order_id": 2003}, {**came, "order_id": 2001}, orders=orders).equal
    assert payments(orders=orders, xero=there).equal


def test_what_people_allocated_in_xero_is_two_payments_by_the_contra_method() -> None:
    orders = (*BOTH, an_order("SC-1", id=2003, type="SC", status_id=11, parent_id=2001))
    plain = {"allocated": False, "journal_id": None, "method": "XERO"}
    out, came = handed_over("12.00", **plain)
    rows = ({**out, "order_id": 2003, "transaction_ref": "ab12-2003"}, {**came, "transaction_ref": "ab12-2002"})
    there = {"CreditNotes": [a_credit_note("SC-1", Allocations=allocated("12.00"))]}

    assert payments(*rows, orders=orders, xero=there).equal
    assert not payments(rows[1], orders=orders, xero=there).equal


def test_uses_of_the_same_for_the_same_are_one_sum() -> None:
    more = (half | {"journal_id": 8, "id": half["id"] + 10} for half in handed_over("3.00"))
    rows = (received("16.00"), *handed_over("1.00"), *more)
    ahead = money_ahead("4.00", Allocations=allocated("4.00"))

    assert payments(*rows, orders=BOTH, xero={"Payments": [settled("12.00")], **ahead}).equal
