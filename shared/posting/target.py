"""Targets: what the posting protocol needs to know of the place where a kind is posted. One module a family in targets/."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final, Protocol

from msgspec import Struct, field

from shared.errors import Problem
from shared.kinds import System
from shared.mapping.references import Payload

Key = tuple[str, ...]
# Xero keeps an idempotency key for six minutes. Whoever sends the same again is dead by then: no function lives longer than four.
IDEMPOTENCY_WINDOW: Final = timedelta(minutes=2)
NEVER: Final = re.compile(r"(?!)")


class Element(Struct, frozen=True, kw_only=True, eq=False):
    """One element of an answer, or one thing found. `total` is None where the kind has none."""

    key: Key
    remote_id: str = ""
    remote_number: str = ""
    total: Decimal | None = None
    refusals: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    raw: Mapping[str, Any] = field(default_factory=dict)


class Wanted(Struct, frozen=True, kw_only=True, eq=False):
    """What should be in the other system: the payload, the total it should have, and its id where it is there already.

    `refused` is the answer to a first attempt whose words matched the target's `clash`.
    """

    payload: Payload
    total: Decimal | None = None
    remote_id: str = ""
    refused: Element | None = None


class Difference(Struct, frozen=True, kw_only=True, eq=False):
    """What is otherwise than it was meant, in words, and the payload that would put it right, if there is one."""

    says: str
    correction: Payload | None = None


class Adopt(Struct, frozen=True, kw_only=True, eq=False):
    """It is there already and is what we meant."""

    element: Element
    note: str


class TakeOver(Struct, frozen=True, kw_only=True, eq=False):
    """It is there already and ours to overwrite: send the payload as an update of that id."""

    remote_id: str


class Rename(Struct, frozen=True, kw_only=True, eq=False):
    """It cannot go as it is: send this payload instead."""

    payload: Payload


class Refuse(Struct, frozen=True, kw_only=True, eq=False):
    """It must not be sent: what is there speaks against it, unless the ledger says that it is ours."""

    problem: Problem
    remote_id: str = ""


Resolution = Adopt | TakeOver | Rename | Refuse


class Target(Protocol):
    """Where one kind is posted. A target keeps no state about batches; what it may remember are facts about the other system.

    `name` stands in intents, so that a later invocation finds the target again. `clash` matches the words of a refusal that is
    worth a look at what is there. `look_first`: look before every create, as the other system may not refuse a second one.
    `window`: how long the other system knows an idempotency key; None where it knows none. Of new payloads whose
    `unique_field` is the same text, only the first goes with a batch; `ready` makes the others different once it is there.
    """

    name: str
    system: System
    batch_size: int
    clash: re.Pattern[str]
    look_first: bool
    window: timedelta | None
    unique_field: str

    def key(self, payload: Mapping[str, Any], /) -> Key:
        """The natural key of a payload, or of what the other system answers."""

    def encode(self, wanted: Sequence[Wanted]) -> str:
        """Write the body of one request. What has a remote id is written as an update of it.

        Raises InvalidDataError where the other system takes no request of this length.
        """

    def decode(self, body: str) -> list[Payload]:
        """Read the payloads of a body, in the order in which they were written."""

    def send(self, body: str, *, create: bool, idempotency_key: str) -> list[Element]:
        """Send a body once and give the elements answered, in any order. One that is missing may have been done.

        Raises RequestRefusedError where the whole request was refused, UncertainError where the answer was lost, and other
        StepErrors where nothing was sent.
        """

    def look_up(self, wanted: Sequence[Wanted], *, since: datetime | None) -> Mapping[Key, Resolution]:
        """Say what is there under the natural keys; a key without an answer is free.

        With a time, look only for what a lost request of ours may have left there since. A failed look-up raises, as
        "not found" would create a duplicate.
        """

    def difference(self, want: Wanted, element: Element) -> Difference | None:
        """Say how what has arrived differs from what was meant."""

    def ready(self, payload: Payload) -> Payload:
        """Give the payload as it can go now, the very same object where nothing has to change."""


def is_clash(target: Target, words: Sequence[str]) -> bool:
    return any(target.clash.search(word) for word in words)
