"""What the posting protocol needs to know of the place where a kind is posted. The clients' sides are in targets/."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from msgspec import Struct, field

from shared.errors import Problem
from shared.mapping.references import Payload

Key = tuple[str, ...]
# Xero keeps a key for six minutes; whoever sends the same again is dead by then, as no function lives longer than four.
IDEMPOTENCY_WINDOW: Final = timedelta(minutes=2)


def as_it_is(payload: Payload) -> Payload:
    return payload


def nothing(_payload: Payload) -> str:
    return ""


class Element(Struct, frozen=True, kw_only=True, eq=False):
    """One element of an answer, or one thing found. `total` is None where the kind has none."""

    key: Key
    remote_id: str = ""
    remote_number: str = ""
    total: Decimal | None = None
    refusals: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    raw: Mapping[str, Any] = field(default_factory=dict)


class Adopt(Struct, frozen=True, kw_only=True, eq=False):
    """It is there already and is what we meant."""

    element: Element
    note: str


class TakeOver(Struct, frozen=True, kw_only=True, eq=False):
    """It is there already and ours to overwrite: send the payload as an update of that id."""

    remote_id: str


class Rename(Struct, frozen=True, kw_only=True, eq=False):
    """The name is somebody else's: create it under another one."""

    payload: Payload


class Refuse(Struct, frozen=True, kw_only=True, eq=False):
    """It must not be sent: what is there speaks against it, unless the ledger says that it is ours."""

    problem: Problem
    remote_id: str = ""


Resolution = Adopt | TakeOver | Rename | Refuse


class Wanted(Struct, frozen=True, kw_only=True, eq=False):
    """What somebody asks about: the payload, the total it should have, and the id where it is there already."""

    payload: Payload
    total: Decimal | None = None
    remote_id: str = ""


class Target(Struct, frozen=True, kw_only=True, eq=False):
    """Where one kind is posted.

    `send` answers with the elements that it got, in any order; one that is missing is uncertain. `resolve` says what is there
    under the payloads' natural keys; a key without an answer is free. With a time it looks only for what our own lost request
    may have left there since. Of new payloads that share what is `unique`, only the first goes; once that is there, `ready`
    makes the others different.
    """

    name: str
    batch_size: int
    key: Callable[[Payload], Key]
    body: Callable[[Sequence[Payload]], str]
    elements: Callable[[str], list[Payload]]
    send: Callable[[str, bool, str], list[Element]]
    resolve: Callable[[Sequence[Wanted], datetime | None], Mapping[Key, Resolution]]
    differs: Callable[[Payload, Element, Decimal | None], str]
    with_id: Callable[[Payload, str], Payload]
    correct: Callable[[Payload, Element, Decimal | None], Payload | None]
    problem: Callable[[Sequence[str]], Problem]
    clashes: Callable[[Sequence[str]], bool]
    look_first: bool = False
    unique: Callable[[Payload], str] = nothing
    ready: Callable[[Payload], Payload] = as_it_is
    window: timedelta | None = IDEMPOTENCY_WINDOW


def agrees(_payload: Payload, _element: Element, _total: Decimal | None) -> str:
    """For what cannot arrive differently from how it was sent."""
    return ""


def no_correction(_payload: Payload, _element: Element, _total: Decimal | None) -> Payload | None:
    return None
