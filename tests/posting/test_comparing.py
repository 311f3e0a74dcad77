"""How a value of a document is written in a sentence, and whether Xero shows what we say."""

from decimal import Decimal

import pytest

from shared.posting.targets.comparing import as_we_write, holds, is_same, shown


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, "blank"),
        ("", "blank"),
        ("SI2001", "SI2001"),
        ("2026-11-24", "'2026-11-24'"),
        ("a b" * 20, f"'{('a b' * 20)[:40]}'"),
        (0, "0"),
        (Decimal("12.50"), "12.5"),
        (Decimal("100.00"), "100"),
        ({"Name": "Quay Ltd"}, "'Quay Ltd'"),
        ({"ContactID": "c-1"}, "another one"),
        ([{"Option": "Web"}, {"Option": "UK"}, 1], "Web, UK"),
        ([], "blank"),
    ],
)
def test_a_value_is_written_as_a_person_would_name_it(value: object, written: str) -> None:
    assert shown(value) == written


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        (Decimal("1.0"), 1, True),
        (Decimal("0.00"), 0, True),
        (Decimal(0), None, False),
        (Decimal(0), "", False),
        (Decimal(1), "1.01", False),
        ("", None, True),
        (None, "", True),
        ("a", "b", False),
        ({"ContactID": "c-1"}, {"ContactID": "c-1", "Name": "Quay Ltd"}, True),
        ({"ContactID": "c-1"}, {"ContactID": "c-2"}, False),
        ({"ContactID": "c-1"}, None, False),
        ({"Quantity": Decimal(1)}, {"Quantity": 1, "ItemCode": "TEE"}, False),
        ({"Quantity": Decimal(1)}, {"Quantity": 1, "ItemCode": "", "Tracking": []}, True),
        ({"Quantity": Decimal(1)}, {"Quantity": 1, "Tracking": [{"Option": "Web"}]}, False),
        ([{"a": "1"}], [{"a": "1"}, {"Description": "Rounding"}], True),
        ([{"a": "1"}, {"a": "2"}], [{"a": "1"}, {"a": "2"}, {"Description": "Rounding"}], True),
        ([{"a": "1"}], [{"a": "1"}, {"Description": "Tee"}], False),
        ([{"a": "1"}], [{"a": "1"}, "Rounding"], False),
        ([{"a": "1"}], [{"a": "1"}, {"Description": "Rounding"}, {"Description": "Rounding"}], False),
        ([{"a": "1"}], [{"a": "2"}], False),
        ([{"a": "1"}], "1", False),
        ([], None, True),
    ],
)
def test_xero_may_show_more_than_we_say_but_not_less(ours: object, theirs: object, same: bool) -> None:
    assert is_same(ours, theirs) is same


def test_what_xero_writes_anew_is_not_compared_and_dates_are_as_we_write_them() -> None:
    ours = {"Status": "AUTHORISED", "Url": "https://one", "Date": "2026-11-23", "DueDate": "2026-12-23"}
    theirs = {"Status": "PAID", "Url": "", "Date": "/Date(1795392000000+0000)/", "DueDate": "2026-12-23T00:00:00"}

    assert holds(ours, theirs)
    assert not holds({**ours, "DueDate": "2026-12-24"}, theirs)
    assert as_we_write("Date", "") == ""
    assert as_we_write("Reference", "2026-11-23T00:00:00") == "2026-11-23T00:00:00"
