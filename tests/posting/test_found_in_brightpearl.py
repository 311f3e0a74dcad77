"""Which payment in Brightpearl is one of Xero's: of the same order and way, and nobody else's."""

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from typing import Any, cast

import pytest

from shared.brightpearl.client import Brightpearl
from shared.kinds import Kind, System
from shared.posting.found_in_brightpearl import FoundInBrightpearl
from shared.posting.found_payments import Paying, Same, look_in
from shared.records.apart import Parted
from shared.records.record import Record
from shared.records.schema import brightpearl_link
from shared.records.standing import Standing, Way
from tests.builders import some_settings
from tests.posting.memory import Memory, a_memory, as_store
from tests.records.builders import AT, a_record

Raw = dict[str, Any]
Answer = Same | Parted | None
INVOICE = a_record("2001", remote_id="i-1")
SETTINGS = some_settings(
    time_zone="Asia/Tokyo", payment_methods={"to_xero": {"CARD": {"GBP": "090"}}, "to_brightpearl": {}}
)
ROW: Raw = {
    "paymentId": 7,
    "orderId": 2001,
    "paymentType": "RECEIPT",
    "paymentMethodCode": "CARD",
    "currencyCode": "GBP",
    "amountPaid": "12.00",
    "paymentDate": "2026-11-20T23:30:00+00:00",
    "transactionRef": "",
}
GOING: Raw = {
    "transactionRef": "p-1",
    "orderId": 2001,
    "paymentType": "RECEIPT",
    "paymentMethodCode": "BANK",
    "amountPaid": Decimal("12.00"),
    "paymentDate": "2026-11-21T00:00:00",
}
DOCUMENT: Raw = {"kind": "payment", "account_code": "090", "account_id": "account-1", "reference": ""}


class Books:
    """Brightpearl, with these payments."""

    def __init__(self, *payments: Raw) -> None:
        self.payments = payments
        self.asked: list[Any] = []

    def payments_of_orders(self, orders: list[int], *, supplier: bool) -> list[Raw]:
        self.asked.append((orders, supplier))
        return list(self.payments)


def looked(
    books: Books,
    *payloads: Raw,
    memory: Memory | None = None,
    kind: Kind = Kind.SALES_PAYMENT,
    document: Raw = DOCUMENT,
    **changes: Any,
) -> list[Answer]:
    side = FoundInBrightpearl(
        brightpearl=cast("Brightpearl", books),
        store=as_store(memory or a_memory()),
        settings=SETTINGS,
        kind=kind,
        table_since=lambda: AT,
    )
    paying = [
        Paying(
            payload=one,
            record=a_record(f"p-{number}", kind=kind, origin=System.XERO, document=document, **changes),
            document=INVOICE,
        )
        for number, one in enumerate(payloads, start=1)
    ]
    return list(look_in(side)(paying))


def ids(found: Iterable[Answer]) -> list[str | None]:
    return [one.element.remote_id if isinstance(one, Same) else "?" if one else None for one in found]


def test_a_payment_of_the_same_order_amount_day_there_and_account_is_ours() -> None:
    books = Books(ROW)

    found = looked(books, GOING, GOING)

    assert ids(found) == [brightpearl_link(7), None]
    assert isinstance(found[0], Same)
    assert (found[0].element.key, found[0].element.remote_number, found[0].element.raw) == ((), "7", ROW)
    assert (found[0].holder, found[0].differs) == (None, "")
    assert books.asked == [([2001], False)]


def test_suppliers_payments_are_asked_for_as_such() -> None:
    books = Books()

    looked(books, GOING, {**GOING, "orderId": 1999}, kind=Kind.PURCHASE_PAYMENT)

    assert books.asked == [([1999, 2001], True)]


def test_without_payments_nobody_is_asked() -> None:
    books = Books(ROW)

    assert looked(books) == []
    assert books.asked == []


@pytest.mark.parametrize(
    "other",
    [
        {"paymentType": "AUTH"},
        {"amountPaid": "12.01"},
        {"orderId": 2002},
        {"paymentType": "PAYMENT"},
        {"amountPaid": "-12.00"},
    ],
    ids=str,
)
def test_another_row_is_not(other: Raw) -> None:
    assert ids(looked(Books({**ROW, **other}), GOING)) == [None]


def test_on_another_day_or_by_another_method_it_is_a_question_that_names_both() -> None:
    (day,) = looked(Books({**ROW, "paymentDate": "2026-11-19T23:30:00+00:00"}), GOING)
    (method,) = looked(Books({**ROW, "paymentMethodCode": "PAYPAL"}), GOING)

    assert isinstance(day, Parted)
    assert isinstance(method, Parted)
    assert day.theirs == method.theirs == "7"
    assert day.message.startswith(
        "the payment of 12.00 of 2026-11-21 on 090 in Xero looks like payment 7 of 12.00 of 2026-11-20 by CARD in Brightpearl"
    )


@pytest.mark.parametrize(
    ("row", "document"),
    [
        ({"paymentMethodCode": "BANK"}, {}),
        ({}, {"account_code": "", "account_id": "090"}),
        ({}, {"account_code": "", "account_id": ""}),
    ],
    ids=["its own method", "an account without a code", "no account"],
)
def test_its_method_is_that_of_its_account(row: Raw, document: Raw) -> None:
    assert ids(looked(Books({**ROW, **row}), GOING, document={**DOCUMENT, **document})) == [brightpearl_link(7)]


@pytest.mark.parametrize("document", [{"kind": "credit_note"}, {"from": ["sales_credit", "2002"]}], ids=str)
def test_nobody_is_asked_about_what_is_no_money(document: Raw) -> None:
    later = {**ROW, "paymentDate": "2026-11-22T00:00:00+00:00"}

    assert ids(looked(Books(later), GOING, document={**DOCUMENT, **document})) == [None]


def of_brightpearl(**fields: Any) -> Record:
    return a_record("7", kind=Kind.SALES_PAYMENT, origin=System.BRIGHTPEARL, **fields)


def of_xero(**fields: Any) -> Record:
    return a_record("p-9", kind=Kind.SALES_PAYMENT, origin=System.XERO, **fields)


@pytest.mark.parametrize(
    ("record", "row", "free"),
    [
        (None, {}, True),
        (of_brightpearl(document=ROW, remote_id="x-1"), {}, False),
        (of_brightpearl(document=ROW), {}, True),
        (of_brightpearl(document={**ROW, "deleted": True}, remote_id="x-1"), {}, True),
        (of_brightpearl(document={**ROW, "deleted": True}, remote_id="x-1", fields={"paid": "5.00"}), {}, False),
        (of_xero(), {"transactionRef": "p-9"}, False),
        (of_xero(document={"deleted": True}, remote_id=brightpearl_link(7)), {"transactionRef": "p-9"}, False),
        (of_xero(), {"transactionRef": "p-9-2001"}, False),
        (of_xero(), {"transactionRef": "p-8"}, True),
    ],
    ids=[
        "nobody's",
        "posted",
        "not posted",
        "deleted in Xero",
        "a part of it deleted in Xero",
        "carried over",
        "of one that was deleted in Xero",
        "a part of one",
        "another one's",
    ],
)
def test_a_row_that_is_of_a_record_already_is_nobody_elses(record: Record | None, row: Raw, free: bool) -> None:
    memory = a_memory(*([record] if record else []))

    found = looked(Books({**ROW, **row}), GOING, memory=memory)

    assert isinstance(found[0], Same) is free


def test_its_own_copy_of_which_the_answer_was_lost_is_found_by_its_reference() -> None:
    memory = a_memory(a_record("p-1", kind=Kind.SALES_PAYMENT, origin=System.XERO))
    rows = [{**ROW, "transactionRef": "p-1", "paymentMethodCode": "PAYPAL"}, {**ROW, "paymentId": 8}]

    assert ids(looked(Books(*rows), GOING, memory=memory)) == [brightpearl_link(7)]


def test_a_row_that_a_link_leads_to_is_nobody_elses() -> None:
    memory = a_memory()
    memory.links[brightpearl_link(7)] = (Kind.SALES_PAYMENT, "p-1")

    assert ids(looked(Books(ROW), GOING, memory=memory)) == [None]


def test_of_a_payment_that_was_no_money_alone_its_money_counts() -> None:
    """A discount beside it is none."""
    journal = {"lines": [{"nominal": "1200", "amount": Decimal("10.00"), "order": "2001", "bank": True}]}
    own = of_brightpearl(document={**ROW, "journal": journal})

    assert ids(looked(Books(ROW), GOING, memory=a_memory(own))) == [None]
    assert ids(looked(Books(ROW), {**GOING, "amountPaid": Decimal("10.00")}, memory=a_memory(own))) == [
        brightpearl_link(7)
    ]


def test_of_several_on_one_order_each_is_compared() -> None:
    rows = [ROW, {**ROW, "paymentId": 8, "amountPaid": "5.00"}]

    found = looked(Books(*rows), {**GOING, "amountPaid": Decimal("5.00")}, replace_amount("12.00"))

    assert ids(found) == [brightpearl_link(8), brightpearl_link(7)]


def replace_amount(amount: str) -> Raw:
    return {**GOING, "amountPaid": Decimal(amount)}


BEFORE, SINCE = ({"updatedOn": (AT + timedelta(seconds=seconds)).isoformat()} for seconds in (-1, 0))
COPY: Raw = {**DOCUMENT, "reference": "BP 7 CARD", **BEFORE}
ELSEWHERE: Raw = {**ROW, "paymentId": 8, "amountPaid": "5.00"}


def test_a_copy_of_what_brightpearl_has_no_more_is_a_question() -> None:
    (found,) = looked(Books(ELSEWHERE), GOING, document=COPY)

    assert isinstance(found, Parted)
    assert (found.standing, found.theirs) == (Standing.TWIN, "7")
    assert found.message.startswith(
        "the payment of 12.00 of 2026-11-21 on 090 in Xero looks like the copy of payment 7, which is not in Brightpearl"
    )


@pytest.mark.parametrize(
    ("rows", "document"),
    [
        ([], {**COPY, **SINCE}),
        ([], {**COPY, "reference": "7"}),
        ([{**ROW, "amountPaid": "5.00"}], COPY),
    ],
    ids=["newer than our table", "it names none", "that is there, over another amount"],
)
def test_what_is_newer_or_names_none_or_one_that_is_there_is_carried_over(rows: list[Raw], document: Raw) -> None:
    assert ids(looked(Books(*rows), GOING, document=document)) == [None]


def test_a_copy_of_one_that_is_there_is_that_one() -> None:
    assert ids(looked(Books(ROW), GOING, document=COPY)) == [brightpearl_link(7)]


def test_what_a_person_has_linked_to_what_is_gone_rests_and_what_they_have_separated_goes_over() -> None:
    (rests,) = looked(Books(), GOING, document=COPY, decided=Way.LINK, theirs="7")
    goes = looked(Books(), GOING, document=COPY, separate=("7",))

    assert isinstance(rests, Same)
    assert (rests.element.remote_id, rests.holder) == ("", None)
    assert goes == [None]


def test_only_the_copy_itself_is_asked_about() -> None:
    """Another payment of the same amount has nothing to do with what is gone."""
    other = {**COPY, "reference": ""}
    books = Books()
    side = FoundInBrightpearl(
        brightpearl=cast("Brightpearl", books),
        store=as_store(a_memory()),
        settings=SETTINGS,
        kind=Kind.SALES_PAYMENT,
        table_since=lambda: AT,
    )
    paying = [
        Paying(
            payload={**GOING, "transactionRef": name},
            record=a_record(name, kind=Kind.SALES_PAYMENT, origin=System.XERO, document=document),
            document=INVOICE,
        )
        for name, document in (("p-1", other), ("p-2", COPY))
    ]

    assert ids(look_in(side)(paying)) == [None, "?"]
