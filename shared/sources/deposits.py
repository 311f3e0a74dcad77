"""Money on orders that are not invoiced yet: which payments are such, and which of them have come to nothing."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct, field

from shared.brightpearl.client import Brightpearl
from shared.brightpearl.id_sets import chunks
from shared.mapping.deposits import comes_to_nothing, deposit_on, is_ahead_of_invoice, signed
from shared.mapping.payments import moves_money
from shared.records.record import Record
from shared.sources.changes import Row

Find = Callable[[Iterable[str]], Mapping[str, Record]]
WithJournals = Callable[[Sequence[Row]], Sequence[Row]]
FoundAhead = Callable[[Sequence[Row]], Collection[str]]


class Deposits(Struct, frozen=True, kw_only=True, eq=False):
    """What is told of payments on orders without an invoice, by payment id; also whether all money on the order went back."""

    of: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    others: Sequence[Row] = ()


def read_deposits(
    brightpearl: Brightpearl,
    rows: Sequence[Row],
    find: Find,
    with_journals: WithJournals,
    found_ahead: FoundAhead,
    *,
    whole: bool = False,
) -> Deposits:
    """Read the orders of payments whose orders are not known here, and where money went back, all their payments.

    `rows` have their journals. `find` gives records of payments by their ids: what is told of those is not read again.
    `with_journals` adds the journals of further payments. Where `rows` are the `whole` of each order's, there are no further
    ones. `others` are payments of orders on
    which all went back, besides `rows`. What went back of money that is in Xero already names the payments that brought it;
    `found_ahead` gives those of which our table does not know that.
    """
    known = find(str(row["paymentId"]) for row in rows)
    before = {row["paymentId"]: told for row in rows if (told := _told(row, known)) is not None}
    asked = [row for row in rows if row["paymentId"] not in before]
    orders = _ahead(brightpearl, {row["orderId"] for row in asked})
    taken = {row["orderId"] for row in asked if row["orderId"] in orders and signed(row) < 0}
    all_of = _by_order([*rows, *([] if whole else _further(brightpearl, taken, rows, with_journals))], taken)
    ahead = _brought_ahead(all_of, find, found_ahead)
    back = {order: some for order, some in all_of.items() if comes_to_nothing(some) and not ahead[order]}
    listed = {row["paymentId"] for row in rows}
    others = [row for some in back.values() for row in some if row["paymentId"] not in listed]
    made = {
        row["paymentId"]: deposit_on(orders[row["orderId"]], row) | _of(ahead.get(row["orderId"]), row)
        for row in (*asked, *others)
        if row["orderId"] in orders
    }
    still = {row["orderId"] for row in rows if before.get(row["paymentId"], {}).get("returned")}
    returned = still - {row["orderId"] for row in asked} | back.keys()
    orders_of = {row["paymentId"]: row["orderId"] for row in (*rows, *others)}
    return Deposits(
        of={
            payment_id: {**told, "returned": orders_of[payment_id] in returned}
            for payment_id, told in {**before, **made}.items()
        },
        others=others,
    )


def _of(brought: Sequence[str] | None, row: Row) -> dict[str, Any]:
    return {"brought_by": list(brought)} if brought and signed(row) < 0 else {}


def _brought_ahead(all_of: Mapping[int, Sequence[Row]], find: Find, found_ahead: FoundAhead) -> dict[int, list[str]]:
    """Give by order the payments whose money is in Xero already."""
    brought = {order: [row for row in some if signed(row) > 0] for order, some in all_of.items()}
    records = find(_name(row) for some in brought.values() for row in some)
    found = found_ahead([row for some in brought.values() for row in some if _name(row) not in records])
    ahead = {*found, *(name for name, record in records.items() if _may_be_ahead(record))}
    return {order: [name for row in some if (name := _name(row)) in ahead] for order, some in brought.items()}


def _name(row: Row) -> str:
    return str(row["paymentId"])


def _may_be_ahead(record: Record) -> bool:
    """Whether it is in Xero, or may be on its way there: an answer may have been lost."""
    return record.in_remote or record.failure is not None or (bool(record.due_step) and not record.held)


def _told(row: Row, known: Mapping[str, Record]) -> Mapping[str, Any] | None:
    record = known.get(str(row["paymentId"]))
    return None if record is None else record.document.get("deposit")


def _ahead(brightpearl: Brightpearl, ids: Iterable[int]) -> dict[int, Any]:
    found = [order for some in chunks(ids) for order in brightpearl.orders(some).items.values()]
    return {int(order["id"]): order for order in found if is_ahead_of_invoice(order)}


def _further(
    brightpearl: Brightpearl, orders: Iterable[int], rows: Sequence[Row], with_journals: WithJournals
) -> Sequence[Row]:
    """Read what else was paid on some orders."""
    known, ids = {row["paymentId"] for row in rows}, sorted(orders)
    found = brightpearl.payments_of_orders(ids, supplier=False) if ids else []
    return with_journals([row for row in found if row["paymentId"] not in known])


def _by_order(rows: Sequence[Row], orders: Iterable[int]) -> dict[int, list[Row]]:
    return {order: [row for row in rows if row["orderId"] == order and moves_money(row)] for order in sorted(orders)}
