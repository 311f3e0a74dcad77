"""Xero's limits: 5 calls at once, 60 a minute, 1,000 or 5,000 a day for an organisation, 10,000 a minute for an app.

https://developer.xero.com/documentation/guides/oauth2/limits/ - windows are fixed, and can run faster than real time;
what is told stays in the organisation's own seconds.
"""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from werkzeug import Response

from sandbox.stand_ins.clock import Clock
from sandbox.stand_ins.switches import Switches
from sandbox.stand_ins.xero import errors

AT_ONCE = 5
FORCED: dict[str, tuple[str, int | None]] = {
    "rate_limit_concurrent": ("concurrent", None),
    "rate_limit_app_minute": ("appminute", None),
    "rate_limit_minute": ("minute", 22),
    "rate_limit_day": ("day", 60_000),
}


@dataclass(slots=True)
class Window:
    """So many calls in so many seconds, counted from fixed moments."""

    problem: str
    limit: int
    seconds: int
    offset: int
    tells_wait: bool = True
    index: int = -1
    used: int = 0

    @property
    def left(self) -> int:
        return max(0, self.limit - self.used)

    def turn(self, elapsed: float) -> None:
        index = int(elapsed + self.offset) // self.seconds
        if index != self.index:
            self.index, self.used = index, 0

    def wait(self, elapsed: float) -> int:
        return max(1, math.ceil(self.seconds - (elapsed + self.offset) % self.seconds))


class Limits:
    """Counts calls and refuses those that are too many."""

    def __init__(self, clock: Clock, switches: Switches, *, time_scale: float) -> None:
        self._clock = clock
        self._switches = switches
        self._time_scale = time_scale
        self._at_once = 0
        self._at_once_lock = Lock()
        self.start()

    def start(self) -> None:
        """Nothing has been used, and the windows begin where this organisation's do."""
        self._began: datetime = self._clock.now()
        self._forced: list[str] = []
        self.minute = Window("minute", 60, 60, 17)
        self.day = Window("day", 5000, 86_400, 30_000)
        self.app_minute = Window("appminute", 10_000, 60, 0, tells_wait=False)
        self._turn()

    def force(self, kind: str) -> None:
        """Refuse the next call as if that limit were used up."""
        if kind not in FORCED:
            raise ValueError(f"There is no limit {kind!r}; there are {', '.join(FORCED)}.")
        self._forced.append(kind)

    def take(self) -> Response | None:
        """Count a call; the refusal if there are none left."""
        if self._forced:
            return self._refusal(*FORCED[self._forced.pop(0)])
        if not self._switches["limits"]:
            return None
        elapsed = self._turn()
        for window in self._windows():
            if not window.left:
                return self._refusal(window.problem, window.wait(elapsed) if window.tells_wait else None)
        for window in self._windows():
            window.used += 1
        return None

    def enter(self) -> Response | None:
        """Count a call in that is being served; the refusal if there are too many at once."""
        with self._at_once_lock:
            self._at_once += 1
            crowded = self._at_once > AT_ONCE and self._switches["limits"]
        return self._refusal("concurrent", None) if crowded else None

    def leave(self) -> None:
        with self._at_once_lock:
            self._at_once -= 1

    def headers(self) -> dict[str, str]:
        """What every answer tells about the limits."""
        self._turn()
        return {
            "X-DayLimit-Remaining": str(self.day.left),
            "X-MinLimit-Remaining": str(self.minute.left),
            "X-AppMinLimit-Remaining": str(self.app_minute.left),
        }

    def use_up(self, problem: str, *, left: int) -> None:
        """Leave only so many calls in a window."""
        self._turn()
        windows = {window.problem: window for window in self._windows()}
        if problem not in windows:
            raise ValueError(f"There is no limit {problem!r}; there are {', '.join(windows)}.")
        windows[problem].used = windows[problem].limit - left

    def _windows(self) -> Iterator[Window]:
        yield from (self.day, self.minute, self.app_minute)

    def _turn(self) -> float:
        elapsed = (self._clock.now() - self._began).total_seconds() * self._time_scale
        self.day.limit = self._switches["day_limit"]
        for window in self._windows():
            window.turn(elapsed)
        return elapsed

    def _refusal(self, problem: str, wait: int | None) -> Response:
        headers = self.headers() | {"X-Rate-Limit-Problem": problem}
        if problem in {"minute", "day"}:
            headers[{"minute": "X-MinLimit-Remaining", "day": "X-DayLimit-Remaining"}[problem]] = "0"
        if wait is not None:
            headers["Retry-After"] = str(wait)
        if not self._switches["problem_json"]:
            return Response("", status=429, headers=headers)
        body = json.dumps(errors.problem(429, "Too Many Requests", f"The limit of calls ({problem}) is used up"))
        return Response(body, status=429, headers=headers, content_type=errors.PROBLEM_JSON)
