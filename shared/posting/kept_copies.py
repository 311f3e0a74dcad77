"""Why the copy of a payment stays in Xero though it was to be deleted there: nothing but what was posted is ever taken away."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from msgspec import Struct

from shared.errors import RecordError
from shared.kinds import System
from shared.mapping.copies import IN_A_BATCH, RECONCILED, why_kept, why_other
from shared.mapping.dates import xero_date
from shared.mapping.overpayments import PAID, has_overpayment
from shared.mapping.payments import PaidDocument
from shared.mapping.payments_to_xero import with_amount
from shared.mapping.references import Mapped, Payload
from shared.posting.periods import posted_on
from shared.records.apart import BY_HAND
from shared.records.record import WITHDRAWN, Record

LOCKED: Final = (
    "reapply this once the lock date is moved in Xero (Accounting > Advanced > Lock dates), or leave it as it is"
)
VOID_IT: Final = (
    "void the overpayment in Xero, and delete the payment, where no such money has moved, or leave it as it is"
)
HINTS: Final[Mapping[str, str]] = {
    RECONCILED: "unreconcile the payment in Xero and reapply this, or leave it as it is",
    IN_A_BATCH: "delete the whole batch payment in Xero and enter its other payments anew, or leave it as it is",
}


class Kept(Struct, frozen=True, kw_only=True):
    """Why, as a clause, and what to do about it."""

    why: str
    hint: str = BY_HAND


class Keeper(Struct, frozen=True, kw_only=True, eq=False):
    """`map_payment` gives a payment as it would be posted today, `why_locked` says of a day that nothing is posted on it."""

    map_payment: Callable[[Any, PaidDocument], Mapped]
    why_locked: Callable[[date, System], str | None]

    def why(self, record: Record, copy: Mapping[str, Any] | None, document: Record | None) -> Kept | None:
        """Give what keeps a payment's copy, as it was read just now; None where it may go. `document` is what it has paid."""
        if copy is None:
            return Kept(why="it is none of Xero's payments")
        return next(self._reasons(record, copy, document), None)

    def _reasons(self, record: Record, copy: Mapping[str, Any], document: Record | None) -> Iterator[Kept]:
        yield from _in_parts(record)
        if why := why_kept(copy, record.id):
            yield Kept(why=f"it {why}", hint=HINTS.get(why, BY_HAND))
        try:
            if why := self._why_other(record, copy, document):
                yield Kept(why=f"it {why}")
        except RecordError as error:
            yield Kept(why=f"nobody knows how it was posted: {error.message}")
        if locked := self.why_locked(xero_date(copy["Date"]), System.XERO):
            yield Kept(why=locked, hint=LOCKED)

    def _why_other(self, record: Record, copy: Mapping[str, Any], document: Record | None) -> str:
        if document is None:
            return "has paid what is not known here any more"
        payload = self.map_payment(record.document, PaidDocument.of(document.kind, document.document)).payload
        if not payload:
            return "would not be posted as a payment"
        paid = (record.fields or {}).get(PAID)
        posted = payload if paid is None else with_amount(payload, Decimal(str(paid)))
        return why_other(copy, posted, _days(posted, document))


def _in_parts(record: Record) -> Iterator[Kept]:
    fields = record.fields or {}
    if has_overpayment(fields):
        yield Kept(why="all of it, or a part, is an overpayment there", hint=VOID_IT)
    if PAID in fields and WITHDRAWN in record.document:
        yield Kept(why=f"only {fields[PAID]} of it has paid {record.summary.reference}")


def _days(posted: Payload, document: Record) -> set[str]:
    """Its own day, or that of its document where Xero takes no payment before that."""
    return {str(posted["Date"]), max(str(posted["Date"]), posted_on(document).isoformat())}
