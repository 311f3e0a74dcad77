"""A search resource in miniature: rows that come and go between pages, in Brightpearl's form."""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests

from shared.brightpearl.id_sets import expand
from tests.clients.doubles import Network, Said

Change = Callable[["Searched"], None]


def a_page(columns: Iterable[str], rows: Iterable[Iterable[Any]], *, more: bool = False) -> Said:
    results = [list(row) for row in rows]
    metadata = {
        "morePagesAvailable": more,
        "resultsReturned": len(results),
        "columns": [{"name": name} for name in columns],
    }
    return Said(body={"response": {"results": results, "metaData": metadata}, "reference": {}})


class Searched(Network):
    """Holds ids; after each answer the next change happens. `by_key` tells whether ranges of the key are honoured."""

    def __init__(self, ids: Iterable[int], *changes: Change, by_key: bool = True, page: int = 500) -> None:
        super().__init__()
        self.ids = set(ids)
        self.changes = list(changes)
        self.by_key = by_key
        self.page = page

    def send(self, request: requests.PreparedRequest, *args: Any, **settings: Any) -> requests.Response:
        self.script = [self._answer]
        response = super().send(request, *args, **settings)
        if self.changes:
            self.changes.pop(0)(self)
        return response

    def _answer(self, request: requests.PreparedRequest) -> Said:
        query = {name: values[0] for name, values in parse_qs(urlsplit(str(request.url)).query).items()}
        columns = query["columns"].split(",")
        key = query["sort"].removesuffix(".ASC")
        matching = sorted(number for number in self.ids if self._in_range(number, query.get(key)))
        first = int(query.get("firstResult", 1)) - 1
        shown = matching[first : first + self.page]
        more = first + self.page < len(matching) if self.by_key else first + self.page < 500
        return a_page(columns, ([number if name == key else None for name in columns] for number in shown), more=more)

    def _in_range(self, number: int, given: str | None) -> bool:
        if given is None or not self.by_key:
            return True
        first, _, last = given.partition("-")
        return int(first) <= number <= int(last or first)


def taking_out(*ids: int) -> Change:
    return lambda searched: searched.ids.difference_update(ids)


def adding(*ids: int) -> Change:
    return lambda searched: searched.ids.update(ids)


def ids_in(text: str) -> list[int]:
    """Read the id set at the end of a path."""
    return list(expand(text.partition("?")[0].rpartition("/")[2]))
