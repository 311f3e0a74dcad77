"""What must hold of the connector's own records whenever nothing is going on: told as the sentences that do not."""

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from sandbox.proof.in_process import Connector
from shared.kinds import DEPENDENCIES, PAYMENTS, Kind
from shared.mapping.documents import parent_invoice
from shared.records.model import IntentItem, LinkItem
from shared.records.record import Record
from shared.records.schema import Area, area
from shared.records.status import Status

WAITING: Final = frozenset({Status.PENDING, Status.UPDATED})
IDS: Final = {
    "Contacts": "ContactID",
    "Items": "ItemID",
    "Invoices": "InvoiceID",
    "CreditNotes": "CreditNoteID",
    "Overpayments": "OverpaymentID",
    "Payments": "PaymentID",
    "ManualJournals": "ManualJournalID",
}


def broken_promises(deployed: Connector) -> list[str]:
    """Whether every Sent record is really there, every link leads home, counts are true and nothing is open."""
    records = list(all_records(deployed, *Status))
    there = _ids(deployed)
    links = {
        item.sk: {(Kind(item.kind), one) for one in item.together or (item.id,)}
        for item in LinkItem.query(area(deployed.connection, Area.LINK))
    }
    return [
        *_absent(records, there),
        *_unlinked(records, links),
        *_wrong_counts(records, deployed.store.counts()),
        *_reasonless(records),
        *_unlike(records, deployed),
        *_unallocated(records, deployed),
        *(f"intent {item.sk} is still open" for item in IntentItem.query(area(deployed.connection, Area.INTENT))),
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
    """A payment that was no money, or was taken back at once, has nothing there, and a note that says so.

    So has a product whose item was deleted, until a document needs it.
    """
    for record in records:
        says_so = record.notes and (record.kind == Kind.PRODUCT or (record.kind in PAYMENTS and not record.remote_id))
        if record.status == Status.SENT and record.remote_id not in there and not says_so:
            yield f"{record.kind} {record.id} is Sent, but {record.remote_id or 'nothing'} is not there"


def _unlinked(records: list[Record], links: Mapping[str, set[tuple[Kind, str]]]) -> Iterator[str]:
    """What used a credit has that credit's id, whose link leads to the credit."""
    for record in records:
        linked = links.get(record.remote_id, ())
        leads_home = linked if "uses" in (record.fields or {}) else record.key in linked
        if record.remote_id and not leads_home:
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
        if record.status in WAITING and record.kind not in DEPENDENCIES and not record.held:
            yield f"{record.kind} {record.id} is {record.status}, and nothing says why"


def _unlike(records: list[Record], deployed: Connector) -> Iterator[str]:
    """Contacts and products: known as they are in Brightpearl, and where they are Sent, the same in Xero or noted, once."""
    xero = deployed.sandbox.xero.vendor.state()
    brightpearl = deployed.sandbox.brightpearl.vendor.state()
    emails = {number: contact["emails"].get("PRI", "") for number, contact in brightpearl["contacts"].items()}
    skus = {number: product["sku"] or "" for number, product in brightpearl["products"].items()}
    told = Counter(str(contact.get("ContactNumber") or "") for contact in xero["Contacts"])
    there = {**{one["ContactID"]: one for one in xero["Contacts"]}, **{one["Code"]: one for one in xero["Items"]}}
    for record in records:
        if record.kind == Kind.CONTACT:
            ours, key, theirs = emails.get(record.id, ""), record.remote_id, "EmailAddress"
            known = (record.document.get("communication") or {}).get("emails", {}).get("PRI", {}).get("email", "")
            if told[record.id] > 1:
                yield f"contact {record.id} is {told[record.id]} times in Xero"
        elif record.kind == Kind.PRODUCT:
            ours, key, theirs = skus.get(record.id, ""), record.remote_number, "Code"
            known = record.document["product"]["identity"].get("sku", "")
        else:
            continue
        if ours != known:
            yield f"{record.kind} {record.id} is {ours!r} in Brightpearl and known as {known!r}"
        if record.status == Status.SENT and _is_another(record, ours, there.get(key, {}).get(theirs, "")):
            yield f"{record.kind} {record.id} is Sent, another in Xero, and no note says why"


def _is_another(record: Record, ours: str, in_xero: str) -> bool:
    """A code in other letters is the same; what Xero does not take, or has already, is left and noted."""
    return ours.casefold() != in_xero.casefold() and not record.notes


def _unallocated(records: list[Record], deployed: Connector) -> Iterator[str]:
    """A sales credit and its invoice that are both open: one should have settled the other."""
    if not deployed.settings.get("allocate_credits", True):
        return
    xero = deployed.sandbox.xero.vendor.state()
    left = {note["CreditNoteID"]: Decimal(note["RemainingCredit"]) for note in xero["CreditNotes"]}
    due = {invoice["InvoiceID"]: Decimal(invoice["AmountDue"]) for invoice in xero["Invoices"]}
    known = {record.key: record for record in records}
    for record in records:
        ref = parent_invoice(record.kind, record.document) if record.kind == Kind.SALES_CREDIT else None
        parent = known.get((ref.kind, ref.id)) if ref else None
        if parent and left.get(record.remote_id, 0) > 0 and due.get(parent.remote_id, 0) > 0:
            yield f"{record.kind} {record.id} and its invoice are both open"
