"""How the cents of rows fall on their lines: which line gets one, and which must not."""

from decimal import Decimal

import pytest

from shared.errors import InvalidDataError
from shared.mapping.amounts import Amounts, Totals, amounts_of
from shared.mapping.own_lines import with_own_lines
from shared.mapping.rows import Row, free_row
from shared.settings import Half, Place
from tests.builders import some_settings

CENT = Decimal("0.01")


def a_row_of(net: str, tax: str, *, shown: str | None = None, off: str = "0", percent: str = "20") -> Row:
    row = free_row("Tee", Decimal(net), {})
    return row.but(tax=Decimal(tax), shown=Decimal(shown or tax), off=Decimal(off), percent=Decimal(percent))


def amounts(*rows: Row, tax: str, total: str, included: bool = False) -> Amounts:
    return amounts_of(rows, Totals(tax=Decimal(tax), total=Decimal(total)), included=included, unit=CENT)


def taxes(*rows: Row, tax: str) -> list[str]:
    net = sum((row.net for row in rows), Decimal(0))
    return [str(each) for each in amounts(*rows, tax=tax, total=str(net + Decimal(tax))).taxes]


# tax


@pytest.mark.parametrize("included", [False, True], ids=["prices without tax", "prices with tax"])
def test_xeros_own_rounding_is_taken_where_it_is_half_a_cent_away(*, included: bool) -> None:
    nets = ("5.005", "0.815") if included else ("5.00", "0.82")
    rows = [a_row_of(net, tax) for net, tax in zip(nets, ("0.995", "0.165"), strict=True)]

    found = amounts(*rows, tax="1.16", total="6.98", included=included)

    assert [str(tax) for tax in found.taxes] == ["1.00", "0.16"]


def test_a_cent_of_tax_goes_where_rounding_took_most() -> None:
    assert taxes(a_row_of("5.00", "1.001"), a_row_of("5.00", "1.004"), tax="2.01") == ["1.00", "1.01"]
    assert taxes(a_row_of("5.00", "0.999"), a_row_of("5.00", "0.996"), tax="1.99") == ["1.00", "0.99"]


def test_two_rows_may_be_half_a_cent_off_each_beside_the_order_itself() -> None:
    assert taxes(a_row_of("5.00", "1.0025"), a_row_of("5.00", "1.0025"), tax="2.02") == ["1.01", "1.01"]
    with pytest.raises(InvalidDataError, match=r"adds up to 2\.00, its own tax is 2\.02"):
        taxes(a_row_of("5.00", "1.00"), a_row_of("5.00", "1.00"), a_row_of("5.00", "0.00", percent="0"), tax="2.02")


def test_a_row_without_tax_gets_none() -> None:
    assert taxes(a_row_of("5.00", "0.00"), a_row_of("5.00", "1.00"), tax="1.01") == ["0.00", "1.01"]


def test_a_row_with_tax_keeps_some() -> None:
    assert taxes(a_row_of("0.05", "0.01"), a_row_of("5.00", "1.00"), tax="1.00") == ["0.01", "0.99"]


def test_tax_on_a_code_of_nothing_stays_what_it_is() -> None:
    assert taxes(a_row_of("5.00", "0.50", percent="0"), a_row_of("5.00", "1.00"), tax="1.51") == ["0.50", "1.01"]


def test_tax_on_codes_of_nothing_alone_is_refused_where_it_is_not_the_orders() -> None:
    with pytest.raises(InvalidDataError, match=r"adds up to 1\.00, its own tax is 1\.01"):
        taxes(a_row_of("5.00", "1.00", percent="0"), tax="1.01")


def test_a_line_has_no_more_tax_than_its_amount() -> None:
    assert taxes(a_row_of("0.01", "0.01"), a_row_of("5.00", "1.00"), tax="1.02") == ["0.01", "1.01"]
    assert taxes(a_row_of("0.02", "0.01"), tax="0.02") == ["0.02"]


# amounts


@pytest.mark.parametrize(
    ("off", "shown", "lines", "left_open"),
    [
        ("0", "1.00", ["6.00", "6.00"], "0.02"),
        ("0.007444", "1.00", ["6.00", "6.00"], "0.02"),
        ("0.00745", "1.00", ["6.01", "6.01"], "0.00"),
        ("0", "1.01", ["6.01", "6.01"], "0.00"),
    ],
    ids=["exact", "not far enough off", "as far off as can be", "as they are shown"],
)
def test_rows_are_the_whole_as_far_as_brightpearl_shows_them(
    off: str, shown: str, lines: list[str], left_open: str
) -> None:
    rows = [a_row_of("5.00", "1.00", off=off, shown=shown) for _ in range(2)]

    found = amounts(*rows, tax="2.00", total="12.02", included=True)

    assert ([str(amount) for amount in found.amounts], str(found.left_open)) == (lines, left_open)


def test_a_net_is_the_whole_where_less_than_a_cent_is_missing() -> None:
    near = amounts(a_row_of("5.0049", "1.00"), a_row_of("5.0049", "1.00"), tax="2.00", total="12.01")
    off = amounts(a_row_of("5.00", "1.00"), a_row_of("5.00", "1.00"), tax="2.00", total="12.01")

    assert ([str(amount) for amount in near.amounts], str(near.left_open)) == (["5.01", "5.00"], "0.00")
    assert ([str(amount) for amount in off.amounts], str(off.left_open)) == (["5.00", "5.00"], "0.01")


# lines of their own


def test_a_row_whose_tax_has_its_own_line_keeps_nothing_of_it() -> None:
    row = a_row_of("10.00", "2.00", off="0.01").but(code="-")

    own = with_own_lines([row], Half.SALES, Place(), Decimal("2.00"), some_settings(), unit=CENT)

    kept, tax = own.rows
    assert {kept.shown, kept.tax, kept.off, kept.percent} == {Decimal(0)}
    assert [kept.net, tax.net, own.moved] == [Decimal(figure) for figure in (10, 2, 2)]
    assert own.notes == []


@pytest.mark.parametrize(("tax", "line"), [("2.00", "2.00"), ("2.01", "2.01"), ("1.99", "1.99"), ("2.02", "2.00")])
def test_sales_tax_is_the_orders_own_as_far_as_rounding_can_tell(tax: str, line: str) -> None:
    settings = some_settings(country="US", tax_scheme="SALES TAX", tax_types={"sales": {}, "purchases": {}})

    own = with_own_lines([a_row_of("10.00", "2.00")], Half.SALES, Place(), Decimal(tax), settings, unit=CENT)

    assert str(own.rows[-1].net) == line
