"""Payments and settlements of Xero, in one form, as the store takes them."""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from shared.kinds import Kind, System
from shared.mapping.source import at, text_at
from shared.mapping.text import one_line
from shared.records.record import Fetched, Record, Summary
from shared.settings import Settings
from shared.sources.fetched import fetched
from shared.sources.summary import amount_in, day_of


def payment_from_xero(
    kind: Kind, document: dict[str, Any], settled: Mapping[str, Any], settings: Settings, *, due_step: str
) -> Fetched:
    """`settled` is the raw invoice or credit note. Its contact's name is for listings only, not for the fingerprint."""
    name = one_line(str((settled.get("Contact") or {}).get("Name") or ""))
    summary = replace(xero_payment_summary(document, settings), contact_name=name)
    return fetched(kind, document["id"], document, settings, summary=summary, due_step=due_step, origin=System.XERO)


def xero_payment_summary(payment: Any, settings: Settings) -> Summary:
    """Show of a payment, in the one form, what it pays and what it says itself."""
    return Summary(
        number=text_at(payment, "invoice_number"),
        reference=one_line(text_at(payment, "reference")),
        date=day_of(at(payment, "date"), settings),
        currency=text_at(payment, "currency"),
        total=amount_in(payment, "amount"),
    )


def deleted_in_xero(record: Record, settings: Settings) -> Fetched:
    """Make of a record what says that its payment was deleted in Xero. The next post makes it an Error."""
    document = {**record.document, "deleted": True}
    return fetched(
        record.kind,
        record.id,
        document,
        settings,
        summary=record.summary,
        due_step=record.step,
        origin=record.origin,
    )
