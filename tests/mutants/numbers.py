"""Other numbers in the place of one that is written as text."""

import re
from decimal import Decimal
from typing import Final

_NUMBER: Final = re.compile(r"\d+(\.\d+)?")


def other_numbers(text: str) -> list[Decimal]:
    """Give a number's nearest neighbours, and ten times as much; nothing for any other text."""
    if not _NUMBER.fullmatch(text):
        return []
    number = Decimal(text)
    step = Decimal((0, (1,), int(number.as_tuple().exponent)))
    return [other for other in (number + step, number - step, number * 10) if other != number]
