"""What Xero made of a document is compared: net, tax and total. What differs is put right, noted, or an Error."""

from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from shared.mapping.rounding import rounding_line
from shared.posting.target import Difference, Element, Wanted
from shared.posting.targets.document_totals import most_off, totals_difference
from tests.builders import TAX_RATES, some_settings

SETTINGS = some_settings()


def a_line(**changes: Any) -> dict[str, Any]:
    line = {"Description": "Tee", "Quantity": Decimal(1), "UnitAmount": Decimal("100.00"), "TaxType": "OUTPUT2"}
    return {**line, **changes}


def wanted(*lines: dict[str, Any], tax: str = "20.00", total: str = "120.00", included: bool = False) -> Wanted:
    payload = {"LineAmountTypes": "Inclusive" if included else "Exclusive", "LineItems": list(lines or (a_line(),))}
    return Wanted(payload=payload, total=Decimal(total), tax=Decimal(tax))


def answered(*taxes: str, tax: str, total: str) -> Element:
    lines = [{"TaxAmount": Decimal(one)} for one in taxes]
    return Element(key=(), remote_id="xero-1", tax=Decimal(tax), total=Decimal(total), raw={"LineItems": lines})


def difference(want: Wanted, element: Element) -> Difference | None:
    return totals_difference(want, element, SETTINGS, lambda: TAX_RATES)


def test_what_came_out_as_meant_is_no_difference() -> None:
    assert difference(wanted(), answered("20.00", tax="20.00", total="120.00")) is None


def test_a_total_that_is_right_with_another_tax_is_a_difference_too() -> None:
    want = wanted(a_line(TaxAmount=Decimal("18.00")), tax="18.00", total="118.00")

    found = difference(want, answered("17.00", tax="17.00", total="118.00"))

    assert found is not None
    assert found.says == (
        "net 101.00, tax 17.00, total 118.00 in Xero, net 100.00, tax 18.00, total 118.00 in Brightpearl"
    )


def test_where_xero_rounds_in_another_way_the_tax_of_every_line_is_said() -> None:
    halves = a_line(UnitAmount=Decimal("0.10"), TaxType="RROUTPUT")
    want = wanted(halves, tax="0.01", total="0.11")

    found = difference(want, answered("0.00", tax="0.00", total="0.10"))

    assert found is not None
    assert found.correction is not None
    assert found.correction["LineItems"] == [{**halves, "TaxAmount": Decimal("0.01")}]
    assert found.says == "net 0.10, tax 0.00, total 0.10 in Xero, net 0.10, tax 0.01, total 0.11 in Brightpearl"


def test_tax_that_xero_ignored_within_half_a_cent_a_line_and_unit_gets_a_rounding_line() -> None:
    lines = [a_line(UnitAmount=Decimal("8.32"), TaxAmount=Decimal("1.67")) for _ in range(6)]
    want = wanted(*lines, tax="10.02", total="59.94")

    found = difference(want, answered(*["1.66"] * 6, tax="9.96", total="59.88"))

    assert found is not None
    assert found.correction is not None
    assert found.correction["LineItems"][-1]["UnitAmount"] == Decimal("0.0600")
    assert found.note == "Xero added it up to 59.88; a rounding line of 0.06 makes it equal"


def test_a_rounding_line_is_changed_and_not_added_twice() -> None:
    rounding = rounding_line(Decimal("0.06"), SETTINGS)
    want = wanted(a_line(TaxAmount=Decimal("19.99")), rounding, tax="19.99", total="120.00")

    found = difference(want, answered("20.00", "0.00", tax="20.00", total="120.01"))

    assert found is not None
    assert found.correction is not None
    assert [line["UnitAmount"] for line in found.correction["LineItems"]] == [Decimal("100.00"), Decimal("0.0500")]
    assert found.note == "Xero added it up to 120.01; a rounding line of 0.05 makes it equal"


def test_a_row_that_people_call_rounding_stays_as_it_is() -> None:
    theirs = a_line(Description="Rounding", UnitAmount=Decimal("-0.02"), AccountCode="200")
    want = wanted(a_line(TaxAmount=Decimal("20.00")), {**theirs, "TaxAmount": Decimal("0.00")}, total="119.98")

    found = difference(want, answered("20.00", "0.00", tax="20.00", total="119.99"))

    assert found is not None
    assert found.correction is not None
    assert [line["UnitAmount"] for line in found.correction["LineItems"]] == [
        Decimal("100.00"),
        Decimal("-0.02"),
        Decimal("-0.0100"),
    ]


def test_what_may_be_off_where_tax_was_ignored_may_not_where_none_was() -> None:
    many = {"Quantity": Decimal(1000), "UnitAmount": Decimal("0.10"), "TaxAmount": Decimal("20.00")}

    found = difference(wanted(a_line(**many)), answered("20.00", tax="20.00", total="120.30"))
    ignored = difference(wanted(a_line(**many)), answered("20.30", tax="20.30", total="120.30"))

    assert found is not None
    assert found.correction is None
    assert ignored is not None
    assert ignored.correction is not None


def test_what_has_no_lines_is_compared_by_its_total() -> None:
    element = Element(key=(), remote_id="xero-1", total=Decimal("13.00"), tax=Decimal("2.01"))

    found = difference(Wanted(payload={}, total=Decimal("12.00"), tax=Decimal("2.00")), element)

    assert found is not None
    assert "total 13.00 in Xero" in found.says


def test_only_the_last_line_makes_up_for_cents() -> None:
    alike = rounding_line(Decimal("0.06"), SETTINGS)
    lines = [a_line(TaxAmount=Decimal("20.00")), alike, a_line(Description="Cap", UnitAmount=Decimal(0))]
    want = wanted(*lines, tax="20.00", total="120.06")

    found = difference(want, answered("20.00", "0.00", "0.00", tax="20.00", total="120.05"))

    assert found is not None
    assert found.correction is not None
    assert [line["UnitAmount"] for line in found.correction["LineItems"]] == [
        Decimal("100.00"),
        Decimal("0.0600"),
        Decimal(0),
        Decimal("0.0100"),
    ]


def test_a_tax_that_differs_in_an_equal_total_may_stay_and_is_said() -> None:
    want = wanted(a_line(TaxAmount=Decimal("19.98")), tax="19.98", total="120.00", included=True)

    found = difference(want, answered("20.00", tax="20.00", total="120.00"))

    assert found is not None
    assert (found.tolerable, found.correction) == (True, None)
    assert found.says.endswith(": Xero works tax out by itself, 0.02 off")


def test_tax_that_xero_ignored_beyond_that_is_no_cents() -> None:
    want = wanted(a_line(TaxAmount=Decimal("18.00")), tax="18.00", total="118.00")

    found = difference(want, answered("20.00", tax="20.00", total="120.00"))

    assert found is not None
    assert (found.tolerable, found.correction) == (False, None)


@pytest.mark.parametrize(("total", "is_cents"), [("120.05", True), ("120.06", False)])
def test_where_no_tax_was_ignored_only_the_tolerance_is_made_up_for(total: str, *, is_cents: bool) -> None:
    found = difference(wanted(), answered("20.00", tax="20.00", total=total))

    assert found is not None
    assert (found.correction is not None) == is_cents


@pytest.mark.parametrize(
    ("quantity", "total", "most"),
    [("1", "120.00", "0.05"), ("60", "120.00", "0.305"), ("1000", "120.00", "0.60")],
    ids=["the tolerance", "lines and units", "half a percent"],
)
def test_how_much_may_be_ignored_grows_with_lines_and_units_to_half_a_percent(
    quantity: str, total: str, most: str
) -> None:
    assert most_off(wanted(a_line(Quantity=Decimal(quantity)), total=total), SETTINGS) == Decimal(most)


def test_a_rounding_line_that_is_not_needed_any_more_is_left_out_without_a_note() -> None:
    want = wanted(a_line(), rounding_line(Decimal("0.05"), SETTINGS), tax="20.00", total="120.00")

    found = difference(want, answered("20.00", "0.00", tax="20.00", total="120.05"))

    assert found is not None
    assert found.correction is not None
    assert (found.correction["LineItems"], found.note) == ([a_line()], "")


def test_what_has_no_cents_is_rounded_to_its_own_unit() -> None:
    want = wanted(a_line(UnitAmount=Decimal(100)), tax="20", total="120")
    yen = replace(want, payload={**want.payload, "CurrencyCode": "JPY"})

    found = difference(yen, answered("20", tax="20", total="121"))

    assert found is not None
    assert found.note == "Xero added it up to 121; a rounding line of -1 makes it equal"
    assert difference(want, answered("20", tax="20", total="121")) != found
    assert most_off(yen, SETTINGS) > most_off(want, SETTINGS)
