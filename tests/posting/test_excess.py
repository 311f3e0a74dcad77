"""A payment that is more than what is open in Xero: a part of it goes, and the rest is held, follows, or was cents."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final, cast

import pytest
from msgspec.structs import replace

from shared.errors import ErrorClass
from shared.kinds import Kind
from shared.mapping.overpayments import Account, cents_left, goes_on
from shared.posting.envelopes import Envelope, Failing
from shared.posting.excess import Excess
from shared.posting.making import resting
from shared.posting.poster import Poster
from shared.posting.problems import PAID_BY_OURS, PAID_THERE, USED_ALREADY
from shared.posting.target import Adopt, Element, Refuse, Rename, Resolution, Wanted
from shared.records.failure import Failure
from shared.records.record import Summary
from shared.xero.client import Xero
from shared.xero.resources import CREDIT_NOTES, INVOICES
from tests.builders import some_settings
from tests.posting.memory import Memory, a_memory, as_store
from tests.records.builders import AT, a_problem, a_record

Raw = dict[str, Any]
BANK: Final = Account(id="b-1", code="090", type="BANK")
CASH: Final = Account(id="a-1", code="800", type="CURRENT")
PAYMENT: Final[Raw] = {
    "Invoice": {"InvoiceID": "i-1"},
    "Account": {"Code": "090"},
    "Date": "2026-11-23",
    "Reference": "BP 9001 CARD",
    "Amount": Decimal("12.00"),
}
TOO_MUCH: Final = "Payment amount exceeds the amount outstanding on this document"


def an_invoice(due: str, *payments: Raw, status: str = "AUTHORISED", **changes: Any) -> Raw:
    invoice = {"InvoiceID": "i-1", "InvoiceNumber": "SI-1", "Status": status, "AmountDue": due, **changes}
    return {**invoice, "Payments": list(payments)}


def a_note(left: str) -> Raw:
    return {"CreditNoteID": "n-1", "CreditNoteNumber": "SC-1", "Status": "AUTHORISED", "RemainingCredit": left}


@dataclass
class Books:
    """A Xero that has these invoices and credit notes, and notes what was read."""

    documents: Sequence[Raw]
    read: list[tuple[object, list[str]]] = field(default_factory=list)

    def by_ids(self, resource: Any, ids: Iterable[str]) -> list[Raw]:
        asked = list(ids)
        if asked:
            self.read.append((resource, asked))
        return [one for one in self.documents if one.get(resource.id_field) in asked]


def an_excess(*documents: Raw, setting: str = "overpayment", ours: Iterable[str] = (), **changes: Any) -> Excess:
    memory = Memory(links=dict.fromkeys(ours, (Kind.SALES_PAYMENT, "1")))
    return Excess(
        xero=cast("Xero", Books(documents)),
        store=as_store(memory),
        settings=some_settings(excess=setting, tolerance="0.05", **changes),
        accounts=lambda: [BANK, CASH],
        target=cast("Any", "overpayments"),
    )


def wanted(**changes: Any) -> Wanted:
    payload = {name: value for name, value in {**PAYMENT, **changes}.items() if value is not None}
    return Wanted(payload=payload, refused=Element(key=(), refusals=(TOO_MUCH,)))


def part(excess: Excess, **changes: Any) -> Resolution:
    (resolution,) = excess.parts([wanted(**changes)])
    return resolution


def test_what_is_open_is_paid_and_the_rest_follows_as_an_overpayment() -> None:
    excess = an_excess(an_invoice("10.00"))

    resolution = part(excess)

    assert isinstance(resolution, Rename)
    assert resolution.payload == {**PAYMENT, "Amount": Decimal("10.00")}
    assert resolution.fields == {"paid": "10.00"}
    assert resolution.left is not None
    assert (
        resolution.left.message
        == "10.00 of 12.00 has paid SI-1 in Xero; 2.00 is more than is due and is not in Xero yet"
    )
    assert resolution.left.error_class == ErrorClass.TRANSIENT
    assert excess.following == {"9001"}
    assert excess.seen.keys() == {"i-1"}


@pytest.mark.parametrize(
    ("excess", "changes", "why"),
    [
        (an_excess(an_invoice("10.00"), setting="hold"), {}, ""),
        (
            an_excess(an_invoice("10.00")),
            {"Account": {"Code": "800"}},
            ": account 800 is no bank account, and only those take overpayments",
        ),
        (
            an_excess(a_note("10.00")),
            {"Invoice": None, "CreditNote": {"CreditNoteID": "n-1"}},
            ": a refund can be no overpayment",
        ),
    ],
    ids=["the settings say so", "no bank", "a refund"],
)
def test_the_rest_is_held_where_it_can_be_no_overpayment(excess: Excess, changes: Raw, why: str) -> None:
    resolution = part(excess, **changes)

    assert isinstance(resolution, Rename)
    assert resolution.left is not None
    called = "SC-1" if "CreditNote" in changes else "SI-1"
    assert resolution.left.message == (
        f"10.00 of 12.00 has paid {called} in Xero; 2.00 is more than is due and was not posted{why}"
    )
    assert resolution.left.error_class == ErrorClass.DATA
    assert excess.following == set()


def test_where_nothing_is_open_all_of_it_is_an_error() -> None:
    resolution = part(an_excess(an_invoice("0.00", status="PAID")))

    assert isinstance(resolution, Refuse)
    assert resolution.problem.message == (
        "nothing is due on SI-1 in Xero; all of 12.00 is more than is due and is not in Xero yet"
    )


@pytest.mark.parametrize("status", ["DRAFT", "VOIDED"])
def test_a_document_that_takes_no_payment_says_so_in_xeros_words(status: str) -> None:
    excess = an_excess(an_invoice("10.00", status=status))
    said = Element(key=(), refusals=(TOO_MUCH, "Payments can only be made against Authorised documents"))

    (resolution,) = excess.parts([Wanted(payload=PAYMENT, refused=said)])

    assert isinstance(resolution, Refuse)
    assert TOO_MUCH not in resolution.problem.message
    assert "is not approved, or is paid or voided" in resolution.problem.message


def test_a_document_that_is_not_there_is_refused_in_all_of_xeros_words() -> None:
    resolution = part(an_excess())

    assert isinstance(resolution, Refuse)
    assert TOO_MUCH in resolution.problem.message


def test_an_overpayment_that_is_used_already_cannot_be_paid_back() -> None:
    resolution = part(an_excess(), Invoice=None, Overpayment={"OverpaymentID": "o-1"})

    assert isinstance(resolution, Refuse)
    assert resolution.problem == USED_ALREADY


def test_several_payments_of_one_document_share_what_is_open_in_their_order() -> None:
    excess = an_excess(an_invoice("15.00"))

    first, second, third = excess.parts([wanted(Reference=f"BP {number} CARD") for number in (9001, 9002, 9003)])

    assert isinstance(first, Rename)
    assert (first.payload, first.left) == (None, None)
    assert isinstance(second, Rename)
    assert second.fields == {"paid": "3.00"}
    assert isinstance(third, Refuse)
    assert cast("Books", excess.xero).read == [(INVOICES, ["i-1"])]


def test_notes_and_invoices_are_read_together_each_once() -> None:
    excess = an_excess(an_invoice("12.00"), a_note("12.00"))
    note = wanted(Invoice=None, CreditNote={"CreditNoteID": "n-1"})

    excess.parts([wanted(), note, wanted(), note])

    assert cast("Books", excess.xero).read == [(INVOICES, ["i-1"]), (CREDIT_NOTES, ["n-1"])]
    assert excess.seen.keys() == {"i-1", "n-1"}


@pytest.mark.parametrize(("due", "paid"), [("11.95", True), ("11.94", False)])
def test_cents_within_the_tolerance_are_left_out_and_added_up(due: str, paid: bool) -> None:
    excess = an_excess(an_invoice(due))

    resolution = part(excess)

    assert isinstance(resolution, Rename)
    assert (resolution.left is None) is paid
    if paid:
        assert resolution.payload == {**PAYMENT, "Amount": Decimal("11.95")}
        assert resolution.fields == {"paid": "11.95", "cents": "0.05"}
        assert resolution.notes == ("0.05 was more than was due and was left out, within the tolerance (account 090)",)
        left_out = {"090": "1.00", "800": "2.00"}
        excess.tell(left_out)
        excess.tell(left_out)
        assert left_out == {"090": "1.05", "800": "2.00"}


def test_a_payment_of_cents_alone_where_nothing_is_due_is_done() -> None:
    excess = an_excess(an_invoice("0.00", status="PAID"))

    resolution = part(excess, Amount=Decimal("0.04"))

    assert isinstance(resolution, Adopt)
    assert (resolution.element.remote_id, resolution.note) == ("", "nothing was due")
    assert resolution.fields == {"paid": "0", "cents": "0.04"}
    assert resolution.element.key == ()
    assert resolution.notes == (cents_left(Decimal("0.04"), "090"),)
    left_out: dict[str, str] = {}
    part(excess, Amount=Decimal("0.03"))
    excess.tell(left_out)
    assert left_out == {"090": "0.07"}


THEIRS: Final[Raw] = {"PaymentID": "p-1", "Amount": 12, "Reference": "by hand", "Status": "AUTHORISED"}
COPY: Final[Raw] = {**THEIRS, "Reference": "BP 9001 CARD"}


@pytest.mark.parametrize("reference", ["by hand", "BP 9007 CARD", None])
def test_where_somebody_else_has_paid_it_nothing_goes(reference: str | None) -> None:
    resolution = part(an_excess(an_invoice("0.00", {**THEIRS, "Reference": reference}, status="PAID")))

    assert isinstance(resolution, Refuse)
    assert resolution.problem == PAID_THERE


@pytest.mark.parametrize(
    ("changes", "waits"),
    [({}, True), ({"due_step": None}, False), ({"remote_id": "p-9"}, False)],
    ids=["due", "waits for something", "in Xero as another one"],
)
def test_what_names_one_of_ours_that_is_on_its_way_may_be_that_one(*, changes: Raw, waits: bool) -> None:
    excess = an_excess(an_invoice("0.00", {**THEIRS, "Reference": "BP 9007 CARD"}, status="PAID"))
    other = a_record("9007", **{"kind": Kind.SALES_PAYMENT, "due_step": "post_xero_sales_payments", **changes})
    cast("Memory", excess.store).records[other.key] = other

    resolution = part(excess)

    assert isinstance(resolution, Refuse)
    assert resolution.problem == (PAID_BY_OURS if waits else PAID_THERE)


@pytest.mark.parametrize(
    ("payment", "ours"),
    [({**THEIRS, "Status": "DELETED"}, []), (THEIRS, ["p-1"])],
    ids=["taken back", "one of ours"],
)
def test_what_is_no_strangers_payment_is_no_reason(payment: Raw, ours: list[str]) -> None:
    resolution = part(an_excess(an_invoice("0.00", payment, status="PAID"), ours=ours))

    assert isinstance(resolution, Refuse)
    assert resolution.problem != PAID_THERE


@pytest.mark.parametrize(("remote_id", "reason"), [("brightpearl:9007", False), ("brightpearl:9008", True), ("", True)])
def test_one_of_ours_that_is_known_as_xero_s_is_no_stranger_s(remote_id: str, *, reason: bool) -> None:
    excess = an_excess(an_invoice("0.00", {**THEIRS, "Reference": "BP 9007 CARD"}, status="PAID"))
    known = a_record("p-1", kind=Kind.SALES_PAYMENT, remote_id=remote_id)
    cast("Memory", excess.store).records[known.key] = known

    resolution = part(excess)

    assert isinstance(resolution, Refuse)
    assert (resolution.problem == PAID_THERE) is reason


def test_where_something_is_open_a_strangers_payment_does_not_matter() -> None:
    assert isinstance(part(an_excess(an_invoice("10.00", THEIRS))), Rename)


def test_what_an_earlier_installation_left_of_it_is_adopted_with_what_it_paid() -> None:
    whole, some = (
        part(an_excess(an_invoice("0.00", COPY))),
        part(an_excess(an_invoice("0.00", {**COPY, "Amount": "11"}))),
    )

    assert isinstance(whole, Adopt)
    assert isinstance(some, Adopt)
    assert (whole.element.remote_id, whole.fields, whole.left) == ("p-1", None, None)
    assert (some.element.remote_id, some.note, some.fields) == ("p-1", "found in Xero", {"paid": "11"})
    assert some.left is not None
    assert some.left.message == ("11 of 12.00 has paid SI-1 in Xero; 1.00 is more than is due and is not in Xero yet")
    assert (some.notes, some.element.key) == ((), ())
    assert some.element.raw == {**COPY, "Amount": "11"}


def test_the_cents_that_it_was_more_than_due_are_said_of_that_too() -> None:
    resolution = part(an_excess(an_invoice("0.00", {**COPY, "Amount": "11.96"})))

    assert isinstance(resolution, Adopt)
    assert (resolution.fields, resolution.notes) == (
        {"paid": "11.96", "cents": "0.04"},
        (cents_left(Decimal("0.04"), "090"),),
    )


def test_a_document_without_a_number_is_called_that() -> None:
    resolution = part(an_excess(an_invoice("10.00", InvoiceNumber=None)))

    assert isinstance(resolution, Rename)
    assert resolution.left is not None
    assert "has paid its document in Xero" in resolution.left.message


@dataclass
class Post:
    """A poster that notes what it is given."""

    posted: list[Envelope] = field(default_factory=list)
    failed: list[Failing] = field(default_factory=list)

    def post(self, target: object, envelopes: Sequence[Envelope]) -> None:
        assert target == "overpayments"
        self.posted += envelopes

    def fail(self, some: Sequence[Failing]) -> None:
        self.failed += some


def following(excess: Excess, **fields: str) -> Post:
    record = a_record(
        "9001",
        kind=Kind.SALES_PAYMENT,
        fields=fields or None,
        document={"paymentId": 9001, "orderId": 2001, "currencyCode": "GBP"},
        remote_id="x-1",
        summary=Summary(reference="SI-1"),
    )
    post = Post()
    envelope = replace(resting(record, "a note"), payload=PAYMENT, remote_id="x-1")
    excess.post(cast("Poster", post), [envelope])
    assert [one.envelope for one in post.failed] in ([], [envelope])
    return post


def test_a_rest_goes_as_an_overpayment_and_says_what_has_gone_before() -> None:
    excess = an_excess({**an_invoice("0.00"), "Contact": {"ContactID": "c-1"}})

    (envelope,) = following(excess, paid="10.00").posted

    (line,) = envelope.payload["LineItems"]
    assert (envelope.payload["Contact"], envelope.payload["BankAccount"], line["UnitAmount"], line["Description"]) == (
        {"ContactID": "c-1"},
        {"AccountID": "b-1"},
        Decimal("2.00"),
        "Paid too much on order 2001: payment 9001",
    )
    assert (envelope.total, envelope.remote_id, envelope.fields) == (
        Decimal("2.00"),
        "",
        {"paid": "10.00", "over": "2.00"},
    )
    assert envelope.notes == ("a note", "2.00 was more than was due and is an overpayment in Xero")
    assert envelope.begins == "10.00 of 12.00 has paid SI-1 in Xero; 2.00 is more than is due"
    assert cast("Books", excess.xero).read == [(INVOICES, ["i-1"])]


def test_a_payment_that_found_nothing_open_goes_whole() -> None:
    excess = an_excess()
    excess.seen["i-1"] = {"Contact": {"ContactID": "c-1"}}

    (envelope,) = following(excess).posted

    assert envelope.total == Decimal("12.00")
    assert cast("Books", excess.xero).read == []


def test_a_rest_is_held_where_the_settings_say_so_by_then() -> None:
    post = following(an_excess(setting="hold"), paid="10.00")

    (failing,) = post.failed
    assert post.posted == []
    assert failing.problem.message == (
        "10.00 of 12.00 has paid SI-1 in Xero; 2.00 is more than is due and was not posted"
    )


def test_of_those_that_are_to_follow_the_ones_go_that_say_so_and_only_once() -> None:
    failures = [goes_on("SI-1", paid=Decimal(10), rest=Decimal(2)), a_problem(), None]
    records = [
        a_record(
            str(9001 + at),
            kind=Kind.SALES_PAYMENT,
            failure=problem and Failure(problem=problem, attempts=1, at=AT, settings_version=1),
        )
        for at, problem in enumerate(failures)
    ]
    excess = replace(an_excess(), store=as_store(a_memory(*records)))
    excess.following.update({"9001", "9002", "9003", "9004"})

    assert excess.due() == [records[0]]
    assert excess.due() == []


def test_a_rest_that_an_account_cannot_take_by_then_is_held_and_says_why() -> None:
    (failing,) = following(replace(an_excess(), accounts=lambda: [CASH]), paid="10.00").failed

    assert failing.problem.message.endswith(
        "was not posted: account 090 is no bank account, and only those take overpayments"
    )
