"""Deposits as they are listed: payments that wait for the invoice of their order, with the tax in them."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Final

from shared.api.shapes import DepositLine, DepositPage
from shared.kinds import Kind
from shared.mapping.deposits import comes_back, signed
from shared.records.filter import Filter
from shared.records.listing import Listing
from shared.records.record import Record
from shared.records.status import Status
from shared.records.store import Store

WAITING: Final = Filter(status=Status.PENDING)


def deposit_page(store: Store, *, today: date, cursor: str, limit: int) -> DepositPage:
    """Read a page of the payments that wait, and give those that are deposits. Raises CursorError for a wrong cursor."""
    page = Listing(connection=store.connection).page(Kind.SALES_PAYMENT, WAITING, cursor=cursor, limit=limit)
    records = store.get_many((line.kind, line.id) for line in page.lines)
    found = (records[key] for line in page.lines if (key := (line.kind, line.id)) in records)
    return DepositPage(deposits=list(_lines(found, today)), next_cursor=page.cursor)


def _lines(records: Iterable[Record], today: date) -> Iterable[DepositLine]:
    for record in records:
        if record.document.get("deposit") and not comes_back(record.document):
            yield _line(record, today)


def _line(record: Record, today: date) -> DepositLine:
    payment, told = record.document, record.document["deposit"]
    day = record.summary.date
    return DepositLine(
        payment=record.id,
        order=str(payment["orderId"]),
        reference=told["reference"],
        contact=told["contact_name"],
        day=day,
        age_days=(today - date.fromisoformat(day)).days if day else 0,
        method=str(payment["paymentMethodCode"]),
        currency=record.summary.currency,
        amount=_text(signed(payment)),
        tax={code: _text(Decimal(str(amount))) for code, amount in told["tax"].items()},
    )


def _text(amount: Decimal) -> str:
    return format(amount, "f")
