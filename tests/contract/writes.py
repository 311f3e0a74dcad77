"""Sees what is written to the table, by way of botocore's events."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from shared.records.model import table_connection

EVENT: Final = "provide-client-params.dynamodb"
Write = tuple[str, str]


@contextmanager
def watched_writes() -> Iterator[list[Write]]:
    """Collect partition and sort key of every item that is written or deleted meanwhile."""
    seen: list[Write] = []

    def note(params: Mapping[str, Any], model: Any, **_: Any) -> None:
        seen.extend(_OPERATIONS.get(model.name, _nothing)(params))

    client = table_connection().client
    client.meta.events.register(EVENT, note)
    try:
        yield seen
    finally:
        client.meta.events.unregister(EVENT, note)


def _nothing(_params: Mapping[str, Any]) -> Iterator[Write]:
    yield from ()


def _key(item: Mapping[str, Any]) -> Write:
    return item["pk"]["S"], item["sk"]["S"]


def _put(params: Mapping[str, Any]) -> Iterator[Write]:
    yield _key(params["Item"])


def _by_key(params: Mapping[str, Any]) -> Iterator[Write]:
    yield _key(params["Key"])


def _transaction(params: Mapping[str, Any]) -> Iterator[Write]:
    for operation in params["TransactItems"]:
        for name, part in operation.items():
            if name != "ConditionCheck":
                yield _key(part.get("Item") or part["Key"])


def _batch(params: Mapping[str, Any]) -> Iterator[Write]:
    for requests in params["RequestItems"].values():
        for request in requests:
            yield _key(request["PutRequest"]["Item"] if "PutRequest" in request else request["DeleteRequest"]["Key"])


_OPERATIONS: Final = {
    "PutItem": _put,
    "UpdateItem": _by_key,
    "DeleteItem": _by_key,
    "TransactWriteItems": _transaction,
    "BatchWriteItem": _batch,
}
