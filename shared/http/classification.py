"""The classes of replies, in one ordered table for both systems. The transport retries or raises by class."""

from collections.abc import Callable
from enum import StrEnum, auto

from shared.http.wire import Reply


class ReplyClass(StrEnum):
    """EXPIRED asks for another token, LIMITED for a wait. After a LOST reply nobody knows whether the request was done."""

    DONE = auto()
    EXPIRED = auto()
    FORBIDDEN = auto()
    LIMITED = auto()
    REFUSED = auto()
    LOST = auto()


def _is_throttled(reply: Reply) -> bool:
    return reply.status == 429 or (reply.status == 503 and "too many requests" in reply.text.lower())


def _names_a_code(reply: Reply) -> bool:
    """Brightpearl refuses a wrong filter or patch with status 500 and a code of its common module."""
    return reply.status == 500 and reply.is_json and '"CMNC-' in reply.text


# First match wins. What matches nothing is LOST: no reply, 5xx, redirects, web pages, replies that were cut off, and a 304 to
# a request that set no condition (transport.py knows which did).
REPLY_CLASSES: tuple[tuple[Callable[[Reply], bool], ReplyClass], ...] = (
    (lambda reply: reply.status in (200, 201, 207) and reply.is_json, ReplyClass.DONE),
    (_is_throttled, ReplyClass.LIMITED),
    (lambda reply: reply.status in (401, 403) and reply.is_page, ReplyClass.LOST),
    (lambda reply: reply.status == 401, ReplyClass.EXPIRED),
    (lambda reply: reply.status == 403, ReplyClass.FORBIDDEN),
    (lambda reply: reply.status == 408, ReplyClass.LOST),
    (lambda reply: 400 <= reply.status < 500 or reply.status == 501, ReplyClass.REFUSED),
    (_names_a_code, ReplyClass.REFUSED),
)


def classify(reply: Reply) -> ReplyClass:
    """Give the first class that matches."""
    return next((reply_class for matches, reply_class in REPLY_CLASSES if matches(reply)), ReplyClass.LOST)
