"""Which tax type a row goes with, and tax that goes as a line of its own."""

from decimal import Decimal
from typing import Any

import pytest

from shared.errors import InvalidDataError, UnmappableError
from shared.mapping.documents import to_purchase_invoice, to_sales_credit, to_sales_invoice
from shared.mapping.references import Mapped, Payload
from shared.mapping.tax_types import place_of
from shared.mapping.xero_tax import by_tax_type, with_all_tax, without_needless_tax
from shared.settings import Place
from tests.builders import (
    TAX_RATES,
    a_purchase_order,
    a_row,
    a_sales_credit,
    a_sales_order,
    settings_document,
    some_settings,
)
from tests.mapping.xero_arithmetic import worth

IMPORT_TAX = {"account": "820", "tax_type": "GSTONIMPORTS"}


def tax_types(**changes: Any) -> dict[str, Any]:
    return {**settings_document()["tax_types"], **changes}


def sale(*rows: dict[str, Any], settings: dict[str, Any] | None = None, **order: Any) -> Mapped:
    return to_sales_invoice(a_sales_order(*rows, **order), some_settings(**(settings or {})))


def bill(*rows: dict[str, Any], settings: dict[str, Any] | None = None, **order: Any) -> Mapped:
    return to_purchase_invoice(a_purchase_order(*rows, **order), some_settings(**(settings or {})))


def as_sent(mapped: Mapped) -> list[Payload]:
    lines: list[Payload] = without_needless_tax(mapped.payload, TAX_RATES)["LineItems"]
    return lines


def coded(line: Payload) -> tuple[str, str, Decimal]:
    return line["AccountCode"], line["TaxType"], line["Quantity"] * line["UnitAmount"]


# a rated row without tax


def test_what_a_marketplace_collects_goes_with_the_type_for_its_channel() -> None:
    settings = {"tax_types": tax_types(zero_tax=[{"tax_type": "ZERORATEDOUTPUT", "channel": 2}])}

    (line,) = as_sent(sale(a_row(net="19.9900", tax="0.00"), settings=settings, channel=2))

    assert line["TaxType"] == "ZERORATEDOUTPUT"
    assert "TaxAmount" not in line


@pytest.mark.parametrize("where", [{"channel": 4}, {"country": "DE"}, {"channel": 2, "country": "DE"}])
def test_a_rated_row_without_tax_elsewhere_is_an_error_that_says_where_to_map_it(where: dict[str, Any]) -> None:
    settings = {"tax_types": tax_types(zero_tax=[{"tax_type": "ZERORATEDOUTPUT", **where}])}

    with pytest.raises(UnmappableError) as refusal:
        sale(a_row(net="19.9900", tax="0.00"), settings=settings, channel=2, country="GB")

    assert refusal.value.message == "row 378 (TEE-RED-M): it has no tax, though its tax code 'T20' is 20%"
    assert "add its channel (2) and the destination (GB) to tax_types.zero_tax" in refusal.value.hint


@pytest.mark.parametrize(("net", "is_error"), [("0.0249", False), ("0.0250", True), ("-0.0250", True)])
def test_a_row_lacks_its_tax_from_half_a_cent_on(net: str, *, is_error: bool) -> None:
    row = a_row(net=net, tax="0.00", quantity="1.0000")
    if is_error:
        with pytest.raises(UnmappableError, match="it has no tax"):
            sale(row, a_row())
    else:
        assert as_sent(sale(row, a_row()))[0]["TaxType"] == "OUTPUT2"


def test_a_code_that_a_person_has_confirmed_may_charge_nothing() -> None:
    types = tax_types(confirmed=["T20"], purchases={**tax_types()["purchases"], "T20": "GSTONIMPORTS"})

    (line,) = as_sent(bill(a_row(net="50.0000", tax="0.00", nominal_code="5000"), settings={"tax_types": types}))

    assert line["TaxType"] == "GSTONIMPORTS"


# destination and channel


def test_a_rule_for_the_destination_goes_before_the_code() -> None:
    rule = {"side": "sales", "tax_code": "T20", "country": "US", "tax_type": "ZERORATEDOUTPUT"}
    settings = {"tax_types": tax_types(rules=[rule])}
    row = a_row(net="19.9900", tax="0.00")

    (line,) = as_sent(sale(row, settings=settings, country="US"))

    assert line["TaxType"] == "ZERORATEDOUTPUT"
    with pytest.raises(UnmappableError, match="it has no tax"):
        sale(row, settings=settings, country="GB")


def test_a_rule_for_purchases_leaves_sales_alone() -> None:
    settings = {"tax_types": tax_types(rules=[{"side": "purchases", "tax_type": "RRINPUT"}])}

    assert sale(settings=settings).payload["LineItems"][0]["TaxType"] == "OUTPUT2"
    assert bill(settings=settings).payload["LineItems"][0]["TaxType"] == "RRINPUT"


# the scheme SALES TAX


def us_settings(**changes: Any) -> dict[str, Any]:
    return {
        "country": "US",
        "tax_scheme": "SALES TAX",
        "tax_types": {"sales": {}, "purchases": {}},
        "marketplace_tax_accounts": {"4": "831"},
        "purchase_tax_account": "432",
        **changes,
    }


@pytest.mark.parametrize(("channel", "account"), [(1, "830"), (4, "831")], ids=["our own", "a marketplace's"])
def test_all_tax_is_one_line_on_the_account_of_who_owes_it(channel: int, account: str) -> None:
    rows = [a_row(net="15.0000", tax="1.24", tax_code="T20"), a_row(net="10.0000", tax="0.83", tax_code="-")]

    mapped = sale(*rows, settings=us_settings(), channel=channel)

    assert [coded(line) for line in as_sent(mapped)] == [
        ("200", "NONE", Decimal("15.00")),
        ("200", "NONE", Decimal("10.00")),
        (account, "NONE", Decimal("2.07")),
    ]
    assert (mapped.tax, mapped.total) == (Decimal("0.00"), Decimal("27.07"))
    assert mapped.payload["LineAmountTypes"] == "Exclusive"


def test_the_tax_of_many_rows_is_the_orders_own_not_that_of_its_rounded_rows() -> None:
    rows = [a_row(net="1.6250", tax="0.33", quantity="1.0000", tax_code="T20") for _ in range(7)]

    mapped = sale(*rows, settings=us_settings(), total="13.65", tax="2.28", price_mode="INC")

    assert coded(as_sent(mapped)[-1])[2] == Decimal("2.28")
    assert worth({**mapped.payload, "LineItems": as_sent(mapped)}, TAX_RATES).total == Decimal("13.65")


def test_tax_of_a_purchase_goes_to_its_own_account() -> None:
    mapped = bill(a_row(net="100.0000", tax="8.25", nominal_code="5000"), settings=us_settings())

    assert coded(as_sent(mapped)[-1]) == ("432", "NONE", Decimal("8.25"))


def test_a_tax_without_an_account_is_an_error_that_names_the_setting() -> None:
    with pytest.raises(UnmappableError) as refusal:
        bill(a_row(net="100.0000", tax="8.25"), settings=us_settings(purchase_tax_account=None))

    assert refusal.value.hint == "set purchase_tax_account in the settings"


def test_a_credits_sales_tax_is_taken_back_in_the_same_way() -> None:
    mapped = to_sales_credit(a_sales_credit(a_row(net="15.0000", tax="1.24")), some_settings(**us_settings()))

    assert coded(as_sent(mapped)[-1]) == ("830", "NONE", Decimal("1.24"))


# tax without net


def test_import_tax_goes_as_a_line_of_the_organisations_type_for_imports() -> None:
    mapped = bill(a_row(net="0.0000", tax="50.00", nominal_code="5000"), settings={"import_tax": IMPORT_TAX})

    assert [coded(line) for line in as_sent(mapped)] == [("820", "GSTONIMPORTS", Decimal("50.00"))]
    assert (mapped.tax, mapped.total) == (Decimal("0.00"), Decimal("50.00"))
    assert mapped.notes == ()


def test_import_tax_beside_ordinary_rows_leaves_their_tax_alone() -> None:
    rows = [a_row(net="90.0000", tax="18.00", nominal_code="5100"), a_row(net="0.0000", tax="50.00")]

    mapped = bill(*rows, settings={"import_tax": IMPORT_TAX})

    assert worth({**mapped.payload, "LineItems": as_sent(mapped)}, TAX_RATES) == (
        Decimal("140.00"),
        Decimal("18.00"),
        Decimal("158.00"),
    )


def test_without_a_type_for_imports_it_goes_as_a_line_with_the_tax_and_its_opposite_without() -> None:
    mapped = bill(a_row(net="0.0000", tax="50.00", nominal_code="5000"), settings={"import_tax": None})

    assert [coded(line)[1:] for line in as_sent(mapped)] == [
        ("INPUT2", Decimal("250.00")),
        ("NONE", Decimal("-250.00")),
    ]
    assert worth({**mapped.payload, "LineItems": as_sent(mapped)}, TAX_RATES) == (
        Decimal("0.00"),
        Decimal("50.00"),
        Decimal("50.00"),
    )
    assert mapped.notes == (
        "row 378 (TEE-RED-M): it has tax without a net amount, so it goes as a line with that tax and its opposite without",
    )


def test_more_tax_than_net_goes_in_and_out_too() -> None:
    mapped = bill(a_row(net="10.0000", tax="50.00", nominal_code="5000"), settings={"import_tax": IMPORT_TAX})

    assert worth({**mapped.payload, "LineItems": as_sent(mapped)}, TAX_RATES) == (
        Decimal("10.00"),
        Decimal("50.00"),
        Decimal("60.00"),
    )


def test_tax_without_net_on_a_code_of_nothing_needs_a_type_for_imports() -> None:
    row = a_row(net="0.0000", tax="50.00", tax_code="T0", nominal_code="5000")

    assert coded(as_sent(bill(row, settings={"import_tax": IMPORT_TAX}))[0])[1] == "GSTONIMPORTS"
    with pytest.raises(InvalidDataError, match=r"50\.00 of tax without a net amount, and its tax code 'T0' is 0%"):
        bill(row, settings={"import_tax": None})


# rows beside rows


def test_a_row_of_nothing_but_tax_leaves_the_rows_before_it_as_they_are() -> None:
    rows = [a_row(net="90.0000", tax="18.00", nominal_code="5100"), a_row(net="0.0000", tax="50.00", sequence="20")]

    lines = as_sent(bill(*rows, settings={"import_tax": None}))

    assert [(line["Quantity"] == 4, coded(line)[2]) for line in lines] == [
        (True, Decimal(90)),
        (False, Decimal(250)),
        (False, Decimal(-250)),
    ]
    assert [line["Quantity"] for line in lines[1:]] == [1, 1]


def test_the_import_tax_of_two_rows_is_taken_together() -> None:
    rows = [a_row(net="0.0000", tax="50.00"), a_row(net="0.0000", tax="25.00", sequence="20")]

    mapped = bill(*rows, settings={"import_tax": IMPORT_TAX})

    assert (mapped.tax, mapped.total) == (Decimal("0.00"), Decimal("75.00"))


def test_sales_tax_without_a_channel_is_our_own() -> None:
    settings = us_settings(marketplace_tax_accounts={"1": "831"})

    assert coded(as_sent(sale(settings=settings, channel=0))[-1])[0] == "830"


def test_a_code_that_the_settings_map_keeps_its_type_under_sales_tax() -> None:
    settings = us_settings(tax_types={"sales": {"T20": "ZERORATEDOUTPUT"}, "purchases": {}})

    assert as_sent(sale(settings=settings))[0]["TaxType"] == "ZERORATEDOUTPUT"


@pytest.mark.parametrize(
    ("parties", "country"),
    [
        ({"delivery": {"countryIsoCode": "de"}, "customer": {"countryIsoCode": "FR"}}, "DE"),
        ({"delivery": {}, "customer": {"countryIsoCode": "FR"}}, "FR"),
        ({}, ""),
    ],
)
def test_an_order_goes_where_it_is_delivered_else_where_its_customer_is(parties: Payload, country: str) -> None:
    assert place_of({"parties": parties}) == Place(channel="", country=country)


# in a currency without cents


def in_yen(tax: str | None, amounts: str = "Exclusive") -> Payload:
    line = {"Description": "Tee", "Quantity": Decimal(1), "UnitAmount": Decimal(102), "TaxType": "OUTPUT2"}
    lines = [line if tax is None else {**line, "TaxAmount": Decimal(tax)}]
    return {"LineAmountTypes": amounts, "CurrencyCode": "JPY", "LineItems": lines}


@pytest.mark.parametrize("tax", ["20.40", "20"])
def test_tax_is_said_where_it_depends_on_what_xero_rounds_to(tax: str) -> None:
    (line,) = without_needless_tax(in_yen(tax), TAX_RATES)["LineItems"]

    assert line["TaxAmount"] == Decimal(tax)


@pytest.mark.parametrize(("amounts", "tax"), [("Exclusive", "20"), ("Inclusive", "17")])
def test_all_tax_is_said_in_the_currencys_own_unit(amounts: str, tax: str) -> None:
    (line,) = with_all_tax(in_yen(None, amounts), TAX_RATES)["LineItems"]

    assert str(line["TaxAmount"]) == tax


# net and tax of a document by tax type


def a_document(type_: str = "ACCREC", amounts: str = "Exclusive", currency: str = "GBP") -> Payload:
    lines = [
        {"Quantity": Decimal(2), "UnitAmount": Decimal("60.00"), "TaxType": "OUTPUT2"},
        {"Quantity": Decimal(1), "UnitAmount": Decimal("30.00"), "TaxType": "OUTPUT2", "TaxAmount": Decimal("5.50")},
        {"Quantity": Decimal(3), "UnitAmount": Decimal("1.3333"), "TaxType": "NONE"},
    ]
    return {"Type": type_, "LineAmountTypes": amounts, "CurrencyCode": currency, "LineItems": lines}


@pytest.mark.parametrize(
    ("document", "taxed", "untaxed"),
    [
        (a_document(), ("150.00", "29.50"), "4.00"),
        (a_document(amounts="Inclusive"), ("124.50", "25.50"), "4.00"),
        (a_document("ACCRECCREDIT"), ("-150.00", "-29.50"), "-4.00"),
        (a_document("ACCPAYCREDIT", "Inclusive"), ("-124.50", "-25.50"), "-4.00"),
    ],
    ids=["an invoice", "prices with tax", "a credit", "a supplier's credit with tax in its prices"],
)
def test_net_and_tax_are_summed_by_tax_type_and_below_nought_for_a_credit(
    document: Payload, taxed: tuple[str, str], untaxed: str
) -> None:
    net, tax = map(Decimal, taxed)

    assert by_tax_type(document, TAX_RATES) == {"OUTPUT2": (net, tax), "NONE": (Decimal(untaxed), Decimal("0.00"))}


def test_net_and_tax_in_yen_are_summed_without_cents() -> None:
    line = {"Quantity": Decimal("1.5"), "UnitAmount": Decimal(33), "TaxType": "OUTPUT2"}
    document = {"Type": "ACCREC", "LineAmountTypes": "Exclusive", "CurrencyCode": "JPY", "LineItems": [line]}

    assert by_tax_type(document, TAX_RATES) == {"OUTPUT2": (Decimal(50), Decimal(10))}
