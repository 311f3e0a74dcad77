"""What the shell around the stand-ins asks of a vendor, and of the world that holds both."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from typing import Any, Protocol, runtime_checkable

from werkzeug import Request, Response

from sandbox.stand_ins.country import Country


class Vendor(Protocol):
    """What stands behind the shell: one system's own answers and its store."""

    @property
    def name(self) -> str: ...
    def handle(self, request: Request) -> Response:
        """Answer a call as the vendor would."""
        ...

    def reset(self) -> None:
        """Go back to an empty account. Switches stay as they are."""
        ...

    def state(self) -> dict[str, Any]:
        """Everything that is stored."""
        ...

    def ledger(self) -> list[dict[str, Any]]:
        """Every journal of its double-entry ledger, worked out from what is stored: by date, then as it came about."""
        ...

    def do(self, action: dict[str, Any]) -> dict[str, Any]:
        """Do what a person does in that system; ValueError says what is wrong with the action."""
        ...

    def health(self) -> dict[str, Any]:
        """What a client needs to call it."""
        ...

    def switches(self) -> dict[str, Any]:
        """Every switch and how it stands."""
        ...

    def set_switches(self, values: Mapping[str, Any]) -> None:
        """Set some switches; ValueError names the wrong one."""
        ...

    def force_limit(self, kind: str) -> None:
        """Make the next answer the refusal of a limit, named like the fault, in the vendor's own form."""
        ...

    def refusing_elements(self) -> AbstractContextManager[None]:
        """Refuse every second element of what is written meanwhile."""
        ...

    def expire_tokens(self) -> None:
        """Make every access token that is out there worthless."""
        ...


@runtime_checkable
class Crowded(Protocol):
    """A vendor that serves only so many calls at once."""

    def enter(self, request: Request) -> Response | None:
        """Count a call in; the refusal if there is no room."""
        ...

    def leave(self, request: Request) -> None:
        """Count the call out again."""
        ...


@runtime_checkable
class Remembering(Protocol):
    """A vendor that remembers calls by a key, its own internal errors too, and knows which it is still busy with."""

    def failed_inside(self, request: Request, response: Response) -> None: ...
    def take_longer(self, request: Request, seconds: float) -> None: ...


class World(Protocol):
    """Both systems together: what reset and seed act on."""

    def reset(self) -> None: ...
    def seed(self, *, orders: int, seed: int, country: Country | None = None, odd_money: bool) -> dict[str, Any]:
        """Fill them with a shop; it stays in its country unless another is named."""
        ...
