"""Ids go out ascending, each once, in ranges, and at most two hundred at a time."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from shared.brightpearl.id_sets import BRIDGED, LONGEST_SET, MOST_IDS, chunks, compress, expand, searchable, span

IDS = st.lists(st.integers(min_value=1, max_value=2_000) | st.integers(min_value=1, max_value=10**9))


@given(IDS)
def test_a_set_holds_exactly_its_ids_in_ascending_order(ids: list[int]) -> None:
    text = compress(ids)

    assert (list(expand(text)) if text else []) == sorted(set(ids))


@given(IDS)
def test_runs_are_as_long_as_they_can_be(ids: list[int]) -> None:
    parts = [part for part in compress(ids).split(",") if part]
    edges = [(int(part.split("-")[0]), int(part.split("-")[-1])) for part in parts]

    assert all(first > last + 1 for (_, last), (first, _) in pairwise(edges))


@given(IDS)
def test_chunks_hold_every_id_once_and_fit_a_call(ids: list[int]) -> None:
    found = list(chunks(ids))

    assert [number for chunk in found for number in chunk] == sorted(set(ids))
    assert all(0 < len(chunk) <= MOST_IDS for chunk in found)
    assert len(found) == -(-len(set(ids)) // MOST_IDS)


@given(IDS)
def test_what_is_searched_holds_every_id_and_hardly_any_others(ids: list[int]) -> None:
    texts = list(searchable(ids))
    found = [number for text in texts for number in expand(text)]

    assert found == sorted(set(found))
    assert set(ids) <= set(found)
    assert len(found) <= len(set(ids)) * (1 + BRIDGED)
    assert all(len(text) <= LONGEST_SET for text in texts)


def test_a_search_asks_for_as_many_ids_as_its_address_has_room_for() -> None:
    scattered = range(100_000, 200_000, 10)

    texts = list(searchable(scattered))

    assert ",".join(texts) == compress(scattered)
    assert all(len(text) > LONGEST_SET - len(",199990") for text in texts[:-1])
    assert list(searchable(range(1, 9_999))) == ["1-9998"]


def test_it_reads_as_the_vendor_writes_it() -> None:
    assert compress([320, 1, 2, 321, 5, 2]) == "1-2,5,320-321"


def test_everything_above_an_id_is_a_closed_range() -> None:
    assert span(41) == "42-2147483647"
