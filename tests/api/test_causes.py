"""The errors of a connection, grouped by what has to be done about them, at a price that has a bound."""

import pytest

from sandbox.proof.in_process import Connector
from sandbox.stand_ins.clock import ManualClock
from shared.api.causes import MOST_CAUSES
from shared.errors import ErrorClass
from shared.kinds import Kind
from shared.records import causes
from shared.records.failure import MAX_TRANSIENT_ATTEMPTS
from tests.api.calls import Caller, counted
from tests.api.scenes import an_invoice, make_error, make_sent, put_aside, take
from tests.api.test_reads import a_run

TAX = "add 'T9' to tax_types.sales in the settings"


def test_errors_that_one_thing_would_cure_are_one_cause_whatever_their_messages_say(
    operator: Caller, deployed: Connector, clock: ManualClock
) -> None:
    take(deployed, an_invoice(1), an_invoice(2), an_invoice(3))
    make_error(deployed, 1, "Chair: tax code 'T9' has no Xero tax rate", hint=TAX)
    clock.advance(minutes=1)
    make_error(deployed, 2, "Table: tax code 'T9' has no Xero tax rate", hint=TAX)
    make_error(deployed, 3, "the order has no rows", hint="add its rows")

    shown = operator.get("/errors").body

    tax, rows = shown["causes"]
    assert (tax["cause"], tax["count"], tax["same_message"], tax["at_least"]) == (TAX, 2, False, False)
    assert (tax["message"], tax["example"]["id"]) == ("Table: tax code 'T9' has no Xero tax rate", "2")
    assert tax["newest_at"] == clock.now().isoformat()
    assert (rows["kind"], rows["count"], rows["same_message"]) == ("sales-invoices", 1, True)
    assert (shown["errors"], shown["examined"], shown["complete"]) == (3, 3, True)


def test_a_cause_selects_its_records_in_a_listing(operator: Caller, deployed: Connector) -> None:
    take(deployed, an_invoice(1), an_invoice(2), an_invoice(3))
    make_error(deployed, 1, "Chair: no tax rate", hint=TAX)
    make_error(deployed, 2, "Table: no tax rate", hint=TAX)
    make_error(deployed, 3, "it was refused", hint="")

    listed = {
        cause["cause"]: [
            line["id"] for line in operator.get("/sales-invoices", status="Error", cause=cause["cause"]).body["records"]
        ]
        for cause in operator.get("/errors").body["causes"]
    }

    assert listed == {TAX: ["2", "1"], "it was refused": ["3"]}


def test_what_needs_a_person_comes_first_and_the_rest_says_when_it_is_tried_again(
    operator: Caller, deployed: Connector
) -> None:
    take(deployed, *(an_invoice(number) for number in range(1, 5)))
    for number in (1, 2):
        make_error(deployed, number, "no answer", error_class=ErrorClass.TRANSIENT, hint="it is tried again")
    make_error(deployed, 3, "its product is in Error", error_class=ErrorClass.DEPENDENCY, hint="see the product")
    make_error(deployed, 4, "it was refused")
    a_run(deployed, "2026-11-23T08:30:00.000Z#one")

    shown = operator.get("/errors").body["causes"]

    assert [(cause["error_class"], cause["needs_person"], cause["retries_at"]) for cause in shown] == [
        ("data", True, ""),
        ("transient", False, "2026-11-23T09:00:00+00:00"),
        ("dependency", False, "2026-11-23T09:00:00+00:00"),
    ]


def test_what_was_tried_in_vain_too_often_is_a_cause_of_its_own(operator: Caller, deployed: Connector) -> None:
    take(deployed, an_invoice(1), an_invoice(2))
    make_error(deployed, 1, "no answer", error_class=ErrorClass.TRANSIENT)
    for _ in range(MAX_TRANSIENT_ATTEMPTS):
        make_error(deployed, 2, "no answer", error_class=ErrorClass.TRANSIENT)

    shown = operator.get("/errors").body["causes"]

    assert [(cause["needs_person"], cause["example"]["id"]) for cause in shown] == [(True, "2"), (False, "1")]


def test_kinds_are_causes_of_their_own_and_what_is_no_error_is_none(operator: Caller, deployed: Connector) -> None:
    take(deployed, an_invoice(1), an_invoice(2), an_invoice(3), an_invoice(1, kind=Kind.SALES_CREDIT))
    make_error(deployed, 1)
    make_error(deployed, 1, kind=Kind.SALES_CREDIT)
    make_sent(deployed, 2)
    make_error(deployed, 3)
    put_aside(deployed, 3)

    shown = operator.get("/errors").body

    assert [(cause["kind"], cause["count"]) for cause in shown["causes"]] == [
        ("sales-credits", 1),
        ("sales-invoices", 1),
    ]
    assert shown["errors"] == 2


def test_counting_stops_at_its_bound_and_says_so(
    operator: Caller, deployed: Connector, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(causes, "EXAMINED", 3)
    take(deployed, *(an_invoice(number) for number in range(1, 6)))
    for number in range(1, 6):
        make_error(deployed, number)

    shown = operator.get("/errors").body

    (cause,) = shown["causes"]
    assert (cause["count"], cause["at_least"]) == (3, True)
    assert (shown["errors"], shown["examined"], shown["complete"]) == (5, 3, False)


def test_a_list_of_causes_has_an_end(operator: Caller, deployed: Connector) -> None:
    take(deployed, *(an_invoice(number) for number in range(MOST_CAUSES + 2)))
    for number in range(MOST_CAUSES + 2):
        make_error(deployed, number, hint=f"do {number}")

    shown = operator.get("/errors").body

    assert (len(shown["causes"]), shown["causes_left_out"], shown["complete"]) == (MOST_CAUSES, 2, False)


def test_it_costs_a_request_for_each_kind_with_errors_and_one_for_their_lines_however_many_there_are(
    operator: Caller, deployed: Connector
) -> None:
    take(deployed, *(an_invoice(number) for number in range(1, 40)))
    with counted() as none:
        operator.get("/errors")
    make_error(deployed, 1)
    with counted() as one:
        operator.get("/errors")
    for number in range(2, 40):
        make_error(deployed, number, f"message {number}", hint=f"hint {number}")

    with counted() as many:
        operator.get("/errors")

    assert len(none) == 3  # the connection, its runs, its counts
    assert len(one) == len(many) == len(none) + 2


def test_a_connection_that_is_not_there_has_no_errors_either(operator: Caller) -> None:
    answer = operator.get_at("/api/v1/connections/nobody/errors")

    assert (answer.status, answer.fields) == (404, ["connection"])
