"""Brightpearl's id sets: ids written as ascending ranges, at most 200 to a call that reads by id.

https://api-docs.brightpearl.com/concepts/uri-syntax.html. A search takes as many ids as its address has room for; paging
asks for every id above the last one in a single range.
"""

from collections.abc import Iterable, Iterator

MOST_IDS = 200
LONGEST_SET = 1_500  # characters
FAR = 100  # the same, where only those that exist are named in an answer
BRIDGED = 3  # ids that a range may include unasked: a few rows too many cost less than another search


def compress(ids: Iterable[int]) -> str:
    """Write ids in ascending order with runs as ranges: `1-3,7`."""
    return ",".join(_range(first, last) for first, last in _runs(ids))


def searchable(ids: Iterable[int]) -> Iterator[str]:
    """Write ids for as few searches as possible. These find some other ids too, because ranges bridge short gaps."""
    text = ""
    for first, last in _runs(ids, gap=BRIDGED):
        part = _range(first, last)
        if text and len(text) + len(",") + len(part) > LONGEST_SET:
            yield text
            text = ""
        text = f"{text},{part}" if text else part
    if text:
        yield text


def bridged(ids: Iterable[int]) -> str:
    """Write ids as few ranges, which include many that are not asked for."""
    return ",".join(_range(first, last) for first, last in _runs(ids, gap=FAR))


def asked_together(ids: Iterable[int]) -> Iterator[list[int]]:
    """Split ids into ascending lists, each id once, of which one address has room for what `bridged` writes."""
    ordered = sorted(set(ids))
    place = room = 0
    some: list[int] = []
    for first, last in _runs(ordered, gap=FAR):
        length = len(_range(first, last)) + len(",")
        if some and length > room:
            yield some
            some, room = [], 0
        room = (room if some else LONGEST_SET) - length
        while place < len(ordered) and ordered[place] <= last:
            some.append(ordered[place])
            place += 1
    if some:
        yield some


def _range(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"


def _runs(ids: Iterable[int], *, gap: int = 0) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for number in sorted(set(ids)):
        if runs and number <= runs[-1][1] + 1 + gap:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs


def expand(text: str) -> Iterator[int]:
    """Read what `compress` and Brightpearl's OPTIONS answers write."""
    for part in text.split(","):
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)


def chunks(ids: Iterable[int], size: int = MOST_IDS) -> Iterator[list[int]]:
    """Split ids into ascending lists that fit a call, each id once."""
    ordered = sorted(set(ids))
    return (ordered[start : start + size] for start in range(0, len(ordered), size))


def span(after: int) -> str:
    """Write "every id above this one". Open ranges are refused, so the range ends at the highest possible id."""
    return f"{after + 1}-2147483647"
