"""The table's keys and indexes: infra creates them, the model reads them, and here is under which keys everything lies."""

from enum import StrEnum
from typing import Final

from msgspec import Struct

from shared.codec import fingerprint
from shared.kinds import Kind, System
from shared.records.filter import Reason
from shared.records.record import Line, Record
from shared.records.status import Status

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


# What is added up: a record's money, and the other side's figures of it, a map that may get further ones.
SUMS: Final = ("currency", "total", "figures")

# No projection ever changes: docs/decisions/0015-indexes-that-last.md. Lines are read from the records themselves.
BY_KIND: Final = Index(name="by_kind", partition_key=PARTITION_KEY, sort_key="listed")
BY_STATUS: Final = Index(name="by_status", partition_key="status_key", sort_key="listed", include=(*SUMS, "error"))
BY_REASON: Final = Index(name="by_reason", partition_key="reason_key", sort_key="listed", include=(*SUMS, "error"))
BY_ARRIVAL: Final = Index(name="by_arrival", partition_key=PARTITION_KEY, sort_key="arrived_at", include=SUMS)
DUE: Final = Index(name="due", partition_key="due_key", sort_key="due_order")
INDEXES: Final = (BY_KIND, BY_STATUS, BY_REASON, BY_ARRIVAL, DUE)


class Area(StrEnum):
    """What a connection has beside its records: each lies under a partition key of its own, so that rights can go by that key.

    Within it lie settings under their version and the newest ones under a word, a cursor under its step, a run under its id, the
    lock under `LOCK`, a pause and the renewal of a token under the system, what is read once a run under its name, a mark and a
    count under the kind, what somebody entered in Brightpearl under its id there, and what is known of something of the other
    system under its id.
    """

    SETTINGS = "settings"
    PAUSE = "pause"
    LOCK = "lock"
    RENEWAL = "renewal"
    CURSOR = "cursor"
    RUN = "run"
    REFERENCE = "reference"
    MARK = "mark"
    INTENT = "intent"
    LINK = "link"
    CLAIM = "claim"
    COUNT = "count"
    SETTLED = "settled"
    SPLIT = "split"
    FINDING = "finding"
    LATE_CHANGE = "late_change"


def area(connection: str, what: Area) -> str:
    """Where that lies."""
    return f"{connection}#{what}"


LOCK: Final = "lock"
LOWEST: Final = " "  # before and behind all sort keys
HIGHEST: Final = "\U0010ffff"
UNKNOWN_DAY: Final = "0000-00-00"  # before all others
ID_WIDTH: Final = 12
LONGEST_SEARCHED: Final = 200
LONGEST_KEY: Final = 1000  # bytes: DynamoDB takes 1,024


def partition(connection: str, kind: Kind) -> str:
    """Where the records of a kind lie, each under its id."""
    return f"{connection}#{kind}"


def status_partition(connection: str, kind: Kind, status: Status) -> str:
    """Where an index has the records of a kind by status."""
    return f"{connection}#{kind}#{status}"


def reason_partition(connection: str, kind: Kind, reason: Reason) -> str:
    """Where an index has the records of a kind that are not where they should be, by reason."""
    return f"{connection}#{kind}#{reason}"


def search_partition(connection: str, kind: Kind) -> str:
    """Where the words of a kind lie by which records are found, each with a record's id: see search.py."""
    return f"{connection}#{kind}#search"


def due_partition(connection: str, step: str) -> str:
    """Where an index has what is due for a post step."""
    return f"{connection}#due#{step}"


def event_partition(connection: str, kind: Kind, record_id: str) -> str:
    """Where the history of a record lies, each event under its time."""
    return f"{connection}#{kind}#{record_id}"


def claim_key(name: str) -> str:
    """A name as the key of a claim: of one that is too long for a key, a hash."""
    return name if len(name.encode()) <= LONGEST_KEY else fingerprint(name)


def count_key(kind: Kind, part: int) -> str:
    """One of the parts that the counts of a kind are kept in."""
    return f"{kind}#{part}"


def kind_counted(key: str) -> Kind:
    return Kind(key.partition("#")[0])


def searchable(text: str) -> str:
    """As it is kept for searching, and as what is searched for is compared: DynamoDB takes keys of up to 1,024 bytes."""
    return text.casefold()[:LONGEST_SEARCHED]


def listed(line: Line) -> str:
    """The place in a listing: by the document's date, then by id, so that it stays where it is when a status changes."""
    return f"{line.summary.date or UNKNOWN_DAY}#{line.id.zfill(ID_WIDTH)}"


def index_keys(record: Record, connection: str) -> dict[str, str | None]:
    """The attributes that put it into the indexes; None keeps it out of one. Of one index, `arrived_at` is the record's own."""
    due, reason = record.due_step, Reason.of(record)
    return {
        "status_key": status_partition(connection, record.kind, record.status),
        "reason_key": reason_partition(connection, record.kind, reason) if reason else None,
        "listed": listed(record),
        "due_key": due_partition(connection, due) if due else None,
        "due_order": f"{record.summary.date or UNKNOWN_DAY}#{record.kind}#{record.id}" if due else None,
    }


def due_step(due_key: str | None) -> str | None:
    """The step that the key of a due record names."""
    return due_key.rsplit("#", 1)[1] if due_key else None


def brightpearl_link(payment_id: object) -> str:
    """The name of a Brightpearl payment among the remote ids. Xero's ids are unique by themselves, its numbers are not."""
    return f"brightpearl:{payment_id}"


def payment_of(record: Record) -> int:
    """Give a payment's number in Brightpearl; 0 where it has none there."""
    if record.origin is System.BRIGHTPEARL:
        return int(record.id)
    number = record.remote_id.removeprefix(brightpearl_link(""))
    return int(number) if number.isdigit() else 0
