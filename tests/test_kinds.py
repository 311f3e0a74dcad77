"""The rows of the kinds are whole, and what is derived from them keeps their order."""

from shared.api.words import KindName
from shared.kinds import KINDS, Kind


def test_every_kind_has_a_row_in_the_order_in_which_people_see_them() -> None:
    assert list(KINDS) == list(Kind)


def test_every_kind_has_a_name_in_addresses_in_the_same_order() -> None:
    assert [name.kind for name in KindName] == list(Kind)
