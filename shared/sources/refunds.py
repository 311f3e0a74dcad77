"""What has paid back credit notes of ours that were found in Xero. Credit notes are read one by one, and refunds are listed."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, Final

from shared.kinds import ORDERS
from shared.mapping.payments import paid_document
from shared.records.store import Store
from shared.xero.client import Xero
from shared.xero.conditions import since
from shared.xero.resources import CREDIT_NOTES, PAYMENTS
from shared.xero.whole_payments import whole_payments

Raw = Mapping[str, Any]
MOST_ALONE: Final = 3  # credit notes that are read one by one


def refunds_of(xero: Xero, store: Store, notes: Collection[str]) -> Sequence[Raw]:
    """Read the refunds of these credit notes, by their ids; of many by one list, from the day of the oldest one on."""
    if len(notes) <= MOST_ALONE:
        read = xero.by_ids(CREDIT_NOTES, sorted(notes))
        return whole_payments(xero, [one for note in read for one in note.get("Payments") or ()])
    records = store.get_many(store.linked(notes).values()).values()
    first = min(date.fromisoformat(record.summary.date) for record in records if record.summary.date)
    kinds = sorted({ORDERS[record.kind].payment_type for record in records if record.kind in ORDERS})
    found = [one for kind in kinds for one in xero.where(PAYMENTS, f'PaymentType=="{kind}" AND {since(first)}')]
    return [one for one in found if paid_document(one) in notes]
