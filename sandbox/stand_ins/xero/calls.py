"""One call to the accounting API, read: names of parameters in any case, numbers exact, elements in a list."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from werkzeug import Request

from sandbox.stand_ins.arrival import raw_path
from sandbox.stand_ins.exact_json import loads
from sandbox.stand_ins.xero.errors import bad_body, bad_query, no_data
from sandbox.stand_ins.xero.tables import Record

UNIT_PLACES = {"4": Decimal("0.0001")}
TWO_PLACES = Decimal("0.01")


@dataclass(frozen=True)
class Call:
    """A request to the accounting API and what its path named."""

    request: Request
    args: Mapping[str, str]

    @cached_property
    def query(self) -> dict[str, str]:
        return {name.lower(): value for name, value in self.request.args.items()}

    @property
    def method(self) -> str:
        return self.request.method

    @property
    def url(self) -> str:
        return f"{raw_path(self.request)}?{self.request.query_string.decode('latin1')}"

    @property
    def key(self) -> str:
        """What the path names: an id or a natural key."""
        return self.args.get("key", "")

    @property
    def places(self) -> Decimal:
        """To what a unit price is rounded, on the way in and on the way out."""
        return UNIT_PLACES.get(self.query.get("unitdp", ""), TWO_PLACES)

    @property
    def summarised(self) -> bool:
        """Whether a failed element fails the call: so it does unless the caller says otherwise, and for one element."""
        return bool(self.key) or self.query.get("summarizeerrors", "").lower() != "false"

    def flag(self, name: str) -> bool:
        return self.query.get(name.lower(), "").lower() == "true"

    def day(self, name: str) -> date | None:
        """A parameter that is a day, if it is there."""
        told = self.query.get(name.lower())
        try:
            return date.fromisoformat(told) if told else None
        except ValueError as cause:
            raise bad_query(f"{name} {told!r} is not a valid date") from cause

    def whole(self, name: str) -> int:
        """A parameter that is a whole number; nought where it is none."""
        told = self.query.get(name.lower(), "")
        return int(told) if told.isdecimal() else 0

    def listed(self, name: str) -> list[str]:
        """The values of a parameter that holds several, separated by commas."""
        return [value.strip() for value in self.query.get(name.lower(), "").split(",") if value.strip()]

    def body(self) -> Any:
        try:
            return loads(self.request.get_data())
        except ValueError as cause:
            raise bad_body(f"JSON for post data was invalid: {cause}") from cause

    def elements(self, plural: str) -> list[Record]:
        """The elements of the body: those inside the wrapper, or the one bare object."""
        if not self.request.get_data().strip():
            raise no_data(plural.removesuffix("s"))
        body = self.body()
        if isinstance(body, dict) and plural in body:
            body = body[plural]
        found = [body] if isinstance(body, dict) else body
        if not isinstance(found, list) or not found or not all(isinstance(entry, dict) for entry in found):
            raise no_data(plural.removesuffix("s"))
        return found

    def element(self, plural: str) -> Record:
        """The only element of the body."""
        found = self.elements(plural)
        if len(found) > 1:
            raise bad_body(f"Only one of {plural} can be sent here")
        return found[0]
