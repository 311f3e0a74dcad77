"""Which orders are one bill, and what it costs to find out."""

from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from shared.errors import ErrorClass, Problem
from shared.kinds import Kind
from shared.mapping.references import Ref
from shared.posting.bills import Bill, Bills, joined, one_form, without_failing
from shared.posting.envelopes import Envelope, Failing, blank_envelope
from shared.records.failure import Failure
from shared.records.record import Key, Record, Summary
from shared.records.schema import searchable
from shared.records.status import Status
from tests.records.builders import AT, STEP, a_problem, a_record

BILL = Kind.PURCHASE_INVOICE
WAITS: dict[str, Any] = {"status": Status.PENDING, "due_step": STEP}
RESTS: dict[str, Any] = {"status": Status.SENT, "due_step": None, "remote_id": "bill-1"}
IN_ERROR: dict[str, Any] = {
    "status": Status.ERROR,
    "due_step": None,
    "failure": Failure(
        problem=Problem(error_class=ErrorClass.DATA, message="its tax is wrong", hint="put it right"),
        attempts=1,
        at=AT,
        settings_version=1,
    ),
}


class Shelf:
    """The records that there are, as a store gives them. It notes what was asked."""

    def __init__(self, *records: Record) -> None:
        self.records = {record.key: record for record in records}
        self.asked: list[str] = []

    def numbered(self, kind: Kind, number: str) -> list[Record]:
        self.asked.append(number)
        return [one for one in self.records.values() if one.kind == kind and searchable(one.summary.number) == number]

    def dated(self, kind: Kind, first: str, last: str) -> list[Record]:
        self.asked.append(f"{first} to {last}")
        return [one for one in self.records.values() if one.kind == kind and first <= one.summary.date <= last]

    def get_many(self, keys: Iterable[Key]) -> dict[Key, Record]:
        return {key: self.records[key] for key in keys if key in self.records}

    def links(self, remote_ids: Iterable[str]) -> dict[str, tuple[Key, ...]]:
        return {
            remote: tuple(one.key for one in self.records.values() if one.remote_id == remote)
            for remote in {*remote_ids} - {""}
        }


def an_order(order_id: int, changes: dict[str, Any] | None = None, **told: Any) -> Record:
    summary = Summary(**{**A_SUMMARY, **told})
    document = {"currency": {"exchangeRate": "1.000000"}, "priceModeCode": "EXC"}
    return replace(a_record(str(order_id)), kind=BILL, summary=summary, document=document, **(changes or WAITS))


A_SUMMARY: dict[str, Any] = {
    "number": "MILL-7",
    "contact_id": "202",
    "date": "2026-11-23",
    "currency": "GBP",
    "total": Decimal("12.00"),
}


def bills(shelf: Shelf, *due: Record, suppliers: dict[str, str] | None = None) -> list[Bill]:
    asked: Collection[Record] = due or tuple(one for one in shelf.records.values() if one.due_step)
    store: Any = shelf
    return Bills(store=store, suppliers=lambda ids: {one: (suppliers or {}).get(one, one) for one in ids}).of(
        list(asked)
    )


def orders(found: Iterable[Bill]) -> list[list[str]]:
    return [[order.id for order in bill.orders] for bill in found]


def test_a_number_is_asked_for_once_however_many_orders_have_it() -> None:
    shelf = Shelf(*(an_order(1000 + one) for one in range(5)))

    found = bills(shelf)

    assert orders(found) == [["1000", "1001", "1002", "1003", "1004"]]
    assert shelf.asked == ["mill-7"]


def test_days_are_asked_for_where_that_takes_fewer_queries_than_the_numbers_do() -> None:
    waiting = [
        an_order(1000),
        an_order(1001, number="MILL-8", date="2026-11-16"),
        an_order(1002, number="MILL-9", date="2026-11-08"),
    ]
    shelf = Shelf(*waiting, an_order(1009), an_order(1010, number="MILL-8", date="2026-11-16", currency="EUR"))

    found = bills(shelf, *waiting)

    assert orders(found) == [["1000", "1009"], ["1001"], ["1002"]]
    assert shelf.asked == ["2026-11-08 to 2026-11-08", "2026-11-16 to 2026-11-23"]


def test_days_that_follow_one_another_are_one_span_however_many_they_are() -> None:
    days = ["2026-11-20", "2026-11-14", "2026-11-08", "2026-11-02", "2026-10-01"]
    shelf = Shelf(*(an_order(1000 + one, number=f"MILL-{one}", date=day) for one, day in enumerate(days)))

    bills(shelf)

    assert shelf.asked == ["2026-10-01 to 2026-10-01", "2026-11-02 to 2026-11-20"]


def test_each_span_of_days_is_asked_for_once() -> None:
    days = ["2026-11-23", "2026-11-01", "2026-10-01", "2026-10-01"]
    shelf = Shelf(*(an_order(1000 + one, number=f"MILL-{one}", date=day) for one, day in enumerate(days)))

    bills(shelf)

    assert shelf.asked == [f"{day} to {day}" for day in sorted(set(days))]


def test_nothing_is_asked_where_nothing_is_due() -> None:
    shelf = Shelf()

    assert bills(shelf) == []
    assert shelf.asked == []


@pytest.mark.parametrize(
    "told",
    [{"number": "MILL-8"}, {"contact_id": "203"}, {"date": "2026-11-22"}, {"currency": "EUR"}, {"total": Decimal(-1)}],
    ids=lambda told: next(iter(told)),
)
def test_orders_that_differ_are_on_bills_of_their_own(told: dict[str, Any]) -> None:
    assert orders(bills(Shelf(an_order(1001), an_order(1002, **told)))) == [["1001"], ["1002"]]


def test_a_number_in_other_letters_is_the_same_number() -> None:
    assert orders(bills(Shelf(an_order(1001), an_order(1002, number="mill-7")))) == [["1001", "1002"]]


def test_orders_at_different_rates_are_on_bills_of_their_own() -> None:
    other = replace(an_order(1002), document={"currency": {"exchangeRate": "1.100000"}})

    assert orders(bills(Shelf(an_order(1001), other))) == [["1001"], ["1002"]]


@pytest.mark.parametrize("total", ["0.00", "0.50"])
def test_orders_of_next_to_nothing_share_a_bill_too(total: str) -> None:
    shelf = Shelf(*(an_order(number, total=Decimal(total)) for number in (1001, 1002)))

    assert orders(bills(shelf)) == [["1001", "1002"]]


def test_an_order_that_waits_without_a_word_stops_the_others_of_its_bill() -> None:
    (bill,) = bills(Shelf(an_order(1001), an_order(1002, {"status": Status.PENDING, "due_step": None})), an_order(1001))

    assert bill.problem is not None
    assert bill.problem.message.endswith("which cannot go: it waits")


def test_contacts_of_no_company_are_each_a_supplier() -> None:
    store: Any = Shelf(an_order(1001), an_order(1002, contact_id="203"))

    made = Bills(store=store, suppliers=lambda _ids: {}).of(list(store.records.values()))

    assert orders(made) == [["1001"], ["1002"]]


def test_orders_without_a_number_have_nothing_in_common() -> None:
    assert orders(bills(Shelf(an_order(1001, number=""), an_order(1002, number="")))) == [["1001"], ["1002"]]


def test_contacts_of_one_company_are_one_supplier() -> None:
    shelf = Shelf(an_order(1001), an_order(1002, contact_id="203"))

    assert orders(bills(shelf, suppliers={"203": "202"})) == [["1001", "1002"]]


def test_ids_are_in_the_order_of_their_numbers() -> None:
    assert orders(bills(Shelf(an_order(10000), an_order(9999)))) == [["9999", "10000"]]


def test_bills_come_in_the_order_in_which_their_orders_are_due() -> None:
    late, early = an_order(1001), an_order(1002, number="MILL-8")

    assert orders(bills(Shelf(late, early), early, late)) == [["1002"], ["1001"]]


@pytest.mark.parametrize(
    ("other", "says"),
    [
        ({**IN_ERROR}, "which cannot go: its tax is wrong"),
        (
            {"status": Status.PENDING, "due_step": None, "held": "its status is not one"},
            "which cannot go: its status is",
        ),
    ],
    ids=["an error", "one that waits"],
)
def test_an_order_that_waits_for_a_person_stops_those_that_were_stopped_already(
    other: dict[str, Any], says: str
) -> None:
    stopped = Problem(error_class=ErrorClass.DEPENDENCY, message="stopped", hint="")
    failure = replace(IN_ERROR["failure"], problem=stopped)
    tried = an_order(1001, {"status": Status.ERROR, "due_step": STEP, "failure": failure})

    (bill,) = bills(Shelf(tried, an_order(1002, other)), tried)

    assert bill.problem is not None
    assert says in bill.problem.message
    assert [order.id for order in bill.due] == ["1001"]


def test_a_new_order_is_reason_to_try_one_that_failed_again() -> None:
    (bill,) = bills(Shelf(an_order(1001), an_order(1002, IN_ERROR)))

    assert bill.problem is None
    assert orders([bill]) == [["1001", "1002"]]


def test_an_order_that_a_person_has_tried_again_is_reason_to_try_the_others() -> None:
    asked = an_order(1001, {**IN_ERROR, "due_step": STEP})

    (bill,) = bills(Shelf(asked, an_order(1002, IN_ERROR)), asked)

    assert bill.problem is None


def test_a_bill_that_the_ledger_does_not_know_goes() -> None:
    class Forgetful(Shelf):
        def links(self, remote_ids: Iterable[str]) -> dict[str, tuple[Key, ...]]:
            return dict.fromkeys({*remote_ids} & {""}, ())

    changed = an_order(1001, {"status": Status.UPDATED, "due_step": STEP, "remote_id": "bill-1"})

    (bill,) = bills(Forgetful(changed))

    assert bill.problem is None


@pytest.mark.parametrize(("remote_id", "counts"), [("", False), ("bill-1", True)], ids=["never sent", "on the bill"])
def test_an_archived_order_counts_where_it_is_on_the_bill(remote_id: str, *, counts: bool) -> None:
    aside = an_order(1001, {"status": Status.ARCHIVE, "due_step": None, "remote_id": remote_id})

    (bill,) = bills(Shelf(aside, an_order(1002)))

    assert ("1001" in {order.id for order in bill.orders}) is counts


def test_a_bill_in_xero_goes_without_a_new_order_that_failed() -> None:
    changed = an_order(1001, {"status": Status.UPDATED, "due_step": STEP, "remote_id": "bill-1"})

    assert orders(bills(Shelf(changed, an_order(1002, IN_ERROR), an_order(1003, RESTS)))) == [["1001", "1003"]]


def test_orders_that_are_two_bills_in_xero_stay_two_and_a_new_one_goes_to_the_first() -> None:
    two = [an_order(1001 + one, {**RESTS, "remote_id": f"bill-{one}", "due_step": STEP}) for one in (0, 1)]

    assert orders(bills(Shelf(*two, an_order(1003)))) == [["1001", "1003"], ["1002"]]


def test_an_order_that_no_longer_agrees_with_the_others_of_its_bill_waits() -> None:
    left = an_order(1002, {"status": Status.UPDATED, "due_step": STEP, "remote_id": "bill-1"}, number="MILL-8")

    (bill,) = bills(Shelf(an_order(1001, RESTS), left))

    assert bill.problem is not None
    assert "together with order 1001" in bill.problem.message


def failing(order: Record, why: str = "its tax is wrong") -> Failing:
    return Failing(envelope=blank_envelope(order), problem=a_problem(message=why))


def one_bill(*records: Record) -> Bill:
    (bill,) = bills(Shelf(*records))
    return bill


def said(some: Iterable[Failing]) -> list[tuple[str, str]]:
    return [(one.envelope.record.id, one.problem.message) for one in some]


def test_of_a_new_bill_none_goes_where_one_fails_and_the_others_say_which() -> None:
    first, second, third = (an_order(number) for number in (1001, 1002, 1003))

    left, some = without_failing(one_bill(first, second, third), [failing(second), failing(third, "it has no rows")])

    assert left is None
    assert said(some) == [
        ("1002", "its tax is wrong"),
        ("1003", "it has no rows"),
        ("1001", "the bill MILL-7 also has order 1002, which cannot go: its tax is wrong"),
    ]


def test_a_bill_in_xero_goes_without_new_orders_that_fail() -> None:
    there = an_order(1001, {"status": Status.UPDATED, "due_step": STEP, "remote_id": "bill-1"})
    new = an_order(1002)

    left, some = without_failing(one_bill(there, new), [failing(new)])

    assert left is not None
    assert ([one.id for one in left.orders], [one.id for one in left.due]) == (["1001"], ["1001"])
    assert said(some) == [("1002", "its tax is wrong")]


def test_where_nothing_is_due_without_the_one_that_fails_nothing_goes() -> None:
    rests, new = an_order(1001, RESTS), an_order(1002)

    left, some = without_failing(one_bill(rests, new), [failing(new)])

    assert left is None
    assert said(some) == [("1002", "its tax is wrong")]


def test_what_rests_says_nothing_though_its_bill_cannot_go() -> None:
    rests = an_order(1001, RESTS)
    changed = an_order(1002, {"status": Status.UPDATED, "due_step": STEP, "remote_id": "bill-1"})

    left, some = without_failing(one_bill(rests, changed), [failing(rests), failing(changed, "it has no rows")])

    assert left is None
    assert said(some) == [("1002", "it has no rows")]


def an_envelope_of(order: Record, *lines: str, due: str = "2026-12-23", **changes: Any) -> Envelope:
    payload = {"InvoiceNumber": "MILL-7", "DueDate": due, "LineItems": [{"Description": line} for line in lines]}
    given = {"payload": payload, "total": Decimal("12.00"), "tax": Decimal("2.00"), "notes": ("a",), **changes}
    return Envelope(record=order, source_hash="source-1", fingerprint=f"payload-{order.id}", **given)


def test_a_bill_has_the_lines_and_the_sums_of_its_orders_and_the_earliest_due_date() -> None:
    orders_ = [an_order(number) for number in (1001, 1002)]
    first = an_envelope_of(orders_[0], "Tee", refers=(Ref(Kind.CONTACT, "1"),))
    second = an_envelope_of(orders_[1], "Cap", due="2026-12-01", notes=("a", "b"), refers=(Ref(Kind.PRODUCT, "2"),))

    bill = joined([first, second])

    assert bill.payload == {
        "InvoiceNumber": "MILL-7",
        "DueDate": "2026-12-01",
        "LineItems": [{"Description": "Tee"}, {"Description": "Cap"}],
    }
    assert (bill.total, bill.tax, bill.notes, bill.remote_id) == (Decimal("24.00"), Decimal("4.00"), ("a", "b"), "")
    assert bill.refers == (Ref(Kind.CONTACT, "1"), Ref(Kind.PRODUCT, "2"))
    assert [(part.record.id, part.fingerprint) for part in bill.parts] == [
        ("1001", "payload-1001"),
        ("1002", "payload-1002"),
    ]
    assert bill.base is None
    assert joined([first]) is first


def test_the_first_order_decides_what_is_not_theirs_alone_and_whoever_is_there_gives_the_id() -> None:
    first = an_envelope_of(an_order(1001), total=None, tax=None)
    told = {**first.payload, "Reference": "one"}
    second = an_envelope_of(
        an_order(1002), remote_id="bill-1", payload={**first.payload, "Reference": "two", "Url": "u"}
    )

    bill = joined([replace(first, payload=told), second])

    assert (bill.payload["Reference"], bill.payload["Url"], bill.remote_id) == ("one", "u", "bill-1")
    assert (bill.total, bill.tax) == (Decimal("12.00"), Decimal("2.00"))


def test_what_was_posted_last_is_known_of_a_bill_where_it_is_known_of_all_that_are_on_it() -> None:
    bases = [an_envelope_of(an_order(1001), line).payload for line in ("Tee", "Cap")]
    there = [an_envelope_of(an_order(1001 + one), remote_id="bill-1", base=base) for one, base in enumerate(bases)]
    new = an_envelope_of(an_order(1003))

    base = joined([*there, new]).base

    assert base is not None
    assert base["LineItems"] == [{"Description": "Tee"}, {"Description": "Cap"}]
    assert joined([there[0], replace(there[1], base=None), new]).base is None


def test_orders_with_and_without_tax_in_their_prices_all_go_without() -> None:
    gross = replace(an_order(1001), document={"priceModeCode": "INC"})
    net = replace(an_order(1002), document={"priceModeCode": "EXC"})

    assert one_form([gross, net]) == {"priceModeCode": "EXC"}
    assert one_form([gross, gross]) == one_form([net]) == {}
