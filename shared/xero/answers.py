"""Reading Xero's answers and refusals. https://developer.xero.com/documentation/api/accounting/requests-and-responses"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Self

from shared.errors import AnswerError, RequestRefusedError, ScopeError, StepError, UncertainError
from shared.http.wire import Reply
from shared.xero.resources import Element

_DATE = re.compile(r"/Date\((-?\d+)(?:[+-]\d{4})?\)/")
_MISUSED_KEY = re.compile(r"Idempotency Key: .* is used with a different request", re.IGNORECASE | re.DOTALL)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NESTING = frozenset({dict, list})
_NO_WORDS = frozenset({"<", "{", "["})  # a web page, or JSON that was cut off
_HEADINGS = ("message", "title", "detail")
_TEXTS = ("Message", "Description", "message", "description")
WITHOUT_WORDS = "no reason was given"


class IdempotencyMismatchError(RequestRefusedError):
    """Same key, other bytes: not done. https://developer.xero.com/documentation/guides/idempotent-requests/idempotency"""

    @classmethod
    def of(cls, refusal: RequestRefusedError) -> Self:
        hint = "look up what the first request did"
        return cls(refusal.message, words=refusal.words, status=refusal.status, body=refusal.body, hint=hint)


def elements_of(payload: Any, name: str) -> list[Element]:
    """Take the list of elements out of an answer. Raises AnswerError where there is no list: that is never an empty one."""
    elements = payload.get(name) if isinstance(payload, Mapping) else None
    if not isinstance(elements, list):
        raise AnswerError(
            f"Xero's answer holds no {name}", hint="try again; if it happens again, report it with the log"
        )
    return elements


def amount_of(raw: Mapping[str, Any], name: str) -> Decimal:
    """Give an amount of an element; nought where it has none."""
    return Decimal(str(raw.get(name) or 0))


def explain(reply: Reply) -> str:
    """Give Xero's own words of a refusal of a whole request, "" where it has none.

    There are three shapes, with names in either case: by element, problem details (RFC 9457), and a plain text.
    """
    payload = reply.payload
    if not isinstance(payload, Mapping):
        return "" if reply.text.lstrip()[:1] in _NO_WORDS else reply.text[:200].strip()
    return "; ".join(dict.fromkeys(_refusal_words(payload)))


def _refusal_words(payload: Mapping[str, Any]) -> Iterator[str]:
    said = {name.casefold(): value for name, value in payload.items()}
    found = [words for name in ("ValidationErrors", "validationErrors") for words in _all_messages(payload, name)]
    by_field = said.get("errors")
    if isinstance(by_field, Mapping):
        found += [words for entries in by_field.values() for words in _messages(entries)]
    yield from found or (str(said[name]).strip() for name in _HEADINGS if said.get(name))


def is_mismatch(refusal: RequestRefusedError) -> bool:
    """Whether a refusal is about the idempotency key."""
    return refusal.status == 400 and bool(_MISUSED_KEY.search(refusal.body))


def about_key(refusal: RequestRefusedError) -> StepError | None:
    """Tell what a refusal says of the idempotency key; None where it is about something else.

    What Xero answers while the first request with a key is still being handled is documented nowhere: whatever else is said
    of the key, or a conflict, says nothing of what was sent, so it may have been done.
    """
    if is_mismatch(refusal):
        return IdempotencyMismatchError.of(refusal)
    if refusal.status == 409 or "idempotency key" in refusal.body.casefold():
        return UncertainError(
            f"{refusal.message}; the same request may be on its way", hint="it is looked up before it is sent again"
        )
    return None


def without_scope(scope: str, refusal: ScopeError) -> RequestRefusedError:
    """Make of a missing scope a refusal of what needs it: everything else goes on."""
    words = f"the scope {scope} is missing"
    return RequestRefusedError(f"Xero refused: {words}", words=words, status=401, hint=refusal.hint)


def is_refused(element: Mapping[str, Any]) -> bool:
    """Whether Xero did not take an element of a batch."""
    status = str(element.get("StatusAttributeString") or "").upper()
    if status:
        return status == "ERROR"
    flagged = any(element.get(name) is True for name in ("HasErrors", "HasValidationErrors"))
    return flagged or bool(element.get("ValidationErrors"))


def refusals(element: Mapping[str, Any]) -> list[str]:
    """Why Xero did not take an element, in its own words; empty when it did."""
    if not is_refused(element):
        return []
    found = list(dict.fromkeys(_all_messages(element, "ValidationErrors")))
    return found or [WITHOUT_WORDS]


def warnings(element: Mapping[str, Any]) -> list[str]:
    """What Xero did differently from what was asked: a journal line left out, for instance."""
    if element.get("StatusAttributeString") == "OK":
        return []
    return list(dict.fromkeys(_all_messages(element, "Warnings")))


def _all_messages(element: object, list_name: str) -> Iterator[str]:
    """Find the messages of an element and of all that is nested in it: its lines, its contact."""
    found: list[object] = []
    if type(element) in _NESTING:
        _collect(element, list_name, found)
    return (words for entries in found for words in _messages(entries))


def _collect(value: Any, list_name: str, found: list[object]) -> None:
    """Walk by hand, for speed: every answer is walked from end to end."""
    if type(value) is dict:
        if list_name in value:
            found.append(value[list_name])
        value = value.values()
    for nested in value:
        if type(nested) in _NESTING and nested:
            _collect(nested, list_name, found)


def _messages(entries: object) -> Iterator[str]:
    for entry in entries if isinstance(entries, list) else []:
        words = _text_of(entry) if isinstance(entry, Mapping) else entry
        if words:
            yield str(words).strip()


def _text_of(entry: Mapping[str, Any]) -> object:
    return next((entry[name] for name in _TEXTS if entry.get(name)), "")


def moment(text: str) -> datetime:
    """Read `/Date(ms+0000)/`: milliseconds since 1970 in UTC, whatever follows them. Raises AnswerError for other text."""
    matched = _DATE.fullmatch(text)
    if not matched:
        raise AnswerError(f"Xero gave {text!r} where a time should be")
    return _EPOCH + timedelta(milliseconds=int(matched[1]))
