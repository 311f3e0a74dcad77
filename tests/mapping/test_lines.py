"""Order rows to line items."""

from decimal import Decimal
from typing import Any

import pytest

from shared.errors import InvalidDataError, UnmappableError
from shared.kinds import Kind
from shared.mapping.documents import to_purchase_invoice, to_sales_credit, to_sales_invoice
from shared.mapping.lines import priced
from shared.mapping.references import Payload, Ref
from shared.mapping.rows import exact_tax, free_row
from tests.builders import (
    a_free_text_row,
    a_purchase_order,
    a_row,
    a_sales_credit,
    a_sales_order,
    settings_document,
    some_settings,
)


def lines_of(*rows: dict[str, Any], **order: Any) -> list[Payload]:
    lines: list[Payload] = to_sales_invoice(a_sales_order(*rows, **order), some_settings()).payload["LineItems"]
    return lines


def line_of(**row: Any) -> Payload:
    return lines_of(a_row(**row))[0]


def test_a_row_becomes_a_line_with_its_quantity_and_net_unit_price() -> None:
    line = line_of(name="Red tee", quantity="4.0000", net="100.0000")

    assert (line["Description"], line["Quantity"], line["UnitAmount"]) == ("Red tee", 4, 25)


def test_a_discount_is_part_of_the_net_price() -> None:
    line = line_of(quantity="4.0000", net="90.0000")

    assert line["UnitAmount"] == Decimal("22.5")
    assert "DiscountRate" not in line


def test_the_account_comes_from_the_nominal_code_of_the_documents_side() -> None:
    assert line_of(nominal_code="4300")["AccountCode"] == "260"


def test_a_nominal_code_that_is_not_listed_takes_the_default() -> None:
    order = a_purchase_order(a_row(nominal_code="7777"))

    assert to_purchase_invoice(order, some_settings()).payload["LineItems"][0]["AccountCode"] == "429"


def test_a_nominal_code_without_an_account_names_the_code_the_row_and_the_setting() -> None:
    with pytest.raises(UnmappableError) as refusal:
        line_of(nominal_code="7777")

    assert refusal.value.message == "row 378 (TEE-RED-M): nominal code '7777' has no Xero account for sales"
    assert "accounts.sales.by_nominal_code" in refusal.value.hint


def test_the_tax_type_comes_from_the_tax_code_of_the_documents_side() -> None:
    purchase = to_purchase_invoice(a_purchase_order(), some_settings()).payload

    assert line_of(tax_code="T20")["TaxType"] == "OUTPUT2"
    assert purchase["LineItems"][0]["TaxType"] == "INPUT2"


def test_a_tax_code_without_a_tax_rate_names_the_code_the_row_and_the_setting() -> None:
    with pytest.raises(UnmappableError) as refusal:
        line_of(tax_code="T8")

    assert refusal.value.message == "row 378 (TEE-RED-M): tax code 'T8' has no Xero tax rate for sales"
    assert refusal.value.hint == "add 'T8' to tax_types.sales in the settings"


def test_the_channel_becomes_the_tracking_option() -> None:
    (line,) = lines_of(channel=2)

    assert line["Tracking"] == [{"Name": "Channel", "Option": "Shop"}]


@pytest.mark.parametrize("channel", [0, 4], ids=["no channel", "channel without an option"])
def test_a_channel_may_go_without_tracking(channel: int) -> None:
    (line,) = lines_of(channel=channel)

    assert "Tracking" not in line


def test_a_channel_that_nobody_decided_about_is_an_error() -> None:
    with pytest.raises(UnmappableError, match="channel 9 has no option") as refusal:
        lines_of(channel=9)

    assert "tracking.options" in refusal.value.hint


def test_there_is_no_tracking_where_the_settings_have_none() -> None:
    order = a_sales_order(channel=9)

    assert "Tracking" not in to_sales_invoice(order, some_settings(tracking=None)).payload["LineItems"][0]


def test_a_line_refers_to_its_product_so_that_our_own_sku_is_used() -> None:
    order = a_purchase_order(a_row(product_id=1044, sku="THE-SUPPLIERS-VERY-OWN-LONG-SKU-12345"))

    mapped = to_purchase_invoice(order, some_settings())

    assert mapped.payload["LineItems"][0]["ItemCode"] == Ref(Kind.PRODUCT, "1044", optional=True)
    assert mapped.notes == ()


@pytest.mark.parametrize(("sku", "reason"), [("", "has no SKU"), ("X" * 31, "longer than Xero's 30")])
def test_a_sales_line_whose_sku_cannot_be_an_item_code_goes_without_an_item_and_says_so(sku: str, reason: str) -> None:
    mapped = to_sales_invoice(a_sales_order(a_row(sku=sku)), some_settings())

    assert "ItemCode" not in mapped.payload["LineItems"][0]
    assert reason in mapped.notes[0]


@pytest.mark.parametrize("product_id", [0, 1000, 1006])
def test_a_row_of_no_real_product_goes_without_an_item_and_without_a_word(product_id: int) -> None:
    mapped = to_sales_invoice(a_sales_order(a_row(product_id=product_id)), some_settings())

    assert "ItemCode" not in mapped.payload["LineItems"][0]
    assert mapped.notes == ()


def test_lines_stand_in_the_orders_own_sequence() -> None:
    rows = [
        a_row(name=name, sequence=sequence) for name, sequence in (("c", "100"), ("a", "9"), ("d", ""), ("b", "20"))
    ]

    assert [line["Description"] for line in lines_of(*rows)] == ["a", "b", "c", "d"]


def test_bundle_children_without_value_are_left_out_and_others_kept() -> None:
    lines = lines_of(
        a_row(name="Set", bundle_parent=True),
        a_row(name="Part", net="0.0000", tax="0.00", bundle_child=True),
        a_row(name="Engraving", net="5.0000", tax="1.00", bundle_child=True),
    )

    assert [line["Description"] for line in lines] == ["Set", "Engraving"]


def test_free_text_rows_are_kept_also_without_value() -> None:
    lines = lines_of(a_row(), a_free_text_row(name="Thank you", net="0.0000", tax="0.00", sequence="20"))

    assert [line["Description"] for line in lines] == ["Red tee", "Thank you"]


def test_negative_rows_are_kept() -> None:
    lines = lines_of(a_row(), a_free_text_row(name="Voucher", net="-10.0000", tax="-2.00", sequence="20"))

    assert (lines[1]["Quantity"], lines[1]["UnitAmount"]) == (1, -10)


def test_a_returned_quantity_stays_negative() -> None:
    lines = lines_of(a_row(), a_row(quantity="-1.0000", net="-25.0000", tax="-5.00", sequence="20"))

    assert (lines[1]["Quantity"], lines[1]["UnitAmount"]) == (-1, 25)


@pytest.mark.parametrize("sign", ["", "-"])
def test_the_sign_of_a_credits_quantities_does_not_matter(sign: str) -> None:
    credit = a_sales_credit(a_row(quantity=f"{sign}4.0000", net="100.0000", tax="20.00"))

    line = to_sales_credit(credit, some_settings()).payload["LineItems"][0]

    assert (line["Quantity"], line["UnitAmount"]) == (4, 25)


def test_a_row_without_a_name_is_described_by_its_sku_or_its_number() -> None:
    assert line_of(name="  ", sku="TEE")["Description"] == "TEE"
    assert line_of(name="", sku=None, product_id=1000)["Description"] == "Order row 378"


def test_a_description_is_cleaned_and_cut() -> None:
    line = line_of(name="a\u0000b\r\nc\td" + "x" * 5000)

    assert line["Description"].startswith("ab\nc dxxx")
    assert len(line["Description"]) == 4000


@pytest.mark.parametrize("wrong", ["", "12,50", "NaN", "1e30", None, True])
def test_a_row_whose_value_cannot_be_read_is_refused(wrong: Any) -> None:
    order = a_sales_order()
    order["orderRows"]["378"]["rowValue"]["rowNet"]["value"] = wrong

    with pytest.raises(InvalidDataError, match=r"rowValue\.rowNet\.value"):
        to_sales_invoice(order, some_settings())


def test_a_price_that_four_places_carry_to_the_cent_keeps_its_quantity() -> None:
    line = priced(Decimal(3), Decimal("100.0000"), "Pin")

    assert (line["Quantity"], line["UnitAmount"]) == (3, Decimal("33.3333"))


def test_a_price_that_four_places_cannot_carry_becomes_one_with_the_quantity_in_words() -> None:
    line = priced(Decimal("1000.0000"), Decimal("12.3456"), "Split pin")

    assert line == {
        "Description": "1000 x Split pin",
        "Quantity": Decimal("1.0000"),
        "UnitAmount": Decimal("12.3500"),
    }


def test_a_description_that_its_quantity_makes_too_long_does_not_end_in_a_space() -> None:
    line = priced(Decimal("1000.0000"), Decimal("12.3456"), f"{'x' * 3992} {'y' * 7}")

    assert line["Description"] == f"1000 x {'x' * 3992}"


@pytest.mark.parametrize(
    ("quantity", "net", "expected"),
    [
        ("0", "5.00", ("Pin", 1, 5)),
        ("0.00001", "5.00", ("0.00001 x Pin", 1, 5)),
        ("-1000", "-12.3456", ("-1000 x Pin", 1, Decimal("-12.35"))),
        ("0", "0", ("Pin", 1, 0)),
    ],
)
def test_odd_quantities_keep_their_value(quantity: str, net: str, expected: tuple[str, Any, Any]) -> None:
    line = priced(Decimal(quantity), Decimal(net), "Pin")

    assert (line["Description"], line["Quantity"], line["UnitAmount"]) == expected


def test_us_sales_tax_is_a_line_of_its_own_on_the_sales_tax_account() -> None:
    rows = [a_row(tax_code="-", tax="8.25"), a_free_text_row(tax_code="-", net="10.0000", tax="0.83", sequence="20")]

    lines = lines_of(*rows)

    assert [line["TaxType"] for line in lines] == ["NONE", "NONE", "NONE"]
    assert lines[2]["Description"] == "Sales tax"
    assert (lines[2]["UnitAmount"], lines[2]["AccountCode"]) == (Decimal("9.08"), "830")


def test_us_sales_tax_of_nothing_needs_no_line() -> None:
    assert len(lines_of(a_row(tax_code="-", tax="0.00"))) == 1


def test_us_sales_tax_without_an_account_is_an_error() -> None:
    settings = some_settings(sales_tax_account=None)

    with pytest.raises(UnmappableError, match=r"8\.25 of tax that goes as a line of its own") as refusal:
        to_sales_invoice(a_sales_order(a_row(tax_code="-", tax="8.25")), settings)

    assert "sales_tax_account" in refusal.value.hint


def test_the_channels_tax_code_needs_no_tax_type_of_its_own() -> None:
    tax_types = settings_document()["tax_types"]
    settings = some_settings(tax_types={**tax_types, "sales": {}})

    payload = to_sales_invoice(a_sales_order(a_row(tax_code="-", tax="0.00")), settings).payload

    assert payload["LineItems"][0]["TaxType"] == "NONE"


def test_a_sku_of_thirty_characters_is_an_item_code() -> None:
    assert "ItemCode" in line_of(sku="X" * 30)


def test_a_channel_that_is_no_number_has_no_option_either() -> None:
    order = a_sales_order()
    order["assignment"]["current"]["channelId"] = "web"

    with pytest.raises(UnmappableError, match="channel web has no option"):
        to_sales_invoice(order, some_settings())


def test_a_quantity_that_is_returned_for_nothing_stays_negative() -> None:
    assert priced(Decimal(-2), Decimal(0), "Tee")["Quantity"] == -2


def test_a_row_without_a_sku_is_named_by_as_much_of_its_text_as_can_be_read() -> None:
    with pytest.raises(UnmappableError) as refusal:
        line_of(sku=None, name="x" * 70, tax_code="T77", tax="0.00")

    assert refusal.value.message.startswith(f"row 378 ({'x' * 60}): ")


def test_a_row_that_says_no_rate_has_none() -> None:
    row = a_row(tax="0.00", tax_code="T0")
    del row["rowValue"]["taxRate"]

    assert "TaxAmount" in lines_of(row)[0]


@pytest.mark.parametrize(
    ("quantity", "net", "shown", "percent", "exact", "off"),
    [
        ("3", "5.85", "1.17", "20", "1.17", "0.0003"),
        ("1", "0.0250", "0.01", "20", "0.0050", "0.0001"),
        ("200", "10.00", "2.00", "20", "2.00", "0.01"),
        ("-3", "-5.85", "-1.17", "20", "-1.17", "0.0003"),
        ("1", "100.00", "18.00", "20", "18.00", "0.005"),
        ("1", "100.00", "0.00", "0", "0.00", "0.00"),
        ("0", "100.00", "20.00", "20", "20.00", "0.005"),
    ],
)
def test_a_rows_tax_is_known_as_far_as_brightpearl_shows_it(
    quantity: str, net: str, shown: str, percent: str, exact: str, off: str
) -> None:
    found = exact_tax(*map(Decimal, (quantity, net, shown, percent)))

    assert found == (Decimal(exact), Decimal(off))


def test_a_row_the_other_way_round_has_every_amount_negated() -> None:
    row = free_row("Carriage", Decimal("5.00"), {"TaxType": "NONE"}).but(shown=Decimal(1), tax=Decimal(2))

    turned = row.negated()

    assert [turned.quantity, turned.net, turned.shown, turned.tax] == [Decimal(figure) for figure in (-1, -5, -1, -2)]
    carriage = free_row("Carriage", Decimal("5.00"), {})
    assert {carriage.shown, carriage.tax, carriage.off, carriage.percent} == {Decimal(0)}
    assert carriage.name == carriage.description == "Carriage"
    assert (row.code, row.coding) == ("", {"TaxType": "NONE"})
