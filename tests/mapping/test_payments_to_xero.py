"""Brightpearl payments to Xero: one test for each rule."""

from decimal import Decimal
from typing import Any

import pytest

from shared.errors import InvalidDataError, UnmappableError
from shared.kinds import Kind
from shared.mapping.payments import PaidDocument, moves_money, our_payment_id
from shared.mapping.payments_to_xero import rate_of, to_xero_payment, with_amount
from shared.mapping.references import Payload, Ref
from tests.builders import a_payment, a_sales_order, settings_document, some_settings

INVOICE = PaidDocument(kind=Kind.SALES_INVOICE, order_id="2002", currency="GBP")
CREDIT = PaidDocument(kind=Kind.SALES_CREDIT, order_id="2003", currency="GBP")


def payment_of(document: PaidDocument = INVOICE, **changes: Any) -> Payload:
    return to_xero_payment(a_payment(**changes), document, some_settings()).payload


@pytest.mark.parametrize("payment_type", ["RECEIPT", "CAPTURE"])
def test_money_in_pays_the_invoice(payment_type: str) -> None:
    payload = payment_of(paymentType=payment_type)

    assert payload["Invoice"] == {"InvoiceID": Ref(Kind.SALES_INVOICE, "2002")}
    assert "CreditNote" not in payload


def test_money_out_refunds_the_credit_note() -> None:
    payload = payment_of(CREDIT, paymentType="PAYMENT")

    assert payload["CreditNote"] == {"CreditNoteID": Ref(Kind.SALES_CREDIT, "2003")}
    assert "Invoice" not in payload


@pytest.mark.parametrize(
    ("document", "payment_type"),
    [(INVOICE, "PAYMENT"), (CREDIT, "RECEIPT"), (CREDIT, "CAPTURE"), (INVOICE, "AUTH"), (INVOICE, "")],
)
def test_what_xero_cannot_express_is_refused_with_a_way_out(document: PaidDocument, payment_type: str) -> None:
    with pytest.raises(InvalidDataError, match="cannot settle a sales") as refusal:
        payment_of(document, paymentType=payment_type)

    assert refusal.value.hint


def test_even_a_few_pence_of_money_in_settle_no_credit() -> None:
    with pytest.raises(InvalidDataError, match="a RECEIPT cannot settle a sales credit in Xero"):
        payment_of(CREDIT, amountPaid="0.50")


def test_the_account_is_that_of_the_method_and_the_currency() -> None:
    euros = PaidDocument(kind=Kind.SALES_INVOICE, order_id="2002", currency="EUR")

    assert payment_of()["Account"] == {"Code": "090"}
    assert payment_of(paymentMethodCode="PAYPAL")["Account"] == {"Code": "095"}
    assert payment_of(euros, currencyCode="EUR")["Account"] == {"Code": "091"}


def test_an_account_without_a_code_is_named_by_its_account_id() -> None:
    till = "1f0c7b8e-2f4d-4a57-9f0a-0c5a3e9d7b11"
    methods = settings_document()["payment_methods"] | {"to_xero": {"CARD": {"GBP": till}}}

    mapped = to_xero_payment(a_payment(), INVOICE, some_settings(payment_methods=methods))

    assert mapped.payload["Account"] == {"AccountID": till}


def test_a_method_without_an_account_names_the_method_the_currency_and_the_setting() -> None:
    euros = PaidDocument(kind=Kind.SALES_INVOICE, order_id="2002", currency="EUR")

    with pytest.raises(UnmappableError) as refusal:
        payment_of(euros, currencyCode="EUR", paymentMethodCode="PAYPAL")

    assert refusal.value.message == "payment method 'PAYPAL' has no Xero account for EUR"
    assert refusal.value.hint == "add EUR under payment_methods.to_xero.PAYPAL in the settings"


def test_a_payment_in_another_currency_than_its_order_is_refused() -> None:
    with pytest.raises(InvalidDataError, match="payment is in EUR, its order in GBP"):
        payment_of(currencyCode="EUR")


@pytest.mark.parametrize(
    ("written", "day"),
    [("2026-04-17T23:30:00.000Z", "2026-04-18"), ("2026-04-17T00:00:00.000+01:00", "2026-04-17")],
)
def test_the_date_is_the_payments_day_in_the_accounts_zone(written: str, day: str) -> None:
    assert payment_of(paymentDate=written)["Date"] == day


@pytest.mark.parametrize("written", ["12.50", "-12.50"])
def test_a_refund_is_money_out_whatever_its_sign(written: str) -> None:
    mapped = to_xero_payment(a_payment(paymentType="PAYMENT", amountPaid=written), CREDIT, some_settings())

    assert mapped.payload["Amount"] == mapped.total == Decimal("12.50")


@pytest.mark.parametrize("written", ["-12.50", "0.00"])
def test_money_in_that_is_not_above_zero_is_refused(written: str) -> None:
    with pytest.raises(InvalidDataError, match="must be above zero"):
        payment_of(amountPaid=written)


def test_the_reference_names_the_payment_so_that_it_can_be_found() -> None:
    reference = payment_of(paymentId=9001, paymentMethodCode="CARD")["Reference"]

    assert reference == "BP 9001 CARD"
    assert our_payment_id(reference) == "9001"


@pytest.mark.parametrize("reference", ["", "BP", "BP CARD", "BP 90O1", "xBP 9001", "BP 9001x", "bp 9001", None, 9001])
def test_other_references_are_not_ours(reference: object) -> None:
    assert our_payment_id(reference) is None


@pytest.mark.parametrize(
    ("changes", "moves"),
    [
        ({}, True),
        ({"paymentType": "CAPTURE"}, True),
        ({"paymentType": "PAYMENT", "amountPaid": "-5.00"}, True),
        ({"paymentType": "AUTH", "amountAuthorized": "100.00", "amountPaid": "0.00"}, False),
        ({"paymentType": "VOID"}, False),
        ({"paymentType": None}, False),
        ({"amountPaid": "0.00"}, False),
        ({"amountPaid": None}, False),
    ],
)
def test_authorisations_and_their_ends_move_no_money(changes: dict[str, Any], moves: bool) -> None:
    assert moves_money(a_payment(**changes)) is moves


def test_a_paid_document_is_read_from_its_order() -> None:
    order = a_sales_order(order_id=2002, currency="EUR", rate="1.160000")

    assert PaidDocument.of(Kind.SALES_INVOICE, order) == PaidDocument(
        kind=Kind.SALES_INVOICE, order_id="2002", currency="EUR", exchange_rate=Decimal("1.160000")
    )


def test_a_paid_document_knows_an_order_below_nought_and_a_rate_the_other_way_round() -> None:
    order = a_sales_order(order_id=2002, currency="EUR", rate="0.862069", total="-120.00", base_total="-103.45")

    assert PaidDocument.of(Kind.SALES_INVOICE, order) == PaidDocument(
        kind=Kind.SALES_INVOICE,
        order_id="2002",
        currency="EUR",
        exchange_rate=Decimal("0.862069"),
        below_nought=True,
        inverse=True,
    )


def test_an_order_is_above_nought_and_has_no_rate_unless_it_says_so() -> None:
    order = PaidDocument(kind=Kind.SALES_INVOICE, order_id="2002", currency="GBP")

    assert (order.exchange_rate, order.below_nought, order.inverse) == (None, False, False)


@pytest.mark.parametrize(
    ("payment_type", "written"), [("PAYMENT", "12.50"), ("PAYMENT", "-12.50"), ("RECEIPT", "-12.50")]
)
def test_what_was_paid_back_on_an_order_below_nought_refunds_its_credit_note(payment_type: str, written: str) -> None:
    exchange = PaidDocument(kind=Kind.SALES_INVOICE, order_id="2002", currency="GBP", below_nought=True)

    payload = payment_of(exchange, paymentType=payment_type, amountPaid=written)

    assert payload["CreditNote"] == {"CreditNoteID": Ref(Kind.SALES_INVOICE, "2002")}
    assert payload["Amount"] == Decimal("12.50")


def test_what_was_paid_on_a_credit_below_nought_pays_its_invoice() -> None:
    owed = PaidDocument(kind=Kind.SALES_CREDIT, order_id="2003", currency="GBP", below_nought=True)

    assert payment_of(owed, paymentType="RECEIPT")["Invoice"] == {"InvoiceID": Ref(Kind.SALES_CREDIT, "2003")}


@pytest.mark.parametrize("written", ["0.01", "0.005", "1.00"])
def test_the_smallest_amount_that_xero_is_paid_is_one_cent(written: str) -> None:
    assert payment_of(amountPaid=written)["Amount"] == max(Decimal("0.01"), Decimal(written))


@pytest.mark.parametrize("document", [INVOICE, CREDIT], ids=["invoice", "credit"])
def test_less_than_half_a_cent_pays_nothing(document: PaidDocument) -> None:
    kind = "RECEIPT" if document is INVOICE else "PAYMENT"

    with pytest.raises(InvalidDataError, match="must be above zero"):
        payment_of(document, paymentType=kind, amountPaid="0.004")


EUROS = PaidDocument(kind=Kind.SALES_INVOICE, order_id="2002", currency="EUR")


def a_foreign_payment(document: PaidDocument = EUROS, *, rate: str | None = "1.150000", **changes: Any) -> Payload:
    methods = settings_document()["payment_methods"]
    in_pounds = {**methods, "to_xero": {**methods["to_xero"], "PAYPAL": {"GBP": "095", "EUR": "095"}}}
    journal = {"rate": rate, "lines": [{"nominal": "1201", "amount": Decimal("23.00"), "order": "2002", "bank": True}]}
    payment = a_payment(currencyCode="EUR", amountPaid="23.00", journal=journal, **changes)
    return to_xero_payment(payment, document, some_settings(payment_methods=in_pounds)).payload


def test_a_foreign_payment_on_an_account_of_its_currency_goes_at_the_rate_of_its_journal() -> None:
    payload = a_foreign_payment(paymentMethodCode="CARD")

    assert (payload["Amount"], payload["CurrencyRate"]) == (Decimal("23.00"), Decimal("1.150000"))
    assert "BankAmount" not in payload


def test_a_foreign_payment_on_an_account_in_base_currency_says_what_moved_there() -> None:
    payload = a_foreign_payment(paymentMethodCode="PAYPAL")

    assert (payload["Amount"], payload["BankAmount"]) == (Decimal("23.00"), Decimal("20.00"))
    assert "CurrencyRate" not in payload


def test_a_rate_that_brightpearl_states_the_other_way_round_is_turned() -> None:
    inverse = PaidDocument(kind=Kind.SALES_INVOICE, order_id="2002", currency="EUR", inverse=True)

    assert a_foreign_payment(inverse, rate="0.800000", paymentMethodCode="CARD")["CurrencyRate"] == Decimal("1.250000")


@pytest.mark.parametrize("rate", [None, "0", "0.000000"])
def test_without_a_rate_in_its_journal_xeros_own_applies(rate: str | None) -> None:
    payload = a_foreign_payment(rate=rate, paymentMethodCode="CARD")

    assert payload.keys().isdisjoint({"CurrencyRate", "BankAmount"})


def test_a_payment_in_base_currency_has_no_rate() -> None:
    journal = {
        "rate": "1.150000",
        "lines": [{"nominal": "1200", "amount": Decimal("23.00"), "order": "2002", "bank": True}],
    }

    assert payment_of(journal=journal).keys().isdisjoint({"CurrencyRate", "BankAmount"})


def test_a_part_of_a_foreign_payment_moves_its_share_at_the_same_rate() -> None:
    whole = a_foreign_payment(paymentMethodCode="PAYPAL")

    part = with_amount(whole, Decimal("11.50"))

    assert (part["Amount"], part["BankAmount"]) == (Decimal("11.50"), Decimal("10.00"))
    assert rate_of(part) == rate_of(whole) == {"CurrencyRate": Decimal("1.150000")}
    assert rate_of(a_foreign_payment(paymentMethodCode="CARD")) == {"CurrencyRate": Decimal("1.150000")}
    assert rate_of(payment_of()) == {}


def test_a_part_of_a_payment_in_base_currency_is_its_amount_alone() -> None:
    whole = payment_of()

    assert with_amount(whole, Decimal("11.50")) == {**whole, "Amount": Decimal("11.50")}


def test_what_moved_on_an_account_in_yen_has_no_cents() -> None:
    methods = settings_document()["payment_methods"] | {"to_xero": {"CARD": {"JPY": "095", "EUR": "095"}}}
    journal = {"rate": "0.0063", "lines": [{"nominal": "1201", "amount": Decimal("23.00"), "bank": True}]}
    payment = a_payment(currencyCode="EUR", amountPaid="23.00", journal=journal)

    payload = to_xero_payment(payment, EUROS, some_settings(payment_methods=methods, base_currency="JPY")).payload

    assert payload["BankAmount"] == Decimal(3651)
