"""The words of the addresses and the parameters that many routes share."""

from enum import StrEnum
from typing import Annotated, Final

from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from shared.kinds import Kind
from shared.records.findings import What

CONNECTION_PATTERN: Final = "^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$"
ID_PATTERN: Final = "^[A-Za-z0-9][A-Za-z0-9-]{0,99}$"
ENTRY_PATTERN: Final = "^[0-9]{1,20}$"
RUN_PATTERN: Final = "^[0-9TZ:.+-]{10,40}~[A-Za-z0-9_-]{1,80}$"
LONG, SHORT, FEBRUARY = (
    "(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])",
    "(0[469]|11)-(0[1-9]|[12][0-9]|30)",
    "02-(0[1-9]|[12][0-9])",
)
DATE_PATTERN: Final = f"^[0-9]{{4}}-({LONG}|{SHORT}|{FEBRUARY})$"
MOST_LINES: Final = 200
LINES: Final = 50
LONGEST_CURSOR: Final = 1600
LONGEST_SEARCH: Final = 100


class KindName(StrEnum):
    """A kind as it stands in an address."""

    vars().update({f"{kind.name}S": kind.plural for kind in Kind})

    @property
    def kind(self) -> Kind:
        return next(kind for kind in Kind if kind.plural == self.value)

    @classmethod
    def of(cls, kind: Kind) -> "KindName":
        return cls(kind.plural)


class SortOrder(StrEnum):
    """Which documents a listing begins with."""

    NEWEST = "newest"
    OLDEST = "oldest"


SortOrder.__name__ = SortOrder.__qualname__ = "Order"  # as the published OpenAPI document calls it


ConnectionName = Annotated[str, Path(pattern=CONNECTION_PATTERN, description="the connection's short name")]
KindInPath = Annotated[KindName, Path(description="what kind of records")]
RecordId = Annotated[str, Path(pattern=ID_PATTERN, description="the record's id in the system that it comes from")]
EntryWhat = Annotated[What, Path(description="what kind of entry: a journal, or a payment of a supplier")]
EntryId = Annotated[str, Path(pattern=ENTRY_PATTERN, description="the entry's id in Brightpearl")]
RunId = Annotated[str, Path(pattern=RUN_PATTERN, description="the run's id, as a trigger or the list of runs gave it")]
Cursor = Annotated[
    str, Query(max_length=LONGEST_CURSOR, description="where to go on: the `next_cursor` of the page before")
]
Limit = Annotated[int, Query(ge=1, le=MOST_LINES, description="how many at most")]
