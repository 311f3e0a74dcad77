"""Brightpearl's rate limit: 200 calls a minute for all apps of an account together, counted down in every reply's headers.

https://help.brightpearl.com article 212644843. The last calls of a minute are left to the merchant's other apps.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from shared.http.limits import Limit
from shared.http.wire import Reply

HEAD_ROOM = 20
_WHOLE_MINUTE_MS = 60_000
_MARGIN_SECONDS = 0.5


class BrightpearlPace:
    """The Pace of one account. `head_room` calls of each minute are left to other apps."""

    def __init__(self, clock: Callable[[], datetime], *, head_room: int = HEAD_ROOM) -> None:
        self._clock = clock
        self._head_room = head_room
        self._remaining: int | None = None
        self._next_period_ms = 0
        self._period_ends = clock()

    def seen(self, headers: Mapping[str, str]) -> None:
        """Note the two headers, where a reply has them."""
        remaining = _number(headers, "brightpearl-requests-remaining")
        if remaining is None:
            return
        self._remaining = remaining
        self._next_period_ms = _number(headers, "brightpearl-next-throttle-period") or 0
        self._period_ends = self._clock() + timedelta(milliseconds=self._next_period_ms)

    def pause(self) -> Limit | None:
        """Wait for the next period once only the head-room is left."""
        left = self._seconds_left()
        if self._remaining is None or self._remaining > self._head_room or left <= 0:
            return None
        return Limit(wait_seconds=left + _MARGIN_SECONDS)

    def limit(self, reply: Reply) -> Limit:
        """Wait for the next period, or for the seconds in Retry-After where the reply says no more."""
        told = _number(reply.headers, "Retry-After")
        period_ms = _number(reply.headers, "brightpearl-next-throttle-period")
        if period_ms is None and told is not None:
            return Limit(wait_seconds=told)
        return Limit(wait_seconds=(_WHOLE_MINUTE_MS if period_ms is None else period_ms) / 1000 + _MARGIN_SECONDS)

    def limits(self) -> dict[str, int]:
        if self._remaining is None:
            return {}
        return {"remaining": self._remaining, "next_period_ms": self._next_period_ms}

    def _seconds_left(self) -> float:
        return (self._period_ends - self._clock()).total_seconds()


def _number(headers: Mapping[str, str], name: str) -> int | None:
    text = headers.get(name, "")
    return int(text) if text.isdigit() else None
