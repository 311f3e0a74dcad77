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

INDEXES: Final[tuple[Index, ...]] = (
    Index(name="by_kind", partition_key="kind_key", sort_key="changed", include=LISTED),
    Index(name="by_status", partition_key="status_key", sort_key="changed", include=LISTED),
    Index(name="due", partition_key="due_key", sort_key="due_order"),
    Index(name="by_number", partition_key="kind_key", sort_key="number"),
    Index(name="by_contact", partition_key="kind_key", sort_key="contact_search"),
)
