"""Runs (cycles and manual ones): what steps note in them, how they are read, and which one holds the connection's lock."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from msgspec import Struct, field

from shared.records.model import LockItem, RunItem
from shared.records.schema import LOCK, Area, area

WAITING: Final = "WAITING"
AFTER_ALL: Final = "~"


class Run(Struct, frozen=True, kw_only=True):
    """One run. `request` is what was asked for, empty for the schedule's; `steps` are those that have said something.

    Its times are texts in ISO 8601, "" where there is none yet. Its `id` is the form that is safe in an address.
    """

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
        self._partition = area(connection, Area.RUN)
        self._lock = area(connection, Area.LOCK)

    def note_step(self, run: str, step: str, result: Mapping[str, Any]) -> None:
        """Write a step's result into its run, where the console reads it while the run goes on."""
        actions = [RunItem.steps[step].set(dict(result))]
        if result.get("failed"):
            actions.append(RunItem.failed.set(True))
        RunItem(self._partition, _sort_key(run)).update(actions, condition=RunItem.pk.exists())

    def newest(self, *, limit: int, before: str = "") -> list[Run]:
        """Read some, from behind the run `before`."""
        begin = {"pk": {"S": self._partition}, "sk": {"S": _sort_key(before)}} if before else None
        found = RunItem.query(
            self._partition,
            scan_index_forward=False,
            limit=limit,
            page_size=limit,
            last_evaluated_key=begin,
        )
        return [_run(item) for item in found]

    def waiting_since(self, time: str) -> Iterator[Run]:
        """Those that began after that and have not had their turn."""
        since = RunItem.sk.between(time, AFTER_ALL)
        found = RunItem.query(self._partition, since, consistent_read=True, scan_index_forward=False)
        return (_run(item) for item in found if item.status == WAITING)

    def one(self, run: str) -> Run | None:
        """Read one as it is at this moment."""
        found = RunItem.batch_get([(self._partition, _sort_key(run))], consistent_read=True)
        return next((_run(item) for item in found), None)

    def working(self) -> str:
        """The run that holds the connection's lock; empty when nobody does."""
        found = LockItem.batch_get([(self._lock, LOCK)], consistent_read=True)
        return next((address(item.run) for item in found), "")


def address(run: str) -> str:
    """The run's id as an address takes it."""
    return run.replace("#", AFTER_ALL, 1)


def _sort_key(run: str) -> str:
    return run.replace(AFTER_ALL, "#", 1)


def _run(item: RunItem) -> Run:
    return Run(
        id=address(item.sk),
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
