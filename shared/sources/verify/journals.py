"""Journals in Brightpearl that no order made: quick invoices, vendor bills and receipts entered in its accounts.

A search names new journals line by line; those whose lines name no order are read by id. Nothing is posted for them.
https://help.brightpearl.com articles 212457486, 210358306 and 212648603.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any, Final

from msgspec import Struct

from shared.brightpearl.client import Brightpearl
from shared.mapping.source import at, text_at
from shared.records.findings import Finding, Findings, What
from shared.settings import Settings
from shared.sources.changes import Row
from shared.sources.pages import Page
from shared.sources.summary import day_of
from shared.sources.verify.parts import behind

COLUMNS: Final = ("journalRowId", "journalId", "journalType", "orderId")
WORDS: Final = {
    "SI": "sales invoice",
    "SC": "sales credit",
    "SR": "receipt or refund of a customer",
    "PI": "bill",
    "PC": "supplier credit",
    "PP": "payment of a supplier",
}


class EnteredJournals(Struct, frozen=True, kw_only=True, eq=False):
    """Journals entered since a time."""

    brightpearl: Brightpearl
    settings: Settings
    findings: Findings
    since: datetime

    def pages(self, after: str) -> Iterator[Page]:
        """Yield a page for each lot of lines; once it is stored, what of it has no order is noted."""
        lists = self.brightpearl.changed(
            "journal-search", self.since, columns=COLUMNS, key="journalRowId", after=int(after or 0)
        )
        for rows in lists:
            note = partial(self.findings.note, self._without_order(rows))
            yield Page(fetched=(), position=behind(rows[-1]["journalRowId"]), stored=note)

    def _without_order(self, rows: Sequence[Row]) -> list[Finding]:
        ids = {int(row["journalId"]) for row in rows if row["journalType"] in WORDS and not row.get("orderId")}
        read = self.brightpearl.journals(ids).items.values() if ids else ()
        return [self._finding(journal) for journal in read if self._counts(journal)]

    def _counts(self, journal: Row) -> bool:
        lines = _lines(journal)
        alone = not any(line.get("orderId") for line in lines)
        return alone and bool(_amount(journal)) and self._day(journal) >= self.settings.start_date.isoformat()

    def _day(self, journal: Row) -> str:
        return day_of(journal["taxDate"], self.settings)

    def _finding(self, journal: Row) -> Finding:
        number = next((text for line in _lines(journal) if (text := text_at(line, "invoiceReference"))), "")
        told = (
            WORDS[journal["journalTypeCode"]],
            number,
            f"over {_amount(journal):f}",
            text_at(journal, "description"),
        )
        words = dict.fromkeys(filter(None, told))  # a bill's description may be its number alone
        return Finding(what=What.JOURNAL, id=str(journal["id"]), day=self._day(journal), told=" ".join(words))


def _lines(journal: Row) -> list[Any]:
    return [line for side in ("debits", "credits") for line in at(journal, side) or ()]


def _amount(journal: Row) -> Decimal:
    """What it debits in all, in the account's currency: nought where it was cancelled."""
    return sum((Decimal(str(at(line, "change", "value") or 0)) for line in at(journal, "debits") or ()), Decimal(0))
