"""What a listing and the reconciliation show of a source object. Never raises: what is odd or missing is left blank."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from msgspec.structs import replace

from shared.errors import InvalidDataError
from shared.kinds import Kind
from shared.mapping import money
from shared.mapping.adjustments import net_value
from shared.mapping.contacts import contact_name
from shared.mapping.dates import date_only
from shared.mapping.source import amount_at, at, entries, id_at, text_at
from shared.mapping.text import one_line
from shared.records.record import Summary
from shared.settings import Settings


def describe(kind: Kind, document: Any, settings: Settings) -> Summary:
    """Describe a document in the form in which its mapper takes it. Payments have two forms: Brightpearl's, and Xero's."""
    return _DESCRIBE[kind](document, settings)


def paying(payment: Summary, document: Summary) -> Summary:
    """Add to a payment the number and contact of what it pays: its own system knows only ids."""
    return replace(
        payment,
        reference=document.number or payment.reference,
        contact_id=document.contact_id,
        contact_name=document.contact_name,
    )


def _describe_product(document: Any, settings: Settings) -> Summary:
    product = at(document, "product")
    return Summary(
        number=text_at(product, "identity", "sku"),
        reference=one_line(at(product, "salesChannels", 0, "productName")),
        date=_day(at(product, "createdOn"), settings),
    )


def _describe_contact(document: Any, settings: Settings) -> Summary:
    contact_id = id_at(document, "contactId")
    return Summary(
        number=contact_id,
        reference=text_at(document, "communication", "emails", "PRI", "email"),
        contact_id=contact_id,
        contact_name=contact_name(document),
        date=_day(at(document, "createdOn"), settings),
    )


def _describe_order(document: Any, settings: Settings) -> Summary:
    party = at(document, "parties", "customer") or at(document, "parties", "supplier")
    written = at(document, "invoices", 0, "taxDate") or at(document, "createdOn")
    return Summary(
        number=text_at(document, "invoices", 0, "invoiceReference"),
        reference=one_line(at(document, "reference")),
        contact_id=id_at(party, "contactId"),
        contact_name=one_line(text_at(party, "companyName") or text_at(party, "addressFullName")),
        date=_day(written, settings),
        currency=text_at(document, "currency", "orderCurrencyCode"),
        total=_amount(document, "totalValue", "total"),
    )


def _describe_payment(document: Any, settings: Settings) -> Summary:
    if text_at(document, "paymentId"):
        return _describe_brightpearl_payment(document, settings)
    return Summary(
        number=text_at(document, "invoice_number"),
        reference=one_line(text_at(document, "reference")),
        date=_day(at(document, "date"), settings),
        currency=text_at(document, "currency"),
        total=_amount(document, "amount"),
    )


def _describe_brightpearl_payment(document: Any, settings: Settings) -> Summary:
    return Summary(
        number=text_at(document, "paymentId"),
        reference=one_line(text_at(document, "transactionRef")),
        date=_day(at(document, "paymentDate"), settings),
        currency=text_at(document, "currencyCode"),
        total=_amount(document, "amountPaid"),
    )


def _describe_adjustment(document: Any, settings: Settings) -> Summary:
    moved = [entry for _, entry in entries(document, "goodsMoved")]
    return Summary(
        number=id_at(document, "goodsNoteId"),
        reference=one_line(text_at(document, "reason")),
        date=min(filter(None, (_day(at(entry, "createdOn"), settings) for entry in moved)), default=""),
        currency=settings.base_currency,
        total=_net_value(document),
    )


def _day(written: Any, settings: Settings) -> str:
    try:
        return date_only(written, zone=settings.time_zone).isoformat()
    except InvalidDataError:
        return ""


def _amount(document: Any, *path: str) -> Decimal | None:
    try:
        return money.cents(amount_at(document, *path))
    except InvalidDataError:
        return None


def _net_value(document: Any) -> Decimal | None:
    try:
        return net_value(document)
    except InvalidDataError:
        return None


_DESCRIBE: Final[dict[Kind, Callable[[Any, Settings], Summary]]] = {
    Kind.PRODUCT: _describe_product,
    Kind.CONTACT: _describe_contact,
    Kind.SALES_INVOICE: _describe_order,
    Kind.SALES_CREDIT: _describe_order,
    Kind.PURCHASE_INVOICE: _describe_order,
    Kind.PURCHASE_CREDIT: _describe_order,
    Kind.SALES_PAYMENT: _describe_payment,
    Kind.PURCHASE_PAYMENT: _describe_payment,
    Kind.INVENTORY_ADJUSTMENT: _describe_adjustment,
}
