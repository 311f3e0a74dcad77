"""Presenters of runs: a line for each, and one step by step, with those that have not had their turn."""

from collections.abc import Mapping
from typing import Any, Final

from shared.api import shapes
from shared.api.words import KindName
from shared.kinds import Kind
from shared.records.runs import Run
from shared.sequence import BY_NAME, CHANGE_RECORDS, EVERY_NAME, LOOKS
from shared.steps.change_records import Action
from shared.steps.mark_entries import MARK

SCHEDULED: Final = {"schedule": "cycle", "night": "verify"}  # what each rule starts
NOT_ENDED: Final = frozenset({"WAITING", "RUNNING"})
CHANGES: Final = frozenset({*(action.value for action in Action), MARK})
DOES: Final = {**{step.name: step.does for step in EVERY_NAME.values()}, CHANGE_RECORDS: "change the chosen records"}


def run_line(run: Run) -> shapes.RunLine:
    asked, kind = run.request, str(run.request.get("kind") or "")
    scheduled = SCHEDULED.get(run.trigger, "")
    return shapes.RunLine(
        run=run.id,
        status=run.status,
        trigger=run.trigger,
        action=str(asked.get("action") or scheduled or "steps"),
        kind=KindName.of(Kind(kind)).value if kind in list(Kind) else "",
        id=str(asked.get("id") or ""),
        by=str(asked.get("by") or ("schedule" if scheduled else "")),
        started_at=run.started_at,
        finished_at=run.finished_at,
        fetched=_sum(run, "fetched"),
        posted=_sum(run, "posted"),
        errors=_sum(run, "errors"),
        problem=run.problem
        or next((str(step.get("problem") or "") for step in run.steps.values() if step.get("failed")), ""),
    )


def _sum(run: Run, name: str) -> int:
    return sum(int(step.get(name) or 0) for step in run.steps.values())


def run_detail(run: Run) -> shapes.RunDetail:
    """All the steps that it has to do; the first that has said nothing yet is the one that it is at."""
    steps = [_step(run, name) for name in _asked(run)]
    at = next((number for number, step in enumerate(steps) if step.state == "waiting"), len(steps))
    busy = any(step.state == "running" for step in steps)
    if run.status == "RUNNING" and not busy and at < len(steps):
        steps[at] = _step(run, steps[at].step, state="running")
    return shapes.RunDetail(run=run_line(run), steps=steps)


def _asked(run: Run) -> list[str]:
    """In the order in which they run, the change of records first."""
    if run.trigger == "schedule":
        return list(BY_NAME)
    if run.trigger == "night":
        return [look.name for look in LOOKS]
    told = run.request.get("steps")
    wanted = {*(told if isinstance(told, list) else ()), *run.steps}
    changes = CHANGE_RECORDS in run.steps or run.request.get("action") in CHANGES
    return [CHANGE_RECORDS] * changes + [name for name in EVERY_NAME if name in wanted]


def _step(run: Run, name: str, *, state: str = "") -> shapes.RunStep:
    said = run.steps.get(name) or {}
    return shapes.RunStep(
        step=name,
        does=DOES[name],
        state=state or _state(run, said),
        fetched=int(said.get("fetched") or 0),
        posted=int(said.get("posted") or 0),
        errors=int(said.get("errors") or 0),
        changed=int(said.get("changed") or 0),
        calls={system: int(number) for system, number in (said.get("calls") or {}).items()},
        seconds=int(said.get("seconds") or 0),
        problem=str(said.get("problem") or ""),
        hint=str(said.get("hint") or ""),
        resumes_at=str(said.get("resumes_at") or ""),
        left_out=dict(said.get("left_out") or {}),
    )


def _state(run: Run, said: Mapping[str, Any]) -> str:
    if not said:
        return "waiting" if run.status in NOT_ENDED else "skipped"
    if said.get("failed"):
        return "failed"
    if said.get("more") and run.status in NOT_ENDED:
        return "running"
    return "paused" if said.get("paused") else "done"
