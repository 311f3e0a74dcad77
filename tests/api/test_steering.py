"""What a person does to records: one or many, together with what a cycle does to them."""

from typing import Any

import pytest

from sandbox.proof.in_process import Connector
from sandbox.stand_ins.world import Sandbox
from shared.kinds import Kind
from shared.records.filter import Filter, Reason
from shared.records.status import Status
from shared.sequence import CHANGE_RECORDS
from shared.steps.change_records import Action, BulkChange
from tests.api.scenes import KIND, an_invoice, make_error, make_sent, put_aside, record, take


def carry_out(deployed: Connector, bulk: BulkChange, *, budget: int = 0) -> list[dict[str, Any]]:
    """Change records as the manual run does: again while there is more."""
    run, answers = deployed.start_run(), [dict[str, Any]()]
    while not answers[1:] or answers[-1]["more"]:
        event = {
            "connection": deployed.connection,
            "run": run,
            "change": bulk.document(),
            "by": "ada@example.com",
            "so_far": answers[-1],
        }
        answers.append(deployed.runtime.change(event, remaining=lambda: float(budget)))
    return answers[1:]


def statuses(deployed: Connector, *numbers: int) -> list[Status]:
    return [record(deployed, number).status for number in numbers]


def test_an_archived_record_goes_back_to_what_it_was(deployed: Connector) -> None:
    take(deployed, an_invoice(1))
    make_error(deployed, 1)

    carry_out(deployed, BulkChange(action=Action.ARCHIVE, kind=KIND, ids=("1",)))
    aside = record(deployed, 1)
    carry_out(deployed, BulkChange(action=Action.UNARCHIVE, kind=KIND, ids=("1",)))

    assert (aside.status, aside.archived_from) == (Status.ARCHIVE, Status.ERROR)
    assert statuses(deployed, 1) == [Status.ERROR]
    assert [(event.what, event.who) for event in deployed.store.history(KIND, "1")] == [
        ("archived", "ada@example.com"),
        ("brought back", "ada@example.com"),
    ]


@pytest.mark.parametrize(
    ("action", "after"),
    [
        (Action.ARCHIVE, [Status.ARCHIVE, Status.ARCHIVE, Status.ARCHIVE, Status.ARCHIVE]),
        (Action.RETRY, [Status.PENDING, Status.PENDING, Status.SENT, Status.ARCHIVE]),
        (Action.UNARCHIVE, [Status.PENDING, Status.ERROR, Status.SENT, Status.PENDING]),
    ],
)
def test_an_action_leaves_alone_what_it_may_not_change(
    deployed: Connector, action: Action, after: list[Status]
) -> None:
    take(deployed, *(an_invoice(number) for number in range(1, 5)))
    make_error(deployed, 2)
    make_sent(deployed, 3)
    put_aside(deployed, 4)

    (answer,) = carry_out(deployed, BulkChange(action=action, kind=KIND, ids=("1", "2", "3", "4", "99")), budget=600)

    assert statuses(deployed, 1, 2, 3, 4) == after
    assert answer["changed"] + answer["skipped"] == 5


def test_what_is_retried_is_due_again(deployed: Connector) -> None:
    take(deployed, an_invoice(1))
    make_error(deployed, 1)

    carry_out(deployed, BulkChange(action=Action.RETRY, kind=KIND, ids=("1",)))

    assert record(deployed, 1).due_step == "post_xero_sales"
    assert record(deployed, 1).failure is None


def test_a_filter_changes_all_that_it_admits_and_nothing_else(deployed: Connector) -> None:
    take(deployed, *(an_invoice(number, day=f"2026-10-{number:02}") for number in range(1, 8)))
    for number in (1, 2, 3, 4):
        make_error(deployed, number, "it was refused" if number < 4 else "something else")
    wanted = Filter(status=Status.ERROR, first="2026-10-02", cause="it was refused")

    (answer,) = carry_out(deployed, BulkChange(action=Action.RETRY, kind=KIND, wanted=wanted), budget=600)

    assert answer["changed"] == 2
    assert statuses(deployed, 1, 2, 3, 4) == [Status.ERROR, Status.PENDING, Status.PENDING, Status.ERROR]


@pytest.mark.parametrize(
    "bulk",
    [
        BulkChange(action=Action.ARCHIVE, kind=KIND, wanted=Filter(status=Status.PENDING)),
        BulkChange(action=Action.ARCHIVE, kind=KIND, ids=tuple(str(number) for number in range(1, 101))),
    ],
    ids=["filter", "ids"],
)
def test_many_are_changed_in_several_invocations_without_missing_one(deployed: Connector, bulk: BulkChange) -> None:
    take(deployed, *(an_invoice(number) for number in range(1, 101)))

    answers = carry_out(deployed, bulk)

    assert [answer["more"] for answer in answers] == [True, False]
    assert answers[-1]["changed"] == 100
    assert deployed.store.counts()[KIND][Status.ARCHIVE] == 100


def test_a_run_shows_what_was_changed(deployed: Connector) -> None:
    take(deployed, an_invoice(1))
    run = deployed.start_run()
    bulk = BulkChange(action=Action.ARCHIVE, kind=KIND, ids=("1",)).document()

    deployed.runtime.change({"connection": deployed.connection, "run": run, "change": bulk}, remaining=lambda: 600.0)

    noted = deployed.progress.runs.one(run)
    assert noted is not None
    assert noted.steps[CHANGE_RECORDS]["changed"] == 1


def test_a_bulk_change_survives_its_way_through_the_state_machine() -> None:
    changes = [
        BulkChange(action=Action.RETRY, kind=KIND, ids=("1", "2")),
        BulkChange(action=Action.ARCHIVE, kind=Kind.CONTACT, wanted=Filter(status=Status.ERROR, search="x", cause="y")),
        BulkChange(action=Action.RETRY, kind=KIND, wanted=Filter(reason=Reason.NEEDS_YOU)),
        BulkChange(action=Action.ARCHIVE, kind=Kind.CONTACT, wanted=Filter()),
    ]

    assert [BulkChange.parse(bulk.document()) for bulk in changes] == changes


# a kind posted by hand


def test_products_and_contacts_posted_by_hand_wait_for_no_document(deployed: Connector, sandbox: Sandbox) -> None:
    sandbox.seed(orders=3, seed=7)
    deployed.step("fetch_brightpearl_products")
    deployed.step("fetch_brightpearl_contacts")

    products = deployed.step("post_xero_sales", only={"kind": "product"})
    contacts = deployed.step("post_xero_sales", only={"kind": "contact"})

    counts = deployed.store.counts()
    assert (products["posted"], contacts["posted"]) == (
        counts[Kind.PRODUCT][Status.SENT],
        counts[Kind.CONTACT][Status.SENT],
    )
    assert counts[Kind.PRODUCT][Status.PENDING] == counts[Kind.CONTACT][Status.PENDING] == 0


def test_a_kind_posted_by_hand_leaves_the_others_of_its_step_waiting(deployed: Connector, sandbox: Sandbox) -> None:
    sandbox.seed(orders=12, seed=7)
    deployed.step("fetch_brightpearl_sales")
    credits_before = deployed.store.counts()[Kind.SALES_CREDIT]

    deployed.step("post_xero_sales", only={"kind": "sales_invoice"})

    assert deployed.store.counts()[Kind.SALES_INVOICE][Status.SENT] > 0
    assert deployed.store.counts()[Kind.SALES_CREDIT] == credits_before


def test_posting_a_kind_twice_posts_it_once(deployed: Connector, sandbox: Sandbox) -> None:
    sandbox.seed(orders=3, seed=7)
    deployed.step("fetch_brightpearl_products")
    deployed.step("post_xero_sales", only={"kind": "product"})

    again = deployed.step("post_xero_sales", only={"kind": "product"})

    assert again["posted"] == 0
    assert again["calls"]["xero"] == 1, "it asks which organisation it is"
