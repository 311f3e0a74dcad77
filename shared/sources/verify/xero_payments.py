"""Payments in Xero again, once a month: those of the open period that were deleted there.

Whether Xero lists deleted payments nobody says. So one that is not in the list counts as deleted only where it says so itself,
read by its id. https://developer.xero.com/documentation/api/accounting/payments
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

from msgspec import Struct

from shared.kinds import PAYMENTS as KINDS
from shared.kinds import System
from shared.mapping.splits import whole_id
from shared.records.record import Record
from shared.records.status import LIVING
from shared.records.store import Store
from shared.settings import Settings
from shared.sources.fetched import deleted_in_xero
from shared.sources.normal_payments import PAYMENT
from shared.sources.pages import Page
from shared.sources.verify.parts import behind
from shared.sources.verify.xero_documents import LONG_AGO
from shared.sources.withdrawn import is_withdrawn_beside_more
from shared.xero.client import Xero
from shared.xero.conditions import since as dated_since
from shared.xero.resources import PAYMENTS

DELETED: Final = "DELETED"
READ: Final = 500


class SentPayments(Struct, frozen=True, kw_only=True, eq=False):
    """Payments of ours in Xero, and those in Xero that we carried over, from the day `opened` on."""

    xero: Xero
    store: Store
    settings: Settings
    opened: date

    def deleted(self, _after: str) -> Iterator[Page]:
        listed = self.xero.modified(PAYMENTS, LONG_AGO, where=dated_since(self.opened))
        alive = {str(payment["PaymentID"]) for payment in listed if payment.get("Status") != DELETED}
        gone = [deleted_in_xero(record, self.settings) for record in self._unseen(alive) if self._is_deleted(record)]
        yield Page(fetched=gone, position=behind("all"))

    def _unseen(self, alive: set[str]) -> Iterator[Record]:
        first = self.opened.isoformat()
        for kind in KINDS:
            ids = [one for status in LIVING for one in self.store.ids(kind, status, first=first)]
            wanted = [one for one in ids if whole_id(one) not in alive]
            for start in range(0, len(wanted), READ):
                records = self.store.get_many((kind, one) for one in wanted[start : start + READ]).values()
                yield from (record for record in records if _is_payment(record) and _id_of(record) not in alive)

    def _is_deleted(self, record: Record) -> bool:
        payment = self.xero.one(PAYMENTS, _id_of(record))
        return payment is not None and payment.get("Status") == DELETED


def _id_of(record: Record) -> str:
    """The payment's id in Xero; "" where it is not there."""
    return whole_id(record.id) if record.origin is System.XERO else record.remote_id


def _is_payment(record: Record) -> bool:
    """Whether it is a payment there and nobody has said yet that it was deleted: what credits settled is none."""
    document = record.document
    settled = record.origin is System.XERO and document.get("kind") != PAYMENT
    told = document.get("deleted") or document.get("deposit") or is_withdrawn_beside_more(record)
    return bool(_id_of(record)) and not (settled or told)
