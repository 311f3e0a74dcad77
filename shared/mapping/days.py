"""The day on which a payload is posted, and the same payload on another day. Pure."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from shared.kinds import ORDERS, SALES
from shared.mapping.contra import HALVES
from shared.mapping.references import Payload
from shared.mapping.text import LONGEST_NAME, LONGEST_TEXT

MOVED: Final = "moved_to"  # field of a record: the day on which it was posted, for its own was locked
DAY: Final = "Date"
DAY_OF_PAYMENT: Final = "paymentDate"  # of Brightpearl's, with a time
_LONGEST_JOURNAL_REF: Final = 64
_OWN_DAY: Final = re.compile(r" \(of \d{1,2} [A-Z][a-z]+ \d{4}\)$")
_WITH_REFERENCE: Final = frozenset(
    {*(ORDERS[kind].xero_type for kind in SALES), ""}
)  # and payments, which have no type


def day_of(payload: Mapping[str, Any]) -> date | None:
    """Give the day of a document, journal or payment of either system; None for what has none."""
    if HALVES in payload:
        return day_of(payload[HALVES][0])
    written = payload.get(DAY) or payload.get(DAY_OF_PAYMENT)
    return date.fromisoformat(str(written)[:10]) if written else None


def in_words(day: date) -> str:
    """As a sentence names it: 31 October 2026."""
    return f"{day.day} {day:%B %Y}"


def on_day(payload: Payload, day: date) -> Payload:
    """Give it on another day. What people read of it in the other system names the day that it had.

    That is a journal's narration, and the reference of a sale or a payment. Xero keeps no reference of bills: their first line
    says it.
    """
    if HALVES in payload:
        return {**payload, HALVES: [on_day(half, day) for half in payload[HALVES]]}
    before = day_of(payload)
    if before is None:
        return payload
    said = f"of {in_words(before)}"
    if DAY_OF_PAYMENT in payload:
        moved = f"{day.isoformat()}{payload[DAY_OF_PAYMENT][10:]}"
        ref = f"{said}: {payload.get('journalRef') or ''}"[:_LONGEST_JOURNAL_REF]
        return {**payload, DAY_OF_PAYMENT: moved, "journalRef": ref}
    return {**payload, DAY: day.isoformat(), **_saying(payload, said)}


def without_day(text: str) -> str:
    """Leave out the day that `on_day` has put behind a text."""
    return _OWN_DAY.sub("", text)


def note_of_move(own: str, fields: Mapping[str, Any] | None) -> list[str]:
    """Say that a record of that day, as ISO text, was posted on a later one; nothing where it was not."""
    to = str((fields or {}).get(MOVED) or "")
    if not own < to:
        return []
    before, after = (in_words(date.fromisoformat(day)) for day in (own, to))
    return [f"its own day {before} was locked, so it is there on {after}"]


def _saying(payload: Payload, said: str) -> Payload:
    if "Narration" in payload:
        return {"Narration": _followed_by(said, payload["Narration"], longest=LONGEST_TEXT)}
    if payload.get("Type", "") in _WITH_REFERENCE:
        return {"Reference": _followed_by(said, payload.get("Reference", ""), longest=LONGEST_NAME)}
    first, *others = payload["LineItems"]
    text = _followed_by(said, first.get("Description", ""), longest=LONGEST_TEXT)
    return {"LineItems": [{**first, "Description": text}, *others]}


def _followed_by(said: str, text: str, *, longest: int) -> str:
    if not text:
        return said
    end = f" ({said})"
    return text[: longest - len(end)] + end
