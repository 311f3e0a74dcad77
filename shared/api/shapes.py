"""What the API answers and takes, shape by shape: the OpenAPI document is made of these."""

from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar

from pydantic import ConfigDict, Field

from shared.api.words import DATE_PATTERN, ID_PATTERN, LONGEST_SEARCH, KindName
from shared.records.lines import LONGEST_CAUSE
from shared.records.listing import Reason
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
class Turned:
    """What the gateway answers by itself: to a call without a valid token, or to too many calls."""

    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorOnRecord:
    """Why the last attempt failed, and how to put it right. `needs_person` is false where it is tried again by itself."""

    error_class: str
    message: str
    hint: str
    attempts: int
    at: str
    needs_person: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLine:
    """A record as a listing shows it; what is not known is an empty text. Amounts are texts, to the cent.

    `pages` leads into both systems, where there is a page: behind the `sites` of the summary.
    """

    kind: KindName
    id: str
    status: Status
    number: str
    reference: str
    contact: str
    date: str
    currency: str
    total: str
    remote_id: str
    remote_number: str
    held: str
    origin: str
    changed_at: str
    pages: dict[str, str]
    error: ErrorOnRecord | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPage:
    """A page of a listing. It may be shorter than asked for: it is the last one only where `next_cursor` is empty."""

    records: list[RecordLine]
    next_cursor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedRecord:
    """Another record that belongs to one. `relation` is one of contact, document, parent, product, payment.

    It has no status where it is not known here. `name` is a contact's name, or a product's or a document's reference.
    """

    relation: str
    kind: KindName
    id: str
    number: str
    name: str
    date: str
    currency: str
    total: str
    status: Status | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDetail:
    """A whole record: `document` is what its own system says, `links` lead into both systems where they are known."""

    record: RecordLine
    document: Any
    notes: list[str]
    archived_from: Status | None
    fetched_at: str
    version: int
    links: dict[str, str]
    related: list[RelatedRecord]


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEvent:
    """Something that happened to a record; request and answer are those of the other system, without secrets."""

    at: str
    what: str
    who: str
    settings_version: int
    request: Any
    answer: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPage:
    events: list[HistoryEvent]
    next_cursor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BroughtFirst:
    """Something that the post would bring over first, because the record refers to it."""

    kind: KindName
    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewProblem:
    error_class: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewAnswer:
    """What a post would send now. `sends` is false where nothing would be sent, and `reason` says why.

    `total` is what it has to come to in the other system, where the source says so: otherwise it becomes an error.
    """

    sends: bool
    reason: str
    system: str
    creates: bool
    body: Any
    currency: str
    total: str
    brought_first: list[BroughtFirst]
    warnings: list[str]
    problem: PreviewProblem | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """The run that does it. `status` is WAITING while another one works on the connection, otherwise STARTED."""

    run: str
    status: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStep:
    """`state` is one of waiting, running, done, paused, failed, skipped."""

    step: str
    does: str
    state: str
    fetched: int
    posted: int
    errors: int
    changed: int
    calls: dict[str, int]
    seconds: int
    problem: str
    hint: str
    resumes_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunLine:
    """A cycle or a manual run; `status` is one of WAITING, RUNNING, SUCCEEDED, FAILED."""

    run: str
    status: str
    trigger: str
    action: str
    kind: str
    id: str
    by: str
    started_at: str
    finished_at: str
    fetched: int
    posted: int
    errors: int
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RunDetail:
    run: RunLine
    steps: list[RunStep]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunPage:
    runs: list[RunLine]
    next_cursor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """`word` is one of healthy, waiting, failing, needs_reconnect, paused, inactive, new."""

    word: str
    sentence: str
    active: bool
    needs_reconnect: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """`counts` are records by kind and status; `limits` are the calls left by system, as last seen at `limits_seen_at`.

    `sites` are the addresses of both systems: with a record's `pages` behind them they lead to it.
    """

    connection: str
    health: Health
    counts: dict[str, dict[str, int]]
    limits: dict[str, dict[str, int]]
    limits_seen_at: str
    last_cycle: RunLine | None
    next_cycle_at: str
    running: str
    sites: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionLine:
    connection: str
    active: bool
    needs_reconnect: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionList:
    connections: list[ConnectionLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsAnswer:
    version: int
    saved_at: str
    saved_by: str
    settings: dict[str, Any]


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
