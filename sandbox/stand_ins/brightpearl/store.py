"""The account's memory: every record by id, who comes next, and what changes when something changes."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

from sandbox.stand_ins.brightpearl.amounts import ZERO
from sandbox.stand_ins.brightpearl.countries import PROFILES
from sandbox.stand_ins.brightpearl.ledger.entries import Edit, Entry
from sandbox.stand_ins.brightpearl.ledger.index import JournalIndex
from sandbox.stand_ins.brightpearl.moments import AccountTime, Clock
from sandbox.stand_ins.brightpearl.records import (
    Address,
    Contact,
    GoodsNote,
    Invoice,
    OddMoney,
    Order,
    OrderType,
    Payment,
    PaymentStatus,
    PaymentType,
    Planted,
    Product,
    Webhook,
)
from sandbox.stand_ins.brightpearl.reference import Reference
from sandbox.stand_ins.country import Country

FIRST_IDS = {
    "product": 1007,
    "contact": 20101,
    "address": 51001,
    "order": 2001,
    "row": 378,
    "note": 601,
    "payment": 9001,
    "journal": 31001,
    "goods_note": 501,
    "movement": 7001,
    "batch": 88,
    "webhook": 121,
    "invoice": 100001,
    "credit": 1,
}


class Kept(Protocol):
    """Anything with an id."""

    id: int


Record = TypeVar("Record", bound=Kept)

_PAID_OUT = frozenset({OrderType.PO, OrderType.SC})


class Store:
    """One account. Records are added whole; whoever changes one says so with a `touch`."""

    def __init__(self, clock: Clock, country: Country) -> None:
        self.clock = clock
        self.reference = Reference.of(PROFILES[country])
        self.time = AccountTime(ZoneInfo(self.reference.profile.zone))
        self.products: dict[int, Product] = {}
        self.contacts: dict[int, Contact] = {}
        self.addresses: dict[int, Address] = {}
        self.orders: dict[int, Order] = {}
        self.payments: dict[int, Payment] = {}
        self.goods_notes: dict[int, GoodsNote] = {}
        self.webhooks: dict[int, Webhook] = {}
        self.planted: list[Planted] = []
        self.odd_money: list[OddMoney] = []
        self.journals = JournalIndex()
        self.entries: dict[int, Entry] = {}
        self.edits: dict[int, Edit] = {}
        self._given: Counter[str] = Counter()
        self._payments_of: defaultdict[int, list[int]] = defaultdict(list)
        self._changed: dict[tuple[type, int], datetime] = {}

    @property
    def currency(self) -> str:
        """What the books are kept in."""
        return self.reference.profile.currency

    @property
    def usual_tax_code(self) -> str:
        """What a row, a product or a contact has unless somebody says otherwise."""
        return self.reference.profile.usual_tax_code

    def next_id(self, kind: str) -> int:
        """The next free number of a kind."""
        self._given[kind] += 1
        return FIRST_IDS[kind] + self._given[kind] - 1

    def status_of(self, order: Order) -> str:
        """The name of an order's status."""
        return self.reference.statuses[order.status_id].name

    def has_transaction(self, reference: str, method: str) -> bool:
        """Whether a payment carries this transaction reference for this method already."""
        return any(
            payment.transaction_ref == reference and payment.method == method for payment in self.payments.values()
        )

    def payments_of(self, order_id: int) -> Iterator[Payment]:
        """An order's payments."""
        return (self.payments[payment_id] for payment_id in self._payments_of.get(order_id, ()))

    def paid(self, order: Order) -> Decimal:
        """What has come in on a sale or a returned purchase, or gone out on the others, less what went the other way."""
        out = order.type in _PAID_OUT
        amounts = (
            payment.amount_paid if (payment.type is PaymentType.PAYMENT) is out else -payment.amount_paid
            for payment in self.payments_of(order.id)
        )
        return sum(amounts, ZERO)

    def add_payment(self, payment: Payment) -> None:
        """Keep a payment and let the order know."""
        self.payments[payment.id] = payment
        self._payments_of[payment.order_id].append(payment.id)
        self.journals.add(payment.journal_id, payment)
        self.settle(self.orders[payment.order_id])

    def remove_payment(self, payment: Payment) -> None:
        """Forget a payment; it simply vanishes."""
        del self.payments[payment.id]
        self._payments_of[payment.order_id].remove(payment.id)
        self.journals.remove(payment.journal_id, payment)
        self.settle(self.orders[payment.order_id])

    def add_note(self, note: GoodsNote) -> None:
        """Keep a goods note."""
        self.goods_notes[note.id] = note
        self.journals.add(note.journal_id, note)

    def enter(self, entry: Entry) -> None:
        """Keep a journal that a person entered."""
        self.entries[entry.journal_id] = entry
        self.journals.add(entry.journal_id, entry)

    def book_invoice(self, order: Order) -> None:
        """Give an invoice its journal; one that is amended keeps it."""
        if order.invoice.journal_id is None:
            order.invoice.journal_id = self.next_id("journal")
            self.journals.add(order.invoice.journal_id, order)

    def unbook_invoice(self, order: Order) -> None:
        """Take an invoice back, and its journal with it."""
        self.journals.remove(order.invoice.journal_id, order)
        order.invoice = Invoice(taken_back=order.invoice.reference)

    def book_anew(self, payments: Iterable[Payment]) -> None:
        """Give payments one journal instead of those that they have."""
        journal = self.next_id("journal")
        for payment in payments:
            self.journals.remove(payment.journal_id, payment)
            payment.journal_id = journal
            self.journals.add(journal, payment)

    def remove_order(self, order: Order) -> None:
        """Forget an order whose payments are gone."""
        self._payments_of.pop(order.id, None)
        self.journals.remove(order.invoice.journal_id, order)
        del self.orders[order.id]

    def settle(self, order: Order) -> None:
        """Work out an order's payment status from its payments."""
        authorised = any(payment.type is PaymentType.AUTH for payment in self.payments_of(order.id))
        order.payment_status = _payment_status(order.total, self.paid(order), authorised=authorised)

    def touch(self, record: Product | Contact | Order) -> None:
        """Date a change, count it, and have the indexes notice it."""
        record.updated_on = self.clock.now()
        if not isinstance(record, Contact):
            record.version += 1
        if isinstance(record, Order):
            self.settle(record)
        self.index(record)

    def index(self, record: Kept) -> None:
        """Note when the search indexes were told of a record."""
        self._changed[type(record), record.id] = self.clock.now()

    def indexed(self, records: Iterable[Record], *, lag_seconds: int) -> Iterable[Record]:
        """The records that an index lagging so far behind knows about."""
        if lag_seconds == 0:
            return records
        horizon = self.clock.now() - timedelta(seconds=lag_seconds)
        return [record for record in records if self._changed.get((type(record), record.id), horizon) <= horizon]


def _payment_status(total: Decimal, paid: Decimal, *, authorised: bool) -> PaymentStatus:
    """The status of an order of either sign: one below nought is paid once as much has gone the other way."""
    if total == ZERO:
        return PaymentStatus.NOT_APPLICABLE
    settled = paid if total > ZERO else -paid
    if settled >= abs(total):
        return PaymentStatus.PAID
    if settled > ZERO:
        return PaymentStatus.PARTIALLY_PAID
    return PaymentStatus.AUTHORIZED if authorised else PaymentStatus.UNPAID
