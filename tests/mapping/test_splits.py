"""What settles a bill of several orders is split over them: all of it, and no order gets more than is left of it but the last."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.mapping.splits import part_id, record_names, settles, split, whole_id

CENTS = st.decimals(min_value=0, max_value=10_000, places=2)
LEFT = st.lists(st.decimals(min_value=-100, max_value=10_000, places=2), min_size=1, max_size=8).map(
    lambda amounts: [(str(1001 + number), amount) for number, amount in enumerate(amounts)]
)
XERO_ID = "0f1e2d3c-0000-4000-8000-123456789abc"


@given(amount=CENTS, left=LEFT)
def test_a_split_keeps_the_sum_and_gives_no_order_more_than_is_left_of_it_but_the_last(
    amount: Decimal, left: list[tuple[str, Decimal]]
) -> None:
    shares = split(amount, left)

    assert [order for order, _ in shares] == [order for order, _ in left]
    assert sum(share for _, share in shares) == amount
    assert all(share >= 0 for _, share in shares)
    assert all(share <= max(most, Decimal()) for (_, share), (_, most) in zip(shares[:-1], left[:-1], strict=True))


@given(amount=CENTS, left=LEFT)
def test_an_order_gets_nothing_before_those_in_front_of_it_are_settled(
    amount: Decimal, left: list[tuple[str, Decimal]]
) -> None:
    shares = split(amount, left)

    for number in range(1, len(shares)):
        if shares[number][1]:
            assert all(
                share == max(most, Decimal()) for (_, share), (_, most) in zip(shares[:number], left, strict=False)
            )


@given(amount=CENTS, left=LEFT)
def test_what_was_split_once_is_split_alike_again(amount: Decimal, left: list[tuple[str, Decimal]]) -> None:
    shares = split(amount, left)

    assert split(amount, shares) == shares


@pytest.mark.parametrize("settled_id", [XERO_ID, "0f" * 32])
def test_a_part_names_its_payment_and_its_order(settled_id: str) -> None:
    part = part_id(settled_id, "1002")

    assert part.startswith(settled_id)
    assert part.endswith("1002")
    assert whole_id(part) == whole_id(settled_id) == settled_id


def test_the_part_of_a_payment_is_no_longer_than_a_reference_in_brightpearl() -> None:
    assert len(part_id(XERO_ID, "123456789012")) <= 64


def test_the_part_of_an_order_is_named_by_both_ids() -> None:
    assert part_id(XERO_ID, "2002") == f"{XERO_ID}-2002"
    assert whole_id("9001") == "9001"


def test_a_reference_is_of_a_record_of_that_id_or_of_the_whole_of_which_it_is_a_part() -> None:
    part = part_id(XERO_ID, "1002")

    assert record_names(part) == (part, XERO_ID)


OTHER_ID = "9f1e2d3c-0000-4000-8000-123456789abc"
PAIR = f"{OTHER_ID}{XERO_ID}".replace("-", "")  # of a credit and the document that it settles


@pytest.mark.parametrize(
    ("reference", "ours"),
    [
        (PAIR, True),
        (part_id(PAIR, "1002"), True),
        (part_id(XERO_ID, "1001"), True),
        (part_id(XERO_ID, "1002"), False),
        (XERO_ID, False),
        (f"{XERO_ID}{OTHER_ID}".replace("-", ""), False),
        ("BACS-1001", False),
        ("", False),
    ],
    ids=[
        "a pair",
        "a part of a pair",
        "a part of this order",
        "a part of another order",
        "a payment",
        "a pair of another document",
        "a person's",
        "none",
    ],
)
def test_a_reference_says_that_a_credit_has_settled_the_document_or_a_part_this_order(
    reference: str, ours: bool
) -> None:
    assert settles(reference, document=XERO_ID, order="1001") is ours


@pytest.mark.parametrize("reference", ["", PAIR, "BACS"])
def test_without_a_document_in_xero_nothing_has_settled_it(reference: str) -> None:
    assert not settles(reference, document="", order="1001")
