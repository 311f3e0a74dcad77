"""How many orders are searched together for their payments."""

from hypothesis import given
from hypothesis import strategies as st

from shared.sources.brightpearl_payments import MOST_TOGETHER, ROWS, size_of_next


@given(orders=st.integers(1, MOST_TOGETHER), payments=st.integers(0, 5_000))
def test_the_next_orders_have_as_many_payments_as_a_page_has_room_for_if_they_are_like_the_last(
    orders: int, payments: int
) -> None:
    size = size_of_next(orders, payments)

    assert 1 <= size <= MOST_TOGETHER
    assert size == 1 or size * payments <= ROWS * orders
    assert size == MOST_TOGETHER or (size + 1) * max(payments, 1) > ROWS * orders
