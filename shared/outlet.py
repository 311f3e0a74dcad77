"""What the posting protocol needs to know of the place where a kind is posted. The clients' sides are in outlets/."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from shared.errors import Problem
from shared.payload import Payload

Key = tuple[str, ...]
# Xero keeps a key for six minutes; whoever sends the same again is dead by then, as no function lives longer than four.
IDEMPOTENCY_WINDOW: Final = timedelta(minutes=2)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Element:
    """One element of an answer, or one thing found. `total` is None where the kind has none."""

    key: Key
    remote_id: str = ""
    remote_number: str = ""
    total: Decimal | None = None
    refusals: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    raw: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Adopt:
    """It is there already and is what we meant."""

    element: Element
    note: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class TakeOver:
    """It is there already and ours to overwrite: send the payload as an update of that id."""

    remote_id: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Rename:
    """The name is somebody else's: create it under another one."""

    payload: Payload


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Refuse:
    """It must not be sent: what is there speaks against it, unless the ledger says that it is ours."""

    problem: Problem
    remote_id: str = ""


Resolution = Adopt | TakeOver | Rename | Refuse


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Wanted:
    """What somebody asks about: the payload, the total it should have, and the id where it is there already."""

    payload: Payload
    total: Decimal | None = None
    remote_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Outlet:
    """Where one kind is posted.

    `send` answers with the elements that it got, in any order; one that is missing is uncertain. `resolve` says what is there
    under the payloads' natural keys; a key without an answer is free. With a time it looks only for what our own lost request
    may have left there since.
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
    window: timedelta | None = IDEMPOTENCY_WINDOW
