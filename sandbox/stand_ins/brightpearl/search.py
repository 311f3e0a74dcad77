"""One search engine for every `-search` resource: a resource is a table of columns, and nothing else.

https://api-docs.brightpearl.com/concepts/resource-search.html: rows are positional, `metaData.columns` names them.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sandbox.stand_ins.brightpearl.account import Account
from sandbox.stand_ins.brightpearl.filters import READERS, Kind, Predicate
from sandbox.stand_ins.brightpearl.wire import Answer, Call, RefusalError, bad_request

MAX_PAGE = 500
CONTROLS = frozenset({"columns", "sort", "pageSize", "firstResult", "countOnly"})
MESSAGE_TYPE = "bulk-data-search"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: how to read it from a record, and what may be done with it. A hidden one only filters."""

    name: str
    kind: Kind
    value: Callable[[Any, Account], Any]
    sortable: bool = True
    filterable: bool = True
    hidden: bool = False
    reference: str = ""
    names: Callable[[Account], dict[int, str]] | None = None

    def describe(self) -> dict[str, Any]:
        """The column's entry in the answer's metadata."""
        return {
            "name": self.name,
            "sortable": self.sortable,
            "filterable": self.filterable,
            "reportDataType": self.kind.value,
            "referenceData": [self.reference] if self.reference else [],
            "isFreeTextSearchable": self.kind is Kind.SEARCH_STRING,
            "required": False,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """A search resource; an `unreliable` one always tells of 500 results and ignores ranges of its first column."""

    path: str
    records: Callable[[Account], Iterable[Any]]
    columns: tuple[Column, ...]
    unreliable: bool = False

    def shown(self) -> tuple[Column, ...]:
        """The columns of an answer that asks for none."""
        return tuple(column for column in self.columns if not column.hidden)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    column: Column
    descending: bool

    def describe(self) -> dict[str, Any]:
        return {"filterable": self.column.describe(), "direction": "DESC" if self.descending else "ASC"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    first: int
    size: int
    count_only: bool


def search(resource: Resource, account: Account, call: Call) -> Answer:
    """Answer a search: filter, sort, cut the page, and say what is in it."""
    columns = _chosen_columns(resource, call)
    orders = _sorting(resource, call)
    page = _page(account, call)
    matching = _sorted(_matching(resource, account, call), orders, account)
    records = matching[page.first - 1 : page.first - 1 + page.size]
    available = MAX_PAGE if resource.unreliable else len(matching)
    metadata = _metadata(page, returned=len(records), available=available)
    described = {
        "columns": [column.describe() for column in columns],
        "sorting": [order.describe() for order in orders],
    }
    shown = [] if page.count_only else records
    body = {
        "response": {
            "results": [[_cell(account, column.value(record, account)) for column in columns] for record in shown],
            "metaData": {**metadata, **described},
        },
        "reference": _references(columns, shown, account),
    }
    return Answer(body=body, message_type=MESSAGE_TYPE)


def describe(resource: Resource) -> Answer:
    """Answer a call for `/meta-data`: the columns alone."""
    columns = [column.describe() for column in resource.columns]
    return Answer(body={"response": {"columns": columns}}, message_type=MESSAGE_TYPE)


def _matching(resource: Resource, account: Account, call: Call) -> list[Any]:
    filterable = {column.name: column for column in resource.columns if column.filterable}
    matching: Iterable[Any] = resource.records(account)
    for name, text in call.query:
        column = filterable.get(name)
        if column is None:
            _meet_unknown_parameter(name, account)
        elif not (resource.unreliable and column is resource.columns[0] and "-" in text):
            matching = _kept(matching, column, _predicate(column, text, account), account)
    return list(matching)


def _kept(records: Iterable[Any], column: Column, wanted: Predicate, account: Account) -> list[Any]:
    return [record for record in records if _holds(wanted, column.value(record, account))]


def _holds(wanted: Predicate, value: object) -> bool:
    return value is not None and wanted(value)


def _meet_unknown_parameter(name: str, account: Account) -> None:
    if name not in CONTROLS and account.switches["unknown_parameter"] == "error":
        raise bad_request("CMNC-020", f"The filter {name} does not exist")


def _predicate(column: Column, text: str, account: Account) -> Predicate:
    try:
        return READERS[column.kind](text, account)
    except ValueError as cause:
        message = f"The filter {column.name}={text} cannot be parsed as: {column.kind}"
        raise RefusalError(500, "CMNC-018", message) from cause


def _chosen_columns(resource: Resource, call: Call) -> tuple[Column, ...]:
    asked = dict(call.query).get("columns")
    if not asked:
        return resource.shown()
    by_name = {column.name: column for column in resource.shown()}
    unknown = [name for name in asked.split(",") if name not in by_name]
    if unknown:
        raise bad_request("CMNC-021", f"The column {unknown[0]} does not exist")
    return tuple(by_name[name] for name in asked.split(","))


def _sorting(resource: Resource, call: Call) -> list[_Order]:
    asked = dict(call.query).get("sort")
    if not asked:
        return [_Order(column=resource.columns[0], descending=False)]
    return [_order(resource, part) for part in asked.replace("|", ".").split(",")]


def _order(resource: Resource, part: str) -> _Order:
    name, _, direction = part.partition(".")
    column = next((column for column in resource.shown() if column.name == name and column.sortable), None)
    if column is None or direction not in ("", "ASC", "DESC"):
        raise bad_request("CMNC-022", f"Results cannot be sorted by {part}")
    return _Order(column=column, descending=direction == "DESC")


def _sorted(records: list[Any], orders: Sequence[_Order], account: Account) -> list[Any]:
    for order in reversed(orders):
        value = order.column.value
        keyed = [(value(record, account), record) for record in records]
        blank = [record for key, record in keyed if key is None]
        present = sorted((pair for pair in keyed if pair[0] is not None), key=_key, reverse=order.descending)
        records = blank + [record for _, record in present]
    return records


def _key(pair: tuple[Any, Any]) -> Any:
    return pair[0]


def _page(account: Account, call: Call) -> _Page:
    query = dict(call.query)
    size = _whole_number(query, "pageSize", MAX_PAGE)
    if size > MAX_PAGE and account.switches["oversized_page"] == "error":
        raise bad_request("CMNC-023", f"pageSize may be {MAX_PAGE} at most")
    first = max(_whole_number(query, "firstResult", 1), 1)
    return _Page(first=first, size=min(size, MAX_PAGE), count_only=query.get("countOnly") == "true")


def _whole_number(query: dict[str, str], name: str, default: int) -> int:
    text = query.get(name, str(default))
    if not text.isdecimal():
        raise RefusalError(500, "CMNC-018", f"The filter {name}={text} cannot be parsed as: {Kind.INTEGER}")
    return int(text)


def _metadata(page: _Page, *, returned: int, available: int) -> dict[str, Any]:
    last = page.first + returned - 1
    counts = {
        "morePagesAvailable": returned > 0 and page.first + page.size - 1 < available,
        "resultsAvailable": available,
        "resultsReturned": 0 if page.count_only else returned,
    }
    return {**counts, "firstResult": page.first, "lastResult": last} if returned else counts


def _references(columns: Iterable[Column], records: Sequence[Any], account: Account) -> dict[str, dict[str, str]]:
    references = {}
    for column in columns:
        if column.names and records:
            names = column.names(account)
            present = {column.value(record, account) for record in records}
            references[column.reference] = {str(key): names[key] for key in sorted(present) if key in names}
    return references


def _cell(account: Account, value: Any) -> Any:
    return account.time.stamp(value) if isinstance(value, datetime) else value
