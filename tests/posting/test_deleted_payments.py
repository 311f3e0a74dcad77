"""Payments that were deleted in Brightpearl and are to go in Xero, too: once, wherever the step is killed."""

from collections.abc import Callable
from itertools import count
from typing import Any, Final, cast

import pytest

from sandbox.proof.storm.boundary import Boundary, Killed
from shared.errors import RecordError, RequestRefusedError
from shared.kinds import Kind
from shared.posting.copies import delete_copy
from shared.records.apart import TAKEN_BACK, left_as_is, reapplied
from shared.records.standing import Standing, Way
from shared.records.status import Status
from shared.records.transitions import asked_again, retried
from shared.steps.change_records import Action, BulkChange
from shared.xero.client import Xero
from tests.end_to_end.shop import Shop
from tests.posting.calls import as_calls, shapes
from tests.posting.scenes import route, run, settle

STEP: Final = "post_xero_sales_payments"
REMEMBERED, FORGOTTEN = 1, 30  # minutes: inside the life of an idempotency key, and after
Entered = tuple[int, str, list[str]]  # the deleted payment, its invoice, and what is to be paid on that in the end


def a_deleted_payment(shop: Shop, *instead: str, amount: str = "30.00") -> Entered:
    """It is in Xero, and a nightly look has seen that it is gone in Brightpearl."""
    order, number = shop.sell()
    payment = shop.brightpearl("pay_order", order=order, amount=amount)["payment"]
    settle(shop)
    run(shop, route(STEP))
    shop.clock.advance(minutes=30)
    shop.brightpearl("delete_payment", payment=payment)
    for other in instead:
        shop.brightpearl("pay_order", order=order, amount=other)
    run(shop, route(STEP))
    shop.deployed.verify()
    return payment, number, list(instead)


def deleted_for_good(shop: Shop) -> Entered:
    return a_deleted_payment(shop)


def a_smaller_one_instead(shop: Shop) -> Entered:
    """It found nothing open."""
    return a_deleted_payment(shop, "25.00")


def a_bigger_one_instead(shop: Shop) -> Entered:
    """It has paid with a part."""
    return a_deleted_payment(shop, "30.00", amount="20.00")


def living(shop: Shop, number: str) -> list[str]:
    return [one["Amount"] for one in shop.payments_in_xero(number) if one["Status"] != "DELETED"]


KILLED: Final = {
    "soon": (deleted_for_good, REMEMBERED),
    "late": (deleted_for_good, FORGOTTEN),
    "a smaller one instead": (a_smaller_one_instead, FORGOTTEN),
    "a bigger one instead": (a_bigger_one_instead, REMEMBERED),
}


@pytest.mark.parametrize(("act", "minutes"), KILLED.values(), ids=KILLED)
def test_a_deleted_payment_is_taken_back_once_wherever_the_step_is_killed(
    shop: Shop, boundary: Boundary, act: Callable[[Shop], Entered], minutes: int
) -> None:
    struck: list[str] = []
    shop.good_cycle()
    for kill in count(1):
        payment, number, right = act(shop)
        shop.decide(Kind.SALES_PAYMENT, payment, reapplied)
        finished, where = _run_until_killed(shop, boundary, kill)
        run(shop, ("fetch_xero_sales_payments",))  # its own cycle sees in Xero what has become of it
        shop.clock.advance(minutes=minutes)
        for _ in range(2):
            run(shop, route(STEP))
        assert living(shop, number) == right, f"after the step was killed before write {kill}: {where}"
        struck.append(where)
        if finished:
            break

    shop.good_cycle()
    assert "POST /Payments/*" in shapes(as_calls(struck))
    payments = shop.records(Kind.SALES_PAYMENT)
    assert {(one.status, one.apart, one.decided) for one in payments} == {(Status.SENT, None, None)}
    assert [one.id for one in payments if not (one.remote_id or one.notes)] == []


def _run_until_killed(shop: Shop, boundary: Boundary, number: int) -> tuple[bool, str]:
    """The step twice: what was woken by the first is finished by the second. Say before which write it was killed last."""
    started, killed = shop.deployed.start_run(), False
    boundary.arm(number)
    try:
        for _ in range(2):
            shop.deployed.step(STEP, run=started)
    except Killed:
        killed = True
    where = boundary.writes[-1]
    boundary.disarm()
    return not killed, where


def test_who_has_decided_and_what_was_deleted_stand_in_the_history(shop: Shop) -> None:
    payment, _, _ = a_deleted_payment(shop)
    copy = shop.record(Kind.SALES_PAYMENT, payment).remote_id

    wanted = BulkChange(action=Action.REAPPLY, kind=Kind.SALES_PAYMENT, ids=(str(payment),))
    started, only = shop.deployed.start_run(), {"kind": Kind.SALES_PAYMENT.value, "id": str(payment)}
    shop.deployed.change({"run": started, "change": wanted.document(), "by": "Ann Lee"})
    shop.deployed.step(STEP, run=started, only=only, by="Ann Lee")

    *_, asked, done = shop.deployed.store.history(Kind.SALES_PAYMENT, str(payment))
    assert (asked.what, asked.who) == ("its copy in Xero is to be deleted", "Ann Lee")
    assert (done.what, done.who, done.detail) == ("its copy in Xero was deleted", "Ann Lee", {"payment": copy})
    record = shop.record(Kind.SALES_PAYMENT, payment)
    assert (record.remote_id, record.due_step, record.standing) == ("", None, Standing.AGREES)
    assert record.notes == (TAKEN_BACK,)


def test_a_refusal_without_a_reason_is_tried_again_until_somebody_leaves_it(shop: Shop) -> None:
    payment, number, _ = a_deleted_payment(shop)
    fault = {"method": "POST", "path": "Payments", "kind": "html_400", "times": 1}
    shop.decide(Kind.SALES_PAYMENT, payment, reapplied)

    shop.deployed.sandbox.xero.faults.replace([fault])
    run(shop, (STEP,))

    refused = shop.record(Kind.SALES_PAYMENT, payment)
    assert (refused.status, refused.decided, refused.due_step) == (Status.ERROR, Way.REAPPLY, STEP)
    shop.decide(Kind.SALES_PAYMENT, payment, left_as_is)
    run(shop, (STEP,))
    left = shop.record(Kind.SALES_PAYMENT, payment)
    assert (left.status, left.decided, living(shop, number)) == (Status.SENT, None, ["30.00"])


def test_a_copy_that_another_run_has_deleted_meanwhile_is_gone() -> None:
    delete_copy(_an_xero("DELETED"), "x-1")


def test_xero_s_refusal_is_the_record_s() -> None:
    with pytest.raises(RecordError, match="reconciled"):
        delete_copy(_an_xero("AUTHORISED"), "x-1")


def _an_xero(status: str) -> Xero:
    class Refusing:
        def delete_payment(self, _payment_id: str) -> None:
            raise RequestRefusedError("no", words="it has been reconciled", status=400)

        def one(self, _resource: object, _key: str) -> dict[str, Any]:
            return {"Status": status}

    return cast("Xero", Refusing())


def test_what_is_in_neither_system_is_not_posted_again_by_hand(shop: Shop) -> None:
    payment, number, _ = a_deleted_payment(shop)
    shop.decide(Kind.SALES_PAYMENT, payment, reapplied)
    run(shop, (STEP,))

    shop.decide(Kind.SALES_PAYMENT, payment, asked_again)
    run(shop, (STEP,))

    record = shop.record(Kind.SALES_PAYMENT, payment)
    assert (record.status, record.due_step, living(shop, number)) == (Status.SENT, None, [])
    assert record.notes


def test_what_was_deleted_before_it_went_rests_whoever_retries_it(shop: Shop) -> None:
    order, number = shop.sell()
    payment = shop.brightpearl("pay_order", order=order)["payment"]
    run(shop, ("fetch_brightpearl_sales_payments",))
    shop.brightpearl("delete_payment", payment=payment)
    shop.clock.advance(minutes=30)
    shop.deployed.verify()
    settle(shop)

    shop.decide(Kind.SALES_PAYMENT, payment, retried)
    run(shop, (STEP,))

    record = shop.record(Kind.SALES_PAYMENT, payment)
    assert (record.status, record.held[:34], living(shop, number)) == (
        Status.ARCHIVE,
        "payment of 30.00 deleted in Bright",
        [],
    )
