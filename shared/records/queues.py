"""What steps leave for each other: to whom, and the ids that both sides have to agree on."""

from typing import Final

from shared.kinds import ORDERS, Kind, System
from shared.sequence import fetch_of

ALLOCATIONS: Final = "allocations"
SALES_PAYMENTS_FETCH: Final = fetch_of(Kind.SALES_PAYMENT, System.BRIGHTPEARL)
PAYMENT_FETCHES: Final[dict[Kind, str]] = {kind: fetch_of(order.paid_by, System.XERO) for kind, order in ORDERS.items()}


def allocation_id(credit_id: str, invoice_id: str) -> str:
    """One id for the pair, as long as Brightpearl's transactionRef may be: 64 characters."""
    return (credit_id + invoice_id).replace("-", "")
