"""What a credit in Xero says of its tax, and of its allocations by themselves: an invoice tells only the sum of them."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from msgspec import Struct

from shared.mapping.dates import xero_date
from shared.xero.answers import amount_of
from shared.xero.client import Xero
from shared.xero.conditions import between
from shared.xero.resources import CREDIT_NOTES, OVERPAYMENTS, PREPAYMENTS, Resource

Raw = Mapping[str, Any]
MOST_ALONE: Final = 3  # credits that are read one by one: more are read by their days
RESOURCES: Final[Mapping[str, Resource]] = {
    "Overpayments": OVERPAYMENTS,
    "Prepayments": PREPAYMENTS,
    "CreditNotes": CREDIT_NOTES,
}


class Allocation(Struct, frozen=True, kw_only=True):
    """An amount of an invoice that a credit settled on a day."""

    id: str
    invoice_id: str
    amount: Decimal
    day: date


class Credit(Struct, frozen=True, kw_only=True):
    """A credit note, an overpayment or a prepayment, with what has been allocated of it."""

    number: str
    total: Decimal
    tax: Decimal
    allocations: tuple[Allocation, ...]

    def to(self, invoice_id: str) -> list[Allocation]:
        return [one for one in self.allocations if one.invoice_id == invoice_id]


def credits_of(xero: Xero, wanted: Mapping[str, Mapping[str, date]]) -> dict[str, Credit]:
    """Read credits, by id. Wanted are, by what an invoice calls them, ids with the days of the credits."""
    return {
        str(raw[RESOURCES[name].id_field]): _credit(raw, RESOURCES[name])
        for name, known in wanted.items()
        for raw in _read(xero, RESOURCES[name], known)
    }


def _read(xero: Xero, resource: Resource, known: Mapping[str, date]) -> Iterable[Raw]:
    """Xero lists credits by date, but not by ids. One that is dated otherwise is read alone."""
    listed = xero.where(resource, between(min(known.values()), max(known.values()))) if len(known) > MOST_ALONE else []
    found = {str(raw[resource.id_field]): raw for raw in listed if str(raw[resource.id_field]) in known}
    return [*found.values(), *_alone(xero, resource, known.keys() - found.keys())]


def _alone(xero: Xero, resource: Resource, ids: Iterable[str]) -> Iterator[Raw]:
    yield from (raw for one in sorted(ids) if (raw := xero.one(resource, one)))


def _credit(raw: Raw, resource: Resource) -> Credit:
    return Credit(
        number=str(raw.get(resource.number_field) or ""),
        total=amount_of(raw, "Total"),
        tax=amount_of(raw, "TotalTax"),
        allocations=tuple(map(_allocation, raw.get("Allocations") or ())),
    )


def _allocation(raw: Raw) -> Allocation:
    return Allocation(
        id=str(raw["AllocationID"]),
        invoice_id=str((raw.get("Invoice") or {}).get("InvoiceID") or ""),
        amount=amount_of(raw, "Amount"),
        day=xero_date(raw["Date"]),
    )
