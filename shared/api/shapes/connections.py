"""Connections: how one is, and its settings."""

from dataclasses import dataclass
from typing import Any

from shared.api.shapes.runs import RunLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """`word` is one of healthy, waiting, failing, wrong_books, needs_reconnect, paused, inactive, new."""

    word: str
    sentence: str
    active: bool
    needs_reconnect: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """`counts` are records by kind and status; `limits` are the calls left by system, as last seen at `limits_seen_at`.

    The schedule starts a cycle every `cycle_minutes`. `sites` are the addresses of both systems: with a record's pages behind
    them they lead to it.
    """

    connection: str
    health: Health
    counts: dict[str, dict[str, int]]
    limits: dict[str, dict[str, int]]
    limits_seen_at: str
    last_cycle: RunLine | None
    next_cycle_at: str
    cycle_minutes: int
    running: str
    sites: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionLine:
    connection: str
    active: bool
    needs_reconnect: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionList:
    connections: list[ConnectionLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsAnswer:
    version: int
    saved_at: str
    saved_by: str
    settings: dict[str, Any]
