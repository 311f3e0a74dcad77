"""Brightpearl's limit: 200 calls in a fixed minute, told in two headers on every answer.

https://help.brightpearl.com article 212644843. The window can run faster than real time; what is told stays in the
account's own milliseconds.
"""

from datetime import timedelta

from sandbox.stand_ins.brightpearl.moments import Clock

CALLS_PER_MINUTE = 200
THROTTLED = "You have sent too many requests. Please wait before sending another request"

_MINUTE_MS = 60_000
_MILLISECOND = timedelta(milliseconds=1)


class MinuteLimit:
    """Counts calls in fixed minutes of sandbox time."""

    def __init__(self, clock: Clock, *, time_scale: float = 1.0) -> None:
        self._clock = clock
        self._time_scale = time_scale
        self._origin = clock.now()
        self._window = 0
        self._used = 0

    def take(self) -> bool:
        """Count one call; False when the minute has none left."""
        self._turn()
        if self._used >= CALLS_PER_MINUTE:
            return False
        self._used += 1
        return True

    def exhaust(self) -> None:
        """Use up what the minute has left."""
        self._turn()
        self._used = CALLS_PER_MINUTE

    def headers(self) -> dict[str, str]:
        """What every answer says about the limit."""
        self._turn()
        return {
            "brightpearl-requests-remaining": str(CALLS_PER_MINUTE - self._used),
            "brightpearl-next-throttle-period": str(_MINUTE_MS - self._elapsed_ms() % _MINUTE_MS),
        }

    def _elapsed_ms(self) -> int:
        return int((self._clock.now() - self._origin) / _MILLISECOND * self._time_scale)

    def _turn(self) -> None:
        window = self._elapsed_ms() // _MINUTE_MS
        if window != self._window:
            self._window = window
            self._used = 0
