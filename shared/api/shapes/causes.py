"""Errors by what has to be done about them."""

from dataclasses import dataclass

from shared.api.shapes.records import RecordLine
from shared.api.words import KindName


@dataclass(frozen=True, slots=True, kw_only=True)
class CauseLine:
    """Errors of one kind that one thing would cure; `cause` is the text that listings and triggers select them by.

    `message` is that of the `example`, which failed last; the others' differ where `same_message` is false. There are `at_least`
    so many where counting stopped at its bound. `retries_at` is when those that need nobody are tried again, if that is known.
    """

    kind: KindName
    cause: str
    message: str
    same_message: bool
    hint: str
    error_class: str
    count: int
    at_least: bool
    needs_person: bool
    retries_at: str
    newest_at: str
    example: RecordLine


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorList:
    """`errors` are all records in Error. It is `complete` where all of them were examined and no cause was left out."""

    causes: list[CauseLine]
    errors: int
    examined: int
    complete: bool
    causes_left_out: int
