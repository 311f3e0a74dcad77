"""What credits have settled of an invoice in Xero, as the invoice tells it, and what we have known of that so far."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from shared.mapping.dates import xero_date
from shared.mapping.splits import whole_id
from shared.records.queues import allocation_id
from shared.records.record import Key, Record
from shared.sources.allocated import RESOURCES
from shared.xero.answers import amount_of

Raw = Mapping[str, Any]


class Part(Struct, frozen=True, kw_only=True, eq=False):
    """What a credit has settled of an invoice, as the invoice tells it. `name` is what it calls such credits."""

    name: str
    credit_id: str
    amount: Decimal
    credited_on: date
    invoice: Raw
    source: Key | None = None
    earlier: tuple[Record, ...] = ()

    @property
    def invoice_id(self) -> str:
        return str(self.invoice["InvoiceID"])

    @property
    def id(self) -> str:
        return allocation_id(self.credit_id, self.invoice_id)

    @property
    def day(self) -> date:
        """The later of the two documents' days, where nothing tells the allocation's own."""
        return max(self.credited_on, xero_date(self.invoice["Date"]))

    @property
    def is_known(self) -> bool:
        """Whether its records tell all of it. Of a credit of ours there is one for each allocation."""
        known = sum((Decimal(record.document["amount"]) for record in self.earlier), Decimal())
        return bool(self.earlier) and (self.source is None or known == self.amount)


def parts_of(invoice: Raw) -> Iterator[Part]:
    for name, resource in RESOURCES.items():
        for part in invoice.get(name) or ():
            yield Part(
                name=name,
                credit_id=str(part[resource.id_field]),
                amount=amount_of(part, "AppliedAmount"),
                credited_on=xero_date(part.get("Date") or invoice["Date"]),
                invoice=invoice,
            )


def with_earlier(part: Part, before: Mapping[str, set[str]], known: Mapping[Key, Record]) -> Part:
    of_invoice = [record for record in known.values() if record.id in before.get(part.invoice_id, ())]
    mine = [
        record
        for record in of_invoice
        if whole_id(record.id) == part.id or record.document.get("credit") == part.credit_id
    ]
    return replace(part, earlier=tuple(record for record in mine if not record.document.get("deleted")))
