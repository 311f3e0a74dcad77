"""Connections as they are read: whether the schedule runs one, and whether a system has to be connected again."""

from msgspec import Struct

from shared.records.model import CONNECTIONS, ConnectionItem


class Connection(Struct, frozen=True, kw_only=True):
    """`needs_reconnect` names the system that no longer lets us in, "" where both do."""

    name: str
    active: bool
    needs_reconnect: str
    xero_short_code: str = ""


def connection_of(name: str) -> Connection | None:
    """Read one; None where there is no such connection."""
    return next((_connection(item) for item in ConnectionItem.batch_get([(CONNECTIONS, name)])), None)


def connections(*, limit: int) -> list[Connection]:
    """Read up to `limit` of them, by name."""
    return [_connection(item) for item in ConnectionItem.query(CONNECTIONS, limit=limit)]


def _connection(item: ConnectionItem) -> Connection:
    return Connection(
        name=item.sk,
        active=bool(item.active),
        needs_reconnect=item.needs_reconnect or "",
        xero_short_code=item.xero_short_code or "",
    )
