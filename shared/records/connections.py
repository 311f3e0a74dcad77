"""Connections as they are read: whether the schedule runs one, which books it belongs to, and what keeps it from working."""

from collections.abc import Iterator
from datetime import datetime

from msgspec import Struct

from shared.records.model import CONNECTIONS, ConnectionItem


class Pins(Struct, frozen=True, kw_only=True):
    """The books that a connection belongs to: Xero's organisation by id and name, Brightpearl's account by its code.

    `installation` is Brightpearl's number of our app in that account, `secret_version` that of the credentials with which all of
    this was seen last; both are "" where nobody has looked yet.
    """

    organisation_id: str
    organisation: str
    account: str
    installation: str = ""
    secret_version: str = ""

    def is_of_account(self, code: str) -> bool:
        """Whether that is its account. Nobody says that upper and lower case make another one."""
        return self.account.casefold() == code.casefold()

    def is_reinstalled(self, installation: str) -> bool:
        """Whether that is another installation than the one that is known."""
        return "" not in (installation, self.installation) and installation != self.installation


class Connection(Struct, frozen=True, kw_only=True):
    """`needs_reconnect` names the system that no longer lets us in, `wrong_books` says that the credentials lead to other books.

    Each is "" where all is well. `pins` is None as long as no books are known. The table that it is in has the id `table_id`, and
    knows all that it has done since `table_since`; what was there before, another table may have posted.
    """

    name: str
    active: bool
    needs_reconnect: str
    wrong_books: str = ""
    pins: Pins | None = None
    xero_short_code: str = ""
    table_id: str = ""
    table_since: datetime | None = None


def connection_of(name: str) -> Connection | None:
    """Read one; None where there is no such connection."""
    return next((connection_from(item) for item in ConnectionItem.batch_get([(CONNECTIONS, name)])), None)


def connections(*, limit: int) -> list[Connection]:
    """Read up to `limit` of them, by name."""
    return [connection_from(item) for item in ConnectionItem.query(CONNECTIONS, limit=limit)]


def sharing(pins: Pins, *, with_other_than: str) -> Iterator[Connection]:
    """Yield the other connections that belong to this organisation or to this account, as they are at this moment."""
    for found in map(connection_from, ConnectionItem.query(CONNECTIONS, consistent_read=True)):
        theirs = found.pins
        if theirs is None or found.name == with_other_than:
            continue
        if theirs.organisation_id == pins.organisation_id or theirs.is_of_account(pins.account):
            yield found


def connection_from(item: ConnectionItem) -> Connection:
    """Make one of what the table holds."""
    return Connection(
        name=item.sk,
        active=bool(item.active),
        needs_reconnect=item.needs_reconnect or "",
        wrong_books=item.wrong_books or "",
        pins=_pins(item),
        xero_short_code=item.xero_short_code or "",
        table_id=item.table_id or "",
        table_since=datetime.fromisoformat(item.table_since) if item.table_since else None,
    )


def _pins(item: ConnectionItem) -> Pins | None:
    if not item.organisation_id:
        return None
    return Pins(
        organisation_id=item.organisation_id,
        organisation=item.organisation or "",
        account=item.account or "",
        installation=item.installation or "",
        secret_version=item.secret_version or "",
    )
