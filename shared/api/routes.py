"""The table of routes: what is where, who may, and what it answers. The resolver is made of it."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from shared.api import shapes
from shared.api.access import Group
from shared.api.reads import Reads
from shared.api.triggers import Triggers
from shared.api.ways import Ways

ROOT: Final = "/api/v1"
ONE: Final = ROOT + "/connections/<connection>"
KIND: Final = ONE + "/<kind>"
RECORD: Final = KIND + "/<record_id>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """`does` is a method of `Reads`, `Triggers` or `Ways`.

    `answers` is the shape of its answer, `refuses` are the statuses that it may give.
    """

    method: str
    path: str
    does: Callable[..., Any]
    answers: type
    needs: Group = Group.VIEWER
    status: HTTPStatus = HTTPStatus.OK
    refuses: tuple[HTTPStatus, ...] = ()

    @property
    def name(self) -> str:
        return self.does.__name__


BAD, MISSING, CONFLICT = HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT
WRONG, TOO_BIG = HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.REQUEST_ENTITY_TOO_LARGE
NOT_JSON = HTTPStatus.UNSUPPORTED_MEDIA_TYPE
BY_GATEWAY: Final = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.TOO_MANY_REQUESTS})
ALWAYS: Final = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.SERVICE_UNAVAILABLE,
)


def _get(path: str, does: Callable[..., Any], answers: type, *refuses: HTTPStatus) -> Route:
    return Route(method="GET", path=path, does=does, answers=answers, refuses=(MISSING, *refuses))


def _post(path: str, does: Callable[..., Any], *refuses: HTTPStatus) -> Route:
    return Route(
        method="POST",
        path=path,
        does=does,
        answers=shapes.Accepted,
        needs=Group.OPERATOR,
        status=HTTPStatus.ACCEPTED,
        refuses=(MISSING, TOO_BIG, NOT_JSON, *refuses),
    )


def routes(reads: Reads, triggers: Triggers, ways: Ways) -> tuple[Route, ...]:
    """Of two that fit an address the first one counts."""
    return (
        _get(f"{ROOT}/connections", reads.connections, shapes.ConnectionList),
        _get(f"{ONE}/summary", reads.summary, shapes.Summary),
        _get(f"{ONE}/errors", reads.errors, shapes.ErrorList),
        _get(f"{ONE}/entries", reads.entries, shapes.EntryList),
        _post(f"{ONE}/entries/<what>/<entry_id>/mark", triggers.mark_entry),
        _get(f"{ONE}/deposits", reads.deposits, shapes.DepositPage),
        _get(f"{ONE}/late-changes", reads.late_changes, shapes.LateChangePage),
        _get(f"{ONE}/settings", reads.settings, shapes.SettingsAnswer),
        _get(f"{ONE}/runs", reads.runs, shapes.RunPage),
        _get(f"{ONE}/runs/<run_id>", reads.run, shapes.RunDetail),
        _post(f"{ONE}/sync", triggers.sync),
        _post(f"{ONE}/verify", triggers.verify),
        _get(KIND, reads.listing, shapes.RecordPage),
        _get(RECORD, reads.record, shapes.RecordDetail),
        _get(f"{RECORD}/history", reads.history, shapes.HistoryPage),
        _get(f"{RECORD}/preview", reads.preview, shapes.PreviewAnswer),
        _post(f"{KIND}/fetch", triggers.fetch_kind),
        _post(f"{KIND}/post", triggers.post_kind),
        _post(f"{KIND}/retry", triggers.retry_many, CONFLICT, WRONG),
        _post(f"{KIND}/archive", triggers.archive_many, WRONG),
        _post(f"{KIND}/reapply", ways.reapply_many, WRONG),
        _post(f"{KIND}/accept", ways.accept_many, WRONG),
        _post(f"{KIND}/post-anew", ways.post_many_anew, WRONG),
        _post(f"{KIND}/credit", ways.credit_many, WRONG),
        _post(f"{KIND}/leave", ways.leave_many, WRONG),
        _post(f"{KIND}/link", ways.link_many, WRONG),
        _post(f"{KIND}/separate", ways.separate_many, WRONG),
        _post(f"{RECORD}/fetch", triggers.fetch),
        _post(f"{RECORD}/post", triggers.post, CONFLICT),
        _post(f"{RECORD}/archive", triggers.archive, CONFLICT),
        _post(f"{RECORD}/unarchive", triggers.unarchive, CONFLICT),
        _post(f"{RECORD}/retry", triggers.retry, CONFLICT),
        _post(f"{RECORD}/reapply", ways.reapply, CONFLICT),
        _post(f"{RECORD}/accept", ways.accept, CONFLICT),
        _post(f"{RECORD}/post-anew", ways.post_anew, CONFLICT),
        _post(f"{RECORD}/credit", ways.credit, CONFLICT),
        _post(f"{RECORD}/leave", ways.leave, CONFLICT),
        _post(f"{RECORD}/link", ways.link, CONFLICT, WRONG),
        _post(f"{RECORD}/separate", ways.separate, CONFLICT, WRONG),
    )
