"""The items of records: each record, the links and the history that belong to it, the counts, and the intents to post it."""

from typing import Any, Final

from pynamodb.attributes import BooleanAttribute, ListAttribute, MapAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, KeysOnlyProjection

from shared.records.model.table import Item, PackedAttribute
from shared.records.record import Summary
from shared.records.schema import INDEXES

_INDEXES: Final = {index.name: index for index in INDEXES}


def _index(name: str) -> GlobalSecondaryIndex["RecordItem"]:
    """The index as PynamoDB wants it: an object of a class of its own, with the keys as attributes."""
    index = _INDEXES[name]
    meta = type("Meta", (), {"index_name": name, "projection": KeysOnlyProjection()})
    keys = {index.partition_key: UnicodeAttribute(hash_key=True), index.sort_key: UnicodeAttribute(range_key=True)}
    made: GlobalSecondaryIndex[RecordItem] = type(name, (GlobalSecondaryIndex,), {"Meta": meta, **keys})()
    return made


class ErrorMap(MapAttribute[str, Any]):
    """A record's failure."""

    error_class = UnicodeAttribute(attr_name="class")
    message = UnicodeAttribute()
    hint = UnicodeAttribute()
    attempts = NumberAttribute()
    at = UnicodeAttribute()
    settings_version = NumberAttribute()


class RecordItem(Item):
    """A record. What its summary tells has an attribute for each of its fields; items.py works out the keys of the indexes."""

    id = UnicodeAttribute()
    kind = UnicodeAttribute()
    origin = UnicodeAttribute()
    status = UnicodeAttribute()
    document = PackedAttribute()
    before = PackedAttribute(null=True)
    outdated = BooleanAttribute(null=True)
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
    fields = PackedAttribute(null=True)
    claim = UnicodeAttribute(null=True)
    notes = PackedAttribute(null=True)
    locals().update({told: UnicodeAttribute(null=True) for told in Summary.__struct_fields__})

    kind_key = UnicodeAttribute()
    status_key = UnicodeAttribute()
    listed = UnicodeAttribute()
    number_search = UnicodeAttribute(null=True)
    reference_search = UnicodeAttribute(null=True)
    contact_search = UnicodeAttribute(null=True)
    due_key = UnicodeAttribute(null=True)
    due_order = UnicodeAttribute(null=True)

    by_kind = _index("by_kind")
    by_status = _index("by_status")
    due = _index("due")
    by_number = _index("by_number")
    by_reference = _index("by_reference")
    by_contact = _index("by_contact")


Item.connected = RecordItem


class LinkItem(Item):
    """From an id in the other system to our record, or to several that are one document there: `id` is the first of them."""

    kind = UnicodeAttribute()
    id = UnicodeAttribute()
    together = ListAttribute[str](null=True)


class EventItem(Item):
    """A line of a record's history, under its time."""

    what = UnicodeAttribute()
    who = UnicodeAttribute()
    detail = PackedAttribute(null=True)
    settings_version = NumberAttribute(null=True)


class CountItem(Item):
    """Records of one kind by status; absent statuses are zero."""

    Pending = NumberAttribute(null=True)
    Sent = NumberAttribute(null=True)
    Updated = NumberAttribute(null=True)
    Error = NumberAttribute(null=True)
    Archive = NumberAttribute(null=True)


class IntentItem(Item):
    """An open intent, under its step and time."""

    body = PackedAttribute()
