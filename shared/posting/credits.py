"""What Xero holds for a customer until it is used: overpayments and credit notes, as they are there now."""

from decimal import Decimal
from typing import Final

from msgspec import Struct

from shared.posting.targets.xero import Raw
from shared.xero.resources import Resource

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
        """Give how much of it settles that invoice."""
        uses = [
            one
            for one in self.raw.get("Allocations") or ()
            if (one.get("Invoice") or {}).get("InvoiceID") == invoice_id
        ]
        return sum((amount_of(one, "Amount") for one in uses), Decimal(0))


def left_of(raw: Raw) -> Decimal:
    """Give what an overpayment or a credit note has left."""
    return amount_of(raw, "RemainingCredit") if raw.get("Status") == OPEN else Decimal(0)


def amount_of(raw: Raw, name: str) -> Decimal:
    return Decimal(str(raw.get(name) or 0))
