"""Journals that Brightpearl does not keep, as the settings have them on the accounts of Xero.

It has none of payments by methods without a bank account, nor of stock corrections where it keeps no cost of sales.
"""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

from sandbox.proof.books.brightpearl import worth
from sandbox.proof.books.entries import ZERO, State
from sandbox.proof.books.money import MONEY, MONEY_IN, day_of
from sandbox.proof.ledgers.accounts import Accounts
from sandbox.proof.ledgers.journals import SUPPOSED, Journal, Line

Raw = Mapping[str, Any]
CORRECTION: Final = "SC"


def supposed(
    brightpearl: State, accounts: Accounts, *, kept: Collection[str], currency: str, time_zone: str
) -> Iterator[Journal]:
    """Give one for each payment and correction that no journal is about; `kept` are the things that journals are about."""
    zone = ZoneInfo(time_zone)
    for payment in brightpearl["payments"].values():
        name, amount = f"payment {payment['id']}", Decimal(payment["amount_paid"])
        places = accounts.of_payment(payment["method"], payment["currency"], sales=payment["side"] == "customer")
        if name not in kept and places and amount and payment["type"] in MONEY:
            moved = amount if payment["type"] in MONEY_IN else -abs(amount)
            yield _journal(name, day_of(payment["payment_date"], zone).isoformat(), payment["currency"], places, moved)
    for note in brightpearl["goods_notes"].values():
        name, value = f"goods note {note['id']}", sum(map(worth, note["movements"]), ZERO)
        if name not in kept and value and note["type"] == CORRECTION:
            day = datetime.fromisoformat(note["created_on"]).astimezone(zone).date().isoformat()
            yield _journal(name, day, currency, accounts.of_corrections, value)


def _journal(name: str, day: str, currency: str, accounts: tuple[str, str], moved: Decimal) -> Journal:
    amounts = zip(accounts, (moved, -moved), strict=True)
    lines = tuple(Line(account=account, name="", amount=amount, base=amount) for account, amount in amounts)
    return Journal(id=name, type=SUPPOSED, day=day, currency=currency, about=(name,), number="", lines=lines)
