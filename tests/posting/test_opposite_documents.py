"""What an opposite document is made of, what stands in its way, and how it is allocated afterwards."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, cast

import pytest
from msgspec.structs import replace

from shared.codec import fingerprint
from shared.errors import ErrorClass, RequestRefusedError
from shared.kinds import Kind, System
from shared.mapping.references import Ref
from shared.mapping.versions import Version, version_of
from shared.posting.documents import Documents
from shared.posting.envelopes import Arrival, Envelope, Failing
from shared.posting.opposite_allocations import OppositeAllocations
from shared.posting.opposites import Opposites
from shared.posting.pairs import Pair, pairs_of, pairs_with
from shared.posting.poster import Poster
from shared.posting.target import Element, Target, Wanted
from shared.posting.targets.opposite_documents import opposite_targets
from shared.records.apart import Parted
from shared.records.queues import Queues
from shared.records.record import OPPOSITE, Key, Record
from shared.records.standing import Standing, Way
from shared.records.store import Seen, Store
from shared.xero.client import Xero
from tests.builders import TAX_RATES, some_settings
from tests.posting.memory import Memory, silent_xero
from tests.records.builders import a_record

Raw = dict[str, Any]
KEY: Key = (Kind.SALES_INVOICE, "2001")
LINE: Raw = {"Description": "Tea", "Quantity": Decimal(1), "UnitAmount": Decimal("25.00"), "TaxType": "OUTPUT2"}
THERE: Raw = {
    "InvoiceID": "x-1",
    "InvoiceNumber": "SI-1001",
    "Type": "ACCREC",
    "Status": "AUTHORISED",
    "Contact": {"ContactID": "c-1", "Name": "Ada"},
    "CurrencyCode": "GBP",
    "LineAmountTypes": "Exclusive",
    "Date": "2026-11-20T00:00:00",
    "Total": Decimal("30.00"),
    "TotalTax": Decimal("5.00"),
    "AmountDue": Decimal("30.00"),
    "LineItems": [{**LINE, "LineItemID": "l-1", "LineAmount": Decimal("25.00")}],
}
NOTE: Raw = {
    "CreditNoteID": "n-1",
    "CreditNoteNumber": "SI-1001-CR",
    "Type": "ACCRECCREDIT",
    "Status": "AUTHORISED",
    "Date": "2026-11-27T00:00:00",
    "RemainingCredit": Decimal("12.50"),
}
PAIR = Pair(record=KEY, opposite="n-1", document="x-1")


@dataclass
class Books:
    """Xero, with these documents; `refuses` are its words about allocations."""

    there: Sequence[Raw]
    refuses: str = ""
    raises: bool = False
    items: Sequence[str] = ()
    allocated: list[tuple[str, str, Decimal, date]] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)

    def where_any(self, resource: Any, conditions: Iterable[str]) -> list[Raw]:
        wanted = {*conditions}
        return [{"Code": code} for code in self.items if f'Code=="{code}"' in wanted]

    def by_ids(self, resource: Any, ids: Iterable[str]) -> list[Raw]:
        wanted = {*ids}
        return [one for one in self.there if one.get(resource.id_field) in wanted]

    def allocate(self, credit: str, invoice: str, amount: Decimal, on: date, key: str, *, of: Any) -> Raw:
        assert of.name == "CreditNotes"
        self.allocated.append((credit, invoice, amount, on))
        self.keys.add(key)
        if self.raises:
            raise RequestRefusedError("refused", words=self.refuses, status=400)
        return {"ValidationErrors": [{"Message": self.refuses}]} if self.refuses else {}


class Overtaken(Books):
    """Another run makes the allocation first."""

    def allocate(self, credit: str, invoice: str, amount: Decimal, on: date, key: str, *, of: Any) -> Raw:
        refused = super().allocate(credit, invoice, amount, on, key, of=of)
        self.there = [{**one, "Status": "PAID"} for one in self.there]
        return refused


@dataclass
class Ledger:
    """A store; `others` are the records that an id leads to beside its own."""

    memory: Memory
    others: tuple[Key, ...] = ()

    def links(self, ids: Iterable[str]) -> dict[str, tuple[Key, ...]]:
        known = {**{one: (key,) for one, key in self.memory.links.items()}, "x-1": (KEY, *self.others)}
        return {one: known[one] for one in ids if one in known}

    def get_many(self, keys: Iterable[Key]) -> dict[Key, Record]:
        return self.memory.get_many(keys)

    def seen(self, ids: Iterable[str], *, consistent: bool) -> dict[str, Seen]:
        return self.memory.seen(ids, consistent=consistent)

    def revise(self, records: Iterable[Record], change: Any) -> Any:
        return self.memory.revise(records, change)


@dataclass
class Desk:
    """Opposite documents over one Xero, with a poster that notes what it is told."""

    books: Books
    record: Record
    posted_as: Envelope | None = None
    others: tuple[Key, ...] = ()
    queue: list[SimpleNamespace] = field(default_factory=list)
    posted: list[tuple[str, Envelope]] = field(default_factory=list)
    failed: list[Failing] = field(default_factory=list)
    memory: Memory = field(default_factory=Memory)
    time_left: bool = True
    zone: str = "Europe/London"

    @property
    def opposites(self) -> Opposites:
        self.memory.records.setdefault(self.record.key, self.record)
        settings = replace(some_settings(), time_zone=self.zone)
        documents = SimpleNamespace(envelope=self.mapped, settings=settings, tax_rates=lambda: TAX_RATES)
        return Opposites(
            xero=cast("Xero", self.books),
            store=cast("Store", Ledger(self.memory, self.others)),
            documents=cast("Documents", documents),
            targets=cast("Mapping[str, Target]", {"ACCREC": "invoices", "ACCRECCREDIT": "credits"}),
        )

    @property
    def allocations(self) -> OppositeAllocations:
        self.memory.records.setdefault(self.record.key, self.record)
        return OppositeAllocations(
            xero=cast("Xero", self.books),
            store=cast("Store", Ledger(self.memory, self.others)),
            queues=cast("Queues", self),
        )

    def mapped(self, record: Record) -> Envelope | None:
        assert record == self.record
        return self.posted_as

    @property
    def poster(self) -> Poster:
        return cast("Poster", self)

    def clock(self) -> datetime:
        return datetime(2026, 11, 27, 23, 30, tzinfo=UTC)

    def may_start(self) -> bool:
        return self.time_left

    def first_open_day(self, day: date, system: System) -> date:
        assert system is System.XERO
        return day

    def post(self, target: str, envelopes: Sequence[Envelope]) -> None:
        self.posted += [(target, one) for one in envelopes]

    def fail(self, failing: Sequence[Failing]) -> None:
        self.failed += failing

    def queued(self, name: str) -> list[SimpleNamespace]:
        assert name == "opposites"
        return list(self.queue)

    def enqueue(self, name: str, ids: Iterable[str]) -> None:
        assert name == "opposites"
        if left := list(ids):
            self.queue.append(SimpleNamespace(ids=left))

    def dequeue(self, items: Iterable[SimpleNamespace]) -> None:
        self.queue = [one for one in self.queue if one not in items]

    def run(self) -> list[Sequence[Record]]:
        return list(self.opposites.ahead(self.poster, [[self.record]]))


def a_wanted(standing: Standing = Standing.WITHDRAWN, **changes: Any) -> Record:
    given = {"remote_id": "x-1", "remote_number": "SI-1001", "apart": standing, "decided": Way.CREDIT, **changes}
    return a_record("2001", **given)


def meant(record: Record, *lines: Raw, base: Raw | None = None, **changes: Any) -> Envelope:
    frame = {"Type": "ACCREC", "CurrencyCode": "GBP", "LineAmountTypes": "Exclusive"}
    payload = {**frame, "LineItems": list(lines), **changes}
    before = {**frame, "LineItems": [LINE]} if base is None else base or None
    return Envelope(
        record=record,
        source_hash="s",
        payload=payload,
        fingerprint="f",
        base=before,
        notes=("a note",),
        remote_id="x-1",
        refers=(Ref(Kind.CONTACT, "c"),),
    )


def only(desk: Desk) -> tuple[str, Envelope]:
    assert desk.run() == [[]]
    assert desk.failed == []
    (found,) = desk.posted
    return found


def refused(desk: Desk) -> Parted:
    desk.run()
    assert desk.posted == []
    (failing,) = desk.failed
    assert failing.envelope.record == desk.record
    assert isinstance(failing.problem, Parted)
    return failing.problem


def test_what_was_withdrawn_is_credited_as_a_whole_on_the_day_that_it_is_there() -> None:
    target, made = only(Desk(Books([THERE]), a_wanted()))

    assert target == "credits"
    assert made.payload == {
        "Type": "ACCRECCREDIT",
        "Contact": {"ContactID": "c-1"},
        "CreditNoteNumber": "SI-1001-CR",
        "Date": "2026-11-27",
        "CurrencyCode": "GBP",
        "LineAmountTypes": "Exclusive",
        "Status": made.payload["Status"],
        "Reference": "SI-1001 is credited",
        "LineItems": [LINE],
    }
    assert (made.total, made.tax, made.remote_id, made.base) == (Decimal("30.00"), Decimal("5.00"), "", None)
    assert made.notes == ("SI-1001 is credited in Xero by SI-1001-CR over 30.00 on 27 November 2026, and stays so",)
    assert made.fields == {"credited": made.payload["CreditNoteNumber"]}
    assert made.fingerprint == fingerprint(made.payload)


@pytest.mark.parametrize(("items", "code"), [(("TEE",), "TEE"), ((), None)], ids=["there", "gone"])
def test_an_item_that_is_gone_in_xero_is_left_out(items: tuple[str, ...], code: str | None) -> None:
    named = [{**line, "ItemCode": "TEE"} for line in THERE["LineItems"]]

    _, made = only(Desk(Books([{**THERE, "LineItems": named}], items=items), a_wanted()))

    assert [line.get("ItemCode") for line in made.payload["LineItems"]] == [code]


@pytest.mark.parametrize(
    ("changes", "noted"),
    [({"fields": {"credited": "SI-1001-CR"}}, True), ({}, False)],
    ids=["credited", "refused"],
)
def test_what_people_made_of_a_document_is_known_once_it_is_credited_and_not_before(
    changes: Raw, *, noted: bool
) -> None:
    desk = Desk(Books([THERE]), a_wanted())
    desk.memory.records[KEY] = a_wanted(**changes)  # as it is once it was posted
    desk.memory.said["x-1"] = Version(total=Decimal("99.00"))

    desk.run()

    assert [(one.links, one.seen) for one in desk.memory.changes] == (
        [(("x-1",), version_of(THERE).written())] if noted else []
    )


def test_a_credit_note_that_was_withdrawn_is_taken_back_by_an_invoice() -> None:
    note = {**THERE, "CreditNoteID": "x-1", "Type": "ACCRECCREDIT"}
    del note["InvoiceID"]

    target, made = only(Desk(Books([note]), a_wanted()))

    assert target == "invoices"
    assert (made.payload["InvoiceNumber"], made.payload["Reference"]) == ("SI-1001-DR", "SI-1001 is taken back")
    assert made.payload["DueDate"] == "2026-11-27"


def a_part(of: str, **changes: Any) -> Raw:
    """An opposite document of 12.00 that is there already."""
    id_field, number = ("CreditNoteID", "SI-1001-CR") if of == "ACCRECCREDIT" else ("InvoiceID", "SI-1001-DR")
    line = {**LINE, "UnitAmount": Decimal("10.00"), "LineAmount": Decimal("10.00")}
    amounts = {"Total": Decimal("12.00"), "TotalTax": Decimal("2.00"), "LineItems": [line]}
    document = {name: value for name, value in THERE.items() if name not in ("InvoiceID", "InvoiceNumber")}
    return {**document, **amounts, "Type": of, id_field: "o-1", "Number": number, **changes}


@pytest.mark.parametrize(
    ("part", "number", "total", "tax"),
    [
        (a_part("ACCRECCREDIT"), "SI-1001-CR", "18.00", "3.00"),
        (a_part("ACCREC"), "SI-1001-DR", "42.00", "7.00"),
        (a_part("ACCRECCREDIT", Status="VOIDED"), "SI-1001-CR", "30.00", "5.00"),
    ],
    ids=["credited in part", "charged more", "voided"],
)
def test_what_was_put_right_before_is_not_taken_back_twice(part: Raw, number: str, total: str, tax: str) -> None:
    desk = Desk(Books([THERE, part]), a_wanted(fields={f"{OPPOSITE}{number}": "o-1"}))

    target, made = only(desk)

    assert (target, made.total, made.tax) == ("credits", Decimal(total), Decimal(tax))


def test_a_second_one_keeps_what_is_known_of_the_first() -> None:
    known = {f"{OPPOSITE}SI-1001-CR": "n-1"}

    _, made = only(Desk(Books([THERE]), a_wanted(fields=known)))

    assert made.payload["CreditNoteNumber"] == "SI-1001-CR2"
    assert made.fields == {**known, "credited": made.payload["CreditNoteNumber"]}


@pytest.mark.parametrize(
    ("price", "target", "number", "total", "tax"),
    [("20.00", "credits", "SI-1001-CR", "6.00", "1.00"), ("35.00", "invoices", "SI-1001-DR", "12.00", "2.00")],
)
def test_what_was_changed_is_put_right_by_the_difference(
    price: str, target: str, number: str, total: str, tax: str
) -> None:
    record = a_wanted(Standing.CHANGED_HERE, fields={"a": ["1"]})
    desk = Desk(Books([THERE]), record, meant(record, {**LINE, "UnitAmount": Decimal(price)}))

    where, made = only(desk)

    assert where == target
    assert number in (made.payload.get("InvoiceNumber"), made.payload.get("CreditNoteNumber"))
    assert (made.total, made.tax, made.fields) == (Decimal(total), Decimal(tax), {"a": ["1"]})
    assert made.notes == (
        "a note",
        f"SI-1001 is put right in Xero by {number} over {total} on 27 November 2026, and stays so",
    )
    assert (made.refers, made.fingerprint, made.base, made.remote_id) == ((), "f", None, "")


@pytest.mark.parametrize(("price", "target"), [("20.00", "invoices"), ("35.00", "credits")])
def test_a_credit_note_is_put_right_the_other_way_round(price: str, target: str) -> None:
    record = a_wanted(Standing.CHANGED_HERE)
    note = {**THERE, "CreditNoteID": "x-1", "Type": "ACCRECCREDIT", "InvoiceID": "none"}
    base = {"Type": "ACCRECCREDIT", "CurrencyCode": "GBP", "LineAmountTypes": "Exclusive", "LineItems": [LINE]}
    now = meant(record, {**LINE, "UnitAmount": Decimal(price)}, base=base, Type="ACCRECCREDIT")

    where, made = only(Desk(Books([note]), record, now))

    assert where == target
    assert (made.total, made.tax) == ((Decimal(6), Decimal(1)) if price == "20.00" else (Decimal(12), Decimal(2)))


def test_cents_below_one_are_above_nought() -> None:
    record = a_wanted(Standing.CHANGED_HERE)
    now = meant(record, {**LINE, "UnitAmount": Decimal("25.50")})

    where, made = only(Desk(Books([THERE]), record, now))

    assert where == "invoices"
    assert (made.total, made.tax) == (Decimal("0.60"), Decimal("0.10"))


def test_it_is_of_the_day_that_it_is_where_the_account_is() -> None:
    desk = Desk(Books([THERE]), a_wanted(), zone="Pacific/Auckland")

    assert only(desk)[1].payload["Date"] == "2026-11-28"


@pytest.mark.parametrize(
    ("there", "why", "hint"),
    [
        ([], "it is not in Xero any more", "leave it as it is"),
        ([{**THERE, "Status": "VOIDED"}], "it is not in Xero any more", "leave it as it is"),
        ([{**THERE, "Status": "DELETED"}], "it is not in Xero any more", "leave it as it is"),
        (
            [{**THERE, "Status": "DRAFT"}],
            "it is a draft in Xero",
            "correct or delete it there: it is not in the books yet",
        ),
        (
            [{**THERE, "CreditNotes": [{"CreditNoteID": "theirs"}]}],
            "somebody has credited it in Xero already",
            "credit there what is left, or leave it",
        ),
    ],
)
def test_what_stands_in_its_way_is_said_and_the_record_stands_as_it_stood(
    there: list[Raw], why: str, hint: str
) -> None:
    found = refused(Desk(Books(there), a_wanted()))

    assert (found.message, found.hint) == (f"SI-1001 gets no opposite document: {why}", hint)
    assert (found.standing, found.error_class) == (Standing.WITHDRAWN, ErrorClass.DATA)


def test_a_credit_of_our_own_does_not_stand_in_its_way() -> None:
    desk = Desk(Books([{**THERE, "CreditNotes": [{"CreditNoteID": "ours"}]}]), a_wanted())
    desk.memory.links["ours"] = (Kind.SALES_CREDIT, "2002")

    assert only(desk)[0] == "credits"


def test_one_bill_of_several_orders_is_not_taken_back() -> None:
    found = refused(Desk(Books([THERE]), a_wanted(), others=((Kind.PURCHASE_INVOICE, "3"),)))

    assert found.message == "SI-1001 gets no opposite document: it is one bill with other orders"
    assert found.hint == "take its lines off the bill in Xero, or leave it"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"base": {}}, "what was posted of it last is not known any more"),
        ({"CurrencyCode": "EUR"}, "its currency or its kind of prices is another one in Xero"),
        ({"LineAmountTypes": "Inclusive"}, "its currency or its kind of prices is another one in Xero"),
        (
            {"base": {"Type": "ACCREC", "CurrencyCode": "GBP", "LineAmountTypes": "NoTax", "LineItems": [LINE]}},
            "its currency or its kind of prices is another one in Xero",
        ),
    ],
)
def test_a_difference_that_nobody_can_tell_is_for_a_person(changes: Raw, why: str) -> None:
    record = a_wanted(Standing.CHANGED_HERE)

    found = refused(Desk(Books([THERE]), record, meant(record, {**LINE, "UnitAmount": Decimal(20)}, **changes)))

    assert (found.message, found.hint) == (f"SI-1001 gets no opposite document: {why}", "put it right in Xero")
    assert (found.standing, found.error_class) == (Standing.CHANGED_HERE, ErrorClass.DEPENDENCY)


def test_others_go_on_and_without_time_nothing_is_begun() -> None:
    other, hurried = a_wanted(decided=None), Desk(Books([THERE]), a_wanted(), time_left=False)

    assert Desk(Books([THERE]), other).run() == [[other]]
    assert hurried.run() == [[]]
    assert (hurried.posted, hurried.failed) == ([], [])


def allocating(*there: Raw, pairs: Sequence[Pair] = (PAIR,), refuses: str = "", raises: bool = False) -> Desk:
    desk = Desk(Books(there, refuses, raises), a_wanted(notes=("a note",)))
    desk.queue.append(SimpleNamespace(ids=[pair.text for pair in pairs]))
    desk.allocations.allocate(desk.poster)
    return desk


def test_a_pair_is_allocated_up_to_what_is_open_on_both_and_is_in_the_ledger_before() -> None:
    desk = allocating(THERE, NOTE)

    assert desk.books.allocated == [("n-1", "x-1", Decimal("12.50"), date(2026, 11, 27))]
    (change,) = desk.memory.changes
    assert change.links == ("n1x1",)
    assert change.event is not None
    assert change.event.what == "allocating 12.50 of SI-1001-CR to SI-1001"
    assert change.after == change.before
    assert desk.queue == []
    assert allocating({**THERE, "AmountDue": "0.01"}, NOTE).books.allocated[0][2] == Decimal("0.01")


@pytest.mark.parametrize("raises", [False, True])
def test_what_xero_says_to_an_allocation_is_a_note_of_the_record(raises: bool) -> None:
    desk = allocating(THERE, NOTE, refuses="it is locked", raises=raises)

    said = "Xero did not allocate 12.50 of SI-1001-CR to SI-1001: it is locked; allocate it there"
    first, second = desk.memory.changes
    assert first.links == ("n1x1",)
    assert second.links == ()
    assert second.event is not None
    assert (second.event.what, second.after.notes) == (said, ("a note", said))
    assert desk.queue == []


def test_what_another_run_has_allocated_meanwhile_is_no_refusal() -> None:
    desk = Desk(
        Overtaken([THERE, NOTE], refuses="nothing is left"), a_wanted(), queue=[SimpleNamespace(ids=[PAIR.text])]
    )

    desk.allocations.allocate(desk.poster)

    assert len(desk.books.allocated) == 1
    assert [one.after.notes for one in desk.memory.changes] == [()]
    assert desk.queue == []


@pytest.mark.parametrize(
    ("there", "waits"),
    [
        ([THERE, {**NOTE, "Status": "DRAFT"}], True),
        ([{**THERE, "Status": "SUBMITTED"}, NOTE], True),
        ([THERE, {**NOTE, "Status": "VOIDED"}], False),
        ([THERE, {**NOTE, "RemainingCredit": 0}], False),
        ([THERE], False),
        ([NOTE], False),
    ],
    ids=["a draft of ours", "a draft of theirs", "voided", "nothing left", "no credit", "no invoice"],
)
def test_a_pair_with_a_draft_waits_and_one_with_nothing_open_is_done(there: list[Raw], waits: bool) -> None:
    desk = allocating(*there)

    assert desk.books.allocated == []
    assert [item.ids for item in desk.queue] == ([[PAIR.text]] if waits else [])


def test_of_several_those_that_wait_stay_in_the_queue() -> None:
    other = replace(PAIR, opposite="n-2")

    desk = allocating(THERE, NOTE, {**NOTE, "CreditNoteID": "n-2", "Status": "DRAFT"}, pairs=[PAIR, other])

    assert [item.ids for item in desk.queue] == [[other.text]]


def test_each_allocation_has_a_key_of_its_own() -> None:
    assert allocating(THERE, NOTE).books.keys == allocating(THERE, NOTE).books.keys
    assert allocating(THERE, NOTE).books.keys != allocating({**THERE, "AmountDue": 1}, NOTE).books.keys


def arrival(record: Record, remote_id: str, *, part: str = "") -> Arrival:
    envelope = Envelope(record=record, source_hash="s", payload={}, fingerprint="f")
    return Arrival(envelope=envelope, element=Element(key=(), remote_id=remote_id, part=part))


def test_an_opposite_document_goes_with_the_document_of_its_record_whichever_comes_first() -> None:
    there, anew = a_wanted(), a_wanted(remote_id="", fields={f"{OPPOSITE}SI-1001-CR": "n-1", "moved": "x"})

    assert list(pairs_of([arrival(there, "n-1", part=f"{OPPOSITE}SI-1001-CR")])) == [PAIR]
    assert pairs_with(replace(anew, remote_id="x-1")) == [PAIR]
    assert pairs_with(there) == []
    assert list(pairs_of([arrival(anew, "x-2")])) == [replace(PAIR, document="x-2")]
    assert list(pairs_of([arrival(there, "x-1"), arrival(replace(anew, fields=None), "x-2")])) == []


def test_what_else_stands_beside_a_records_own_element_is_no_opposite_document() -> None:
    """The rest of a payment that is an overpayment."""
    payment = a_record(kind=Kind.SALES_PAYMENT, remote_id="x-1")

    assert list(pairs_of([arrival(payment, "o-1", part="overpayment")])) == []


def test_an_opposite_document_is_a_part_of_its_record_and_has_a_target_of_its_own() -> None:
    targets = opposite_targets(silent_xero(), some_settings(), lambda: TAX_RATES)

    found = targets["ACCRECCREDIT"].element(NOTE)

    assert {*targets} == {"ACCREC", "ACCPAY", "ACCRECCREDIT", "ACCPAYCREDIT"}
    assert [target.name for target in targets.values()] == [f"opposite {name}" for name in targets]
    assert (found.remote_id, found.part) == ("n-1", f"{OPPOSITE}SI-1001-CR")


def test_an_opposite_document_is_compared_by_the_settings_and_rates_as_any_other() -> None:
    xero, line = silent_xero(), {**LINE, "UnitAmount": Decimal("0.10"), "TaxType": "RROUTPUT"}
    target = opposite_targets(xero, some_settings(), lambda: TAX_RATES)["ACCREC"]
    want = Wanted(
        payload={"LineAmountTypes": "Exclusive", "LineItems": [line]}, total=Decimal("0.11"), tax=Decimal("0.01")
    )

    found = target.difference(want, Element(key=(), total=Decimal("0.10"), tax=Decimal("0.00"), raw={}))
    beyond = target.difference(want, Element(key=(), total=Decimal("0.20"), tax=Decimal("0.01"), raw={}))

    assert target.xero is xero
    assert found is not None
    assert found.correction is not None
    assert found.correction["LineItems"] == [{**line, "TaxAmount": Decimal("0.01")}]
    assert beyond is not None
    assert beyond.correction is None
