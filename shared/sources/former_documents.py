"""Documents in Xero that are ours by their link, though our table does not know that they were posted.

What is due is looked for before it is posted. What waits is not, nor what has no record: its order was taken back, or moved to
another status, in the time that the table has lost. The lists of changes tell of it; only what has no record costs a call.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from shared.kinds import ORDERS, PURCHASES, SALES, Kind
from shared.mapping.eligibility import not_invoiced
from shared.mapping.links import order_linked
from shared.mapping.opposites import KIND_OF
from shared.mapping.versions import Version, changes, version_of
from shared.records.apart import arrived_deleted, changed_there, parted, withdrawn
from shared.records.queues import PAYMENT_FETCHES, SALES_PAYMENTS_FETCH, Queues
from shared.records.record import WITHDRAWN, Line, Record
from shared.records.status import Status
from shared.records.store import Store
from shared.records.transactions import Change, Event
from shared.records.transitions import sent
from shared.settings import Settings
from shared.sources.lost_orders import LostOrders
from shared.sources.withdrawn import order_uninvoiced
from shared.xero.answers import amount_of
from shared.xero.resources import CREDIT_NOTES, Resource

Raw = Mapping[str, Any]


class FormerDocuments(Struct, frozen=True, kw_only=True, eq=False):
    """Of one resource of Xero."""

    store: Store
    settings: Settings
    resource: Resource
    lost: LostOrders
    queues: Queues

    def look(self, documents: Iterable[Raw]) -> None:
        """Let records that wait know what is there of them, and say how it stands."""
        there = {order: raw for raw in documents if not version_of(raw).is_gone and (order := self._order_of(raw))}
        links = self.store.linked(self._id(raw) for raw in there.values()) if there else {}
        unknown = {order: raw for order, raw in there.items() if self._id(raw) not in links}
        records = self._records(unknown)
        if lost := {order: unknown[order] for order in unknown.keys() - {record.id for record in records}}:
            self.lost.note({(_kind_of(raw), order): raw for order, raw in lost.items()})
            records += self._records(lost)
        waiting = [record for record in records if _waits(record)]
        self._leave_for_payments(waiting, unknown)

        def change(record: Record) -> Change | None:
            raw = unknown[record.id]
            if not _waits(record):
                return None
            after = self._there(record, raw)
            event = Event(what=_told(after), detail={"answer": version_of(raw).document()})
            return Change(
                before=record, after=after, event=event, links=(self._id(raw),), seen=version_of(raw).written()
            )

        if waiting:
            self.store.revise(waiting, change)

    def _records(self, there: Mapping[str, Raw]) -> list[Record]:
        """Read what there is of these orders: one below nought is a credit in Xero, and a credit below nought an invoice."""
        keys = [(kind, order) for order, raw in there.items() for kind in _side_of(_kind_of(raw))]
        return list(self.store.get_many(keys).values()) if keys else []

    def _leave_for_payments(self, waiting: Sequence[Record], there: Mapping[str, Raw]) -> None:
        """What has paid them was passed over as long as nobody knew them."""
        for fetch in dict.fromkeys(PAYMENT_FETCHES.values()):
            known = [self._id(there[one.id]) for one in waiting if PAYMENT_FETCHES[one.kind] == fetch]
            self.queues.enqueue(fetch, known)
        self.queues.enqueue(SALES_PAYMENTS_FETCH, [record.id for record in waiting if record.kind in SALES])

    def _id(self, raw: Raw) -> str:
        return str(raw[self.resource.id_field])

    def _order_of(self, raw: Raw) -> str:
        """Give the id of the order to which it has our link, "" without one. Credit notes have none: their numbers tell."""
        if raw.get("Type") not in KIND_OF:
            return ""
        return self._numbered(raw) if self.resource is CREDIT_NOTES else order_linked(raw.get("Url"), self.settings)

    def _numbered(self, raw: Raw) -> str:
        """Give the id of the one that waits and has this number, total and contact."""
        number, contact = str(raw.get(CREDIT_NOTES.number_field) or ""), raw.get("Contact") or {}
        kinds = _side_of(_kind_of(raw)) if number else ()
        lines = [line for kind in kinds for line in self.store.numbered(kind, number) if _may_wait(line)]
        same = [line for line in lines if line.summary.total == amount_of(raw, "Total")]
        owners = self.store.linked([str(contact.get("ContactID"))]) if same else {}
        ours = {record_id for _, record_id in owners.values()}
        return next((line.id for line in same if line.summary.contact_id in ours), "")

    def _there(self, record: Record, raw: Raw) -> Record:
        """It is there, and its order is invoiced no more; or it stays there as it is, whatever status its order has."""
        at, version = self.store.clock(), self.store.settings_version
        number = str(raw.get(self.resource.number_field) or "")
        known = sent(
            record,
            source_hash=record.source_hash,
            fingerprint=record.fingerprint,
            remote_id=self._id(raw),
            remote_number=number,
            at=at,
        )
        if WITHDRAWN in record.document:
            return arrived_deleted(known, settings_version=version, at=at)
        now = version_of(raw)
        if not_invoiced(record.document):
            how = withdrawn(known, order_uninvoiced(record.document, self.settings))
            return parted(known, how, settings_version=version, at=at) or known
        meant = Version(total=record.summary.total)
        said = changes(meant, now)
        called = f"{ORDERS[record.kind].in_xero} {number}"
        found = changed_there(called, said, agreed=meant.written(), theirs=now.written())
        return (parted(known, found, settings_version=version, at=at) or known) if said else known


def _kind_of(raw: Raw) -> Kind:
    return KIND_OF[str(raw["Type"])]


def _side_of(kind: Kind) -> tuple[Kind, ...]:
    return SALES if kind in SALES else PURCHASES


def _may_wait(line: Line) -> bool:
    return line.status is Status.PENDING and bool(line.held) and not line.remote_id


def _waits(record: Record) -> bool:
    """One whose order was deleted before we knew that it was posted may rest in the archive."""
    may_wait = record.status is Status.PENDING or (record.status is Status.ARCHIVE and WITHDRAWN in record.document)
    return may_wait and not record.in_remote and bool(record.held) and record.due_step is None


def _told(record: Record) -> str:
    return f"error: {record.failure.problem.message}" if record.failure else "found in Xero"
