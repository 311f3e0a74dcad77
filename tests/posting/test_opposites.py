"""Opposite documents: killed before each of its writes, the step posts each once and allocates it once, whenever it goes on."""

from decimal import Decimal
from itertools import count
from typing import Final

import pytest
from msgspec.structs import replace

from sandbox.proof.storm.boundary import Boundary, Killed
from shared.kinds import Kind
from shared.posting.pairs import Pair, next_opposite
from shared.records.record import OPPOSITE, Record
from shared.records.standing import Standing
from shared.records.status import Status
from shared.steps.change_records import Action, BulkChange
from tests.end_to_end.shop import Shop
from tests.posting.calls import as_calls, shapes
from tests.posting.scenes import run, settle
from tests.records.builders import a_record

STEP: Final = "post_xero_sales"
REMEMBERED, FORGOTTEN = 1, 30  # minutes: inside the life of an idempotency key, and after


@pytest.mark.parametrize("minutes", [REMEMBERED, FORGOTTEN], ids=["remembered", "forgotten"])
def test_an_invoice_is_credited_once_wherever_the_step_is_killed(shop: Shop, boundary: Boundary, minutes: int) -> None:
    struck: list[str] = []
    shop.good_cycle()
    for number in count(1):
        record = a_withdrawn_invoice(shop)
        finished = _killed_before(shop, boundary, number, record)
        where = boundary.writes[-1]
        boundary.disarm()
        shop.clock.advance(minutes=minutes)
        run(shop, [STEP])
        assert _credited(shop, record) == [("PAID", "0.00", "30.00")], f"killed before write {number}: {where}"
        struck.append(where)
        if finished:
            break

    assert shapes(as_calls(struck)) >= {"PUT /CreditNotes", "PUT /CreditNotes/*/Allocations"}
    shop.good_cycle()
    assert {one.status for one in shop.records(Kind.SALES_INVOICE)} == {Status.SENT}
    assert shop.records(Kind.SALES_PAYMENT) == []


@pytest.mark.parametrize("minutes", [REMEMBERED, FORGOTTEN], ids=["remembered", "forgotten"])
def test_a_credit_note_that_xero_adds_up_otherwise_comes_right_wherever_the_step_is_killed(
    shop: Shop, boundary: Boundary, minutes: int
) -> None:
    shop.good_cycle()
    for number in count(1):
        record = a_withdrawn_invoice(shop)
        shop.xero("wrong_total_next", n=1)
        finished = _killed_before(shop, boundary, number, record)
        where = boundary.writes[-1]
        boundary.disarm()
        shop.clock.advance(minutes=minutes)
        run(shop, [STEP])
        shop.clock.advance(minutes=FORGOTTEN)
        run(shop, [STEP])
        shop.xero("wrong_total_next", n=0)
        assert _credited(shop, record) == [("PAID", "0.00", "30.00")], f"killed before write {number}: {where}"
        if finished:
            break

    shop.deployed.verify()
    shop.good_cycle()
    assert {(one.status, one.apart) for one in shop.records(Kind.SALES_INVOICE)} == {(Status.SENT, None)}


@pytest.mark.parametrize("wrong", [0, 1], ids=["right at once", "a cent too much at first"])
@pytest.mark.parametrize("minutes", [REMEMBERED, FORGOTTEN], ids=["remembered", "forgotten"])
def test_an_order_that_is_invoiced_again_while_it_is_credited_is_in_xero_once(
    shop: Shop, boundary: Boundary, minutes: int, wrong: int
) -> None:
    shop.good_cycle()
    for number in count(1):
        record = a_withdrawn_invoice(shop)
        shop.xero("wrong_total_next", n=wrong)
        finished = _killed_before(shop, boundary, number, record)
        where = boundary.writes[-1]
        boundary.disarm()
        shop.xero("wrong_total_next", n=0)
        shop.brightpearl("invoice_order", order=int(record.id))
        for _ in range(3):
            shop.clock.advance(minutes=minutes)
            run(shop, ["fetch_brightpearl_sales", STEP])
        assert _comes_to(shop, record) == Decimal("30.00"), f"killed before write {number}: {where}"
        if finished:
            break

    shop.deployed.verify()
    shop.good_cycle()
    assert {(one.status, one.apart) for one in shop.records(Kind.SALES_INVOICE)} == {(Status.SENT, None)}
    assert shop.deployed.trial_balance().unexplained == []


def test_an_order_waits_for_its_credit_note_and_goes_once_a_person_has_left_that(shop: Shop) -> None:
    record = a_withdrawn_invoice(shop)
    shop.xero("wrong_total_next", n=1, cents=99)
    credit(shop, record)
    run(shop, [STEP])
    shop.brightpearl("invoice_order", order=int(record.id))
    shop.xero("wrong_total_next", n=1, cents=99)
    run(shop, ["fetch_brightpearl_sales", STEP])

    waits = shop.record(Kind.SALES_INVOICE, int(record.id))
    assert (waits.status, waits.apart, waits.remote_number) == (Status.ERROR, Standing.WITHDRAWN, "SI-100001")
    assert waits.failure is not None
    assert waits.failure.problem.message.startswith("it has arrived, but it is not right: net 25.99")

    left = BulkChange(action=Action.LEAVE, kind=Kind.SALES_INVOICE, ids=(record.id,))
    shop.deployed.change({"run": shop.deployed.start_run(), "change": left.document(), "by": "ada"})
    run(shop, [STEP])

    gone = shop.record(Kind.SALES_INVOICE, int(record.id))
    assert (gone.status, gone.apart, gone.remote_number) == (Status.SENT, None, "SI-100001-2")


def test_many_are_credited_in_one_request(shop: Shop, boundary: Boundary) -> None:
    records = [a_withdrawn_invoice(shop) for _ in range(3)]
    credit(shop, *records)

    boundary.arm(10_000)
    run(shop, [STEP])

    assert len([write for write in boundary.writes if write.startswith("PUT /api.xro/2.0/CreditNotes?")]) == 1
    assert [_credited(shop, record)[0][1] for record in records] == ["0.00", "0.00", "0.00"]


def test_a_pair_in_the_queue_is_read_as_it_was_written() -> None:
    pair = Pair(record=(Kind.SALES_INVOICE, "2001"), opposite="a-1", document="b-2")

    assert Pair.parse(pair.text) == pair


def a_withdrawn_invoice(shop: Shop) -> Record:
    order, _ = shop.sell()
    settle(shop)
    shop.brightpearl("uninvoice_order", order=order)
    run(shop, ["fetch_brightpearl_sales"])
    return shop.record(Kind.SALES_INVOICE, order)


def credit(shop: Shop, *records: Record) -> None:
    chosen = BulkChange(action=Action.CREDIT, kind=Kind.SALES_INVOICE, ids=tuple(record.id for record in records))
    shop.deployed.change({"run": shop.deployed.start_run(), "change": chosen.document(), "by": "ada"})


def _killed_before(shop: Shop, boundary: Boundary, number: int, record: Record) -> bool:
    credit(shop, record)
    boundary.arm(number)
    try:
        shop.deployed.step(STEP, run=shop.deployed.start_run())
    except Killed:
        return False
    return True


def _credited(shop: Shop, record: Record) -> list[tuple[str, str, str]]:
    """The invoice's status and what it has open, with each credit note over it."""
    (invoice,) = (one for one in shop.books()["Invoices"] if one["InvoiceID"] == record.remote_id)
    notes = [one for one in shop.books()["CreditNotes"] if one["CreditNoteNumber"].startswith(record.remote_number)]
    return [(invoice["Status"], invoice["AmountDue"], note["Total"]) for note in notes]


def _comes_to(shop: Shop, record: Record) -> Decimal:
    """What all documents of its order come to."""
    number, books = record.summary.number, shop.books()
    invoices = [one for one in books["Invoices"] if one["InvoiceNumber"].startswith(number)]
    credits = [one for one in books["CreditNotes"] if one["CreditNoteNumber"].startswith(number)]
    return sum((Decimal(one["Total"]) for one in invoices), Decimal()) - sum(
        (Decimal(one["Total"]) for one in credits), Decimal()
    )


def test_the_next_opposite_document_counts_on() -> None:
    record = a_record(remote_id="x-1", remote_number="SI-1001")
    again = replace(record, fields={f"{OPPOSITE}SI-1001-CR": "n-1", "moved": "2026-11-01"})
    once_more = replace(record, fields={f"{OPPOSITE}SI-1001-CR": "n-1", f"{OPPOSITE}SI-1001-CR2": "n-2"})

    assert again.opposites == {"SI-1001-CR": "n-1"}
    assert next_opposite(record, is_credit=True) == "SI-1001-CR"
    assert next_opposite(record, is_credit=False) == "SI-1001-DR"
    assert next_opposite(again, is_credit=True) == "SI-1001-CR2"
    assert next_opposite(again, is_credit=False) == "SI-1001-DR"
    assert next_opposite(once_more, is_credit=True) == "SI-1001-CR3"


def test_a_number_whose_document_is_gone_is_not_used_again() -> None:
    gone = a_record(remote_id="x-1", remote_number="SI-1001", fields={f"{OPPOSITE}SI-1001-CR": ""})

    assert gone.opposites == {}
    assert next_opposite(gone, is_credit=True) == "SI-1001-CR2"
