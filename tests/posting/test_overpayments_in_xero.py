"""Overpayments and payments in Xero: what makes two the same one, and what of those there is ours."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Final, cast

import pytest

from shared.errors import ScopeError
from shared.posting.target import Adopt, Anew, Element, Gone, Looks, Refuse, Rename, Resolution, Wanted
from shared.posting.targets.xero_overpayments import OverpaymentTarget
from shared.posting.targets.xero_payments import PaymentTarget
from shared.xero.client import Xero
from shared.xero.resources import BANK_TRANSACTIONS, PAYMENTS
from tests.records.builders import AT, a_problem

Raw = dict[str, Any]
MEANT: Final[Raw] = {
    "Type": "RECEIVE-OVERPAYMENT",
    "Contact": {"ContactID": "c-1"},
    "BankAccount": {"AccountID": "b-1"},
    "Date": "2026-11-23",
    "Url": "https://bp/9001",
    "LineItems": [{"LineAmount": Decimal("5.00")}],
}
THERE: Final[Raw] = {**MEANT, "OverpaymentID": "over-1", "Status": "AUTHORISED", "Date": "/Date(1795392000000+0000)/"}
KEY: Final = ("", "b-1", "", "5.00", "https://bp/9001")
SINCE: Final = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@dataclass
class Books:
    """A Xero with these bank transactions; `no_leave` says that it may not read them."""

    rows: Sequence[Raw] = ()
    no_leave: bool = False
    asked: list[object] = field(default_factory=list)

    def modified(self, resource: object, since: datetime, *, where: str = "") -> Iterable[Raw]:
        assert resource is BANK_TRANSACTIONS
        self.asked.append((since, where))
        return self._read()

    def where(self, resource: object, condition: str) -> Iterable[Raw]:
        assert resource is BANK_TRANSACTIONS
        self.asked.append(condition)
        return self._read()

    def _read(self) -> Iterable[Raw]:
        if self.no_leave:
            raise ScopeError("no", system="xero")
        yield from self.rows


def overpayments(books: Books) -> OverpaymentTarget:
    return OverpaymentTarget(cast("Xero", books))


def found(books: Books, *payloads: Raw, since: datetime | None = None) -> Mapping[tuple[str, ...], Resolution]:
    return overpayments(books).look_up([Wanted(payload=one) for one in payloads or (MEANT,)], since=since)


@pytest.mark.parametrize(
    ("payload", "key"),
    [
        (MEANT, KEY),
        (THERE, KEY),
        ({**THERE, "Contact": {"ContactID": "c-2"}}, KEY),
        ({**MEANT, "Url": ""}, ("c-1", "b-1", "2026-11-23", "5.00", "")),
        ({**MEANT, "LineItems": [{"UnitAmount": "2.5"}, {"LineAmount": 2.5, "UnitAmount": 9}]}, KEY),
        ({}, ("", "", "", "0.00", "")),
        (
            {"LineItems": [{}], "Contact": None, "BankAccount": {}, "Url": None, "Date": "2026-11-23T00:00:00"},
            ("", "", "2026-11-23", "0.00", ""),
        ),
    ],
)
def test_an_overpayment_is_known_by_account_day_amount_and_link_whatever_its_contact_has_become(
    payload: Raw, key: tuple[str, ...]
) -> None:
    assert overpayments(Books()).key(payload) == key


def test_its_id_is_that_of_the_overpayment_and_stands_beside_the_payments_own() -> None:
    target = overpayments(Books())
    nobody = {**THERE, "OverpaymentID": "00000000-0000-0000-0000-000000000000", "ValidationErrors": [{"Message": "no"}]}

    made, refused = target.element({**THERE, "Warnings": [{"Message": "odd"}]}), target.element(nobody)

    assert (made.key, made.remote_id, made.part, made.warnings) == (KEY, "over-1", "overpayment", ("odd",))
    assert (refused.remote_id, refused.refusals, refused.raw) == ("", ("no",), nobody)
    assert target.takes(MEANT)
    assert not target.takes({"Type": "RECEIVE"})
    assert (target.name, target.looks) == ("overpayment", Looks.ALWAYS)


def test_one_that_is_there_already_is_adopted_and_its_day_is_asked_for() -> None:
    books = Books([{**THERE, "Url": "https://bp/9002"}, THERE])

    resolutions = found(books, MEANT, {**MEANT, "Date": "2026-11-21", "Url": ""})

    (resolution,) = resolutions.values()
    assert list(resolutions) == [KEY]
    assert isinstance(resolution, Adopt)
    assert (resolution.element.remote_id, resolution.note) == ("over-1", "found in Xero")
    assert books.asked == ['Type=="RECEIVE-OVERPAYMENT" AND Date>=DateTime(2026,11,21) AND Date<=DateTime(2026,11,23)']


def test_without_a_link_nobody_knows_it_again() -> None:
    books = Books([{**THERE, "Url": ""}])

    assert found(books, {**MEANT, "Url": ""}) == {}
    assert books.asked == []


@pytest.mark.parametrize("since", [None, SINCE])
def test_one_that_was_taken_back_or_may_not_be_read_is_not_there(since: datetime | None) -> None:
    assert found(Books([{**THERE, "Status": "DELETED"}]), since=since) == {}
    assert found(Books([THERE], no_leave=True), since=since) == {}


def test_what_a_lost_request_has_left_is_looked_for_by_xeros_clock() -> None:
    books = Books([THERE, {**THERE, "Url": "https://bp/9002"}])

    resolutions = found(books, since=SINCE)

    (resolution,) = resolutions.values()
    assert isinstance(resolution, Adopt)
    assert resolution.note == "found in Xero after its answer was lost"
    assert books.asked == [(SINCE - timedelta(minutes=10), 'Type=="RECEIVE-OVERPAYMENT"')]


def resolved(want: Wanted, *rows: Raw) -> Resolution | None:
    return next(iter(overpayments(Books(rows)).look_up([want], since=None).values()), None)


def test_one_of_before_our_table_that_was_voided_is_an_error_that_says_so() -> None:
    voided = {**THERE, "Status": "DELETED"}

    resolution = resolved(Wanted(payload=MEANT, is_old=True), voided)

    assert isinstance(resolution, Refuse)
    assert resolution.remote_id == ""
    assert resolution.problem.message == "its overpayment was voided in Xero before this table was first used"
    assert resolved(Wanted(payload=MEANT), voided) is None, "what is newer goes anew"


@pytest.mark.parametrize("order", [1, -1])
def test_of_several_the_one_that_lives_is_adopted(order: int) -> None:
    both = [{**THERE, "OverpaymentID": "over-0", "Status": "DELETED"}, THERE][::order]

    resolution = resolved(Wanted(payload=MEANT, is_old=True), *both)

    assert isinstance(resolution, Adopt)
    assert (resolution.element.remote_id, resolution.lost) == ("over-1", False)


def test_what_a_lost_request_has_left_counts_as_posted_just_now() -> None:
    (resolution,) = found(Books([THERE]), since=SINCE).values()

    assert isinstance(resolution, Adopt)
    assert resolution.lost


def test_all_of_a_period_are_read_unless_we_may_not() -> None:
    target = overpayments(books := Books([THERE]))

    assert target.of_days(["2026-11-23", "2026-11-02"]) == [THERE]
    assert books.asked == ['Type=="RECEIVE-OVERPAYMENT" AND Date>=DateTime(2026,11,02) AND Date<=DateTime(2026,11,23)']
    assert overpayments(Books([THERE], no_leave=True)).of_days(["2026-11-23"]) == []


PAYMENT: Final[Raw] = {
    "Invoice": {"InvoiceID": "i-1"},
    "Reference": "9001",
    "Date": "2026-11-20",
    "Amount": Decimal("12.00"),
}
EARLY: Final = "The payment date is before the invoice date"
TOO_MUCH: Final = "Payment amount exceeds the amount outstanding on this document"


@dataclass
class Payments:
    """A Xero with these payments, some of them deleted."""

    rows: Sequence[Raw] = ()
    asked: list[str] = field(default_factory=list)

    def modified(self, resource: object, since: datetime) -> Iterable[Raw]:
        assert resource is PAYMENTS
        self.asked.append(str(since))
        return self.rows

    def where(self, resource: object, condition: str) -> Iterable[Raw]:
        assert resource is PAYMENTS
        self.asked.append(condition)
        is_deleted = condition.startswith('Status=="DELETED"')
        return [row for row in self.rows if (row.get("Status") == "DELETED") is is_deleted]


def payments(
    parts: Callable[[Sequence[Wanted]], Sequence[Resolution]] = lambda _: (), *, day: str = "2026-11-22"
) -> PaymentTarget:
    days = {"i-1": day} if day else {}
    return PaymentTarget(cast("Xero", Payments()), days_of=lambda _: days, parts=parts)


def refused(said: str, **changes: Any) -> Wanted:
    return Wanted(payload={**PAYMENT, **changes}, refused=Element(key=(), refusals=(said,)))


def test_what_was_refused_as_too_early_takes_its_documents_day_and_what_is_not_early_stays() -> None:
    late = {"Reference": "9002", "Date": "2026-11-22"}

    resolutions = payments().look_up([refused(EARLY), refused(EARLY, **late)], since=None)

    (resolution,) = resolutions.values()
    assert list(resolutions) == [("i-1", "9001")]
    assert isinstance(resolution, Rename)
    assert resolution.payload == {**PAYMENT, "Date": "2026-11-22"}


def test_what_was_refused_as_too_early_stays_where_its_documents_day_is_not_known() -> None:
    assert payments(day="").look_up([refused(EARLY)], since=None) == {}


def test_what_was_refused_as_too_much_is_for_another_to_say() -> None:
    asked: list[Wanted] = []
    part = Refuse(problem=a_problem())

    def parts(wanted: Sequence[Wanted]) -> Sequence[Resolution]:
        asked.extend(wanted)
        return [part] * len(wanted)

    too_much = refused(TOO_MUCH, Reference="9002")
    resolutions = payments(parts).look_up([refused(EARLY), too_much, Wanted(payload=PAYMENT)], since=None)

    assert asked == [too_much]
    assert resolutions["i-1", "9002"] is part
    assert set(resolutions) == {("i-1", "9001"), ("i-1", "9002")}


@pytest.mark.parametrize(
    ("there", "is_found"),
    [
        ({}, True),
        ({"Amount": "9.99"}, False),
        ({"Status": "DELETED"}, False),
        ({"Reference": "9002"}, False),
    ],
    ids=["ours", "a part of it that went later", "deleted", "another one's"],
)
def test_what_a_lost_request_has_left_is_of_its_amount(*, there: Raw, is_found: bool) -> None:
    books = Payments([{**PAYMENT, "Amount": "10.00", "PaymentID": "p-1", **there}])
    target = PaymentTarget(cast("Xero", books), days_of=lambda _: {}, parts=lambda _: ())

    found = target.look_up([Wanted(payload={**PAYMENT, "Amount": Decimal("10.00")})], since=AT)

    assert [one.lost for one in found.values() if isinstance(one, Adopt)] == [True] * is_found
    assert books.asked == [str(AT - timedelta(minutes=10))]


def sought(books: Payments, *payloads: Raw) -> Mapping[tuple[str, ...], Resolution]:
    target = PaymentTarget(cast("Xero", books), days_of=lambda _: {}, parts=lambda _: ())
    return target.look_up([Wanted(payload=one, is_old=True) for one in payloads], since=None)


DELETED: Final[Raw] = {**PAYMENT, "PaymentID": "p-1", "Status": "DELETED"}


def test_one_with_our_reference_that_was_deleted_is_a_persons_decision() -> None:
    books = Payments([{**DELETED, "PaymentID": "p-0", "Reference": "9009"}, DELETED])

    resolutions = sought(books, {**PAYMENT, "Reference": "9002"}, {**PAYMENT, "Date": "2026-11-25"})

    ((key, resolution),) = resolutions.items()
    assert key == ("i-1", "9001")
    assert isinstance(resolution, Gone)
    assert (resolution.element.remote_id, type(resolution.again)) == ("p-1", Anew)
    assert resolution.problem.message == (
        "the payment was deleted in Xero before this table was first used; in Brightpearl it is still there"
    )
    assert books.asked == ['Status=="DELETED" AND Date>=DateTime(2026,11,20)']


def test_of_another_document_it_is_not_ours() -> None:
    assert sought(Payments([{**DELETED, "Invoice": {"InvoiceID": "i-2"}}]), PAYMENT) == {}


def test_of_what_was_refused_nobody_asks_whether_it_was_deleted() -> None:
    target = payments()

    target.look_up([refused(EARLY)], since=None)

    assert cast("Payments", target.xero).asked == []


BACK: Final[Raw] = {
    **{name: PAYMENT[name] for name in PAYMENT if name != "Invoice"},
    "Overpayment": {"OverpaymentID": "o-1"},
}
PAID_BACK: Final[Raw] = {**BACK, "PaymentID": "p-2", "Status": "AUTHORISED"}


def test_what_has_paid_back_an_overpayment_is_found_by_its_reference() -> None:
    books = Payments([{**PAID_BACK, "PaymentID": "p-0", "Reference": "9009"}, PAID_BACK])

    resolutions = sought(books, PAYMENT, BACK)

    ((key, resolution),) = resolutions.items()
    assert key == ("o-1", "9001")
    assert isinstance(resolution, Adopt)
    assert (resolution.element.remote_id, resolution.note, resolution.ours) == ("p-2", "found in Xero", True)
    assert books.asked[1:] == ['PaymentType=="AROVERPAYMENTPAYMENT" AND Date>=DateTime(2026,11,20)']


def test_one_that_lives_counts_before_one_that_was_deleted() -> None:
    (resolution,) = sought(Payments([{**PAID_BACK, "PaymentID": "p-0", "Status": "DELETED"}, PAID_BACK]), BACK).values()

    assert isinstance(resolution, Adopt)
    assert resolution.element.remote_id == "p-2"


def test_a_payment_is_looked_for_where_it_is_old() -> None:
    assert payments().looks == Looks.OLD


def test_a_payment_of_another_amount_is_a_difference() -> None:
    target, want = payments(), Wanted(payload=PAYMENT)

    assert target.difference(want, Element(key=(), raw={"Amount": "12.0"})) is None
    difference = target.difference(want, Element(key=(), raw={"Amount": 11.5}))
    assert difference is not None
    assert difference.says == "the amount is 11.5 in Xero and 12.00 in Brightpearl"


def test_a_deleted_payment_is_not_there() -> None:
    assert not payments().is_alive({"Status": "DELETED"})
    assert payments().is_alive({"Status": "AUTHORISED"})
    assert payments().key({"Invoice": {"InvoiceID": "i-1"}}) == ("i-1", "")
    assert payments().name == "payment"
