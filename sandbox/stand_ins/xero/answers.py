"""How Xero's answers look: the envelope, its dates, XML for who does not ask for JSON, batches with failures."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape

from werkzeug import Response

from sandbox.stand_ins.exact_json import dumps
from sandbox.stand_ins.xero.books import Books
from sandbox.stand_ins.xero.calls import Call
from sandbox.stand_ins.xero.errors import InvalidError, RefusalError, validation
from sandbox.stand_ins.xero.tables import Record
from sandbox.stand_ins.xero.values import day

PROVIDER = "Brightpearl connector"
ZERO_ID = "00000000-0000-0000-0000-000000000000"
VALIDATION = "A validation exception occurred"
ODD_REFUSAL = "This could not be processed"
JSON = "application/json; charset=utf-8"
XML = "text/xml; charset=utf-8"


@dataclass(slots=True)
class Saved:
    """An element that was taken: how it looks now, and what Xero did to it unasked."""

    shown: Record
    warnings: list[str] = field(default_factory=list)


Save = Callable[[Record], Saved]


def ticks(value: object) -> str:
    """A date in the form that Xero's JSON has."""
    if isinstance(value, datetime):
        return f"/Date({_milliseconds(value)}+0000)/"
    if isinstance(value, date):
        return f"/Date({_milliseconds(datetime(value.year, value.month, value.day, tzinfo=UTC))}+0000)/"
    raise TypeError(f"{value!r} does not belong into an answer")


def envelope(books: Books, content: dict[str, Any]) -> dict[str, Any]:
    return {
        "Id": books.new_id(),
        "Status": "OK",
        "ProviderName": PROVIDER,
        "DateTimeUTC": f"/Date({_milliseconds(books.now())})/",
    } | content


def respond(books: Books, content: dict[str, Any]) -> Response:
    return json_response(envelope(books, content))


def json_response(body: object, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    content_type = (headers or {}).get("Content-Type", JSON)
    return Response(dumps(body, default=ticks), status=status, headers=headers, content_type=content_type)


def refusal_response(refusal: RefusalError) -> Response:
    """Send a refusal as it wants to be sent."""
    if isinstance(refusal.body, str):
        content_type = "text/plain; charset=utf-8"
        return Response(refusal.body, status=refusal.status, headers=refusal.headers, content_type=content_type)
    return json_response(refusal.body, refusal.status, refusal.headers)


def save_all(books: Books, call: Call, plural: str, id_field: str, save: Save) -> Response:
    """Save every element of a batch on its own, and say how each fared.

    What is valid stays saved even where the answer is a 400 for what is not.
    """
    shown, failed = [], []
    for number, element in enumerate(call.elements(plural)):
        try:
            if books.refuses_elements and number % 2:
                raise InvalidError([ODD_REFUSAL])
            shown.append(_taken(books, save(element)))
        except InvalidError as invalid:
            shown.append(_refused(books, element, id_field, invalid.messages))
            failed.append(shown[-1])
    if failed and call.summarised:
        raise validation(VALIDATION, [_summarised(element) for element in failed])
    if not books.switches["answers_in_order"]:
        shown.reverse()
    return respond(books, {plural: shown})


def to_xml(content: dict[str, Any]) -> str:
    """The answer that those get who do not ask for JSON."""
    return f'<Response xmlns:i="http://www.w3.org/2001/XMLSchema-instance">{_elements(content)}</Response>'


def _taken(books: Books, saved: Saved) -> Record:
    warnings = list(saved.warnings)
    if warnings:
        extra = {"Warnings": _messages(books, warnings), "StatusAttributeString": "WARNING"}
    else:
        extra = {"StatusAttributeString": "OK"}
    return saved.shown | extra


def _refused(books: Books, element: Record, id_field: str, messages: Iterable[str]) -> Record:
    echoed = {name: _echoed(name, value) for name, value in element.items() if value is not None}
    return (
        {id_field: ZERO_ID}
        | echoed
        | {
            "HasErrors": True,
            "HasValidationErrors": True,
            "StatusAttributeString": "ERROR",
            "ValidationErrors": _messages(books, messages),
        }
    )


def _summarised(element: Record) -> Record:
    shown = {name: value for name, value in element.items() if name not in {"StatusAttributeString", "HasErrors"}}
    shown["ValidationErrors"] = [{"Message": next(iter(error.values()))} for error in element["ValidationErrors"]]
    return shown


def _messages(books: Books, messages: Iterable[str]) -> list[dict[str, str]]:
    key = books.switches["error_text_in"]
    return [{key: message} for message in messages]


def _echoed(name: str, value: Any) -> Any:
    return day(value) if name in {"Date", "DueDate"} else value


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


def _elements(value: Any) -> str:
    if isinstance(value, dict):
        return "".join(f"<{name}>{_elements(nested)}</{name}>" for name, nested in value.items() if nested is not None)
    if isinstance(value, list):
        return "".join(_elements({"Item": nested}) for nested in value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return format(value, "f")
    return escape(str(value))
