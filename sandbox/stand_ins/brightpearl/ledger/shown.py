"""Journals by id, as the API shows them. https://api-docs.brightpearl.com/accounting/journal/get.html"""

from typing import Any

from sandbox.stand_ins.brightpearl.account import Account
from sandbox.stand_ins.brightpearl.amounts import fixed, priced
from sandbox.stand_ins.brightpearl.ledger.journal import Journal, Line
from sandbox.stand_ins.brightpearl.ledger.journals import journals
from sandbox.stand_ins.brightpearl.orders import present, shown_rate
from sandbox.stand_ins.brightpearl.selection import few_ids, pick
from sandbox.stand_ins.brightpearl.wire import Answer, Call, found, not_found


def get_journals(account: Account, _call: Call, ids: str) -> Answer:
    """Answer with the journals of these ids; none of them has a date of its last change."""
    known = {journal.id: journal for journal in journals(account, few_ids(ids))}
    chosen = pick(known, ids, account=account, nothing=not_found("No Journals Found"))
    return found({"journals": [_shown(account, journal) for journal in chosen]})


def _shown(account: Account, journal: Journal) -> dict[str, Any]:
    time = account.time
    return {
        "id": journal.id,
        "contactId": journal.contact_id,
        "journalTypeCode": journal.type,
        "taxDate": time.stamp(journal.dated),
        "dueDate": time.stamp(journal.due),
        "createdOn": time.stamp(journal.entered),
        "description": journal.description,
        "credits": [_shown_line(account, journal, line) for line in journal.lines if line.is_credit],
        "debits": [_shown_line(account, journal, line) for line in journal.lines if not line.is_credit],
        "currencyId": account.store.reference.currencies[journal.currency].id,
        "exchangeRate": fixed(shown_rate(account, journal.rate), 6),
    }


def _shown_line(account: Account, journal: Journal, line: Line) -> dict[str, Any]:
    return present(
        {
            "nominalCode": line.nominal,
            "change": {"value": priced(abs(line.base), account.store.currency)},
            "transactionAmount": None if line.amount is None else priced(abs(line.amount), journal.currency),
            "orderId": line.order_id,
            "invoiceReference": line.invoice_reference,
            "taxCode": line.tax_code,
            "assignment": {"channelId": line.order.channel_id} if line.order else None,
        }
    )
