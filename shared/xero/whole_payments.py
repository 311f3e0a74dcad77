"""Payments in full: one that is nested in a document does not name its account.

Xero reads some twenty by their ids in a call, and a thousand of a period.
"""

from collections.abc import Sequence
from typing import Final

from shared.xero.answers import moment
from shared.xero.client import Xero
from shared.xero.conditions import between
from shared.xero.resources import PAYMENTS, Element

MOST_BY_ID: Final = 60  # three calls: beyond that they are read by their days


def whole_payments(xero: Xero, nested: Sequence[Element]) -> list[Element]:
    """Read payments of which documents have told; by their days where they are many, and what is not of these by id."""
    ids = list(dict.fromkeys(str(one["PaymentID"]) for one in nested))
    if len(ids) <= MOST_BY_ID:
        return xero.by_ids(PAYMENTS, ids) if ids else []
    days = [moment(str(one["Date"])).date() for one in nested]
    listed = {str(one["PaymentID"]): one for one in xero.where(PAYMENTS, between(min(days), max(days)))}
    rest = [one for one in ids if one not in listed]
    return [*(listed[one] for one in ids if one in listed), *(xero.by_ids(PAYMENTS, rest) if rest else [])]
