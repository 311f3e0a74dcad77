"""What a payment was, by its own journal: money, a use of what was on another order, a discount or a write-off. Pure.

A journal is kept as `{"rate": "1.250000", "lines": [{"nominal": "1200", "amount": 30.00, "order": "2001", "bank": True}]}`:
debits above nought and credits below, in its own currency and never in the account's. `bank` is on lines of nominals that money
is on: those of banks, and of payment methods.
https://api-docs.brightpearl.com/accounting/journal/get.html
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from msgspec import Struct, field

from shared.mapping import money
from shared.mapping.source import Source, amount_at, at, id_at, text_at

_SIDES: Final = (("debits", 1), ("credits", -1))
_NOTHING: Final = Decimal(0)


class Movement(Struct, frozen=True, kw_only=True):
    """`money` is what came in, below nought what went out.

    `without_money` is what else the payment settles, by nominal: discounts and write-offs. `source` and `receiver` are the
    orders between which it moved what was there already; "" where it did not.
    """

    money: Decimal = money.ZERO
    without_money: Mapping[str, Decimal] = field(default_factory=dict)
    source: str = ""
    receiver: str = ""

    @property
    def is_allocation(self) -> bool:
        return bool(self.source and self.receiver)


def kept_journal(journal: Source, banks: Collection[str]) -> dict[str, Any]:
    """Give a journal of Brightpearl's as it is kept with its payment. Lines without an amount are exchange differences."""
    return {"rate": text_at(journal, "exchangeRate") or None, "lines": list(_lines(journal, banks))}


def nominals_of(journal: Source) -> set[str]:
    return {text_at(line, "nominalCode") for side, _ in _SIDES for line in at(journal, side) or ()}


def movement(journal: Source, *, inwards: bool) -> Movement:
    """Say what a kept journal moved. Without a line of money it is an allocation where one nominal has both its sides.

    `inwards` is the way of the payment: what stands on its side without being money was discounted or written off.
    """
    lines = at(journal, "lines") or ()
    others = [line for line in lines if not line.get("bank")]
    if len(others) == len(lines) and len({line["nominal"] for line in lines}) == 1:
        return Movement(source=_order(lines, above=True), receiver=_order(lines, above=False))
    moved = _sum(line for line in lines if line.get("bank"))
    return Movement(money=money.cents(moved), without_money=_without_money(others, inwards=inwards))


def _lines(journal: Source, banks: Collection[str]) -> Iterator[dict[str, Any]]:
    for side, sign in _SIDES:
        for line in at(journal, side) or ():
            amount = amount_at(line, "transactionAmount") if at(line, "transactionAmount") is not None else _NOTHING
            nominal = text_at(line, "nominalCode")
            if amount:
                bank = {"bank": True} if nominal in banks else {}
                yield {"nominal": nominal, "amount": sign * amount, "order": id_at(line, "orderId"), **bank}


def _sum(lines: Iterable[Source]) -> Decimal:
    return sum((amount_at(line, "amount") for line in lines), _NOTHING)


def _order(lines: Iterable[Source], *, above: bool) -> str:
    return next((text_at(line, "order") for line in lines if (amount_at(line, "amount") > 0) is above), "")


def _without_money(others: Iterable[Source], *, inwards: bool) -> dict[str, Decimal]:
    taken: dict[str, Decimal] = {}
    for line in others:
        amount = amount_at(line, "amount")
        if (amount > 0) is inwards:
            taken[line["nominal"]] = taken.get(line["nominal"], _NOTHING) + amount
    return {nominal: money.cents(amount) for nominal, amount in taken.items()}
