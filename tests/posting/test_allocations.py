"""Sales credits are allocated to the invoices they came from: how much, on which day, and what Xero says where it refuses."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, Final, cast

import pytest

from shared.errors import RequestRefusedError
from shared.kinds import Kind, System
from shared.posting.allocations import Allocations
from shared.posting.envelopes import Failing
from shared.posting.poster import Poster
from shared.records.progress import Progress
from shared.records.queues import ALLOCATIONS, OPEN_PAYMENTS, SALES_PAYMENTS_FETCH, QueueItem, allocation_id
from shared.records.record import Record, Summary
from shared.records.status import Status
from shared.xero.client import Xero
from shared.xero.resources import CREDIT_NOTES
from tests.posting.memory import Memory, a_memory, as_store
from tests.records.builders import AT, a_record

Raw = dict[str, Any]
SENT: Final[Raw] = {"status": Status.SENT, "due_step": None}


def a_document(**changes: Any) -> Raw:
    return {"totalValue": {"total": Decimal("12.00")}, **changes}


def an_invoice(order: str = "2001", **changes: Any) -> Record:
    return a_record(order, **{**SENT, "remote_id": f"i-{order}", **changes})


def a_credit(credit: str = "3001", order: str = "2001", **changes: Any) -> Record:
    given = {"kind": Kind.SALES_CREDIT, "document": a_document(parentOrderId=int(order)), **SENT}
    summary = Summary(number=f"SC-{credit}", date="2026-11-20")
    return a_record(credit, **{**given, "remote_id": f"n-{credit}", "summary": summary, **changes})


def a_note(credit: str = "3001", left: str = "12.00", **changes: Any) -> Raw:
    note = {"CreditNoteID": f"n-{credit}", "Status": "AUTHORISED", "RemainingCredit": left, "Date": "2026-11-20"}
    return {**note, **changes}


def an_open_invoice(order: str = "2001", due: str = "30.00", **changes: Any) -> Raw:
    return {"InvoiceID": f"i-{order}", "Status": "AUTHORISED", "AmountDue": due, "Date": "2026-11-23", **changes}


@dataclass
class Books:
    """A Xero with these credit notes and invoices; `answer` is what it says to every allocation."""

    notes: Sequence[Raw] = ()
    invoices: Sequence[Raw] = ()
    others: dict[str, Raw] = field(default_factory=dict)
    answer: Raw | RequestRefusedError = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    made: list[tuple[str, str, Decimal, date]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    read: list[int] = field(default_factory=list)

    def where(self, _resource: object, condition: str) -> Sequence[Raw]:
        self.asked.append(condition)
        return self.notes

    def one(self, resource: object, note: str) -> Raw | None:
        assert resource is CREDIT_NOTES
        self.asked.append(note)
        return self.others.get(note)

    def by_ids(self, _resource: object, ids: Sequence[str]) -> list[Raw]:
        self.read.append(len(ids))
        return [one for one in self.invoices if one["InvoiceID"] in ids]

    def allocate(self, credit: str, invoice: str, amount: Decimal, on: date, key: str, *, of: object) -> Raw:
        self.made.append((credit, invoice, amount, on))
        self.keys.append(key)
        if isinstance(self.answer, RequestRefusedError):
            raise self.answer
        return self.answer


@dataclass
class Queue:
    """The queues of a connection; the ids of one item together."""

    allocations: list[list[str]]
    unread: bool = False
    waits: list[str] = field(default_factory=list)
    done: int = 0
    payments: Sequence[str] = ()

    def queued(self, name: str) -> list[QueueItem]:
        ids = (
            self.allocations if name == ALLOCATIONS else [["1"]] if name == SALES_PAYMENTS_FETCH and self.unread else []
        )
        return [cast("QueueItem", SimpleNamespace(ids=some)) for some in ids]

    def enqueue(self, name: str, ids: Iterable[str]) -> None:
        assert name == ALLOCATIONS
        self.waits += ids

    def dequeue(self, lot: Sequence[QueueItem]) -> None:
        self.done += len(lot)

    def drafts(self) -> list[str]:
        return []

    def ids(self, name: str) -> list[str]:
        assert name == OPEN_PAYMENTS
        return list(self.payments)

    def take_out(self, _name: str, _ids: Iterable[str]) -> None:
        pass


@dataclass
class Post:
    """A poster that notes failures, and has time for so many lots."""

    lots: int = 99
    failed: list[Failing] = field(default_factory=list)
    locked: str = ""

    def clock(self) -> datetime:
        return AT

    def why_locked(self, day: date, system: System) -> str | None:
        assert system == System.XERO
        return "it is locked" if day.isoformat() <= self.locked else None

    def may_start(self) -> bool:
        self.lots -= 1
        return self.lots > 0

    def fail(self, some: Sequence[Failing]) -> None:
        self.failed += some


def allocated(
    books: Books, *records: Record, queue: Queue | None = None, post: Post | None = None
) -> tuple[Memory, Queue, Post]:
    memory, poster = a_memory(*records), post or Post()
    queues = queue or Queue([[one.id for one in records if one.kind == Kind.SALES_CREDIT]])
    progress = cast("Progress", SimpleNamespace(queues=queues))
    allocations = Allocations(xero=cast("Xero", books), store=as_store(memory), progress=progress)
    allocations.allocate(cast("Poster", poster))
    return memory, queues, poster


def test_a_credit_is_allocated_on_the_later_day_and_the_pair_is_in_the_ledger_before() -> None:
    books = Books([a_note()], [an_open_invoice()])

    memory, queue, post = allocated(books, an_invoice(), a_credit())

    assert books.made == [("n-3001", "i-2001", Decimal("12.00"), date(2026, 11, 23))]
    (change,) = memory.changes
    assert change.before == change.after == a_credit()
    assert change.links == (allocation_id("n-3001", "i-2001"),)
    assert change.event is not None
    assert (change.event.what, change.event.detail) == ("allocating 12.00 to its invoice", {"invoice": "i-2001"})
    assert (queue.waits, queue.done, post.failed) == ([], 1, [])


def test_no_more_is_allocated_than_is_due_and_left_and_two_credits_share_an_invoice() -> None:
    books = Books([a_note("3001", "20.00"), a_note("3002", "20.00"), a_note("3003", "20.00")], [an_open_invoice()])

    allocated(books, an_invoice(), a_credit("3001"), a_credit("3002"), a_credit("3003"))

    assert [amount for _, _, amount, _ in books.made] == [Decimal("20.00"), Decimal("10.00")]
    assert len(set(books.keys)) == 2


@pytest.mark.parametrize(
    "answer",
    [{"ValidationErrors": [{"Message": "Odd"}]}, RequestRefusedError("no", words="Odd", status=400)],
    ids=["an element of it", "as a whole"],
)
def test_an_allocation_that_xero_refuses_is_an_error_of_the_credit_in_xeros_words(answer: Any) -> None:
    books = Books([a_note("3001", "20.00"), a_note("3002", "20.00")], [an_open_invoice()], answer=answer)

    memory, _, post = allocated(books, an_invoice(), a_credit("3001"), a_credit("3002"))

    assert [one.envelope.record.id for one in post.failed] == ["3001", "3002"]
    assert {one.problem.message for one in post.failed} == {"Xero refused it: Odd"}
    assert [amount for _, _, amount, _ in books.made] == [Decimal("20.00"), Decimal("20.00")], "nothing of it was taken"
    assert memory.records[Kind.SALES_CREDIT, "3001"].status == Status.UPDATED
    assert post.failed[0].envelope.record.status == Status.UPDATED


def test_one_that_another_run_has_made_meanwhile_is_no_error() -> None:
    made = a_note(Allocations=[{"Invoice": {"InvoiceID": "i-2001"}}])
    books = Books([a_note()], [an_open_invoice()], {"n-3001": made}, {"ValidationErrors": [{"Message": "Odd"}]})

    _, _, post = allocated(books, an_invoice(), a_credit())

    assert post.failed == []
    assert books.asked[-1] == "n-3001"


@pytest.mark.parametrize(
    ("note", "invoice"),
    [
        (a_note(left="0.00"), an_open_invoice()),
        (a_note(Status="PAID"), an_open_invoice()),
        (a_note(), an_open_invoice(due="0.00")),
        (a_note(), an_open_invoice("2009")),
        (a_note(Allocations=[{"Invoice": None}, {"Invoice": {"InvoiceID": "i-2001"}}]), an_open_invoice()),
    ],
    ids=["nothing left", "not approved", "nothing due", "the invoice is gone", "allocated already"],
)
def test_what_has_nothing_to_be_allocated_is_done(note: Raw, invoice: Raw) -> None:
    books = Books([note], [invoice])

    memory, queue, post = allocated(books, an_invoice(), a_credit())

    assert books.made == []
    assert memory.changes == []
    assert (queue.waits, queue.done, post.failed) == ([], 1, [])


def test_an_allocation_to_another_invoice_is_another_matter() -> None:
    books = Books([a_note(Allocations=[{"Invoice": {"InvoiceID": "i-2009"}}])], [an_open_invoice()])

    allocated(books, an_invoice(), a_credit())

    assert len(books.made) == 1


def test_notes_are_listed_by_their_days_and_one_that_was_dated_anew_is_read_by_itself() -> None:
    books = Books([a_note()], [an_open_invoice()], {"n-3002": a_note("3002", "5.00", Date="2026-12-24")})
    other = a_credit("3002", summary=Summary(number="SC-3002", date="2026-11-02"))

    allocated(books, an_invoice(), a_credit(), other)

    first, *others = books.asked
    assert first == 'Type=="ACCRECCREDIT" AND Date>=DateTime(2026,11,02) AND Date<=DateTime(2026,11,20)'
    assert others == ["n-3002"]
    assert books.made[1] == ("n-3002", "i-2001", Decimal("5.00"), date(2026, 12, 24))


def test_a_credit_whose_invoice_has_not_come_waits_and_says_so() -> None:
    books = Books()

    memory, queue, _ = allocated(books, a_credit("3001"), a_credit("3002"), queue=Queue([["3001", "3002"]]))

    assert books.asked == []
    assert (queue.waits, queue.done) == ([], 0), "it is in the queue already"
    note = memory.records[Kind.SALES_CREDIT, "3001"].notes[0]
    assert note.endswith("order 2001 is in Xero")


def test_of_a_lot_only_those_that_wait_are_queued_again() -> None:
    books = Books([a_note()], [an_open_invoice()])

    _, queue, _ = allocated(books, an_invoice(), a_credit("3001"), a_credit("3002", "2009"))

    assert (queue.waits, queue.done) == (["3002"], 1)
    assert len(books.made) == 1


def test_a_credit_that_came_from_no_order_or_is_not_known_is_forgotten() -> None:
    books = Books()
    alone = a_credit(document=a_document())

    _, queue, _ = allocated(books, alone, queue=Queue([["3001"], ["3009"]]))

    assert (books.asked, books.read, queue.waits, queue.done) == ([], [], [], 2)


def test_all_wait_while_payments_of_new_documents_have_not_been_read() -> None:
    books = Books([a_note()], [an_open_invoice()])

    _, queue, _ = allocated(books, an_invoice(), a_credit(), queue=Queue([["3001"]], unread=True))

    assert (books.made, queue.done) == ([], 0)


def test_two_hundred_or_a_few_more_are_looked_at_in_one_go_while_there_is_time() -> None:
    lots = Queue([[str(number) for number in range(start, start + 100)] for start in (0, 100, 200)])

    assert allocated(Books(), queue=replace(lots))[1].done == 3
    assert allocated(Books(), queue=replace(lots), post=Post(lots=1))[1].done == 2


def test_invoices_are_read_fifty_at_a_time() -> None:
    names = [str(number) for number in range(4001, 4053)]
    books = Books([a_note(name, "0.50") for name in names], [an_open_invoice()])

    allocated(books, an_invoice(), *map(a_credit, names), queue=Queue([names]))

    assert books.read == [50, 2]
    assert len(books.made) == len(names)


def test_a_credit_waits_for_a_payment_of_its_order_and_until_its_day_is_open() -> None:
    books = Books([a_note()], [an_open_invoice()])
    payment = a_record("9001", kind=Kind.SALES_PAYMENT, document={"orderId": 2001})

    paid, _, _ = allocated(books, an_invoice(), a_credit(), payment, queue=Queue([["3001"]], payments=["9001"]))
    locked, queue, _ = allocated(books, an_invoice(), a_credit(), post=Post(locked="2026-11-20"))
    allocated(books, an_invoice(), a_credit(), post=Post(locked="2026-11-19"))

    notes = [memory.records[Kind.SALES_CREDIT, "3001"].notes for memory in (paid, locked)]
    assert notes == [
        ("it is allocated to its invoice once payment 9001 is in Xero, or archived",),
        ("it is allocated to its invoice once 20 November 2026 is open in Xero",),
    ]
    assert (queue.waits, queue.done) == ([], 0)
    assert len(books.made) == 1


@pytest.mark.parametrize(
    ("first", "answer", "made"),
    [
        ({"Allocations": [{"Amount": 1, "Invoice": {"InvoiceID": "i-2001"}}]}, {}, ["12.00"]),
        ({}, {"ValidationErrors": [{"Message": "no"}]}, ["12.00", "12.00"]),
    ],
    ids=["allocated before", "refused"],
)
def test_what_one_credit_did_not_take_is_due_for_the_next_one(first: Raw, answer: Raw, made: list[str]) -> None:
    notes = [a_note("3001", **first), a_note("3002")]
    books = Books(notes, [an_open_invoice(due="12.00")], {"n-3001": a_note("3001"), "n-3002": a_note("3002")}, answer)

    memory, _, post = allocated(books, an_invoice(), a_credit("3001"), a_credit("3002"))

    assert [f"{amount}" for _, _, amount, _ in books.made] == made
    assert [one.envelope.record.id for one in post.failed] == (["3001", "3002"] if answer else [])
    woken = [one for one in memory.changes if one.event is None]
    assert [(one.before, one.after.status) for one in woken] == [
        (a_credit(one.envelope.record.id), Status.UPDATED) for one in post.failed
    ]
