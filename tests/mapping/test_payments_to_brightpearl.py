"""Xero payments to Brightpearl: one test for each rule."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from shared.errors import InvalidDataError, UnmappableError
from shared.kinds import Kind
from shared.mapping.payments import (
    PaidDocument,
    paid_document,
    payment_fingerprint,
    to_brightpearl_payment,
    transaction_ref,
)
from shared.mapping.references import Payload
from tests.builders import a_payment, a_xero_payment, settings_document, some_settings

LONDON = "Europe/London"


def document_of(kind: Kind = Kind.SALES_INVOICE, currency: str = "GBP") -> PaidDocument:
    return PaidDocument(kind=kind, order_id="2002", currency=currency, exchange_rate=Decimal("1.160000"))


def payment_of(document: PaidDocument | None = None, **changes: Any) -> Payload:
    mapped = to_brightpearl_payment(
        a_xero_payment(**changes), document or document_of(), some_settings(), time_zone=LONDON
    )
    return mapped.payload


@pytest.mark.parametrize(
    ("kind", "payment_type"),
    [
        (Kind.SALES_INVOICE, "RECEIPT"),
        (Kind.SALES_CREDIT, "PAYMENT"),
        (Kind.PURCHASE_INVOICE, "PAYMENT"),
        (Kind.PURCHASE_CREDIT, "RECEIPT"),
    ],
)
def test_the_type_says_which_way_the_money_went(kind: Kind, payment_type: str) -> None:
    assert payment_of(document_of(kind))["paymentType"] == payment_type


def test_the_transaction_reference_is_xeros_payment_id() -> None:
    assert payment_of(id="5b0c1b7e-0d0e-4d0b-8e1b-2f6f5a1c0001")["transactionRef"] == (
        "5b0c1b7e-0d0e-4d0b-8e1b-2f6f5a1c0001"
    )


def test_an_id_of_more_than_64_characters_becomes_its_fingerprint() -> None:
    long, other = "a" * 65, "a" * 64 + "b"

    assert len(transaction_ref(long)) == 64
    assert transaction_ref(long) == transaction_ref(long) != transaction_ref(other)


def test_the_method_is_that_of_the_account_and_the_currency() -> None:
    assert payment_of(account_code="090")["paymentMethodCode"] == "BANK"
    assert payment_of(account_code="095")["paymentMethodCode"] == "PAYPAL"
    assert payment_of(document_of(currency="EUR"), account_code="091")["paymentMethodCode"] == "BANK"


def test_an_account_without_a_code_is_found_by_its_account_id() -> None:
    till = "1f0c7b8e-2f4d-4a57-9f0a-0c5a3e9d7b11"
    methods = settings_document()["payment_methods"] | {"to_brightpearl": {till: {"GBP": "TILL"}}}
    payment = a_xero_payment(account_code="", account_id=till)

    mapped = to_brightpearl_payment(payment, document_of(), some_settings(payment_methods=methods), time_zone=LONDON)

    assert mapped.payload["paymentMethodCode"] == "TILL"
    with pytest.raises(UnmappableError, match=f"Xero account '{till}'"):
        payment_of(account_code="", account_id=till)


@pytest.mark.parametrize(("account", "currency"), [("666", "GBP"), ("090", "EUR"), ("", "GBP")])
def test_an_account_without_a_method_names_the_account_the_currency_and_the_setting(
    account: str, currency: str
) -> None:
    with pytest.raises(UnmappableError, match=f"Xero account '{account}' .* for {currency}") as refusal:
        payment_of(document_of(currency=currency), account_code=account)

    assert "payment_methods.to_brightpearl" in refusal.value.hint


@pytest.mark.parametrize("settled_by", ["overpayment", "prepayment", "credit_note"])
def test_what_was_settled_without_a_payment_has_a_method_of_its_own(settled_by: str) -> None:
    assert payment_of(kind=settled_by, account_code="")["paymentMethodCode"] == "XERO"


def test_a_settlement_without_a_method_names_the_setting() -> None:
    methods = settings_document()["payment_methods"] | {"without_account": {}}

    with pytest.raises(UnmappableError, match="settled by an overpayment") as refusal:
        to_brightpearl_payment(
            a_xero_payment(kind="overpayment"), document_of(), some_settings(payment_methods=methods), time_zone=LONDON
        )

    assert refusal.value.hint == "set payment_methods.without_account.overpayment in the settings"


def test_the_currency_is_the_orders_and_the_rate_the_payments_own() -> None:
    payload = payment_of(document_of(currency="EUR"), account_code="091", currency_rate=Decimal("1.2"))

    assert (payload["currencyIsoCode"], payload["exchangeRate"]) == ("EUR", Decimal("1.200000"))


def test_the_rate_is_stated_the_other_way_round_where_brightpearl_does_so() -> None:
    document = PaidDocument(
        kind=Kind.SALES_INVOICE, order_id="2002", currency="EUR", exchange_rate=Decimal("0.862069"), inverse=True
    )

    assert payment_of(document, account_code="091", currency_rate=Decimal("1.25"))["exchangeRate"] == Decimal(
        "0.800000"
    )


@pytest.mark.parametrize(
    ("currency", "account", "rate"), [("EUR", "091", Decimal(1)), ("EUR", "091", None), ("GBP", "090", Decimal("1.2"))]
)
def test_the_rate_is_the_orders_where_the_payment_tells_none_of_a_foreign_currency(
    currency: str, account: str, rate: Decimal | None
) -> None:
    payload = payment_of(document_of(currency=currency), account_code=account, currency_rate=rate)

    assert payload["exchangeRate"] == Decimal("1.160000")


def test_there_is_no_rate_where_the_order_states_none() -> None:
    document = PaidDocument(kind=Kind.SALES_INVOICE, order_id="2002", currency="GBP")

    assert "exchangeRate" not in payment_of(document)


def test_the_order_is_named_by_its_number() -> None:
    assert payment_of()["orderId"] == 2002


@pytest.mark.parametrize("written", [Decimal("100"), "100.00", 100])
def test_the_amount_has_two_places(written: object) -> None:
    assert str(payment_of(amount=written)["amountPaid"]) == "100.00"


@pytest.mark.parametrize("amount", ["0", "-1"])
def test_an_amount_of_nothing_is_refused(amount: str) -> None:
    with pytest.raises(InvalidDataError, match="must be above zero"):
        payment_of(amount=amount)


@pytest.mark.parametrize("written", ["2026-04-17", date(2026, 4, 17), "2026-04-17T00:00:00"])
def test_the_date_is_the_real_day_of_the_payment(written: object) -> None:
    assert payment_of(date=written)["paymentDate"] == "2026-04-17T12:00:00+01:00"


def test_the_journal_says_in_ascii_where_it_comes_from() -> None:
    assert payment_of(reference="Überweisung\n€5", invoice_number="SI-1")["journalRef"] == (
        "Xero payment SI-1 Uberweisung ?5"
    )


@pytest.mark.parametrize(("kind", "longest"), [(Kind.SALES_INVOICE, 255), (Kind.PURCHASE_INVOICE, 64)])
def test_the_journal_reference_is_cut_to_what_brightpearl_keeps(kind: Kind, longest: int) -> None:
    assert len(payment_of(document_of(kind), reference="x" * 300)["journalRef"]) == longest


@pytest.mark.parametrize(
    ("kind", "goes_as"),
    [
        (Kind.SALES_INVOICE, "PAYMENT"),
        (Kind.SALES_CREDIT, "RECEIPT"),
        (Kind.PURCHASE_INVOICE, "RECEIPT"),
        (Kind.PURCHASE_CREDIT, "PAYMENT"),
    ],
)
def test_what_settles_an_order_below_nought_goes_the_other_way(kind: Kind, goes_as: str) -> None:
    document = PaidDocument(kind=kind, order_id="2002", currency="GBP", below_nought=True)

    assert payment_of(document)["paymentType"] == goes_as


@pytest.mark.parametrize("amount", ["0.01", "0.005", "1.00"])
def test_the_smallest_amount_that_is_paid_is_one_cent(amount: str) -> None:
    assert payment_of(amount=amount)["amountPaid"] == max(Decimal("0.01"), Decimal(amount))


def test_less_than_half_a_cent_is_no_payment() -> None:
    with pytest.raises(InvalidDataError, match="must be above zero"):
        payment_of(amount="0.004")


def test_a_moment_is_a_day_in_the_accounts_zone() -> None:
    assert payment_of(date="2026-04-17T23:30:00+00:00")["paymentDate"] == "2026-04-18T12:00:00+01:00"


def test_an_id_of_64_characters_stays_as_it_is() -> None:
    assert transaction_ref("a" * 64) == "a" * 64


@pytest.mark.parametrize(("kind", "words"), [("payment", "payment"), ("credit_note", "credit note"), ("", "payment")])
def test_the_journal_says_what_it_was_in_xero(kind: str, words: str) -> None:
    assert payment_of(kind=kind)["journalRef"] == f"Xero {words} SI-1001 BACS 17"


@pytest.mark.parametrize(
    ("payment", "document"),
    [
        ({"Invoice": {"InvoiceID": "inv-1"}}, "inv-1"),
        ({"CreditNote": {"CreditNoteID": "cn-1"}}, "cn-1"),
        ({"Invoice": {"InvoiceID": "inv-1"}, "CreditNote": {"CreditNoteID": "cn-1"}}, "inv-1"),
        ({"Overpayment": {"OverpaymentID": "ov-1"}}, "ov-1"),
        ({"Invoice": None, "CreditNote": {}, "Overpayment": {}}, ""),
        ({}, ""),
    ],
)
def test_a_payment_names_what_it_pays_in_one_of_three_forms(payment: Payload, document: str) -> None:
    assert paid_document(payment) == document


def test_what_a_credit_note_has_settled_is_noted_with_its_tax() -> None:
    credited = {"total": "12.00", "tax": "2.00"}
    payment = a_xero_payment(kind="credit_note", amount=Decimal("6.00"), reference="XCN-1", credited=credited)

    mapped = to_brightpearl_payment(payment, document_of(), some_settings(), time_zone=LONDON)

    assert mapped.notes == ("written off or credited in Xero by XCN-1: 6.00, of it tax 1.00",)
    assert to_brightpearl_payment(a_xero_payment(), document_of(), some_settings(), time_zone=LONDON).notes == ()


@pytest.mark.parametrize(
    ("changes", "is_another"),
    [
        ({}, False),
        ({"invoice_number": "SI-9"}, False),
        ({"reference": "BACS 18"}, False),
        ({"amount": Decimal("100.01")}, True),
        ({"date": "2026-04-18"}, True),
        ({"account_code": "095"}, True),
        ({"kind": "prepayment"}, True),
        ({"currency": "EUR"}, True),
        ({"document": ["sales_invoice", "2009"]}, True),
        ({"deleted": True}, True),
        ({"from": "2009"}, True),
    ],
    ids=str,
)
def test_a_payment_is_another_one_where_what_matters_of_it_is(changes: dict[str, Any], is_another: bool) -> None:
    assert (payment_fingerprint(a_xero_payment(**changes)) != payment_fingerprint(a_xero_payment())) is is_another


@pytest.mark.parametrize(
    ("changes", "is_another"),
    [
        ({"journalId": 31139}, False),
        ({"transactionRef": "REF-2"}, False),
        ({"paymentType": "PAYMENT"}, True),
        ({"orderId": 2009}, True),
        ({"currencyCode": "EUR"}, True),
        ({"amountPaid": "100.01"}, True),
        ({"paymentDate": "2026-04-18T10:00:00.000Z"}, True),
        ({"paymentMethodCode": "PAYPAL"}, True),
    ],
    ids=str,
)
def test_a_payment_of_brightpearls_is_another_one_where_what_matters_of_it_is(
    changes: dict[str, Any], is_another: bool
) -> None:
    assert (payment_fingerprint(a_payment(**changes)) != payment_fingerprint(a_payment())) is is_another
