"""Presenters: from what is stored to the shapes that the API answers with."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from shared.api import shapes
from shared.api.pages import links, pages
from shared.api.preview import Preview
from shared.api.redact import redacted
from shared.api.related import related
from shared.api.words import KindName
from shared.kinds import Kind, System
from shared.records.items import to_item
from shared.records.lines import Line, to_line
from shared.records.listing import Lines
from shared.records.model import EventItem
from shared.records.record import Record
from shared.records.runs import Connection, Run
from shared.records.store import Store
from shared.sequence import BY_NAME, STEPS
from shared.steps.change_records import STEP as CHANGE

EVERY: Final = timedelta(minutes=30)
NOT_ENDED: Final = frozenset({"WAITING", "RUNNING"})
DOES: Final = {**{step.name: step.does for step in STEPS}, CHANGE: "changes the records that were chosen"}


def line(found: Line) -> shapes.RecordLine:
    error = found.error
    return shapes.RecordLine(
        kind=KindName.of(found.kind),
        id=found.id,
        status=found.status,
        number=found.number,
        reference=found.reference,
        contact=found.contact_name,
        date=found.date,
        currency=found.currency,
        total=found.total,
        remote_id=found.remote_id,
        remote_number=found.remote_number if found.remote_id else "",  # what was refused has one, too
        held=found.held,
        origin=found.origin,
        changed_at=found.changed_at,
        pages=pages(found),
        error=None
        if error is None
        else shapes.ErrorOnRecord(
            error_class=error.error_class,
            message=error.message,
            hint=error.hint,
            attempts=error.attempts,
            at=error.at,
            needs_person=error.needs_person,
        ),
    )


def page(found: Lines) -> shapes.RecordPage:
    return shapes.RecordPage(records=[line(one) for one in found.lines], next_cursor=found.cursor)


def detail(record: Record, store: Store, sites: Mapping[str, str]) -> shapes.RecordDetail:
    shown = to_line(to_item(record, store.connection))
    return shapes.RecordDetail(
        record=line(shown),
        document=redacted(record.document),
        notes=list(record.notes),
        archived_from=record.archived_from,
        fetched_at=record.fetched_at.isoformat(),
        version=record.version,
        links=links(shown, sites),
        related=related(record, store),
    )


def event(item: EventItem) -> shapes.HistoryEvent:
    said = redacted(item.detail)
    both = said if isinstance(said, Mapping) and said.keys() <= {"request", "answer"} else {"answer": said}
    return shapes.HistoryEvent(
        at=item.sk.partition("#")[0],
        what=item.what,
        who=item.who,
        settings_version=int(item.settings_version or 0),
        request=both.get("request"),
        answer=both.get("answer"),
    )


def preview(made: Preview, record: Record, names: Mapping[tuple[Kind, str], str]) -> shapes.PreviewAnswer:
    problem = made.problem
    return shapes.PreviewAnswer(
        sends=made.sends,
        reason=made.reason,
        system=made.system.value,
        creates=made.creates,
        body=made.body,
        currency=record.summary.currency,
        total="" if made.total is None else format(made.total, "f"),
        brought_first=[
            shapes.BroughtFirst(kind=KindName.of(ref.kind), id=ref.id, name=names.get((ref.kind, ref.id), ""))
            for ref in made.first
        ],
        warnings=list(made.warnings),
        problem=None
        if problem is None
        else shapes.PreviewProblem(error_class=problem.error_class.value, message=problem.message, hint=problem.hint),
    )


def run_line(run: Run) -> shapes.RunLine:
    asked, kind = run.request, str(run.request.get("kind") or "")
    return shapes.RunLine(
        run=run.id,
        status=run.status,
        trigger=run.trigger,
        action=str(asked.get("action") or ("cycle" if run.is_cycle else "steps")),
        kind=KindName.of(Kind(kind)).value if kind in list(Kind) else "",
        id=str(asked.get("id") or ""),
        by=str(asked.get("by") or ("schedule" if run.is_cycle else "")),
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
    told = run.request.get("steps")
    wanted = {*(told if isinstance(told, list) else ()), *run.steps}
    changes = CHANGE in run.steps or run.request.get("action") in ("archive", "unarchive", "retry")
    return [CHANGE] * changes + [name for name in BY_NAME if name in wanted]


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
    )


def _state(run: Run, said: Mapping[str, Any]) -> str:
    if not said:
        return "waiting" if run.status in NOT_ENDED else "skipped"
    if said.get("failed"):
        return "failed"
    if said.get("more") and run.status in NOT_ENDED:
        return "running"
    return "paused" if said.get("paused") else "done"


def connection(found: Connection) -> shapes.ConnectionLine:
    return shapes.ConnectionLine(connection=found.name, active=found.active, needs_reconnect=found.needs_reconnect)


def health(found: Connection, last: Run | None) -> shapes.Health:
    word, sentence = _health(found, last)
    return shapes.Health(word=word, sentence=sentence, active=found.active, needs_reconnect=found.needs_reconnect)


def _health(found: Connection, last: Run | None) -> tuple[str, str]:
    if found.needs_reconnect:
        system = found.needs_reconnect.title()
        sentence = (
            f"{system} no longer accepts the connector's authorisation: connect it again with the command connect."
        )
        return "needs_reconnect", sentence
    if not found.active:
        return "inactive", "The schedule does not run this connection."
    if last is None:
        return "new", "No cycle has run yet."
    if any(step.get("paused") for step in last.steps.values()):
        return "paused", "The day's limit of calls is used up; posting goes on by itself when the new day begins."
    if last.status == "FAILED":
        return "failing", "Steps of the last cycle failed; the next one tries them again."
    return "healthy", "The last cycle did all that was due."


def limits(runs: list[Run]) -> tuple[dict[str, dict[str, int]], str]:
    """The calls left by system as any step of these runs has seen them last, newest run first."""
    seen: dict[str, dict[str, int]] = {}
    at = ""
    for run in runs:
        for name in reversed(list(BY_NAME)):
            for system, left in (run.steps.get(name, {}).get("limits") or {}).items():
                if left and system not in seen:
                    seen[system] = {word: int(number) for word, number in left.items()}
                    at = at or run.finished_at or run.started_at
        if len(seen) == len(System):
            break
    return seen, at


def next_cycle(found: Connection, runs: list[Run]) -> str:
    """When the schedule comes round again, as far as its last time tells."""
    last = next((run for run in runs if run.trigger == "schedule" and run.started_at), None)
    if last is None or not found.active:
        return ""
    return (datetime.fromisoformat(last.started_at.replace("Z", "+00:00")) + EVERY).isoformat()
