"""A document with our number in Xero: what of it stays as people have made it, whose it is, and what was ours all along."""

from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from shared.kinds import Kind
from shared.mapping.rounding import ROUNDING
from shared.mapping.versions import Version, version_of
from shared.posting.target import Adopt, Element, Refuse, Resolution, Wanted
from shared.posting.targets.same_number import (
    are_gone,
    choose,
    contact_of,
    following,
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
    return choose(Kind.SALES_INVOICE, want, [element], recovered_within=Decimal("0.05") if lost else None)


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
    assert (resolution.element, resolution.note) == (element, "found in Xero after its answer was lost")
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


@pytest.mark.parametrize("status", ["VOIDED", "DELETED"])
def test_ours_that_was_voided_before_we_knew_of_it_is_not_taken(status: str) -> None:
    resolution = chosen(there(Total="30.00", Status=status), lost=True)

    assert isinstance(resolution, Refuse)
    assert resolution.problem.message.endswith(f"and 12.00 in Brightpearl; it is {status.lower()}")


def test_all_of_a_number_may_be_gone() -> None:
    gone, alive = there(Status="VOIDED"), there()

    assert are_gone([gone, there(Status="DELETED")])
    assert not are_gone([gone, alive])
    assert not are_gone([there(Status=None)])


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
