"""How a record stands between its two systems: what neither of its five statuses tells. docs/exactly-once.md, "People"."""

from enum import StrEnum
from typing import Final

from shared.kinds import ORDERS, PAYMENTS, Kind, System

ACCEPTED: Final = "accepted as it is in Xero"  # so begins the note of what a person has accepted
STAYS: Final = "and stays so"  # so ends the note of what people have made of a document there


class Standing(StrEnum):
    """The first two follow from the status. All others need a person, and have ways out."""

    AGREES = "agrees"
    CHANGED_HERE = "changed in Brightpearl"
    WITHDRAWN = "withdrawn"
    CHANGED_THERE = "changed in Xero"
    GONE = "gone in Xero"
    BOTH = "changed on both sides"
    TWIN = "likely twin"


class Way(StrEnum):
    """What a person may decide about a record that stands apart."""

    REAPPLY = "reapply"
    ACCEPT = "accept"
    POST_ANEW = "post-anew"
    CREDIT = "credit"
    LEAVE = "leave"
    LINK = "link"
    SEPARATE = "separate"


_WAYS: Final[dict[Standing, tuple[Way, ...]]] = {
    Standing.AGREES: (),
    Standing.CHANGED_HERE: (Way.CREDIT, Way.LEAVE),
    Standing.WITHDRAWN: (Way.REAPPLY, Way.CREDIT, Way.LEAVE),
    Standing.CHANGED_THERE: (Way.REAPPLY, Way.ACCEPT, Way.LEAVE),
    Standing.GONE: (Way.POST_ANEW, Way.LEAVE),
    Standing.BOTH: (Way.REAPPLY, Way.ACCEPT, Way.LEAVE),
    Standing.TWIN: (Way.LINK, Way.SEPARATE),
}
FOUND_ANEW: Final = frozenset({Standing.CHANGED_HERE, Standing.TWIN})  # by the next look: it may simply be tried again


def ways_of(kind: Kind, apart: Standing | None, origin: System) -> tuple[Way, ...]:
    """Give the ways out of a record that stands apart.

    What was withdrawn is credited, or taken back where it is a payment of Brightpearl's: one that a person has entered in Xero
    stays there.
    """
    barred = set() if kind in ORDERS else {Way.CREDIT}
    if apart is Standing.WITHDRAWN and (kind not in PAYMENTS or origin is System.XERO):
        barred.add(Way.REAPPLY)
    return tuple(way for way in _WAYS[apart or Standing.AGREES] if way not in barred)


def is_lasting(note: str) -> bool:
    """Whether a note is true for as long as nobody sends ours once more."""
    return note.startswith(ACCEPTED) or note.endswith(STAYS)
