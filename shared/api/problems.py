"""Refusals as problem details (RFC 9457): a title, a sentence, and for each thing that is wrong its field and value."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from http import HTTPStatus
from typing import Any, Final

LONGEST_VALUE: Final = 120
MOST_FAULTS: Final = 20
WHERE: Final = {"path": HTTPStatus.NOT_FOUND, "body": HTTPStatus.UNPROCESSABLE_ENTITY}
SAYS: Final = {
    HTTPStatus.NOT_FOUND: "There is nothing under this address.",
    HTTPStatus.BAD_REQUEST: "The request cannot be understood.",
    HTTPStatus.UNPROCESSABLE_ENTITY: "The request is understood, but it asks for something that cannot be.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong: where, what was given, and what is expected."""

    field: str
    value: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What a refused request is answered with, as `application/problem+json`."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[Fault]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """What the gateway answers by itself: to a call without a valid token, or to too many calls."""

    message: str


class ProblemError(Exception):
    """Refuse the request."""

    def __init__(self, status: HTTPStatus, detail: str, *faults: Fault) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.faults = faults

    @property
    def problem(self) -> Problem:
        return Problem(
            type="about:blank",
            title=self.status.phrase,
            status=self.status.value,
            detail=self.detail,
            errors=list(self.faults),
        )

    def document(self) -> dict[str, Any]:
        return asdict(self.problem)


def fault(field: str, value: object, message: str) -> Fault:
    """Name a fault; a long value is cut, for it comes from outside."""
    text = value if isinstance(value, str) else repr(value)
    return Fault(field=field, value=text[:LONGEST_VALUE], message=message)


def not_found(field: str, value: str, detail: str) -> ProblemError:
    return ProblemError(HTTPStatus.NOT_FOUND, detail, fault(field, value, "does not exist"))


def bad_cursor(value: str) -> ProblemError:
    """Any text may be a cursor, so one that was not given out is not malformed: it leads to no page."""
    message = "is not one that was given out for this: begin again without it"
    return ProblemError(HTTPStatus.NOT_FOUND, "There is no page for this cursor.", fault("cursor", value, message))


def bad_parameter(field: str, value: str, message: str) -> ProblemError:
    return ProblemError(HTTPStatus.BAD_REQUEST, SAYS[HTTPStatus.BAD_REQUEST], fault(field, value, message))


def unprocessable(field: str, value: object, message: str) -> ProblemError:
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return ProblemError(status, SAYS[status], fault(field, value, message))


def invalid(errors: Sequence[Mapping[str, Any]]) -> ProblemError:
    """Read what validation found: a wrong path leads nowhere, a wrong parameter is a bad request."""
    status = _status(errors)
    return ProblemError(status, SAYS[status], *(_fault(error) for error in errors[:MOST_FAULTS]))


def _fault(error: Mapping[str, Any]) -> Fault:
    if error.get("type") == "json_invalid":
        return fault("body", "", f"is not JSON: {(error.get('ctx') or {}).get('error', 'it breaks off')}")
    return fault(_field(error), error.get("input", ""), str(error.get("msg", "is wrong")))


def _status(errors: Sequence[Mapping[str, Any]]) -> HTTPStatus:
    if any(error.get("type") == "json_invalid" for error in errors):
        return HTTPStatus.BAD_REQUEST
    places = [str(error["loc"][0]) for error in errors if error.get("loc")]
    return next((status for place, status in WHERE.items() if place in places), HTTPStatus.BAD_REQUEST)


def _field(error: Mapping[str, Any]) -> str:
    loc = [str(part) for part in error.get("loc") or ()]
    return ".".join(loc[1:] or loc)
