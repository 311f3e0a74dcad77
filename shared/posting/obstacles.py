"""What a credit waits for before it is allocated: its invoice, an approval, or money that has to come first.

It is decided from the records themselves. An index may lag, and a payment that comes behind an allocation is refused for ever.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from shared.kinds import Kind
from shared.mapping.references import Ref
from shared.posting.payment_records import is_being_changed
from shared.records.queues import OPEN_PAYMENTS, Queues
from shared.records.record import Record
from shared.records.status import RESTING
from shared.records.store import Store
from shared.records.transactions import Change

_ALLOCATED: Final = "it is allocated to its invoice once "


class Obstacles(Struct, frozen=True, kw_only=True, eq=False):
    """What stands in the way at this moment: drafts by their Xero ids, and one payment for each order that has any open."""

    drafts: frozenset[str]
    payments: Mapping[str, Record]

    @classmethod
    def now(cls, store: Store, queues: Queues) -> "Obstacles":
        return cls(drafts=frozenset(queues.drafts()), payments=open_payments(store, queues))

    def of(self, credit: Record, order: Ref, invoice: Record | None) -> str | None:
        """Give what has to happen before the credit is allocated; None where nothing has."""
        if invoice is None:
            return f"order {order.id} is in Xero"
        documents = (invoice, credit)
        waiting = (
            *(f"{one.called} is in Xero" for one in documents if not one.in_remote),
            self._draft(documents),
            self._payment(documents),
            *(f"the change of {one.called} is in Xero" for one in documents if is_being_changed(one)),
        )
        return next(filter(None, waiting), None)

    def _draft(self, documents: Iterable[Record]) -> str | None:
        return next((f"{one.called} is approved in Xero" for one in documents if one.remote_id in self.drafts), None)

    def _payment(self, documents: Iterable[Record]) -> str | None:
        """The id of an order is that of its record."""
        found = (self.payments.get(one.id) for one in documents)
        return next((f"payment {payment.id} is in Xero, or archived" for payment in found if payment), None)


def open_payments(store: Store, queues: Queues) -> dict[str, Record]:
    """Give one payment for each order that has any which are due or an Error. Those that are settled are forgotten."""
    known = store.get_many((Kind.SALES_PAYMENT, payment) for payment in queues.ids(OPEN_PAYMENTS)).values()
    settled = {payment.id for payment in known if payment.status in RESTING and payment.due_step is None}
    queues.take_out(OPEN_PAYMENTS, settled)
    return {str(payment.document["orderId"]): payment for payment in known if payment.id not in settled}


def say(store: Store, waiting: Mapping[str, str | None], credits_: Iterable[Record]) -> None:
    """Let each credit's notes tell what its allocation waits for, by id; what they told before goes."""

    def change(credit: Record) -> Change | None:
        kept = tuple(note for note in credit.notes if not note.startswith(_ALLOCATED))
        what = waiting.get(credit.id)
        notes = (*kept, f"{_ALLOCATED}{what}") if what else kept
        return None if notes == credit.notes else Change(before=credit, after=replace(credit, notes=notes))

    store.revise(credits_, change)
