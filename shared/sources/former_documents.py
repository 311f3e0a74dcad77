"""Documents in Xero that are ours by their link, though our table does not know that they were posted.

What is due is looked for before it is posted. What waits is not: its order was taken back, or moved to another status, in the
time that the table has lost. The lists of changes tell of it, at no further call.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from msgspec import Struct

from shared.kinds import KINDS, ORDERS, Kind
from shared.mapping.eligibility import not_invoiced
from shared.mapping.opposites import KIND_OF
from shared.mapping.versions import Version, changes, version_of
from shared.records.apart import changed_there, parted, withdrawn
from shared.records.record import Key, Record
from shared.records.status import Status
from shared.records.store import Store
from shared.records.transactions import Change, Event
from shared.records.transitions import sent
from shared.settings import Settings
from shared.xero.resources import Resource

Raw = Mapping[str, Any]
UNINVOICED: Final = "order un-invoiced in Brightpearl"
_ORDER: Final = re.compile(re.escape(KINDS[Kind.SALES_INVOICE].brightpearl_page).replace(re.escape("{}"), r"(\d+)"))


class FormerDocuments(Struct, frozen=True, kw_only=True, eq=False):
    """Of one resource of Xero."""

    store: Store
    settings: Settings
    resource: Resource

    def look(self, documents: Iterable[Raw]) -> None:
        """Let records that wait know what is there of them, and say how it stands."""
        there = {key: raw for raw in documents if not version_of(raw).is_gone and (key := self._order_of(raw))}
        links = self.store.linked(self._id(raw) for raw in there.values()) if there else {}
        unknown = {key: raw for key, raw in there.items() if self._id(raw) not in links}
        waiting = [one for one in self.store.get_many(unknown).values() if _waits(one)] if unknown else []

        def change(record: Record) -> Change | None:
            raw = unknown[record.key]
            if not _waits(record):
                return None
            after = self._there(record, raw)
            event = Event(what=_told(after), detail={"answer": version_of(raw).document()})
            return Change(
                before=record, after=after, event=event, links=(self._id(raw),), seen=version_of(raw).written()
            )

        if waiting:
            self.store.revise(waiting, change)

    def _id(self, raw: Raw) -> str:
        return str(raw[self.resource.id_field])

    def _order_of(self, raw: Raw) -> Key | None:
        address = str(self.settings.brightpearl_app_url or "").rstrip("/")
        found = _ORDER.fullmatch(str(raw.get("Url") or "").removeprefix(address)) if address else None
        kind = KIND_OF.get(str(raw.get("Type") or ""))
        return (kind, found[1]) if found and kind else None

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
        now = version_of(raw)
        if not_invoiced(record.document):
            return parted(known, withdrawn(known, UNINVOICED), settings_version=version, at=at) or known
        meant = Version(total=record.summary.total)
        said = changes(meant, now)
        called = f"{ORDERS[record.kind].in_xero} {number}"
        found = changed_there(called, said, agreed=meant.written(), theirs=now.written())
        return (parted(known, found, settings_version=version, at=at) or known) if said else known


def _waits(record: Record) -> bool:
    return record.status is Status.PENDING and not record.in_remote and bool(record.held) and record.due_step is None


def _told(record: Record) -> str:
    return f"error: {record.failure.problem.message}" if record.failure else "found in Xero"
