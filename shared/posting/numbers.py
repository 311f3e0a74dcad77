"""The number that a document has in Xero, where an earlier one of its record was voided there: SI-1001-2 for SI-1001."""

import re
from typing import Final

from shared.mapping.references import Payload
from shared.records.record import Record

NAMES: Final = ("InvoiceNumber", "CreditNoteNumber")


def numbered_as(record: Record, payload: Payload) -> Payload:
    """Give the payload under the number that the record has in Xero, where that is the payload's own with a suffix."""
    for name in NAMES:
        own = payload.get(name)
        if own and re.fullmatch(re.escape(str(own)) + r"-\d+", record.remote_number):
            return {**payload, name: record.remote_number}
    return payload
