"""The table's keys and indexes: infra creates them, and the model reads them. What the indexes carry is said in record.py."""

from collections.abc import Iterator
from typing import Final

from msgspec import Struct

from shared.records.record import NOT_LISTED, Line, Summary

PARTITION_KEY: Final = "pk"
SORT_KEY: Final = "sk"
EXPIRES: Final = "expires_at"
RENAMED: Final = {
    "changed_at": "updated_at",
    "failure": "error",
}  # fields of a record whose attributes have other names


class Index(Struct, frozen=True, kw_only=True):
    """A global secondary index; an empty `include` projects keys only."""

    name: str
    partition_key: str
    sort_key: str
    include: tuple[str, ...] = ()


def _listed() -> Iterator[str]:
    """The attributes that hold a line."""
    for name in Line.__struct_fields__:
        if name == "summary":
            yield from (told for told in Summary.__struct_fields__ if told not in NOT_LISTED)
        else:
            yield RENAMED.get(name, name)


LISTED: Final = tuple(_listed())

# Every index that a listing reads carries the whole line, so that a page is one request and never one for each record.
INDEXES: Final[tuple[Index, ...]] = (
    Index(name="by_kind", partition_key="kind_key", sort_key="listed", include=LISTED),
    Index(name="by_status", partition_key="status_key", sort_key="listed", include=LISTED),
    Index(name="due", partition_key="due_key", sort_key="due_order"),
    Index(name="by_number", partition_key="kind_key", sort_key="number_search", include=LISTED),
    Index(name="by_reference", partition_key="kind_key", sort_key="reference_search", include=LISTED),
    Index(name="by_contact", partition_key="kind_key", sort_key="contact_search", include=LISTED),
)
