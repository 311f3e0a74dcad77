"""Documents that are Sent and would come out otherwise by the rules of today: their amounts in Xero, and as they would be.

Nothing amends them by itself. It reads a page of records at a time, and from Xero, many at once, those of which the mapping has
changed; it writes nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Any, Final

from msgspec import Struct, field

from shared.errors import RecordError
from shared.kinds import ORDERS, Kind
from shared.mapping.references import Mapped, fingerprint_of
from shared.mapping.registry import MAPPERS
from shared.mapping.versions import GONE
from shared.posting.targets.xero_documents import of_type_between
from shared.records.record import Key, Record
from shared.records.status import Status
from shared.records.store import Store
from shared.settings import Settings
from shared.xero.answers import amount_of
from shared.xero.client import Xero
from shared.xero.resources import CREDIT_NOTES, INVOICES, Element

TOGETHER: Final = 200  # records: as many as a step holds
ALONE: Final = 1


class Amounts(Struct, frozen=True, kw_only=True):
    """Of a document, in its currency."""

    tax: Decimal
    total: Decimal

    @property
    def net(self) -> Decimal:
        return self.total - self.tax


class Row(Struct, frozen=True, kw_only=True):
    """A document of Xero, with all our records that are on it. `says` is why an amount is missing, "" where none is."""

    kind: Kind
    ids: tuple[str, ...]
    number: str
    day: str
    currency: str
    there: Amounts | None
    today: Amounts | None
    says: str = ""

    @property
    def differs(self) -> bool:
        """Whether it comes to another net, tax or total, or cannot be said to come to the same."""
        return self.there is None or self.there != self.today

    @property
    def tax_difference(self) -> Decimal | None:
        """By how much its tax would rise."""
        return None if self.there is None or self.today is None else self.today.tax - self.there.tax


class _Document(Struct, frozen=True, kw_only=True, eq=False):
    """Orders that are one document, and each as it would go today; `problem` is why one would not."""

    orders: tuple[Record, ...]
    mapped: tuple[Mapped, ...]
    problem: str = ""

    @property
    def first(self) -> Record:
        return self.orders[0]

    @property
    def today(self) -> Amounts | None:
        if self.problem:
            return None
        return Amounts(
            tax=sum((one.tax or Decimal(0) for one in self.mapped), Decimal(0)),
            total=sum((one.total or Decimal(0) for one in self.mapped), Decimal(0)),
        )


class Outdated(Struct, frozen=True, kw_only=True, eq=False):
    """Finds them among the documents of one connection."""

    store: Store
    xero: Xero
    settings: Settings
    shared: set[str] = field(default_factory=set)  # documents of several orders that were told already

    def rows(self) -> Iterator[Row]:
        """Yield all that would be written otherwise, also where the amounts are the same."""
        for kind in ORDERS:
            sent = self.store.by_status(kind, Status.SENT)
            while records := list(islice(sent, TOGETHER)):
                changed = [record for record in records if record.status == Status.SENT and self._is_changed(record)]
                yield from self._compared(kind, [self._document(orders) for orders in self._together(changed)])

    def _is_changed(self, record: Record) -> bool:
        return record.in_remote and (record.outdated or self._fingerprint(record) != record.posted)

    def _fingerprint(self, record: Record) -> str:
        try:
            return fingerprint_of(self._mapped(record))
        except RecordError:
            return ""

    def _mapped(self, record: Record) -> Mapped:
        return MAPPERS[record.kind](record.document, self.settings)

    def _together(self, records: Sequence[Record]) -> Iterator[tuple[Record, ...]]:
        """Yield the orders of each document, every document once."""
        mates = self.store.links(record.remote_id for record in records)
        several = {remote_id: keys for remote_id, keys in mates.items() if len(keys) > ALONE}
        read = self.store.get_many(_all(several.values()))
        for record in records:
            if record.remote_id not in several:
                yield (record,)
            elif record.remote_id not in self.shared:
                self.shared.add(record.remote_id)
                yield tuple(read[key] for key in several[record.remote_id] if key in read)

    def _document(self, orders: tuple[Record, ...]) -> _Document:
        try:
            return _Document(orders=orders, mapped=tuple(map(self._mapped, orders)))
        except RecordError as error:
            return _Document(orders=orders, mapped=(), problem=f"it cannot be mapped: {error.message}")

    def _compared(self, kind: Kind, documents: Sequence[_Document]) -> Iterator[Row]:
        there = {str(raw[_id_field(kind)]): raw for raw in self._in_xero(kind, documents)}
        for document in documents:
            yield _row(document, there.get(document.first.remote_id))

    def _in_xero(self, kind: Kind, documents: Sequence[_Document]) -> list[Element]:
        """Read invoices by their ids, many at a time. Xero lists credit notes by type and date only."""
        ids = {document.first.remote_id for document in documents}
        if not ids or ORDERS[kind].is_invoice:
            return self.xero.by_ids(INVOICES, ids)
        days = sorted(date.fromisoformat(document.first.summary.date) for document in documents)
        period = of_type_between(ORDERS[kind].xero_type, days[0], days[-1])
        found = [raw for raw in self.xero.where(CREDIT_NOTES, period) if raw["CreditNoteID"] in ids]
        return found + self.xero.by_ids(CREDIT_NOTES, ids - {raw["CreditNoteID"] for raw in found})


def _all(keys: Iterable[tuple[Key, ...]]) -> list[Key]:
    return [key for some in keys for key in some]


def _id_field(kind: Kind) -> str:
    return (INVOICES if ORDERS[kind].is_invoice else CREDIT_NOTES).id_field


def _row(document: _Document, raw: Mapping[str, Any] | None) -> Row:
    told = document.first.summary
    return Row(
        kind=document.first.kind,
        ids=tuple(order.id for order in document.orders),
        number=told.number,
        day=told.date,
        currency=told.currency,
        there=_amounts(raw),
        today=document.today,
        says=_ended(raw) or document.problem,
    )


def _amounts(raw: Mapping[str, Any] | None) -> Amounts | None:
    if raw is None or raw.get("Status") in GONE:
        return None
    return Amounts(tax=amount_of(raw, "TotalTax"), total=amount_of(raw, "Total"))


def _ended(raw: Mapping[str, Any] | None) -> str:
    if raw is None:
        return "it is not in Xero any more"
    return f"it was {str(raw['Status']).lower()} in Xero" if raw.get("Status") in GONE else ""
