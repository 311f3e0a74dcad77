"""What a source object is worth to the store: its document, fingerprints and what a listing shows of it."""

from collections.abc import Mapping
from typing import Any, Final

from shared.codec import fingerprint
from shared.errors import RecordError
from shared.kinds import Kind, System
from shared.mapping.registry import MAPPERS, fingerprint_of
from shared.records.record import Fetched
from shared.settings import Settings
from shared.sources.summary import describe

VOLATILE: Final = frozenset({"updatedOn", "version"})
OF_A_PAYMENT: Final = frozenset(
    {
        *("paymentType", "orderId", "currencyCode", "amountPaid", "paymentDate", "paymentMethodCode"),
        *("kind", "currency", "amount", "date", "account_code"),
        *("document", "deleted"),
    }
)  # of Brightpearl's, of Xero's, of both; not its journal, say, or the number that its invoice has by now


def fetched(
    kind: Kind,
    record_id: str,
    document: Mapping[str, Any],
    settings: Settings,
    *,
    due_step: str | None,
    held: str = "",
    origin: System = System.BRIGHTPEARL,
) -> Fetched:
    """Make a source object ready for the store; one that cannot be mapped has no fingerprint and is stored all the same."""
    return Fetched(
        kind=kind,
        id=record_id,
        document=document,
        source_hash=fingerprint(_lasting(document)),
        fingerprint=_fingerprint(kind, document, settings),
        origin=origin,
        summary=describe(kind, document, settings),
        due_step=due_step,
        held=held,
    )


def _lasting(document: Mapping[str, Any]) -> dict[str, Any]:
    """Without what changes although nothing has changed: a contact that nobody ever edited was updated just now."""
    return {name: value for name, value in document.items() if name not in VOLATILE}


def _fingerprint(kind: Kind, document: Mapping[str, Any], settings: Settings) -> str:
    """Of the payload that it would be posted as; payments are never edited, so theirs is of what makes them out."""
    if kind not in MAPPERS:
        return fingerprint({name: value for name, value in document.items() if name in OF_A_PAYMENT})
    try:
        return fingerprint_of(MAPPERS[kind](document, settings))
    except RecordError:
        return ""
