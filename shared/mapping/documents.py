"""Orders and credits of Brightpearl to invoices, bills and credit notes of Xero, to the cent."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from shared.errors import InvalidDataError, UnmappableError
from shared.kinds import KINDS, ORDERS, SALES, Kind
from shared.mapping import money
from shared.mapping.dates import date_only
from shared.mapping.exchange import currency_fields
from shared.mapping.lines import purchases_side, sales_side, to_lines
from shared.mapping.references import Mapped, Payload, Ref
from shared.mapping.source import Source, amount_at, at, id_at, text_at
from shared.mapping.text import LONGEST_NAME, is_printable_ascii, one_line
from shared.settings import DocumentDate, Settings

ROUNDING: Final = "Rounding"  # describes the line that makes up for cents
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
    """Map an order of one of the four kinds. The payload is not balanced yet.

    Raises UnmappableError for a code without a mapping, InvalidDataError for an order that Xero cannot take.
    """
    order_type = ORDERS[kind]
    side = sales_side(settings) if kind in SALES else purchases_side(settings)
    lines, notes = to_lines(order, side, settings)
    if not lines:
        raise InvalidDataError("the order has no rows to post", hint="archive it, or add its rows in Brightpearl")
    rate, said = currency_fields(order)
    payload: Payload = {
        "Type": order_type.xero_type,
        "Contact": {"ContactID": Ref(Kind.CONTACT, _contact_id(order, order_type.party))},
        order_type.number_field: _number(order),
        **_dates(order, settings, is_invoice=order_type.is_invoice),
        **rate,
        "LineAmountTypes": "Exclusive",
        "Status": settings.posting_status[kind].value,
        **(_reference(order) if kind in SALES else {}),
        **(_link(kind, order, settings) if order_type.is_invoice else {}),
        "LineItems": lines,
    }
    return Mapped(payload=payload, total=_total(order), notes=(*notes, *said))


def parent_invoice(kind: Kind, order: Source) -> Ref | None:
    """Give the invoice that a sales credit is allocated to; None where there is none."""
    parent = id_at(order, "parentOrderId")
    return Ref(Kind.SALES_INVOICE, parent) if kind == Kind.SALES_CREDIT and parent else None


def balance(mapped: Mapped, *, tax_rates: Mapping[str, Decimal], settings: Settings) -> Payload:
    """Add a rounding line where Xero's total would differ from the source's by no more than the tolerance.

    `tax_rates` gives the effective rate in percent by Xero tax type. Raises InvalidDataError beyond the tolerance,
    UnmappableError for a tax rate that is missing or, for the rounding line, not 0%.
    """
    if mapped.total is None:
        return mapped.payload
    predicted = xero_total(mapped.payload, tax_rates)
    difference = mapped.total - predicted
    if difference == 0:
        return mapped.payload
    if abs(difference) > settings.tolerance:
        raise InvalidDataError(
            f"the total is {mapped.total:f} in Brightpearl and would be {predicted:f} in Xero",
            hint="compare the tax of the order's rows with the Xero tax rates of their tax codes;"
            f" a rounding line makes up for {settings.tolerance:f} at most, the tolerance in the settings",
        )
    payload = {**mapped.payload, "LineItems": [*mapped.payload["LineItems"], rounding_line(difference, settings)]}
    if xero_total(payload, tax_rates) != mapped.total:
        raise UnmappableError(
            f"a rounding line of {difference:f} would be taxed: {settings.rounding_tax_type} is not a tax rate of 0%",
            hint="set rounding_tax_type in the settings to a tax rate of 0%, such as NONE",
        )
    return payload


def xero_total(payload: Payload, tax_rates: Mapping[str, Decimal]) -> Decimal:
    """Predict the total, tax included, that Xero will give a document."""
    return sum((_with_tax(line, tax_rates) for line in payload["LineItems"]), money.ZERO)


def rounding_line(difference: Decimal, settings: Settings) -> Payload:
    return {
        "Description": ROUNDING,
        "Quantity": Decimal("1.0000"),
        "UnitAmount": money.unit_amount(difference),
        "AccountCode": settings.rounding_account,
        "TaxType": settings.rounding_tax_type,
    }


def _with_tax(line: Mapping[str, Any], tax_rates: Mapping[str, Decimal]) -> Decimal:
    net = money.line_amount(line["Quantity"], line["UnitAmount"])
    if line["TaxType"] not in tax_rates:
        raise UnmappableError(
            f"the organisation has no tax rate {line['TaxType']} in Xero",
            hint="correct tax_types in the settings, or bring the tax rate back in Xero",
        )
    return net + money.line_tax(net, tax_rates[line["TaxType"]])


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


def _total(order: Source) -> Decimal:
    total = amount_at(order, "totalValue", "total")
    if total < 0:
        raise InvalidDataError(
            f"the total is {total:f}; a document in Xero cannot be below zero",
            hint="in Brightpearl, make it a credit instead of an order, or the reverse; then archive this one",
        )
    return money.cents(total)
