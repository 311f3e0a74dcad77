"""Runs as they are read: cycles and manual runs, newest first, and whether the connection is being worked on."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from shared.records.model import CONNECTIONS, ConnectionItem, LockItem, RunItem

PREFIX: Final = "run#"
WAITING: Final = "WAITING"
AFTER_ALL: Final = "~"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run. `request` is what was asked for, empty for the schedule's; `steps` are those that have said something."""

    id: str
    status: str
    trigger: str
    identity: str
    request: Mapping[str, Any]
    started_at: str
    finished_at: str
    problem: str
    steps: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @property
    def is_cycle(self) -> bool:
        return self.trigger == "schedule" or self.request.get("action") == "sync"


class Runs:
    """The runs of one connection. The address-safe form of a run's id has `~` where the id has `#`."""

    def __init__(self, *, connection: str) -> None:
        self.connection = connection

    def newest(self, *, limit: int, before: str = "") -> list[Run]:
        """Read some, from behind the run `before`."""
        begin = {"pk": {"S": self.connection}, "sk": {"S": _sort_key(before)}} if before else None
        found = RunItem.query(
            self.connection,
            RunItem.sk.startswith(PREFIX),
            scan_index_forward=False,
            limit=limit,
            page_size=limit,
            last_evaluated_key=begin,
        )
        return [_run(item) for item in found]

    def waiting_since(self, time: str) -> Iterator[Run]:
        """Those that began after that and have not had their turn."""
        since = RunItem.sk.between(f"{PREFIX}{time}", f"{PREFIX}{AFTER_ALL}")
        found = RunItem.query(self.connection, since, consistent_read=True, scan_index_forward=False)
        return (_run(item) for item in found if item.status == WAITING)

    def one(self, run: str) -> Run | None:
        found = RunItem.batch_get([(self.connection, _sort_key(run))], consistent_read=True)
        return next((_run(item) for item in found), None)

    def working(self) -> str:
        """The run that holds the connection's lock; empty when nobody does."""
        found = LockItem.batch_get([(self.connection, "lock")], consistent_read=True)
        return next((address(item.run) for item in found), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    name: str
    active: bool
    needs_reconnect: str
    xero_short_code: str = ""


def connection_of(name: str) -> Connection | None:
    return next((_connection(item) for item in ConnectionItem.batch_get([(CONNECTIONS, name)])), None)


def connections(*, limit: int) -> list[Connection]:
    return [_connection(item) for item in ConnectionItem.query(CONNECTIONS, limit=limit)]


def address(run: str) -> str:
    return run.replace("#", AFTER_ALL, 1)


def _sort_key(run: str) -> str:
    return PREFIX + run.replace(AFTER_ALL, "#", 1)


def _connection(item: ConnectionItem) -> Connection:
    return Connection(
        name=item.sk,
        active=bool(item.active),
        needs_reconnect=item.needs_reconnect or "",
        xero_short_code=item.xero_short_code or "",
    )


def _run(item: RunItem) -> Run:
    return Run(
        id=address(item.sk.removeprefix(PREFIX)),
        status=item.status,
        trigger=item.trigger or "",
        identity=item.identity or "",
        request=_request(item.request),
        started_at=item.started_at or "",
        finished_at=item.finished_at or "",
        problem=item.problem or "",
        steps=item.steps.as_dict() if item.steps else {},
    )


def _request(text: str | None) -> Mapping[str, Any]:
    """Whoever starts a run by hand may say anything here."""
    try:
        read = json.loads(text or "{}")
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}
