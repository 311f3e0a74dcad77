"""The ledger of the account: every journal with its lines, as JSON for somebody who wants to compare."""

from typing import Any

from sandbox.stand_ins.brightpearl.account import Account
from sandbox.stand_ins.brightpearl.amounts import fixed
from sandbox.stand_ins.brightpearl.journals import Journal, Line, journals
from sandbox.stand_ins.exact_json import as_text


def ledger(account: Account) -> list[dict[str, Any]]:
    """Give every journal: by date, then by id."""
    in_order = sorted(journals(account), key=lambda journal: (_day(account, journal), journal.id))
    shown: list[dict[str, Any]] = as_text([_shown(account, journal) for journal in in_order])
    return shown


def _shown(account: Account, journal: Journal) -> dict[str, Any]:
    return {
        "id": str(journal.id),
        "type": journal.type,
        "date": _day(account, journal),
        "currency": journal.currency,
        "rate": fixed(journal.rate, 6),
        "about": journal.about,
        "number": next((line.invoice_reference for line in journal.lines if line.invoice_reference), ""),
        "lines": [_shown_line(account, line) for line in journal.lines],
    }


def _shown_line(account: Account, line: Line) -> dict[str, Any]:
    nominal = account.store.reference.nominals.get(line.nominal)
    return {
        "account": line.nominal,
        "name": nominal.name if nominal else "",
        "amount": line.amount,
        "base": line.base,
        "order": str(line.order_id) if line.order else None,
    }


def _day(account: Account, journal: Journal) -> str:
    return account.time.day(journal.dated).isoformat()
