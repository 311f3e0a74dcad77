"""What was written to Xero, in a form that anybody can write again."""

import json

from sandbox.bench.workload import workload_of


def test_ids_become_the_numbers_that_people_know() -> None:
    written = [
        ("/api.xro/2.0/Contacts", {"Contacts": [{"ContactNumber": "20101"}]}),
        ("/api.xro/2.0/Items", {"Items": [{"Code": "TEE"}]}),
        ("/api.xro/2.0/Invoices", {"Invoices": [{"InvoiceNumber": "SI-1", "Contact": {"ContactID": "c-1"}}]}),
        ("/api.xro/2.0/Payments", {"Payments": [{"Amount": 5, "Invoice": {"InvoiceID": "i-1"}}]}),
    ]
    books = {
        "Contacts": [{"ContactID": "c-1", "ContactNumber": "20101"}, {"ContactID": "c-2"}],
        "Invoices": [{"InvoiceID": "i-1", "InvoiceNumber": "SI-1"}],
    }

    work = json.loads(workload_of(written, books))

    assert work["Invoices"] == [{"InvoiceNumber": "SI-1", "Contact": {"ContactNumber": "20101"}}]
    assert work["Payments"] == [{"Amount": 5, "Invoice": {"InvoiceNumber": "SI-1"}}]
