"""What every target of Xero's does unless it says otherwise."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, cast

import pytest

from shared.posting.target import Adopt, Looks, Wanted, says
from shared.posting.targets.xero import NOBODY, XeroTarget, by_key
from shared.xero.client import Xero
from shared.xero.resources import BANK_TRANSACTIONS, ITEMS
from tests.records.builders import AT

Raw = dict[str, Any]


class Plain(XeroTarget):
    name = "plain"
    resource = ITEMS

    def key(self, payload: Mapping[str, Any], /) -> tuple[str, ...]:
        return (str(payload.get("Code")),)


class Transactions(Plain):
    resource = BANK_TRANSACTIONS


class Books:
    """Tells what was changed, and from when on it was asked for."""

    def __init__(self, *there: Raw) -> None:
        self.there = there
        self.since: datetime | None = None
        self.how: dict[str, object] = {}

    def modified(self, _resource: object, since: datetime) -> tuple[Raw, ...]:
        self.since = since
        return self.there

    def write(self, resource: object, body: bytes, **how: object) -> list[Raw]:
        assert (resource, body) == (ITEMS, b"body")
        self.how = how
        return [TEA]

    def by_ids(self, resource: object, ids: list[str]) -> list[Raw]:
        assert resource is ITEMS
        return [one for one in self.there if one["ItemID"] in ids]


def a_target(*there: Raw) -> tuple[Plain, Books]:
    books = Books(*there)
    return Plain(cast("Xero", books)), books


TEA: Raw = {"ItemID": "i-1", "Code": "TEA"}
CUP: Raw = {"ItemID": "i-2", "Code": "CUP"}


def test_what_a_lost_request_has_left_is_adopted_and_nothing_else() -> None:
    target, books = a_target(TEA, CUP)

    found = target.look_up([Wanted(payload={"Code": "TEA"}), Wanted(payload={"Code": "POT"})], since=AT)

    ((key, adopt),) = found.items()
    assert isinstance(adopt, Adopt)
    assert (key, adopt.element.remote_id, adopt.note) == (("TEA",), "i-1", "found in Xero after its answer was lost")
    assert books.since == AT - timedelta(minutes=10)


@pytest.mark.parametrize("create", [True, False])
def test_a_body_is_sent_once_under_its_key(create: bool) -> None:
    target, books = a_target()

    sent = target.send("body", create=create, idempotency_key="key-1")

    assert [one.remote_id for one in sent] == ["i-1"]
    assert books.how == {"create": create, "idempotency_key": "key-1"}


def test_nothing_is_looked_for_before_it_is_sent_and_no_refusal_asks_for_it() -> None:
    target, _ = a_target()

    assert (target.looks, target.unique_field) == (Looks.LATER, "")
    assert not says(target.clash, ["", "taken"])


def test_without_a_lost_request_nothing_is_looked_for() -> None:
    target, books = a_target(TEA)

    assert target.look_up([Wanted(payload={"Code": "TEA"})], since=None) == {}
    assert books.since is None


def test_what_is_there_is_given_by_its_id_and_nothing_of_it_is_asked() -> None:
    target, _ = a_target(TEA, CUP)
    want = Wanted(payload={"Code": "TEA"})

    assert target.there(["i-1"]) == {"i-1": TEA}
    assert target.is_alive({}) is True
    assert target.gone_items() == set()
    assert (target.changed([want], {}), target.ready([want.payload])) == ({}, {})
    assert target.difference(want, target.element(TEA)) is None
    assert target.amendment(want) is want.payload


@pytest.mark.parametrize(
    ("status", "is_draft"), [("DRAFT", True), ("SUBMITTED", True), ("AUTHORISED", False), (None, False)]
)
def test_what_nobody_has_approved_is_a_draft(status: str | None, is_draft: bool) -> None:
    target, _ = a_target({**TEA, "Status": status}, {**CUP, "Status": "DRAFT"})

    assert target.drafts(["i-1"]) == ({"i-1"} if is_draft else set())


def test_an_element_is_read_with_its_amounts_and_the_words_about_it() -> None:
    raw = {
        **TEA,
        "Total": 12,
        "TotalTax": "2.00",
        "ValidationErrors": [{"Message": "no"}],
        "Warnings": [{"Message": "but"}],
    }
    target, _ = a_target()

    found = target.element(raw)

    assert (found.key, found.remote_id, found.total, found.tax) == (("TEA",), "i-1", Decimal(12), Decimal("2.00"))
    assert (found.refusals, found.warnings, found.raw) == (("no",), ("but",), raw)


def test_what_was_not_created_has_nobodys_id_and_what_has_no_amount_none() -> None:
    target, _ = a_target()

    found = target.element({"ItemID": NOBODY})

    assert (found.remote_id, found.total, found.tax) == ("", None, None)
    assert target.element({}).remote_id == ""


def test_a_number_is_read_where_the_resource_has_one() -> None:
    target, books = a_target()

    assert target.element(TEA).remote_number == "TEA"
    assert target.element({}).remote_number == ""
    assert Transactions(cast("Xero", books)).element({"": "7"}).remote_number == ""


def test_a_document_goes_where_its_type_is_named() -> None:
    target, _ = a_target()

    assert target.takes({"Type": "plain"}) is True
    assert target.takes({"Type": "other"}) is target.takes({}) is False


def test_elements_are_put_together_by_their_keys_in_their_order() -> None:
    assert by_key([TEA, CUP, {**TEA, "ItemID": "i-3"}], lambda raw: (raw["Code"],)) == {
        ("TEA",): [TEA, {**TEA, "ItemID": "i-3"}],
        ("CUP",): [CUP],
    }
