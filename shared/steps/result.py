"""What an invocation of a step did, as it is noted in the run and handed to the state machine."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from msgspec import Struct, field
from msgspec.structs import asdict

from shared.http.limits import Limit, LimitKind
from shared.kinds import System


class Result(Struct, eq=False):
    """What an invocation did; `more` asks to be called again, after `wait_seconds`.

    `paused`: a limit of the day is used up, and the step is over until `resumes_at`. `needs_reconnect` names the system
    that no longer accepts our authorisation. `limits` (calls left) are by system, as last seen; `periods` is what later
    steps need not ask: closed days, by system, and Xero's organisation.
    `left_out` was too little to post, by Xero account; `locked_days` is the longest wait for a day to be open.
    """

    fetched: int = 0
    posted: int = 0
    errors: int = 0
    more: bool = False
    wait_seconds: int = 0
    paused: bool = False
    resumes_at: str = ""
    needs_reconnect: str = ""
    problem: str = ""
    hint: str = ""
    limits: dict[str, dict[str, int]] = field(default_factory=dict)
    periods: dict[str, dict[str, Any]] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)
    locked_days: int = 0

    def pause(self, until: datetime) -> None:
        """Do nothing until then: another step has met the limit of the day."""
        self.paused, self.resumes_at = True, until.isoformat(timespec="seconds")
        used_up = Limit(wait_seconds=0, kind=LimitKind.DAY).error("Xero")
        self.problem, self.hint = used_up.message, used_up.hint


def answer_of(
    result: Result,
    *,
    step: str,
    calls: Mapping[System, int],
    failed: bool,
    seconds: int,
    before: Mapping[str, Any],
) -> dict[str, Any]:
    """Give what this invocation did, added to what earlier ones of the same step and run did (`before`, {} for the first)."""
    made = {system.value: int(before.get("calls", {}).get(system, 0)) + calls.get(system, 0) for system in System}
    return {
        **asdict(result),
        "step": step,
        "failed": failed,
        "fetched": result.fetched + int(before.get("fetched", 0)),
        "posted": result.posted + int(before.get("posted", 0)),
        "errors": result.errors + int(before.get("errors", 0)),
        "calls": made,
        "locked_days": max(result.locked_days, int(before.get("locked_days", 0))),
        "left_out": _summed(before.get("left_out", {}), result.left_out),
        "seconds": seconds + int(before.get("seconds", 0)),
    }


def _summed(before: Mapping[str, str], now: Mapping[str, str]) -> dict[str, str]:
    names = dict.fromkeys((*before, *now))
    return {name: f"{sum(Decimal(some.get(name, '0.00')) for some in (before, now)):f}" for name in names}
