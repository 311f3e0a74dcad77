"""Payments and settlements of Xero, in one form, as the store takes them."""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from shared.kinds import Kind, System
from shared.mapping.text import one_line
from shared.records.record import Fetched, Record
from shared.settings import Settings
from shared.sources.fetched import fetched


def payment_from_xero(
    kind: Kind, document: dict[str, Any], settled: Mapping[str, Any], settings: Settings, *, due_step: str
) -> Fetched:
    """`settled` is the raw invoice or credit note. Its contact's name is for listings only, not for the fingerprint."""
    payment = fetched(kind, document["id"], document, settings, due_step=due_step, origin=System.XERO)
    name = one_line(str((settled.get("Contact") or {}).get("Name") or ""))
    return replace(payment, summary=replace(payment.summary, contact_name=name))


def deleted_in_xero(record: Record, settings: Settings) -> Fetched:
    """Make of a record what says that its payment was deleted in Xero. The next post makes it an Error."""
    document = {**record.document, "deleted": True}
    return fetched(record.kind, record.id, document, settings, due_step=record.step, origin=record.origin)
