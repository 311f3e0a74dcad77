"""Of which differences no record speaks: neither an Error, nor what holds it, nor a note."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final
from uuid import UUID

from sandbox.proof.books.entries import Entry, document_name
from sandbox.proof.books.matching import Pair
from shared.kinds import ORDERS, PAYMENTS, Kind
from shared.mapping.overpayments import OVERPAYMENT
from shared.records.queues import allocation_id
from shared.records.record import Record
from shared.records.schema import brightpearl_link

ALLOCATION: Final = re.compile("[0-9a-f]{64}")


def silent(pairs: Sequence[Pair], records: Sequence[Record], *, listed: Collection[str] = ()) -> list[Pair]:
    """Give the pairs that differ and whose record says nothing; a payment's document may speak for it, invoiced or not.

    `listed` are the payments in Brightpearl, by id, that the connector lists because nobody carries them over.
    """
    remote_ids = {record.id: record.remote_id for record in records if record.kind in ORDERS}
    speaking = {name for record in records if _speaks(record) for name in _spoken_of(record, remote_ids)}
    speaking |= {_named(Kind.PURCHASE_PAYMENT, one) for one in listed}
    documents = {pair.one.document for pair in pairs if pair.one.is_document and _is_told(pair, speaking)}
    documents |= {
        name for record in records if record.kind in ORDERS and _speaks(record) for name in _documents_of(record)
    }
    return [pair for pair in pairs if not (pair.equal or pair.one.document in documents or _is_told(pair, speaking))]


def _documents_of(record: Record) -> Iterator[str]:
    """Invoiced or not, and where Xero has as much of it as takes it back."""
    yield f"order {record.id}"
    yield document_name(record.kind, record.summary.number)


def _speaks(record: Record) -> bool:
    return bool(record.failure or record.held or record.notes or record.apart)


def _spoken_of(record: Record, remote_ids: Mapping[str, str]) -> Iterator[str]:
    """Itself, what it is in the other system, its overpayment, and the credit that it tells of, with its allocation."""
    yield _named(record.kind, record.id)
    yield record.remote_id
    yield str((record.fields or {}).get(OVERPAYMENT, ""))
    yield from record.opposites.values()
    if credit := record.document.get("credit"):
        yield credit
        yield allocation_id(credit, remote_ids.get(record.document["document"][1], ""))


def _is_told(pair: Pair, speaking: set[str]) -> bool:
    entries = (entry for entry in (pair.brightpearl, pair.xero) if entry)
    return any(name in speaking for entry in entries for name in _names(entry))


def _names(entry: Entry) -> Iterator[str]:
    """Under which a record may know it, or one of several that count as one: as its own, or as what it is in the other system."""
    for one in (entry.id, *entry.also):
        yield _named(entry.kind, one)
        yield one
        yield brightpearl_link(one)
        if ALLOCATION.fullmatch(one):
            yield str(UUID(one[:32]))  # the credit or overpayment that settles a document


def _named(kind: Kind, record_id: str) -> str:
    """An order below nought is a credit in Xero, so all documents are of one family; so are all payments."""
    family = "document" if kind in ORDERS else "payment" if kind in PAYMENTS else kind.value
    return f"{family} {record_id}"
