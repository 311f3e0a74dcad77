"""What Brightpearl allocated from one order to another: how much of which credit, on which day, and what a second look does."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, Final, cast

import pytest
from msgspec.structs import replace

from shared.errors import RequestRefusedError
from shared.kinds import Kind, System
from shared.mapping.payments import payment_fingerprint
from shared.posting.envelopes import Failing
from shared.posting.poster import Poster
from shared.posting.uses import Uses, is_use, went_ahead
from shared.records.queues import allocation_id
from shared.records.record import Record, Summary
from shared.records.status import Status
from shared.xero.client import Xero
from shared.xero.resources import CREDIT_NOTES, OVERPAYMENTS
from tests.posting.memory import Memory, a_memory, as_store
from tests.records.builders import AT, a_record

Raw = dict[str, Any]
JOURNAL: Final[Raw] = {
    "rate": None,
    "lines": [
        {"nominal": "1100", "amount": Decimal("12.00"), "order": "2003", "bank": False},
        {"nominal": "1100", "amount": Decimal("-12.00"), "order": "2001", "bank": False},
    ],
}


def a_document(**changes: Any) -> Raw:
    return {"totalValue": {"total": Decimal("12.00")}, "currency": {"exchangeRate": "1.000000"}, **changes}


def an_invoice(order: str = "2001", **changes: Any) -> Record:
    given = {"status": Status.SENT, "due_step": None, "remote_id": f"i-{order}", "document": a_document()}
    return a_record(order, **{**given, **changes})


def a_credit(order: str = "2003", **changes: Any) -> Record:
    return an_invoice(order, **{"kind": Kind.SALES_CREDIT, "remote_id": f"n-{order}", **changes})


def a_use(amount: str = "12.00", *, told: Raw | None = None, **changes: Any) -> Record:
    document = {
        "paymentId": 9001,
        "orderId": 2001,
        "amountPaid": Decimal(amount),
        "paymentType": "RECEIPT",
        "document": ["sales_invoice", "2001"],
        "createdOn": AT.isoformat(),
        "journal": JOURNAL,
        **(told or {}),
    }
    summary = Summary(date="2026-11-23")
    return a_record("9001", **{"kind": Kind.SALES_PAYMENT, "document": document, "summary": summary, **changes})


def an_open(due: str = "30.00", **changes: Any) -> Raw:
    return {"InvoiceID": "i-2001", "Status": "AUTHORISED", "AmountDue": due, "Date": "2026-11-20", **changes}


def a_note(left: str = "20.00", used: str = "", **changes: Any) -> Raw:
    uses = [{"AllocationID": "a-1", "Amount": used, "Invoice": {"InvoiceID": "i-2001"}}] if used else []
    note = {"CreditNoteID": "n-2003", "Status": "AUTHORISED", "RemainingCredit": left, "Date": "2026-11-22"}
    return {**note, "Allocations": uses, **changes}


def an_overpayment(name: str, left: str) -> Raw:
    return {"OverpaymentID": name, "Status": "AUTHORISED", "RemainingCredit": left, "Date": "2026-11-25"}


@dataclass
class Books:
    """A Xero with one invoice and these credits."""

    credits: Mapping[str, Raw]
    invoice: Raw = field(default_factory=an_open)
    answer: Raw | RequestRefusedError = field(default_factory=dict)
    made: list[tuple[str, str, Decimal, date]] = field(default_factory=list)
    of: list[object] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)

    def one(self, resource: object, name: str) -> Raw | None:
        assert resource is (OVERPAYMENTS if name.startswith("o-") else CREDIT_NOTES)
        return self.credits.get(name)

    def by_ids(self, _resource: object, ids: Sequence[str]) -> list[Raw]:
        return [self.invoice] if self.invoice["InvoiceID"] in ids else []

    def allocate(self, credit: str, invoice: str, amount: Decimal, on: date, key: str, *, of: object) -> Raw:
        self.made.append((credit, invoice, amount, on))
        self.of.append(of)
        self.keys.append(key)
        if isinstance(self.answer, RequestRefusedError):
            raise self.answer
        return self.answer


@dataclass
class Post:
    """A poster that notes failures."""

    store: Memory
    has_time: bool = True
    who: str = "connector"
    failed: list[Failing] = field(default_factory=list)
    tally: Any = field(default_factory=lambda: SimpleNamespace(posted=0))
    locked: str = ""

    def why_locked(self, day: date, _system: System) -> str | None:
        return "it is locked" if day.isoformat() <= self.locked else None

    def may_start(self) -> bool:
        return self.has_time

    def fail(self, some: Sequence[Failing]) -> None:
        self.failed += some


@dataclass
class Desk:
    """The uses over a store in memory. `payments` are ids of payments by order, `drafts` documents that nobody approved.

    Its table was first used at `since`: what a test uses is as old as that, and not older.
    """

    books: Books
    memory: Memory
    payments: Mapping[str, Sequence[str]] = field(default_factory=dict)
    drafts: Iterable[str] = ()
    since: datetime = AT
    asked: list[list[int]] = field(default_factory=list)

    def post(
        self, record: Record, *, has_time: bool = True, locked: str = "", who: str = "connector", posted: int = 0
    ) -> Post:
        poster = Post(self.memory, has_time, locked=locked, who=who, tally=SimpleNamespace(posted=posted))
        self.memory.records[record.key] = record
        uses = Uses(
            xero=cast("Xero", self.books),
            store=as_store(self.memory),
            payments_of=self._payments_of,
            drafts=lambda: list(self.drafts),
            table_since=lambda: self.since,
        )
        uses.post(cast("Poster", poster), [(record, an_invoice())])
        return poster

    def _payments_of(self, orders: Iterable[int]) -> Mapping[str, Sequence[str]]:
        self.asked.append(list(orders))
        return self.payments

    @property
    def now(self) -> Record:
        return self.memory.records[Kind.SALES_PAYMENT, "9001"]


def a_desk(*credits_: Raw, records: Sequence[Record] = (), **changes: Any) -> Desk:
    by_id = {str(one.get("CreditNoteID") or one.get("OverpaymentID")): one for one in credits_}
    return Desk(Books(by_id), a_memory(*records), **changes)


def test_what_a_credit_gave_is_allocated_and_the_plan_is_on_the_record_before() -> None:
    desk = a_desk(a_note(), records=[a_credit()])

    poster = desk.post(a_use(), who="ada", posted=3)

    assert desk.books.made == [("n-2003", "i-2001", Decimal("12.00"), date(2026, 11, 23))]
    assert desk.books.of == [CREDIT_NOTES]
    noted, done = desk.memory.changes
    pair = allocation_id("n-2003", "i-2001")
    assert (noted.links, done.links) == ((pair,), ())
    assert noted.after.fields == {"uses": {"n-2003": {"before": "0", "amount": "12.00"}}}
    assert [one.event.what for one in (noted, done) if one.event] == [
        "allocating what another order had left",
        "posted",
    ]
    assert noted.event is not None
    assert noted.event.detail == {"invoice": "i-2001", "n-2003": {"before": "0", "amount": "12.00"}}
    assert done.event is not None
    assert (done.event.who, done.event.detail) == (
        "ada",
        {"request": {"n-2003": {"before": "0", "amount": "12.00"}}},
    )
    assert (desk.now.status, desk.now.remote_id, desk.now.changed_at) == (Status.SENT, "n-2003", AT)
    assert desk.now.notes == ("it used what order 2003 had left: an allocation in Xero, no payment",)
    assert (done.before, desk.now.posted) == (noted.after, payment_fingerprint(a_use().document))
    assert (poster.tally.posted, poster.failed) == (4, [])


def test_no_day_is_before_that_of_a_document() -> None:
    desk = a_desk(a_note(Date="2026-11-24"), records=[a_credit()])

    desk.post(a_use())

    assert desk.books.made[0][3] == date(2026, 11, 24)


def test_what_a_lost_answer_has_allocated_is_not_allocated_again() -> None:
    planned = {"uses": {"n-2003": {"before": "3.00", "amount": "12.00"}}}
    desk = a_desk(a_note("8.00", used="10.00"), records=[a_credit()])

    desk.post(a_use(fields=planned))

    assert [amount for _, _, amount, _ in desk.books.made] == [Decimal("5.00")]
    assert [one.event.what for one in desk.memory.changes if one.event] == ["posted"]

    whole = a_desk(a_note("5.00", used="15.00"), records=[a_credit()])
    whole.post(a_use(fields=planned))
    assert whole.books.made == []
    assert whole.now.status == Status.SENT


def test_what_was_allocated_by_others_before_is_not_counted() -> None:
    desk = a_desk(a_note("20.00", used="7.00"), records=[a_credit()])

    desk.post(a_use())

    assert desk.now.fields == {"uses": {"n-2003": {"before": "7.00", "amount": "12.00"}}}
    assert [amount for _, _, amount, _ in desk.books.made] == [Decimal("12.00")]


def test_what_our_own_allocation_of_the_credit_has_settled_is() -> None:
    desk = a_desk(a_note("5.00", used="7.00"), records=[a_credit()])
    desk.memory.links[allocation_id("n-2003", "i-2001")] = (Kind.SALES_CREDIT, "2003")

    desk.post(a_use())

    assert desk.now.fields == {"uses": {"n-2003": {"before": "0.00", "amount": "12.00"}}}
    assert [amount for _, _, amount, _ in desk.books.made] == [Decimal("5.00")]
    assert desk.memory.changes[0].links == (), "the pair is in the ledger already"


NEWER_TABLE: Final = AT + timedelta(seconds=1)


def test_what_an_earlier_table_may_have_allocated_is_counted() -> None:
    desk = a_desk(a_note("13.00", used="7.00"), records=[a_credit()], since=NEWER_TABLE)

    desk.post(a_use())

    assert desk.now.fields == {"uses": {"n-2003": {"before": "0.00", "amount": "12.00"}}}
    assert [amount for _, _, amount, _ in desk.books.made] == [Decimal("5.00")]


def test_what_another_payment_of_this_table_has_allocated_is_not() -> None:
    desk = a_desk(a_note("13.00", used="7.00"), records=[a_credit()], since=NEWER_TABLE)
    desk.memory.links[allocation_id("n-2003", "i-2001")] = (Kind.SALES_PAYMENT, "8999")

    desk.post(a_use())

    assert [amount for _, _, amount, _ in desk.books.made] == [Decimal("12.00")]


def an_allocation(name: str, **changes: Any) -> Record:
    """What was read from Xero before anybody knew that it is ours."""
    return a_record(name, **{"kind": Kind.SALES_PAYMENT, "origin": System.XERO, **changes})


@pytest.mark.parametrize(("since", "rests"), [(NEWER_TABLE, True), (AT, False)], ids=["older", "newer than our table"])
def test_what_was_read_of_its_allocations_rests_where_an_earlier_table_may_have_made_them(
    since: datetime, rests: bool
) -> None:
    whole = an_allocation(allocation_id("n-2003", "i-2001"))
    sent = an_allocation("a-1", remote_id="brightpearl:7")
    desk = a_desk(a_note("8.00", used="12.00"), records=[a_credit(), sent, whole], since=since)

    desk.post(a_use())

    now = desk.memory.records[whole.key]
    assert (now.status is Status.SENT, now.notes) == (
        rests,
        ("it is the same payment as Brightpearl's sales payment 9001",) if rests else (),
    )
    assert desk.memory.records[sent.key] == sent, "it is in Brightpearl"


def test_a_use_waits_where_there_is_not_enough() -> None:
    desk = a_desk(a_note("5.00"), records=[a_credit()])

    desk.post(a_use())

    assert desk.books.made == []
    assert desk.now.held == (
        "uses 12.00 of what order 2003 has left; 5.00 of that is in Xero, the rest is held or on its way"
    )


@pytest.mark.parametrize(
    "answer", [{"ValidationErrors": [{"Message": "Odd"}]}, RequestRefusedError("", words="Odd", status=400)]
)
def test_an_allocation_that_xero_refuses_is_an_error_in_xeros_words(answer: Any) -> None:
    desk = a_desk(a_note(), records=[a_credit()])
    desk.books.answer = answer

    poster = desk.post(a_use())

    (failing,) = poster.failed
    assert failing.problem.message == "Xero refused it: Odd"
    assert poster.tally.posted == 0


def test_a_use_waits_as_long_as_its_day_is_locked() -> None:
    desk = a_desk(a_note(), records=[a_credit()])

    desk.post(a_use(), locked="2030-01-01")

    assert desk.memory.records[a_use().key].held == "it is locked"
    assert desk.memory.records[a_use().key].fields is None


@pytest.mark.parametrize(
    ("credit", "drafts", "why"),
    [
        (a_credit(summary=Summary(number="SC-1")), ["n-2003"], "waits until sales credit SC-1 is approved in Xero"),
        (a_credit(remote_id=""), [], "uses 12.00 of what order 2003 has left; 0.00 of that is in Xero,"),
    ],
    ids=["a draft", "not in Xero"],
)
def test_a_use_waits_for_its_credit_note(credit: Record, drafts: list[str], why: str) -> None:
    desk = a_desk(a_note(), records=[credit], drafts=drafts)

    desk.post(a_use())

    assert desk.now.held.startswith(why)
    assert desk.asked == []


def test_what_an_order_was_paid_too_much_is_used_from_its_overpayments_one_after_the_other() -> None:
    payments = [
        a_record(name, kind=Kind.SALES_PAYMENT, fields=fields)
        for name, fields in (("1", {"overpayment": "o-1"}), ("2", None), ("3", {"overpayment": "o-2"}))
    ]
    desk = a_desk(
        an_overpayment("o-1", "5.00"),
        an_overpayment("o-2", "9.00"),
        records=[an_invoice("2003"), *payments],
        payments={"2003": ["1", "2", "3", "4"]},
    )

    desk.post(a_use())

    assert desk.asked == [[2003]]
    assert desk.books.made == [
        ("o-1", "i-2001", Decimal("5.00"), date(2026, 11, 25)),
        ("o-2", "i-2001", Decimal("7.00"), date(2026, 11, 25)),
    ]
    assert desk.books.of == [OVERPAYMENTS, OVERPAYMENTS]
    assert len(set(desk.books.keys)) == 2
    assert desk.now.remote_id == "o-1"


AHEAD: Final[Raw] = {"deposit": "12.00", "overpayment": "o-9"}


@pytest.mark.parametrize(
    ("due", "left", "used"), [("30.00", "12.00", "12.00"), ("10.00", "12.00", "10.00"), ("30.00", "3.00", "3.00")]
)
def test_a_deposit_is_used_for_its_own_invoice_as_far_as_it_is_left_and_due(due: str, left: str, used: str) -> None:
    desk = a_desk(an_overpayment("o-9", left))
    desk.books.invoice = an_open(due)

    desk.post(a_use(told={"journal": None}, fields=AHEAD, remote_id="o-9"))

    assert [(credit, amount) for credit, _, amount, _ in desk.books.made] == [("o-9", Decimal(used))]
    assert desk.now.notes == (
        f"it came before its invoice, as an overpayment of which {used} is allocated to the invoice",
    )


def test_a_deposit_that_is_used_up_already_keeps_its_id() -> None:
    desk = a_desk()

    desk.post(a_use(told={"journal": None}, fields=AHEAD, remote_id="o-9"))

    assert (desk.books.made, desk.now.remote_id, desk.now.status) == ([], "o-9", Status.SENT)
    assert desk.now.notes[0].endswith("of which 0 is allocated to the invoice")


def test_without_time_or_without_uses_nothing_is_read() -> None:
    desk = a_desk(a_note(), records=[a_credit()])

    desk.post(a_use(), has_time=False)

    assert (desk.books.made, desk.memory.changes) == ([], [])


@pytest.mark.parametrize(
    ("record", "use", "ahead"),
    [
        (a_use(), True, False),
        (a_use(told={"orderId": 2003}), False, False),
        (a_use(told={"journal": None}), False, False),
        (a_use(fields=AHEAD), True, True),
        (a_use(fields={"deposit": "12.00"}), True, False),
        (a_use(fields={"overpayment": "o-9"}), True, False),
        (a_use(fields=AHEAD, told={"document": None}), True, False),
    ],
    ids=["a use", "its other half", "money", "a deposit", "not there yet", "no deposit", "not invoiced yet"],
)
def test_a_use_is_the_half_that_an_order_got(record: Record, use: bool, ahead: bool) -> None:
    assert (is_use(record), went_ahead(record)) == (use, ahead)


def test_what_came_meanwhile_is_written_too() -> None:
    desk = a_desk(a_note(), records=[a_credit()])
    record = a_use(fields={"other": "1"})

    desk.post(record)

    assert desk.now.fields == {"other": "1", "uses": {"n-2003": {"before": "0", "amount": "12.00"}}}
    assert replace(desk.now, status=record.status).source_hash == record.source_hash


def test_an_order_that_got_no_money_at_all_has_nothing_to_use() -> None:
    desk = a_desk(records=[an_invoice("2003")])

    desk.post(a_use())

    assert desk.now.held.startswith("uses 12.00 of what order 2003 has left; 0.00 of that is in Xero")


def test_two_uses_of_one_credit_over_the_same_amount_are_two_allocations() -> None:
    keys = []
    for name in ("9001", "9002"):
        desk = a_desk(a_note(), records=[a_credit()])
        desk.post(replace(a_use(), id=name))
        keys += desk.books.keys

    assert len(set(keys)) == 2
