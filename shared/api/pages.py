"""Where people see a record in the two systems. Only addresses that are published: what has none gets no link.

Xero: https://developer.xero.com/documentation/api-guides/deep-link-xero, and for payments and journals the links of
https://github.com/XeroAPI/xero-mcp-server. An item has none. Brightpearl's are those of its own screens; a payment or a stock
correction has no page there.
"""

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

from shared.kinds import Kind, System
from shared.mapping.adjustments import DOCUMENT_NUMBER
from shared.records.record import Line

XERO_SITE: Final = "https://go.xero.com/organisationlogin/default.aspx?shortcode={}&redirecturl="
XERO_PAGES: Final = {
    Kind.SALES_INVOICE: "/AccountsReceivable/View.aspx?InvoiceID={}",
    Kind.SALES_CREDIT: "/AccountsReceivable/ViewCreditNote.aspx?creditNoteID={}",
    Kind.PURCHASE_INVOICE: "/AccountsPayable/Edit.aspx?InvoiceID={}",
    Kind.PURCHASE_CREDIT: "/AccountsPayable/ViewCreditNote.aspx?creditNoteID={}",
    Kind.CONTACT: "/Contacts/View/{}",
    Kind.SALES_PAYMENT: "/Bank/ViewTransaction.aspx?bankTransactionID={}",
    Kind.PURCHASE_PAYMENT: "/Bank/ViewTransaction.aspx?bankTransactionID={}",
    Kind.INVENTORY_ADJUSTMENT: "/Journal/View.aspx?invoiceID={}",
}
_ORDER: Final = "/patt-op.php?scode=invoice&oID={}"
BRIGHTPEARL_PAGES: Final = {
    Kind.SALES_INVOICE: _ORDER,
    Kind.SALES_CREDIT: _ORDER,
    Kind.PURCHASE_INVOICE: _ORDER,
    Kind.PURCHASE_CREDIT: _ORDER,
    Kind.CONTACT: "/patt-op.php?scode=contact&cID={}",
    Kind.PRODUCT: "/patt-op.php?scode=product&pID={}",
}
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
    page = BRIGHTPEARL_PAGES.get(line.kind, "")
    fits = line.origin == System.BRIGHTPEARL and _BRIGHTPEARL_ID.fullmatch(line.id)
    return page.format(line.id) if fits else ""


def _in_xero(line: Line) -> str:
    page = XERO_PAGES.get(_posted_as(line), "")
    xero_id = line.id if line.origin == System.XERO else line.remote_id
    return page.format(xero_id) if _XERO_ID.fullmatch(xero_id) else ""


def _posted_as(line: Line) -> Kind:
    """A stock correction is a journal in Xero, or by setting a bill or a credit, which has our number."""
    if line.kind != Kind.INVENTORY_ADJUSTMENT or not line.remote_number.startswith(DOCUMENT_NUMBER):
        return line.kind
    total = line.summary.total
    return Kind.PURCHASE_CREDIT if total is not None and total.is_signed() else Kind.PURCHASE_INVOICE
