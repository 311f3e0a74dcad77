"""What a bookkeeper reads where something cannot go: the whole sentence, and what to do."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final, NamedTuple

import pytest

from shared.errors import InvalidDataError, RecordError, UnmappableError
from shared.kinds import Kind
from shared.mapping.adjustments import to_adjustment_document, to_manual_journal
from shared.mapping.contacts import to_contact
from shared.mapping.dates import date_only, xero_moment
from shared.mapping.documents import to_purchase_invoice, to_sales_invoice
from shared.mapping.money import amount
from shared.mapping.payments import PaidDocument, to_brightpearl_payment
from shared.mapping.payments_to_xero import to_xero_payment
from shared.mapping.products import to_item
from shared.mapping.xero_tax import without_needless_tax
from tests.builders import (
    TAX_RATES,
    a_contact,
    a_movement,
    a_payment,
    a_product,
    a_purchase_order,
    a_row,
    a_sales_order,
    a_stock_correction,
    a_xero_payment,
    settings_document,
    some_settings,
)


class Refusal(NamedTuple):
    """What is tried, and what is said."""

    rule: str
    tried: Callable[[], object]
    said: type[RecordError]
    message: str
    hint: str


INVOICE: Final = PaidDocument(kind=Kind.SALES_INVOICE, order_id="2002", currency="GBP")
CREDIT: Final = PaidDocument(kind=Kind.SALES_CREDIT, order_id="2003", currency="GBP")
EUROS: Final = PaidDocument(kind=Kind.SALES_INVOICE, order_id="2002", currency="EUR")
US: Final = {"country": "US", "tax_scheme": "SALES TAX", "tax_types": {"sales": {}, "purchases": {}}}
NO_SKU: Final = "give it a SKU of at most 30 characters; until then its document lines go without an item"
RATE: Final = "correct the order's exchange rate in Brightpearl and fetch it again"
NUMBER: Final = "correct the invoice reference in Brightpearl and fetch the order again"
TYPE_OF_NOUGHT: Final = (
    "map its tax code to a tax rate of 0% for this channel and destination (tax_types.rules or tax_types.zero_tax);"
    " for lines of rounding, sales tax and stock corrections choose a tax type of 0%, such as NONE"
)


def sale(*rows: dict[str, Any], settings: dict[str, Any] | None = None, **order: Any) -> object:
    return to_sales_invoice(a_sales_order(*rows, **order), some_settings(**(settings or {})))


def bill(*rows: dict[str, Any], settings: dict[str, Any] | None = None, **order: Any) -> object:
    return to_purchase_invoice(a_purchase_order(*rows, **order), some_settings(**(settings or {})))


def without(*path: str | int) -> object:
    """A sale of an order without something."""
    order: Any = a_sales_order()
    holder = order
    for step in path[:-1]:
        holder = holder[step]
    del holder[path[-1]]
    return to_sales_invoice(order, some_settings())


def to_xero(document: PaidDocument = INVOICE, **changes: Any) -> object:
    return to_xero_payment(a_payment(**changes), document, some_settings())


def to_brightpearl(document: PaidDocument = INVOICE, settings: dict[str, Any] | None = None, **changes: Any) -> object:
    made = some_settings(**(settings or {}))
    return to_brightpearl_payment(a_xero_payment(**changes), document, made, time_zone="Europe/London")


def correct(**movement: Any) -> object:
    return to_manual_journal(a_stock_correction(a_movement(**movement)), some_settings())


def methods(**changes: Any) -> dict[str, Any]:
    return {"payment_methods": settings_document()["payment_methods"] | changes}


def codes(name: str, **changes: Any) -> dict[str, Any]:
    return {name: settings_document()[name] | changes}


def taxed(tax_type: str, tax: str | None) -> object:
    line = {"Description": "Tee", "Quantity": Decimal(1), "UnitAmount": Decimal("5.00"), "TaxType": tax_type}
    lines = [line | ({} if tax is None else {"TaxAmount": Decimal(tax)})]
    return without_needless_tax({"LineAmountTypes": "Exclusive", "CurrencyCode": "GBP", "LineItems": lines}, TAX_RATES)


REFUSALS: Final = (
    # amounts and dates
    Refusal("no amount", lambda: amount("12,50"), InvalidDataError, "'12,50' is not an amount", ""),
    Refusal("a float", lambda: amount(0.1), InvalidDataError, "0.1 is not an amount", ""),
    Refusal(
        "too much",
        lambda: amount("10000000000.00"),
        InvalidDataError,
        "'10000000000.00' is not an amount that Xero can hold",
        "",
    ),
    Refusal(
        "where it stands",
        lambda: to_sales_invoice(a_sales_order() | {"totalValue": {"total": "x"}}, some_settings()),
        InvalidDataError,
        "totalValue.total: 'x' is not an amount",
        "correct it in Brightpearl and fetch it again",
    ),
    Refusal("no date", lambda: date_only("soon", zone="UTC"), InvalidDataError, "'soon' is not a date", ""),
    Refusal(
        "another age",
        lambda: date_only("1899-12-31", zone="UTC"),
        InvalidDataError,
        "'1899-12-31' is not a date of these centuries",
        "",
    ),
    Refusal(
        "no moment",
        lambda: xero_moment("/Date(99999999999999999+0000)/"),
        InvalidDataError,
        "99999999999999999 milliseconds is not a date",
        "",
    ),
    # contacts and products
    Refusal(
        "a contact without an id",
        lambda: to_contact(a_contact(contact_id=0), some_settings()),
        InvalidDataError,
        "the contact has no id",
        "fetch it again",
    ),
    Refusal(
        "a product without a SKU",
        lambda: to_item(a_product(sku=None), some_settings()),
        InvalidDataError,
        "the product has no SKU, and Xero needs an item code",
        NO_SKU,
    ),
    Refusal(
        "a SKU that is too long",
        lambda: to_item(a_product(sku="X" * 31), some_settings()),
        InvalidDataError,
        f"the SKU '{'X' * 31}' is longer than Xero's 30 characters",
        NO_SKU,
    ),
    Refusal(
        "a SKU with two spaces",
        lambda: to_item(a_product(sku="A  B"), some_settings()),
        InvalidDataError,
        "the SKU 'A  B' has control characters or repeated spaces",
        NO_SKU,
    ),
    # documents
    Refusal(
        "no rows",
        lambda: to_sales_invoice(a_sales_order() | {"orderRows": {}}, some_settings()),
        InvalidDataError,
        "the order has no rows to post",
        "archive it, or add its rows in Brightpearl",
    ),
    Refusal(
        "no customer",
        lambda: without("parties", "customer"),
        InvalidDataError,
        "the order has no customer",
        "choose its customer in Brightpearl",
    ),
    Refusal(
        "no number",
        lambda: sale(number=""),
        InvalidDataError,
        "the order has no invoice reference",
        "invoice the order in Brightpearl",
    ),
    Refusal(
        "a number with letters that Xero does not take",
        lambda: sale(number="SI-ß"),
        InvalidDataError,
        "the invoice reference 'SI-ß' has characters that Xero does not take in a number",
        NUMBER,
    ),
    Refusal(
        "a number that is too long",
        lambda: sale(number="1" * 256),
        InvalidDataError,
        "the invoice reference has more than 255 characters",
        NUMBER,
    ),
    Refusal(
        "no tax date",
        lambda: sale(tax_date=None),
        InvalidDataError,
        "the order has no tax date",
        "invoice the order in Brightpearl",
    ),
    Refusal(
        "no currency",
        lambda: sale(currency=""),
        InvalidDataError,
        "the order does not say its currency",
        "fetch the order again",
    ),
    Refusal(
        "no rate",
        lambda: to_sales_invoice(
            a_sales_order(currency="EUR")
            | {
                "currency": {"accountingCurrencyCode": "GBP", "orderCurrencyCode": "EUR", "exchangeRate": "0.000"},
            },
            some_settings(),
        ),
        InvalidDataError,
        "the order's exchange rate is 0.000; it must be above zero",
        RATE,
    ),
    Refusal(
        "a rate that does not fit",
        lambda: sale(currency="EUR", rate="1.160000", total="120.00", base_total="60.00"),
        InvalidDataError,
        "the order's exchange rate 1.160000 does not fit its totals: 120.00 in its own currency, 60.00 in the account's",
        RATE,
    ),
    Refusal(
        "tax that does not add up",
        lambda: sale(a_row(net="100.0000", tax="20.00"), tax="25.00"),
        InvalidDataError,
        "the tax of its rows adds up to 20.00, its own tax is 25.00 in Brightpearl",
        "open the order in Brightpearl, correct the tax of its rows and save it, then fetch it again",
    ),
    Refusal(
        "rows that do not add up",
        lambda: sale(total="125.00", tax="20.00"),
        InvalidDataError,
        "its rows add up to 120.00 with their tax, its total is 125.00 in Brightpearl",
        "open the order in Brightpearl, correct its rows and save it, then fetch it again;"
        " a rounding line makes up for 0.05 at most, the tolerance in the settings",
    ),
    Refusal(
        "a nominal code without an account",
        lambda: sale(
            a_row(nominal_code="4999"), settings=codes("accounts", sales={"by_nominal_code": {"4000": "200"}})
        ),
        UnmappableError,
        "row 378 (TEE-RED-M): nominal code '4999' has no Xero account for sales",
        "add '4999' to accounts.sales.by_nominal_code in the settings, or set the default beside it",
    ),
    Refusal(
        "a channel without an option",
        lambda: sale(channel=9),
        UnmappableError,
        "channel 9 has no option of the tracking category 'Channel'",
        "add '9' to tracking.options in the settings; null is for a channel without an option",
    ),
    # tax
    Refusal(
        "a tax code without a type",
        lambda: sale(a_row(tax_code="T77", tax="0.00")),
        UnmappableError,
        "row 378 (TEE-RED-M): tax code 'T77' has no Xero tax rate for sales",
        "add 'T77' to tax_types.sales in the settings",
    ),
    Refusal(
        "a rated row without tax",
        lambda: sale(a_row(tax="0.00"), channel=0, country=""),
        UnmappableError,
        "row 378 (TEE-RED-M): it has no tax, though its tax code 'T20' is 20%",
        "where a marketplace collects the tax, add its channel (none) and the destination (unknown)"
        " to tax_types.zero_tax in the settings; else correct the row's tax code or its tax in Brightpearl",
    ),
    Refusal(
        "tax without net on a code of nothing",
        lambda: bill(
            a_row(net="0.0000", tax="50.00", tax_code="T0", nominal_code="5000"), settings={"import_tax": None}
        ),
        InvalidDataError,
        "row 378 (TEE-RED-M): it has 50.00 of tax without a net amount, and its tax code 'T0' is 0%",
        "give the row a tax code with a rate in Brightpearl, or set import_tax in the settings",
    ),
    Refusal(
        "sales tax without an account",
        lambda: sale(settings=US | {"sales_tax_account": None}),
        UnmappableError,
        "the order has 20.00 of tax that goes as a line of its own, which has no Xero account",
        "set sales_tax_account in the settings",
    ),
    Refusal(
        "a type that Xero has not",
        lambda: taxed("GONE", None),
        UnmappableError,
        "the organisation has no tax rate GONE in Xero",
        "correct tax_types in the settings, or bring the tax rate back in Xero",
    ),
    Refusal(
        "tax on a type without",
        lambda: taxed("NONE", "1.00"),
        UnmappableError,
        "the line 'Tee' has 1.00 of tax, and NONE is 0% in Xero",
        "give the row a tax code with a rate in Brightpearl, or map its code to a tax rate",
    ),
    Refusal(
        "no tax on a type with a rate",
        lambda: taxed("OUTPUT2", None),
        UnmappableError,
        "the line 'Tee' has 0.00 of tax, and OUTPUT2 is 20% in Xero",
        TYPE_OF_NOUGHT,
    ),
    # stock corrections
    Refusal(
        "a correction without an id",
        lambda: to_manual_journal(a_stock_correction(note_id=0), some_settings()),
        InvalidDataError,
        "the stock correction has no goods note id",
        "fetch it again",
    ),
    Refusal(
        "stock in another currency",
        lambda: correct(productValue={"currency": "EUR", "value": "1.00"}),
        InvalidDataError,
        "the stock is valued in EUR, the account's currency is GBP",
        "check base_currency in the settings",
    ),
    Refusal(
        "no supplier for corrections",
        lambda: to_adjustment_document(a_stock_correction(), some_settings(**codes("adjustments", supplier=None))),
        UnmappableError,
        "stock corrections go as bills and credits, but no supplier is set for them",
        "set adjustments.supplier in the settings",
    ),
    # payments
    Refusal(
        "a payment in another currency",
        lambda: to_xero(currencyCode="EUR"),
        InvalidDataError,
        "the payment is in EUR, its order in GBP",
        "delete the payment in Brightpearl and enter it in the order's currency",
    ),
    Refusal(
        "a payment in no currency",
        lambda: to_xero(currencyCode=None),
        InvalidDataError,
        "the payment is in no currency, its order in GBP",
        "delete the payment in Brightpearl and enter it in the order's currency",
    ),
    Refusal(
        "money in that is none",
        lambda: to_xero(amountPaid="0.00"),
        InvalidDataError,
        "the amount is 0.00; a payment must be above zero",
        "enter a refund as a payment on a sales credit in Brightpearl",
    ),
    Refusal(
        "money out for an invoice",
        lambda: to_xero(paymentType="PAYMENT"),
        InvalidDataError,
        "a PAYMENT cannot settle a sales invoice in Xero",
        "money in belongs to an order, a refund to a sales credit: move it there, or enter it in Xero by hand",
    ),
    Refusal(
        "an authorisation",
        lambda: to_xero(paymentType="AUTH"),
        InvalidDataError,
        "a AUTH cannot settle a sales invoice in Xero",
        "money in belongs to an order, a refund to a sales credit: move it there, or enter it in Xero by hand",
    ),
    Refusal(
        "a payment without a type",
        lambda: to_xero(CREDIT, paymentType=""),
        InvalidDataError,
        "a payment without a type cannot settle a sales credit in Xero",
        "money in belongs to an order, a refund to a sales credit: move it there, or enter it in Xero by hand",
    ),
    Refusal(
        "a method without an account",
        lambda: to_xero(paymentMethodCode="CHEQUE"),
        UnmappableError,
        "payment method 'CHEQUE' has no Xero account for GBP",
        "add GBP under payment_methods.to_xero.CHEQUE in the settings",
    ),
    Refusal(
        "a payment without a method",
        lambda: to_xero(paymentMethodCode=""),
        UnmappableError,
        "payment method '' has no Xero account for GBP",
        "add GBP under payment_methods.to_xero.... in the settings",
    ),
    Refusal(
        "an account without a method",
        lambda: to_brightpearl(EUROS, account_code="090"),
        UnmappableError,
        "Xero account '090' has no Brightpearl payment method for EUR",
        "add EUR under payment_methods.to_brightpearl.090 in the settings",
    ),
    Refusal(
        "a payment without an account",
        lambda: to_brightpearl(account_code=""),
        UnmappableError,
        "Xero account '' has no Brightpearl payment method for GBP",
        "add GBP under payment_methods.to_brightpearl.... in the settings",
    ),
    Refusal(
        "an overpayment without a method",
        lambda: to_brightpearl(settings=methods(without_account={}), kind="overpayment"),
        UnmappableError,
        "a part was settled by an overpayment in Xero; no Brightpearl payment method is set for that",
        "set payment_methods.without_account.overpayment in the settings",
    ),
    Refusal(
        "a credit note without a method",
        lambda: to_brightpearl(settings=methods(without_account={}), kind="credit_note"),
        UnmappableError,
        "a part was settled by a credit note in Xero; no Brightpearl payment method is set for that",
        "set payment_methods.without_account.credit_note in the settings",
    ),
    Refusal(
        "a payment of nothing",
        lambda: to_brightpearl(amount="0"),
        InvalidDataError,
        "the amount is 0.00; a payment must be above zero",
        "look at the payment in Xero",
    ),
)


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.rule.replace(" ", "-"))
def test_a_refusal_says_in_a_sentence_what_is_wrong_and_what_to_do(refusal: Refusal) -> None:
    with pytest.raises(refusal.said) as refused:
        refusal.tried()

    assert (refused.value.message, refused.value.hint) == (refusal.message, refusal.hint)
