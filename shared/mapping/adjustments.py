"""Stock corrections to a manual journal, or to a bill for stock added and a credit note for stock removed.

A correction says what moved, how many and at what cost each, always in the account's own currency:
https://api-docs.brightpearl.com/warehouse/stock-correction/get.html
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

from msgspec import Struct

from shared.errors import InvalidDataError, UnmappableError
from shared.mapping import money
from shared.mapping.dates import date_only
from shared.mapping.lines import priced
from shared.mapping.references import Mapped, Payload
from shared.mapping.source import Source, amount_at, at, entries, id_at, text_at
from shared.mapping.text import LONGEST_TEXT, one_line
from shared.settings import Adjustments, Settings

DOCUMENT_NUMBER: Final = "BP-SC-"
NOTHING_TO_POST: Final = "no value to post"

_CONTACT_ID: Final = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


class _Movement(Struct, frozen=True, kw_only=True, eq=False):
    """One product's movement: how many, signed, at what cost each."""

    product_id: str
    quantity: Decimal
    cost: Decimal

    @property
    def value(self) -> Decimal:
        return money.cents(self.quantity * self.cost)

    @property
    def description(self) -> str:
        return f"Product {self.product_id}: {self.quantity.normalize():+f} at {money.unit_amount(self.cost):f}"


def to_manual_journal(correction: Source, settings: Settings) -> Mapped:
    """Put what was added on the stock account against the adjustment account, what was removed the other way round.

    A correction without value gives an empty payload and a note. Raises InvalidDataError for another currency.
    """
    movements = _valued(correction, settings)
    if not movements:
        return _nothing(money.ZERO)
    payload: Payload = {
        "Narration": narration(correction),
        "Date": _date(correction, settings),
        "LineAmountTypes": "NoTax",
        "Status": "POSTED",
        "JournalLines": [
            *_stock_lines(movements, settings.adjustments),
            *_contra_lines(movements, settings.adjustments),
        ],
    }
    return Mapped(payload=payload, total=_net(movements))


def to_adjustment_document(correction: Source, settings: Settings) -> Mapped:
    """Make a bill of what a correction adds, or a credit note where it removed more value than it added.

    Every line goes to the adjustment account. Where both are equal, the payload is empty, with a note. Raises
    UnmappableError where the settings name no supplier, InvalidDataError for another currency.
    """
    movements = _valued(correction, settings)
    net = _net(movements)
    if net == 0:
        return _nothing(net)
    kind, number, sign = ("ACCPAY", "InvoiceNumber", 1) if net > 0 else ("ACCPAYCREDIT", "CreditNoteNumber", -1)
    day, reason = _date(correction, settings), one_line(text_at(correction, "reason"))
    payload: Payload = {
        "Type": kind,
        "Contact": _supplier(settings.adjustments),
        number: f"{DOCUMENT_NUMBER}{_note_id(correction)}",
        "Date": day,
        **({"DueDate": day} if net > 0 else {}),
        "CurrencyCode": settings.base_currency,
        "LineAmountTypes": "Exclusive",
        "Status": "AUTHORISED",
        "LineItems": [_document_line(movement, sign, reason, settings) for movement in movements],
    }
    return Mapped(payload=payload, total=abs(net), tax=money.ZERO)


def narration(correction: Source) -> str:
    """Xero's journals have no number: the narration is what a journal is found by."""
    reason = text_at(correction, "reason")
    said = f"Brightpearl stock correction {_note_id(correction)}"
    return one_line(f"{said}: {reason}" if reason else said, longest=LONGEST_TEXT)


def net_value(correction: Source) -> Decimal:
    """Give the value that a correction adds to the stock, less what it removes."""
    return _net(_movements(correction))


def _nothing(total: Decimal) -> Mapped:
    return Mapped(payload={}, total=total, notes=(NOTHING_TO_POST,))


def _net(movements: Iterable[_Movement]) -> Decimal:
    return sum((movement.value for movement in movements), money.ZERO)


def _note_id(correction: Source) -> str:
    note_id = id_at(correction, "goodsNoteId")
    if not note_id:
        raise InvalidDataError("the stock correction has no goods note id", hint="fetch it again")
    return note_id


def _valued(correction: Source, settings: Settings) -> list[_Movement]:
    for _, moved in entries(correction, "goodsMoved"):
        currency = text_at(moved, "productValue", "currency") or settings.base_currency
        if currency != settings.base_currency:
            raise InvalidDataError(
                f"the stock is valued in {currency}, the account's currency is {settings.base_currency}",
                hint="check base_currency in the settings",
            )
    return [movement for movement in _movements(correction) if movement.value != 0]


def _movements(correction: Source) -> list[_Movement]:
    return [_movement(moved) for _, moved in entries(correction, "goodsMoved")]


def _movement(moved: Any) -> _Movement:
    return _Movement(
        product_id=text_at(moved, "productId"),
        quantity=amount_at(moved, "quantity"),
        cost=amount_at(moved, "productValue", "value"),
    )


def _date(correction: Source, settings: Settings) -> str:
    written = [at(moved, "createdOn") for _, moved in entries(correction, "goodsMoved")]
    return min(date_only(moment, zone=settings.time_zone) for moment in written).isoformat()


def _stock_lines(movements: Iterable[_Movement], adjustments: Adjustments) -> list[Payload]:
    return [_journal_line(movement.value, adjustments.stock_account, movement.description) for movement in movements]


def _contra_lines(movements: list[_Movement], adjustments: Adjustments) -> list[Payload]:
    """One line for all that was added and one for all that was removed, so that neither hides the other."""
    added = -_net(movement for movement in movements if movement.value > 0)
    removed = -_net(movement for movement in movements if movement.value < 0)
    lines = ((added, "Stock added"), (removed, "Stock removed"))
    return [_journal_line(value, adjustments.adjustment_account, said) for value, said in lines if value != 0]


def _journal_line(value: Decimal, account: str, description: str) -> Payload:
    return {"LineAmount": value, "AccountCode": account, "Description": description}


def _document_line(movement: _Movement, sign: int, reason: str, settings: Settings) -> Payload:
    description = f"{reason}: {movement.description}" if reason else movement.description
    line = priced(abs(movement.quantity), sign * movement.quantity * movement.cost, description)
    return line | {"AccountCode": settings.adjustments.adjustment_account, "TaxType": settings.untaxed_stock}


def _supplier(adjustments: Adjustments) -> Payload:
    supplier = adjustments.supplier
    if supplier is None:
        raise UnmappableError(
            "stock corrections go as bills and credits, but no supplier is set for them",
            hint="set adjustments.supplier in the settings",
        )
    return {"ContactID": supplier} if _CONTACT_ID.fullmatch(supplier) else {"Name": supplier}
