"""Sandboxes for the clients' tests."""

import pytest

from tests.clients.inside import Inside


@pytest.fixture
def inside() -> Inside:
    """An empty sandbox with its reference data."""
    return Inside.a_sandbox()


@pytest.fixture(scope="module")
def shop() -> Inside:
    """A shop that tests only read, apart from switches that they turn back."""
    shop = Inside.a_sandbox()
    shop.sandbox.seed(orders=260, seed=3)
    return shop
