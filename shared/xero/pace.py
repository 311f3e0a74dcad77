"""Xero's rate limits per organisation: 60 calls a minute, 1,000 or 5,000 a day, both told in every reply's headers.

https://developer.xero.com/documentation/guides/oauth2/limits/. Xero does not say when a minute begins. We take it to end
sixty seconds after we first saw it: rather too late than refused. A step tells the next one of the run when that is.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from math import ceil
from types import MappingProxyType
from typing import Final

from shared.http.limits import Limit, LimitKind
from shared.http.wire import Reply

# X-Rate-Limit-Problem in small letters; older pages have "Daily" for the day.
KINDS: Final[Mapping[str, LimitKind]] = {
    "minute": LimitKind.MINUTE,
    "day": LimitKind.DAY,
    "daily": LimitKind.DAY,
    "concurrent": LimitKind.CONCURRENT,
    "appminute": LimitKind.APP_MINUTE,
}
# What to wait where no Retry-After comes with the refusal.
WAITS_SECONDS: Final[Mapping[LimitKind, int]] = {
    LimitKind.CONCURRENT: 2,
    LimitKind.APP_MINUTE: 5,
    LimitKind.MINUTE: 60,
    LimitKind.OTHER: 60,
    LimitKind.DAY: 3600,
}


class XeroPace:
    """The Pace of one organisation. `seen_before` is what `limits` gave in an earlier step of the run."""

    def __init__(self, clock: Callable[[], datetime], seen_before: Mapping[str, int] = MappingProxyType({})) -> None:
        self._clock = clock
        self._day: int | None = None
        self._minute = seen_before.get("minute_remaining")
        self._day_ends = clock()
        self._minute_ends = datetime.fromtimestamp(seen_before.get("minute_ends", 0), UTC)

    def seen(self, headers: Mapping[str, str]) -> None:
        """Note what is left of the day and of the minute, where a reply tells."""
        day = _number(headers, "X-DayLimit-Remaining", self._day)
        minute = _number(headers, "X-MinLimit-Remaining", self._minute)
        if day == 0 and self._day != 0:
            self._day_ends = self._after(WAITS_SECONDS[LimitKind.DAY])
        if minute is not None and (self._minute is None or minute > self._minute or self._clock() > self._minute_ends):
            self._minute_ends = self._after(WAITS_SECONDS[LimitKind.MINUTE])
        self._day, self._minute = day, minute

    def pause(self) -> Limit | None:
        """Stop for the day once its calls are used up; wait for the next minute once this one's are."""
        used = ((self._day, self._day_ends, LimitKind.DAY), (self._minute, self._minute_ends, LimitKind.MINUTE))
        for remaining, ends, kind in used:
            left = (ends - self._clock()).total_seconds()
            if remaining == 0 and left > 0:
                return Limit(wait_seconds=left, kind=kind)
        return None

    def limit(self, reply: Reply) -> Limit:
        """Read which limit is used up, and for how long: from Retry-After, else from the table."""
        kind = KINDS.get(reply.headers.get("X-Rate-Limit-Problem", "").lower(), LimitKind.OTHER)
        told = _number(reply.headers, "Retry-After", None)
        limit = Limit(wait_seconds=WAITS_SECONDS[kind] if told is None else told, kind=kind)
        if kind is LimitKind.DAY:
            self._day, self._day_ends = 0, self._after(limit.wait_seconds)
        if kind is LimitKind.MINUTE:
            self._minute, self._minute_ends = 0, self._after(limit.wait_seconds)
        return limit

    def limits(self) -> dict[str, int]:
        """Give the calls left, and the second since 1970 in which the minute ends."""
        ends = None if self._minute is None else ceil(self._minute_ends.timestamp())
        known = {"day_remaining": self._day, "minute_remaining": self._minute, "minute_ends": ends}
        return {name: number for name, number in known.items() if number is not None}

    def _after(self, seconds: float) -> datetime:
        return self._clock() + timedelta(seconds=seconds)


def _number(headers: Mapping[str, str], name: str, default: int | None) -> int | None:
    text = headers.get(name, "")
    return int(text) if text.isdigit() else default
