"""Runs: what starting one is answered with, and how they are shown."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """The run that does it. `status` is WAITING while another one works on the connection, otherwise STARTED."""

    run: str
    status: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStep:
    """`state` is one of waiting, running, done, paused, failed, skipped.

    `left_out` is what was too little to be posted, within the tolerance: an amount by Xero account.
    """

    step: str
    does: str
    state: str
    fetched: int
    posted: int
    errors: int
    changed: int
    calls: dict[str, int]
    seconds: int
    problem: str
    hint: str
    resumes_at: str
    left_out: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunLine:
    """A cycle or a manual run; `status` is one of WAITING, RUNNING, SUCCEEDED, FAILED."""

    run: str
    status: str
    trigger: str
    action: str
    kind: str
    id: str
    by: str
    started_at: str
    finished_at: str
    fetched: int
    posted: int
    errors: int
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunDetail:
    run: RunLine
    steps: list[RunStep]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunPage:
    runs: list[RunLine]
    next_cursor: str
