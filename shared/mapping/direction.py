"""What an order is in Xero: no document can be below nought there, so an order below it is the opposite document."""

from collections.abc import Mapping
from typing import Final

from shared.kinds import Kind
from shared.mapping.source import Source, amount_at

OPPOSITE: Final[Mapping[Kind, Kind]] = {
    Kind.SALES_INVOICE: Kind.SALES_CREDIT,
    Kind.SALES_CREDIT: Kind.SALES_INVOICE,
    Kind.PURCHASE_INVOICE: Kind.PURCHASE_CREDIT,
    Kind.PURCHASE_CREDIT: Kind.PURCHASE_INVOICE,
}


def is_below_nought(order: Source) -> bool:
    return amount_at(order, "totalValue", "total") < 0


def kind_in_xero(kind: Kind, order: Source) -> Kind:
    """Give the kind of document that an order of a kind becomes. A point-of-sale exchange may be below nought."""
    return OPPOSITE[kind] if is_below_nought(order) else kind
