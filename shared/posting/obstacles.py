"""What a credit waits for before it is allocated: its invoice, an approval, or money that has to come first.

It is decided from the records themselves. An index may lag, and a payment that comes behind an allocation is refused for ever.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import islice
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from shared.kinds import Kind
from shared.mapping.days import in_words
from shared.mapping.references import Ref
from shared.posting.payment_records import is_being_changed
from shared.posting.periods import posted_on
from shared.records.queues import OPEN_PAYMENTS, Queues
from shared.records.record import Record
from shared.records.status import RESTING
from shared.records.store import Store
from shared.records.transactions import Change

TOGETHER: Final = 100  # payments that are read at a time, as many as a request of DynamoDB takes
_ALLOCATED: Final = "it is allocated to its invoice once "


class Obstacles(Struct, frozen=True, kw_only=True, eq=False):
    """What stands in the way at this moment: drafts by their Xero ids, and one payment for each order that has any open.

    Drafts are read once somebody asks for them. `is_locked` says whether nothing is allocated in Xero on a day.
    """

    drafts: Callable[[], Collection[str]]
    payments: Mapping[str, str]
    is_locked: Callable[[date], bool]

    @classmethod
    def now(cls, store: Store, queues: Queues, is_locked: Callable[[date], bool]) -> "Obstacles":
        return cls(drafts=cache(queues.drafts), payments=open_payments(store, queues), is_locked=is_locked)

    def of(self, credit: Record, order: Ref, invoice: Record | None) -> str | None:
        """Give what has to happen before the credit is allocated; None where nothing has."""
        if invoice is None:
            return f"order {order.id} is in Xero"
        return next(self._waits((invoice, credit)), None)

    def _waits(self, documents: Sequence[Record]) -> Iterator[str]:
        yield from (f"{one.called} is in Xero" for one in documents if not one.in_remote)
        yield from (f"{one.called} is approved in Xero" for one in documents if one.remote_id in self.drafts())
        payments = (self.payments.get(one.id) for one in documents)  # the id of an order is that of its record
        yield from (f"payment {payment} is in Xero, or archived" for payment in payments if payment)
        yield from (f"the change of {one.called} is in Xero" for one in documents if is_being_changed(one))
        day = max(map(posted_on, documents))
        if self.is_locked(day):
            yield f"{in_words(day)} is open in Xero"


def open_payments(store: Store, queues: Queues) -> dict[str, str]:
    """Give one payment for each order that has any which are due or an Error. Those that are settled are forgotten.

    After a first cycle they are as many as all payments are, so they are read some at a time, and only ids are kept.
    """
    settled: set[str] = set()
    still: dict[str, str] = {}
    ids = iter(sorted(queues.ids(OPEN_PAYMENTS)))
    while some := list(islice(ids, TOGETHER)):
        for payment in store.get_many((Kind.SALES_PAYMENT, one) for one in some).values():
            if payment.status in RESTING and payment.due_step is None:
                settled.add(payment.id)
            else:
                still[str(payment.document["orderId"])] = payment.id
    queues.take_out(OPEN_PAYMENTS, settled)
    return still


def say(store: Store, waiting: Mapping[str, str | None], credits_: Iterable[Record]) -> None:
    """Let each credit's notes tell what its allocation waits for, by id; what they told before goes."""

    def change(credit: Record) -> Change | None:
        kept = tuple(note for note in credit.notes if not note.startswith(_ALLOCATED))
        what = waiting.get(credit.id)
        notes = (*kept, f"{_ALLOCATED}{what}") if what else kept
        return None if notes == credit.notes else Change(before=credit, after=replace(credit, notes=notes))

    store.revise(credits_, change)
