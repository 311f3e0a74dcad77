"""The table's keys and indexes, said once: infra creates them, the model reads them. Standard library only."""

from dataclasses import dataclass
from typing import Final

PARTITION_KEY: Final = "pk"
SORT_KEY: Final = "sk"
EXPIRES: Final = "expires_at"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Index:
    """A global secondary index; an empty `include` projects keys only."""

    name: str
    partition_key: str
    sort_key: str
    include: tuple[str, ...] = ()


LISTED = (
    "id", "kind", "status", "number", "reference", "contact_name", "date", "currency", "total", "remote_id",
    "remote_number", "error", "held", "origin", "updated_at", "version",
)  # fmt: skip

# Every index that a listing reads carries the whole line, so that a page is one request and never one for each record.
INDEXES: Final[tuple[Index, ...]] = (
    Index(name="by_kind", partition_key="kind_key", sort_key="listed", include=LISTED),
    Index(name="by_status", partition_key="status_key", sort_key="listed", include=LISTED),
    Index(name="due", partition_key="due_key", sort_key="due_order"),
    Index(name="by_number", partition_key="kind_key", sort_key="number_search", include=LISTED),
    Index(name="by_reference", partition_key="kind_key", sort_key="reference_search", include=LISTED),
    Index(name="by_contact", partition_key="kind_key", sort_key="contact_search", include=LISTED),
)
