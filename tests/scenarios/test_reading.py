"""A file that cannot be played says in one sentence where it is wrong; references and patches mean what they say."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from sandbox.scenario.case import read_case
from sandbox.scenario.checks import CHECKS, WrongCaseError
from sandbox.scenario.merge_patch import merged
from sandbox.scenario.play import ACTS
from sandbox.scenario.references import names_in, resolved

WRONG: dict[str, tuple[Any, str]] = {
    "a list": ([], "the file is an object"),
    "an unknown key": ({"actions": []}, "the file has no actions; it has start, country, settings, switches, acts"),
    "a start that is no time": (
        {"start": "yesterday"},
        "start is a time such as 2026-11-23T09:00:00Z, not 'yesterday'",
    ),
    "a start without a zone": ({"start": "2026-11-23T09:00:00"}, "start needs its zone"),
    "an unknown country": ({"country": "fr"}, "there is no country 'fr'"),
    "settings that are a list": ({"settings": []}, "settings is an object"),
    "a switch without a system": ({"switches": {"rounding": "half_up"}}, "a switch is named as in xero.rounding"),
    "an unknown switch": ({"switches": {"xero.gravity": True}}, "There is no switch 'gravity'"),
    "a switch that stands nowhere": ({"switches": {"xero.rounding": "up"}}, "Switch 'rounding' can be 'half_up'"),
    "acts that are an object": ({"acts": {}}, "acts is a list"),
    "an act that is text": ({"acts": ["cycle"]}, "act 1 is an object"),
    "an unknown act": ({"acts": [{"cycle": 1}, {"dance": 1}]}, "act 2 has no dance"),
    "two acts in one": ({"acts": [{"cycle": 1, "verify": 1}]}, "not cycle and verify"),
    "no act": ({"acts": [{"as": "nothing"}]}, "not nothing"),
    "a name with spaces": ({"acts": [{"cycle": 1, "as": "the first"}]}, "not 'the first'"),
    "a name that nobody has": ({"acts": [{"xero": {"action": "void", "document": "$sale.n"}}]}, "named 'sale'"),
    "a name given later": (
        {"acts": [{"xero": {"action": "void", "document": ["$sale.n"]}}, {"cycle": 1, "as": "sale"}]},
        "no earlier act is named 'sale'",
    ),
    "an action without its name": ({"acts": [{"brightpearl": {}}]}, "act 1, brightpearl.action is text"),
    "no cycles": ({"acts": [{"cycle": 0}]}, "a whole number of times, not 0"),
    "half a cycle": ({"acts": [{"cycle": 0.5}]}, "a whole number of times"),
    "a truth of cycles": ({"acts": [{"cycle": True}]}, "a whole number of times"),
    "an unknown span": ({"acts": [{"advance": {"weeks": 1}}]}, "act 1, advance has no weeks"),
    "a span backwards": ({"acts": [{"advance": {"days": -1}}]}, "act 1, advance.days is a number, not -1"),
    "an unknown kind": ({"acts": [{"record": {"kind": "order", "id": 1, "action": "post"}}]}, "not 'order'"),
    "an unknown button": ({"acts": [{"record": {"kind": "contact", "id": 1, "action": "kick"}}]}, "not 'kick'"),
    "a record without an id": ({"acts": [{"record": {"kind": "contact", "action": "post"}}]}, "that of a record"),
    "an unknown key of a record": (
        {"acts": [{"record": {"kind": "contact", "id": 1, "action": "post", "why": ""}}]},
        "act 1, record has no why",
    ),
    "an unknown step": ({"acts": [{"step": "post_everything"}]}, "not 'post_everything'"),
    "faults of nobody": ({"acts": [{"faults": {"sage": []}}]}, "act 1, faults has no sage"),
    "a fault that does not exist": ({"acts": [{"faults": {"xero": [{"kind": "flood"}]}}]}, "no fault 'flood'"),
    "a rule that is text": ({"acts": [{"faults": {"xero": ["slow"]}}]}, "is an object, not 'slow'"),
    "a table put back by weeks": ({"acts": [{"restore": {"weeks": 1}}]}, "act 1, restore has no weeks"),
    "a new installation with settings": (
        {"acts": [{"reinstall": {"country": "uk"}}]},
        "act 1, reinstall has no country",
    ),
    "a new installation as text": ({"acts": [{"reinstall": "now"}]}, "act 1, reinstall is an object, not 'now'"),
    "a patch that is text": ({"acts": [{"settings": "none"}]}, "act 1, settings is an object"),
}


@pytest.mark.parametrize(("document", "sentence"), WRONG.values(), ids=WRONG)
def test_a_wrong_file_says_where_it_is_wrong(document: Any, sentence: str) -> None:
    with pytest.raises(WrongCaseError) as wrong:
        read_case(json.dumps(document))

    assert sentence in str(wrong.value)
    assert "\n" not in str(wrong.value)


def test_what_is_not_json_is_no_case() -> None:
    with pytest.raises(WrongCaseError, match="the file is not JSON"):
        read_case('{"acts": [}')


def test_an_empty_file_has_everything_it_needs() -> None:
    case = read_case("{}")

    assert (case.start, case.country, case.acts) == (datetime(2026, 11, 23, 9, 0, tzinfo=UTC), "gb", ())
    assert case.switches == {"brightpearl": {}, "xero": {}}


def test_a_start_may_be_told_by_any_clock() -> None:
    assert read_case('{"start": "2026-07-01T10:00:00+01:00"}').start == datetime(2026, 7, 1, 9, 0, tzinfo=UTC)


def test_amounts_are_read_to_the_cent() -> None:
    (act,) = read_case('{"acts": [{"xero": {"action": "pay_invoice", "amount": 0.10}}]}').acts

    assert act["xero"]["amount"] == Decimal("0.10")


def test_every_act_is_checked_and_played() -> None:
    assert list(CHECKS) == list(ACTS)


ANSWERS = {
    "order": {"order": 2001, "rows": [378, 379], "total": "17.10"},
    "bill": {"Contact": {"ContactID": "c-1"}},
    "no": None,
}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("$order.order", 2001),
        ("$order.rows", [378, 379]),
        ("$order.rows.1", 379),
        ("$bill.Contact.ContactID", "c-1"),
        ("$5.00 off", "$5.00 off"),
        ("pay $order.order", "pay $order.order"),
        ("$order", "$order"),
    ],
)
def test_a_reference_is_the_field_in_its_own_type_and_other_text_stays(text: str, value: Any) -> None:
    assert resolved({"deep": [{"er": text}, 1]}, ANSWERS) == {"deep": [{"er": value}, 1]}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("$order.colour", "there is no 'colour'"),
        ("$order.rows.2", "there is no '2'"),
        ("$order.total.pence", "there is no 'pence'"),
        ("$no.order", "that act was refused"),
    ],
)
def test_a_reference_that_leads_nowhere_says_so(text: str, sentence: str) -> None:
    with pytest.raises(ValueError, match="leads nowhere") as wrong:
        resolved([text], ANSWERS)

    assert sentence in str(wrong.value)


def test_names_are_found_however_deep() -> None:
    assert list(names_in({"a": ["$one.x", {"b": "$two.y"}], "c": 3, "$three.z": None})) == ["three", "one", "two"]


# the examples of RFC 7396, appendix A
PATCHES: tuple[tuple[Any, Any, Any], ...] = (
    ({"a": "b"}, {"a": "c"}, {"a": "c"}),
    ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
    ({"a": "b"}, {"a": None}, {}),
    ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
    ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
    ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
    ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
    ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
    (["a", "b"], ["c", "d"], ["c", "d"]),
    ({"a": "b"}, ["c"], ["c"]),
    ({"a": "foo"}, None, None),
    ({"a": "foo"}, "bar", "bar"),
    ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
    ([1, 2], {"a": "b", "c": None}, {"a": "b"}),
    ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
)


@pytest.mark.parametrize(("target", "patch", "result"), PATCHES)
def test_a_merge_patch_does_what_its_standard_says(target: Any, patch: Any, result: Any) -> None:
    assert merged(target, patch) == result
