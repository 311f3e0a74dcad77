"""The journals of Brightpearl's payments, 200 to a call, each read once: what in them is money is for mapping/journals.py."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from msgspec import Struct, field

from shared.brightpearl.client import Brightpearl
from shared.kinds import Kind
from shared.mapping.journals import kept_journal, nominals_of
from shared.mapping.source import at, text_at
from shared.records.progress import Progress
from shared.records.record import Fetched, Key, Record
from shared.sources.changes import Row

REFERENCE: Final = "bank_nominals"


class BankNominals(Struct, frozen=True, kw_only=True, eq=False):
    """The nominals that money is on: those of payment methods, and the banks of the chart where a journal has none of them.

    Each list is read once a day at most and kept. One object for the invocation: `kept` is what it knows.
    """

    brightpearl: Brightpearl
    progress: Progress
    today: date
    kept: dict[str, Any] = field(default_factory=dict)

    def among(self, journals: Sequence[Row]) -> set[str]:
        """Give those that decide for these journals."""
        known = self._known("methods", lambda: _of_methods(self.brightpearl.payment_methods()))
        if all(nominals_of(journal) & known for journal in journals):
            return known
        return known | self._known("chart", lambda: _of_chart(self.brightpearl.nominal_codes()))

    def _known(self, name: str, read: Callable[[], Iterable[str]]) -> set[str]:
        if not self.kept:
            self.kept.update(self.progress.reference(REFERENCE, run="") or {})
        if self.kept.get("day") != self.today.isoformat():
            self.kept.clear()
        if name not in self.kept:
            self.kept.update({"day": self.today.isoformat(), name: sorted(read())})
            self.progress.save_reference(REFERENCE, self.kept, run="")
        return set(self.kept[name])


class Journals(Struct, frozen=True, kw_only=True, eq=False):
    """Journals of payments, as they are kept."""

    brightpearl: Brightpearl
    nominals: BankNominals

    def of(self, rows: Sequence[Row], known: Mapping[Key, Record]) -> dict[int, dict[str, Any]]:
        """Give them by payment id. What a record has already is not read again; one that cannot be read is left out."""
        kept = {row["paymentId"]: journal for row in rows if (journal := _kept(row, known))}
        ids = {row["paymentId"]: int(row["journalId"]) for row in rows if row.get("journalId")}
        wanted = {journal_id for payment_id, journal_id in ids.items() if payment_id not in kept}
        read = self.brightpearl.journals(wanted).items if wanted else {}
        banks = self.nominals.among(list(read.values())) if read else set()
        fresh = {number: kept_journal(journal, banks) for number, journal in read.items()}
        return kept | {
            payment: fresh[number] for payment, number in ids.items() if payment not in kept and number in fresh
        }


def _kept(row: Row, known: Mapping[Key, Record]) -> dict[str, Any] | None:
    record = known.get((Kind.SALES_PAYMENT, str(row["paymentId"])))
    same = record is not None and record.document.get("journalId") == row.get("journalId")
    return record.document.get("journal") if record is not None and same else None


def _of_methods(methods: Sequence[Row]) -> set[str]:
    accounts = (account for method in methods for account in at(method, "bankAccounts") or ())
    return {nominal for account in accounts if (nominal := text_at(account, "bankAccountNominalCode"))}


def _of_chart(nominals: Sequence[Row]) -> set[str]:
    return {text_at(nominal, "code") for nominal in nominals if nominal.get("bank") is True}


def unread_orders(fetched: Iterable[Fetched]) -> set[str]:
    """Give the orders of payments whose journals were not shown."""
    return {str(one.document["orderId"]) for one in fetched if is_unread(one.document)}


def is_unread(row: Row) -> bool:
    """Whether Brightpearl did not show its journal. Then the payments of its order are read again in the next cycle."""
    return bool(row.get("journalId")) and "journal" not in row
