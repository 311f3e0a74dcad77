"""What sentences call a record."""

import pytest

from shared.kinds import Kind
from shared.records.record import Summary
from tests.records.builders import a_record


@pytest.mark.parametrize(
    ("kind", "summary", "called"),
    [
        (Kind.SALES_INVOICE, Summary(number="SI-1001", contact_name="Byron Ltd"), "sales invoice SI-1001"),
        (Kind.PURCHASE_CREDIT, Summary(contact_name="Ink Ltd"), "purchase credit Ink Ltd"),
        (Kind.CONTACT, Summary(number="20101", contact_name="Byron Ltd"), "contact Byron Ltd"),
        (Kind.PRODUCT, Summary(number="TEE-RED-M"), "product TEE-RED-M"),
        (Kind.SALES_INVOICE, Summary(), "sales invoice 2001"),
    ],
)
def test_a_record_goes_by_its_number_a_contact_by_its_name(kind: Kind, summary: Summary, called: str) -> None:
    assert a_record(kind=kind, summary=summary).called == called
