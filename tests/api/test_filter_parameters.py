"""A filter in an address has the fields that it has in a body."""

import json
from inspect import signature
from pathlib import Path

from msgspec.structs import fields

from shared.api.document import FILE
from shared.api.filter_parameters import gather_filter, spread_filter
from shared.api.shapes import SelectionFilter
from shared.records.filter import Filter
from shared.records.status import Status

ROOT = Path(__file__).parents[2]
PAGING = {"order", "cursor", "limit"}


def a_read(kind: str, chosen: SelectionFilter, limit: int = 50) -> None:
    raise NotImplementedError


def an_action(kind: str, limit: int = 50) -> None:
    raise NotImplementedError


def test_the_fields_stand_where_the_filter_stood() -> None:
    assert list(spread_filter(signature(a_read)).parameters) == [
        "kind",
        *("status", "q", "first", "last", "cause", "reason"),
        "limit",
    ]


def test_what_is_given_for_the_fields_becomes_the_filter() -> None:
    given = {"kind": "products", "status": Status.ERROR, "q": " ada ", "limit": 3}

    whole = gather_filter(signature(a_read), given)

    assert whole == {"kind": "products", "chosen": SelectionFilter(status=Status.ERROR, q=" ada "), "limit": 3}
    assert whole["chosen"].wanted == Filter(status=Status.ERROR, search="ada")


def test_what_takes_no_filter_is_left_alone() -> None:
    assert spread_filter(signature(an_action)) == signature(an_action)
    assert gather_filter(signature(an_action), {"kind": "products"}) == {"kind": "products"}


def test_every_field_of_the_filter_can_be_given_in_an_address_and_in_a_body() -> None:
    contract = json.loads((ROOT / FILE).read_text(encoding="utf-8"))
    listing = contract["paths"]["/api/v1/connections/{connection}/{kind}"]["get"]
    asked = {parameter["name"] for parameter in listing["parameters"] if parameter["in"] == "query"}
    in_body = set(contract["components"]["schemas"]["SelectionFilter"]["properties"])
    called = {"search": "q", "first": "from", "last": "to"}

    assert asked - PAGING == in_body == {called.get(field.name, field.name) for field in fields(Filter)}
