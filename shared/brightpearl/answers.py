"""Reading Brightpearl's answers: `{"response": ...}`, or a refusal as a list of errors or as a sentence under `response`."""

from collections.abc import Mapping
from typing import Any

from shared.errors import AnswerError, RequestRefusedError
from shared.http.wire import Reply

_TOKEN_REFUSED = frozenset({401, 403})


def explain(reply: Reply) -> str:
    """Give Brightpearl's own words of a refusal, "" where it has none. Of a refused token there are none: they repeat it."""
    return "" if reply.status in _TOKEN_REFUSED else refusal_words(reply.payload)


def refusal_words(payload: object) -> str:
    """Read either form of a refusal: `errors` with codes and messages, or a text as the `response`."""
    if not isinstance(payload, Mapping):
        return ""
    errors = payload.get("errors")
    if isinstance(errors, list):
        return "; ".join(_error_words(error) for error in errors)
    response = payload.get("response")
    return response if isinstance(response, str) else ""


def _error_words(error: object) -> str:
    if not isinstance(error, Mapping):
        return str(error)
    code, message = str(error.get("code", "")), str(error.get("message", "")).strip()
    return f"{message} ({code})" if code else message


def content(payload: Any) -> Any:
    """Take what stands under `response`. Raises AnswerError where nothing does."""
    if not isinstance(payload, Mapping) or "response" not in payload:
        raise AnswerError(
            "Brightpearl's answer is incomplete", hint="try again; if it happens again, report it with the log"
        )
    return payload["response"]


def is_nothing_found(error: RequestRefusedError) -> bool:
    """Whether a refusal only says that nothing is there. Some resources say it so, others with an empty list."""
    return error.status == 404 and "-404" in error.body
