"""What belongs to a record: whose it is, what it pays or was made from, its products, its payments, what shares its bill."""

from collections.abc import Iterator
from typing import Final

from shared.api.shapes import RelatedRecord
from shared.api.words import KindName
from shared.kinds import ORDERS, Kind
from shared.mapping.lines import FIRST_REAL_PRODUCT
from shared.mapping.source import entries, id_at
from shared.posting.bills import SHARED
from shared.posting.payment_records import document_of, source_of
from shared.records.record import Key, Record, Summary
from shared.records.standing import Standing
from shared.records.store import Store

MOST_PRODUCTS: Final = 50
MOST_PAYMENTS: Final = 80
Named = tuple[str, Key]


def related(record: Record, store: Store) -> list[RelatedRecord]:
    """All of them, those that are not known here too: they have no status then."""
    named = list(dict.fromkeys([*_named(record), *_sharing(record, store), *_payments(record, store)]))
    known = store.get_many(key for _, key in named)
    return [
        _shown(relation, key, known.get(key)) for relation, key in named if _belongs(relation, record, known.get(key))
    ]


def _named(record: Record) -> Iterator[Named]:
    """Those that the record itself names."""
    if record.summary.contact_id and record.kind != Kind.CONTACT:
        yield "contact", (Kind.CONTACT, record.summary.contact_id)
    if record.apart is Standing.TWIN:
        yield "twin", (record.kind, record.theirs)
    yield from (("document", key) for key in (document_of(record), source_of(record)) if key)
    order, parent = ORDERS.get(record.kind), id_at(record.document, "parentOrderId")
    if order and order.parent and parent:
        yield "parent", (order.parent, parent)
    yield from (("product", (Kind.PRODUCT, product)) for product in _products(record))


def _sharing(record: Record, store: Store) -> list[Named]:
    """The other orders of a bill."""
    if record.kind != SHARED or not record.in_remote:
        return []
    together = store.links([record.remote_id]).get(record.remote_id, ())
    return [("shared", key) for key in together if key != record.key]


def _products(record: Record) -> list[str]:
    rows = [*entries(record.document, "orderRows"), *entries(record.document, "goodsMoved")]
    found = dict.fromkeys(product for _, row in rows if _is_product(product := id_at(row, "productId")))
    return list(found)[:MOST_PRODUCTS]


def _is_product(product: str) -> bool:
    """Rows of free text name a product, too, that is none."""
    return product.isdecimal() and int(product) >= FIRST_REAL_PRODUCT


def _payments(record: Record, store: Store) -> list[Named]:
    order = ORDERS.get(record.kind)
    if order is None or not record.summary.number:
        return []
    ids = store.found(order.paid_by, record.summary.number)[:MOST_PAYMENTS]
    return [("payment", (order.paid_by, payment)) for payment in ids]


def _belongs(relation: str, record: Record, other: Record | None) -> bool:
    """Numbers of bills are not unique: a payment belongs to the one that it says it pays."""
    return relation != "payment" or (other is not None and document_of(other) == record.key)


def _shown(relation: str, key: Key, known: Record | None) -> RelatedRecord:
    kind, record_id = key
    summary = known.summary if known else Summary()
    return RelatedRecord(
        relation=relation,
        kind=KindName.of(kind),
        id=record_id,
        number=summary.number,
        name=summary.contact_name if kind == Kind.CONTACT else summary.reference,
        date=summary.date,
        currency=summary.currency,
        total="" if summary.total is None else format(summary.total, "f"),
        status=known.status if known else None,
    )
