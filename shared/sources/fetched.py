"""A source object as the store takes it: its document, fingerprints and what a listing shows of it."""

from collections.abc import Mapping
from typing import Any, Final

from shared.codec import fingerprint
from shared.errors import RecordError
from shared.kinds import Kind, System
from shared.mapping.mapped import fingerprint_of
from shared.mapping.registry import MAPPERS
from shared.records.record import Fetched, Summary
from shared.settings import Settings

VOLATILE: Final = frozenset({"updatedOn", "version"})
OF_A_PAYMENT: Final = frozenset(
    {
        *("paymentType", "orderId", "currencyCode", "amountPaid", "paymentDate", "paymentMethodCode"),
        *("kind", "currency", "amount", "date", "account_code"),
        *("document", "deleted"),
    }
)  # of Brightpearl's, of Xero's, of both; not what changes without it, such as its journal or its invoice's number


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
    """Make a source object ready for the store. One that cannot be mapped gets the fingerprint "" and is stored too."""
    return Fetched(
        kind=kind,
        id=record_id,
        document=document,
        source_hash=fingerprint(_lasting(document)),
        fingerprint=_fingerprint(kind, document, settings),
        origin=origin,
        summary=summary,
        due_step=due_step,
        held=held,
    )


def _lasting(document: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what changes by itself: a contact that nobody ever edited says that it was updated just now."""
    return {name: value for name, value in document.items() if name not in VOLATILE}


def _fingerprint(kind: Kind, document: Mapping[str, Any], settings: Settings) -> str:
    """Give that of the payload it would be posted as. Payments are never amended: theirs is of the fields that matter."""
    if kind not in MAPPERS:
        return fingerprint({name: value for name, value in document.items() if name in OF_A_PAYMENT})
    try:
        return fingerprint_of(MAPPERS[kind](document, settings))
    except RecordError:
        return ""
