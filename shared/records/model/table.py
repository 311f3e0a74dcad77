"""The one table as PynamoDB reaches it: its keys, its name, its connection, and an attribute for any JSON value."""

import zlib
from typing import Any, ClassVar

from pynamodb.attributes import Attribute, UnicodeAttribute
from pynamodb.connection import Connection, TableConnection
from pynamodb.models import Model

from shared.codec import from_json, to_bytes


class PackedAttribute(Attribute[Any]):
    """Any JSON value with Decimals, compressed into a binary."""

    attr_type = "B"

    def serialize(self, value: Any) -> Any:
        return zlib.compress(to_bytes(value), 6)

    def deserialize(self, value: Any) -> Any:
        return from_json(zlib.decompress(value))


class Item(Model):
    """Every item: the table's name is set by `bind`, when it is known.

    All items use the client of one class, `connected`: PynamoDB would make another for each class, at some 20 ms. It is the
    class that has the indexes, for a client knows those of its class only.
    """

    class Meta:
        table_name = ""

    connected: "ClassVar[type[Item]]"
    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)

    @classmethod
    def _get_connection(cls) -> TableConnection:
        return super()._get_connection() if cls is Item.connected else Item.connected._get_connection()


def bind(table_name: str) -> None:
    """Say which table all items are in, before the first request."""
    Item.Meta.table_name = table_name


def table_connection() -> Connection:
    """PynamoDB's own connection, so that region and endpoint are decided in one place."""
    return Item.connected._get_connection().connection


def is_condition(code: str) -> bool:
    """Whether a transaction was cancelled because a condition did not hold, not because the table was busy."""
    return code in {"ConditionalCheckFailed", "ConditionalCheckFailedException"}
