"""Journals as the stand-ins' ledgers tell them. A debit is above nought, a credit below."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

Raw = Mapping[str, Any]

SUPPOSED: Final = "supposed"  # the type of a journal that nobody keeps


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`account` is a nominal code, or an AccountID of Xero's. No `amount`: the line has a value in the books' currency alone."""

    account: str
    name: str
    amount: Decimal | None
    base: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Journal:
    """`about` are the things that it is about: `order 7`, `payment 9`, `invoice 5f0c…`."""

    id: str
    type: str
    day: str
    currency: str
    about: tuple[str, ...]
    number: str
    lines: tuple[Line, ...]


def journals_of(ledger: Iterable[Raw]) -> list[Journal]:
    return [_journal(raw) for raw in ledger]


def _journal(raw: Raw) -> Journal:
    return Journal(
        id=raw["id"],
        type=raw["type"],
        day=raw["date"],
        currency=raw["currency"],
        about=tuple(raw["about"].split(", ")),
        number=raw["number"],
        lines=tuple(map(_line, raw["lines"])),
    )


def _line(raw: Raw) -> Line:
    return Line(
        account=raw["account"],
        name=raw["name"],
        amount=None if raw["amount"] is None else Decimal(raw["amount"]),
        base=Decimal(raw["base"]),
    )
