"""What an answer means for the request that it answers: one ordered table for both systems."""

from collections.abc import Callable
from enum import StrEnum, auto

from shared.http.wire import Reply


class ReplyClass(StrEnum):
    DONE = auto()
    EXPIRED = auto()
    FORBIDDEN = auto()
    LIMITED = auto()
    REFUSED = auto()
    LOST = auto()


def _is_throttled(reply: Reply) -> bool:
    return reply.status == 429 or (reply.status == 503 and "too many requests" in reply.text.lower())


def _is_page(reply: Reply) -> bool:
    """A web page instead of data: something in front of the system answered, not the system."""
    return reply.text.lstrip()[:1] == "<"


def _names_a_code(reply: Reply) -> bool:
    """Brightpearl tells unusable filters and patches by status 500 with a code of its common module."""
    return reply.status == 500 and reply.is_json and '"CMNC-' in reply.text


# First match wins; what matches nothing (no answer, 5xx, redirects, pages, cut answers) is LOST.
REPLY_CLASSES: tuple[tuple[Callable[[Reply], bool], ReplyClass], ...] = (
    (lambda reply: reply.status in (200, 201, 207) and reply.is_json, ReplyClass.DONE),
    (_is_throttled, ReplyClass.LIMITED),
    (lambda reply: reply.status in (401, 403) and _is_page(reply), ReplyClass.LOST),
    (lambda reply: reply.status == 401, ReplyClass.EXPIRED),
    (lambda reply: reply.status == 403, ReplyClass.FORBIDDEN),
    (lambda reply: reply.status == 408, ReplyClass.LOST),
    (lambda reply: 400 <= reply.status < 500 or reply.status == 501, ReplyClass.REFUSED),
    (_names_a_code, ReplyClass.REFUSED),
)


def classify(reply: Reply) -> ReplyClass:
    """Say what an answer means for the request it answers."""
    return next((meaning for matches, meaning in REPLY_CLASSES if matches(reply)), ReplyClass.LOST)
