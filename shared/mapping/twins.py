"""Which payments were entered in both systems: those that are one and the same, and those that may be. Pure.

Equal are those of one document, amount, day and account. Of those that have only document and amount in common a person has to
say whether they are one. Each is given to one only.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Final

from msgspec import Struct


class Entry(Struct, frozen=True, kw_only=True):
    """A payment that is to go, or one on the other side that nothing of ours has to do with yet.

    `amount` is above nought where it settles its document; days are ISO text. `accounts` are names of the account in Xero that it
    moved, none where no account is known. `named` is the payment that it says it is the copy of. `linked` is one that a person
    has said is the same, and `separate` are those of which a person has said the opposite. `told` is what a sentence calls it.
    Nobody is asked about what is no money. What `is_gone` is there no more: what names it may be its copy, which nobody knows.
    """

    id: str
    document: str
    amount: Decimal
    day: str
    accounts: frozenset[str] = frozenset()
    named: str = ""
    linked: str = ""
    separate: frozenset[str] = frozenset()
    told: str = ""
    is_money: bool = True
    is_gone: bool = False


class Twin(Struct, frozen=True, kw_only=True):
    """An entry on the other side; `same`: it is the same payment, for certain."""

    entry: Entry
    same: bool


def twins_of(going: Sequence[Entry], there: Sequence[Entry]) -> dict[str, Twin]:
    """Give the twins of payments that are to go, by their ids: first those that are certain, the oldest payment first."""
    free: dict[tuple[str, Decimal], list[Entry]] = {}
    for entry in there:
        free.setdefault((entry.document, entry.amount), []).append(entry)
    found: dict[str, Twin] = {}
    for fits, same in _WAYS:
        for one in sorted(going, key=lambda entry: (len(entry.id), entry.id)):
            alike = free.get((one.document, one.amount), [])
            other = next((other for other in alike if other.id not in one.separate and fits(one, other)), None)
            if other is not None and one.id not in found:
                alike.remove(other)
                found[one.id] = Twin(entry=other, same=same)
    return found


def of_brightpearl(payment_id: str, amount: Decimal, day: str, method: str) -> str:
    """Tell of a payment in Brightpearl."""
    return f"payment {payment_id} of {amount:f} of {day} by {method} in Brightpearl"


def of_xero(amount: Decimal, day: str, account: str) -> str:
    """Tell of a payment in Xero, which has no number there."""
    return f"the payment of {amount:f} of {day} on {account or 'an account without a code'} in Xero"


def not_there(payment_id: str) -> str:
    """Tell of a payment that Brightpearl does not have, or no more."""
    return f"the copy of payment {payment_id}, which is not in Brightpearl"


def _is_linked(one: Entry, other: Entry) -> bool:
    return one.linked == other.id


def _is_copy(one: Entry, other: Entry) -> bool:
    return one.id == other.named or _names(one, other)


def _names(one: Entry, other: Entry) -> bool:
    return bool(one.named) and one.named == other.id


def is_equal(one: Entry, other: Entry) -> bool:
    """Whether two of one document and amount are of one day and account, too."""
    no_account = not one.accounts or not other.accounts
    return one.day == other.day and (no_account or not one.accounts.isdisjoint(other.accounts))


def _is_alike(one: Entry, other: Entry) -> bool:
    return one.is_money and (_names(one, other) or not other.is_gone)


def _is_there(fits: Callable[[Entry, Entry], bool]) -> Callable[[Entry, Entry], bool]:
    return lambda one, other: not other.is_gone and fits(one, other)


_WAYS: Final[tuple[tuple[Callable[[Entry, Entry], bool], bool], ...]] = (
    (_is_linked, True),
    (_is_there(_is_copy), True),
    (_is_there(is_equal), True),
    (_is_alike, False),
)
