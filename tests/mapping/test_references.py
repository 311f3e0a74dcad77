"""References in payloads, and looking into a vendor's JSON."""

from decimal import Decimal
from typing import Any

import pytest

from shared.kinds import Kind
from shared.mapping.direction import is_below_nought, kind_in_xero
from shared.mapping.references import Mapped, Ref, fingerprint_of, references, resolve
from shared.mapping.source import amount_at, at, entries, id_at, source_hash, text_at

CONTACT = Ref(Kind.CONTACT, "7")
ITEM = Ref(Kind.PRODUCT, "8", optional=True)
PAYLOAD: dict[str, Any] = {
    "Contact": {"ContactID": CONTACT},
    "ItemCode": ITEM,
    "LineItems": [{"ItemCode": ITEM, "Quantity": 1}, "text"],
    "Ids": (CONTACT, [CONTACT]),
    "Total": Decimal("5.00"),
}


def test_every_reference_is_found_in_order() -> None:
    assert references(PAYLOAD) == [CONTACT, ITEM, ITEM, CONTACT, CONTACT]


def test_ids_take_the_place_of_references() -> None:
    assert resolve(PAYLOAD, {CONTACT: "xero-7", ITEM: "TEE"}) == {
        "Contact": {"ContactID": "xero-7"},
        "ItemCode": "TEE",
        "LineItems": [{"ItemCode": "TEE", "Quantity": 1}, "text"],
        "Ids": ["xero-7", ["xero-7"]],
        "Total": Decimal("5.00"),
    }


def test_an_optional_reference_that_leads_nowhere_goes_with_its_key() -> None:
    resolved = resolve(PAYLOAD, {CONTACT: "xero-7"})

    assert "ItemCode" not in resolved
    assert resolved["LineItems"] == [{"Quantity": 1}, "text"]
    assert "ItemCode" in PAYLOAD


@pytest.mark.parametrize("payload", [{"Contact": {"ContactID": CONTACT}}, {"ContactID": CONTACT}, {"Ids": [CONTACT]}])
def test_any_other_has_to_lead_somewhere(payload: dict[str, Any]) -> None:
    with pytest.raises(KeyError):
        resolve(payload, {})


def test_a_reference_is_written_as_kind_and_id() -> None:
    assert str(CONTACT) == "contact/7"
    assert CONTACT.optional is False


def test_a_mapper_that_says_no_more_than_a_payload_has_no_total_and_nothing_to_tell() -> None:
    assert Mapped(payload={}) == Mapped(payload={}, total=None, tax=None, notes=(), left=None)


def test_a_fingerprint_tells_payloads_and_totals_apart() -> None:
    mapped = [Mapped(payload={"a": 1}), Mapped(payload={"a": 2}), Mapped(payload={"a": 1}, total=Decimal(5))]

    assert len({fingerprint_of(each) for each in mapped}) == 3
    assert fingerprint_of(mapped[0]) == fingerprint_of(Mapped(payload={"a": 1}, notes=("said",)))


@pytest.mark.parametrize(
    ("path", "found"),
    [(("a", 0), 1), (("a", 1), None), (("a", "b"), None), (("b",), None), (("c", "d"), None), ((), {"a": [1], "c": 5})],
)
def test_a_way_that_ends_leads_to_nothing(path: tuple[str | int, ...], found: object) -> None:
    assert at({"a": [1], "c": 5}, *path) == found


def test_texts_and_ids_are_read_whatever_they_were_written_as() -> None:
    source = {"text": " a ", "number": 7, "amount": Decimal("1.50"), "yes": True, "none": 0}

    assert [text_at(source, name) for name in (*source, "missing")] == ["a", "7", "1.50", "", "0", ""]
    assert [id_at(source, name) for name in ("number", "none", "missing")] == ["7", "", ""]
    assert amount_at(source, "number") == 7


@pytest.mark.parametrize("source", [{"a": {"0": "x", "1": "y"}}, {"a": ["x", "y"]}, {"a": ("x", "y")}])
def test_a_list_that_is_written_as_a_map_is_read_alike(source: dict[str, Any]) -> None:
    assert list(entries(source, "a")) == [("0", "x"), ("1", "y")]
    assert list(entries(source, "missing")) == []


@pytest.mark.parametrize(("total", "below"), [("0.50", False), ("0.00", False), ("-0.01", True)])
def test_an_order_is_below_nought_from_the_first_cent(total: str, *, below: bool) -> None:
    order = {"totalValue": {"total": total}}

    assert is_below_nought(order) is below
    assert kind_in_xero(Kind.SALES_CREDIT, order) == (Kind.SALES_INVOICE if below else Kind.SALES_CREDIT)


def test_references_have_an_order() -> None:
    assert sorted([ITEM, CONTACT, Ref(Kind.CONTACT, "3")]) == [Ref(Kind.CONTACT, "3"), CONTACT, ITEM]


@pytest.mark.parametrize(
    ("changes", "is_same"),
    [({"updatedOn": "2026-04-18T00:00:00Z"}, True), ({"version": 8}, True), ({"reference": "PO 8"}, False)],
    ids=str,
)
def test_a_source_is_the_same_where_only_what_changes_by_itself_has_changed(
    changes: dict[str, Any], is_same: bool
) -> None:
    source = {"id": 7, "reference": "PO 7", "updatedOn": "2026-04-17T00:00:00Z", "version": 7}

    assert (source_hash({**source, **changes}) == source_hash(source)) is is_same
