"""Targets: what the posting protocol needs to know of the place where a kind is posted. See targets/ for each of them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final, Protocol

from msgspec import Struct, field

from shared.errors import Problem
from shared.kinds import System
from shared.mapping.fields import Known
from shared.mapping.references import Payload

Key = tuple[str, ...]
# Xero keeps an idempotency key for six minutes (https://developer.xero.com/documentation/guides/idempotent-requests/idempotency).
# Whoever sends the same again is dead by then: no function lives longer than four.
IDEMPOTENCY_WINDOW: Final = timedelta(minutes=2)
NEVER: Final = r"(?!)"


class Looks(StrEnum):
    """What is looked for before it is created.

    Of what is `OLD` an earlier table or another connector may have made it; what is newer only we make, or the other system
    refuses a second one. What people type is looked for `ALWAYS`. `LATER`: only once it was refused, or its answer was lost.
    """

    ALWAYS = "always"
    OLD = "old"
    LATER = "later"


class Element(Struct, frozen=True, kw_only=True, eq=False):
    """One element of a batch's answer, or one thing found. `key` is its natural key; `raw` is all that the system says of it.

    `remote_id` is "" where it was not created, `also` are ids of what was made with it, `total` and `tax` None where the kind
    has none. `refusals` and `warnings` are the system's own words. `claim` is the name that nothing else may have there, "" for
    kinds that need none. `part` is set on what stands beside a record's own element: its id goes into the record's fields under
    that name.
    """

    key: Key
    remote_id: str = ""
    remote_number: str = ""
    also: tuple[str, ...] = ()
    total: Decimal | None = None
    tax: Decimal | None = None
    refusals: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    raw: Mapping[str, Any] = field(default_factory=dict)
    claim: str = ""
    part: str = ""


class Wanted(Struct, frozen=True, kw_only=True, eq=False):
    """What should be in the other system: the payload, total and tax it should have, and its id where it is there already.

    `base` is what was posted last, by the rules of today, None where that is not known. `amendment` is what is sent of the
    payload, None for all of it. `refused` is the answer to a first attempt whose words matched the target's `clash`.
    `fields` is what will be known of it, field by field, once it is there. `changed_there`: people have changed what it comes to.
    `is_old`: its source is older than what our table knows. `own_day` is its day in ISO, whatever day it is moved to, and
    `contact_name` whom it is for in Brightpearl. `orders` are those of a bill of several, by id.
    """

    payload: Payload
    fields: Known | None = None
    total: Decimal | None = None
    tax: Decimal | None = None
    remote_id: str = ""
    base: Payload | None = None
    amendment: Payload | None = None
    refused: Element | None = None
    changed_there: bool = False
    is_old: bool = False
    own_day: str = ""
    contact_name: str = ""
    orders: tuple[str, ...] = ()

    @property
    def sent(self) -> Payload:
        return self.payload if self.amendment is None else self.amendment


class Difference(Struct, frozen=True, kw_only=True, eq=False):
    """How what has arrived differs, as a sentence, and the payload that would put it right, if there is one.

    `note` is what the record notes of it once that is put right. `tolerable`: it may stay so, and the record says it.
    """

    says: str
    correction: Payload | None = None
    note: str = ""
    tolerable: bool = False


class Instead(Struct, frozen=True, kw_only=True, eq=False):
    """What takes the place of an envelope's own payload, fields and `left`, where it is given; `notes` are added to its notes."""

    payload: Payload | None = None
    notes: tuple[str, ...] = ()
    fields: Known | None = None
    left: Problem | None = None


class Adopt(Instead, frozen=True, kw_only=True, eq=False):
    """It is there already and is what we meant. The record becomes Sent, and `note` goes into its history.

    `ours`: we have posted it, be it from another table. `lost`: just now, and the answer was lost.
    """

    element: Element
    note: str
    ours: bool = False
    lost: bool = False


class TakeOver(Instead, frozen=True, kw_only=True, eq=False):
    """It is there already and becomes ours: send it as an update of that id."""

    remote_id: str


class Rename(Instead, frozen=True, kw_only=True, eq=False):
    """It cannot go as it is: send another payload."""


class Anew(Instead, frozen=True, kw_only=True, eq=False):
    """What was ours is gone: create it again."""


class Amend(Struct, frozen=True, kw_only=True, eq=False):
    """Only this may be sent of it, as an update. `notes` say what of others it replaces, `left` what is to be said afterwards."""

    payload: Payload
    notes: tuple[str, ...] = ()
    left: Problem | None = None


class Refuse(Struct, frozen=True, kw_only=True, eq=False):
    """It must not be sent, unless the ledger says that what is there under `remote_id` is this record's own: that is amended."""

    problem: Problem
    remote_id: str = ""


class Gone(Struct, frozen=True, kw_only=True, eq=False):
    """It was there, and somebody has voided or deleted it: the record keeps its id, and a person decides.

    Where the ledger says that it was this record's own, or another one's, that is decided already: `again` is done.
    """

    element: Element
    problem: Problem
    again: Rename | Anew


Resolution = Adopt | TakeOver | Rename | Anew | Amend | Refuse | Gone


class Target(Protocol):
    """Where one kind is posted. A target keeps no state about batches; it may remember facts about the other system.

    `name` stands in intents, so that a later invocation finds the target again: it never changes. `batch_size` is the most
    elements of one request. `clash` matches the words of a refusal after which `look_up` is asked what is there.
    `looks`: what is looked for before it is created, because the other system may take a second one. `window`: for how long the
    other system surely knows an idempotency key; None where it knows none. Of new payloads with the same text in `unique_field`
    ("" for none) only the first goes in a batch; `ready` changes the others once the first is there.
    """

    name: str
    system: System
    batch_size: int
    clash: str
    looks: Looks
    window: timedelta | None
    unique_field: str

    def key(self, payload: Mapping[str, Any], /) -> Key:
        """Give the natural key of a payload or of an element's `raw`: equal keys, same thing. No two records share one."""

    def part(self, payload: Mapping[str, Any], /) -> str:
        """Name what stands beside a record's own element by a payload or an element's `raw`; "" for its own."""

    def encode(self, wanted: Sequence[Wanted]) -> str:
        """Write the body of one request: creates only, or updates only. What has a remote id is an update of that.

        Raises InvalidDataError where the other system takes no request of this length.
        """

    def decode(self, body: str) -> list[Payload]:
        """Read the payloads of a body that `encode` wrote, in their order."""

    def send(self, body: str, *, create: bool, idempotency_key: str) -> list[Element]:
        """Send a body once and give the elements of the answer, in any order. One that is left out may have been done.

        Raises RequestRefusedError where the whole request was refused, UncertainError where the answer was lost, and other
        StepErrors where nothing was sent.
        """

    def look_up(self, wanted: Sequence[Wanted], *, since: datetime | None) -> Mapping[Key, Resolution]:
        """Give a resolution for each natural key that is there. A key without one is free, and its payload is sent.

        `since` is the time of a lost request of ours: then look only for what that may have left there. Raises StepError
        where a look-up fails: "not found" would create a duplicate.
        """

    def amendment(self, want: Wanted) -> Payload:
        """Give what is sent to update what is there: the payload, or the part of it that has changed since its `base`."""

    def changed(self, wanted: Sequence[Wanted], seen: Mapping[str, str]) -> Mapping[Key, Resolution]:
        """Give what becomes of updates by what people have made there of what was posted. One without a resolution is sent.

        `seen` is what was said of it last (mapping/versions.py), by remote id. Raises StepError where a look-up fails.
        """

    def drafts(self, ids: Iterable[str]) -> set[str]:
        """Give those of these ids of what is there that nobody has approved yet: a lock date concerns only what is approved."""

    def difference(self, want: Wanted, element: Element) -> Difference | None:
        """Say how what has arrived differs from what was meant; None where it does not."""

    def ready(self, payloads: Sequence[Payload]) -> Mapping[Key, Rename]:
        """Give those payloads of creates that have to go otherwise than they are, by what is known without asking."""


def says(pattern: str, words: Sequence[str]) -> bool:
    """Whether any of a vendor's sentences matches, whatever its letters' case."""
    return any(re.search(pattern, word, re.IGNORECASE) for word in words)
