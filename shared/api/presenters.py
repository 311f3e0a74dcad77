"""Presenters: from what is stored to the shapes that the API answers with."""

from collections.abc import Mapping

from shared.api import shapes
from shared.api.pages import links, pages
from shared.api.preview import Preview
from shared.api.redact import redacted
from shared.api.related import related
from shared.api.words import KindName
from shared.kinds import Kind
from shared.records.items import to_item
from shared.records.lines import Line, to_line
from shared.records.listing import Lines
from shared.records.model import EventItem
from shared.records.record import Record
from shared.records.runs import Connection
from shared.records.store import Store


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


def connection(found: Connection) -> shapes.ConnectionLine:
    return shapes.ConnectionLine(connection=found.name, active=found.active, needs_reconnect=found.needs_reconnect)
