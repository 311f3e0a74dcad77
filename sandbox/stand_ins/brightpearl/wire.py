"""A call and its answer below HTTP, so that a call inside a multi-message is the same thing as one on its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.stand_ins import exact_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a resource answers: the whole JSON body, and the name Brightpearl gives such an answer."""

    body: Mapping[str, Any]
    status: int = 200
    message_type: str = ""


class RefusalError(Exception):
    """Brightpearl refuses the call, with one of its codes."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.code = code

    @property
    def body(self) -> dict[str, Any]:
        """The refusal in Brightpearl's envelope."""
        return {"errors": [{"code": self.code, "message": str(self)}]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call, its path relative to the account."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    body: bytes = b""

    def json(self) -> Any:
        """The body as JSON; refused when it is missing or no JSON."""
        if not self.body.strip():
            raise RefusalError(400, "CMNC-010", "JSON body missing")
        try:
            return exact_json.loads(self.body)
        except ValueError as cause:
            raise RefusalError(400, "CMNC-010", f"JSON body cannot be parsed: {cause}") from cause

    def mapping(self) -> dict[str, Any]:
        """The body as a JSON object."""
        body = self.json()
        if not isinstance(body, dict):
            raise RefusalError(400, "CMNC-010", "JSON body must be an object")
        return body

    def options(self) -> set[str]:
        """The parts asked for with includeOptional."""
        asked = dict(self.query).get("includeOptional", "")
        return {name for name in asked.split(",") if name}


def found(response: Any) -> Answer:
    """An answer in the ordinary envelope."""
    return Answer(body={"response": response})


DONE = Answer(body={})


def not_found(message: str) -> RefusalError:
    """The refusal for what is not there."""
    return RefusalError(404, "CMNC-404", message)


def bad_request(code: str, message: str) -> RefusalError:
    """The refusal for what makes no sense."""
    return RefusalError(400, code, message)
