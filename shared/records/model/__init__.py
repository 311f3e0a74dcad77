"""The items of the one table, as PynamoDB sees them. Nothing here knows any rule."""

from shared.records.model.connection import (
    CONNECTIONS,
    ConnectionItem,
    CursorItem,
    FindingItem,
    LockItem,
    OpeningItem,
    PauseItem,
    ReferenceItem,
    RunItem,
    SettingsItem,
    SettledItem,
    SplitItem,
    TokenLockItem,
)
from shared.records.model.record import CountItem, EventItem, IntentItem, LinkItem
from shared.records.model.table import Item, bind, is_condition, table_connection, table_id

__all__ = [
    "CONNECTIONS",
    "ConnectionItem",
    "CountItem",
    "CursorItem",
    "EventItem",
    "FindingItem",
    "IntentItem",
    "Item",
    "LinkItem",
    "LockItem",
    "OpeningItem",
    "PauseItem",
    "ReferenceItem",
    "RunItem",
    "SettingsItem",
    "SettledItem",
    "SplitItem",
    "TokenLockItem",
    "bind",
    "is_condition",
    "table_connection",
    "table_id",
]
