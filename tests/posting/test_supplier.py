"""The supplier of stock corrections: found by its name, else created, and known from then on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from shared.errors import InvalidDataError, UncertainError
from shared.posting.supplier import Supplier
from shared.records.progress import Progress
from shared.xero.client import Xero
from shared.xero.resources import CONTACTS

Raw = dict[str, Any]
NAME = "Stock corrections"
BILL: Raw = {"Type": "ACCPAY", "Contact": {"Name": NAME}}


@dataclass
class Books:
    """A Xero with these contacts of that name, which answers a create with these, and what is kept of a run."""

    found: Sequence[Raw] = ()
    answers: Sequence[Raw] = ({"ContactID": "c-2"},)
    kept: dict[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)
    asked: list[object] = field(default_factory=list)

    def find(self, *asked: object) -> Sequence[Raw]:
        self.asked.append(asked)
        return self.found

    def body_of(self, resource: object, payloads: Sequence[Raw]) -> bytes:
        assert resource is CONTACTS
        return f"{[payload['Name'] for payload in payloads]}".encode()

    def write(self, resource: object, body: bytes, *, create: bool, idempotency_key: str) -> Sequence[Raw]:
        self.asked.append((resource, body, create, bool(idempotency_key)))
        return self.answers

    def reference(self, name: str, *, run: str) -> Mapping[str, str] | None:
        return self.kept.get((name, run))

    def save_reference(self, name: str, known: Mapping[str, str], *, run: str) -> None:
        self.kept[name, run] = known


LOOK = (CONTACTS, "Name", NAME)
CREATE = (CONTACTS, b"['Stock corrections']", True, True)


def identified(books: Books, payload: Raw = BILL) -> Raw:
    supplier = Supplier(xero=cast("Xero", books), progress=cast("Progress", books), run="run-1")
    return dict(supplier.identified(payload))


def test_a_supplier_that_is_there_is_looked_for_once_a_run() -> None:
    books = Books([{"ContactID": "c-1", "ContactStatus": "ACTIVE"}])

    assert identified(books) == identified(books) == {"Type": "ACCPAY", "Contact": {"ContactID": "c-1"}}
    assert books.asked == [LOOK]
    assert books.kept == {("supplier", "run-1"): {NAME: "c-1"}}


def test_one_that_is_not_is_created_and_others_stay_known() -> None:
    books = Books(kept={("supplier", "run-1"): {"Other": "c-9"}})

    assert identified(books)["Contact"] == {"ContactID": "c-2"}
    assert books.asked == [LOOK, CREATE]
    assert books.kept == {("supplier", "run-1"): {"Other": "c-9", NAME: "c-2"}}


@pytest.mark.parametrize("contact", [{"ContactID": "c-1"}, None])
def test_a_bill_that_names_its_contact_by_id_stays_as_it_is(contact: Raw | None) -> None:
    books = Books()

    assert identified(books, {"Contact": contact}) == {"Contact": contact}
    assert books.asked == []


def test_an_archived_supplier_is_to_be_restored() -> None:
    books = Books([{"ContactID": "c-1", "ContactStatus": "ACTIVE"}, {"ContactID": "c-3", "ContactStatus": "ARCHIVED"}])

    with pytest.raises(InvalidDataError) as raised:
        identified(books)

    assert raised.value.message == "the supplier of stock corrections, Stock corrections, is archived in Xero"
    assert raised.value.hint == (
        "restore it in Xero (Contacts > Archived), or name another one in adjustments.supplier"
    )


def test_a_supplier_that_xero_refuses_is_an_error_in_its_words() -> None:
    books = Books(answers=[{"ValidationErrors": [{"Message": "Odd"}, {"Message": "Strange"}]}])

    with pytest.raises(InvalidDataError) as raised:
        identified(books)

    assert raised.value.message == (
        "the supplier of stock corrections, Stock corrections, cannot be created in Xero: Odd; Strange"
    )
    assert raised.value.hint == "create it in Xero by hand, or name another one in adjustments.supplier"
    assert books.kept == {}


@pytest.mark.parametrize("answers", [[], [{"ContactID": "c-1"}, {"ContactID": "c-2"}]])
def test_not_one_answer_is_none(answers: list[Raw]) -> None:
    with pytest.raises(UncertainError, match=f"Xero gave {len(answers)} answers to one contact"):
        identified(Books(answers=answers))
