"""The table in DynamoDB's own form: what is read and written by the thousand goes past PynamoDB's objects.

An item is as the wire has it, `{"sk": {"S": "2001"}, ...}`. Errors are PynamoDB's and botocore's own.
https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Operations_Amazon_DynamoDB.html
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final, TypeVar

from botocore.exceptions import BotoCoreError, ClientError
from msgspec import Struct
from pynamodb.exceptions import TransactWriteError

from shared.errors import TransientError
from shared.records.model.table import Item, table_connection
from shared.records.patience import PATIENT, Patience
from shared.records.schema import HIGHEST, LOWEST, PARTITION_KEY, SORT_KEY, Index

T = TypeVar("T")
Raw = dict[str, dict[str, Any]]
Place = tuple[str, str]  # partition and sort key
READ_AT_ONCE: Final = 100
WRITTEN_AT_ONCE: Final = 25
TOO_BUSY: Final = "the table was too busy for a while"
BUSY: Final = frozenset(
    {
        "TransactionConflict",
        "TransactionInProgressException",
        "ThrottlingError",
        "ThrottlingException",
        "ProvisionedThroughputExceeded",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "InternalServerError",
        "ServiceUnavailable",
    }
)


class Range(Struct, frozen=True, kw_only=True):
    """Where to look: a partition of the table or of an index, and there from one sort key to another, both included."""

    partition: str
    first: str = LOWEST
    last: str = HIGHEST
    index: str = ""
    partition_key: str = PARTITION_KEY
    sort_key: str = SORT_KEY
    forward: bool = True

    @classmethod
    def of(
        cls, index: Index, partition: str, *, first: str = LOWEST, last: str = HIGHEST, forward: bool = True
    ) -> "Range":
        """A part of an index."""
        return cls(
            index=index.name,
            partition=partition,
            partition_key=index.partition_key,
            sort_key=index.sort_key,
            first=first,
            last=last,
            forward=forward,
        )

    def has(self, place: str) -> bool:
        return self.first <= place <= self.last


def read_many(
    places: Iterable[Place], *, only: Sequence[str] = (), consistent: bool = True, patience: Patience = PATIENT
) -> Iterator[Raw]:
    """Read these items, or `only` some attributes of them, in any order; those that do not exist are left out."""
    asked: dict[str, Any] = {"ConsistentRead": consistent}
    if only:
        names = {f"#{number}": name for number, name in enumerate(only)}
        asked |= {"ProjectionExpression": ",".join(names), "ExpressionAttributeNames": names}
    for some in _chunks(dict.fromkeys(places), READ_AT_ONCE):
        yield from _read(asked, [key(*place) for place in some], patience)


def _read(asked: Mapping[str, Any], keys: list[Raw], patience: Patience) -> Iterator[Raw]:
    table = _table()
    for _ in patience.tries():
        answer = _call("BatchGetItem", {"RequestItems": {table: {**asked, "Keys": keys}}})
        yield from answer["Responses"].get(table, ())
        keys = answer.get("UnprocessedKeys", {}).get(table, {}).get("Keys", [])
        if not keys:
            return
    raise TransientError(TOO_BUSY, hint="the next cycle tries again")


def query(where: Range, *, limit: int = 0, behind: Raw | None = None, consistent: bool = False) -> Iterator[Raw]:
    """Read what is there in its order, from `behind` an item; with a limit as many, in one request."""
    asked: dict[str, Any] = {
        "TableName": _table(),
        "KeyConditionExpression": "#p = :p AND #s BETWEEN :first AND :last",
        "ExpressionAttributeNames": {"#p": where.partition_key, "#s": where.sort_key},
        "ExpressionAttributeValues": {
            ":p": {"S": where.partition},
            ":first": {"S": where.first},
            ":last": {"S": where.last},
        },
        "ScanIndexForward": where.forward,
        **({"IndexName": where.index} if where.index else {"ConsistentRead": consistent}),
        **({"Limit": limit} if limit else {}),
    }
    while True:
        answer = _call("Query", {**asked, "ExclusiveStartKey": behind} if behind else asked)
        yield from answer["Items"]
        behind = answer.get("LastEvaluatedKey")
        if limit or not behind:
            return


def put_many(items: Iterable[Raw], *, patience: Patience = PATIENT) -> None:
    """Write items without any condition, twenty-five in a request."""
    for some in _chunks(items, WRITTEN_AT_ONCE):
        _put(some, patience)


def _put(items: list[Raw], patience: Patience) -> None:
    table = _table()
    requests = [{"PutRequest": {"Item": item}} for item in items]
    for _ in patience.tries():
        answer = _call("BatchWriteItem", {"RequestItems": {table: requests}})
        requests = answer.get("UnprocessedItems", {}).get(table, [])
        if not requests:
            return
    raise TransientError(TOO_BUSY, hint="the next cycle tries again")


def transact(operations: Iterable[Mapping[str, Mapping[str, Any]]], *, token: str) -> None:
    """Write all or nothing: each is `{"Put": ...}`, or what else a transaction takes, without the table.

    Written once, however often with the same token. Raises TransactWriteError, whose reasons are in the order of the operations.
    """
    table = _table()
    items = [{name: {"TableName": table, **parts} for name, parts in one.items()} for one in operations]
    try:
        _call("TransactWriteItems", {"TransactItems": items, "ClientRequestToken": token})
    except (BotoCoreError, ClientError) as cause:
        raise TransactWriteError(f"the transaction was not written: {cause}", cause) from cause


def is_busy(refusal: TransactWriteError) -> bool:
    """Whether another try may help: the table was busy, or its answer was lost."""
    codes = {reason.code for reason in refusal.cancellation_reasons if reason}
    return isinstance(refusal.cause, BotoCoreError) or not BUSY.isdisjoint({*codes, code_of(refusal)})


def code_of(refusal: TransactWriteError) -> str:
    """What the table answered, "" where it did not."""
    return str(refusal.cause.response["Error"]["Code"]) if isinstance(refusal.cause, ClientError) else ""


def _chunks(things: Iterable[T], size: int) -> Iterator[list[T]]:
    waiting = iter(things)
    while chunk := list(islice(waiting, size)):
        yield chunk


def key(partition: str, sort: str) -> Raw:
    """The key of an item."""
    return {PARTITION_KEY: {"S": partition}, SORT_KEY: {"S": sort}}


def _call(operation: str, asked: dict[str, Any]) -> dict[str, Any]:
    return table_connection().dispatch(operation, asked)


def _table() -> str:
    return Item.Meta.table_name
