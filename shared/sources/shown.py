"""What the lists of changes show of adopted documents: whether it is all that has paid them."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from shared.mapping.payments import paid_document
from shared.xero.answers import amount_of

Raw = Mapping[str, Any]


class Shown:
    """Notes what the lists of changes show of adopted documents, by their Xero ids.

    A document is in `whole` when the payments in the lists add up to what was paid. Then it need not be read by itself.
    """

    def __init__(self, remote_ids: Iterable[str]) -> None:
        self.whole: set[str] = set()
        self._paid: dict[str, dict[str, Decimal]] = {remote_id: {} for remote_id in remote_ids}

    def payments(self, payments: Iterable[Raw]) -> None:
        for payment in payments:
            amounts = self._paid.get(paid_document(payment))
            if amounts is not None:
                amounts[str(payment["PaymentID"])] = _alive(payment)

    def invoices(self, invoices: Iterable[Raw]) -> None:
        for invoice in invoices:
            amounts = self._paid.get(str(invoice["InvoiceID"]))
            if amounts is not None and sum(amounts.values()) == amount_of(invoice, "AmountPaid"):
                self.whole.add(str(invoice["InvoiceID"]))


def _alive(payment: Raw) -> Decimal:
    return Decimal(0) if payment.get("Status") == "DELETED" else amount_of(payment, "Amount")
