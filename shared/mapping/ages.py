"""When something was made in the system that it comes from. Pure."""

from datetime import datetime
from typing import Any, Final

from shared.errors import InvalidDataError
from shared.mapping.dates import xero_moment
from shared.mapping.source import at, entries

UPDATED: Final = "updatedOn"  # of a payment in Xero, which does not say when it was made


def is_older(source: Any, since: datetime) -> bool:
    """Whether it was there before that time, or does not say since when it is. A stock correction says it of its goods."""
    moved = [at(entry, "createdOn") for _, entry in entries(source, "goodsMoved")]
    try:
        return any(
            xero_moment(written) < since for written in moved or [at(source, "createdOn") or at(source, UPDATED)]
        )
    except InvalidDataError:
        return True
