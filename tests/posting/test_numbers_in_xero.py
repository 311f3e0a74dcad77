"""Documents whose number was used before in Xero: by one that was voided, or for a contact that was merged since."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, cast

import pytest

from shared.posting.target import Adopt, Refuse, Rename, Resolution, Wanted
from shared.posting.targets.xero_documents import DocumentTarget, document_targets
from tests.builders import TAX_RATES, some_settings

Raw = dict[str, Any]


@dataclass
class Books:
    """A Xero that finds documents by their numbers, and these contacts."""

    documents: Sequence[Raw]
    contacts: Sequence[Raw] = ()
    asked: list[list[str]] = field(default_factory=list)
    read: list[str] = field(default_factory=list)

    def invoices_by_number(self, numbers: Iterable[str]) -> Sequence[Raw]:
        self.asked.append(list(numbers))
        return [one for one in self.documents if one["InvoiceNumber"] in self.asked[-1]]

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


def voided(number: str) -> Raw:
    return there(number, Status="VOIDED")


def a_want(number: str, *, of: str = "ACCREC", contact: str = "c-1") -> Wanted:
    payload = {"Type": of, "InvoiceNumber": number, "Contact": {"ContactID": contact}, "CurrencyCode": "GBP"}
    return Wanted(payload=payload, total=Decimal("12.00"))


def under(resolution: Resolution) -> str:
    """The number under which it may go, where the one that was voided is ours."""
    assert isinstance(resolution, Refuse)
    assert isinstance(resolution.ours, Rename)
    assert resolution.ours.payload is not None
    return str(resolution.ours.payload["InvoiceNumber"])


def test_what_was_voided_keeps_its_number_and_the_next_ones_count_on() -> None:
    numbers = ("SI-1", "SI-2", "SI-2-2", "SI-3", "SI-3-2", "SI-3-3")
    target = a_target(*map(voided, numbers), there("SI-1-2", Type="ACCPAY"))

    found = target.look_up([a_want("SI-1"), a_want("SI-2"), a_want("SI-3"), a_want("SI-4")], since=None)

    assert {key[1]: under(one) for key, one in found.items()} == {"SI-1": "SI-1-2", "SI-2": "SI-2-3", "SI-3": "SI-3-4"}
    assert {cast("Refuse", one).remote_id for one in found.values()} == {"id of SI-1", "id of SI-2", "id of SI-3"}
    assert cast("Books", target.xero).asked == [
        ["SI-1", "SI-2", "SI-3", "SI-4"],
        ["SI-1-2", "SI-2-2", "SI-3-2"],
        ["SI-2-3", "SI-3-3"],
        ["SI-3-4"],
    ]


def test_one_of_the_next_number_that_agrees_is_this_one() -> None:
    (resolution,) = a_target(voided("SI-1"), there("SI-1-2")).look_up([a_want("SI-1")], since=None).values()

    assert isinstance(resolution, Adopt)
    assert (resolution.element.remote_id, resolution.note) == ("id of SI-1-2", "found in Xero")


def test_one_of_the_next_number_that_differs_is_an_error() -> None:
    target = a_target(voided("SI-1"), there("SI-1-2", Total="12.01"))

    (resolution,) = target.look_up([a_want("SI-1")], since=None).values()

    assert isinstance(resolution, Refuse)
    assert resolution.problem.message == (
        "Xero already has an invoice SI-1-2, but its total is 12.01 in Xero and 12.00 in Brightpearl"
    )
    assert resolution.ours is None


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
