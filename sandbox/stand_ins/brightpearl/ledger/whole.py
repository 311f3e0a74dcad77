"""The whole ledger as a comparison reads it: one object a journal, debits above nought, amounts as text."""

from typing import Any

from sandbox.stand_ins.brightpearl.account import Account
from sandbox.stand_ins.brightpearl.amounts import fixed, priced
from sandbox.stand_ins.brightpearl.ledger.journal import Journal, Line
from sandbox.stand_ins.brightpearl.ledger.journals import journals


def ledger(account: Account) -> list[dict[str, Any]]:
    """Give every journal, in order of its day and then of its id."""
    told = [_told(account, journal) for journal in sorted(journals(account), key=_number)]
    return sorted(told, key=_day)


def _number(journal: Journal) -> int:
    return journal.id


def _day(told: dict[str, Any]) -> str:
    return str(told["date"])


def _told(account: Account, journal: Journal) -> dict[str, Any]:
    return {
        "id": str(journal.id),
        "type": journal.type,
        "date": account.time.meant(journal.dated).isoformat(),
        "currency": journal.currency,
        "rate": fixed(journal.rate, 6),
        "about": journal.about,
        "number": next((line.invoice_reference for line in journal.lines if line.invoice_reference), ""),
        "lines": [_told_line(account, journal, line) for line in journal.lines],
    }


def _told_line(account: Account, journal: Journal, line: Line) -> dict[str, Any]:
    nominal = account.store.reference.nominals.get(line.nominal)
    return {
        "account": line.nominal,
        "name": nominal.name if nominal else "",
        "amount": None if line.amount is None else priced(line.amount, journal.currency),
        "base": priced(line.base, account.store.currency),
        "order": None if line.order_id is None else str(line.order_id),
    }
