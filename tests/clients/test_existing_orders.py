"""Asking which of many orders exist: of how many at once, and what the answer tells."""

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.stand_ins.brightpearl.id_sets import parse_id_set
from shared.brightpearl.id_sets import FAR, LONGEST_SET, asked_together, bridged
from tests.clients.doubles import Said, a_brightpearl

SAFE: Final = 2_000  # characters of an address: facts name no bound, and gateways that have one take as many


@given(st.sets(st.integers(min_value=1, max_value=10_000_000), max_size=400))
def test_every_id_is_asked_for_once_in_ascending_addresses_of_some_length(ids: set[int]) -> None:
    lists = list(asked_together(ids))

    assert [number for some in lists for number in some] == sorted(ids)
    assert all(len(bridged(some)) <= LONGEST_SET for some in lists)
    assert all({*some} <= {*parse_id_set(bridged(some))} for some in lists)


@pytest.mark.parametrize("step", [1, 2, 7, FAR + 1, FAR + 2, 5_003], ids="a gap of {}".format)
@pytest.mark.parametrize("first", [1_000_001, 98_000_001], ids=["seven digits", "eight digits"])
def test_no_address_is_longer_than_every_gateway_takes(first: int, step: int) -> None:
    """Nor any that reads by id, though two hundred of them share no range."""
    ids = range(first, first + 390 * step, step)
    together = list(asked_together(ids))
    asked, line = a_brightpearl(*[Said(body={"response": {"getUris": []}})] * len(together))
    read, by_id = a_brightpearl(*[Said(body={"response": [{"id": ids[0]}]})] * 2)

    there = [asked.existing_orders(some) for some in together]
    read.orders(ids)

    assert there == [set()] * len(together)
    sent = [*line.network.sent, *by_id.network.sent]
    assert len(sent) == len(together) + 2
    assert max(len(str(request.url)) for request in sent) <= SAFE


@pytest.mark.parametrize(
    ("step", "most"), [(1, 1), (10, 1), (FAR, 1), (FAR + 2, 54)], ids=["all", "each tenth", "far", "very far"]
)
def test_ten_thousand_orders_are_few_addresses_unless_nearly_all_others_are_not_ours(step: int, most: int) -> None:
    ids = range(100_000, 100_000 + 10_000 * step, step)

    assert len(list(asked_together(ids))) <= most
