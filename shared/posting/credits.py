"""What Xero holds for a customer until it is used: overpayments and credit notes, as they are there now."""

from datetime import date
from decimal import Decimal
from typing import Final

from msgspec import Struct

from shared.errors import InvalidDataError, RequestRefusedError
from shared.posting.targets.xero import Raw
from shared.records.queues import allocation_id
from shared.records.record import Record
from shared.xero.answers import amount_of
from shared.xero.client import Xero
from shared.xero.resources import CREDIT_NOTES, INVOICES, Resource

OPEN: Final = "AUTHORISED"


class Credit(Struct, frozen=True, kw_only=True, eq=False):
    """An overpayment or a credit note as it is in Xero now."""

    resource: Resource
    raw: Raw

    @property
    def id(self) -> str:
        return str(self.raw[self.resource.id_field])

    @property
    def left(self) -> Decimal:
        return left_of(self.raw)

    def used_for(self, invoice_id: str) -> Decimal:
        return used_for(self.raw, invoice_id)

    def allocated_to(self, invoice_id: str) -> list[str]:
        """Give the ids of its allocations to an invoice, and that of all of them together."""
        own = [str(one["AllocationID"]) for one in _to(self.raw, invoice_id)]
        return [*own, allocation_id(self.id, invoice_id)]


def left_of(raw: Raw) -> Decimal:
    """Give what an overpayment or a credit note has left, or what an invoice has open."""
    name = "AmountDue" if "AmountDue" in raw else "RemainingCredit"
    return amount_of(raw, name) if raw.get("Status") == OPEN else Decimal(0)


def used_for(raw: Raw, invoice_id: str) -> Decimal:
    """Give how much of an overpayment or a credit note settles an invoice."""
    return sum((amount_of(one, "Amount") for one in _to(raw, invoice_id)), Decimal(0))


def _to(raw: Raw, invoice_id: str) -> list[Raw]:
    return [one for one in raw.get("Allocations") or () if (one.get("Invoice") or {}).get("InvoiceID") == invoice_id]


def invoice_in(xero: Xero, document: Record) -> Raw:
    """Read the invoice that a document of ours is. Raises InvalidDataError where Xero does not have it any more."""
    found = xero.by_ids(INVOICES, [document.remote_id])
    if not found:
        raise InvalidDataError(
            f"{document.called} is not in Xero any more",
            hint="look in Xero whether it was deleted; archive this record then",
        )
    return found[0]


def allocate(
    xero: Xero, credit_id: str, invoice_id: str, amount: Decimal, on: date, key: str, *, of: Resource = CREDIT_NOTES
) -> list[str]:
    """Allocate an amount of a credit. Gives Xero's words where it refuses, none where it is done."""
    try:
        answer = xero.allocate(credit_id, invoice_id, amount, on, key, of=of)
    except RequestRefusedError as refusal:
        return [refusal.words]
    return [str(error.get("Message")) for error in answer.get("ValidationErrors") or ()]
