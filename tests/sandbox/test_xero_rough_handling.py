"""Whatever a caller sends, the stand-in answers as Xero would: it takes it or it refuses it."""

import copy
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from tests.sandbox.xero_calls import Client, a_contact, a_credit, a_line, a_payment, an_invoice

ODD: tuple[Any, ...] = (
    None,
    "",
    -1,
    True,
    [],
    {},
    [[]],
    [None],
    Decimal("1e30"),
    "é",
    "NaN",
    "/Date(99999999999999999)/",
    "VOIDED",
    10**40,
)
CONTACT = "00000000-0000-4000-8000-000000000001"
LINE = a_line(Tracking=[{"Name": "Channel", "Option": "Web"}], TaxAmount=1, LineAmount=100, DiscountRate=0)
WELL_FORMED: tuple[tuple[str, dict[str, Any]], ...] = (
    (
        "Contacts",
        a_contact(Addresses=[{"AddressType": "STREET", "City": "Leeds"}], ContactPersons=[{"FirstName": "A"}]),
    ),
    ("Invoices", an_invoice(CONTACT, LINE, CurrencyCode="EUR", CurrencyRate=Decimal("1.2"), Reference="r")),
    ("CreditNotes", a_credit(CONTACT, LINE)),
    ("Payments", a_payment(CONTACT, CurrencyRate=1, Reference="x")),
    ("Items", {"Code": "S", "Name": "n", "SalesDetails": {"UnitPrice": 1, "AccountCode": "200", "TaxType": "OUTPUT2"}}),
    (
        "ManualJournals",
        {"Narration": "n", "JournalLines": [{"LineAmount": 1, "AccountCode": "630"}, {"TaxType": "NONE"}]},
    ),
)


@pytest.mark.parametrize(("plural", "element"), WELL_FORMED, ids=[plural for plural, _ in WELL_FORMED])
def test_an_odd_value_anywhere_is_taken_or_refused(plural: str, element: dict[str, Any]) -> None:
    client = Client()

    statuses = {
        client.send("PUT", plural, {plural: [_with(element, place, odd)]}).status_code
        for place in _places(element)
        for odd in ODD
    }

    assert statuses <= {200, 400}


def _places(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place inside a value, outermost first."""
    if at:
        yield at
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, nested in inner:
        yield from _places(nested, (*at, key))


def _with(element: dict[str, Any], place: tuple[Any, ...], odd: Any) -> dict[str, Any]:
    changed: Any = copy.deepcopy(element)
    target = changed
    for key in place[:-1]:
        target = target[key]
    target[place[-1]] = odd
    result: dict[str, Any] = changed
    return result
