"""What becomes of a payment whose copy in Xero is to be deleted: taken back, kept with its reason, or left to others."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, cast

import pytest
from msgspec.structs import replace

from shared.errors import ErrorClass, RequestRefusedError, TransientError
from shared.kinds import Kind, System
from shared.mapping.references import Mapped
from shared.posting.copies import is_gone, wake
from shared.posting.deleted_payments import DeletedPayments, is_deleted
from shared.posting.envelopes import Failing
from shared.posting.poster import Poster
from shared.records.apart import TAKEN_BACK, Parted
from shared.records.failure import Failure
from shared.records.record import Record
from shared.records.standing import Standing, Way
from shared.records.status import Status
from shared.records.store import Store
from shared.xero.client import Xero
from tests.posting.memory import Memory, as_store
from tests.records.builders import AT, STEP, a_problem, a_record

Raw = dict[str, Any]
POSTED: Raw = {"Account": {"Code": "090"}, "Date": "2026-11-20", "Amount": Decimal("12.00")}
COPY: Raw = {
    "Reference": "BP 9001 CARD",
    "Account": {"Code": "090"},
    "Date": "2026-11-20T00:00:00",
    "Amount": 12.0,
    "Status": "AUTHORISED",
}
ORDER = {"id": 2001, "totalValue": {"total": Decimal("12.00")}, "currency": {"exchangeRate": "1.000000"}}
INVOICE = a_record("2001", kind=Kind.SALES_INVOICE, document=ORDER)
BEFORE = AT - timedelta(days=1)
FAILED = Failure(problem=a_problem(), attempts=1, at=AT, settings_version=1)


def a_payment(name: str = "9001", *, deleted: bool = True, document: Raw | None = None, **changes: Any) -> Record:
    told = {
        "orderId": 2001,
        "document": ["sales_invoice", "2001"],
        **({"withdrawn": "it was deleted"} if deleted else {}),
    }
    given = {
        "changed_at": BEFORE,
        "remote_id": "x-1",
        "decided": Way.REAPPLY,
        "due_step": STEP,
        "origin": System.BRIGHTPEARL,
        **changes,
    }
    record = a_record(name, kind=Kind.SALES_PAYMENT, document={**told, **(document or {})}, **given)
    return replace(record, summary=replace(record.summary, reference="SI-2001", total=Decimal("12.00")))


@dataclass
class Books:
    """Xero, with one payment; `refuses` is what it answers to deleting that."""

    copy: Raw | None = field(default_factory=lambda: COPY)
    refuses: Exception | None = None
    deleted: list[str] = field(default_factory=list)

    def one(self, resource: Any, name: str) -> Raw | None:
        assert (resource.name, name) == ("Payments", "x-1")
        return self.copy

    def delete_payment(self, name: str) -> None:
        if self.refuses:
            raise self.refuses
        self.deleted.append(name)


@dataclass
class Ledger(Memory):
    """It finds the payments of a document."""

    def found(self, kind: Kind, text: str) -> list[str]:
        records = self.records.values()
        return [one.id for one in records if one.kind == kind and one.summary.reference == text]


@dataclass
class Desk:
    """Deleted payments over a store in memory, with a poster that notes what it is told."""

    store: Ledger
    books: Books = field(default_factory=Books)
    locked: str | None = None
    time_left: bool = True
    tally: Any = field(default_factory=lambda: SimpleNamespace(posted=7, errors=5))
    failed: list[Failing] = field(default_factory=list)
    reopened: list[str] = field(default_factory=list)
    who: str = "ada"

    def clock(self) -> datetime:
        return AT

    def may_start(self) -> bool:
        return self.time_left

    def why_locked(self, day: date, system: System) -> str | None:
        assert (day, system) == (date(2026, 11, 20), System.XERO)
        return self.locked

    def fail(self, failing: Sequence[Failing]) -> None:
        self.failed += failing

    def post(self, *records: Record) -> list[str]:
        deleted = DeletedPayments(
            xero=cast("Xero", self.books),
            store=cast("Store", self.store),
            map_payment=lambda _, __: Mapped(payload=POSTED),
            reopened=lambda document: self.reopened.append(document.id),
        )
        return [record.id for record in deleted.post(cast("Poster", self), records)]

    def now(self, name: str = "9001") -> Record:
        return self.store.records[Kind.SALES_PAYMENT, name]


def a_desk(*records: Record, **changes: Any) -> Desk:
    return Desk(store=Ledger({record.key: record for record in (INVOICE, *records)}), **changes)


def test_what_was_deleted_is_taken_back_and_rests() -> None:
    record = a_payment()
    desk = a_desk(record)

    assert desk.post(record) == []

    assert (desk.books.deleted, desk.reopened) == (["x-1"], [INVOICE.id])
    assert (desk.now().status, desk.now().remote_id, desk.now().notes) == (Status.SENT, "", (TAKEN_BACK,))
    (change,) = desk.store.changes
    assert (change.before, change.after.changed_at) == (record, AT)
    assert change.event is not None
    assert (change.event.what, change.event.who, change.event.detail) == (
        "its copy in Xero was deleted",
        "ada",
        {"payment": "x-1"},
    )
    assert (desk.tally.posted, desk.tally.errors) == (8, 5)


def test_what_paid_with_a_part_goes_anew_as_a_whole() -> None:
    record = a_payment(deleted=False, fields={"paid": "12.00"})
    desk = a_desk(record)

    assert desk.post(record) == ["9001"]

    assert (desk.now().status, desk.now().remote_id, desk.now().decided) == (Status.PENDING, "", None)
    assert desk.tally.posted == 7


def test_what_nobody_has_deleted_or_decided_goes_on_its_way() -> None:
    other, away = a_payment("9002", deleted=False, decided=None), a_payment()
    desk = a_desk(other, away)

    assert desk.post(other) == ["9002"]
    assert desk.post(away, other) == ["9002"]
    assert desk.books.deleted == ["x-1"]


def test_what_is_gone_in_xero_already_is_not_deleted_again_but_for_one_with_an_overpayment() -> None:
    gone = {**COPY, "Status": "DELETED"}
    plain, beside = a_payment(), a_payment(fields={"overpayment": "o-1"})
    desk, kept = a_desk(plain, books=Books(gone)), a_desk(beside, books=Books(gone))

    desk.post(plain)
    kept.post(beside)

    assert (desk.books.deleted, desk.now().remote_id) == ([], "")
    assert (kept.books.deleted, kept.now().remote_id) == ([], "x-1")


@dataclass
class Hasty(Desk):
    """Somebody writes the record while its copy is being read."""

    writes: Raw = field(default_factory=dict)

    def why_locked(self, day: date, system: System) -> str | None:
        self.store.records[Kind.SALES_PAYMENT, "9001"] = a_payment(**self.writes)
        return super().why_locked(day, system)


@pytest.mark.parametrize("changes", [{"decided": None}, {"remote_id": "x-2"}], ids=["regretted", "another copy"])
@pytest.mark.parametrize("locked", [None, "its day is locked"])
def test_what_was_written_while_its_copy_was_read_is_left_as_it_is(changes: Raw, locked: str | None) -> None:
    record = a_payment()
    desk = Hasty(store=Ledger({one.key: one for one in (INVOICE, record)}), locked=locked, writes=changes)

    assert desk.post(record) == []

    assert desk.store.changes == []
    assert desk.now() == a_payment(**changes)
    assert (desk.tally.posted, desk.tally.errors) == (7, 5)


@pytest.mark.parametrize("changes", [{"decided": None}, {"due_step": None}], ids=["regretted", "not due"])
def test_what_somebody_has_decided_otherwise_meanwhile_stays(changes: Raw) -> None:
    desk = a_desk(replace(a_payment(), **changes))

    assert desk.post(a_payment()) == []
    assert (desk.books.deleted, desk.store.changes) == ([], [])


def test_without_time_nothing_is_begun() -> None:
    desk = a_desk(a_payment(), time_left=False)

    assert desk.post(a_payment()) == []
    assert (desk.books.deleted, desk.store.changes) == ([], [])


def test_what_stays_is_an_error_that_says_why_and_what_to_do() -> None:
    record = a_payment()
    desk = a_desk(record, locked="its day is locked")

    assert desk.post(record) == []

    now = desk.now()
    assert desk.books.deleted == []
    assert (now.status, now.apart, now.decided, now.remote_id) == (Status.ERROR, Standing.WITHDRAWN, None, "x-1")
    assert now.failure is not None
    assert now.failure.problem.message == (
        "it was deleted; the payment of 12.00 is still in Xero and was not deleted there: its day is locked"
    )
    assert (now.failure.settings_version, now.failure.at, now.changed_at) == (1, AT, AT)
    assert now.failure.problem.hint.startswith("reapply this once the lock date is moved in Xero")
    assert (desk.tally.posted, desk.tally.errors) == (7, 6)
    (change,) = desk.store.changes
    assert change.event is not None
    assert (change.event.what, change.event.who) == (f"error: {now.failure.problem.message}", "ada")


def test_the_part_that_cannot_be_replaced_stays_and_its_rest_is_for_a_person() -> None:
    record = a_payment(deleted=False, fields={"paid": "12.00"})
    desk = a_desk(record, locked="its day is locked")

    assert desk.post(record) == []

    now = desk.now()
    assert (now.status, now.decided) == (Status.ERROR, None)
    assert now.failure is not None
    assert now.failure.problem.message == (
        "12.00 of 12.00 has paid SI-2001 in Xero, and could not be replaced by a payment of all of it: its day is locked"
    )
    assert (now.failure.settings_version, now.failure.at) == (1, AT)
    assert now.failure.problem.error_class == ErrorClass.DATA
    assert now.failure.problem.hint == "enter the rest of it in Xero by hand, then archive this record"


def test_a_document_that_is_not_known_any_more_keeps_it() -> None:
    record = a_payment(document={"document": None})
    desk = a_desk(record)

    desk.post(record)

    assert desk.now().failure is not None
    assert "it has paid what is not known here any more" in cast("Failure", desk.now().failure).problem.message


def test_xeros_refusal_keeps_it_and_an_answer_that_did_not_come_is_tried_again() -> None:
    refusal = RequestRefusedError("no", words="The payment has been reconciled", status=400)
    refused, silent = (
        a_desk(a_payment(), books=Books(refuses=refusal)),
        a_desk(a_payment(), books=Books(refuses=TransientError("no answer"))),
    )

    refused.post(a_payment())
    with pytest.raises(TransientError):
        silent.post(a_payment())

    assert "reconciled" in cast("Failure", refused.now().failure).problem.message
    assert refused.now().decided is None
    assert (silent.store.changes, silent.now().decided) == ([], Way.REAPPLY)


def test_a_refusal_that_goes_by_itself_later_is_the_records_error_and_its_decision_stays() -> None:
    refusal = RequestRefusedError("no", words="Idempotency Key is in use", status=400)
    desk = a_desk(a_payment(), books=Books(refuses=refusal))

    desk.post(a_payment())

    ((failing, error_class),) = [(one, one.problem.error_class) for one in desk.failed]
    assert (failing.envelope.record.id, error_class) == ("9001", ErrorClass.TRANSIENT)
    assert desk.now().decided is Way.REAPPLY


def test_what_arrived_after_it_was_deleted_stands_apart() -> None:
    record = a_payment(decided=None)
    desk = a_desk(record)

    assert desk.post(record) == []

    (failing,) = desk.failed
    assert isinstance(failing.problem, Parted)
    assert failing.problem.message == "it was deleted; the payment of 12.00 is still in Xero"


def test_what_was_deleted_and_is_not_in_xero_rests_or_is_held() -> None:
    ended, waiting = (a_payment(decided=None, remote_id="", status=one) for one in (Status.UPDATED, Status.PENDING))
    first, second = a_desk(ended), a_desk(waiting)

    assert first.post(ended) == second.post(waiting) == []

    assert (first.now().status, first.now().notes, first.now().changed_at) == (Status.SENT, (TAKEN_BACK,), AT)
    assert first.store.changes[0].before == ended
    assert (second.now().status, second.now().held) == (Status.PENDING, "it was deleted")


@pytest.mark.parametrize(
    "changes", [{"remote_id": "x-1"}, {"status": Status.PENDING}], ids=["it has arrived", "it waits"]
)
def test_what_another_run_has_changed_meanwhile_does_not_rest(changes: Raw) -> None:
    read = a_payment(decided=None, remote_id="", status=Status.UPDATED)
    desk = a_desk(replace(read, **changes))

    desk.post(read)

    assert desk.store.changes == []


def test_what_found_its_document_paid_is_woken_before() -> None:
    stuck: Raw = {"deleted": False, "decided": None, "remote_id": "", "status": Status.ERROR, "failure": FAILED}
    others = [
        a_payment("1", **stuck),
        a_payment("2", **stuck, document={"orderId": 2009}),
        a_payment("3", **{**stuck, "status": Status.SENT, "failure": None}),
        a_payment("4", **stuck, apart=Standing.WITHDRAWN),
    ]
    desk = a_desk(a_payment(), *others)

    desk.post(a_payment())

    assert [change.after.id for change in desk.store.changes] == ["1", "9001"]
    assert [desk.now(name).status for name in "1234"] == [Status.PENDING, Status.ERROR, Status.SENT, Status.ERROR]
    assert desk.now("1").decided is None


@pytest.mark.parametrize(
    ("changes", "decided"),
    [
        ({"remote_id": "x-2", "fields": {"paid": "7.00"}}, Way.REAPPLY),
        ({"remote_id": "", "fields": {"paid": "7.00"}}, None),
        ({"remote_id": "x-2", "fields": None}, None),
        ({"remote_id": "x-2", "fields": {"paid": "7.00", "overpayment": "o-1"}}, None),
    ],
    ids=["a part", "not in Xero", "as a whole", "its rest is an overpayment"],
)
def test_a_part_that_has_paid_is_to_be_replaced_by_the_whole(changes: Raw, decided: Way | None) -> None:
    part = a_payment("1", deleted=False, decided=None, status=Status.ERROR, failure=FAILED, **changes)
    memory = Memory({part.key: part})

    wake(as_store(memory), [part], order=2001)

    (change,) = memory.changes
    assert (change.before, change.after.failure, change.after.decided) == (part, None, decided)
    assert change.after.changed_at == AT


def test_a_copy_that_is_not_there_or_deleted_is_gone() -> None:
    assert [is_gone(copy) for copy in (None, {"Status": "DELETED"}, {"Status": "AUTHORISED"}, {})] == [
        True,
        True,
        False,
        False,
    ]


def test_what_is_deleted_in_both_is_not_said_to_stay() -> None:
    record = a_payment(document={"deleted": True})
    desk = a_desk(record, locked="its day is locked")

    desk.post(record)

    assert desk.now().failure is not None
    assert (
        cast("Failure", desk.now().failure).problem.message == "it was deleted; the payment of 12.00 is still in Xero"
    )


@pytest.mark.parametrize(
    ("origin", "deleted", "is_so"),
    [(System.BRIGHTPEARL, True, True), (System.BRIGHTPEARL, False, False), (System.XERO, True, False)],
)
def test_only_what_came_from_brightpearl_is_deleted_there(origin: System, deleted: bool, is_so: bool) -> None:
    assert is_deleted(a_payment(deleted=deleted, origin=origin)) is is_so
