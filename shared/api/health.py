"""How a connection is: one word, one sentence, the calls left and when the next cycle comes."""

from datetime import datetime

from shared.api import shapes
from shared.records.connections import Connection
from shared.records.runs import Run
from shared.sequence import BY_NAME, CYCLE_EVERY


def health(found: Connection, last: Run | None) -> shapes.Health:
    """Say how it is, by the last cycle that ended."""
    word, sentence = _health(found, last)
    return shapes.Health(word=word, sentence=sentence, active=found.active, needs_reconnect=found.needs_reconnect)


def _health(found: Connection, last: Run | None) -> tuple[str, str]:
    if found.wrong_books:
        told = f"{found.wrong_books[0].upper()}{found.wrong_books[1:]}"
        return (
            "wrong_books",
            f"{told}. Store the right credentials with the command connect; then it goes on by itself.",
        )
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
    """The calls left by system as any step of these runs has seen them last, newest run first.

    A step that has made no call knows less than one before it, so each number counts by itself.
    """
    seen: dict[str, dict[str, int]] = {}
    at = ""
    for run in runs:
        for name in reversed(list(BY_NAME)):
            for system, left in _left(run, name).items():
                seen[system] = {**left, **seen.get(system, {})}
                at = at or run.finished_at or run.started_at
    return seen, at


def _left(run: Run, step: str) -> dict[str, dict[str, int]]:
    told = run.steps.get(step, {}).get("limits") or {}
    return {system: {word: int(number) for word, number in left.items()} for system, left in told.items() if left}


def next_cycle(found: Connection, runs: list[Run]) -> str:
    """When the schedule comes round again, as far as its last time tells."""
    last = next((run for run in runs if run.trigger == "schedule" and run.started_at), None)
    if last is None or not found.active:
        return ""
    return (datetime.fromisoformat(last.started_at.replace("Z", "+00:00")) + CYCLE_EVERY).isoformat()
