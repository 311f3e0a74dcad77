"""What must hold of the connector's own records whenever nothing is going on: told as the sentences that do not."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from sandbox.in_process import Connector
from shared.records.model import IntentItem, LinkItem
from shared.records.record import Record
from shared.records.status import Status
from shared.sequence import Kind

IDS: Final = {
    "Contacts": "ContactID",
    "Items": "ItemID",
    "Invoices": "InvoiceID",
    "CreditNotes": "CreditNoteID",
    "Payments": "PaymentID",
    "ManualJournals": "ManualJournalID",
}


def broken_promises(deployed: Connector) -> list[str]:
    """Whether every Sent record is really there, every link leads home, counts are true and nothing is open."""
    records = list(all_records(deployed, *Status))
    there = _ids(deployed)
    links = {item.sk: (Kind(item.kind), item.id) for item in LinkItem.query(f"{deployed.connection}#link")}
    return [
        *_absent(records, there),
        *_unlinked(records, links),
        *_wrong_counts(records, deployed.store.counts()),
        *_reasonless(records),
        *(f"intent {item.sk} is still open" for item in IntentItem.query(f"{deployed.connection}#intent")),
    ]


def all_records(deployed: Connector, *statuses: Status) -> Iterator[Record]:
    """Every record of some statuses, newest version, whatever its kind."""
    for kind in Kind:
        for status in statuses:
            yield from deployed.store.by_status(kind, status)


def _ids(deployed: Connector) -> set[str]:
    xero = deployed.sandbox.xero.vendor.state()
    payments = deployed.sandbox.brightpearl.vendor.state()["payments"]
    ids = {str(element[name]) for plural, name in IDS.items() for element in xero[plural]}
    return ids | {f"brightpearl:{number}" for number in payments}


def _absent(records: list[Record], there: set[str]) -> Iterator[str]:
    for record in records:
        if record.status == Status.SENT and record.remote_id not in there:
            yield f"{record.kind} {record.id} is Sent, but {record.remote_id or 'nothing'} is not there"


def _unlinked(records: list[Record], links: Mapping[str, tuple[Kind, str]]) -> Iterator[str]:
    for record in records:
        if record.remote_id and links.get(record.remote_id) != record.key:
            yield f"{record.kind} {record.id} has no link from {record.remote_id}"


def _wrong_counts(records: list[Record], counts: Mapping[Kind, Mapping[Status, int]]) -> Iterator[str]:
    held = Counter((record.kind, record.status) for record in records)
    for kind in Kind:
        for status in Status:
            counted = counts.get(kind, {}).get(status, 0)
            if counted != held[kind, status]:
                yield f"{counted} {status} {kind} are counted, {held[kind, status]} are there"


def _reasonless(records: list[Record]) -> Iterator[str]:
    for record in records:
        if record.status == Status.ERROR and record.failure is None:
            yield f"{record.kind} {record.id} is an Error without a reason"
