"""A bulk change: a person archives records, brings them back, has them retried, or decides about those that stand apart.

It needs no lock: each record is written on the condition that nobody else has written it meanwhile.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from itertools import islice
from typing import Any, Final

from msgspec import Struct

from shared.kinds import Kind
from shared.posting.pairs import came_back
from shared.records.apart import accepted, credited, left_as_is, linked, posted_anew, reapplied, separated
from shared.records.credited import goes_anew
from shared.records.filter import Filter
from shared.records.listing import Listing
from shared.records.queues import Queues
from shared.records.record import Line, Record
from shared.records.standing import FOUND_ANEW, Standing, Way
from shared.records.status import Status
from shared.records.store import Store
from shared.records.transactions import Change, Event
from shared.records.transitions import archived, retried, unarchived
from shared.steps.read_anew import read_anew

TOGETHER: Final = 40
TAKES_BACK: Final = "its copy in Xero is to be deleted"


class Action(StrEnum):
    ARCHIVE = "archive"
    UNARCHIVE = "unarchive"
    RETRY = "retry"
    REAPPLY = "reapply"
    ACCEPT = "accept"
    POST_ANEW = "post-anew"
    CREDIT = "credit"
    LEAVE = "leave"
    LINK = "link"
    SEPARATE = "separate"


class Move(Struct, frozen=True, kw_only=True):
    """How one action changes a record, from which statuses it may, and what its history says; `past` is its participle.

    A `way` out is for records that stand apart, and only where their standing offers it. `of_apart`: it is for those, too. What
    only Brightpearl has changed may always be tried again.
    """

    change: Callable[..., Record]
    says: str
    past: str
    allowed: frozenset[Status]
    way: Way | None = None
    of_apart: bool = True

    def said_of(self, record: Record) -> str:
        """What its history says."""
        return TAKES_BACK if self.way is Way.REAPPLY and record.apart is Standing.WITHDRAWN else self.says

    def refuses(self, line: Line) -> str:
        """Say why it is not for this record; "" where it is."""
        if self.way is not None and self.way not in line.ways:
            return f"it {_STANDS[line.standing]}, so it cannot be {self.past}"
        if line.status not in self.allowed:
            return f"only what is {' or '.join(sorted(self.allowed))} can be {self.past}"
        if line.apart not in (None, *FOUND_ANEW) and not self.of_apart:
            return f"it {_STANDS[line.standing]}: choose what is to become of it instead"
        return ""


_STANDS: Final[dict[Standing, str]] = {
    Standing.AGREES: "agrees with Xero",
    Standing.CHANGED_HERE: "was changed in Brightpearl only",
    Standing.WITHDRAWN: "was withdrawn in Brightpearl",
    Standing.CHANGED_THERE: "was changed in Xero",
    Standing.GONE: "is gone in Xero",
    Standing.BOTH: "was changed on both sides",
    Standing.TWIN: "looks like a payment on the other side",
}
APART: Final = frozenset({Status.ERROR, Status.SENT})
MOVES: Final[dict[Action, Move]] = {
    Action.ARCHIVE: Move(
        change=archived,
        allowed=frozenset({Status.PENDING, Status.SENT, Status.UPDATED, Status.ERROR}),
        says="archived",
        past="archived",
    ),
    Action.UNARCHIVE: Move(
        change=unarchived, allowed=frozenset({Status.ARCHIVE}), says="brought back", past="brought back"
    ),
    Action.RETRY: Move(
        change=retried,
        allowed=frozenset({Status.ERROR, Status.PENDING, Status.UPDATED}),
        says="tried again",
        past="retried",
        of_apart=False,
    ),
    Action.REAPPLY: Move(
        change=reapplied, way=Way.REAPPLY, allowed=APART, says="ours is sent once more", past="reapplied"
    ),
    Action.ACCEPT: Move(
        change=accepted, way=Way.ACCEPT, allowed=APART, says="accepted as it is in Xero", past="accepted"
    ),
    Action.POST_ANEW: Move(
        change=posted_anew, way=Way.POST_ANEW, allowed=APART, says="posted anew", past="posted anew"
    ),
    Action.CREDIT: Move(
        change=credited, way=Way.CREDIT, allowed=APART, says="an opposite document is posted", past="credited"
    ),
    Action.LEAVE: Move(change=left_as_is, way=Way.LEAVE, allowed=APART, says="left as it is", past="left as it is"),
    Action.LINK: Move(
        change=linked, way=Way.LINK, allowed=APART, says="it is the payment it looks like", past="linked"
    ),
    Action.SEPARATE: Move(
        change=separated,
        way=Way.SEPARATE,
        allowed=APART,
        says="it is another payment than the one that it looks like",
        past="separated",
    ),
}


class BulkChange(Struct, frozen=True, kw_only=True):
    """What is to be done to which records: those with these ids, or those that the filter admits."""

    action: Action
    kind: Kind
    ids: tuple[str, ...] = ()
    wanted: Filter | None = None

    def document(self) -> dict[str, Any]:
        """As it travels through the state machine."""
        plain: dict[str, Any] = {"action": self.action.value, "kind": self.kind.value, "ids": list(self.ids)}
        return plain if self.wanted is None else {**plain, "filter": self.wanted.document()}

    @classmethod
    def parse(cls, document: Mapping[str, Any]) -> "BulkChange":
        wanted = document.get("filter")
        return cls(
            action=Action(document["action"]),
            kind=Kind(document["kind"]),
            ids=tuple(document.get("ids") or ()),
            wanted=None if wanted is None else Filter.parse(wanted),
        )


class BulkProgress(Struct):
    """How far a bulk change has been carried out: records changed, those left as they were, and where to go on."""

    changed: int = 0
    skipped: int = 0
    position: str = ""
    more: bool = False


def carry_out(
    bulk: BulkChange,
    *,
    store: Store,
    by: str,
    clock: Callable[[], datetime],
    so_far: Mapping[str, Any],
    may_continue: Callable[[], bool],
) -> BulkProgress:
    """Go on with a bulk change from where the last invocation left it."""
    done = BulkProgress(
        changed=int(so_far.get("changed", 0)),
        skipped=int(so_far.get("skipped", 0)),
        position=str(so_far.get("position", "")),
    )
    pages = _by_filter(bulk, bulk.wanted, store, done) if bulk.wanted else _by_ids(bulk.ids, done)
    for ids in pages:
        _change(bulk, ids, store=store, by=by, clock=clock, done=done)
        if not may_continue():
            done.more = bool(done.position)
            break
    return done


def _by_ids(ids: Sequence[str], done: BulkProgress) -> Iterator[Sequence[str]]:
    rest = iter(ids[int(done.position or 0) :])
    while some := list(islice(rest, TOGETHER)):
        position = int(done.position or 0) + len(some)
        done.position = str(position) if position < len(ids) else ""
        yield some


def _by_filter(bulk: BulkChange, wanted: Filter, store: Store, done: BulkProgress) -> Iterator[Sequence[str]]:
    """A record's place in the listing does not depend on its status, so the pages stay in step with what is changed."""
    listing = Listing(connection=store.connection)
    while True:
        page = listing.page(bulk.kind, wanted, cursor=done.position, limit=TOGETHER)
        done.position = page.cursor
        yield [line.id for line in page.lines if _allowed(bulk, line)]
        if not page.cursor:
            return


def _allowed(bulk: BulkChange, line: Line) -> bool:
    return not MOVES[bulk.action].refuses(line)


def _change(
    bulk: BulkChange, ids: Sequence[str], *, store: Store, by: str, clock: Callable[[], datetime], done: BulkProgress
) -> None:
    move = MOVES[bulk.action]

    def change(record: Record) -> Change | None:
        if not _allowed(bulk, record):
            return None
        event = Event(what=move.said_of(record), who=by)
        after = move.change(record, at=clock())
        if after.status is Status.SENT and after.due_step is None and came_back(after):
            after = goes_anew(after, after.summary.number, at=clock())
        return Change(before=record, after=after, event=event)

    records = store.get_many((bulk.kind, record_id) for record_id in ids).values()
    changed = store.revise(records, change)
    if bulk.action == Action.RETRY:
        queues = Queues(connection=store.connection, clock=clock)
        read_anew((one.after for one in changed), store=store, queues=queues)
    done.changed += len(changed)
    done.skipped += len(ids) - len(changed)
