"""Xero's arithmetic, with the figures that Xero itself publishes."""

from decimal import Decimal

import pytest

from sandbox.stand_ins.exact_json import dumps, loads
from tests.sandbox.xero_calls import Client, a_contact, a_line, an_invoice

D = Decimal


@pytest.fixture
def client() -> Client:
    client = Client()
    rates = client.xero.books.tax_rates
    for name, percent in (("FIFTEEN", "15"), ("TWELVE", "12.5")):
        rates.put(dict(rates.get("OUTPUT2") or {}) | {"TaxType": name, "EffectiveRate": D(percent)})
    return client


@pytest.fixture
def contact(client: Client) -> str:
    contact_id: str = client.one("Contacts", a_contact())["ContactID"]
    return contact_id


def test_tax_is_rounded_per_line_and_then_added_up(client: Client, contact: str) -> None:
    rows = [a_line(UnitAmount=D(price), TaxType="FIFTEEN") for price in ("25.06", "25.61", "25.63")]

    invoice = client.one("Invoices", an_invoice(contact, *rows))

    assert [line["TaxAmount"] for line in invoice["LineItems"]] == [D("3.76"), D("3.84"), D("3.84")]
    assert (invoice["SubTotal"], invoice["TotalTax"], invoice["Total"]) == (D("76.30"), D("11.44"), D("87.74"))


def test_inclusive_amounts_hold_their_tax_and_stay_gross(client: Client, contact: str) -> None:
    rows = [a_line(UnitAmount=D(price), TaxType="TWELVE") for price in ("177.00", "-79.00")]

    invoice = client.one("Invoices", an_invoice(contact, *rows, LineAmountTypes="Inclusive"))

    assert [line["TaxAmount"] for line in invoice["LineItems"]] == [D("19.67"), D("-8.78")]
    assert [line["LineAmount"] for line in invoice["LineItems"]] == [D("177.00"), D("-79.00")]
    assert (invoice["SubTotal"], invoice["TotalTax"], invoice["Total"]) == (D("87.11"), D("10.89"), D("98.00"))


def test_fifteen_percent_inside_eighty_nine_is_eleven_sixty_one(client: Client, contact: str) -> None:
    row = a_line(UnitAmount=D("89.00"), TaxType="FIFTEEN")

    invoice = client.one("Invoices", an_invoice(contact, row, LineAmountTypes="Inclusive"))

    assert invoice["TotalTax"] == D("11.61")


def test_without_tax_the_line_is_coded_none(client: Client, contact: str) -> None:
    invoice = client.one("Invoices", an_invoice(contact, a_line(), LineAmountTypes="NoTax"))

    assert (invoice["TotalTax"], invoice["Total"]) == (D("0.00"), D("100.00"))
    assert invoice["LineItems"][0]["TaxType"] == "NONE"


@pytest.mark.parametrize(("rounding", "amount", "tax"), [("half_up", "0.63", "0.13"), ("half_even", "0.62", "0.12")])
def test_an_exact_half_cent_goes_the_way_of_the_switch(
    client: Client, contact: str, rounding: str, amount: str, tax: str
) -> None:
    client.switch(rounding=rounding)

    (line,) = client.one("Invoices", an_invoice(contact, a_line(UnitAmount=D("0.625"))))["LineItems"]

    assert (line["LineAmount"], line["TaxAmount"]) == (D(amount), D(tax))


def test_half_a_cent_below_zero_goes_away_from_zero(client: Client, contact: str) -> None:
    rows = [a_line(), a_line(UnitAmount=D("-0.625"), TaxType="NONE")]

    invoice = client.one("Invoices", an_invoice(contact, *rows))

    assert invoice["LineItems"][1]["LineAmount"] == D("-0.63")


@pytest.mark.parametrize(
    ("query", "unit", "amount"),
    [("unitdp=4", "4.1667", "12.50"), ("unitdp=2", "4.17", "12.51"), ("", "4.17", "12.51")],
)
def test_a_unit_price_has_two_places_unless_four_are_asked_for(
    client: Client, contact: str, query: str, unit: str, amount: str
) -> None:
    row = a_line(Quantity=3, UnitAmount=D("4.1667"))

    (invoice,) = client.put("Invoices", an_invoice(contact, row), query=query)

    assert invoice["LineItems"][0]["UnitAmount"] == D(unit)
    assert invoice["LineItems"][0]["LineAmount"] == D(amount)


def test_reading_rounds_the_unit_price_too(client: Client, contact: str) -> None:
    client.one("Invoices", an_invoice(contact, a_line(Quantity=3, UnitAmount=D("4.1667"))))

    (rough,) = client.listed("Invoices/BP-100123")
    (fine,) = client.listed("Invoices/BP-100123", unitdp="4")

    assert rough["LineItems"][0]["UnitAmount"] == D("4.17")
    assert fine["LineItems"][0]["UnitAmount"] == D("4.1667")


def test_a_line_amount_must_agree_with_quantity_and_price(client: Client, contact: str) -> None:
    row = a_line(Quantity=3, UnitAmount=D("4.17"), LineAmount=D("12.50"))

    assert client.refusals("Invoices", an_invoice(contact, row)) == [
        "The line total 12.50 does not match the expected line total 12.51"
    ]


def test_a_price_is_worked_out_from_quantity_and_line_amount(client: Client, contact: str) -> None:
    row = a_line(Quantity=3, UnitAmount=None, LineAmount=D("12.50"))

    invoice = client.one("Invoices", an_invoice(contact, row))

    assert invoice["LineItems"][0]["UnitAmount"] == D("4.1667")
    assert invoice["SubTotal"] == D("12.50")


def test_a_tax_amount_that_is_sent_wins(client: Client, contact: str) -> None:
    invoice = client.one("Invoices", an_invoice(contact, a_line(TaxAmount=D("19.99"))))

    assert invoice["Total"] == D("119.99")


MORE_THAN_ITS_LINE = ["Tax amount cannot be greater than the line amount"]


@pytest.mark.parametrize("mode", ["Exclusive", "Inclusive"])
@pytest.mark.parametrize(
    ("price", "tax", "refused"),
    [("10", "10", []), ("10", "10.01", MORE_THAN_ITS_LINE), ("-10", "-10", []), ("-10", "-10.01", MORE_THAN_ITS_LINE)],
)
def test_tax_cannot_be_more_than_its_line(
    client: Client, contact: str, mode: str, price: str, tax: str, refused: list[str]
) -> None:
    rows = [a_line(), a_line(UnitAmount=D(price), TaxAmount=D(tax))]

    (answer,) = client.put("Invoices", an_invoice(contact, *rows, LineAmountTypes=mode))

    assert [error["Message"] for error in answer.get("ValidationErrors", [])] == refused


def test_a_line_without_net_takes_no_tax(client: Client, contact: str) -> None:
    row = a_line(UnitAmount=0, TaxAmount=D("68.00"))

    assert client.refusals("Invoices", an_invoice(contact, row)) == MORE_THAN_ITS_LINE


def test_a_document_without_tax_takes_no_tax_amount(client: Client, contact: str) -> None:
    row = a_line(TaxAmount=D("1.00"))

    assert client.refusals("Invoices", an_invoice(contact, row, LineAmountTypes="NoTax")) == [
        "Tax amount cannot be specified for a document without tax"
    ]


@pytest.mark.parametrize(("mode", "tax"), [("Exclusive", "20.00"), ("Inclusive", "16.67")])
def test_a_tax_amount_that_is_ignored_is_worked_out_without_a_word(
    client: Client, contact: str, mode: str, tax: str
) -> None:
    client.switch(tax_amount="ignored")

    invoice = client.one("Invoices", an_invoice(contact, a_line(TaxAmount=D("18.00")), LineAmountTypes=mode))

    assert (invoice["TotalTax"], invoice["StatusAttributeString"]) == (D(tax), "OK")


@pytest.mark.parametrize("rate", ["0", "-1.15"])
@pytest.mark.parametrize("currency", ["EUR", "GBP"])
def test_a_currency_rate_is_above_nought(client: Client, contact: str, currency: str, rate: str) -> None:
    invoice = an_invoice(contact, CurrencyCode=currency, CurrencyRate=D(rate))

    assert client.refusals("Invoices", invoice) == ["CurrencyRate must be greater than zero"]


@pytest.mark.parametrize("discount", [{"DiscountRate": D("12.5")}, {"DiscountAmount": D("12.50")}])
def test_a_discount_comes_off_the_line(client: Client, contact: str, discount: dict[str, Decimal]) -> None:
    invoice = client.one("Invoices", an_invoice(contact, a_line(**discount)))

    assert (invoice["SubTotal"], invoice["TotalDiscount"]) == (D("87.50"), D("12.50"))


def test_a_discount_over_the_line_total_is_refused(client: Client, contact: str) -> None:
    refusals = client.refusals("Invoices", an_invoice(contact, a_line(), a_line(UnitAmount=10, DiscountRate=101)))

    assert refusals == ["The discount rate '101' is invalid. Discount must not be greater than the line total."]


def test_totals_that_do_not_add_up_are_refused(client: Client, contact: str) -> None:
    assert client.refusals("Invoices", an_invoice(contact, Total=D("120.01"))) == [
        "The document total does not equal the sum of the lines."
    ]


def test_a_price_in_exponent_form_is_misunderstood(client: Client, contact: str) -> None:
    body = '{"Invoices":[' + _with_price(contact, "2.9104E-05") + "]}"
    response = client.session.put(
        "https://api.xero.com/api.xro/2.0/Invoices?summarizeErrors=false&unitdp=4", data=body, headers=client.headers()
    )

    errors = loads(response.content)["Invoices"][0]["ValidationErrors"]

    assert {"Message": "Account must be valid"} in errors


def test_answers_write_numbers_digit_for_digit(client: Client, contact: str) -> None:
    client.one("Invoices", an_invoice(contact, a_line(UnitAmount=D("0.0001"), Quantity=D("0.0001"))))

    text = client.get("Invoices/BP-100123", unitdp="4").text

    assert '"UnitAmount":0.0001' in text
    assert '"Total":0.00' in text


def _with_price(contact: str, price: str) -> str:
    return dumps(an_invoice(contact, a_line(UnitAmount="PRICE"))).replace('"PRICE"', price)
