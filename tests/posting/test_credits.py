"""What Xero holds for a customer, and the invoices that it settles."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, cast

import pytest

from shared.errors import InvalidDataError, RequestRefusedError
from shared.posting.credits import Credit, allocate, invoice_in, left_of, used_for
from shared.records.queues import allocation_id
from shared.xero.client import Xero
from shared.xero.resources import CREDIT_NOTES, OVERPAYMENTS, Resource
from tests.records.builders import a_record

AN_INVOICE = {"InvoiceID": "inv-1", "Status": "AUTHORISED", "AmountDue": Decimal("12.00")}


class Books:
    """A Xero that has these invoices."""

    def __init__(self, *invoices: dict[str, Any]) -> None:
        self._invoices = invoices

    def by_ids(self, _resource: object, ids: list[str]) -> list[dict[str, Any]]:
        return [one for one in self._invoices if one["InvoiceID"] in ids]


def xero(*invoices: dict[str, Any]) -> Xero:
    return cast("Xero", Books(*invoices))


def test_the_invoice_that_a_document_is_is_read() -> None:
    assert invoice_in(xero(AN_INVOICE), a_record(remote_id="inv-1")) == AN_INVOICE


def test_an_invoice_that_xero_does_not_have_any_more_is_an_error_that_names_it() -> None:
    with pytest.raises(InvalidDataError) as raised:
        invoice_in(xero(), a_record(remote_id="inv-1"))

    assert raised.value.message == "sales invoice SI-2001 is not in Xero any more"
    assert raised.value.hint == "look in Xero whether it was deleted; archive this record then"


@pytest.mark.parametrize(
    ("raw", "left"),
    [
        (AN_INVOICE, "12.00"),
        ({**AN_INVOICE, "Status": "PAID"}, "0"),
        ({"Status": "AUTHORISED", "RemainingCredit": "7.50"}, "7.50"),
        ({"Status": "VOIDED", "RemainingCredit": "7.50"}, "0"),
    ],
)
def test_only_what_is_approved_and_not_settled_has_anything_left(raw: dict[str, Any], left: str) -> None:
    assert left_of(raw) == Decimal(left)


def test_what_a_credit_settles_of_an_invoice_is_the_sum_of_its_allocations_to_it() -> None:
    uses = [("inv-1", "3.00"), ("inv-2", "4.00"), ("inv-1", "0.50")]
    credit = {"Allocations": [{"Amount": amount, "Invoice": {"InvoiceID": invoice}} for invoice, amount in uses]}

    assert used_for(credit, "inv-1") == Decimal("3.50")
    assert used_for({}, "inv-1") == Decimal(0)


@dataclass
class Till:
    """A Xero that gives one answer to an allocation, and notes what was asked."""

    answer: dict[str, Any] | RequestRefusedError
    asked: list[object] = field(default_factory=list)

    def allocate(self, *asked: object, of: Resource) -> dict[str, Any]:
        self.asked = [*asked, of]
        if isinstance(self.answer, RequestRefusedError):
            raise self.answer
        return self.answer


def allocated(answer: dict[str, Any] | RequestRefusedError, **of: Resource) -> tuple[list[str], list[object]]:
    till = Till(answer)
    said = allocate(cast("Xero", till), "credit-1", "inv-1", Decimal("12.00"), date(2026, 11, 23), "key-1", **of)
    return said, till.asked


def test_an_allocation_that_xero_refuses_keeps_its_words() -> None:
    refused = {"ValidationErrors": [{"Message": "The amount exceeds the credit"}, {"Message": "Odd"}]}

    assert allocated(refused)[0] == ["The amount exceeds the credit", "Odd"]
    assert allocated(RequestRefusedError("Xero refused it", words="Odd", status=400))[0] == ["Odd"]


@pytest.mark.parametrize("answer", [{}, {"ValidationErrors": []}, {"ValidationErrors": None}])
def test_an_allocation_that_xero_takes_has_no_words(answer: dict[str, Any]) -> None:
    assert allocated(answer)[0] == []


def test_a_credit_note_is_allocated_unless_something_else_is_said() -> None:
    asked = ["credit-1", "inv-1", Decimal("12.00"), date(2026, 11, 23), "key-1"]

    assert allocated({})[1] == [*asked, CREDIT_NOTES]
    assert allocated({}, of=OVERPAYMENTS)[1] == [*asked, OVERPAYMENTS]


def test_its_allocations_to_an_invoice_are_named_each_and_all_together() -> None:
    uses = [
        {"AllocationID": name, "Amount": 5, "Invoice": {"InvoiceID": invoice}}
        for name, invoice in (("a-1", "inv-1"), ("a-2", "inv-2"), ("a-3", "inv-1"))
    ]
    credit = Credit(resource=CREDIT_NOTES, raw={"CreditNoteID": "n-1", "Allocations": uses})

    assert credit.allocated_to("inv-1") == ["a-1", "a-3", allocation_id("n-1", "inv-1")]
    assert credit.allocated_to("inv-3") == [allocation_id("n-1", "inv-3")]
    assert credit.used_for("inv-1") == Decimal(10)
