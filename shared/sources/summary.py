"""What listings and the reconciliation show, read from a source object. Never raises: what is odd or missing is left blank."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from shared.errors import InvalidDataError
from shared.mapping import money
from shared.mapping.dates import date_only
from shared.mapping.source import amount_at
from shared.settings import Settings


def day_of(written: Any, settings: Settings) -> str:
    """Give the ISO day in the account's time zone."""
    try:
        return date_only(written, zone=settings.time_zone).isoformat()
    except InvalidDataError:
        return ""


def amount_in(document: Any, *path: str) -> Decimal | None:
    return where_readable(lambda: money.cents(amount_at(document, *path)))


def where_readable(amount: Callable[[], Decimal]) -> Decimal | None:
    try:
        return amount()
    except InvalidDataError:
        return None
