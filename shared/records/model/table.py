"""The one table as PynamoDB reaches it: its keys, its name, its connection, and an attribute for any JSON value."""

from typing import Any

from pynamodb.attributes import Attribute, UnicodeAttribute
from pynamodb.connection import Connection, TableConnection
from pynamodb.models import Model

from shared.records.model.client import lighten
from shared.records.model.packing import pack, unpack


class PackedAttribute(Attribute[Any]):
    """Any JSON value with Decimals, compressed into a binary."""

    attr_type = "B"

    def serialize(self, value: Any) -> Any:
        return pack(value)

    def deserialize(self, value: Any) -> Any:
        return unpack(value)


class Item(Model):
    """Every item: the table's name is set by `bind`, when it is known.

    All items use the client of this class: PynamoDB would make another for each class, at some 20 ms.
    """

    class Meta:
        table_name = ""
        max_retry_attempts = 6  # of requests that are throttled: with pauses of some fifteen seconds together

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)

    @classmethod
    def _get_connection(cls) -> TableConnection:
        return super()._get_connection() if cls is Item else Item._get_connection()


def bind(table_name: str) -> None:
    """Say which table all items are in, before the first request, and how its answers are read."""
    Item.Meta.table_name = table_name
    lighten(table_connection())


def table_connection() -> Connection:
    """PynamoDB's own connection, so that region and endpoint are decided in one place."""
    return Item._get_connection().connection


def table_id() -> str:
    """Give DynamoDB's own id of the table: one that is restored or made anew under the same name has another.

    https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TableDescription.html
    """
    return str(table_connection().describe_table(Item.Meta.table_name)["TableId"])


def is_condition(code: str) -> bool:
    """Whether a transaction was cancelled because a condition did not hold, not because the table was busy."""
    return code in {"ConditionalCheckFailed", "ConditionalCheckFailedException"}
