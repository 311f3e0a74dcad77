"""Documents whose number was used before in Xero: by ours of an earlier table, by one that is gone, or by another one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, cast

import pytest

from shared.posting.target import Adopt, Anew, Element, Gone, Refuse, Rename, Resolution, Wanted
from shared.posting.targets.documents_by_number import SAMPLE
from shared.posting.targets.xero_documents import DocumentTarget, document_targets
from shared.records.apart import Parted
from shared.records.standing import Standing
from tests.builders import TAX_RATES, some_settings

Raw = dict[str, Any]
Found = Mapping[tuple[str, ...], Resolution]
SINCE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@dataclass
class Books:
    """A Xero that finds documents by their numbers as they are written, and by conditions; and these contacts."""

    documents: Sequence[Raw]
    contacts: Sequence[Raw] = ()
    asked: list[list[str]] = field(default_factory=list)
    read: list[str] = field(default_factory=list)
    conditions: list[str] = field(default_factory=list)

    def invoices_by_number(self, numbers: Iterable[str]) -> Sequence[Raw]:
        self.asked.append(list(numbers))
        return [one for one in self.documents if one["InvoiceNumber"] in self.asked[-1]]

    def where(self, _resource: object, condition: str) -> Sequence[Raw]:
        """It lists what was deleted alone."""
        self.conditions.append(condition)
        return [one for one in self.documents if one["Status"] == "DELETED"]

    def where_any(self, _resource: object, conditions: Iterable[str]) -> Sequence[Raw]:
        self.conditions += conditions
        return self.documents

    def by_ids(self, _resource: object, ids: Iterable[str]) -> Sequence[Raw]:
        wanted = [*ids]
        self.read += wanted
        return [one for one in self.contacts if one["ContactID"] in wanted]


def a_target(*documents: Raw, of: str = "ACCREC", contacts: Sequence[Raw] = ()) -> DocumentTarget:
    books = cast("Any", Books(documents, contacts))
    return document_targets(books, some_settings(tolerance="0.05"), lambda: TAX_RATES)[of]


def there(number: str, *, of: str = "ACCREC", contact: str = "c-1", **changes: Any) -> Raw:
    document = {
        "Type": of,
        "InvoiceID": f"id of {number}",
        "InvoiceNumber": number,
        "Contact": {"ContactID": contact, "Name": "Harbour Books"},
        "CurrencyCode": "GBP",
        "Status": "AUTHORISED",
        "Total": 12,
    }
    return {**document, **changes}


def voided(number: str, **changes: Any) -> Raw:
    return there(number, **{"Status": "VOIDED", **changes})


def a_want(number: str, *, of: str = "ACCREC", contact: str = "c-1", told: Raw | None = None, **changes: Any) -> Wanted:
    payload = {"Type": of, "InvoiceNumber": number, "Contact": {"ContactID": contact}, "CurrencyCode": "GBP"}
    return Wanted(payload={**payload, "Date": "2026-11-23", **(told or {})}, total=Decimal("12.00"), **changes)


def an_old(number: str, **changes: Any) -> Wanted:
    return a_want(number, **{"is_old": True, **changes})


def a_refused(number: str) -> Wanted:
    return a_want(number, refused=Element(key=(), refusals=("Invoice # must be unique.",)))


def look_up(
    *wanted: Wanted, among: Sequence[Raw], of: str = "ACCREC", since: datetime | None = None
) -> tuple[Found, Books]:
    target = a_target(*among, of=of)
    return target.look_up(wanted, since=since), cast("Books", target.xero)


def under(resolution: Resolution) -> str:
    """The number under which it may go, once a person has said so."""
    assert isinstance(resolution, Gone)
    assert isinstance(resolution.again, Rename)
    assert resolution.again.payload is not None
    return str(resolution.again.payload["InvoiceNumber"])


def test_what_was_voided_keeps_its_number_and_the_next_ones_count_on() -> None:
    numbers = ("SI-1", "SI-2", "SI-2-2", "SI-3", "SI-3-2", "SI-3-3")
    target = a_target(*map(voided, numbers), there("SI-1-2", Type="ACCPAY"))

    found = target.look_up([a_refused(f"SI-{number}") for number in range(1, 5)], since=None)

    assert {key[1]: under(one) for key, one in found.items()} == {"SI-1": "SI-1-2", "SI-2": "SI-2-3", "SI-3": "SI-3-4"}
    assert {cast("Gone", one).element.remote_id for one in found.values()} == {"id of SI-1", "id of SI-2", "id of SI-3"}
    assert cast("Books", target.xero).asked == [
        ["SI-1", "SI-2", "SI-3", "SI-4"],
        ["SI-1-2", "SI-2-2", "SI-3-2"],
        ["SI-2-3", "SI-3-3"],
        ["SI-3-4"],
    ]


def test_one_of_the_next_number_that_agrees_is_this_one() -> None:
    (resolution,) = a_target(voided("SI-1"), there("SI-1-2")).look_up([a_refused("SI-1")], since=None).values()

    assert isinstance(resolution, Adopt)
    assert (resolution.element.remote_id, resolution.note) == ("id of SI-1-2", "found in Xero")


def test_one_of_the_next_number_that_differs_is_an_error() -> None:
    target = a_target(voided("SI-1"), there("SI-1-2", Total="12.01"))

    (resolution,) = target.look_up([a_refused("SI-1")], since=None).values()

    assert isinstance(resolution, Refuse)
    assert (resolution.remote_id, resolution.problem.message) == (
        "id of SI-1-2",
        "Xero already has an invoice SI-1-2, but its total is 12.01 in Xero and 12.00 in Brightpearl",
    )


def test_without_documents_or_contacts_nothing_is_asked_for_a_contact() -> None:
    target = a_target(there("SI-1", contact="c-2"))

    target.look_up([a_want("SI-1", contact=""), a_want("SI-2")], since=None)

    assert cast("Books", target.xero).read == []


@pytest.mark.parametrize("of", ["ACCREC", "ACCPAY"])
def test_what_was_sent_to_a_contact_that_was_merged_since_is_found_at_what_that_became(of: str) -> None:
    contacts = [
        {"ContactID": "c-1", "ContactStatus": "ARCHIVED", "MergedToContactID": "c-2"},
        {"ContactID": "c-2", "ContactStatus": "ACTIVE"},
    ]
    target = a_target(there("SI-1", of=of, contact="c-2"), of=of, contacts=contacts)

    (resolution,) = target.look_up([a_want("SI-1", of=of)], since=None).values()

    assert isinstance(resolution, Adopt)
    assert cast("Books", target.xero).read == ["c-1", "c-2"]


# what is older than our table


def numbers(count: int) -> list[str]:
    return [f"SI-{number}" for number in range(1, count + 1)]


def test_where_xero_has_none_of_the_first_hundred_numbers_of_the_rest_only_deleted_ones_are_asked_for() -> None:
    wanted = [*map(an_old, numbers(SAMPLE)), an_old("SI-101", told={"Date": "2026-11-02"}), an_old("SI-102")]

    found, books = look_up(*wanted, among=[there("SI-101"), voided("SI-102", Status="DELETED")])

    assert {key[1]: type(one) for key, one in found.items()} == {"SI-102": Gone}
    assert books.asked == [numbers(SAMPLE), ["SI-102-2"]]
    assert books.conditions == ['Type=="ACCREC" AND Status=="DELETED" AND Date>=DateTime(2026,11,02)']


@pytest.mark.parametrize("status", ["AUTHORISED", "VOIDED"])
def test_where_it_has_one_of_them_all_are_asked_for(status: str) -> None:
    found, books = look_up(*map(an_old, numbers(102)), among=[there("SI-7", Status=status), there("SI-101")])

    assert {key[1] for key in found} == {"SI-7", "SI-101"}
    assert [one for one in books.asked if one != ["SI-7-2"]] == [numbers(SAMPLE), ["SI-101", "SI-102"]]
    assert books.conditions == []


def test_a_hundred_are_asked_for_at_once_and_nothing_else_is() -> None:
    found, books = look_up(*map(an_old, numbers(SAMPLE)), among=[])

    assert found == {}
    assert (books.asked, books.conditions) == ([numbers(SAMPLE)], [])


@pytest.mark.parametrize("since", [None, SINCE])
def test_what_was_refused_or_lost_is_asked_for_whole(since: datetime | None) -> None:
    make = a_refused if since is None else a_want

    _, books = look_up(*map(make, numbers(102)), among=[], since=since)

    assert (books.asked, books.conditions) == ([numbers(102)], [])


@pytest.mark.parametrize(
    ("want", "total", "is_gone"),
    [
        (an_old("SI-1"), 12, True),
        (an_old("SI-1"), 13, False),
        (an_old("SI-1", told={"Url": "https://bp/2001"}), 13, True),
        (a_want("SI-1", told={"Url": "https://bp/2001"}), 12, False),
        (a_refused("SI-1"), 13, True),
    ],
    ids=["a copy of ours", "another one", "ours by its link", "newer than our table", "in the way"],
)
def test_a_voided_one_is_a_persons_decision_where_it_was_ours_or_is_in_the_way(
    want: Wanted, total: int, is_gone: bool
) -> None:
    found, _ = look_up(want, among=[voided("SI-1", Total=total, Url="https://bp/2001")])

    assert [type(one) for one in found.values()] == [Gone] * is_gone
    for one in found.values():
        problem = cast("Gone", one).problem
        assert isinstance(problem, Parted)
        assert problem.standing is Standing.GONE
        assert problem.message == "sales invoice SI-1 was voided in Xero"
        assert under(one) == "SI-1-2"


def test_the_number_of_what_was_deleted_as_a_draft_is_free_unless_xero_says_otherwise() -> None:
    deleted = voided("SI-1", Status="DELETED")

    (free,) = look_up(an_old("SI-1"), among=[deleted])[0].values()
    (taken,) = look_up(a_refused("SI-1"), among=[deleted])[0].values()

    assert isinstance(free, Gone)
    assert isinstance(free.again, Anew)
    assert free.again.payload is None
    assert under(taken) == "SI-1-2"


def test_one_that_lives_counts_before_one_that_was_voided() -> None:
    found, books = look_up(an_old("SI-1"), among=[voided("SI-1", InvoiceID="i-0"), there("SI-1")])

    (resolution,) = found.values()
    assert isinstance(resolution, Adopt)
    assert resolution.element.remote_id == "id of SI-1"
    assert books.asked == [["SI-1"]]


# bills


def a_bill(number: str, **changes: Any) -> Raw:
    return there(number, of="ACCPAY", **{"InvoiceID": "b-1", "Date": "2026-11-23", **changes})


def one_bill(want: Wanted, *among: Raw) -> Resolution | None:
    return next(iter(look_up(want, among=among, of="ACCPAY")[0].values()), None)


@pytest.mark.parametrize("written", ["Acme-9b", "ACME-9B", "acme-9b", "Acme-9B"])
def test_a_bill_is_found_in_other_letters_of_its_number(written: str) -> None:
    found, books = look_up(a_want("Acme-9b", of="ACCPAY"), among=[a_bill(written)], of="ACCPAY")

    assert [type(one) for one in found.values()] == [Adopt]
    assert books.asked == [["Acme-9b", "ACME-9B", "acme-9b", "Acme-9B"]]


def test_no_way_of_writing_a_number_is_asked_for_twice() -> None:
    _, books = look_up(a_want("17", of="ACCPAY"), a_want("A1", of="ACCPAY"), among=[], of="ACCPAY")

    assert books.asked == [["17", "A1", "a1"]]


@pytest.mark.parametrize(
    ("day", "same"),
    [("2026-05-27", True), ("2026-05-26", False), ("2027-05-22", True), ("2027-05-23", False), (None, True)],
)
def test_bills_of_one_number_that_are_half_a_year_apart_are_two(day: str | None, same: bool) -> None:
    resolution = one_bill(a_want("17", of="ACCPAY"), a_bill("17", Date=day))

    assert isinstance(resolution, Adopt) is same
    assert same or resolution is None


def test_sales_invoices_of_one_number_are_one_whatever_their_days() -> None:
    (resolution,) = look_up(an_old("SI-1"), among=[there("SI-1", Date="2024-01-01")])[0].values()

    assert isinstance(resolution, Adopt)


@pytest.mark.parametrize("status", ["VOIDED", "DELETED"])
@pytest.mark.parametrize(
    ("is_old", "there_", "is_gone"),
    [(True, {}, True), (True, {"Total": 13}, False), (False, {}, False), (True, {"Date": "2026-01-01"}, False)],
    ids=["a copy of an old one", "another one", "of a new one", "half a year before"],
)
def test_a_voided_copy_of_an_old_bill_is_a_persons_decision_and_goes_under_its_own_number_then(
    status: str, is_old: bool, there_: Raw, is_gone: bool
) -> None:
    resolution = one_bill(a_want("17", of="ACCPAY", is_old=is_old), a_bill("17", Status=status, **there_))

    if not is_gone:
        assert resolution is None
        return
    assert isinstance(resolution, Gone)
    assert resolution.element.remote_id == "b-1"
    assert isinstance(resolution.again, Anew)
    assert resolution.again.payload is None


def test_what_a_lost_request_has_left_of_a_bill_may_have_been_voided_since() -> None:
    found, _ = look_up(a_want("17", of="ACCPAY"), among=[a_bill("17", Status="VOIDED")], of="ACCPAY", since=SINCE)

    assert [type(one) for one in found.values()] == [Gone]


# credit notes


def a_note(number: str, *, of: str = "ACCRECCREDIT", **changes: Any) -> Raw:
    note = {name: value for name, value in there(number, of=of).items() if not name.startswith("Invoice")}
    return {**note, "CreditNoteNumber": number, "CreditNoteID": f"id of {number}", **changes}


def a_credit(number: str, *, of: str = "ACCRECCREDIT", **changes: Any) -> Wanted:
    want = a_want(number, of=of, **changes)
    payload = {name: value for name, value in want.payload.items() if name != "InvoiceNumber"}
    return Wanted(payload={**payload, "CreditNoteNumber": number}, total=want.total, is_old=want.is_old)


def test_credits_are_asked_for_by_number_whatever_their_date() -> None:
    among = [a_note("SC-1", Date="2024-01-01"), a_note("SC-2", Type="ACCPAYCREDIT")]

    found, books = look_up(a_credit("SC-1"), a_credit("SC-2"), among=among, of="ACCRECCREDIT")

    assert {key: type(one) for key, one in found.items()} == {("ACCRECCREDIT", "SC-1"): Adopt}
    assert books.conditions == ['CreditNoteNumber=="SC-1"', 'CreditNoteNumber=="SC-2"']


def test_a_suppliers_credit_is_asked_for_in_other_letters_too() -> None:
    _, books = look_up(a_credit("Ab-1", of="ACCPAYCREDIT"), among=[], of="ACCPAYCREDIT")

    assert books.conditions == [f'CreditNoteNumber=="{number}"' for number in ("Ab-1", "AB-1", "ab-1")]


def test_the_next_number_of_a_voided_credit_is_asked_for_like_its_own() -> None:
    found, books = look_up(a_credit("SC-1", is_old=True), among=[a_note("SC-1", Status="VOIDED")], of="ACCRECCREDIT")

    (resolution,) = found.values()
    assert isinstance(resolution, Gone)
    assert isinstance(resolution.again, Rename)
    assert (resolution.again.payload or {})["CreditNoteNumber"] == "SC-1-2"
    assert books.conditions == ['CreditNoteNumber=="SC-1"', 'CreditNoteNumber=="SC-1-2"']
