"""What Xero says of a document, kept and compared."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.mapping.versions import Version, changes, days_of, read_version, version_of, with_codes_of

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


def test_what_an_older_version_of_ours_wrote_says_nothing_of_accounts() -> None:
    written = '["PAID","25.00","5.00","30.00","2026-11-23","2026-12-23","c-1","Harbour Books Ltd"]'

    assert read_version(written) == Version(
        status="PAID",
        net=Decimal("25.00"),
        tax=Decimal("5.00"),
        total=Decimal("30.00"),
        day="2026-11-23",
        due="2026-12-23",
        contact="c-1",
        contact_name="Harbour Books Ltd",
    )


def test_every_part_of_a_document_is_read_and_shown() -> None:
    version = version_of(an_invoice(DueDate="/Date(1795478400000+0000)/"))

    assert version.document() == {
        "status": "AUTHORISED",
        "net": Decimal("25.00"),
        "tax": Decimal("5.00"),
        "total": Decimal("30.00"),
        "day": "2026-11-23",
        "due": "2026-11-24",
        "contact": "c-1",
        "contact_name": "Harbour Books Ltd",
        "coded": ["200 OUTPUT2 25.00"],
    }


def test_of_a_document_of_which_xero_tells_nothing_nothing_is_known() -> None:
    assert version_of({}) == Version()


@pytest.mark.parametrize(
    ("status", "is_gone"), [("VOIDED", True), ("DELETED", True), ("AUTHORISED", False), ("PAID", False), ("", False)]
)
def test_what_was_voided_or_deleted_is_gone(status: str, is_gone: bool) -> None:
    assert version_of(an_invoice(Status=status)).is_gone is is_gone


def test_the_days_of_versions_are_those_that_they_tell() -> None:
    told = version_of(an_invoice()).written()

    assert days_of([told, "", version_of({}).written()]) == [date(2026, 11, 23)]


@pytest.mark.parametrize(
    ("line", "coded"),
    [
        ({"AccountCode": "200", "AccountID": "a-1", "TaxType": "NONE", "LineAmount": 5}, "200 NONE 5"),
        ({"AccountID": "a-1", "TaxType": "NONE", "LineAmount": 5}, "a-1 NONE 5"),
        ({"AccountCode": "200", "LineAmount": "-5.00"}, "200  -5.00"),
        ({"AccountCode": "200", "TaxType": "NONE"}, "200 NONE 0"),
        ({"LineAmount": 5}, "  5"),
    ],
    ids=["an account", "one without a code", "no tax type", "no amount", "no account"],
)
def test_a_line_of_a_journal_may_lack_anything(line: dict[str, Any], coded: str) -> None:
    assert version_of({"JournalLines": [line]}).coded == [coded]


def test_lines_are_summed_by_account_and_tax() -> None:
    assert version_of(an_invoice()).coded == ["200 OUTPUT2 25.00"]
    assert version_of(an_invoice(LineItems=[])).coded is None


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"Total": Decimal("31.00")}, ["the total is 31.00 there, it was 30.00"]),
        ({"SubTotal": Decimal("26.00")}, ["the net amount is 26.00 there, it was 25.00"]),
        ({"TotalTax": Decimal("5.20")}, ["the tax is 5.20 there, it was 5.00"]),
        ({"Date": "/Date(1795478400000+0000)/"}, ["the date is 2026-11-24 there, it was 2026-11-23"]),
        (
            {"Contact": {"ContactID": "c-2", "Name": "Old Friend Ltd"}},
            ["the contact is Old Friend Ltd there, it was Harbour Books Ltd"],
        ),
        ({"Contact": {"ContactID": "c-1", "Name": "Harbour Books plc"}}, []),
        ({"Status": "PAID"}, []),
        ({"DueDate": "/Date(1795478400000+0000)/"}, []),
        ({"LineItems": []}, []),
        ({"Total": Decimal("4E+1")}, ["the total is 40 there, it was 30.00"]),
        ({"Contact": {"ContactID": "c-2"}}, ["the contact is another one there, it was Harbour Books Ltd"]),
        ({"Contact": None, "Date": None, "SubTotal": None}, []),
        (
            {"LineItems": [{"AccountCode": "260", "TaxType": "OUTPUT2", "LineAmount": 25}]},
            ["what is on its accounts is 260 OUTPUT2 25 there, it was 200 OUTPUT2 25.00"],
        ),
        (
            {
                "LineItems": [
                    {"AccountCode": "200", "TaxType": "OUTPUT2", "LineAmount": 20},
                    {"AccountCode": "260", "TaxType": "OUTPUT2", "LineAmount": 5},
                ]
            },
            ["what is on its accounts is 200 OUTPUT2 20, 260 OUTPUT2 5 there, it was 200 OUTPUT2 25.00"],
        ),
    ],
)
def test_what_has_changed_is_said(changed: dict[str, Any], said: list[str]) -> None:
    assert changes(version_of(an_invoice()), version_of(an_invoice(**changed))) == said


def test_nothing_is_said_of_what_was_not_told_before() -> None:
    assert changes(version_of({}), version_of(an_invoice())) == []


def test_accounts_are_kept_while_the_amount_is_the_same() -> None:
    before = version_of(an_invoice())

    assert with_codes_of(version_of(an_invoice(LineItems=[])), before).coded == before.coded
    assert with_codes_of(version_of(an_invoice(LineItems=[], SubTotal=Decimal("9.00"))), before).coded is None
