"""Where people see a record in the two systems. Only addresses that are published: what has none gets no link.

The pages of each kind, with their sources, stand in kinds.py.
"""

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

from shared.kinds import KINDS, ORDERS, Kind, System
from shared.mapping.adjustments import DOCUMENT_NUMBER
from shared.mapping.direction import OPPOSITE
from shared.mapping.splits import whole_id
from shared.records.record import Line

XERO_SITE: Final = "https://go.xero.com/organisationlogin/default.aspx?shortcode={}&redirecturl="
_XERO_ID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_BRIGHTPEARL_ID: Final = re.compile(r"[0-9]+")


def sites(*, brightpearl_app_url: str | None, xero_short_code: str) -> dict[str, str]:
    """What stands before a page's address, by system; a system of which it is not known is left out."""
    known = {System.BRIGHTPEARL: (brightpearl_app_url or "").rstrip("/")}
    known[System.XERO] = XERO_SITE.format(quote(xero_short_code, safe="!")) if xero_short_code else ""
    return {system.value: site for system, site in known.items() if site}


def pages(line: Line) -> dict[str, str]:
    """The record's own page by system, without the site."""
    found = {System.BRIGHTPEARL: _in_brightpearl(line), System.XERO: _in_xero(line)}
    return {system.value: page for system, page in found.items() if page}


def links(line: Line, known: Mapping[str, str]) -> dict[str, str]:
    """The record's whole addresses by system; `known` is what `sites` gives."""
    return {system: known[system] + page for system, page in pages(line).items() if system in known}


def _in_brightpearl(line: Line) -> str:
    page = KINDS[line.kind].brightpearl_page
    fits = line.origin == System.BRIGHTPEARL and _BRIGHTPEARL_ID.fullmatch(line.id)
    return page.format(line.id) if fits else ""


def _in_xero(line: Line) -> str:
    page = KINDS[_posted_as(line)].xero_page
    xero_id = whole_id(line.id) if line.origin == System.XERO else line.remote_id
    return page.format(xero_id) if _XERO_ID.fullmatch(xero_id) else ""


def _posted_as(line: Line) -> Kind:
    """A stock correction is a journal in Xero, or a bill or a credit with our number; an order below nought is its opposite."""
    below_nought = line.summary.total is not None and line.summary.total < 0
    if line.kind in ORDERS:
        return OPPOSITE[line.kind] if below_nought else line.kind
    if line.kind != Kind.INVENTORY_ADJUSTMENT or not line.remote_number.startswith(DOCUMENT_NUMBER):
        return line.kind
    return Kind.PURCHASE_CREDIT if below_nought else Kind.PURCHASE_INVOICE
