"""Brightpearl's searches: rows as dictionaries, and pages that miss no row although rows change while we read.

https://api-docs.brightpearl.com/concepts/resource-search.html. Rows are asked for in the order of their id, and the
next page is "every id above the last": a row that leaves the result while we page cannot hide another. Supplier
payments ignore a range of ids, and their counts are wrong: those are paged by row number with one row of overlap.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from heapq import merge
from itertools import groupby, islice, pairwise
from operator import itemgetter
from typing import Any

from msgspec import Struct

from shared.brightpearl.answers import content
from shared.brightpearl.id_sets import MOST_IDS, span
from shared.errors import AnswerError, TransientError
from shared.http.transport import Transport

Row = dict[str, Any]

PAGE_ROWS = 500
# No page says whether a period includes its ends.
_PERIOD_OVERLAP = timedelta(seconds=1)
_MOST_RESTARTS = 3


class Search(Struct, frozen=True, kw_only=True, eq=False):
    """A search resource: its service, the dates it can be narrowed by, and whether it honours a range of its ids."""

    service: str
    dates: tuple[str, ...]
    by_key: bool = True


_NEW_AND_CHANGED = ("updatedOn", "createdOn")

SEARCHES: dict[str, Search] = {
    "product-search": Search(service="product-service", dates=_NEW_AND_CHANGED),
    "contact-search": Search(service="contact-service", dates=_NEW_AND_CHANGED),
    "order-search": Search(service="order-service", dates=_NEW_AND_CHANGED),
    "goods-movement-search": Search(service="warehouse-service", dates=("updatedOn",)),
    "customer-payment-search": Search(service="accounting-service", dates=("createdOn",)),
    "supplier-payment-search": Search(service="accounting-service", dates=("createdOn",), by_key=False),
    "journal-search": Search(service="accounting-service", dates=("journalDateEntered",), by_key=False),
    "currency-search": Search(service="accounting-service", dates=()),
}


class _Page(Struct, frozen=True, kw_only=True, eq=False):
    """The rows of one answer, and whether there are more."""

    rows: list[Row]
    more: bool


class Searcher:
    """Runs searches under one account; `root` is the path before the services."""

    def __init__(self, transport: Transport, root: str) -> None:
        self._transport = transport
        self._root = root

    def pages(
        self, resource: str, filters: Mapping[str, str], *, columns: Sequence[str], key: str, after: int = 0
    ) -> Iterator[list[Row]]:
        """Yield pages of rows in the order of their key, from the first one above `after`."""
        name = resource.rpartition("/")[2]
        query = {**filters, "columns": ",".join(columns), "sort": f"{key}.ASC", "pageSize": str(PAGE_ROWS)}
        if SEARCHES[name].by_key and key not in filters:
            return self._by_key(name, query, key, after)
        return self._above(self._by_row_number(name, query, key), key, after)

    def changed(
        self,
        resource: str,
        since: datetime | None,
        until: datetime | None,
        *,
        filters: Mapping[str, str],
        columns: Sequence[str],
        key: str,
        after: int = 0,
    ) -> Iterator[list[Row]]:
        """Yield lists of new and changed rows, each once, ascending by key over all the searches that this takes.

        A row that was never changed has no date of change, so rows are searched by their date of creation too.
        """
        name = resource.rpartition("/")[2]
        narrowed = _narrowed(filters, SEARCHES[name].dates, since, until)
        found = [self._rows(name, each, columns=columns, key=key, after=after) for each in narrowed]
        once = (next(same) for _, same in groupby(merge(*found, key=itemgetter(key)), key=itemgetter(key)))
        return _in_lists(once, MOST_IDS)

    def _rows(
        self, name: str, filters: Mapping[str, str], *, columns: Sequence[str], key: str, after: int
    ) -> Iterator[Row]:
        for page in self.pages(name, filters, columns=columns, key=key, after=after):
            yield from page

    def _by_key(self, name: str, query: Mapping[str, str], key: str, after: int) -> Iterator[list[Row]]:
        last, more = after, True
        while more:
            page = self._page(name, {**query, **({key: span(last)} if last else {})}, key)
            if page.rows:
                yield _proven(page.rows, key, last)
                last = page.rows[-1][key]
            more = page.more and bool(page.rows)

    def _by_row_number(self, name: str, query: Mapping[str, str], key: str) -> Iterator[list[Row]]:
        """Page by number. Where the overlapping row has moved, an earlier row has gone: begin again."""
        known: set[int] = set()
        first, overlap, restarts = 1, None, 0
        while True:
            page = self._page(name, {**query, **({"firstResult": str(first)} if first > 1 else {})}, key)
            moved = overlap is not None and (not page.rows or page.rows[0][key] != overlap)
            fresh = [row for row in page.rows if row[key] not in known]
            known.update(row[key] for row in fresh)
            if fresh:
                yield fresh
            if moved:
                restarts += 1
                _check_restarts(name, restarts)
                first, overlap = 1, None
            elif len(page.rows) < PAGE_ROWS:
                return
            else:
                first, overlap = first + PAGE_ROWS - 1, page.rows[-1][key]

    def _above(self, pages: Iterable[list[Row]], key: str, after: int) -> Iterator[list[Row]]:
        for page in pages:
            rows = [row for row in page if row[key] > after]
            if rows:
                yield rows

    def _page(self, name: str, query: Mapping[str, str], key: str) -> _Page:
        path = f"{self._root}/{SEARCHES[name].service}/{name}"
        answer = content(self._transport.get(path, tuple(query.items())))
        try:
            names = [column["name"] for column in answer["metaData"]["columns"]]
            rows = [dict(zip(names, cells, strict=True)) for cells in answer["results"]]
            more = bool(answer["metaData"]["morePagesAvailable"])
        except (KeyError, TypeError, ValueError) as cause:
            raise AnswerError(f"Brightpearl's {name} gave an answer that is no search result") from cause
        if any(not isinstance(row.get(key), int) for row in rows):
            raise AnswerError(f"Brightpearl's {name} gave rows without {key}")
        return _Page(rows=rows, more=more)


def _proven(rows: list[Row], key: str, last: int) -> list[Row]:
    """Check that rows ascend and begin above the last one: otherwise paging by key could miss some."""
    keys = [last, *(row[key] for row in rows)]
    if any(later <= earlier for earlier, later in pairwise(keys)):
        raise AnswerError(f"Brightpearl's rows are not in the order of {key}, so some could be missed")
    return rows


def _check_restarts(name: str, restarts: int) -> None:
    if restarts > _MOST_RESTARTS:
        raise TransientError(
            f"Brightpearl's {name} kept changing while it was read", hint="the next cycle reads it again"
        )


def _narrowed(
    filters: Mapping[str, str], dates: Sequence[str], since: datetime | None, until: datetime | None
) -> list[dict[str, str]]:
    if since is None:
        return [dict(filters)]
    return [{**filters, date: period(since, until)} for date in dates]


def period(since: datetime, until: datetime | None) -> str:
    """Write a period in UTC, a second wider at both ends. UTC ends in Z: a `+` would have to be encoded."""
    ends = [moment(since - _PERIOD_OVERLAP), moment(until + _PERIOD_OVERLAP) if until else ""]
    return "/".join(ends)


def moment(at: datetime) -> str:
    in_utc = at.astimezone(UTC)
    return f"{in_utc:%Y-%m-%dT%H:%M:%S}.{in_utc.microsecond // 1000:03d}Z"


def _in_lists(rows: Iterator[Row], size: int) -> Iterator[list[Row]]:
    while some := list(islice(rows, size)):
        yield some
