"""What a credit waits for before it is allocated: one sentence, the first that holds."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any, cast

import pytest
from msgspec.structs import replace
from pynamodb.constants import BATCH_GET_PAGE_LIMIT

from sandbox.proof.in_process import Connector
from shared.errors import ErrorClass
from shared.kinds import Kind
from shared.mapping.references import Ref
from shared.posting.obstacles import TOGETHER, Obstacles, open_payments, say
from shared.records.failure import Failure
from shared.records.queues import OPEN_PAYMENTS, Queues
from shared.records.record import Record, Summary
from shared.records.status import Status
from shared.records.store import Store
from shared.records.transactions import Change
from tests.posting.memory import a_memory, as_store
from tests.records.builders import AT, a_problem, a_record, a_source

ORDER = Ref(Kind.SALES_INVOICE, "2001")


def an_invoice(**changes: Any) -> Record:
    return a_record("2001", **{"status": Status.SENT, "remote_id": "invoice-1", **changes})


def a_credit(**changes: Any) -> Record:
    given = {
        "kind": Kind.SALES_CREDIT,
        "status": Status.SENT,
        "remote_id": "credit-1",
        "summary": Summary(number="SC-1", date="2026-11-20"),
    }
    return a_record("2002", **{**given, **changes})


def why(
    *,
    credit: Record | None = None,
    invoice: Record | None = None,
    drafts: frozenset[str] = frozenset(),
    payments: Mapping[str, str] | None = None,
    locked: str = "",
) -> str | None:
    obstacles = Obstacles(
        drafts=lambda: drafts, payments=payments or {}, is_locked=lambda day: day.isoformat() <= locked
    )
    return obstacles.of(credit or a_credit(), ORDER, invoice or an_invoice())


def failed(error_class: ErrorClass) -> Failure:
    return Failure(problem=a_problem(error_class), attempts=1, at=AT, settings_version=1)


def test_nothing_stands_in_the_way_of_a_credit_whose_invoice_is_there() -> None:
    assert why() is None


def test_a_credit_waits_for_its_order() -> None:
    nothing = Obstacles(drafts=frozenset, payments={}, is_locked=lambda _: False)
    assert nothing.of(a_credit(), ORDER, None) == "order 2001 is in Xero"
    assert why(invoice=an_invoice(remote_id="")) == "sales invoice SI-2001 is in Xero"
    assert why(credit=a_credit(remote_id="")) == "sales credit SC-1 is in Xero"


def test_a_credit_waits_until_the_later_day_of_both_is_open() -> None:
    moved = an_invoice(fields={"moved_to": "2026-12-01"})

    assert why(invoice=moved, locked="2026-12-01") == "1 December 2026 is open in Xero"
    assert why(invoice=moved, locked="2026-11-30") is None


@pytest.mark.parametrize(
    ("draft", "called"), [("invoice-1", "sales invoice SI-2001"), ("credit-1", "sales credit SC-1")]
)
def test_a_credit_waits_until_both_are_approved(draft: str, called: str) -> None:
    assert why(drafts=frozenset({draft}), payments={"2001": "9001"}) == f"{called} is approved in Xero"


@pytest.mark.parametrize("order", ["2001", "2002"], ids=["of its order", "of itself"])
def test_a_credit_waits_for_payments(order: str) -> None:
    assert why(payments={order: "9001"}) == "payment 9001 is in Xero, or archived"
    assert why(payments={"2003": "9001"}) is None


def test_a_credit_waits_for_changes_that_go_by_themselves() -> None:
    retried, stuck = (failed(kind) for kind in (ErrorClass.TRANSIENT, ErrorClass.DATA))

    assert why(invoice=an_invoice(status=Status.UPDATED)) == "the change of sales invoice SI-2001 is in Xero"
    assert why(credit=a_credit(status=Status.ERROR, failure=retried)) == "the change of sales credit SC-1 is in Xero"
    assert why(credit=a_credit(status=Status.ERROR, failure=stuck)) is None


@pytest.fixture
def store(deployed: Connector) -> Store:
    return deployed.store


@pytest.fixture
def queues(deployed: Connector) -> Queues:
    return deployed.progress.queues


def take_payment(store: Store, payment: str, order: str) -> None:
    document = {"paymentId": int(payment), "orderId": int(order)}
    store.take([a_source(payment, kind=Kind.SALES_PAYMENT, document=document)])


def become(store: Store, payment: str, status: Status) -> None:
    record = store.get(Kind.SALES_PAYMENT, payment)
    assert record is not None
    assert store.apply([Change(before=record, after=replace(record, status=status, due_step=None))]) == []


def test_payments_are_open_until_they_are_sent_or_archived_and_then_forgotten(store: Store, queues: Queues) -> None:
    for payment, order in (("9001", "2001"), ("9002", "2002"), ("9003", "2003"), ("9004", "2004")):
        take_payment(store, payment, order)
    queues.enqueue(OPEN_PAYMENTS, ["9001", "9002", "9003", "9004"])
    for payment, status in (("9001", Status.SENT), ("9002", Status.ARCHIVE), ("9003", Status.ERROR)):
        become(store, payment, status)

    found = open_payments(store, queues)

    assert found == {"2003": "9003", "2004": "9004"}
    assert queues.ids(OPEN_PAYMENTS) == {"9003", "9004"}


def test_a_payment_that_is_on_its_way_into_the_store_is_not_forgotten(store: Store, queues: Queues) -> None:
    queues.enqueue(OPEN_PAYMENTS, ["9001"])

    assert open_payments(store, queues) == {}
    assert queues.ids(OPEN_PAYMENTS) == {"9001"}


def test_a_credit_says_what_it_waits_for_and_no_more_once_it_does_not(store: Store) -> None:
    store.take([a_source("2002", kind=Kind.SALES_CREDIT)])

    def said(waiting: Mapping[str, str]) -> tuple[str, ...]:
        credit = store.get(Kind.SALES_CREDIT, "2002")
        assert credit is not None
        say(store, waiting, [credit])
        after = store.get(Kind.SALES_CREDIT, "2002")
        assert after is not None
        return after.notes

    assert said({"2002": "order 2001 is in Xero"}) == ("it is allocated to its invoice once order 2001 is in Xero",)
    assert said({"2002": "payment 9001 is in Xero"}) == ("it is allocated to its invoice once payment 9001 is in Xero",)
    assert said({}) == ()


def test_open_payments_are_read_in_full_requests() -> None:
    assert TOGETHER == BATCH_GET_PAGE_LIMIT


def test_a_payment_stands_in_the_way_until_it_rests_and_is_not_due() -> None:
    states = {
        "1": (Status.SENT, None),
        "2": (Status.SENT, "step"),
        "3": (Status.PENDING, None),
        "4": (Status.ARCHIVE, None),
    }
    memory = a_memory(
        *(
            a_record(name, kind=Kind.SALES_PAYMENT, document={"orderId": int(name)}, status=status, due_step=step)
            for name, (status, step) in states.items()
        )
    )
    settled: list[str] = []
    queues = SimpleNamespace(ids=lambda _: list(states), take_out=lambda _, ids: settled.extend(sorted(ids)))

    assert open_payments(as_store(memory), cast("Queues", queues)) == {"2": "2", "3": "3"}
    assert settled == ["1", "4"]


def test_what_a_credit_waits_for_is_written_once_and_goes_with_what_it_waited_for() -> None:
    old = a_credit(notes=("noted", "it is allocated to its invoice once order 1 is in Xero"))
    memory = a_memory(old)

    say(as_store(memory), {"2002": "order 2 is in Xero"}, [old])
    now = memory.records[old.key]
    say(as_store(memory), {"2002": "order 2 is in Xero"}, [now])
    say(as_store(memory), {}, [now])

    assert [(one.before, one.after.notes) for one in memory.changes] == [
        (old, ("noted", "it is allocated to its invoice once order 2 is in Xero")),
        (now, ("noted",)),
    ]
