"""Whether what has been sent long ago costs anything: the same quiet cycle and listing page over few and many sent records.

The many are copies of a record that was really sent, with its link, under other ids, written straight into the table.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from msgspec.structs import replace

from sandbox.bench.control import Host
from sandbox.bench.cycles import PAUSE, figures
from sandbox.bench.dynamo import Usage, watched
from sandbox.bench.ours import Connection, connected
from shared.kinds import Kind
from shared.records import search
from shared.records.filter import Filter
from shared.records.items import to_item
from shared.records.listing import Listing
from shared.records.model import LinkItem
from shared.records.model.wire import put_many
from shared.records.record import Record
from shared.records.schema import Area, area
from shared.records.search import terms
from shared.records.status import Status

ORDERS: Final = 40
PAGE: Final = 50
AT_ONCE: Final = 1000


def history(*, host: dict[str, str], sent: list[int]) -> dict[str, Any]:
    """For each number of sent invoices in turn, adding to what is there: a quiet cycle, and a page of the listing."""
    server = Host(**host)
    server.ask("seed", orders=ORDERS)
    with connected(server) as connection:
        for _ in range(3):
            connection.cycle()
            connection.clock.sleep(PAUSE)
        found, there = {}, 0
        for number in sorted(sent):
            _add(connection, there, number)
            there = number
            found[str(number)] = {"quiet": _quiet(connection), "listing": _listing(connection)}
        return {"history": found}


def _quiet(connection: Connection) -> dict[str, Any]:
    connection.clock.sleep(PAUSE)
    steps = connection.cycle()
    done = figures(steps, connection.host.ask("tally"))
    return {"requests": done["dynamo"]["requests"], "units": done["dynamo"]["units"]}


def _listing(connection: Connection) -> dict[str, Any]:
    """The newest page of sent invoices, and the one behind it."""
    usage = Usage()
    listing, sent = Listing(connection=connection.name), Filter(status=Status.SENT)
    with watched(usage):
        first = listing.page(Kind.SALES_INVOICE, sent, limit=PAGE)
        listing.page(Kind.SALES_INVOICE, sent, limit=PAGE, cursor=first.cursor)
    return {"requests": usage.total, "units": usage.units}


def _add(connection: Connection, first: int, behind: int) -> None:
    record = _template(connection)
    table, linked = connection.name, area(connection.name, Area.LINK)
    with LinkItem.batch_write() as links:
        for begin in range(first, behind, AT_ONCE):
            some = list(copies(record, range(begin, min(begin + AT_ONCE, behind))))
            put_many([to_item(copy, table) for copy in some])
            put_many(search.items(table, ((copy, terms(copy)) for copy in some)))
            for copy in some:
                links.save(LinkItem(linked, copy.remote_id, kind=copy.kind.value, id=copy.id))


def _template(connection: Connection) -> Record:
    """A sent invoice as it lies in the table."""
    return next(connection.store.by_status(Kind.SALES_INVOICE, Status.SENT))


def copies(record: Record, numbers: Iterable[int]) -> Iterator[Record]:
    """The same record again and again, under other ids on both sides."""
    for number in numbers:
        name = f"9{number:08}"
        summary = replace(record.summary, number=name)
        yield replace(record, id=name, remote_id=f"00000000-0000-4000-8000-{number:012}", summary=summary)
