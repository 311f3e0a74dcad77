"""Net, tax and total in Xero are Brightpearl's, for orders of any length, or nothing is posted."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from shared.errors import InvalidDataError, UnmappableError
from shared.kinds import Kind
from shared.mapping.documents import to_document, to_purchase_invoice, to_sales_credit, to_sales_invoice
from shared.mapping.references import Mapped, Payload
from shared.mapping.rounding import rounding_line
from shared.mapping.xero_tax import with_all_tax, without_needless_tax
from tests.builders import TAX_RATES, a_purchase_order, a_row, a_sales_credit, a_sales_order, some_settings
from tests.mapping.xero_arithmetic import worth

CENT = Decimal("0.01")
FOUR = Decimal("0.0001")
PERCENT = {"T20": Decimal(20), "T5": Decimal(5), "T0": Decimal(0), "T9": Decimal(0)}


def rounded(value: Decimal, unit: Decimal = CENT) -> Decimal:
    return value.quantize(unit, ROUND_HALF_UP)


def an_item(gross: str, *, quantity: int = 1, code: str = "T20") -> tuple[dict[str, Any], Decimal, Decimal]:
    """A row priced with its tax, as Brightpearl works it out: one item to four places, times the quantity."""
    net = rounded(Decimal(gross) * 100 / (100 + PERCENT[code]), FOUR)
    tax = Decimal(gross) - net
    row = a_row(
        net=f"{net * quantity:.4f}", tax=f"{rounded(tax * quantity)}", quantity=f"{quantity}.0000", tax_code=code
    )
    return row, net * quantity, tax * quantity


def an_order_with_tax_in_its_prices(*items: tuple[dict[str, Any], Decimal, Decimal]) -> dict[str, Any]:
    total = rounded(sum((net + tax for _, net, tax in items), Decimal(0)))
    tax = rounded(sum((tax for _, _, tax in items), Decimal(0)))
    return a_sales_order(*(row for row, _, _ in items), price_mode="INC", total=str(total), tax=str(tax))


def sent(mapped: Mapped) -> Payload:
    return without_needless_tax(mapped.payload, TAX_RATES)


def invoice_of(*rows: dict[str, Any], **order: Any) -> Mapped:
    return to_sales_invoice(a_sales_order(*rows, **order), some_settings())


def taxes_said(payload: Payload) -> list[Decimal | None]:
    return [line.get("TaxAmount") for line in payload["LineItems"]]


def test_where_xero_comes_to_the_tax_by_itself_nothing_is_said() -> None:
    mapped = invoice_of(a_row(net="100.0000", tax="20.00"), a_row(net="25.6100", tax="5.12"))

    assert taxes_said(sent(mapped)) == [None, None]
    assert (mapped.tax, mapped.total) == (Decimal("25.12"), Decimal("150.73"))


@pytest.mark.parametrize(
    ("rows", "tax", "total"),
    [
        ([("1.95", 1)], "0.33", "1.95"),
        ([("1.95", 1)] * 7, "2.28", "13.65"),
        ([("0.28", 1000)], "46.70", "280.00"),
        ([("0.28", 2000)], "93.40", "560.00"),
        ([("0.28", 5000)], "233.50", "1400.00"),
        ([("9.99", 1)] * 6, "9.99", "59.94"),
        ([("9.99", 1)] * 120, "199.80", "1198.80"),
        ([("9.99", 12), ("3.99", 7), ("6.99", 31)], "60.75", "364.50"),
    ],
)
def test_prices_with_tax_keep_what_the_customer_paid(rows: list[tuple[str, int]], tax: str, total: str) -> None:
    order = an_order_with_tax_in_its_prices(*(an_item(gross, quantity=quantity) for gross, quantity in rows))

    mapped = to_sales_invoice(order, some_settings())

    assert mapped.payload["LineAmountTypes"] == "Inclusive"
    assert worth(sent(mapped), TAX_RATES)[1:] == (Decimal(tax), Decimal(total))
    assert len(mapped.payload["LineItems"]) == len(rows)


def test_a_single_price_with_tax_needs_no_tax_said() -> None:
    payload = sent(to_sales_invoice(an_order_with_tax_in_its_prices(an_item("1.95")), some_settings()))

    assert (payload["LineItems"][0]["UnitAmount"], taxes_said(payload)) == (Decimal("1.9500"), [None])


def test_rows_whose_tax_a_channel_rounded_per_row_keep_that_tax() -> None:
    rows = [a_row(net="1.6250", tax="0.33", quantity="1.0000") for _ in range(7)]
    order = a_sales_order(*rows, price_mode="INC", total="13.65", tax="2.31")

    assert worth(sent(to_sales_invoice(order, some_settings())), TAX_RATES)[1:] == (Decimal("2.31"), Decimal("13.65"))


def test_six_rows_of_8_32_with_1_67_of_tax_each_come_to_59_94() -> None:
    mapped = invoice_of(*[a_row(net="8.3200", tax="1.67", quantity="1.0000") for _ in range(6)])

    assert worth(sent(mapped), TAX_RATES) == (Decimal("49.92"), Decimal("10.02"), Decimal("59.94"))
    assert taxes_said(sent(mapped)) == [Decimal("1.67")] * 6


def test_a_row_of_twelve_keeps_its_tax_of_twenty_and_four_pence() -> None:
    mapped = invoice_of(a_row(net="99.8400", tax="20.04", quantity="12.0000"))

    assert worth(sent(mapped), TAX_RATES) == (Decimal("99.84"), Decimal("20.04"), Decimal("119.88"))


def test_tax_that_a_channel_set_stands_and_a_discount_without_tax_stays_without() -> None:
    discount = a_row(net="-10.0000", tax="0.00", tax_code="T9", quantity="1.0000")
    mapped = invoice_of(a_row(net="100.0000", tax="18.00"), discount)

    payload = sent(mapped)

    assert worth(payload, TAX_RATES) == (Decimal("90.00"), Decimal("18.00"), Decimal("108.00"))
    assert [line["TaxType"] for line in payload["LineItems"]] == ["OUTPUT2", "NONE"]


def test_tax_that_is_wrong_on_two_rows_and_right_together_is_said_on_both() -> None:
    payload = sent(invoice_of(a_row(net="100.0000", tax="25.00"), a_row(net="50.0000", tax="5.00")))

    assert taxes_said(payload) == [Decimal("25.00"), Decimal("5.00")]


def test_a_bills_tax_that_was_typed_from_the_suppliers_invoice_stands_and_nothing_is_rounded() -> None:
    order = a_purchase_order(a_row(net="100.0000", tax="19.97", nominal_code="5000"))

    mapped = to_purchase_invoice(order, some_settings())

    assert taxes_said(sent(mapped)) == [Decimal("19.97")]
    assert mapped.notes == ()


def test_cents_that_rows_have_together_go_to_the_line_that_rounding_moved_furthest() -> None:
    rows = [a_row(net="33.3333", tax="0.00", quantity="1.0000", tax_code="T0") for _ in range(3)]

    mapped = invoice_of(*rows, total="100.00", tax="0.00")

    assert [line["UnitAmount"] for line in mapped.payload["LineItems"]] == [
        Decimal("33.3400"),
        Decimal("33.3333"),
        Decimal("33.3333"),
    ]


@pytest.mark.parametrize("left_open", ["0.01", "-0.01", "0.05", "-0.05"])
def test_what_the_rows_leave_open_becomes_a_rounding_line_and_is_said(left_open: str) -> None:
    mapped = invoice_of(total=str(Decimal("120.00") + Decimal(left_open)))

    assert mapped.payload["LineItems"][-1] == {
        "Description": "Rounding",
        "Quantity": Decimal(1),
        "UnitAmount": Decimal(left_open),
        "AccountCode": "860",
        "TaxType": "NONE",
    }
    assert worth(sent(mapped), TAX_RATES)[1:] == (mapped.tax, mapped.total)
    assert mapped.notes == (
        f"a rounding line of {left_open}, because the rows add up to 120.00 and Brightpearl's total is {mapped.total}",
    )


@pytest.mark.parametrize("total", ["120.06", "119.94", "100.00"])
def test_rows_that_leave_more_than_the_tolerance_open_are_refused(total: str) -> None:
    with pytest.raises(InvalidDataError) as refusal:
        invoice_of(total=total)

    assert refusal.value.message == f"its rows add up to 120.00 with their tax, its total is {total} in Brightpearl"
    assert "0.05 at most" in refusal.value.hint


def test_the_tolerance_is_a_setting() -> None:
    with pytest.raises(InvalidDataError):
        to_sales_invoice(a_sales_order(total="120.01"), some_settings(tolerance="0"))


@pytest.mark.parametrize(("total", "tolerance", "goes"), [("101", "0.05", 1), ("102", "0.05", 0), ("101", "0", 0)])
def test_in_a_currency_without_cents_one_unit_may_be_left_open(total: str, tolerance: str, goes: int) -> None:
    row = a_row(net="100.0000", tax="0.00", tax_code="T0", currency="JPY")
    order = a_sales_order(row, currency="JPY", rate="150.000000", total=total, tax="0")
    if not goes:
        with pytest.raises(InvalidDataError, match="its rows add up to 100"):
            to_sales_invoice(order, some_settings(tolerance=tolerance))
    else:
        assert len(to_sales_invoice(order, some_settings(tolerance=tolerance)).payload["LineItems"]) == 2


def test_tax_is_never_made_up() -> None:
    with pytest.raises(InvalidDataError) as refusal:
        invoice_of(a_row(net="100.0000", tax="20.00"), total="120.03", tax="20.03")

    assert refusal.value.message == "the tax of its rows adds up to 20.00, its own tax is 20.03 in Brightpearl"


def test_credits_come_to_their_total_in_the_same_way() -> None:
    mapped = to_sales_credit(a_sales_credit(total="119.99"), some_settings())

    assert worth(sent(mapped), TAX_RATES).total == Decimal("119.99")


def test_a_tax_type_that_xero_does_not_know_is_named() -> None:
    with pytest.raises(UnmappableError, match="no tax rate OUTPUT2"):
        without_needless_tax(invoice_of().payload, {"NONE": Decimal(0)})


def test_a_rounding_line_that_would_be_taxed_is_refused() -> None:
    mapped = to_sales_invoice(a_sales_order(total="120.05"), some_settings(rounding_tax_type="OUTPUT2"))

    with pytest.raises(UnmappableError, match=r"'Rounding' has 0\.00 of tax, and OUTPUT2 is 20%"):
        sent(mapped)


def test_tax_on_a_type_without_any_is_refused() -> None:
    mapped = invoice_of(a_row(net="100.0000", tax="20.00"))

    with pytest.raises(UnmappableError, match=r"'Red tee' has 20\.00 of tax, and OUTPUT2 is 0%"):
        without_needless_tax(mapped.payload, {"OUTPUT2": Decimal(0)})


def test_all_tax_can_be_said_where_xero_rounds_in_another_way() -> None:
    payload = sent(invoice_of(a_row(net="100.0000", tax="20.00"), a_row(net="5.0000", tax="0.00", tax_code="T0")))

    assert taxes_said(with_all_tax(payload, TAX_RATES)) == [Decimal("20.00"), None]


def test_a_wrong_total_of_xeros_is_amended_by_the_same_line() -> None:
    assert rounding_line(Decimal("-0.01"), some_settings())["UnitAmount"] == Decimal("-0.01")


@pytest.mark.parametrize(("currency", "places"), [("JPY", 0), ("KWD", 3)])
def test_a_currency_has_its_own_number_of_places(currency: str, places: int) -> None:
    unit = Decimal(1).scaleb(-places)
    net, tax = rounded(Decimal("1234.5678"), unit), rounded(Decimal("246.9136"), unit)
    row = a_row(net=f"{net:.4f}", tax=f"{tax:.2f}", quantity="1.0000", currency=currency)
    order = a_sales_order(row, currency=currency, rate="2.000000", total=str(net + tax), tax=str(tax))

    payload = sent(to_sales_invoice(order, some_settings()))

    assert worth(payload, TAX_RATES, unit=unit) == (net, tax, net + tax)


@pytest.mark.parametrize(
    ("net", "tax", "total"), [("100.5000", "0.00", "100.50"), ("99.5000", "10.50", "110.00")], ids=["total", "tax"]
)
def test_an_order_in_yen_keeps_the_cents_that_its_total_or_its_tax_has_nevertheless(
    net: str, tax: str, total: str
) -> None:
    row = a_row(net=net, tax=tax, tax_code="T20" if tax != "0.00" else "T0", quantity="1.0000", currency="JPY")
    order = a_sales_order(row, currency="JPY", rate="150.000000", total=total, tax=tax)

    (line,) = to_sales_invoice(order, some_settings()).payload["LineItems"]

    assert (line["UnitAmount"], line["TaxAmount"]) == (Decimal(net), Decimal(tax))


def test_a_price_in_yen_keeps_its_four_places_where_its_line_comes_to_whole_yen() -> None:
    row = a_row(net="100.4000", tax="0.00", tax_code="T0", quantity="3.0000", currency="JPY")
    order = a_sales_order(row, currency="JPY", rate="150.000000", total="100", tax="0")

    assert to_sales_invoice(order, some_settings()).payload["LineItems"][0]["UnitAmount"] == Decimal("33.4667")


def test_a_price_with_tax_in_it_keeps_its_four_places() -> None:
    row = a_row(net="8.3367", tax="1.67", quantity="3.0000")
    order = a_sales_order(row, price_mode="INC", total="10.00", tax="1.67")

    (line,) = to_sales_invoice(order, some_settings()).payload["LineItems"]

    assert (line["Quantity"], line["UnitAmount"]) == (3, Decimal("3.3347"))


def test_sales_tax_in_yen_is_the_orders_own_though_its_rows_show_fractions() -> None:
    rows = [a_row(net=net, tax=tax, currency="JPY") for net, tax in (("1000.0000", "82.50"), ("501.0000", "41.33"))]
    order = a_sales_order(*rows, currency="JPY", rate="150.000000", total="1625", tax="124")

    payload = to_sales_invoice(order, some_settings(tax_scheme="SALES TAX")).payload

    assert worth(payload, TAX_RATES, unit=Decimal(1)).total == 1625
    assert (payload["LineItems"][-1]["Description"], payload["LineItems"][-1]["UnitAmount"]) == ("Sales tax", 124)


def test_an_order_below_nought_is_a_credit_with_everything_the_other_way_round() -> None:
    back = a_row(net="-30.0000", tax="-6.00", quantity="-1.0000")
    new = a_row(net="10.0000", tax="2.00", quantity="1.0000")

    mapped = to_sales_invoice(a_sales_order(back, new), some_settings())

    assert mapped.payload["Type"] == "ACCRECCREDIT"
    assert mapped.payload["CreditNoteNumber"] == "SI-1001"
    assert not {"DueDate", "Url", "InvoiceNumber"} & mapped.payload.keys()
    assert worth(sent(mapped), TAX_RATES) == (Decimal("20.00"), Decimal("4.00"), Decimal("24.00"))
    assert [(line["Quantity"], line["UnitAmount"]) for line in mapped.payload["LineItems"]] == [(1, 30), (-1, 10)]


@pytest.mark.parametrize(
    ("kind", "becomes"),
    [
        (Kind.SALES_CREDIT, "ACCREC"),
        (Kind.PURCHASE_INVOICE, "ACCPAYCREDIT"),
        (Kind.PURCHASE_CREDIT, "ACCPAY"),
    ],
)
def test_every_kind_below_nought_becomes_its_opposite(kind: Kind, becomes: str) -> None:
    row = a_row(net="-30.0000", tax="-6.00", quantity="1.0000", nominal_code="4000")
    build = a_sales_credit if kind is Kind.SALES_CREDIT else a_purchase_order

    assert to_document(kind, build(row), some_settings()).payload["Type"] == becomes


# any order


def _a_row(seed: int, *, included: bool) -> tuple[dict[str, Any], Decimal, Decimal]:
    """A row of Brightpearl's own arithmetic, or one whose tax somebody set, or a discount."""
    luck = Random(seed)
    code, quantity = luck.choice(sorted(PERCENT)), luck.choice([1, 1, 1, 2, 3, 7, 12, 100, 1000])
    each = luck.randint(1, 30_000) * CENT * luck.choice([1, 1, 1, -1])
    if not included:
        each = rounded(each * luck.choice([Decimal(1), Decimal("0.875"), Decimal("0.9")]), FOUR)
    net = rounded(each * 100 / (100 + PERCENT[code]), FOUR) if included else each
    tax = (each - net if included else rounded(net * PERCENT[code] / 100, FOUR)) * quantity
    by_hand = rounded(tax) + luck.randint(-20, 20) * CENT
    if PERCENT[code] and luck.random() < 0.2 and 0 < abs(by_hand) <= abs(net * quantity):
        tax = by_hand
    row = a_row(net=f"{net * quantity:.4f}", tax=f"{rounded(tax)}", quantity=f"{quantity}.0000", tax_code=code)
    return row, net * quantity, tax


def _an_order(seeds: Sequence[int], *, included: bool) -> dict[str, Any]:
    items = [_a_row(seed, included=included) for seed in seeds]
    total = rounded(sum((net + tax for _, net, tax in items), Decimal(0)))
    tax = rounded(sum((tax for _, _, tax in items), Decimal(0)))
    rows = (row for row, _, _ in items)
    return a_sales_order(*rows, price_mode="INC" if included else "EXC", total=str(total), tax=str(tax))


def _has_its_tax(order: dict[str, Any]) -> bool:
    values = [row["rowValue"] for row in order["orderRows"].values()]
    return all(
        Decimal(value["rowTax"]["value"])
        or abs(Decimal(value["rowNet"]["value"])) * Decimal(value["taxRate"]) < Decimal("0.5")
        for value in values
    )


@given(seeds=st.lists(st.integers(0, 10**9), min_size=1, max_size=120), included=st.booleans())
def test_any_order_comes_to_brightpearls_net_tax_and_total_without_a_rounding_line(
    seeds: list[int], *, included: bool
) -> None:
    order = _an_order(seeds, included=included)
    assume(_has_its_tax(order))
    totals = order["totalValue"]
    sign = -1 if Decimal(totals["total"]) < 0 else 1

    payload = sent(to_sales_invoice(order, some_settings()))

    assert worth(payload, TAX_RATES)[1:] == (sign * Decimal(totals["taxAmount"]), abs(Decimal(totals["total"])))
    assert len(payload["LineItems"]) == len(seeds)
