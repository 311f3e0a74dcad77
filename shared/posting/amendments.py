"""What is sent of an amended document: what has changed on our side since it was posted last, and nothing else."""

from typing import Final

from shared.mapping.references import Payload

APPROVED: Final = "AUTHORISED"
FRAME: Final = ("LineAmountTypes", "CurrencyCode", "CurrencyRate")  # without which amounts of lines mean nothing
BLANK: Final[Payload] = {"Reference": ""}  # where we sent one before and have none any more


def amendment_of(meant: Payload, base: Payload | None) -> Payload:
    """Give the fields of a payload to be sent to a document that was posted as `base`; all where that is not known."""
    changed = {} if base is None else changes_of(meant, base)
    if not changed:
        return without_way_back(meant)
    frame: Payload = {name: meant[name] for name in FRAME if name in meant} if "LineItems" in changed else {}
    return {"Type": meant["Type"], **frame, **changed}


def changes_of(meant: Payload, base: Payload) -> Payload:
    """Give what differs, by name; what went and is no more is blank."""
    blank = {name: nothing for name, nothing in BLANK.items() if base.get(name)}
    return {name: value for name, value in {**blank, **meant}.items() if base.get(name) != value}


def without_way_back(payload: Payload) -> Payload:
    """Leave the status out, except where it approves: somebody may have approved it in Xero, and there is no way back."""
    return {name: value for name, value in payload.items() if name != "Status" or value == APPROVED}


def keeps_amounts(amendment: Payload | None, *, same_total: bool) -> bool:
    """Whether it leaves the lines as they are, or names each by its id: what those come to is not of our making then."""
    if amendment is None or "LineItems" not in amendment:
        return amendment is not None
    return same_total and all("LineItemID" in line for line in amendment["LineItems"])
