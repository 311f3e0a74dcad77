"""Bills of several purchase orders: which orders are one bill in Xero, and the one envelope that is made of theirs.

Suppliers send one invoice for several orders. Orders with the same supplier, invoice reference, tax date, currency and rate go
together or not at all. Decision 0011 says why it is done here.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import chain
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from shared.errors import Problem
from shared.kinds import Kind
from shared.mapping.references import Payload
from shared.mapping.source import text_at
from shared.posting.envelopes import Envelope, Failing, blank_envelope
from shared.posting.problems import left, stopped_by
from shared.records.failure import retries_by_itself
from shared.records.record import Key, Line, Record
from shared.records.schema import searchable
from shared.records.status import Status
from shared.records.store import Store

NEAR: Final = timedelta(days=7)  # what lies between days that are no further apart is read with them
SHARED: Final = Kind.PURCHASE_INVOICE  # the kind whose records may be one document in Xero
PRICE_MODE: Final = "priceModeCode"
Same = tuple[str, ...]


class Bill(Struct, frozen=True, kw_only=True, eq=False):
    """Purchase orders that are one bill, lowest id first; those in `due` wait to be posted. With a `problem` none goes."""

    orders: tuple[Record, ...]
    due: tuple[Record, ...]
    problem: Problem | None = None


class Bills(Struct, frozen=True, kw_only=True, eq=False):
    """Finds the bills of one connection's purchase orders. `suppliers` gives, by contact, the contact on which its orders go."""

    store: Store
    suppliers: Callable[[Collection[str]], Mapping[str, str]]

    def of(self, due: Sequence[Record]) -> list[Bill]:
        """Put together what is due, and what is not but belongs to the same bills."""
        if not due:
            return []
        known = {record.key: record for record in (*due, *self._others(due))}
        asked = {record.key for record in due}
        parted = _split_by_remote(_grouped(known.values(), self._suppliers(known.values())))
        groups = [group for group in parted if not asked.isdisjoint(order.key for order in group)]
        mates = self.store.links(record.remote_id for group in groups for record in group)
        return [_bill(group, asked, mates) for group in groups]

    def _others(self, due: Sequence[Record]) -> Iterable[Record]:
        """Read the other orders with the numbers, days and currencies of these. One that is archived counts if Xero has it."""
        wanted = {_told(record) for record in due}
        near = (line for line in self._near(due) if _told(line) in wanted)
        keys = {(line.kind, line.id) for line in near} - {record.key for record in due}
        found = self.store.get_many(sorted(keys)).values() if keys else ()
        return [record for record in found if record.status != Status.ARCHIVE or record.in_remote]

    def _near(self, due: Sequence[Record]) -> Iterable[Line]:
        """Look by days or by number, whichever takes fewer queries: what is due at once is of few days."""
        spans = _spans({record.summary.date for record in due if record.summary.number and record.summary.date})
        numbers = _numbers(due)
        if len(spans) < len(numbers):
            return chain.from_iterable(self.store.dated(SHARED, first, last) for first, last in spans)
        return chain.from_iterable(self.store.numbered(SHARED, number) for number in numbers)

    def _suppliers(self, orders: Iterable[Record]) -> Mapping[str, str]:
        """Look only at contacts that may be one supplier: several of one company."""
        contacts: dict[Same, set[str]] = {}
        for order in orders:
            contacts.setdefault(_told(order), set()).add(order.summary.contact_id)
        several = {contact for found in contacts.values() if len(found) > 1 for contact in found}
        return self.suppliers(several) if several else {}


def _spans(days: Collection[str]) -> list[tuple[str, str]]:
    """Put days together that are near each other: first and last day of each span."""
    spans: list[tuple[str, str]] = []
    for day in sorted(days):
        near = spans and date.fromisoformat(day) - date.fromisoformat(spans[-1][1]) <= NEAR
        spans[-1:] = [(spans[-1][0], day)] if near else [*spans[-1:], (day, day)]
    return spans


def _numbers(orders: Iterable[Record]) -> list[str]:
    return list(dict.fromkeys(searchable(order.summary.number) for order in orders if order.summary.number))


def _told(order: Line) -> Same:
    """What a listing tells of the bill that an order is on. Nobody says in which letters its number is written."""
    return order.summary.number.casefold(), order.summary.date, order.summary.currency


def _by_id(order: Record) -> tuple[int, str]:
    return len(order.id), order.id


def _grouped(orders: Iterable[Record], suppliers: Mapping[str, str]) -> list[list[Record]]:
    groups: dict[Same, list[Record]] = {}
    for order in orders:
        groups.setdefault(_same(order, suppliers), []).append(order)
    return [sorted(group, key=_by_id) for group in groups.values()]


def _same(order: Record, suppliers: Mapping[str, str]) -> Same:
    """What the orders of one bill share. One without a number, or below nought and so a credit, shares nothing."""
    contact, rate = order.summary.contact_id, text_at(order.document, "currency", "exchangeRate")
    if not order.summary.number or (order.summary.total or 0) < 0:
        return (order.id,)
    return (*_told(order), suppliers.get(contact, contact), rate)


def _split_by_remote(groups: Iterable[Sequence[Record]]) -> list[list[Record]]:
    """What is on different bills in Xero already stays there. What is new goes to the bill of the first."""
    parted: list[list[Record]] = []
    for group in groups:
        remotes = list(dict.fromkeys(order.remote_id for order in group if order.in_remote)) or [""]
        home = {"": remotes[0]}
        parted += [[order for order in group if home.get(order.remote_id, order.remote_id) == one] for one in remotes]
    return parted


def _bill(group: Sequence[Record], asked: Collection[Key], mates: dict[str, tuple[Key, ...]]) -> Bill:
    due = tuple(order for order in group if order.key in asked or order.due_step)
    there = [order for order in group if order.in_remote]
    if not there:
        return Bill(orders=tuple(group), due=due, problem=_obstacle(group, due))
    gone = [key for key in mates.get(there[0].remote_id, ()) if key not in {order.key for order in group}]
    orders = tuple(order for order in group if order.in_remote or order in due)
    return Bill(orders=orders, due=due, problem=left(there[0], gone) if gone else None)


def _obstacle(group: Sequence[Record], due: Sequence[Record]) -> Problem | None:
    """Give why none goes: another one waits, or is an Error that a person has to see to. A new one is reason to try again."""
    is_new = any(order.failure is None or not retries_by_itself(order.failure) for order in due)
    for order in group:
        if order in due:
            continue
        if order.failure is None:
            return stopped_by(order, order.held or "it waits")
        if not is_new:
            return stopped_by(order, order.failure.problem.message)
    return None


def without_failing(bill: Bill, failing: Sequence[Failing]) -> tuple[Bill | None, list[Failing]]:
    """Give what is left of a bill when some orders fail, and what to say of the others.

    A bill that is in Xero goes without new orders that fail. Otherwise none goes. What is Sent and rests stays so.
    """
    failed = {one.envelope.record.key: one for one in failing}
    own = [one for one in failing if not one.envelope.parts[0].rests]
    there = [order for order in bill.orders if order.in_remote]
    if there and failed.keys().isdisjoint(order.key for order in there):
        orders, due = ([order for order in some if order.key not in failed] for some in (bill.orders, bill.due))
        return replace(bill, orders=tuple(orders), due=tuple(due)) if due else None, own
    first = next(iter(failed.values()))
    problem = stopped_by(first.envelope.record, first.problem.message)
    others = [order for order in bill.orders if order.key not in failed]
    stopped = [Failing(envelope=envelope, problem=problem) for envelope in map(blank_envelope, others)]
    return None, [*own, *(one for one in stopped if not one.envelope.parts[0].rests)]


def one_form(orders: Sequence[Record]) -> dict[str, str]:
    """Give what to read in the orders of a bill so that all go in one form: without tax in the prices where only some have it."""
    modes = {text_at(order.document, PRICE_MODE) for order in orders}
    return {PRICE_MODE: "EXC"} if len(modes) > 1 else {}


def joined(envelopes: Sequence[Envelope]) -> Envelope:
    """Make one envelope of those of the orders of a bill, the first one's first: all lines, and the sum of their totals.

    Where they differ in what is not theirs alone, the first one decides, and the earliest due date.
    """
    first, *others = envelopes
    if not others:
        return first
    return replace(
        first,
        payload=_payload([envelope.payload for envelope in envelopes]),
        base=_base([envelope for envelope in envelopes if envelope.remote_id]),
        refers=tuple(ref for envelope in envelopes for ref in envelope.refers),
        total=sum((envelope.total for envelope in envelopes if envelope.total is not None), Decimal()),
        tax=sum((envelope.tax for envelope in envelopes if envelope.tax is not None), Decimal()),
        remote_id=next((envelope.remote_id for envelope in envelopes if envelope.remote_id), ""),
        notes=tuple(dict.fromkeys(note for envelope in envelopes for note in envelope.notes)),
        others=tuple(part for envelope in others for part in envelope.parts),
    )


def _base(there: Sequence[Envelope]) -> Payload | None:
    """Put together what was posted last of the orders that are on the bill; None where that is not known of all."""
    known = [envelope.base for envelope in there if envelope.base is not None]
    return _payload(known) if known and len(known) == len(there) else None


def _payload(payloads: Sequence[Payload]) -> Payload:
    lines = [line for payload in payloads for line in payload["LineItems"]]
    due = min(payload["DueDate"] for payload in payloads)
    told = {name: value for payload in reversed(payloads) for name, value in payload.items()}
    return {**told, "DueDate": due, "LineItems": lines}
