"""What steps leave for each other: to whom, and the ids that both sides have to agree on."""

from typing import Final

from shared.kinds import PURCHASES, SALES, Kind

ALLOCATIONS: Final = "allocations"
SALES_PAYMENTS_FETCH: Final = "fetch_brightpearl_sales_payments"
PAYMENT_FETCHES: Final[dict[Kind, str]] = {
    **dict.fromkeys(SALES, "fetch_xero_sales_payments"),
    **dict.fromkeys(PURCHASES, "fetch_xero_purchase_payments"),
}


def allocation_id(credit_id: str, invoice_id: str) -> str:
    """One id for the pair, as long as Brightpearl's transactionRef may be: 64 characters."""
    return (credit_id + invoice_id).replace("-", "")
