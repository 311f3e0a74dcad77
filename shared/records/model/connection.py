"""The items of a connection that are neither records nor queues: settings, cursors, runs, locks."""

from typing import Any, Final

from pynamodb.attributes import BooleanAttribute, MapAttribute, NumberAttribute, UnicodeAttribute

from shared.records.model.table import Item, PackedAttribute

CONNECTIONS: Final = "connections"


class CursorItem(Item):
    """Where a fetch step goes on."""

    position = PackedAttribute()


class SettledItem(Item):
    """What credits of Xero's own have settled of one of its invoices, by the ids of our records."""

    ids = PackedAttribute()


class SplitItem(Item):
    """What has settled a bill of several orders in Xero: `shares`, orders with amounts by payment, and those `gone` again."""

    shares = PackedAttribute()
    gone = PackedAttribute()


class PauseItem(Item):
    """Xero's limit of the day: its steps rest until then."""

    until = UnicodeAttribute()


class SettingsItem(Item):
    """Every version lies under its number, and the newest under a key of its own besides, to be found by it."""

    version = NumberAttribute()
    document = PackedAttribute()
    saved_at = UnicodeAttribute()
    saved_by = UnicodeAttribute()


class ConnectionItem(Item):
    """`needs_reconnect` names the system that no longer lets us in, `wrong_books` says which books the credentials lead to.

    The organisation, the account, the installation and the version of the secret are its pins; Xero's links go by the
    organisation's short code. `table_id` is DynamoDB's id of the table that it was in when a run began, `table_since` when the
    first run in that table did.
    """

    active = BooleanAttribute()
    needs_reconnect = UnicodeAttribute(null=True)
    wrong_books = UnicodeAttribute(null=True)
    organisation_id = UnicodeAttribute(null=True)
    organisation = UnicodeAttribute(null=True)
    account = UnicodeAttribute(null=True)
    installation = UnicodeAttribute(null=True)
    secret_version = UnicodeAttribute(null=True)
    xero_short_code = UnicodeAttribute(null=True)
    settings_version = NumberAttribute(null=True)
    table_id = UnicodeAttribute(null=True)
    table_since = UnicodeAttribute(null=True)


class OpeningItem(ConnectionItem):
    """What a step begins with, whichever it is: the settings, a pause, its cursor, or the connection."""

    version = NumberAttribute(null=True)
    document = PackedAttribute(null=True)
    until = UnicodeAttribute(null=True)
    position = PackedAttribute(null=True)


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


class FindingItem(Item):
    """What somebody entered in Brightpearl that nobody carries over, under what it is and its id there."""

    what = UnicodeAttribute()
    id = UnicodeAttribute()
    day = UnicodeAttribute()
    told = UnicodeAttribute()
    in_xero = UnicodeAttribute(null=True)


class ReferenceItem(Item):
    """Tax rates and the like, read once a run."""

    run = UnicodeAttribute()
    content = PackedAttribute()


class LockItem(Item):
    """The lock of a connection: which run works on it. The state machines write it."""

    owner = UnicodeAttribute(null=True)
    run = UnicodeAttribute()
    expires = NumberAttribute(null=True)


class TokenLockItem(Item):
    """Who renews a system's token at this moment."""

    owner = UnicodeAttribute()
    expires = NumberAttribute()
