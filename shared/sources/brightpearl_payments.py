"""Sales payments and refunds in Brightpearl, with their journals: the new ones, and those of orders that just reached Xero."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, time, timedelta
from functools import partial
from types import MappingProxyType
from typing import Any, Final
from zoneinfo import ZoneInfo

from msgspec import Struct
from msgspec.structs import replace

from shared.brightpearl.client import Brightpearl
from shared.codec import fingerprint
from shared.errors import InvalidDataError
from shared.kinds import SALES, Kind
from shared.mapping.deposits import awaited
from shared.mapping.payments import moves_money
from shared.mapping.source import at, text_at
from shared.mapping.text import one_line
from shared.records.progress import Progress
from shared.records.queues import OPEN_PAYMENTS, QueueItem
from shared.records.record import Fetched, Key, Record, Summary
from shared.records.status import RESTING
from shared.records.store import Store
from shared.settings import Deposits as DepositSetting
from shared.settings import Settings
from shared.sources.changes import Row, after
from shared.sources.deposits import Deposits, FoundAhead, read_deposits
from shared.sources.echoes import echoes
from shared.sources.fetched import fetched
from shared.sources.journals import Journals, is_unread, unread_orders
from shared.sources.pages import Page, Position, Since
from shared.sources.summary import amount_in, day_of

SEARCHED_TOGETHER: Final = 400  # orders at first: few have more than one payment, and a page of a search has 500
AHEAD: Final = "deposits ahead of their invoice"
MOST_TOGETHER: Final = 1_000  # orders
MOST_SEARCHES: Final = 10  # between two places to go on from, though hardly any order has a payment
LAG: Final = timedelta(minutes=10)  # of two clocks, and of a search behind what was entered
ROWS: Final = 450  # that a search should find: few run over a page then
GATHERED: Final = 500  # payments at the least that are read together: their journals and the orders ahead fill calls


class BrightpearlPayments(Struct, frozen=True, kw_only=True, eq=False):
    """Leaves out what we carried over from Xero: our ledger knows it, or it carries a Xero payment's id.

    What somebody asks for is read anew, with its journal. `found_ahead` gives payments that an earlier table has posted.
    """

    brightpearl: Brightpearl
    journals: Journals
    found_ahead: FoundAhead
    store: Store
    progress: Progress
    settings: Settings
    step: str
    due_step: str

    def pages(self, since: Since, position: Position) -> Iterator[Page]:
        last = after(position)
        for rows in self.brightpearl.payments_created(since or self._beginning(), after=last):
            last, fetched = int(rows[-1]["paymentId"]), self._fetched(rows)
            yield Page(
                fetched=fetched, position={"after": last}, stored=partial(self._read_again, unread_orders(fetched))
            )
        yield from self._of_orders(self.progress.queues.queued(self.step), last, position)

    @property
    def selection(self) -> str:
        """Deposits that go ahead of their invoice are read from the start date on: no document leads to them."""
        return AHEAD if self.settings.deposits == DepositSetting.OVERPAYMENT else ""

    def _beginning(self) -> datetime:
        """Where deposits wait, what was paid before the connection began is found by orders: those that are not invoiced, too."""
        start = datetime.combine(self.settings.start_date, time(), ZoneInfo(self.settings.time_zone))
        began = None if self.selection else self.progress.began()
        return began - LAG if began else start

    def _of_orders(self, items: Sequence[QueueItem], last: int, position: Position) -> Iterator[Page]:
        """Every payment of queued orders, invoiced or not, ascending by order id, so that one search covers many.

        A reading that was cut off goes on behind the orders it had done. Where the queue has changed, it begins again: so what
        has to be read again is queued only in the end.
        """
        queue = fingerprint([item.sk for item in items])
        goes_on = position.get("queue") == queue
        done, again = (int(position["orders"]), {*position.get("again", ())}) if goes_on else (0, set())
        left, together = sorted(_orders(items, above=done)), SEARCHED_TOGETHER
        while left:
            rows: list[Row] = []
            for _ in range(MOST_SEARCHES):
                orders, left = left[:together], left[together:]
                found, wanted = self.brightpearl.payments_near(orders, supplier=False), {*orders}
                together = size_of_next(len(orders), len(found))
                rows += [row for row in found if row["orderId"] in wanted]
                if not left or len(rows) >= GATHERED:
                    break
            fetched = self._fetched(rows, whole=True)
            again |= unread_orders(fetched)
            reached = {"after": last, "queue": queue, "orders": orders[-1], "again": sorted(again)}
            page = Page(fetched=fetched, position=reached)
            yield page if left else replace(page, stored=partial(self._take_out, items, again))

    def _take_out(self, items: Sequence[QueueItem], again: Collection[str]) -> None:
        self._read_again(again)
        self.progress.queues.dequeue(items)

    def _read_again(self, orders: Collection[str]) -> None:
        self.progress.queues.enqueue(self.step, sorted(orders))

    def one(self, _kind: Kind, record_id: str) -> list[Fetched]:
        known = self.store.get(Kind.SALES_PAYMENT, record_id)
        if known is None:
            raise InvalidDataError(f"payment {record_id} is not known here", hint="fetch all sales payments instead")
        rows = self.brightpearl.payments_of_orders([int(known.document["orderId"])], supplier=False)
        fetched = self._fetched([row for row in rows if str(row["paymentId"]) == record_id], anew=True)
        self._read_again(unread_orders(fetched))
        return fetched

    def _fetched(self, rows: Sequence[Row], *, whole: bool = False, anew: bool = False) -> list[Fetched]:
        """Make them of rows, which may be the `whole` of their orders' payments."""
        money = [row for row in rows if moves_money(row) and row.get("orderId")]
        carried = echoes(self.store, Kind.SALES_PAYMENT, money)
        money = [row for row in money if row["paymentId"] not in carried]
        orders = [(kind, str(row["orderId"])) for row in money for kind in SALES]
        known = self.store.get_many([*orders, *((Kind.SALES_PAYMENT, str(row["paymentId"])) for row in money)])
        self._note_open(money, known)
        told = self._with_journals(money, {} if anew else known)
        deposits = self._deposits(told, known, whole=whole)
        return [self._payment(row, known, deposits.of.get(row["paymentId"])) for row in (*told, *deposits.others)]

    def _deposits(self, rows: Sequence[Row], known: Mapping[Key, Record], *, whole: bool) -> Deposits:
        ahead = [row for row in rows if _document(row, known) is None]

        def find(ids: Iterable[str]) -> dict[str, Record]:
            keys = [(Kind.SALES_PAYMENT, payment_id) for payment_id in ids]
            found = self.store.get_many(key for key in keys if key not in known)
            return {key[1]: record for key in keys if (record := known.get(key) or found.get(key))}

        return read_deposits(self.brightpearl, ahead, find, self._with_journals, self.found_ahead, whole=whole)

    def _with_journals(self, rows: Sequence[Row], known: Mapping[Key, Record] = MappingProxyType({})) -> list[Row]:
        journals = self.journals.of(rows, known)
        return [_with_journal(row, journals) for row in rows]

    def _note_open(self, rows: Sequence[Row], known: Mapping[Key, Record]) -> None:
        """Note what is not known to be settled, before it is stored: allocations of credits wait for it.

        Payments of what is not in Xero are read again when that comes.
        """
        in_xero = [str(row["paymentId"]) for row in rows if _is_in_xero(_document(row, known))]
        records = {name: known.get((Kind.SALES_PAYMENT, name)) for name in in_xero}
        waiting = [name for name, record in records.items() if record is None or record.status not in RESTING]
        self.progress.queues.enqueue(OPEN_PAYMENTS, waiting)

    def _payment(self, row: Row, known: Mapping[Key, Record], deposit: Mapping[str, Any] | None) -> Fetched:
        """One that was deleted in Xero after we carried it over stays deleted, whatever Brightpearl says of it."""
        before = known.get((Kind.SALES_PAYMENT, str(row["paymentId"])))
        if before is not None and _gave_back(before):
            document, deposit = None, before.document["deposit"]
        else:
            document = _document(row, known)
        content: dict[str, Any] = {**row, "document": list(document.key) if document else None}
        if before is not None and before.document.get("deleted"):
            content["deleted"] = True
        if deposit is not None:
            content["deposit"] = deposit
        return fetched(
            Kind.SALES_PAYMENT,
            str(row["paymentId"]),
            content,
            self.settings,
            summary=_paying(payment_summary(content, self.settings), document),
            due_step=self.due_step,
            held=_waits(row, document, deposit, self.settings),
        )


def _with_journal(row: Row, journals: Mapping[int, Mapping[str, Any]]) -> Row:
    journal = journals.get(row["paymentId"])
    return row if journal is None else {**row, "journal": journal}


def _gave_back(record: Record) -> bool:
    """Whether it gave back a deposit in Xero: an invoice that comes later is none of its matter."""
    return record.in_remote and "brought_by" in (record.document.get("deposit") or {})


def _waits(row: Row, document: Record | None, deposit: Mapping[str, Any] | None, settings: Settings) -> str:
    """Say for what it waits; "" where it may go, or where there is nothing to post, as all money on its order went back."""
    if deposit is not None:
        goes = deposit["returned"] or "brought_by" in deposit or settings.deposits is DepositSetting.OVERPAYMENT
        return "" if goes else awaited(row)
    if not _is_in_xero(document):
        return f"waits until {_called(document, str(row['orderId']))} is in Xero"
    return f"waits until its journal {row['journalId']} can be read in Brightpearl" if is_unread(row) else ""


def payment_summary(payment: Any, settings: Settings) -> Summary:
    return Summary(
        number=text_at(payment, "paymentId"),
        reference=one_line(text_at(payment, "deposit", "reference") or text_at(payment, "transactionRef")),
        contact_id=text_at(payment, "deposit", "contact_id"),
        contact_name=text_at(payment, "deposit", "contact_name"),
        date=day_of(at(payment, "paymentDate"), settings),
        currency=text_at(payment, "currencyCode"),
        total=amount_in(payment, "amountPaid"),
    )


def _paying(payment: Summary, document: Record | None) -> Summary:
    """Add the number and contact of what it pays, where that is known: its own system knows only ids."""
    if document is None:
        return payment
    paid = document.summary
    return replace(
        payment,
        reference=paid.number or payment.reference,
        contact_id=paid.contact_id,
        contact_name=paid.contact_name,
    )


def _document(row: Row, known: Mapping[Key, Record]) -> Record | None:
    return next((known[kind, str(row["orderId"])] for kind in SALES if (kind, str(row["orderId"])) in known), None)


def _is_in_xero(document: Record | None) -> bool:
    return document is not None and document.in_remote


def _called(document: Record | None, order_id: str) -> str:
    return document.called if document and document.summary.number else f"order {order_id}"


def size_of_next(orders: int, payments: int) -> int:
    """So many of the next orders should have as many payments as a page of a search has room for, if they are like these."""
    return max(1, min(MOST_TOGETHER, ROWS * orders // max(payments, 1)))


def _orders(items: Sequence[QueueItem], *, above: int) -> set[int]:
    return {int(order_id) for item in items for order_id in item.ids if int(order_id) > above}
