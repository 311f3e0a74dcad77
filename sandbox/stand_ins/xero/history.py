"""Who changed what, and when: what `GET /{Resource}/{id}/History` tells, the latest first.

https://developer.xero.com/documentation/api/accounting/historyandnotes. What an entry calls a change is text that Xero does
not document; these words are those that its screens have.
"""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from sandbox.stand_ins.xero.tables import Record

PROGRAM: Final = "System Generated"
PERSON: Final = "Pat Ledger"
RESOURCES: Final = {
    "Payments": "PaymentID",
    "Invoices": "InvoiceID",
    "CreditNotes": "CreditNoteID",
    "Overpayments": "OverpaymentID",
    "Prepayments": "PrepaymentID",
    "Contacts": "ContactID",
    "Items": "ItemID",
    "ManualJournals": "ManualJournalID",
}
_ENDS: Final = {
    "AUTHORISED": "Approved",
    "PAID": "Paid",
    "POSTED": "Posted",
    "VOIDED": "Voided",
    "DELETED": "Deleted",
    "ARCHIVED": "Archived",
}


class History:
    """Every change of every record, with the name of whoever makes changes at the time."""

    def __init__(self) -> None:
        self._user = PROGRAM
        self._entries: defaultdict[str, list[Record]] = defaultdict(list)
        self._statuses: dict[str, str] = {}

    @contextmanager
    def by(self, user: str) -> Iterator[None]:
        """Let changes be a person's for a while."""
        self._user = user
        try:
            yield
        finally:
            self._user = PROGRAM

    def note(self, record: Record, at: datetime) -> None:
        """Note that a record was made or changed; one of a resource without a history is left out."""
        key = next((record[name] for name in RESOURCES.values() if name in record), None)
        if key is None:
            return
        status = str(record.get("Status") or record.get("ContactStatus") or "")
        before = self._statuses.get(key)
        self._statuses[key] = status
        change = "Created" if before is None else _ENDS.get(status, "Edited") if status != before else "Edited"
        self._entries[key].append(
            {
                "Changes": change,
                "DateUTCString": f"{at:%Y-%m-%dT%H:%M:%S}",
                "DateUTC": at,
                "User": self._user,
                "Details": "",
            }
        )

    def of(self, key: str) -> list[Record]:
        """The changes of a record, the latest first."""
        return self._entries[key][::-1]
