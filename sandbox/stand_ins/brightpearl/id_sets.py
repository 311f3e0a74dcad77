"""Brightpearl's id sets, the grammar of ids in paths and IDSET filters: `8`, `1-50`, `1,5,9-12`, `9.5.1`.

https://api-docs.brightpearl.com/concepts/uri-syntax.html: comma lists ascend strictly, dots make a list in any order.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_DOTTED = re.compile(r"\d+(\.\d+)+")
_ASCENDING = re.compile(r"\d+(-\d+)?(,\d+(-\d+)?)*")


class IdSetError(ValueError):
    """The text is not an id set."""


class IdOrderError(IdSetError):
    """The ids of a comma list do not ascend."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IdSet:
    """Ids as closed ranges, in the order asked for."""

    ranges: tuple[tuple[int, int], ...]
    is_range: bool = False

    def __len__(self) -> int:
        return sum(last - first + 1 for first, last in self.ranges)

    def __contains__(self, number: object) -> bool:
        return isinstance(number, int) and any(first <= number <= last for first, last in self.ranges)

    def __iter__(self) -> Iterator[int]:
        for first, last in self.ranges:
            yield from range(first, last + 1)


def parse_id_set(text: str) -> IdSet:
    """Read an id set; IdOrderError when it descends, IdSetError when it is something else."""
    if _DOTTED.fullmatch(text):
        return IdSet(ranges=tuple((number, number) for number in dict.fromkeys(map(int, text.split(".")))))
    if not _ASCENDING.fullmatch(text):
        raise IdSetError(f"{text!r} is not an id set")
    ranges = tuple(_range(part) for part in text.split(","))
    ends = [end for pair in ranges for end in dict.fromkeys(pair)]
    if ends != sorted(set(ends)):
        raise IdOrderError(f"ids must ascend: {text}")
    return IdSet(ranges=ranges, is_range="-" in text)


def compress(ids: Iterable[int]) -> str:
    """Write ids in ascending order, runs as ranges, as OPTIONS answers do: `1-2,5,8,10-41`."""
    runs: list[list[int]] = []
    for number in sorted(set(ids)):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ",".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)


def _range(part: str) -> tuple[int, int]:
    first, _, last = part.partition("-")
    return int(first), int(last or first)
