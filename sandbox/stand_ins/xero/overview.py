"""Everything that is stored in the organisation, for somebody who wants to compare."""

from typing import Any

from sandbox.stand_ins.exact_json import as_text
from sandbox.stand_ins.xero import bank_transactions, contacts, items, journals, payments
from sandbox.stand_ins.xero.books import Books
from sandbox.stand_ins.xero.calls import UNIT_PLACES
from sandbox.stand_ins.xero.document_shapes import full
from sandbox.stand_ins.xero.kinds import KINDS

PLACES = UNIT_PLACES["4"]


def state(books: Books) -> dict[str, Any]:
    """Every record under its plural, as the API shows it but with dates and amounts as plain text."""
    documents = {kind.plural: [full(record, PLACES) for record in kind.records(books)] for kind in KINDS}
    everything = documents | {
        "Organisation": books.organisation,
        "Accounts": list(books.accounts),
        "TaxRates": list(books.tax_rates),
        "TrackingCategories": list(books.tracking),
        "Currencies": list(books.currencies),
        "Contacts": [contacts.shown(contact) for contact in books.contacts],
        "Items": [items.shown(item) for item in books.items],
        "Payments": [payments.shown(books, payment) for payment in books.payments],
        "BankTransactions": [bank_transactions.shown(credit, PLACES) for credit in books.bank_transactions],
        "ManualJournals": [journals.shown(journal) for journal in books.journals],
    }
    told: dict[str, Any] = as_text(everything)
    return told
