"""From all the records of a resource to the ones that a GET asks for, in order, a page at a time."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from sandbox.stand_ins.xero.books import Books
from sandbox.stand_ins.xero.calls import Call
from sandbox.stand_ins.xero.errors import TEXT, RefusalError, bad_query, not_modified, validation
from sandbox.stand_ins.xero.tables import Record, Table
from sandbox.stand_ins.xero.where import read_where
from sandbox.stand_ins.xero.where_terms import Fields, sort_key

PAGE_SIZE, MOST = 100, 1000
TOO_MANY = 100_000


@dataclass(frozen=True, slots=True)
class Listing:
    """What is to be shown, and where in the whole it stands if it is a page."""

    records: list[Record]
    page: dict[str, int] | None

    def content(self, plural: str, shown: Callable[[Record], Record]) -> dict[str, Any]:
        page = {"pagination": self.page} if self.page else {}
        return page | {plural: [shown(record) for record in self.records]}


def listing(
    books: Books,
    call: Call,
    table: Table,
    fields: Fields,
    *,
    records: Iterable[Record] | None = None,
    modified: bool = True,
    paged: bool = True,
    always_paged: bool = False,
) -> Listing:
    """Filter, order and cut the records of a table, or those of them that the caller has chosen."""
    found = _where(call, table, fields, records)
    if modified:
        found = _modified(books, call, found)
    _order(call, fields, table.id_field, found)
    if paged and (always_paged or "page" in call.query):
        return _page(call, found)
    if len(found) > TOO_MANY:
        raise validation("This request would return too many records. Use paging.", [])
    return Listing(found, None)


def _where(call: Call, table: Table, fields: Fields, records: Iterable[Record] | None) -> list[Record]:
    text = call.query.get("where", "")
    if not text:
        return list(table if records is None else records)
    where = read_where(text, fields)
    candidates = table.candidates(where.equal) if records is None else records
    return [record for record in candidates if where.test(record)]


def _modified(books: Books, call: Call, records: list[Record]) -> list[Record]:
    header = call.request.headers.get("If-Modified-Since", "")
    if not header:
        return records
    since = _since(header)
    inclusive = books.switches["modified_since_inclusive"]

    def later(record: Record) -> bool:
        moment = record["UpdatedDateUTC"].replace(microsecond=0)
        return bool(moment >= since if inclusive else moment > since)

    found = [record for record in records if later(record)]
    if not found and _says_not_modified(books.switches["not_modified"], call):
        raise not_modified()
    return found


def _says_not_modified(which: str, call: Call) -> bool:
    return which == "always" or (which == "first_page" and _number(call) == 1)


def _since(header: str) -> datetime:
    """The moment of the header, as ISO 8601 or as a date of HTTP (RFC 9110), in UTC and in whole seconds."""
    try:
        moment = parsedate_to_datetime(header) if header[:1].isalpha() else datetime.fromisoformat(header)
    except ValueError as cause:
        raise RefusalError(412, "If-Modified-Since is not a date", {"Content-Type": TEXT}) from cause
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return moment.replace(microsecond=0)


def _order(call: Call, fields: Fields, id_field: str, records: list[Record]) -> None:
    """Sort in place: by the asked fields, else by change and id."""
    asked = [part.split() for part in call.query.get("order", "").split(",") if part.strip()]
    ranks = [(fields.find(words[0]), _descending(words)) for words in asked]
    records.sort(
        key=lambda record: (record.get("UpdatedDateUTC") or datetime.min.replace(tzinfo=UTC), record[id_field])
    )
    for name, reverse in reversed(ranks):
        records.sort(key=sort_key(name), reverse=reverse)


def _descending(words: list[str]) -> bool:
    direction = (words[1:] or ["ASC"])[0].upper()
    if len(words) > 2 or direction not in {"ASC", "DESC"}:
        raise bad_query(f"Syntax error at '{' '.join(words[1:])}'")
    return direction == "DESC"


def _page(call: Call, found: list[Record]) -> Listing:
    size = _clamped(call.query.get("pagesize", ""), PAGE_SIZE, MOST)
    number = _number(call)
    start = (number - 1) * size
    count = -(-len(found) // size)
    page = {"page": number, "pageSize": size, "pageCount": count, "itemCount": len(found)}
    return Listing(found[start : start + size], page)


def _number(call: Call) -> int:
    return _clamped(call.query.get("page", ""), 1, None)


def _clamped(text: str, default: int, most: int | None) -> int:
    try:
        asked = int(text or default)
    except ValueError as cause:
        raise bad_query(f"'{text}' is not a page") from cause
    asked = max(1, asked)
    return min(asked, most) if most else asked
