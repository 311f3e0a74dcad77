"""What may be looked at. Nothing here writes, and nothing here costs more because there is more history."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final

from aws_lambda_powertools.event_handler.openapi.params import Header, Query

from shared.api import health, presenters, run_presenters, shapes
from shared.api.causes import error_list
from shared.api.deposits import deposit_page
from shared.api.entries import entry_list
from shared.api.late_changes import late_change_page
from shared.api.pages import sites
from shared.api.preview import preview
from shared.api.problems import bad_cursor, not_found
from shared.api.starting import Starter
from shared.api.words import (
    LINES,
    RUN_PATTERN,
    ConnectionName,
    Cursor,
    KindInPath,
    KindName,
    Limit,
    RecordId,
    RunId,
    SortOrder,
)
from shared.errors import ConfigurationError
from shared.kinds import Kind
from shared.records.causes import causes
from shared.records.connections import Connection, connection_of, connections
from shared.records.cursors import CursorError
from shared.records.history import History
from shared.records.listing import Listing
from shared.records.progress import Progress
from shared.records.record import Record
from shared.records.runs import Runs
from shared.records.status import Status
from shared.records.store import Store
from shared.sequence import CYCLE_MINUTES
from shared.settings import Settings
from shared.steps.offline import offline_context

LOOKED_AT: Final = 40  # runs, for the last cycle and the limits that were seen
MOST_CONNECTIONS: Final = 500
SortedBy = Annotated[SortOrder, Query(description="by the documents' dates; a search is in order within each page")]
IfNoneMatch = Annotated[str, Header(alias="if-none-match", max_length=200, description="an ETag given before")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagged:
    """An answer with an ETag; without a body where the caller has it already."""

    etag: str
    body: object | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reads:
    """`store` and `progress` are those of a connection."""

    starter: Starter
    store: Callable[[str], Store]
    progress: Callable[[str], Progress]
    clock: Callable[[], datetime]

    def connections(self) -> shapes.ConnectionList:
        """Which connections there are."""
        return shapes.ConnectionList(
            connections=[presenters.connection(found) for found in connections(limit=MOST_CONNECTIONS)]
        )

    def summary(self, connection: ConnectionName) -> shapes.Summary:
        """Counts, limits left, the last cycle and the next, and how the connection is."""
        found = _connection(connection)
        runs = Runs(connection=connection)
        newest = runs.newest(limit=LOOKED_AT)
        last = next((run for run in newest if run.is_cycle and run.finished_at), None)
        counts = self.store(connection).counts()
        left, seen_at = health.limits(newest)
        return shapes.Summary(
            connection=connection,
            health=health.health(found, last),
            counts={
                KindName.of(kind).value: {status.value: counts.get(kind, {}).get(status, 0) for status in Status}
                for kind in Kind
            },
            limits=left,
            limits_seen_at=seen_at,
            last_cycle=run_presenters.run_line(last) if last else None,
            next_cycle_at=health.next_cycle(found, newest),
            cycle_minutes=CYCLE_MINUTES,
            running=runs.working(),
            sites=self._sites(found),
        )

    def errors(self, connection: ConnectionName) -> shapes.ErrorList:
        """The records in Error, by what has to be done about them."""
        found = _connection(connection)
        newest = Runs(connection=connection).newest(limit=LOOKED_AT)
        by_kind = causes(connection, self.store(connection).counts())
        return error_list(by_kind, next_cycle=health.next_cycle(found, newest))

    def entries(self, connection: ConnectionName) -> shapes.EntryList:
        """What people entered in Brightpearl that nobody carries over."""
        return entry_list(_connection(connection).name, self.clock)

    def deposits(self, connection: ConnectionName, cursor: Cursor = "", limit: Limit = LINES) -> shapes.DepositPage:
        """Money on orders that are not invoiced yet, with the tax in it, newest first."""
        _connection(connection)
        try:
            return deposit_page(self.store(connection), today=self.clock().date(), cursor=cursor, limit=limit)
        except CursorError as wrong:
            raise bad_cursor(cursor) from wrong

    def late_changes(
        self, connection: ConnectionName, cursor: Cursor = "", limit: Limit = LINES
    ) -> shapes.LateChangePage:
        """What became of documents of a period for which a tax return is filed, with the tax in it, newest document first."""
        _connection(connection)
        try:
            return late_change_page(connection, cursor=cursor, limit=limit)
        except CursorError as wrong:
            raise bad_cursor(cursor) from wrong

    def listing(
        self,
        connection: ConnectionName,
        kind: KindInPath,
        chosen: shapes.SelectionFilter,
        order: SortedBy = SortOrder.NEWEST,
        cursor: Cursor = "",
        limit: Limit = LINES,
    ) -> shapes.RecordPage:
        """Records, newest document first unless told otherwise."""
        wanted, oldest = chosen.wanted, order == SortOrder.OLDEST
        try:
            page = Listing(connection=connection).page(
                kind.kind, wanted, cursor=cursor, limit=limit, oldest_first=oldest
            )
        except CursorError as wrong:
            raise bad_cursor(cursor) from wrong
        if not (page.lines or cursor or wanted.search):
            _connection(connection)  # an empty page costs one request, so there is one to spare for this
        return presenters.page(page)

    def record(self, connection: ConnectionName, kind: KindInPath, record_id: RecordId) -> shapes.RecordDetail:
        """One record with all that its own system says."""
        record = self._record(connection, kind, record_id)
        return presenters.detail(record, self.store(connection), self._sites(connection_of(connection)))

    def history(
        self,
        connection: ConnectionName,
        kind: KindInPath,
        record_id: RecordId,
        cursor: Cursor = "",
        limit: Limit = LINES,
    ) -> shapes.HistoryPage:
        """What happened to a record, newest first, with each request and answer."""
        history = History(connection=connection, kind=kind.kind, record_id=record_id)
        try:
            events, following = history.newest(cursor=cursor, limit=limit)
        except CursorError as wrong:
            raise bad_cursor(cursor) from wrong
        if not events and not cursor:
            self._record(connection, kind, record_id)
        return shapes.HistoryPage(events=[presenters.event(item) for item in events], next_cursor=following)

    def preview(self, connection: ConnectionName, kind: KindInPath, record_id: RecordId) -> shapes.PreviewAnswer:
        """What a post would send now, with its warnings. It sends nothing."""
        record = self._record(connection, kind, record_id)
        _, document = self._settings(connection)
        store = self.store(connection)
        context = offline_context(store=store, progress=self.progress(connection), settings=Settings.parse(document))
        made = preview(record, context)
        first = store.get_many((ref.kind, ref.id) for ref in made.first)
        names = {key: known.summary.contact_name or known.summary.number for key, known in first.items()}
        return presenters.preview(made, record, names)

    def runs(self, connection: ConnectionName, cursor: Cursor = "", limit: Limit = LINES) -> shapes.RunPage:
        """Cycles and manual runs, newest first."""
        if cursor and not re.fullmatch(RUN_PATTERN, cursor):
            raise bad_cursor(cursor)
        found = Runs(connection=connection).newest(limit=limit, before=cursor)
        if not found and not cursor:
            _connection(connection)
        following = found[-1].id if len(found) == limit else ""
        return shapes.RunPage(runs=[run_presenters.run_line(run) for run in found], next_cursor=following)

    def run(self, connection: ConnectionName, run_id: RunId) -> shapes.RunDetail:
        """One run, step by step, while it runs too."""
        found = Runs(connection=connection).one(run_id) or self.starter.not_begun(connection, run_id)
        if found is None:
            raise not_found("run_id", run_id, "There is no such run.")
        return run_presenters.run_detail(found)

    def settings(self, connection: ConnectionName, if_none_match: IfNoneMatch = "") -> Tagged:
        """The settings in force. Their ETag changes with their version."""
        _connection(connection)
        try:
            item = self.progress(connection).settings_item()
        except ConfigurationError as missing:
            raise not_found("settings", "", "This connection has no settings yet.") from missing
        etag = f'"{int(item.version)}"'
        known = {tag.strip().removeprefix("W/") for tag in if_none_match.split(",")}
        if known & {etag, "*"}:
            return Tagged(etag=etag, body=None)
        answer = shapes.SettingsAnswer(
            version=int(item.version),
            saved_at=item.saved_at,
            saved_by=item.saved_by,
            settings=Settings.parse(item.document).document(),
        )
        return Tagged(etag=etag, body=answer)

    def _record(self, connection: str, kind: KindInPath, record_id: str) -> Record:
        record = self.store(connection).get(kind.kind, record_id)
        if record is None:
            raise not_found("record_id", record_id, "There is no such record here.")
        return record

    def _sites(self, connection: Connection | None) -> dict[str, str]:
        if connection is None:
            return {}
        try:
            _, document = self.progress(connection.name).settings()
        except ConfigurationError:
            return {}
        app = Settings.parse(document).brightpearl_app_url
        return sites(brightpearl_app_url=app, xero_short_code=connection.xero_short_code)

    def _settings(self, connection: str) -> tuple[int, dict[str, object]]:
        try:
            return self.progress(connection).settings()
        except ConfigurationError as missing:
            raise not_found("settings", "", "This connection has no settings yet.") from missing


def _connection(name: str) -> Connection:
    found = connection_of(name)
    if found is None:
        raise not_found("connection", name, "There is no such connection.")
    return found
