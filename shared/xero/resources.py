"""Xero's resources as far as we use them, with the parameters that https://github.com/XeroAPI/Xero-OpenAPI lists for each."""

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

from shared.codec import to_bytes
from shared.errors import InvalidDataError

Element = dict[str, Any]

MOST_BYTES = 3_500_000


class Resource(Struct, frozen=True, kw_only=True, eq=False):
    """`number_field` is what people, or we, know an element by; `batch_size` how many Xero advises to send at once.

    `by_ids`: it has a parameter for many ids; `by_any_id`: a condition may join many ids by OR. `scope` is set where those who
    connected before it was asked for may not have it.
    """

    name: str
    id_field: str
    number_field: str
    batch_size: int = 50
    paged: bool = True
    four_decimals: bool = False
    by_ids: bool = False
    by_any_id: bool = False
    summaries: bool = False
    archives: bool = False
    scope: str = ""


INVOICES = Resource(
    name="Invoices", id_field="InvoiceID", number_field="InvoiceNumber", four_decimals=True, by_ids=True, summaries=True
)
CREDIT_NOTES = Resource(
    name="CreditNotes", id_field="CreditNoteID", number_field="CreditNoteNumber", four_decimals=True
)
CONTACTS = Resource(
    name="Contacts", id_field="ContactID", number_field="ContactNumber", by_ids=True, summaries=True, archives=True
)
ITEMS = Resource(
    name="Items",
    id_field="ItemID",
    number_field="Code",
    batch_size=100,
    paged=False,
    four_decimals=True,
    by_any_id=True,
)
PAYMENTS = Resource(name="Payments", id_field="PaymentID", number_field="Reference", by_any_id=True)
MANUAL_JOURNALS = Resource(name="ManualJournals", id_field="ManualJournalID", number_field="Narration")
BANK_TRANSACTIONS = Resource(
    name="BankTransactions",
    id_field="BankTransactionID",
    number_field="",
    four_decimals=True,
    scope="accounting.banktransactions",
)
OVERPAYMENTS = Resource(name="Overpayments", id_field="OverpaymentID", number_field="Reference", four_decimals=True)
PREPAYMENTS = Resource(name="Prepayments", id_field="PrepaymentID", number_field="InvoiceNumber", four_decimals=True)


def body_of(resource: Resource, elements: Iterable[Mapping[str, Any]]) -> bytes:
    """Write the bytes of one request. The same elements always give the same bytes. Raises InvalidDataError beyond 3.5 MB."""
    body = to_bytes({resource.name: list(elements)})
    if len(body) > MOST_BYTES:
        raise InvalidDataError(
            f"it is {len(body):,} bytes long, and Xero takes {MOST_BYTES:,} at most",
            hint="split the document in Brightpearl",
        )
    return body
