"""Which records: the filter of listings and bulk changes, and the ids or the filter that a bulk change takes."""

from dataclasses import asdict, dataclass, field
from typing import Annotated, ClassVar, Final

from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import ConfigDict, Field

from shared.api.words import DATE_PATTERN, ID_PATTERN, LONGEST_SEARCH
from shared.records.failure import LONGEST_CAUSE
from shared.records.filter import Filter, Reason
from shared.records.status import Status

MOST_IDS: Final = 500
_DAY_OR_NONE: Final = f"{DATE_PATTERN}|^$"  # in a body, "" stands for what is not given
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


@dataclass(frozen=True, slots=True)
class InQuery:
    """How the query of an address takes a field that a body takes, too."""

    query: Query


StatusWanted = Annotated[Status | None, InQuery(Query(description="only records of this status"))]
Search = Annotated[
    str,
    Field(max_length=LONGEST_SEARCH),
    InQuery(
        Query(
            max_length=LONGEST_SEARCH,
            description="beginning of a number, reference or word of a name; or a whole id or amount",
        )
    ),
]
FirstDay = Annotated[
    str,
    Field(pattern=_DAY_OR_NONE, alias="from"),
    InQuery(Query(alias="from", pattern=DATE_PATTERN, description="documents of this day and later")),
]
LastDay = Annotated[
    str,
    Field(pattern=_DAY_OR_NONE, alias="to"),
    InQuery(Query(alias="to", pattern=DATE_PATTERN, description="documents of this day and earlier")),
]
Cause = Annotated[
    str,
    Field(max_length=LONGEST_CAUSE),
    InQuery(Query(max_length=LONGEST_CAUSE, description="only errors with exactly this message, or exactly this hint")),
]
ReasonWanted = Annotated[
    Reason | None,
    InQuery(Query(description="only errors that need you, errors that are retried by themselves, or what is held")),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectionFilter:
    """The same filter as a listing's; `cause` is the whole message of an error, or its whole hint."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    status: StatusWanted = None
    q: Search = ""
    first: FirstDay = ""
    last: LastDay = ""
    cause: Cause = ""
    reason: ReasonWanted = None

    @property
    def wanted(self) -> Filter:
        given = asdict(self)
        return Filter(search=given.pop("q").strip(), **given)


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which records: those with these ids, or those that the filter admits when the run begins. One of the two."""

    __pydantic_config__: ClassVar[ConfigDict] = _ONE_OF_TWO

    ids: Annotated[
        list[Annotated[str, Field(pattern=ID_PATTERN)]], Field(max_length=MOST_IDS, description="up to 500 ids")
    ] = field(default_factory=list)
    filter: SelectionFilter | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """The payment in the other system that a person has in mind. Without an id it is the likely twin that the record names."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    other: Annotated[str, Field(pattern=f"{ID_PATTERN}|^$", description="its id in the other system")] = ""
