"""What DynamoDB was asked: requests, capacity units and records written, seen where every client's calls pass.

The local cloud tells write units as DynamoDB does, index by index; its read units are worked out here from what was read.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import ceil
from typing import Any, Final
from unittest.mock import patch

from botocore.client import BaseClient

READ_UNIT: Final = 4096
WRITES: Final = frozenset({"PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems"})
RECORD_ONLY: Final = "status_key"

Raw = Mapping[str, Any]


@dataclass(slots=True, kw_only=True)
class Usage:
    """Requests by operation; units as they are billed on demand; and the CPU that the counting itself takes."""

    requests: Counter[str] = field(default_factory=Counter)
    secrets: int = 0
    read_units: float = 0
    write_units: float = 0
    records_written: int = 0
    items_written: int = 0
    own_cpu: float = 0

    def clear(self) -> None:
        """Begin again; what the counting itself has cost goes on being added up."""
        fresh = Usage(own_cpu=self.own_cpu)
        for name in self.__slots__:
            setattr(self, name, getattr(fresh, name))

    @property
    def total(self) -> int:
        return sum(self.requests.values())

    @property
    def units(self) -> float:
        return self.read_units + self.write_units

    def figures(self) -> dict[str, Any]:
        return {
            "requests": self.total,
            "by_operation": dict(sorted(self.requests.items())),
            "secrets": self.secrets,
            "read_units": self.read_units,
            "write_units": self.write_units,
            "units": self.units,
            "records_written": self.records_written,
            "items_written": self.items_written,
        }

    def note(self, operation: str, asked: Raw, answer: Raw) -> None:
        self.requests[operation] += 1
        if operation in WRITES:
            self.write_units += _told(answer)
            items = list(_written(asked))
            self.items_written += len(items)
            self.records_written += sum(RECORD_ONLY in item for item in items)
        else:
            self.read_units += read_units(operation, asked, answer)


@contextmanager
def watched(usage: Usage) -> Iterator[None]:
    """Count every call of every AWS client in this process."""
    real: Callable[..., Any] = BaseClient._make_api_call  # type: ignore[attr-defined]

    def call(client: Any, operation: str, asked: dict[str, Any]) -> Any:
        if client.meta.service_model.service_name != "dynamodb":
            usage.secrets += 1
            return real(client, operation, asked)
        answer = real(client, operation, {**asked, "ReturnConsumedCapacity": "TOTAL"})
        began = time.thread_time()
        usage.note(operation, asked, answer)
        usage.own_cpu += time.thread_time() - began
        return answer

    with patch.object(BaseClient, "_make_api_call", call):
        yield


def read_units(operation: str, asked: Raw, answer: Raw) -> float:
    """A query is rounded up as a whole, a batch item by item; half of it where the newest is not insisted on."""
    if operation == "BatchGetItem":
        return sum(_batch_units(asked["RequestItems"][table], items) for table, items in answer["Responses"].items())
    items = answer.get("Items") or [answer.get("Item") or {}]
    return _rate(asked) * max(1, ceil(sum(map(size, items)) / READ_UNIT))


def _batch_units(asked: Raw, items: list[Raw]) -> float:
    missing = len(asked["Keys"]) - len(items)
    return _rate(asked) * (missing + sum(max(1, ceil(size(item) / READ_UNIT)) for item in items))


def _rate(asked: Raw) -> float:
    return 1.0 if asked.get("ConsistentRead") else 0.5


def size(item: Raw) -> int:
    """An item's bytes, roughly as DynamoDB counts them."""
    return sum(len(name) + _value_size(value) for name, value in item.items())


def _value_size(value: Any) -> int:
    ((kind, held),) = value.items()
    if kind == "S":
        return len(held.encode())
    if kind == "N":
        return len(held) // 2 + 1
    if kind == "B":
        return len(held)
    if kind == "M":
        return 3 + sum(len(name) + 1 + _value_size(nested) for name, nested in held.items())
    if kind == "L":
        return 3 + sum(1 + _value_size(nested) for nested in held)
    return 1


def _told(answer: Raw) -> float:
    consumed = answer.get("ConsumedCapacity") or []
    entries = [consumed] if isinstance(consumed, Mapping) else consumed
    return sum(float(entry["CapacityUnits"]) for entry in entries)


def _written(asked: Raw) -> Iterable[Raw]:
    """The items, or for an update or a deletion the key, of every write in a request."""
    if "TransactItems" in asked:
        for entry in asked["TransactItems"]:
            yield from (part.get("Item") or part["Key"] for name, part in entry.items() if name != "ConditionCheck")
    elif "RequestItems" in asked:
        for requests in asked["RequestItems"].values():
            for request in requests:
                yield from (part.get("Item") or part["Key"] for part in request.values())
    else:
        yield asked.get("Item") or asked["Key"]
