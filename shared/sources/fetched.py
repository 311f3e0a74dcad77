"""A source object as the store takes it: its document, fingerprints and what a listing shows of it."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from msgspec.structs import replace

from shared.errors import RecordError
from shared.kinds import Kind, System
from shared.mapping.payments import credited_words, payment_fingerprint
from shared.mapping.references import fingerprint_of
from shared.mapping.registry import MAPPERS
from shared.mapping.source import at, source_hash, text_at
from shared.mapping.text import one_line
from shared.records.record import Fetched, Record, Summary
from shared.settings import Settings
from shared.sources.summary import amount_in, day_of


def fetched(
    kind: Kind,
    record_id: str,
    document: Mapping[str, Any],
    settings: Settings,
    *,
    summary: Summary,
    due_step: str | None,
    held: str = "",
    origin: System = System.BRIGHTPEARL,
) -> Fetched:
    """Make a source object ready for the store. One that cannot be mapped is stored too."""
    return Fetched(
        kind=kind,
        id=record_id,
        document=document,
        source_hash=source_hash(document),
        fingerprint=partial(_fingerprint, kind, settings=settings),
        origin=origin,
        summary=summary,
        due_step=due_step,
        held=held,
    )


def _fingerprint(kind: Kind, document: Mapping[str, Any], settings: Settings) -> str:
    """Give that of the payload it would be posted as."""
    if kind not in MAPPERS:
        return payment_fingerprint(document)
    try:
        return fingerprint_of(MAPPERS[kind](document, settings))
    except RecordError:
        return ""


def payment_from_xero(
    kind: Kind, document: dict[str, Any], settled: Mapping[str, Any], settings: Settings, *, due_step: str
) -> Fetched:
    """`settled` is the raw invoice or credit note. Its contact's name is for listings only, not for the fingerprint."""
    name = one_line(str((settled.get("Contact") or {}).get("Name") or ""))
    summary = replace(xero_payment_summary(document, settings), contact_name=name)
    return fetched(kind, document["id"], document, settings, summary=summary, due_step=due_step, origin=System.XERO)


def xero_payment_summary(payment: Any, settings: Settings) -> Summary:
    """Show of a payment, in the one form, what it pays and what it says itself: what no money has settled begins alike."""
    return Summary(
        number=text_at(payment, "invoice_number"),
        reference=one_line(credited_words(payment) or text_at(payment, "reference")),
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
