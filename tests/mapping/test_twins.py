"""Which payments were entered in both systems, and which only look like it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from shared.mapping.twins import Entry, not_there, of_brightpearl, of_xero, twins_of

OURS = Entry(
    id="9001", document="i-1", amount=Decimal("10.00"), day="2026-11-21", accounts=frozenset({"090"}), told="ours"
)
THEIRS = replace(OURS, id="p-1", accounts=frozenset({"090", "account-1"}), told="theirs")


def told(*going: Entry, there: list[Entry]) -> dict[str, tuple[str, bool]]:
    return {one: (twin.entry.id, twin.same) for one, twin in twins_of(going, there).items()}


def test_the_same_document_amount_day_and_account_is_the_same_payment() -> None:
    assert told(OURS, there=[THEIRS]) == {"9001": ("p-1", True)}


@pytest.mark.parametrize("other", [{"day": "2026-11-23"}, {"accounts": frozenset({"095"})}], ids=str)
def test_on_another_day_or_account_a_person_has_to_say(other: dict[str, object]) -> None:
    assert told(OURS, there=[replace(THEIRS, **other)]) == {"9001": ("p-1", False)}


@pytest.mark.parametrize("other", [{"document": "i-2"}, {"amount": Decimal("10.01")}], ids=str)
def test_of_another_document_or_amount_it_is_another_payment(other: dict[str, object]) -> None:
    assert told(OURS, there=[replace(THEIRS, **other)]) == {}


@pytest.mark.parametrize("nameless", [OURS, THEIRS], ids=["ours", "theirs"])
def test_where_no_account_is_known_the_day_decides(nameless: Entry) -> None:
    pair = [replace(one, accounts=frozenset()) if one is nameless else one for one in (OURS, THEIRS)]

    assert told(pair[0], there=[pair[1]]) == {"9001": ("p-1", True)}


def test_of_two_of_ours_the_older_one_has_it_and_the_other_has_none() -> None:
    younger = replace(OURS, id="10002")

    assert told(younger, OURS, there=[THEIRS]) == {"9001": ("p-1", True)}


def test_one_that_is_certain_comes_before_a_question_of_an_older_one() -> None:
    older = replace(OURS, id="9000", day="2026-11-19")

    assert told(older, OURS, there=[THEIRS]) == {"9001": ("p-1", True)}


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [({}, {"named": "9001"}), ({"named": "p-1"}, {}), ({"linked": "p-1"}, {})],
    ids=["it says that it is the copy", "ours says so", "a person says so"],
)
def test_what_says_that_it_is_the_copy_is_so_on_any_day(ours: dict[str, str], theirs: dict[str, str]) -> None:
    stranger = replace(THEIRS, id="p-0", day="2026-11-22")
    copy = replace(THEIRS, day="2026-11-23", **theirs)

    assert told(replace(OURS, **ours), there=[stranger, copy]) == {"9001": ("p-1", True)}


def test_what_is_no_money_takes_no_question_away_from_what_is() -> None:
    credit, later = replace(OURS, id="1", is_money=False), replace(THEIRS, day="2026-11-23")

    assert told(credit, OURS, there=[later]) == {"9001": ("p-1", False)}
    assert told(credit, there=[THEIRS]) == {"1": ("p-1", True)}


GONE = replace(OURS, id="9", told="gone", is_gone=True)
COPY = replace(OURS, id="p-1", named="9")


def test_what_names_one_that_is_gone_may_be_its_copy_which_a_person_has_to_say() -> None:
    assert told(COPY, there=[GONE]) == {"p-1": ("9", False)}
    assert told(replace(COPY, linked="9"), there=[GONE]) == {"p-1": ("9", True)}
    assert told(replace(COPY, separate=frozenset({"9"})), there=[GONE]) == {}


def test_one_that_is_gone_is_nobody_elses_question() -> None:
    assert told(OURS, there=[GONE]) == {}
    assert told(OURS, COPY, there=[GONE]) == {"p-1": ("9", False)}
    assert told(replace(COPY, is_money=False), there=[GONE]) == {}


def test_one_that_is_there_comes_before_one_that_is_gone() -> None:
    assert told(COPY, there=[GONE, THEIRS]) == {"p-1": ("p-1", True)}


def test_a_sentence_tells_of_what_is_not_there() -> None:
    assert not_there("9001") == "the copy of payment 9001, which is not in Brightpearl"


def test_what_a_person_has_separated_stays_so() -> None:
    separate = replace(OURS, separate=frozenset({"p-1"}))

    assert told(separate, there=[replace(THEIRS, named="9001")]) == {}
    assert told(separate, there=[THEIRS, replace(THEIRS, id="p-2")]) == {"9001": ("p-2", True)}


def test_of_a_payment_that_says_no_more_nothing_else_is_known() -> None:
    plain = Entry(id="9001", document="i-1", amount=Decimal("10.00"), day="2026-11-21")

    assert plain == Entry(
        id="9001",
        document="i-1",
        amount=Decimal("10.00"),
        day="2026-11-21",
        accounts=frozenset(),
        named="",
        linked="",
        separate=frozenset(),
        told="",
        is_money=True,
        is_gone=False,
    )


def test_a_sentence_names_both() -> None:
    assert of_brightpearl("9001", Decimal("10.00"), "2026-11-21", "CARD") == (
        "payment 9001 of 10.00 of 2026-11-21 by CARD in Brightpearl"
    )
    assert of_xero(Decimal("10.00"), "2026-11-23", "090") == "the payment of 10.00 of 2026-11-23 on 090 in Xero"
    assert of_xero(Decimal("10.00"), "2026-11-23", "").endswith("on an account without a code in Xero")


ENTRIES = st.builds(
    Entry,
    id=st.integers(1, 12).map(str),
    document=st.sampled_from(["i-1", "i-2"]),
    amount=st.sampled_from([Decimal("10.00"), Decimal("7.50")]),
    day=st.sampled_from(["2026-11-21", "2026-11-22"]),
    accounts=st.frozensets(st.sampled_from(["090", "095"]), max_size=2),
)


@given(going=st.lists(ENTRIES, unique_by=lambda one: one.id), there=st.lists(ENTRIES, unique_by=lambda one: one.id))
def test_each_has_one_twin_of_its_document_and_amount_and_nobody_else_has_that(
    going: list[Entry], there: list[Entry]
) -> None:
    found = twins_of(going, there)

    taken = [twin.entry.id for twin in found.values()]
    assert len(taken) == len({*taken})
    for one in going:
        twin = found.get(one.id)
        assert twin is None or (twin.entry.document, twin.entry.amount) == (one.document, one.amount)
    # where one has none, all that might be its twin belong to others
    left = [one for one in there if one.id not in taken]
    without = [one for one in going if one.id not in found]
    assert not any((a.document, a.amount) == (b.document, b.amount) for a in without for b in left)
