"""Which mapper a kind has, and what a fetched object is worth to the store."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from shared.errors import RecordError
from shared.mapping.adjustments import to_adjustment_document, to_manual_journal
from shared.mapping.contacts import to_contact
from shared.mapping.documents import to_purchase_credit, to_purchase_invoice, to_sales_credit, to_sales_invoice
from shared.mapping.mapped import Mapped
from shared.mapping.products import to_item
from shared.mapping.summary import describe
from shared.payload import fingerprint
from shared.records.record import Fetched
from shared.sequence import Kind, System
from shared.settings import AdjustmentMode, Settings

VOLATILE: Final = frozenset({"updatedOn", "version"})
OF_A_PAYMENT: Final = frozenset(
    {
        *("paymentType", "orderId", "currencyCode", "amountPaid", "paymentDate", "paymentMethodCode"),
        *("kind", "currency", "amount", "date", "account_code"),
        *("document", "deleted"),
    }
)  # of Brightpearl's, of Xero's, of both; not its journal, say, or the number that its invoice has by now
Mapper = Callable[[Any, Settings], Mapped]


def _to_adjustment(correction: Any, settings: Settings) -> Mapped:
    return _ADJUSTMENTS[settings.adjustments.mode](correction, settings)


_ADJUSTMENTS: Final[dict[AdjustmentMode, Mapper]] = {
    AdjustmentMode.MANUAL_JOURNAL: to_manual_journal,
    AdjustmentMode.BILL_OR_CREDIT: to_adjustment_document,
}
MAPPERS: Final[dict[Kind, Mapper]] = {
    Kind.PRODUCT: to_item,
    Kind.CONTACT: to_contact,
    Kind.SALES_INVOICE: to_sales_invoice,
    Kind.SALES_CREDIT: to_sales_credit,
    Kind.PURCHASE_INVOICE: to_purchase_invoice,
    Kind.PURCHASE_CREDIT: to_purchase_credit,
    Kind.INVENTORY_ADJUSTMENT: _to_adjustment,
}


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


def mark(mapped: Mapped) -> str:
    """The fingerprint of what is posted: the payload and the total that it has to come to, which settles its rounding."""
    return fingerprint([mapped.payload, mapped.total])


def _fingerprint(kind: Kind, document: Mapping[str, Any], settings: Settings) -> str:
    """Of the payload that it would be posted as; payments are never edited, so theirs is of what makes them out."""
    if kind not in MAPPERS:
        return fingerprint({name: value for name, value in document.items() if name in OF_A_PAYMENT})
    try:
        return mark(MAPPERS[kind](document, settings))
    except RecordError:
        return ""
