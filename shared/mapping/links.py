"""What our links in Xero lead to: documents have their order's page in Brightpearl, overpayments that of their payment."""

import re
from typing import Final

from shared.kinds import KINDS, Kind
from shared.settings import Settings

_ORDER_PAGE: Final = re.escape(KINDS[Kind.SALES_INVOICE].brightpearl_page).replace(re.escape("{}"), r"(\d+)")
_ORDER: Final = re.compile(_ORDER_PAGE)
_PAYMENT: Final = re.compile(rf"{_ORDER_PAGE}&payment=(\d+)")


def order_linked(url: object, settings: Settings) -> str:
    """Give the id of the order that a link of ours names; "" where it is none."""
    found = _read(_ORDER, url, settings)
    return found[1] if found else ""


def payment_linked(url: object, settings: Settings) -> tuple[str, str]:
    """Give the ids of order and payment that a link of ours names; "" each where it is none."""
    found = _read(_PAYMENT, url, settings)
    return (found[1], found[2]) if found else ("", "")


def _read(page: "re.Pattern[str]", url: object, settings: Settings) -> "re.Match[str] | None":
    address = str(settings.brightpearl_app_url or "").rstrip("/")
    return page.fullmatch(str(url or "").removeprefix(address)) if address else None
