"""Deposits as the API lists them: payments on orders that are not invoiced yet."""

from datetime import date
from decimal import Decimal

from sandbox.proof.in_process import Connector
from sandbox.stand_ins.clock import ManualClock
from shared.kinds import Kind, System
from shared.records.record import Fetched, Summary
from tests.api.calls import Caller

TOLD = {"reference": "PO 7", "contact_id": "20101", "contact_name": "Harbour Books Ltd", "returned": False}


def a_payment(number: int, *, day: str = "2026-11-20", deposit: bool = True, returned: bool = False) -> Fetched:
    told = {**TOLD, "tax": {"T20": Decimal("2.00")}, "returned": returned}
    return Fetched(
        kind=Kind.SALES_PAYMENT,
        id=str(number),
        document={
            "orderId": 2001,
            "paymentMethodCode": "CARD",
            "paymentType": "RECEIPT",
            "amountPaid": "12.00",
            **({"deposit": told} if deposit else {}),
        },
        source_hash=f"hash {number}",
        fingerprint=lambda _document: "",
        origin=System.BRIGHTPEARL,
        summary=Summary(number=str(number), date=day, currency="GBP", total=Decimal("12.00")),
        due_step="post_xero_sales_payments",
        held="" if returned else "waits",
    )


def test_a_deposit_is_listed_with_its_order_age_and_tax(
    operator: Caller, deployed: Connector, clock: ManualClock
) -> None:
    today = clock.now().date().isoformat()
    deployed.store.take([a_payment(9001, day=today), a_payment(9002, day="2026-11-01")])

    newest, oldest = operator.get("/deposits").body["deposits"]

    assert newest == {
        "payment": "9001",
        "order": "2001",
        "reference": "PO 7",
        "contact": "Harbour Books Ltd",
        "day": today,
        "age_days": 0,
        "method": "CARD",
        "currency": "GBP",
        "amount": "12.00",
        "tax": {"T20": "2.00"},
    }
    assert (oldest["payment"], oldest["age_days"]) == ("9002", (clock.now().date() - oldest_day()).days)


def oldest_day() -> date:
    return date(2026, 11, 1)


def test_what_waits_for_something_else_or_went_back_is_no_deposit(operator: Caller, deployed: Connector) -> None:
    deployed.store.take([a_payment(9001, deposit=False), a_payment(9002, returned=True), a_payment(9003)])

    assert [line["payment"] for line in operator.get("/deposits").body["deposits"]] == ["9003"]


def test_deposits_come_in_pages(operator: Caller, deployed: Connector) -> None:
    deployed.store.take([a_payment(number) for number in range(9001, 9006)])

    first = operator.get("/deposits", limit="3").body
    second = operator.get("/deposits", limit="3", cursor=first["next_cursor"]).body

    listed = [line["payment"] for line in (*first["deposits"], *second["deposits"])]
    assert listed == ["9005", "9004", "9003", "9002", "9001"]
    assert second["next_cursor"] == ""


def test_a_wrong_cursor_is_refused(operator: Caller) -> None:
    assert operator.get("/deposits", cursor="nonsense").status == 404
