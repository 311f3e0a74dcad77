"""Where records live: by id, and by whatever else they are looked up with."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

Record = dict[str, Any]
Key = Callable[[Record], str | None]


class Table:
    """Records of one kind, each under its id, indexed by some keys. Keys do not tell upper from lower case."""

    def __init__(self, id_field: str, keys: Mapping[str, Key] | None = None) -> None:
        self.id_field = id_field
        self._records: dict[str, Record] = {}
        self._keys = dict(keys or {})
        self._indexes: dict[str, dict[str, dict[str, Record]]] = {name: {} for name in self._keys}
        self._filed: dict[str, dict[str, str]] = {}

    def __len__(self) -> int:
        return len(self._records)

    def __iter__(self) -> Iterator[Record]:
        return iter(self._records.values())

    def put(self, record: Record) -> Record:
        """Store a record, or file it anew after its keys have changed."""
        record_id = record[self.id_field]
        self._unfile(record_id)
        self._records[record_id.lower()] = record
        filed = {name: _folded(key(record)) for name, key in self._keys.items()}
        self._filed[record_id] = {name: value for name, value in filed.items() if value}
        for name, value in self._filed[record_id].items():
            self._indexes[name].setdefault(value, {})[record_id] = record
        return record

    def get(self, record_id: str) -> Record | None:
        return self._records.get(str(record_id).lower())

    def __getitem__(self, record_id: str) -> Record:
        """The record with that id, which has to be there."""
        return self._records[record_id.lower()]

    def by(self, key: str, value: str) -> list[Record]:
        """Every record with that value of a key, oldest first."""
        return list(self._indexes[key].get(_folded(value), {}).values())

    def remove(self, record_id: str) -> None:
        self._unfile(record_id)
        self._records.pop(record_id.lower(), None)

    def candidates(self, equal: Mapping[str, Any]) -> list[Record]:
        """As few records as the indexes can tell that hold everything which has these values."""
        for name in equal.keys() & self._indexes.keys():
            return self.by(name, str(equal[name]))
        record_id = equal.get(self.id_field)
        if record_id is not None:
            found = self.get(str(record_id))
            return [found] if found else []
        return list(self)

    def _unfile(self, record_id: str) -> None:
        for name, value in self._filed.pop(record_id, {}).items():
            self._indexes[name].get(value, {}).pop(record_id, None)


def _folded(value: str | None) -> str:
    return (value or "").casefold()


def field_key(name: str) -> Key:
    """A key that is a field, or a field of a nested record (`Contact.ContactID`)."""
    outer, _, inner = name.partition(".")
    if not inner:
        return lambda record: record.get(outer)
    return lambda record: (record.get(outer) or {}).get(inner)


def table(id_field: str, *keys: str) -> Table:
    return Table(id_field, {name: field_key(name) for name in keys})
