"""What an invocation of a step did, as it is noted in the run and handed to the state machine."""

from datetime import datetime
from typing import Any

from msgspec import Struct, field

from shared.http.limits import Limit, LimitKind


class Result(Struct, eq=False):
    """What an invocation did; `more` asks to be called again, after `wait_seconds`.

    `paused`: a limit of the day is used up, and the step is over until `resumes_at`. `needs_reconnect` names the system
    that no longer accepts our authorisation. `limits` (calls left) and `periods` (closed days) are by system, as last seen.
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
