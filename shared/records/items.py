"""Between a record and its item in the table, in DynamoDB's own form. Pure.

What a listing shows is written and read field by field of `Line` and `Summary`, each value as the type that its field has.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from msgspec import convert

from shared.codec import to_bytes
from shared.kinds import Kind
from shared.records.failure import Failure
from shared.records.model.packing import pack, unpack
from shared.records.model.wire import Raw
from shared.records.record import Key, Line, Record, Summary
from shared.records.schema import PARTITION_KEY, RENAMED, SORT_KEY, due_step, index_keys, partition

MAX_DOCUMENT_BYTES: Final = 360_000
PACKED: Final = ("document", "before", "fields", "notes", "separate")  # of a record: any JSON
EMPTY: Final = {"source_hash": "", "fingerprint": ""}  # where nothing is written of what every record has
BY_KEY: Final = frozenset({"id", "kind"})  # they are the item's key
TOLD: Final = Summary.__struct_fields__


def _attributes(of: type[Line], *, but: tuple[str, ...] = ()) -> dict[str, str]:
    """The attribute of each field that has one of its own: a summary has several, and the due step is part of a key."""
    others = BY_KEY.union(but, ("summary", "due_step"))
    return {name: RENAMED.get(name, name) for name in of.__struct_fields__ if name not in others}


LINE: Final = _attributes(Line)
RECORD: Final = _attributes(Record, but=PACKED)
SHOWN: Final = (PARTITION_KEY, SORT_KEY, *LINE.values(), *TOLD)  # the attributes that a line is read from


def fits(document: object) -> bool:
    """Whether an item has room for it: DynamoDB takes 400 KB. What fits as it is need not be compressed to know."""
    return len(to_bytes(document)) <= MAX_DOCUMENT_BYTES or len(pack(document)) <= MAX_DOCUMENT_BYTES


def to_item(record: Record, connection: str) -> Raw:
    """Write the whole record, with the keys that put it into the indexes. What is empty takes no room."""
    item = {PARTITION_KEY: {"S": partition(connection, record.kind)}, SORT_KEY: {"S": record.id}}
    item |= {name: {"S": key} for name, key in index_keys(record, connection).items() if key}
    values = [(attribute, getattr(record, name)) for name, attribute in RECORD.items()]
    values += [(name, getattr(record.summary, name)) for name in TOLD]
    item |= {name: written for name, value in values if (written := _written(value)) is not None}
    packed = [(name, getattr(record, name)) for name in PACKED]
    return item | {name: {"B": pack(value)} for name, value in packed if value is not None and value != ()}


def _written(value: object) -> dict[str, Any] | None:
    """As the wire has it; None where there is nothing to write."""
    if isinstance(value, str):
        return {"S": str(value)} if value else None
    if isinstance(value, bool):
        return {"BOOL": True} if value else None
    if isinstance(value, int):
        return {"N": str(value)}
    if isinstance(value, datetime):
        return {"S": value.isoformat()}
    if isinstance(value, Decimal):
        return {"S": format(value, "f")}
    return {"M": _error(value)} if isinstance(value, Failure) else None


def _error(failure: Failure) -> Raw:
    problem = failure.problem
    return {
        "class": {"S": problem.error_class.value},
        "message": {"S": problem.message},
        "hint": {"S": problem.hint},
        "attempts": {"N": str(failure.attempts)},
        "at": {"S": failure.at.isoformat()},
        "settings_version": {"N": str(failure.settings_version)},
    }


def to_failure(item: Raw) -> Failure | None:
    """Read its error, which some indexes have, too; None where there is none."""
    error = item.get("error")
    return convert(_failure(error), Failure) if error else None


def to_record(item: Raw) -> Record:
    """Read a whole item."""
    read = EMPTY | _read(item, RECORD)
    read |= {name: unpack(value["B"]) for name in PACKED if (value := item.get(name)) is not None}
    return convert({**read, "due_step": due_step(item.get("due_key", {}).get("S"))}, Record)


def to_line(item: Raw) -> Line:
    """Read what a listing shows, of an item that may have no more than that."""
    return convert(_read(item, LINE), Line)


def key_of(item: Raw) -> Key:
    """Whose item it is, in the table or in an index."""
    return Kind(item[PARTITION_KEY]["S"].rpartition("#")[2]), item[SORT_KEY]["S"]


def linked_keys(item: Raw) -> tuple[Key, ...]:
    """The records that a link leads to."""
    together = [one["S"] for one in item["together"]["L"]] if "together" in item else [item["id"]["S"]]
    return tuple((Kind(item["kind"]["S"]), record_id) for record_id in together)


def _read(item: Raw, attributes: Mapping[str, str]) -> dict[str, Any]:
    kind, record_id = key_of(item)
    read = {name: _plain(value) for name, attribute in attributes.items() if (value := item.get(attribute))}
    read["summary"] = {name: value["S"] for name in TOLD if (value := item.get(name))}
    if "failure" in read:
        read["failure"] = _failure(item["error"])
    return {**read, "kind": kind, "id": record_id}


def _failure(error: dict[str, Any]) -> dict[str, Any]:
    values = {name: _plain(value) for name, value in error["M"].items()}
    return {**values, "problem": {**values, "error_class": values["class"]}}


def _plain(value: dict[str, Any]) -> Any:
    ((kind, held),) = value.items()
    return int(held) if kind == "N" else held
