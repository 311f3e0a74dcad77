"""How far a connection has come: its settings, its cursors and what is read once a run, with its queues and runs."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import asdict
from pynamodb.transactions import TransactWrite

from shared.errors import ConfigurationError
from shared.kinds import System
from shared.records.connections import Connection, Pins, connection_from
from shared.records.model import (
    CONNECTIONS,
    ConnectionItem,
    CursorItem,
    OpeningItem,
    PauseItem,
    ReferenceItem,
    SettingsItem,
    SettledItem,
    SplitItem,
    table_connection,
    table_id,
)
from shared.records.queues import Queues
from shared.records.runs import Runs
from shared.records.schema import Area, area

NEWEST: Final = "newest"
Splits = dict[str, list[tuple[str, Decimal]]]  # orders with amounts, by what settled them


class Opening(Struct, frozen=True, kw_only=True, eq=False):
    """What every step begins with. Until `paused_until` the steps of Xero rest; `cursor` is where a fetch goes on.

    `connection` is None where nobody has connected anything yet.
    """

    version: int
    document: dict[str, Any]
    paused_until: datetime | None
    cursor: dict[str, Any]
    connection: Connection | None = None


class Progress:
    """Everything of one connection that is not a record."""

    def __init__(self, *, connection: str, clock: Callable[[], datetime]) -> None:
        self.connection = connection
        self.queues = Queues(connection=connection, clock=clock)
        self.runs = Runs(connection=connection)
        self._clock = clock

    # settings

    def settings(self) -> tuple[int, dict[str, Any]]:
        """Read the number and the document of the newest version. Raises ConfigurationError where there is none."""
        newest = self.settings_item()
        return int(newest.version), newest.document

    def opening(self, step: str) -> Opening:
        """Read in one request what a step begins with. Raises ConfigurationError where there are no settings."""
        keys = [
            (self._area(Area.SETTINGS), NEWEST),
            (self._area(Area.PAUSE), System.XERO),
            (self._area(Area.CURSOR), step),
            (CONNECTIONS, self.connection),
        ]
        items = {(item.pk, item.sk): item for item in OpeningItem.batch_get(keys, consistent_read=True)}
        settings, pause, cursor, connection = (items.get(key) for key in keys)
        if settings is None:
            raise self._without_settings()
        return Opening(
            version=int(settings.version),
            document=settings.document,
            paused_until=datetime.fromisoformat(pause.until) if pause else None,
            cursor=dict(cursor.position) if cursor else {},
            connection=connection_from(connection) if connection else None,
        )

    def pause(self, until: str) -> None:
        """Let the steps of Xero rest until then, a time in ISO 8601."""
        PauseItem(self._area(Area.PAUSE), System.XERO, until=until).save()

    def settings_item(self) -> SettingsItem:
        """Read the newest version, with who saved it and when. Raises ConfigurationError where there is none."""
        newest = self._newest()
        if newest is None:
            raise self._without_settings()
        return newest

    def began(self) -> datetime | None:
        """When the first version was saved: whatever happened before is found by first readings."""
        first = self._saved(_version(1))
        return datetime.fromisoformat(first.saved_at) if first else None

    def _newest(self) -> SettingsItem | None:
        return self._saved(NEWEST)

    def _saved(self, key: str) -> SettingsItem | None:
        return next(iter(SettingsItem.batch_get([(self._area(Area.SETTINGS), key)], consistent_read=True)), None)

    def _without_settings(self) -> ConfigurationError:
        return ConfigurationError(
            f"connection {self.connection!r} has no settings", hint="load them with python -m shared.admin settings"
        )

    def save_settings(self, document: Mapping[str, Any], *, by: str) -> int:
        """Keep a new version; two that are saved at once do not become one."""
        newest = self._newest()
        version = int(newest.version) + 1 if newest else 1
        saved: dict[str, Any] = {
            "version": version,
            "document": dict(document),
            "saved_at": self._clock().isoformat(),
            "saved_by": by,
        }
        with TransactWrite(connection=table_connection()) as transaction:
            of_its_own = SettingsItem(self._area(Area.SETTINGS), _version(version), **saved)
            transaction.save(of_its_own, condition=SettingsItem.pk.does_not_exist())
            transaction.save(SettingsItem(self._area(Area.SETTINGS), NEWEST, **saved))
        return version

    # the connection itself

    def activate(self, *, xero_short_code: str = "", pins: Pins | None = None) -> None:
        """Let the schedule run it on these books; whatever kept it from working is over."""
        known: dict[str, Any] = {name: value or None for name, value in asdict(pins).items()} if pins else {}
        short_code = xero_short_code or None
        ConnectionItem(CONNECTIONS, self.connection, active=True, xero_short_code=short_code, **known).save()

    def pin(self, pins: Pins) -> None:
        """Note which books it belongs to. A connection that is not there yet begins as one that the schedule does not run."""
        known = [getattr(ConnectionItem, name).set(value) for name, value in asdict(pins).items()]
        self._note(ConnectionItem.active.set(ConnectionItem.active | False), *known)

    def needs_reconnect(self, system: str) -> None:
        """Note that `system` no longer accepts our authorisation."""
        self._note(ConnectionItem.needs_reconnect.set(system))

    def answered(self) -> None:
        """Note that both systems accept it again."""
        self._note(ConnectionItem.needs_reconnect.remove())

    def wrong_books(self, sentence: str) -> None:
        """Note to which other books the credentials lead; "" once they lead to the right ones."""
        mark = ConnectionItem.wrong_books
        self._note(mark.set(sentence) if sentence else mark.remove())

    def table_since(self, found: Connection | None) -> datetime:
        """Give since when this table knows what was posted: for one that the connection has never been in, from now on.

        `found` is what is known of the connection; one that nobody has connected posts nothing, so that everything is known.
        """
        if found is None:
            return datetime.min.replace(tzinfo=UTC)
        own = table_id()
        if found.table_id == own and found.table_since is not None:
            return found.table_since
        now = self._clock()
        self._note(ConnectionItem.table_id.set(own), ConnectionItem.table_since.set(now.isoformat()))
        return now

    def _note(self, *actions: Any) -> None:
        ConnectionItem(CONNECTIONS, self.connection).update(list(actions))

    # cursors: where a fetch step goes on

    def cursor(self, step: str) -> dict[str, Any]:
        """Read where the step goes on; empty before its first time."""
        found = list(CursorItem.batch_get([(self._area(Area.CURSOR), step)], consistent_read=True))
        return dict(found[0].position) if found else {}

    def save_cursor(self, step: str, position: Mapping[str, Any]) -> None:
        CursorItem(self._area(Area.CURSOR), step, position=dict(position)).save()

    # what has settled invoices in Xero without a payment: nothing there tells that it was taken back

    def settled(self, invoice_ids: Iterable[str]) -> dict[str, set[str]]:
        """Read by invoice which of our records have settled it; invoices of which nothing is known are left out."""
        wanted = [(self._area(Area.SETTLED), invoice_id) for invoice_id in dict.fromkeys(invoice_ids)]
        return {item.sk: set(item.ids) for item in SettledItem.batch_get(wanted, consistent_read=True)}

    def note_settled(self, invoice_id: str, ids: Iterable[str]) -> None:
        """Replace what is known of the invoice."""
        SettledItem(self._area(Area.SETTLED), invoice_id, ids=sorted(ids)).save()

    def splits(self, bill: str) -> tuple[Splits, frozenset[str]] | None:
        """Read what has settled a bill of several orders, and which of that is gone again; None where nothing is noted."""
        found = next(iter(SplitItem.batch_get([(self._area(Area.SPLIT), bill)], consistent_read=True)), None)
        if found is None:
            return None
        shares = {name: [(str(order), amount) for order, amount in pairs] for name, pairs in found.shares.items()}
        return shares, frozenset(found.gone)

    def note_splits(self, bill: str, shares: Splits, *, gone: Iterable[str]) -> None:
        """Replace what is known of the bill."""
        SplitItem(self._area(Area.SPLIT), bill, shares=shares, gone=sorted(gone)).save()

    # what is read once a run

    def reference(self, name: str, *, run: str) -> Any | None:
        """What this run has read; without a run, what any has read last."""
        found = list(ReferenceItem.batch_get([(self._area(Area.REFERENCE), name)], consistent_read=True))
        return found[0].content if found and run in ("", found[0].run) else None

    def save_reference(self, name: str, content: Any, *, run: str) -> None:
        ReferenceItem(self._area(Area.REFERENCE), name, run=run, content=content).save()

    def _area(self, what: Area) -> str:
        return area(self.connection, what)


def _version(number: int) -> str:
    return f"{number:08d}"
