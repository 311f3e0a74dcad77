"""The items of the one table, as PynamoDB sees them. Keys and indexes come from schema.py; nothing here knows any rule."""

import zlib
from typing import Any, Final

from pynamodb.attributes import (
    Attribute,
    BooleanAttribute,
    MapAttribute,
    NumberAttribute,
    UnicodeAttribute,
)
from pynamodb.connection import Connection, TableConnection
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection
from pynamodb.models import Model

from shared.codec import from_json, to_bytes

CONNECTIONS: Final = "connections"


class PackedAttribute(Attribute[Any]):
    """Any JSON value with Decimals, compressed into a binary."""

    attr_type = "B"

    def serialize(self, value: Any) -> Any:
        return zlib.compress(to_bytes(value), 6)

    def deserialize(self, value: Any) -> Any:
        return from_json(zlib.decompress(value))


class ByKind(GlobalSecondaryIndex["RecordItem"]):
    class Meta:
        index_name = "by_kind"
        projection = KeysOnlyProjection()

    kind_key = UnicodeAttribute(hash_key=True)
    listed = UnicodeAttribute(range_key=True)


class ByStatus(GlobalSecondaryIndex["RecordItem"]):
    class Meta:
        index_name = "by_status"
        projection = KeysOnlyProjection()

    status_key = UnicodeAttribute(hash_key=True)
    listed = UnicodeAttribute(range_key=True)


class Due(GlobalSecondaryIndex["RecordItem"]):
    class Meta:
        index_name = "due"
        projection = KeysOnlyProjection()

    due_key = UnicodeAttribute(hash_key=True)
    due_order = UnicodeAttribute(range_key=True)


class ByNumber(GlobalSecondaryIndex["RecordItem"]):
    class Meta:
        index_name = "by_number"
        projection = KeysOnlyProjection()

    kind_key = UnicodeAttribute(hash_key=True)
    number_search = UnicodeAttribute(range_key=True)


class ByReference(GlobalSecondaryIndex["RecordItem"]):
    class Meta:
        index_name = "by_reference"
        projection = KeysOnlyProjection()

    kind_key = UnicodeAttribute(hash_key=True)
    reference_search = UnicodeAttribute(range_key=True)


class ByContact(GlobalSecondaryIndex["RecordItem"]):
    class Meta:
        index_name = "by_contact"
        projection = KeysOnlyProjection()

    kind_key = UnicodeAttribute(hash_key=True)
    contact_search = UnicodeAttribute(range_key=True)


class Item(Model):
    """Every item: the table's name is set by `bind`, when it is known."""

    class Meta:
        table_name = ""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)

    @classmethod
    def _get_connection(cls) -> TableConnection:
        """One client for all items: PynamoDB would make another for each class, at some 20 ms."""
        return super()._get_connection() if cls is RecordItem else RecordItem._get_connection()


def bind(table_name: str) -> None:
    Item.Meta.table_name = table_name


def is_condition(code: str) -> bool:
    """Whether a transaction was cancelled because a condition did not hold, not because the table was busy."""
    return code in {"ConditionalCheckFailed", "ConditionalCheckFailedException"}


class ErrorMap(MapAttribute[str, Any]):
    error_class = UnicodeAttribute(attr_name="class")
    message = UnicodeAttribute()
    hint = UnicodeAttribute()
    attempts = NumberAttribute()
    at = UnicodeAttribute()
    settings_version = NumberAttribute()


class RecordItem(Item):
    """`listed`, `due_key` and the other index keys are derived from the rest by the store."""

    id = UnicodeAttribute()
    kind = UnicodeAttribute()
    origin = UnicodeAttribute()
    status = UnicodeAttribute()
    document = PackedAttribute()
    source_hash = UnicodeAttribute()
    fingerprint = UnicodeAttribute()
    version = NumberAttribute()
    fetched_at = UnicodeAttribute()
    updated_at = UnicodeAttribute()
    step = UnicodeAttribute(null=True)
    held = UnicodeAttribute(null=True)
    posted = UnicodeAttribute(null=True)
    remote_id = UnicodeAttribute(null=True)
    remote_number = UnicodeAttribute(null=True)
    arrived_at = UnicodeAttribute(null=True)
    error = ErrorMap(null=True)
    archived_from = UnicodeAttribute(null=True)
    notes = PackedAttribute(null=True)
    number = UnicodeAttribute(null=True)
    reference = UnicodeAttribute(null=True)
    contact_id = UnicodeAttribute(null=True)
    contact_name = UnicodeAttribute(null=True)
    contact_search = UnicodeAttribute(null=True)
    date = UnicodeAttribute(null=True)
    currency = UnicodeAttribute(null=True)
    total = UnicodeAttribute(null=True)
    kind_key = UnicodeAttribute()
    status_key = UnicodeAttribute()
    listed = UnicodeAttribute()
    number_search = UnicodeAttribute(null=True)
    reference_search = UnicodeAttribute(null=True)
    due_key = UnicodeAttribute(null=True)
    due_order = UnicodeAttribute(null=True)

    by_kind = ByKind()
    by_status = ByStatus()
    due = Due()
    by_number = ByNumber()
    by_reference = ByReference()
    by_contact = ByContact()


class LinkItem(Item):
    """From an id in the other system to our record."""

    kind = UnicodeAttribute()
    id = UnicodeAttribute()


class EventItem(Item):
    what = UnicodeAttribute()
    who = UnicodeAttribute()
    detail = PackedAttribute(null=True)
    settings_version = NumberAttribute(null=True)


class IntentItem(Item):
    body = PackedAttribute()


class CursorItem(Item):
    position = PackedAttribute()


class QueueItem(Item):
    """Ids that one step leaves for another."""

    ids = PackedAttribute()


class SettledItem(Item):
    """What credits of Xero's own have settled of one of its invoices, by the ids of our records."""

    ids = PackedAttribute()


class CountItem(Item):
    """Records of one kind by status; absent statuses are zero."""

    Pending = NumberAttribute(null=True)
    Sent = NumberAttribute(null=True)
    Updated = NumberAttribute(null=True)
    Error = NumberAttribute(null=True)
    Archive = NumberAttribute(null=True)


class PauseItem(Item):
    """Xero's limit of the day: its steps rest until then."""

    until = UnicodeAttribute()


class SettingsItem(Item):
    """Every version lies under its number, and the newest under a key of its own besides, to be found by it."""

    version = NumberAttribute()
    document = PackedAttribute()
    saved_at = UnicodeAttribute()
    saved_by = UnicodeAttribute()


class OpeningItem(Item):
    """What a step begins with, whichever it is: the settings, a pause, or its cursor."""

    version = NumberAttribute(null=True)
    document = PackedAttribute(null=True)
    until = UnicodeAttribute(null=True)
    position = PackedAttribute(null=True)


class ConnectionItem(Item):
    """`needs_reconnect` names the system that no longer lets us in; Xero's links go by the organisation's short code."""

    active = BooleanAttribute()
    needs_reconnect = UnicodeAttribute(null=True)
    xero_short_code = UnicodeAttribute(null=True)
    settings_version = NumberAttribute(null=True)


class RunItem(Item):
    """One cycle or manual run; the state machine makes it, each step writes its part.

    `request` is what somebody asked for, as JSON; `identity` is the same for the same request.
    """

    status = UnicodeAttribute()
    request = UnicodeAttribute(null=True)
    identity = UnicodeAttribute(null=True)
    problem = UnicodeAttribute(null=True)
    trigger = UnicodeAttribute(null=True)
    started_at = UnicodeAttribute(null=True)
    finished_at = UnicodeAttribute(null=True)
    execution = UnicodeAttribute(null=True)
    failed = BooleanAttribute(null=True)
    steps = MapAttribute[str, Any](null=True)


class ReferenceItem(Item):
    """Tax rates and the like, read once a run."""

    run = UnicodeAttribute()
    content = PackedAttribute()


class LockItem(Item):
    """Who works on the connection: written by the state machines."""

    owner = UnicodeAttribute(null=True)
    run = UnicodeAttribute()
    expires = NumberAttribute(null=True)


class TokenLockItem(Item):
    owner = UnicodeAttribute()
    expires = NumberAttribute()


def table_connection() -> Connection:
    """PynamoDB's own connection, so that region and endpoint are decided in one place.

    It is that of the records: one of `Item` itself would be inherited by all others, and knows of no index.
    """
    return RecordItem._get_connection().connection
