"""Orders and credits of Brightpearl to invoices, bills and credit notes of Xero: net, tax and total to the cent."""

from typing import Any, Final

from shared.errors import InvalidDataError
from shared.kinds import KINDS, ORDERS, SALES, Kind
from shared.mapping.dates import date_only
from shared.mapping.direction import kind_in_xero
from shared.mapping.document_lines import lines_of
from shared.mapping.exchange import currency_fields
from shared.mapping.references import Mapped, Payload, Ref
from shared.mapping.source import Source, at, id_at, text_at
from shared.mapping.text import LONGEST_NAME, is_printable_ascii, one_line
from shared.settings import DocumentDate, Half, Settings

_FIX_NUMBER: Final = "correct the invoice reference in Brightpearl and fetch the order again"


def to_sales_invoice(order: Source, settings: Settings) -> Mapped:
    return to_document(Kind.SALES_INVOICE, order, settings)


def to_sales_credit(order: Source, settings: Settings) -> Mapped:
    return to_document(Kind.SALES_CREDIT, order, settings)


def to_purchase_invoice(order: Source, settings: Settings) -> Mapped:
    return to_document(Kind.PURCHASE_INVOICE, order, settings)


def to_purchase_credit(order: Source, settings: Settings) -> Mapped:
    return to_document(Kind.PURCHASE_CREDIT, order, settings)


def to_document(kind: Kind, order: Source, settings: Settings) -> Mapped:
    """Map an order of one of the four kinds, every line with its tax. One below nought becomes the opposite document.

    Raises UnmappableError for a code without a mapping, InvalidDataError for an order that Xero cannot take.
    """
    becomes = kind_in_xero(kind, order)
    order_type = ORDERS[becomes]
    lines = lines_of(order, Half.SALES if kind in SALES else Half.PURCHASES, settings, negated=becomes != kind)
    rate, said = currency_fields(order)
    payload: Payload = {
        "Type": order_type.xero_type,
        "Contact": {"ContactID": Ref(Kind.CONTACT, _contact_id(order, order_type.party))},
        order_type.number_field: _number(order),
        **_dates(order, settings, is_invoice=order_type.is_invoice),
        **rate,
        "LineAmountTypes": "Inclusive" if lines.included else "Exclusive",
        "Status": settings.posting_status[becomes].value,
        **(_reference(order) if kind in SALES else {}),
        **(_link(kind, order, settings) if order_type.is_invoice else {}),
        "LineItems": lines.items,
    }
    return Mapped(payload=payload, total=lines.totals.total, tax=lines.totals.tax, notes=(*lines.notes, *said))


def parent_invoice(kind: Kind, order: Source) -> Ref | None:
    """Give the invoice that a sales credit is allocated to; None where there is none."""
    parent = id_at(order, "parentOrderId")
    is_credit = kind == Kind.SALES_CREDIT and kind_in_xero(kind, order) == kind
    return Ref(Kind.SALES_INVOICE, parent) if is_credit and parent else None


def _contact_id(order: Source, party: str) -> str:
    contact = id_at(order, "parties", party, "contactId")
    if not contact:
        raise InvalidDataError(f"the order has no {party}", hint=f"choose its {party} in Brightpearl")
    return contact


def _number(order: Source) -> str:
    number = text_at(order, "invoices", 0, "invoiceReference")
    if not number:
        raise InvalidDataError("the order has no invoice reference", hint="invoice the order in Brightpearl")
    if not is_printable_ascii(number):
        raise InvalidDataError(
            f"the invoice reference {number!r} has characters that Xero does not take in a number", hint=_FIX_NUMBER
        )
    if len(number) > LONGEST_NAME:
        raise InvalidDataError(f"the invoice reference has more than {LONGEST_NAME} characters", hint=_FIX_NUMBER)
    return number


def _dates(order: Source, settings: Settings, *, is_invoice: bool) -> Payload:
    by_choice: dict[DocumentDate, Any] = {
        DocumentDate.TAX_DATE: at(order, "invoices", 0, "taxDate"),
        DocumentDate.CREATED_DATE: at(order, "createdOn"),
    }
    written = by_choice[settings.document_date]
    if not written:
        raise InvalidDataError(
            f"the order has no {settings.document_date.replace('_', ' ')}", hint="invoice the order in Brightpearl"
        )
    day = date_only(written, zone=settings.time_zone).isoformat()
    if not is_invoice:
        return {"Date": day}
    due = at(order, "invoices", 0, "dueDate")
    return {"Date": day, "DueDate": date_only(due, zone=settings.time_zone).isoformat() if due else day}


def _reference(order: Source) -> Payload:
    reference = one_line(at(order, "reference"))
    return {"Reference": reference} if reference else {}


def _link(kind: Kind, order: Source, settings: Settings) -> Payload:
    """The order's page in Brightpearl. Xero refuses an address with its own name in it."""
    address = settings.brightpearl_app_url
    if address is None or "xero" in address.lower():
        return {}
    return {"Url": address.rstrip("/") + KINDS[kind].brightpearl_page.format(text_at(order, "id"))}
