"""Between a record and its item in the table. Pure, but for PynamoDB's classes.

What a listing shows is written and read field by field of `Line` and `Summary`, each value as the type that its field has.
"""

import zlib
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from msgspec import convert

from shared.codec import to_bytes
from shared.records.failure import Failure
from shared.records.model import ErrorMap, RecordItem
from shared.records.record import Line, Record, Summary
from shared.records.schema import RENAMED, due_step, index_keys, partition

MAX_DOCUMENT_BYTES: Final = 360_000
TOLD: Final = Summary.__struct_fields__


def _attributes(of: type[Line]) -> dict[str, str]:
    """The attribute of each field that has one of its own: a summary has several, and the due step is part of a key."""
    return {name: RENAMED.get(name, name) for name in of.__struct_fields__ if name not in ("summary", "due_step")}


LINE: Final = _attributes(Line)
RECORD: Final = _attributes(Record)


def fits(document: object) -> bool:
    """Whether an item has room for it: DynamoDB takes 400 KB. What fits as it is need not be compressed to know."""
    plain = to_bytes(document)
    return len(plain) <= MAX_DOCUMENT_BYTES or len(zlib.compress(plain, 6)) <= MAX_DOCUMENT_BYTES


def to_item(record: Record, connection: str) -> RecordItem:
    """Write the whole record, with the keys that put it into the indexes."""
    values = {
        "pk": partition(connection, record.kind),
        "sk": record.id,
        "document": record.document,
        "source_hash": record.source_hash,
        "fingerprint": record.fingerprint,
        "fetched_at": record.fetched_at.isoformat(),
        "step": record.step,
        "posted": record.posted or None,
        "arrived_at": _written(record.arrived_at),
        "before": record.before,
        "outdated": record.outdated or None,
        "archived_from": _written(record.archived_from),
        "fields": record.fields or None,
        "claim": record.claim or None,
        "notes": list(record.notes) or None,
        **{attribute: _written(getattr(record, name)) for name, attribute in LINE.items()},
        **{name: _written(getattr(record.summary, name)) for name in TOLD},
        **index_keys(record, connection),
    }
    return RecordItem(**{name: value for name, value in values.items() if value is not None})


def _written(value: object) -> Any:
    """As an attribute takes it; None where there is nothing to write."""
    if isinstance(value, str):
        return value or None
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return _error_map(value) if isinstance(value, Failure) else value


def _error_map(failure: Failure) -> ErrorMap:
    return ErrorMap(
        error_class=failure.problem.error_class.value,
        message=failure.problem.message,
        hint=failure.problem.hint,
        attempts=failure.attempts,
        at=failure.at.isoformat(),
        settings_version=failure.settings_version,
    )


def to_record(item: RecordItem) -> Record:
    """Read a whole item; the indexes have less of it."""
    return convert({**_read(item, RECORD), "due_step": due_step(item.due_key)}, Record)


def to_line(item: RecordItem) -> Line:
    """Read what an index has of an item. Fields of the summary that no index has stay empty."""
    return convert(_read(item, LINE), Line)


def _read(item: RecordItem, attributes: Mapping[str, str]) -> dict[str, Any]:
    values = item.attribute_values
    read = {name: value for name, attribute in attributes.items() if (value := values.get(attribute)) is not None}
    read["summary"] = {name: value for name in TOLD if (value := values.get(name)) is not None}
    if "failure" in read:
        error = read["failure"].attribute_values
        read["failure"] = {**error, "problem": error}
    return read
