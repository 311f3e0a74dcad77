"""Presenters: from what is stored of records and connections to the shapes that the API answers with."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from shared.api import shapes
from shared.api.pages import links, pages
from shared.api.preview import Preview
from shared.api.redact import redacted
from shared.api.related import related
from shared.api.words import KindName
from shared.errors import Problem
from shared.kinds import PAYMENTS
from shared.mapping.money import cents
from shared.mapping.versions import Version, read_version
from shared.records.connections import Connection
from shared.records.failure import Failure
from shared.records.listing import Lines
from shared.records.model import EventItem
from shared.records.record import Key, Line, Record, Summary
from shared.records.standing import Standing
from shared.records.store import Store

RENAMED: Final = {"contact_name": "contact"}
NOT_SHOWN: Final = frozenset({"contact_id"})  # of a summary


def line(found: Line) -> shapes.RecordLine:
    return shapes.RecordLine(
        kind=KindName.of(found.kind),
        id=found.id,
        status=found.status,
        **_told(found.summary),
        remote_id=found.remote_id,
        remote_number=found.remote_number if found.remote_id else "",  # what was refused has one, too
        held=found.held,
        standing=found.standing.value if found.remote_id or found.apart else "",
        ways=[way.value for way in found.ways],
        origin=found.origin.value,
        changed_at=found.changed_at.isoformat(),
        pages=pages(found),
        error=_error(found.failure),
    )


def _told(summary: Summary) -> dict[str, str]:
    """All that is shown of a summary, under its own names; only the contact's name is just `contact` here."""
    names = [name for name in Summary.__struct_fields__ if name not in NOT_SHOWN]
    return {RENAMED.get(name, name): _text(getattr(summary, name)) for name in names}


def _text(value: object) -> str:
    """As a listing shows it: amounts to the cent, and what is not known as an empty text."""
    if isinstance(value, Decimal):
        return format(value, "f")
    return "" if value is None else str(value)


def _error(failure: Failure | None) -> shapes.ErrorOnRecord | None:
    if failure is None:
        return None
    return shapes.ErrorOnRecord(
        error_class=failure.problem.error_class.value,
        message=failure.problem.message,
        hint=failure.problem.hint,
        attempts=failure.attempts,
        at=failure.at.isoformat(),
        needs_person=failure.needs_person,
    )


def page(found: Lines) -> shapes.RecordPage:
    return shapes.RecordPage(records=[line(one) for one in found.lines], next_cursor=found.cursor)


def detail(record: Record, store: Store, sites: Mapping[str, str]) -> shapes.RecordDetail:
    theirs = "" if record.kind in PAYMENTS else record.theirs
    there = theirs or _said_last(record, store)
    agreed = record.agreed or ("" if theirs else there)  # nobody has changed there what was withdrawn here
    return shapes.RecordDetail(
        record=line(record),
        document=redacted(record.document),
        notes=list(record.notes),
        archived_from=record.archived_from,
        fetched_at=record.fetched_at.isoformat(),
        version=record.version,
        links=links(record, sites),
        related=related(record, store),
        twin=record.theirs if record.apart is Standing.TWIN else "",
        there=_version(read_version(there)),
        agreed=None if record.apart is None else _version(read_version(agreed)),
    )


def _said_last(record: Record, store: Store) -> str:
    seen = store.seen([record.remote_id], consistent=False).get(record.remote_id)
    return seen.said if seen else ""


def _version(said: Version | None) -> shapes.DocumentVersion | None:
    if said is None:
        return None
    return shapes.DocumentVersion(
        status=said.status,
        net=_cents(said.net),
        tax=_cents(said.tax),
        total=_cents(said.total),
        date=said.day,
        due=said.due,
        contact=said.contact_name,
    )


def _cents(amount: Decimal | None) -> str:
    return "" if amount is None else _text(cents(amount))


def event(item: EventItem) -> shapes.HistoryEvent:
    """Show a line of the history, without secrets."""
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


def preview(made: Preview, record: Record, names: Mapping[Key, str]) -> shapes.PreviewAnswer:
    return shapes.PreviewAnswer(
        sends=made.sends,
        reason=made.reason,
        system=made.system.value,
        creates=made.creates,
        body=made.body,
        currency=record.summary.currency,
        total=_text(made.total),
        brought_first=[
            shapes.BroughtFirst(kind=KindName.of(ref.kind), id=ref.id, name=names.get((ref.kind, ref.id), ""))
            for ref in made.first
        ],
        warnings=list(made.warnings),
        problem=_problem(made.problem),
    )


def _problem(problem: Problem | None) -> shapes.PreviewProblem | None:
    if problem is None:
        return None
    return shapes.PreviewProblem(error_class=problem.error_class.value, message=problem.message, hint=problem.hint)


def connection(found: Connection) -> shapes.ConnectionLine:
    return shapes.ConnectionLine(connection=found.name, active=found.active, needs_reconnect=found.needs_reconnect)
