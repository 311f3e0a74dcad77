"""A source that was taken back, made of the record that we have of it: nothing can be read of it any more."""

from datetime import date
from decimal import Decimal

from msgspec.structs import replace

from shared.kinds import ORDERS
from shared.mapping.eligibility import is_being_invoiced, not_invoiced
from shared.mapping.overpayments import beside, has_overpayment
from shared.mapping.source import at
from shared.records.record import WITHDRAWN, Fetched, Record
from shared.records.standing import Standing
from shared.settings import Settings
from shared.sources.fetched import fetched
from shared.sources.summary import day_of


def order_deleted(seen: date) -> str:
    """Say how an order was taken back that is there no more."""
    return f"order deleted in Brightpearl, seen on {seen.isoformat()}"


def order_uninvoiced(order: object, settings: Settings) -> str:
    """Say how an order was taken back that is invoiced no more."""
    day = day_of(at(order, "updatedOn"), settings)
    return f"order un-invoiced in Brightpearl on {day}" if day else "order un-invoiced in Brightpearl"


def payment_deleted(amount: Decimal | None, seen: date) -> str:
    """Say how a payment was taken back that is there no more."""
    of_amount = "" if amount is None else f" of {amount:f}"
    return f"payment{of_amount} deleted in Brightpearl, seen on {seen.isoformat()}"


def withdrawn(record: Record, how: str, settings: Settings) -> Fetched:
    """Say of a record how its source was taken back: "order deleted in Brightpearl, seen on 2026-11-23"."""
    document = {**record.document, WITHDRAWN: how}
    made = fetched(
        record.kind,
        record.id,
        document,
        settings,
        summary=record.summary,
        due_step=record.step,
        held=how,
        origin=record.origin,
    )
    return replace(made, withdrawn=how, beside=beside(record.fields))


def is_withdrawn(record: Record) -> bool:
    """Whether that has been said already."""
    return WITHDRAWN in record.document


def is_taken_back(record: Record) -> bool:
    """Whether the order of a document is deleted or un-invoiced, whatever has become of the document since."""
    if record.apart is Standing.WITHDRAWN or record.is_credited or is_withdrawn(record):
        return True
    is_order = record.kind in ORDERS
    return is_order and bool(not_invoiced(record.document)) and not is_being_invoiced(record.document)


def is_withdrawn_beside_more(record: Record) -> bool:
    """Whether it was taken back, and an overpayment of it is in Xero: that needs a person, whatever becomes of the payment."""
    return is_withdrawn(record) and has_overpayment(record.fields)
