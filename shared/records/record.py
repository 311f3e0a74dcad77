"""A record: our row for one object of either system, and what listings show of it.

A field that listings show is one line here, in `Summary` if the source tells it, otherwise in `Line`. The item's attributes and
both ways between record and item (items.py) are made of these two.
"""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from msgspec import Struct, field

from shared.kinds import Kind, System
from shared.records.failure import Failure
from shared.records.standing import Standing, Way, ways_of
from shared.records.status import Status

Key = tuple[Kind, str]
OPPOSITE: Final = "opposite "  # before its number: the name of an opposite document in the fields of its record
WITHDRAWN: Final = "withdrawn"  # in a document whose source cannot be read any more: how it was taken back
CREDITED: Final = "credited"  # in the fields of a record of which all was credited
# the fields of a record that does not stand apart
TOGETHER: Final[dict[str, Any]] = {"apart": None, "theirs": "", "agreed": "", "decided": None}


class Summary(Struct, frozen=True, kw_only=True):
    """What the source tells for a listing: text is "" and amounts None where it tells nothing. Dates are ISO days."""

    number: str = ""
    reference: str = ""
    contact_id: str = ""
    contact_name: str = ""
    date: str = ""
    currency: str = ""
    total: Decimal | None = None


class Line(Struct, frozen=True, kw_only=True):
    """What a listing shows of a record. `version` counts its writes; `held` is why it waits, "" where it does not.

    `apart` is how it stands between the systems where its status does not tell, None where it does.
    """

    id: str
    kind: Kind
    status: Status
    summary: Summary
    remote_id: str = ""
    remote_number: str = ""
    failure: Failure | None = None
    held: str = ""
    apart: Standing | None = None
    origin: System
    changed_at: datetime
    version: int = 1

    @property
    def standing(self) -> Standing:
        changed = Standing.CHANGED_HERE if self.status is Status.UPDATED else Standing.AGREES
        return self.apart or changed

    @property
    def ways(self) -> tuple[Way, ...]:
        """What a person may decide about it."""
        return ways_of(self.kind, self.apart, self.origin)

    @property
    def name(self) -> str:
        """Its number, or a contact's name; its id where it has neither."""
        number, contact = self.summary.number, self.summary.contact_name
        return (contact or number if self.kind == Kind.CONTACT else number or contact) or self.id

    @property
    def called(self) -> str:
        """As people know it: `sales invoice SI-1001`."""
        return f"{self.kind.words} {self.name}"


class Record(Line, frozen=True, kw_only=True):
    """A whole record. `due_step` is set while a post step should look at it, `step` is the one that it is posted by.

    `document` is the source's own, with amounts as Decimal. `fingerprint` is that of its payload, "" where nothing
    has asked for it yet or it cannot be mapped; `posted` is that of the payload posted last, and
    `arrived_at` is when we knew first that the other system holds it. `before` is the document as it was posted last, from its
    first change that matters until it is posted again; None where it is not known. `outdated`: the other system holds it as
    older rules or settings made it, and nobody has asked for it to be posted anew.
    `fields` is what the other system has of us, field by
    field, for kinds that are amended by fields; `claim` is the name that it has there, for kinds that need one of their own.
    `theirs` is what the other system says where it stands apart, and `agreed` what it said when both agreed
    (mapping/versions.py); "" where it does not stand apart, or that is not known. Of a likely twin `theirs` is the twin's id.
    `decided` is the way that a person has chosen as long as it has still to be carried out in the other system. `separate` are
    payments of the other system of which a person has said that they are no twins of it.
    """

    document: Any
    source_hash: str
    fingerprint: str
    fetched_at: datetime
    due_step: str | None = None
    step: str | None = None
    posted: str = ""
    arrived_at: datetime | None = None
    before: Any = None
    outdated: bool = False
    archived_from: Status | None = None
    fields: dict[str, Any] | None = None
    claim: str = ""
    notes: tuple[str, ...] = field(default=())
    theirs: str = ""
    agreed: str = ""
    decided: Way | None = None
    separate: tuple[str, ...] = field(default=())

    @property
    def key(self) -> Key:
        return self.kind, self.id

    @property
    def in_remote(self) -> bool:
        """Whether the other system holds it, whatever its status."""
        return bool(self.remote_id)

    @property
    def is_credited(self) -> bool:
        """Whether all that the other system holds of it was credited there: it goes anew when its source comes back."""
        return CREDITED in (self.fields or {})

    @property
    def opposites(self) -> dict[str, str]:
        """The opposite documents that stand beside it in the other system: their ids, by their numbers."""
        named = ((name, str(value)) for name, value in (self.fields or {}).items() if name.startswith(OPPOSITE))
        return {name.removeprefix(OPPOSITE): remote_id for name, remote_id in named if remote_id}

    @property
    def current_opposites(self) -> dict[str, str]:
        """Those of the document that it has there now: one that was credited before has others."""
        return self.opposites_of(self.remote_number)

    def opposites_of(self, number: str) -> dict[str, str]:
        """Those of the document of this number."""
        beginnings = (f"{number}-CR", f"{number}-DR")
        return {name: remote_id for name, remote_id in self.opposites.items() if name.startswith(beginnings)}

    @property
    def agrees(self) -> bool:
        """Whether it was posted as its document stands here, archived or not."""
        stood = self.archived_from or self.status
        return stood == Status.SENT and self.due_step is None and self.fingerprint == self.posted != ""


class Fetched(Struct, frozen=True, kw_only=True):
    """A source object as a fetch step hands it to the store.

    `fingerprint` gives that of the payload that a version of its document would be posted as, "" where it cannot be mapped. It
    is asked for only where there is something to compare it with. `due_step` is the step that posts it, None where nothing
    does. `held` is why it must not be posted yet, "" where it may. `withdrawn` is how it was taken back in its source, and when,
    "" where it was not: that counts where the other system holds it. `beside` is what stays there even where a payment is gone.
    `note` goes into the history of what was sent.
    """

    kind: Kind
    id: str
    document: Any
    source_hash: str
    fingerprint: Callable[[Any], str]
    origin: System
    summary: Summary
    due_step: str | None
    held: str = ""
    withdrawn: str = ""
    beside: str = ""
    note: str = ""
