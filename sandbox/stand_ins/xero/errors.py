"""Every way in which Xero says no, as exceptions that carry the answer."""

from collections.abc import Iterable
from typing import Any

PROBLEM_JSON = "application/problem+json"
TEXT = "text/plain; charset=utf-8"


class RefusalError(Exception):
    """The whole call is refused with this status and body; a body of text is sent as plain text."""

    def __init__(self, status: int, body: dict[str, Any] | str, headers: dict[str, str] | None = None) -> None:
        super().__init__(str(body))
        self.status = status
        self.body = body
        self.headers = headers or {}


class InvalidError(Exception):
    """One element fails validation; the others of its batch go on."""

    def __init__(self, messages: Iterable[str]) -> None:
        self.messages = list(dict.fromkeys(messages))
        super().__init__("; ".join(self.messages))


def not_found() -> RefusalError:
    text = "The resource you're looking for cannot be found"
    return RefusalError(404, {"ErrorNumber": 404, "Type": "NotFoundException", "Message": text})


def not_modified() -> RefusalError:
    """Nothing to give: no refusal, but an answer without a body all the same."""
    return RefusalError(304, "")


def bad_query(message: str) -> RefusalError:
    return RefusalError(400, {"ErrorNumber": 16, "Type": "QueryParseException", "Message": message})


def bad_body(message: str) -> RefusalError:
    return RefusalError(400, {"ErrorNumber": 14, "Type": "PostDataInvalidException", "Message": message})


def no_data(noun: str) -> RefusalError:
    message = (
        "No data has been processed for this endpoint. "
        f"This endpoint is expecting {noun} data to be specifed in the request body."
    )
    return RefusalError(400, {"ErrorNumber": 17, "Type": "NoDataProcessedException", "Message": message})


def validation(message: str, elements: list[dict[str, Any]]) -> RefusalError:
    body = {"ErrorNumber": 10, "Type": "ValidationException", "Message": message, "Elements": elements}
    return RefusalError(400, body)


def problem(status: int, title: str, detail: str) -> dict[str, Any]:
    """Problem details (RFC 9457), as gateways in front of Xero give them."""
    return {"type": "about:blank", "title": title, "status": status, "detail": detail}


def access(status: int, title: str, detail: str, instance: str) -> dict[str, Any]:
    """The body of 401 and 403, which is in a form of its own."""
    return {
        "Type": None,
        "Title": title,
        "Status": status,
        "Detail": detail,
        "Instance": instance,
        "Extensions": {},
    }
