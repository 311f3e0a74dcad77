"""A look is read part by part. One that is cut off goes on in the same run where it was; another run begins anew."""

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from shared.sources.pages import Page, Position


class Part(Struct, frozen=True, kw_only=True, eq=False):
    """One thing to look at. `pages` yields what stands behind a place, "" at the beginning; a page's position is its `after`."""

    name: str
    pages: Callable[[str], Iterator[Page]]


def in_turn(parts: Sequence[Part], position: Position, *, run: str) -> Iterator[Page]:
    """Yield the pages of one part after the other. Whatever page is the last one, none before it is read again."""
    begun = position if position.get("run") == run else {}
    names = [part.name for part in parts]
    first = names.index(begun["part"]) if begun else 0
    for part in parts[first:]:
        after = str(begun.get("after", "")) if begun and part is parts[first] else ""
        for page in part.pages(after):
            yield replace(page, position={"run": run, "part": part.name, **page.position})
        if part is not parts[-1]:
            yield Page(fetched=(), position={"run": run, "part": names[names.index(part.name) + 1]})


def behind(after: object) -> Position:
    return {"after": str(after)}
