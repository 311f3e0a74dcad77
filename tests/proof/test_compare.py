"""What the storm's comparison sees, and what equal books would hide."""

from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from sandbox.proof.storm.compare import Verdict, compare
from shared.kinds import Kind
from tests.end_to_end.shop import Shop
from tests.proof.builders import (
    EMPTY_BOOKS,
    EMPTY_SHOP,
    SETTINGS,
    a_document,
    a_payment,
    a_xero_payment,
    an_order,
)
from tests.proof.test_waiting import an_error

Raw = dict[str, Any]
ERRORS = {"9002": an_error("12.00 went back on the order, and is not in Xero")}


def held_against(shop: Shop, owed: dict[str, str]) -> Verdict:
    sandbox = shop.deployed.sandbox
    states = sandbox.brightpearl.vendor.state(), sandbox.xero.vendor.state()
    return compare(*states, shop.deployed.settings, owed={number: Decimal(open_) for number, open_ in owed.items()})


def test_a_payment_that_is_doubled_on_both_sides_is_told(shop: Shop) -> None:
    order, number = shop.sell()
    shop.good_cycle()
    for _ in range(2):
        shop.brightpearl("pay_order", order=order, amount="10.00")
        shop.xero("pay_invoice", invoice=number, amount="10.00")

    assert held_against(shop, {}).good
    assert str(held_against(shop, {number: "10.00"})) == "lost 0, doubled 0, unequal 0, silent 0"
    assert str(held_against(shop, {number: "20.00"})) == "lost 0, doubled 1, unequal 0, silent 0"


@pytest.mark.parametrize("by", ["pay_order", "pay_invoice"])
def test_a_payment_that_only_one_side_has_is_told(shop: Shop, by: str) -> None:
    order, number = shop.sell()
    shop.good_cycle()
    if by == "pay_order":
        shop.brightpearl(by, order=order, amount="10.00")
    else:
        shop.xero(by, invoice=number, amount="10.00")

    verdict = held_against(shop, {})

    assert (verdict.lost, verdict.doubled) == ((1, 0) if by == "pay_order" else (0, 1))
    assert number in verdict.lines[0]


def judged(orders: tuple[Raw, ...], documents: tuple[Raw, ...], **how: Any) -> Verdict:
    shop = {**EMPTY_SHOP, "orders": {order["id"]: order for order in orders}}
    return compare(
        shop, {**EMPTY_BOOKS, "Invoices": [{**one, "AmountDue": "12.00"} for one in documents]}, SETTINGS, **how
    )


@pytest.mark.parametrize(
    ("orders", "documents", "verdict"),
    [
        ((an_order(),), (a_document(),), "lost 0, doubled 0, unequal 0, silent 0"),
        ((an_order(),), (), "lost 1, doubled 0, unequal 0, silent 0"),
        ((an_order(),), (a_document(), a_document()), "lost 0, doubled 1, unequal 0, silent 0"),
        ((an_order(),), (a_document(TotalTax="1.99"),), "lost 0, doubled 0, unequal 1, silent 0"),
        ((an_order(),), (a_document(Total="12.01"),), "lost 0, doubled 0, unequal 1, silent 0"),
    ],
    ids=["the same", "lost", "doubled", "another tax", "another total"],
)
def test_documents_are_lost_doubled_or_unequal(
    orders: tuple[Raw, ...], documents: tuple[Raw, ...], verdict: str
) -> None:
    found = judged(orders, documents)

    assert str(found) == verdict
    assert found.compared == 1
    assert len(found.lines) == (0 if found.good else 1)


def test_where_xero_keeps_to_its_own_tax_what_is_off_by_little_is_told_and_no_inequality() -> None:
    found = judged((an_order(),), (a_document(TotalTax="1.99"),), tax_ignored=True)

    assert found.good
    assert "tax 2.00, total 12.00" in found.slight[0]
    assert "tax 1.99, total 12.00" in found.slight[0]


def test_what_waits_apart_is_neither_lost_nor_owed() -> None:
    apart = ["sales_invoice SI-1"]

    assert judged((an_order(),), (), apart=apart).good
    assert not judged((), (a_document(),), owed={"SI-1": Decimal("3.00")}, apart=()).good
    assert judged((), (a_document(),), owed={"SI-1": Decimal("3.00")}, apart=apart).good


@pytest.mark.parametrize(
    ("due", "good"), [("0.00", True), ("12.00", True), ("12.01", False), ("-0.01", False)], ids=str
)
def test_on_what_money_went_back_and_waits_so_much_less_may_be_due(due: str, good: bool) -> None:
    there = a_payment(payment_date="2026-11-21T11:00:00+00:00")
    back = a_payment(id=9002, amount_paid="-12.00", payment_date="2026-11-23T11:00:00+00:00")
    shop = {**EMPTY_SHOP, "orders": {"2001": an_order()}, "payments": {"9001": there, "9002": back}}
    invoice = a_document(AmountDue=due, AmountPaid="12.00")
    books = {**EMPTY_BOOKS, "Invoices": [invoice], "Payments": [a_xero_payment(PaymentID="p-1")]}

    verdict = compare(shop, books, SETTINGS, owed={"SI-1": Decimal("12.00")}, find=lambda _, name: ERRORS.get(name))

    assert (verdict.good, len(verdict.waits), verdict.waiting) == (good, 1, {(Kind.SALES_PAYMENT, "9002")})


CHANGED = {"thought_again": ["sales_invoice SI-1"]}


def test_what_people_have_changed_is_silent_where_no_record_speaks_of_it() -> None:
    speaking = replace(an_error("SI-1 was voided in Xero"), kind=Kind.SALES_INVOICE, id="2001")

    assert str(judged((an_order(),), (), **CHANGED)) == "lost 0, doubled 0, unequal 0, silent 1"
    assert not judged((an_order(),), (), **CHANGED).good
    told = judged((an_order(),), (), records=[speaking], **CHANGED)
    assert (told.good, len(told.told)) == (True, 1)
    assert str(judged((an_order(),), (), records=[speaking])) == "lost 1, doubled 0, unequal 0, silent 0"


def test_no_record_speaks_for_a_document_that_is_there_twice() -> None:
    speaking = replace(an_error("SI-1 was changed in Xero"), kind=Kind.SALES_INVOICE, id="2001")
    twice = (a_document(Total="13.00"), a_document(Total="14.00"))

    assert judged((an_order(),), twice, records=[speaking], **CHANGED).doubled == 1
