"""Plans, and the only two loops: one that fetches, one that posts. A step is a plan; there is no other code in it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from shared.errors import AnswerError, InvalidDataError, LimitError, TransientError
from shared.kinds import DEPENDENCIES, Kind
from shared.records.progress import Progress
from shared.records.record import Fetched, Record
from shared.records.status import Status
from shared.records.store import DUE_PAGE, Store
from shared.records.transactions import Change, Event
from shared.records.transitions import asked_again
from shared.steps.result import Result

if TYPE_CHECKING:
    from shared.posting.poster import Poster
    from shared.sources.pages import Page, Position, Since

OVERLAP: Final = timedelta(minutes=10)
MOST_NAMED: Final = 5


class FetchPlan(Struct, frozen=True, kw_only=True, eq=False):
    """`pages` reads what is new since a time (None: ever) from a position on; `one` reads a single object by our id.

    `refused` says what could not be read so far, and why. `selection` is what the settings choose to read. When it changes,
    everything is read once more from the beginning: what is chosen only now may lie behind the cursor.

    However little time there is, every page leads on: its position, or what `stored` does, keeps it from being read again.
    """

    pages: "Callable[[Since, Position], Iterator[Page]]"
    one: Callable[[Kind, str], Sequence[Fetched]]
    refused: Callable[[], Mapping[str, str]] = dict
    selection: str = ""


class PostPlan(Struct, frozen=True, kw_only=True, eq=False):
    """`post` maps and sends page after page of records; `finish` does what can only follow when all are there.

    `poster` makes the Poster from the step's result and a function that says whether there is time for another batch.
    """

    poster: "Callable[[Result, Callable[[], bool]], Poster]"
    post: "Callable[[Poster, Iterable[Sequence[Record]]], None]"
    finish: "Callable[[Poster], None]" = lambda _poster: None


class Only(Struct, frozen=True, kw_only=True):
    """What somebody asked for: one record, or without an id every record of the kind that waits."""

    kind: Kind
    id: str = ""


def run_fetch(
    plan: FetchPlan,
    *,
    step: str,
    store: Store,
    progress: Progress,
    cursor: Mapping[str, Any],
    result: Result,
    now: datetime,
    may_continue: Callable[[], bool],
    only: Only | None = None,
) -> None:
    """Read, store, remember how far. Whatever stops it, the next call goes on where this one was.

    What could not be read holds up nothing else: in the end AnswerError is raised, and the next cycle reads from the same
    time again. A single record that cannot be read raises InvalidDataError.
    """
    if only is not None and only.id:
        return _fetch_one(plan, only, store=store, result=result)
    cursor = _where_it_was(plan, cursor)
    started = cursor.get("started") or now.isoformat()
    since = datetime.fromisoformat(cursor["since"]) if "since" in cursor else None
    position = cursor.get("position", {})
    try:
        for page in plan.pages(since, position):
            result.fetched += len(store.take(page.fetched))
            page.stored()
            position = page.position
            if not may_continue():
                result.more = True
                break
    except TransientError as stop:
        progress.save_cursor(step, _so_far(plan, cursor, started, position))
        if isinstance(stop, LimitError):
            return wait(result, stop, now=now)
        raise
    if result.more:
        progress.save_cursor(step, _so_far(plan, cursor, started, position))
        return None
    refused = _refused(plan, cursor)
    progress.save_cursor(step, _next_time(cursor, started, unread=bool(refused)))
    if refused:
        raise _unreadable(refused)
    return None


def _where_it_was(plan: FetchPlan, cursor: Mapping[str, Any]) -> Mapping[str, Any]:
    return cursor if cursor.get("selection", "") == plan.selection else {"selection": plan.selection}


def _so_far(plan: FetchPlan, cursor: Mapping[str, Any], started: str, position: "Position") -> dict[str, Any]:
    refused = _refused(plan, cursor)
    return {**cursor, "started": started, "position": position, **({"refused": refused} if refused else {})}


def _refused(plan: FetchPlan, cursor: Mapping[str, Any]) -> dict[str, str]:
    """What could not be read, in this invocation and in the earlier ones of the same reading."""
    return {**cursor.get("refused", {}), **plan.refused()}


def _next_time(cursor: Mapping[str, Any], started: str, *, unread: bool) -> dict[str, str]:
    kept = {name: cursor[name] for name in ("since", "selection") if name in cursor}
    return kept if unread else {**kept, "since": (datetime.fromisoformat(started) - OVERLAP).isoformat()}


def _unreadable(refused: Mapping[str, str]) -> AnswerError:
    names, words = ", ".join(list(refused)[:MOST_NAMED]), next(iter(refused.values()))
    return AnswerError(
        f"Brightpearl refused to show {len(refused)} of the changed records ({names}): {words}",
        hint="open each in Brightpearl and save it again; the next cycle reads it again, and all others are here",
    )


def _fetch_one(plan: FetchPlan, only: Only, *, store: Store, result: Result) -> None:
    found = plan.one(only.kind, only.id)
    if not found:
        raise InvalidDataError(
            f"there is no {only.kind.words} {only.id} to fetch",
            hint="look at its status, invoice and tax date where it comes from: it may not be due yet, or it was deleted",
        )
    result.fetched += len(store.take(found))


def run_post(
    plan: PostPlan,
    *,
    step: str,
    store: Store,
    result: Result,
    may_start: Callable[[], bool],
    in_time: Callable[[], bool],
    only: Only | None = None,
) -> None:
    """Settle what is open, then post what is due, oldest first. A single record is finished, whatever the time."""
    poster = plan.poster(result, may_start)
    single = only is not None and bool(only.id)
    try:
        poster.recover()
        plan.post(poster, _while_in_time(_chosen(poster, store, step, only), in_time))
        if single or in_time():
            plan.finish(poster)
        result.more = not single and not in_time()
    except LimitError as limit:
        wait(result, limit, now=poster.clock())


def _while_in_time(pages: Iterable[Sequence[Record]], in_time: Callable[[], bool]) -> Iterator[Sequence[Record]]:
    for records in pages:
        yield records
        if not in_time():
            return


def _chosen(poster: "Poster", store: Store, step: str, only: Only | None) -> Iterable[Sequence[Record]]:
    if only is None:
        return store.due(step, together=DUE_PAGE)
    if only.id:
        return [_asked_for(poster, only)]
    return (
        _without_waiting(store, only.kind)
        if only.kind in DEPENDENCIES
        else _of_kind(store.due(step, together=DUE_PAGE), only.kind)
    )


def _of_kind(pages: Iterable[Sequence[Record]], kind: Kind) -> Iterator[Sequence[Record]]:
    for records in pages:
        if chosen := [record for record in records if record.kind == kind]:
            yield chosen


def _without_waiting(store: Store, kind: Kind) -> Iterator[Sequence[Record]]:
    """All that would go with the first document that needs it. Each is read again, because the index may lag."""
    for status in (Status.PENDING, Status.UPDATED):
        waiting = store.by_status(kind, status)
        while records := [record for record in islice(waiting, DUE_PAGE) if record.status == status]:
            yield records


def _asked_for(poster: "Poster", only: Only) -> list[Record]:
    """The record that a person wants posted. One that is Sent is mapped again: the settings may have changed."""
    record = poster.store.get(only.kind, only.id)
    if record is None:
        raise InvalidDataError(f"there is no {only.kind.words} {only.id} here", hint="fetch it before it is posted")
    if record.status == Status.ARCHIVE:
        raise InvalidDataError(f"{record.called} is archived", hint="bring it back before it is posted")
    if record.is_credited:
        raise InvalidDataError(
            f"{record.called} is credited", hint="it goes by itself when its order is invoiced again"
        )
    if record.apart is not None and record.decided is None:
        raise InvalidDataError(f"{record.called} is {record.apart}", hint="choose what is to become of it instead")
    if record.status == Status.SENT:
        event, at = Event(what="asked for again", who=poster.who), poster.clock()
        poster.store.revise([record], lambda sent: Change(before=sent, after=asked_again(sent, at=at), event=event))
    return [found for found in [poster.store.get(only.kind, only.id)] if found]


def wait(result: Result, limit: LimitError, *, now: datetime) -> None:
    """Let the state machine wait: nobody pays for a sleeping function. On the limit of the day, the step is over."""
    result.paused = limit.daily
    result.more = not limit.daily
    result.wait_seconds = 0 if limit.daily else limit.wait_seconds
    result.resumes_at = (now + timedelta(seconds=limit.wait_seconds)).isoformat(timespec="seconds")
    result.problem, result.hint = limit.message, limit.hint
