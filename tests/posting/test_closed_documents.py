"""What counts as "as it should be already" of a document that Xero will not change any more."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, cast

import pytest

from shared.posting.target import Adopt, Refuse, Resolution, Wanted, says
from shared.posting.targets.xero_documents import document_targets
from shared.xero.client import Xero
from tests.builders import TAX_RATES, some_settings

Raw = dict[str, Any]
CLOSED = "Invoice not of valid status for modification"
MEANT: Raw = {
    "Type": "ACCREC",
    "InvoiceNumber": "SI-1",
    "Contact": {"ContactID": "c-1"},
    "Date": "2026-11-23",
    "Status": "AUTHORISED",
    "Url": "https://euw1.brightpearlapp.com/patt-op.php?oID=1",
    "LineItems": [{"Description": "Tee", "Quantity": Decimal("1.0000"), "UnitAmount": Decimal("25.0000")}],
}
LINE: Raw = {"LineItemID": "l-1", "Description": "Tee", "Quantity": 1, "UnitAmount": Decimal("25.00"), "Tracking": []}
ROUNDING: Raw = {"LineItemID": "l-2", "Description": "Rounding", "Quantity": 1, "UnitAmount": Decimal("-0.01")}
THERE: Raw = {
    **MEANT,
    "InvoiceID": "i-1",
    "Contact": {"ContactID": "c-1", "Name": "Harbour Books Ltd"},
    "Date": "/Date(1795392000000+0000)/",
    "Status": "PAID",
    "Url": "",
    "Total": Decimal("30.00"),
    "LineItems": [LINE],
}
DIFFERENT: dict[str, Raw] = {
    "another total": {"Total": Decimal("30.01")},
    "no total": {"Total": None},
    "another contact": {"Contact": {"ContactID": "c-2"}},
    "another day": {"Date": "/Date(1795478400000+0000)/"},
    "another number of them": {"LineItems": [{**LINE, "Quantity": 2}]},
    "an item on the line": {"LineItems": [{**LINE, "ItemCode": "TEE"}]},
    "tracking on the line": {"LineItems": [{**LINE, "Tracking": [{"Name": "Channel", "Option": "Web"}]}]},
    "another line": {"LineItems": [LINE, LINE]},
    "no lines": {"LineItems": []},
}


class Books:
    """Shows one invoice."""

    def __init__(self, there: Raw) -> None:
        self.there = there

    def by_ids(self, _resource: object, ids: Iterable[str]) -> list[Raw]:
        return [self.there] if "i-1" in ids else []


def judged(there: Raw, *, remote_id: str = "i-1") -> Resolution:
    target = document_targets(cast("Xero", Books(there)), some_settings(), lambda: TAX_RATES)["ACCREC"]
    errors = [{"Message": CLOSED}]
    refused = target.element({"InvoiceNumber": "SI-1", "StatusAttributeString": "ERROR", "ValidationErrors": errors})
    assert says(target.clash, refused.refusals)
    want = Wanted(payload=MEANT, total=Decimal("30.00"), remote_id=remote_id, refused=refused)
    return target.look_up([want], since=None)["ACCREC", "SI-1"]


def test_what_is_as_it_was_meant_is_taken() -> None:
    assert isinstance(judged(THERE), Adopt)
    assert isinstance(judged({**THERE, "LineItems": [LINE, ROUNDING]}), Adopt)


@pytest.mark.parametrize("change", DIFFERENT.values(), ids=DIFFERENT)
def test_what_differs_stays_an_error_in_xeros_words(change: Raw) -> None:
    resolution = judged({**THERE, **change})

    assert isinstance(resolution, Refuse)
    assert CLOSED in resolution.problem.message


def test_what_was_to_be_created_is_not_looked_for() -> None:
    resolution = judged(THERE, remote_id="")

    assert isinstance(resolution, Refuse)
    assert CLOSED in resolution.problem.message
