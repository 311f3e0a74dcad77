"""Whether a document is due for Xero, and the reason where it is not."""

from typing import Final

from shared.errors import InvalidDataError
from shared.kinds import SALES, Kind
from shared.mapping.dates import date_only
from shared.mapping.source import Source, at, entries, id_at, text_at
from shared.settings import Settings

PENDING: Final = "pending"  # while Brightpearl invoices an order in the background


def why_not(kind: Kind, order: Source, settings: Settings) -> str | None:
    """Say in a sentence why an order or a credit must not be posted; None where it may."""
    return (
        wrong_status(kind, order, settings)
        or not_invoiced(order)
        or _other_channel(kind, order, settings)
        or _too_early(at(order, "invoices", 0, "taxDate"), "tax date", settings)
    )


def is_correction_due(correction: Source, settings: Settings) -> bool:
    """Whether a stock correction may be posted: the settings leave out only what happened before the start date."""
    dates = [at(moved, "createdOn") for _, moved in entries(correction, "goodsMoved")]
    return _too_early(min(filter(None, dates), default=None), "date", settings) is None


def may_come(kind: Kind, order: Source, settings: Settings) -> bool:
    """Whether an order that is not due is shown as waiting: its status or its invoice may be missing, but not both."""
    missing = (wrong_status(kind, order, settings), not_invoiced(order))
    left_out = _other_channel(kind, order, settings) or _too_early(
        at(order, "invoices", 0, "taxDate"), "tax date", settings
    )
    return not all(missing) and not left_out


def wrong_status(kind: Kind, order: Source, settings: Settings) -> str | None:
    mapped = settings.statuses[kind]
    status = text_at(order, "orderStatus", "orderStatusId")
    if status in map(str, mapped):
        return None
    name = text_at(order, "orderStatus", "name") or "no name"
    return f"its status is {status or 'missing'} ({name}), which is not one of the statuses in the settings"


def not_invoiced(order: Source) -> str | None:
    """Brightpearl invoices in the background; until then the reference is blank or "pending"."""
    reference = text_at(order, "invoices", 0, "invoiceReference")
    return "it has no invoice reference yet" if reference.lower() in ("", PENDING) else None


def is_being_invoiced(order: Source) -> bool:
    return text_at(order, "invoices", 0, "invoiceReference").lower() == PENDING


def _other_channel(kind: Kind, order: Source, settings: Settings) -> str | None:
    """The filter is for sales: purchase orders belong to no channel."""
    channel = id_at(order, "assignment", "current", "channelId")
    if kind not in SALES or not settings.channels or channel in map(str, settings.channels):
        return None
    return f"its channel {channel or 'is missing and'} is not one of the channels in the settings"


def _too_early(written: object, name: str, settings: Settings) -> str | None:
    """A missing or unreadable date does not hold it back here: the mapper says what is wrong with it."""
    try:
        day = date_only(written, zone=settings.time_zone)
    except InvalidDataError:
        return None
    early = day < settings.start_date
    return f"its {name} {day} is before the start date {settings.start_date}" if early else None
