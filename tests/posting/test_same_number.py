"""A document with our number in Xero: what of it stays as people have made it, whose it is, and what was ours all along."""

from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from shared.kinds import Kind
from shared.mapping.rounding import ROUNDING
from shared.mapping.versions import Version, version_of
from shared.posting.target import Adopt, Anew, Element, Refuse, Resolution, TakeOver, Wanted
from shared.posting.targets.same_number import (
    choose,
    contact_of,
    following,
    gone,
    is_copy,
    is_gone,
    is_linked,
    is_of_another,
    posted_to,
)
from shared.records.apart import Parted
from shared.records.standing import Standing

Raw = dict[str, Any]
MEANT: Raw = {
    "Contact": {"ContactID": "c-1"},
    "CurrencyCode": "GBP",
    "Date": "2026-11-23",
    "DueDate": "2026-12-23",
    "Url": "https://bp/2001",
}
WANT = Wanted(payload=MEANT, total=Decimal("12.00"), tax=Decimal("2.00"))


def there(**changes: Any) -> Element:
    raw = {**MEANT, "Contact": {"ContactID": "c-1", "Name": "Harbour Books"}, "Status": "AUTHORISED", **changes}
    total = Decimal(str(raw.pop("Total", "12.00")))
    return Element(
        key=(), remote_id="i-1", remote_number="SI-1", total=total, tax=Decimal("2.00"), raw={**raw, "Total": total}
    )


def chosen(element: Element, want: Wanted = WANT, *, lost: bool = False) -> Resolution:
    return choose(Kind.SALES_INVOICE, want, [element], within=Decimal("0.05"), lost=lost)


def lines(*accounts: str) -> list[Raw]:
    return [{"AccountCode": account} if account else {} for account in accounts]


TOLD = "the account of its lines is {there} there and {here} in Brightpearl, and stays so"
ACCOUNTS: dict[str, tuple[list[Raw] | None, list[Raw] | None, str]] = {
    "the same": (lines("200", "260"), lines("200", "260"), ""),
    "another": (lines("260"), lines("200"), TOLD.format(there="260", here="200")),
    "the same on other lines": (
        lines("260", "200"),
        lines("200", "260"),
        TOLD.format(there="260, 200", here="200, 260"),
    ),
    "more lines on the same": (lines("200", "200", "260"), lines("260", "200"), ""),
    "more lines on another": (lines("300", "260", "300"), lines("200"), TOLD.format(there="260, 300", here="200")),
    "several lines, each account once": (
        lines("260", "260", "300"),
        lines("200", "200", "200"),
        TOLD.format(there="260, 300", here="200"),
    ),
    "none there": (lines(""), lines("200"), TOLD.format(there="none", here="200")),
    "no lines there": (None, lines("200"), TOLD.format(there="none", here="200")),
    "none of ours": (lines("260"), lines(""), ""),
    "not all of ours": (lines("260", "300"), lines("200", ""), ""),
    "beside the rounding": (
        [*lines("260"), {"AccountCode": "860", "Description": ROUNDING}],
        [*lines("260"), {"AccountCode": "200", "Description": ROUNDING}],
        "",
    ),
}


@pytest.mark.parametrize(("theirs", "ours", "note"), ACCOUNTS.values(), ids=ACCOUNTS)
def test_what_is_on_other_accounts_there_stays_and_is_said(
    theirs: list[Raw] | None, ours: list[Raw] | None, note: str
) -> None:
    resolution = chosen(there(LineItems=theirs), replace(WANT, payload={**MEANT, "LineItems": ours}))

    assert isinstance(resolution, Adopt)
    assert (resolution.note, resolution.notes, resolution.left) == ("found in Xero", (note,) if note else (), None)


CHANGED: dict[str, tuple[Raw, str]] = {
    "the total": ({"Total": "30.00"}, "the total is 30.00 there, it was 12.00"),
    "the day": ({"Date": "2026-11-20"}, "the date is 2026-11-20 there, it was 2026-11-23"),
    "the contact": (
        {"Contact": {"ContactID": "c-2", "Name": "Mill"}},
        "the contact is Mill there, it was another one",
    ),
}


@pytest.mark.parametrize(("theirs", "said"), CHANGED.values(), ids=CHANGED)
def test_ours_that_people_have_changed_stands_apart_with_both_versions(theirs: Raw, said: str) -> None:
    element = there(**theirs)

    resolution = chosen(element, lost=True)

    assert isinstance(resolution, Adopt)
    assert (resolution.element.raw, resolution.note) == (element.raw, "found in Xero after its answer was lost")
    left = resolution.left
    assert isinstance(left, Parted)
    meant = Version(total=Decimal("12.00"), day="2026-11-23", due="2026-12-23", contact="c-1")
    assert (left.standing, left.message, left.agreed, left.theirs) == (
        Standing.CHANGED_THERE,
        f"sales invoice SI-1 was changed in Xero: {said}",
        meant.written(),
        version_of(element.raw).written(),
    )


def test_what_was_meant_may_say_no_days() -> None:
    bare = {name: value for name, value in MEANT.items() if name not in ("Date", "DueDate")}

    resolution = chosen(there(Total="30.00", Date="2026-11-20"), replace(WANT, payload=bare), lost=True)

    assert isinstance(resolution, Adopt)
    assert isinstance(resolution.left, Parted)
    assert resolution.left.agreed == Version(total=Decimal("12.00"), contact="c-1").written()


OLD = replace(WANT, is_old=True)


@pytest.mark.parametrize(("theirs", "said"), CHANGED.values(), ids=CHANGED)
def test_ours_of_an_earlier_table_that_people_have_changed_stands_apart_too(theirs: Raw, said: str) -> None:
    resolution = chosen(there(**theirs), OLD)

    assert isinstance(resolution, Adopt)
    assert (resolution.note, resolution.ours, resolution.lost) == ("found in Xero", True, False)
    if "Date" in theirs:
        assert resolution.left is None, "its day is told by what it is adopted as"
    else:
        assert isinstance(resolution.left, Parted)
        assert resolution.left.message == f"sales invoice SI-1 was changed in Xero: {said}"


@pytest.mark.parametrize(
    "want",
    [WANT, replace(OLD, payload={**MEANT, "Url": ""}), replace(OLD, payload={**MEANT, "Url": "https://bp/2002"})],
)
def test_what_is_newer_than_our_table_or_has_not_our_link_is_not_ours(want: Wanted) -> None:
    resolution = chosen(there(Total="30.00"), want)

    assert isinstance(resolution, Refuse)
    assert resolution.remote_id == "i-1"


@pytest.mark.parametrize(
    ("want", "lost", "is_taken_over"),
    [
        (OLD, False, True),
        (WANT, True, True),
        (WANT, False, False),
        (replace(OLD, payload={**MEANT, "Url": ""}), False, False),
    ],
    ids=["ours of before", "of a lost request", "nobody's", "of before, without our link"],
)
def test_ours_that_is_cents_off_is_taken_over(want: Wanted, lost: bool, is_taken_over: bool) -> None:
    resolution = chosen(there(Total="12.05"), want, lost=lost)

    assert isinstance(resolution, TakeOver) is is_taken_over


@pytest.mark.parametrize(("orders", "linked"), [((), False), (("2001", "2002"), True), (("2001", "12002"), False)])
def test_a_bill_of_several_orders_may_have_the_link_of_any_of_them(*, orders: tuple[str, ...], linked: bool) -> None:
    assert is_linked(replace(WANT, orders=orders), there(Url="https://bp/2002")) is linked


@pytest.mark.parametrize(("link", "ours"), [("https://bp/2001", True), ("https://bp/2002", False), (None, False)])
def test_what_agrees_is_adopted_and_its_link_says_whether_we_have_posted_it(link: str | None, ours: bool) -> None:
    resolution = chosen(there(Url=link))

    assert isinstance(resolution, Adopt)
    assert (resolution.ours, resolution.lost, resolution.fields, resolution.left) == (ours, False, None, None)


ROUNDED: Raw = {"AccountCode": "860", "Description": ROUNDING, "UnitAmount": "-0.01"}


@pytest.mark.parametrize("lost", [True, False])
def test_what_a_rounding_line_has_made_equal_is_said_where_we_do_not_know_of_it(*, lost: bool) -> None:
    own = replace(WANT, payload={**MEANT, "LineItems": [ROUNDED]})

    found, known = (chosen(there(LineItems=[ROUNDED]), want, lost=lost) for want in (WANT, own))

    assert isinstance(found, Adopt)
    assert isinstance(known, Adopt)
    assert found.notes == ("Xero added it up to 12.01; a rounding line of -0.01 makes it equal",)
    assert known.notes == ()


def a_credit(name: str, applied: str, **changes: Any) -> Raw:
    return {"CreditNoteNumber": name, "CreditNoteID": f"id of {name}", "AppliedAmount": applied, **changes}


def test_what_our_own_credit_notes_have_put_right_is_compared_and_they_are_the_records_too() -> None:
    element = there(Total="20.00", CreditNotes=[a_credit("SI-1-CR", "5.00"), a_credit("SI-1-CR-2", "3.00")])

    resolution = chosen(element)

    assert isinstance(resolution, Adopt)
    assert resolution.notes == (
        "it was put right in Xero by SI-1-CR, and stays so",
        "it was put right in Xero by SI-1-CR-2, and stays so",
    )
    assert resolution.element.also == ("id of SI-1-CR", "id of SI-1-CR-2")
    assert resolution.fields == {"opposite SI-1-CR": "id of SI-1-CR", "opposite SI-1-CR-2": "id of SI-1-CR-2"}


def test_credit_notes_of_others_put_nothing_right() -> None:
    element = there(Total="20.00", CreditNotes=[a_credit("SC-9", "8.00"), {"AppliedAmount": "8.00"}])

    resolution = chosen(element)

    assert isinstance(resolution, Refuse)
    assert "its total is 20.00 in Xero and 12.00 in Brightpearl" in resolution.problem.message


def test_ours_that_people_have_changed_keeps_its_own_credit_notes() -> None:
    resolution = chosen(there(Total="30.00", CreditNotes=[a_credit("SI-1-CR", "5.00")]), OLD)

    assert isinstance(resolution, Adopt)
    assert isinstance(resolution.left, Parted)
    assert resolution.element.also == ("id of SI-1-CR",)
    assert resolution.fields == {"opposite SI-1-CR": "id of SI-1-CR"}


def test_another_ones_is_named_by_the_contacts_of_both_sides() -> None:
    resolution = chosen(
        there(Contact={"ContactID": "c-2", "Name": "Quay"}, Url=""), replace(WANT, contact_name="Harbour")
    )

    assert isinstance(resolution, Refuse)
    assert resolution.problem.message == (
        "Xero already has an invoice SI-1, but its contact is Quay in Xero and Harbour in Brightpearl"
    )


def test_what_was_voided_waits_for_a_person_with_its_version() -> None:
    element = there(Status="VOIDED")

    left = gone(Kind.SALES_INVOICE, element, Anew())

    assert isinstance(left.problem, Parted)
    assert (left.element, left.problem.standing, left.problem.agreed, left.problem.theirs) == (
        element,
        Standing.GONE,
        "",
        version_of(element.raw).written(),
    )
    assert left.problem.message == "sales invoice SI-1 was voided in Xero"


def test_gone_is_what_was_voided_or_deleted_and_it_may_have_been_ours_for_all_that() -> None:
    assert [is_gone({"Status": status}) for status in ("VOIDED", "DELETED", "PAID", None)] == [True, True, False, False]
    assert is_copy(WANT, there(Status="VOIDED"))
    assert not is_copy(WANT, there(Total="12.01"))
    assert is_linked(WANT, there(Total="30.00"))
    assert not is_linked(replace(WANT, payload={}), there(Url=""))


def test_documents_of_our_number_are_another_ones_where_none_is_of_our_contact() -> None:
    ours, other = {"Contact": {"ContactID": "C-1"}}, {"Contact": {"ContactID": "c-2"}}

    assert is_of_another(WANT, [other])
    assert not is_of_another(WANT, [other, ours])
    assert not is_of_another(WANT, [])
    named: list[Raw] = [{"Contact": {"Name": "Mill"}}, {"Contact": {}}, {}]
    assert [contact_of(one) for one in named] == ["mill", "", ""]


def of(contact: str | None) -> Raw:
    return {} if contact is None else {"Contact": {"ContactID": contact}, "Reference": "PO 1"}


def test_what_a_contact_has_become_is_meant_in_what_was_posted_last_too() -> None:
    want = Wanted(payload=of("c-1"), base=of("c-1"))

    followed, other, fresh = (
        following(want, {"c-1": "c-2"}),
        following(want, {"c-3": "c-2"}),
        following(Wanted(payload=of("c-1")), {"c-1": "c-2"}),
    )

    assert (followed.payload, followed.base) == (of("c-2"), of("c-2"))
    assert (other.payload, other.base) == (of("c-1"), of("c-1"))
    assert (fresh.payload, fresh.base) == (of("c-2"), None)


@pytest.mark.parametrize(
    ("base", "said", "posted"),
    [
        (of(""), "c-9", of("c-9")),
        (of("c-1"), "c-9", of("c-1")),
        (of(""), "", of("")),
        ({}, "c-9", {}),
        (None, "c-9", None),
    ],
    ids=["it does not tell", "it tells", "nobody has said", "it has no contact", "nothing was posted"],
)
def test_whose_it_was_is_said_where_what_was_posted_last_does_not_tell(
    base: Raw | None, said: str, posted: Raw | None
) -> None:
    assert posted_to(Wanted(payload=of("c-1"), base=base), said).base == posted
