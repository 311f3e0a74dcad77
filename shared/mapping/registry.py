"""Which mapper a kind has."""

from collections.abc import Callable
from typing import Any, Final

from shared.kinds import Kind
from shared.mapping.contacts import to_contact
from shared.mapping.documents import to_purchase_credit, to_purchase_invoice, to_sales_credit, to_sales_invoice
from shared.mapping.products import to_item
from shared.mapping.references import Mapped
from shared.settings import AdjustmentMode, Settings

Mapper = Callable[[Any, Settings], Mapped]


def _to_adjustment(correction: Any, settings: Settings) -> Mapped:
    """Most steps need no mapper of stock corrections, so it is loaded with the first of them."""
    from shared.mapping.adjustments import to_adjustment_document, to_manual_journal

    by_mode: dict[AdjustmentMode, Mapper] = {
        AdjustmentMode.MANUAL_JOURNAL: to_manual_journal,
        AdjustmentMode.BILL_OR_CREDIT: to_adjustment_document,
    }
    return by_mode[settings.adjustments.mode](correction, settings)


MAPPERS: Final[dict[Kind, Mapper]] = {
    Kind.PRODUCT: to_item,
    Kind.CONTACT: to_contact,
    Kind.SALES_INVOICE: to_sales_invoice,
    Kind.SALES_CREDIT: to_sales_credit,
    Kind.PURCHASE_INVOICE: to_purchase_invoice,
    Kind.PURCHASE_CREDIT: to_purchase_credit,
    Kind.INVENTORY_ADJUSTMENT: _to_adjustment,
}
