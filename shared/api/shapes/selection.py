"""Which records a bulk change is for: their ids, or a filter."""

from dataclasses import dataclass, field
from typing import Annotated, ClassVar

from pydantic import ConfigDict, Field

from shared.api.words import DATE_PATTERN, ID_PATTERN, LONGEST_SEARCH
from shared.records.failure import LONGEST_CAUSE
from shared.records.filter import Reason
from shared.records.status import Status

MOST_IDS = 500
_STRICT = ConfigDict(extra="forbid")
_ONE_OF_TWO = ConfigDict(
    extra="forbid",
    json_schema_extra={
        "oneOf": [
            {"required": ["ids"], "properties": {"ids": {"minItems": 1}, "filter": {"type": "null"}}},
            {"required": ["filter"], "properties": {"ids": {"maxItems": 0}, "filter": {"type": "object"}}},
        ]
    },
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectionFilter:
    """The same filter as a listing's; `cause` is the whole message of an error, or its whole hint."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    status: Status | None = None
    q: Annotated[str, Field(max_length=LONGEST_SEARCH)] = ""
    first: Annotated[str, Field(pattern=f"{DATE_PATTERN}|^$", alias="from")] = ""
    last: Annotated[str, Field(pattern=f"{DATE_PATTERN}|^$", alias="to")] = ""
    cause: Annotated[str, Field(max_length=LONGEST_CAUSE)] = ""
    reason: Reason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which records: those with these ids, or those that the filter admits when the run begins. One of the two."""

    __pydantic_config__: ClassVar[ConfigDict] = _ONE_OF_TWO

    ids: Annotated[
        list[Annotated[str, Field(pattern=ID_PATTERN)]], Field(max_length=MOST_IDS, description="up to 500 ids")
    ] = field(default_factory=list)
    filter: SelectionFilter | None = None
