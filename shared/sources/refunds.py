"""What has paid back credit notes of ours that were found in Xero. Credit notes are read one by one, and refunds are listed."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from shared.kinds import ORDERS
from shared.mapping.payments import paid_document
from shared.mapping.versions import days_of
from shared.records.store import Store
from shared.sources.allocated import MOST_ALONE
from shared.xero.client import Xero
from shared.xero.conditions import since
from shared.xero.resources import CREDIT_NOTES, PAYMENTS
from shared.xero.whole_payments import whole_payments

Raw = Mapping[str, Any]


def refunds_of(xero: Xero, store: Store, notes: Collection[str]) -> Sequence[Raw]:
    """Read the refunds of these credit notes, by their ids; of many by one list, from the day on that the oldest has in Xero.

    What no record of ours is linked to is left out.
    """
    if len(notes) <= MOST_ALONE:
        read = xero.by_ids(CREDIT_NOTES, sorted(notes))
        return whole_payments(xero, [one for note in read for one in note.get("Payments") or ()])
    seen = store.seen(notes, consistent=True)
    days, kinds = days_of(one.said for one in seen.values()), {kind for one in seen.values() for kind, _ in one.keys}
    types = sorted({ORDERS[kind].payment_type for kind in kinds if kind in ORDERS}) if days else []
    found = [one for name in types for one in xero.where(PAYMENTS, f'PaymentType=="{name}" AND {since(min(days))}')]
    return [one for one in found if paid_document(one) in notes]
