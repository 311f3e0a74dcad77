"""What Xero says of a document, kept and compared."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.mapping.versions import Version, changes, read_version, version_of, with_codes_of

AMOUNTS = st.one_of(st.none(), st.decimals(min_value=-(10**9), max_value=10**9, places=2))
TEXTS = st.text(max_size=20)


def an_invoice(**changed: Any) -> dict[str, Any]:
    return {
        "Status": "AUTHORISED",
        "SubTotal": Decimal("25.00"),
        "TotalTax": Decimal("5.00"),
        "Total": Decimal("30.00"),
        "Date": "/Date(1795392000000+0000)/",
        "DueDate": "/Date(1795392000000+0000)/",
        "Contact": {"ContactID": "c-1", "Name": "Harbour Books Ltd"},
        "LineItems": [
            {"AccountCode": "200", "TaxType": "OUTPUT2", "LineAmount": Decimal("20.00")},
            {"AccountCode": "200", "TaxType": "OUTPUT2", "LineAmount": Decimal("5.00")},
        ],
        **changed,
    }


@given(
    net=AMOUNTS,
    tax=AMOUNTS,
    total=AMOUNTS,
    name=TEXTS,
    coded=st.one_of(st.none(), st.lists(TEXTS, min_size=1, max_size=3)),
)
def test_what_was_written_is_read_again(
    net: Decimal | None, tax: Decimal | None, total: Decimal | None, name: str, coded: list[str] | None
) -> None:
    version = Version(
        status="PAID", net=net, tax=tax, total=total, day="2026-11-23", contact="c-1", contact_name=name, coded=coded
    )

    assert read_version(version.written()) == version


def test_nothing_was_said_yet() -> None:
    assert read_version("") is None


def test_lines_are_summed_by_account_and_tax() -> None:
    assert version_of(an_invoice()).coded == ["200 OUTPUT2 25.00"]
    assert version_of(an_invoice(LineItems=[])).coded is None


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"Total": Decimal("31.00")}, ["the total is 31.00 there, it was 30.00"]),
        ({"Date": "/Date(1795478400000+0000)/"}, ["the date is 2026-11-24 there, it was 2026-11-23"]),
        (
            {"Contact": {"ContactID": "c-2", "Name": "Old Friend Ltd"}},
            ["the contact is Old Friend Ltd there, it was Harbour Books Ltd"],
        ),
        ({"Contact": {"ContactID": "c-1", "Name": "Harbour Books plc"}}, []),
        ({"Status": "PAID"}, []),
        ({"DueDate": "/Date(1795478400000+0000)/"}, []),
        ({"LineItems": []}, []),
        (
            {"LineItems": [{"AccountCode": "260", "TaxType": "OUTPUT2", "LineAmount": 25}]},
            ["what is on its accounts is 260 OUTPUT2 25 there, it was 200 OUTPUT2 25.00"],
        ),
    ],
)
def test_what_has_changed_is_said(changed: dict[str, Any], said: list[str]) -> None:
    assert changes(version_of(an_invoice()), version_of(an_invoice(**changed))) == said


def test_accounts_are_kept_while_the_amount_is_the_same() -> None:
    before = version_of(an_invoice())

    assert with_codes_of(version_of(an_invoice(LineItems=[])), before).coded == before.coded
    assert with_codes_of(version_of(an_invoice(LineItems=[], SubTotal=Decimal("9.00"))), before).coded is None
