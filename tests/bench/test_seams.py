"""What is timed apart is still where the measurement looks for it."""

from weakref import ref

import pytest

from sandbox.bench.ours import BESIDE, keeping


class Page(dict[str, str]):
    """What was read, as something that can be watched."""


@pytest.mark.parametrize(("place", "name"), BESIDE, ids=lambda value: getattr(value, "__name__", value))
def test_every_seam_is_there(place: object, name: str) -> None:
    assert name in vars(place)


@pytest.mark.parametrize("most", [0, 1, 3])
def test_what_was_read_is_let_go_of_by_a_later_read(most: int) -> None:
    read = keeping(Page, most)
    page = ref(read())
    for _ in range(most):
        assert page() is not None
        read()
    assert page() is None
