"""Every journal of the account, worked out from what made it and from what a person made of it since."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sandbox.stand_ins.brightpearl.account import Account
from sandbox.stand_ins.brightpearl.ledger.by_hand import of_entry
from sandbox.stand_ins.brightpearl.ledger.corrections import of_correction
from sandbox.stand_ins.brightpearl.ledger.edits import as_left
from sandbox.stand_ins.brightpearl.ledger.entries import Entry
from sandbox.stand_ins.brightpearl.ledger.invoices import of_invoice
from sandbox.stand_ins.brightpearl.ledger.journal import Journal
from sandbox.stand_ins.brightpearl.ledger.payments import of_payments
from sandbox.stand_ins.brightpearl.records import GoodsNote, Order, Payment


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    """How the journals of a kind of maker are worked out, and the switch without which there are none."""

    work_out: Callable[[Account, Sequence[Any]], Journal]
    switch: str = ""


_KINDS: dict[type, _Kind] = {
    Order: _Kind(work_out=of_invoice),
    Entry: _Kind(work_out=of_entry),
    Payment: _Kind(work_out=of_payments, switch="methods_have_banks"),
    GoodsNote: _Kind(work_out=of_correction, switch="cost_of_sales"),
}


def journals(account: Account, wanted: Iterable[int] | None = None) -> Iterator[Journal]:
    """Give every journal, or those of these ids; one that is not there is left out."""
    index = account.store.journals
    for number in list(index) if wanted is None else wanted:
        makers = index.makers(number)
        if makers and _has_journals(account, _KINDS[type(makers[0])]):
            yield as_left(account, _KINDS[type(makers[0])].work_out(account, _alike(makers)))


def _has_journals(account: Account, kind: _Kind) -> bool:
    return not kind.switch or account.on(kind.switch)


def _alike(makers: Sequence[Any]) -> list[Any]:
    """What made a journal; a payment that a client put onto a journal of another kind adds nothing to it."""
    return [maker for maker in makers if type(maker) is type(makers[0])]
