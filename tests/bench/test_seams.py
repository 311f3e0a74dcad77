"""What is timed apart is still where the measurement looks for it."""

import pytest

from sandbox.bench.ours import BESIDE


@pytest.mark.parametrize(("place", "name"), BESIDE, ids=lambda value: getattr(value, "__name__", value))
def test_every_seam_is_there(place: object, name: str) -> None:
    assert name in vars(place)
