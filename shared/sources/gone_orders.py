"""Which of some orders that OPTIONS left out are deleted.

They are read by id besides, together with orders that are there, so that an answer without anything in it proves nothing.
https://api-docs.brightpearl.com/order/order/options.html
"""

from collections.abc import Collection

from shared.brightpearl.client import Brightpearl
from shared.brightpearl.id_sets import MOST_IDS, chunks
from shared.errors import AnswerError

MOST_WITNESSES = 20


def surely_gone(brightpearl: Brightpearl, missing: Collection[int], *, witnesses: Collection[int]) -> set[int]:
    """Give those of which two answers agree. `witnesses` are orders that are there, as far as anybody knows.

    Raises AnswerError where the second answer names none of them.
    """
    some_there = sorted(witnesses)[:MOST_WITNESSES]
    gone: set[int] = set()
    for some in chunks(missing, MOST_IDS - MOST_WITNESSES):
        found = brightpearl.orders([*some, *some_there])
        if some_there and not found.items.keys() & {*some_there}:
            raise AnswerError(f"Brightpearl's answer leaves out order {some_there[0]}, which is there")
        gone |= found.missing & {*some}
    return gone
