"""What belongs to records, as PynamoDB sees it: the links and the history, the counts, and the intents to post them.

Records themselves are written and read in DynamoDB's own form: wire.py and items.py.
"""

from pynamodb.attributes import ListAttribute, NumberAttribute, UnicodeAttribute

from shared.records.model.table import Item, PackedAttribute


class LinkItem(Item):
    """From an id in the other system to our record, or to several that are one document there: `id` is the first of them.

    `seen` is what the other system said of it last (mapping/versions.py), for documents.
    """

    kind = UnicodeAttribute()
    id = UnicodeAttribute()
    seen = UnicodeAttribute(null=True)
    together = ListAttribute[str](null=True)


class EventItem(Item):
    """A line of a record's history, under its time."""

    what = UnicodeAttribute()
    who = UnicodeAttribute()
    detail = PackedAttribute(null=True)
    settings_version = NumberAttribute(null=True)


class CountItem(Item):
    """Records of one kind by status, in one of several parts that are added up; absent statuses are zero."""

    Pending = NumberAttribute(null=True)
    Sent = NumberAttribute(null=True)
    Updated = NumberAttribute(null=True)
    Error = NumberAttribute(null=True)
    Archive = NumberAttribute(null=True)


class IntentItem(Item):
    """An open intent, under its step and time."""

    body = PackedAttribute()
