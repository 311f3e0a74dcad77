"""Records: a line of a listing, a whole record, and its history."""

from dataclasses import dataclass
from typing import Any

from shared.api.words import KindName
from shared.records.status import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorOnRecord:
    """Why the last attempt failed, and how to put it right. `needs_person` is false where it is tried again by itself."""

    error_class: str
    message: str
    hint: str
    attempts: int
    at: str
    needs_person: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLine:
    """A record as a listing shows it; what is not known is an empty text. Amounts are texts, to the cent.

    `pages` leads into both systems, where there is a page: behind the sites of the summary. `standing` is how what was sent
    stands between them, and `ways` what a person may do about that.
    """

    kind: KindName
    id: str
    status: Status
    number: str
    reference: str
    contact: str
    date: str
    currency: str
    total: str
    remote_id: str
    remote_number: str
    held: str
    standing: str
    ways: list[str]
    origin: str
    changed_at: str
    pages: dict[str, str]
    error: ErrorOnRecord | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPage:
    """A page of a listing. It may be shorter than asked for: it is the last one only where `next_cursor` is empty."""

    records: list[RecordLine]
    next_cursor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RelatedRecord:
    """Another record that belongs to one. `relation` is one of contact, document, parent, shared, product, payment,
    twin; what is shared is one document with it in the other system, and a twin a payment that it looks like.

    It has no status where it is not known here. `name` is a contact's name, or a product's or a document's reference.
    """

    relation: str
    kind: KindName
    id: str
    number: str
    name: str
    date: str
    currency: str
    total: str
    status: Status | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentVersion:
    """A document as Xero said it at one time; what it did not tell is an empty text. `contact` is a name."""

    status: str
    net: str
    tax: str
    total: str
    date: str
    due: str
    contact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordDetail:
    """A whole record: `document` is what its own system says, `links` lead into both systems where they are known.

    `there` is what Xero said of it last, null where that is not known, and `agreed` what it said when both agreed, null where
    the record does not stand apart, too. `twin` is the id of the payment in the other system that it looks like, "" without one.
    """

    record: RecordLine
    document: Any
    notes: list[str]
    archived_from: Status | None
    fetched_at: str
    version: int
    links: dict[str, str]
    related: list[RelatedRecord]
    twin: str
    there: DocumentVersion | None
    agreed: DocumentVersion | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEvent:
    """Something that happened to a record; request and answer are those of the other system, without secrets."""

    at: str
    what: str
    who: str
    settings_version: int
    request: Any
    answer: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPage:
    events: list[HistoryEvent]
    next_cursor: str
