"""How a record stands between its two systems: what neither of its five statuses tells. docs/exactly-once.md, "People"."""

from enum import StrEnum
from typing import Final

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


class Way(StrEnum):
    """What a person may decide about a record that stands apart."""

    REAPPLY = "reapply"
    ACCEPT = "accept"
    POST_ANEW = "post-anew"
    LEAVE = "leave"


WAYS: Final[dict[Standing, tuple[Way, ...]]] = {
    Standing.AGREES: (),
    Standing.CHANGED_HERE: (),
    Standing.WITHDRAWN: (Way.LEAVE,),
    Standing.CHANGED_THERE: (Way.REAPPLY, Way.ACCEPT, Way.LEAVE),
    Standing.GONE: (Way.POST_ANEW, Way.LEAVE),
    Standing.BOTH: (Way.REAPPLY, Way.ACCEPT, Way.LEAVE),
}


def is_lasting(note: str) -> bool:
    """Whether a note is true for as long as nobody sends ours once more."""
    return note.startswith(ACCEPTED) or note.endswith(STAYS)
