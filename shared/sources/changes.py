"""What has changed in Brightpearl, read in full lots of 200."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from shared.sources.pages import Position

READ: Final = 200
Row = Mapping[str, Any]


def full_reads(
    lists: Iterable[Sequence[Row]],
    *,
    key: str,
    wanted: Callable[[Sequence[Row]], Sequence[Row]] = lambda rows: rows,
) -> Iterator[list[int]]:
    """Gather the ids of wanted rows into reads of 200. `wanted` gets rows in lots, so that it can look many up at once."""
    waiting: list[int] = []
    for rows in lists:
        waiting += [int(row[key]) for row in wanted(rows)]
        while len(waiting) >= READ:
            yield waiting[:READ]
            waiting = waiting[READ:]
    if waiting:
        yield waiting


def after(position: Position) -> int:
    """Give the last id that a cut-off reading had done; 0 at the beginning."""
    return int(position.get("after", 0))


def behind(ids: Sequence[int]) -> Position:
    return {"after": ids[-1]}
