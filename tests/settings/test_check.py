"""Settings against what both systems know: each wrong code is named with its path."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from sandbox.cloud.settings import settings_of
from sandbox.stand_ins.brightpearl.countries import PROFILES as ACCOUNTS
from sandbox.stand_ins.brightpearl.profile import US_SALES_TAX
from sandbox.stand_ins.brightpearl.reference import Reference
from sandbox.stand_ins.country import Country
from sandbox.stand_ins.xero.countries import PROFILES as ORGANISATIONS
from sandbox.stand_ins.xero.organisation import TRACKING, accounts
from sandbox.stand_ins.xero.organisation import organisation as described
from shared.settings import Settings
from shared.settings.check import check, remarks
from shared.settings.live import BrightpearlBooks, LiveBooks, Raw, XeroBooks
from tests.builders import (
    TAX_RATES,
    an_account,
    brightpearl_books,
    live_books,
    settings_document,
    some_settings,
    xero_books,
)
from tests.settings.test_model import changed

EVERY_ACCOUNT = [dict(account) for account in xero_books().accounts.values()]


def problems_of(path: str, value: Any) -> list[str]:
    return check(Settings.parse(changed(path, value)), live_books())


def with_account(code: str, **changes: Any) -> XeroBooks:
    return xero_books(accounts=[account | changes if account["Code"] == code else account for account in EVERY_ACCOUNT])


def test_the_example_fits_its_books() -> None:
    assert check(some_settings(), live_books()) == []


@pytest.mark.parametrize("country", Country)
def test_the_sandboxs_settings_fit_the_sandbox(country: Country) -> None:
    profile, organisation = ACCOUNTS[country], ORGANISATIONS[country]
    reference = Reference.of(profile)
    brightpearl = BrightpearlBooks.of(
        configuration=profile.configuration(),
        payment_methods=[
            {"code": method.code, "isActive": method.active, "bankAccounts": list(method.banks)}
            for method in reference.methods.values()
        ],
        price_lists=[{"id": one.id, "priceListTypeCode": one.type} for one in reference.price_lists.values()],
        order_statuses=[
            {"statusId": status.id, "orderTypeCode": status.type.value} for status in reference.statuses.values()
        ],
        nominal_codes=[{"code": nominal.code} for nominal in reference.nominals.values()],
        tax_codes=[{"code": tax.code, "rate": tax.rate} for tax in (*reference.tax_codes.values(), US_SALES_TAX)],
        channels=[{"id": channel.id} for channel in reference.channels.values()],
    )
    xero = XeroBooks.of(
        organisation=described(organisation, "some-id"),
        accounts=accounts(organisation),
        tax_rates=organisation.tax_rates,
        tracking_categories=TRACKING,
        currencies=[{"Code": code} for code in organisation.currencies],
    )
    settings = Settings.parse(settings_of(country, start=date(2026, 1, 1)))

    assert check(settings, live_books(xero=xero, brightpearl=brightpearl)) == []


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    [
        ("base_currency", "EUR", "base_currency is 'EUR', but Brightpearl keeps its books in GBP"),
        ("time_zone", "Europe/Paris", "time_zone is 'Europe/Paris', but Brightpearl's is Europe/London"),
        (
            "statuses.sales_invoice",
            [4, 11],
            "statuses.sales_invoice[1] is 11, a status for SC in Brightpearl, not for SO",
        ),
        (
            "statuses.purchase_credit",
            [99],
            "statuses.purchase_credit[0] is 99, which is not an order status in Brightpearl",
        ),
        ("channels", [1, 99], "channels[1] is 99, which is not a channel in Brightpearl"),
        (
            "accounts.sales.by_nominal_code.4000",
            "201",
            "accounts.sales.by_nominal_code.4000 is '201', which is not an account in Xero",
        ),
        (
            "accounts.sales.by_nominal_code.9999",
            "200",
            "accounts.sales.by_nominal_code has '9999', which is not a nominal code in Brightpearl",
        ),
        ("accounts.purchases.default", "201", "accounts.purchases.default is '201', which is not an account in Xero"),
        ("rounding_account", "861", "rounding_account is '861', which is not an account in Xero"),
        ("sales_tax_account", "831", "sales_tax_account is '831', which is not an account in Xero"),
        ("item_accounts.sales", "201", "item_accounts.sales is '201', which is not an account in Xero"),
        (
            "tax_types.sales.T20",
            "OUTPUT3",
            "tax_types.sales.T20 is 'OUTPUT3', which is not an active tax rate in Xero",
        ),
        (
            "tax_types.sales.T20",
            "RROUTPUT",
            "tax_types.sales.T20 is 'RROUTPUT': 5% in Xero, but T20 is 20% in Brightpearl;"
            " where that is meant, as for reverse charge, add the code to tax_types.confirmed",
        ),
        ("tax_types.purchases.T8", "NONE", "tax_types.purchases has 'T8', which is not a tax code in Brightpearl"),
        (
            "rounding_tax_type",
            "OUTPUT2",
            "rounding_tax_type is 'OUTPUT2', which adds tax; choose a tax rate of 0%, such as NONE",
        ),
        (
            "adjustments.tax_type",
            "INPUT2",
            "adjustments.tax_type is 'INPUT2', which adds tax; choose a tax rate of 0%, such as NONE",
        ),
        (
            "payment_methods.to_xero.CASH",
            {"GBP": "090"},
            "payment_methods.to_xero (key 'CASH') is 'CASH', which is not a payment method in Brightpearl",
        ),
        (
            "payment_methods.to_xero.CARD.GBP",
            "200",
            "payment_methods.to_xero.CARD.GBP is '200', which is neither a bank account nor enabled for payments in Xero",
        ),
        (
            "payment_methods.to_xero.CARD.GBP",
            "091",
            "payment_methods.to_xero.CARD.GBP is '091', a bank account in EUR, not GBP",
        ),
        (
            "payment_methods.to_xero.CARD.SEK",
            "090",
            "payment_methods.to_xero.CARD.SEK is for SEK, a currency that is not switched on in Xero",
        ),
        (
            "payment_methods.to_brightpearl.090.GBP",
            "CASH",
            "payment_methods.to_brightpearl.090.GBP is 'CASH', which is not a payment method in Brightpearl",
        ),
        (
            "payment_methods.to_brightpearl.777",
            {"GBP": "BANK"},
            "payment_methods.to_brightpearl.777.GBP (its keys) is '777', which is not an account in Xero",
        ),
        (
            "payment_methods.without_account.overpayment",
            "CASH",
            "payment_methods.without_account.overpayment is 'CASH', which is not a payment method in Brightpearl",
        ),
        ("tracking.category", "Shop", "tracking.category is 'Shop', which is not an active tracking category in Xero"),
        (
            "tracking.options.1",
            "Webshop",
            "tracking.options.1 is 'Webshop', which is not an active option of 'Channel' in Xero",
        ),
        ("tracking.options.99", "Web", "tracking.options has 99, which is not a channel in Brightpearl"),
        ("price_lists.cost", 2, "price_lists.cost is 2, which is a SELL list in Brightpearl, not a BUY list"),
        ("price_lists.sell", 9, "price_lists.sell is 9, which is not a price list in Brightpearl"),
        (
            "adjustments.stock_account",
            "090",
            "adjustments.stock_account is '090', an account of type BANK; Xero does not allow it in manual journals",
        ),
        (
            "adjustments.adjustment_account",
            "498",
            "adjustments.adjustment_account is '498', which is not an account in Xero",
        ),
    ],
)
def test_a_wrong_code_is_named_with_its_path(path: str, value: Any, problem: str) -> None:
    assert problem in problems_of(path, value)


def test_every_wrong_code_is_named() -> None:
    document = changed("rounding_account", "1") | {"sales_tax_account": "2", "channels": [99]}

    assert len(check(Settings.parse(document), live_books())) == 3


def test_an_archived_account_is_named() -> None:
    books = live_books(xero=with_account("860", Status="ARCHIVED"))

    assert check(some_settings(), books) == ["rounding_account is '860', an account that is archived in Xero"]


def test_a_control_account_is_not_for_our_lines() -> None:
    books = live_books(xero=with_account("860", SystemAccount="DEBTORS"))

    assert check(some_settings(), books) == [
        "rounding_account is '860', a control account; only Xero itself posts to it"
    ]


def test_an_archived_tax_rate_counts_as_missing() -> None:
    rates = [
        {"TaxType": name, "EffectiveRate": rate, "Status": "DELETED" if name == "INPUT2" else "ACTIVE"}
        for name, rate in TAX_RATES.items()
    ]

    assert check(some_settings(), live_books(xero=xero_books(tax_rates=rates))) == [
        "tax_types.purchases.T20 is 'INPUT2', which is not an active tax rate in Xero"
    ]


def test_an_organisation_in_another_currency_is_named() -> None:
    books = live_books(xero=xero_books(organisation={"BaseCurrency": "EUR"}))

    assert check(some_settings(), books) == ["base_currency is 'GBP', but Xero keeps its books in EUR"]


def test_a_method_that_is_no_longer_active_may_still_come_from_brightpearl_but_not_go_there() -> None:
    methods = [{"code": code, "isActive": code != "PAYPAL"} for code in ("CARD", "PAYPAL", "BANK", "XERO", "CONTRA")]

    assert check(some_settings(), live_books(brightpearl=brightpearl_books(payment_methods=methods))) == [
        "payment_methods.to_brightpearl.095.GBP is 'PAYPAL', a payment method that is not active in Brightpearl"
    ]


def test_a_price_list_with_tax_in_its_prices_is_named() -> None:
    lists = [
        {"id": 1, "priceListTypeCode": "BUY", "gross": False},
        {"id": 2, "priceListTypeCode": "SELL", "gross": True},
    ]

    assert check(some_settings(), live_books(brightpearl=brightpearl_books(price_lists=lists))) == [
        "price_lists.sell is 2, which has prices that include tax; Xero's do not"
    ]


def test_a_bank_account_for_any_currency_is_fine() -> None:
    account = an_account("090", "BANK")
    accounts = [account if each["Code"] == "090" else each for each in EVERY_ACCOUNT]

    assert check(some_settings(), live_books(xero=xero_books(accounts=accounts))) == []


def test_the_stock_account_is_for_journals_only() -> None:
    adjustments = settings_document()["adjustments"] | {
        "mode": "bill_or_credit",
        "supplier": "Stock corrections",
        "stock_account": "gone",
    }

    assert check(some_settings(adjustments=adjustments), live_books()) == []


TILL = "1f0c7b8e-2f4d-4a57-9f0a-0c5a3e9d7b11"


def with_till(**changes: Any) -> LiveBooks:
    till = {"AccountID": TILL, "Name": "Till", "Type": "BANK", "CurrencyCode": "GBP", "Status": "ACTIVE"}
    return live_books(xero=xero_books(accounts=[*EVERY_ACCOUNT, till | changes]))


def methods_with(account: str) -> Settings:
    methods = settings_document()["payment_methods"]
    to_xero = methods["to_xero"] | {"CARD": {"GBP": account}}
    to_brightpearl = methods["to_brightpearl"] | {account: {"GBP": "BANK"}}
    return some_settings(payment_methods=methods | {"to_xero": to_xero, "to_brightpearl": to_brightpearl})


def test_a_bank_account_without_a_code_is_mapped_by_its_account_id() -> None:
    assert check(methods_with(TILL), with_till()) == []
    assert check(methods_with(TILL.upper()), with_till()) == []


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"AccountID": "2f0c7b8e-2f4d-4a57-9f0a-0c5a3e9d7b11"}, "which is not an account in Xero"),
        ({"Status": "ARCHIVED"}, "an account that is archived in Xero"),
        ({"Type": "REVENUE"}, "which is neither a bank account nor enabled for payments in Xero"),
        ({"CurrencyCode": "EUR"}, "a bank account in EUR, not GBP"),
    ],
)
def test_an_account_id_is_checked_as_a_code_is(change: Raw, problem: str) -> None:
    assert check(methods_with(TILL), with_till(**change)) == [
        f"payment_methods.to_xero.CARD.GBP is '{TILL}', {problem}",
        f"payment_methods.to_brightpearl.{TILL}.GBP (its keys) is '{TILL}', {problem}",
    ]


def test_a_method_that_moves_no_money_needs_no_account() -> None:
    assert problems_of("payment_methods.to_xero.CARD.GBP", "no_money") == []
    assert problems_of("payment_methods.to_brightpearl.no_money", {"GBP": "BANK"}) != []


@pytest.mark.parametrize(
    ("settled_by", "refused"), [("credit_note", True), ("overpayment", False), ("prepayment", False)]
)
def test_what_a_credit_settles_has_a_method_without_a_bank_account(settled_by: str, refused: bool) -> None:
    bank = [{"currencyIsoCode": "GBP", "bankAccountNominalCode": "1200"}]
    methods = [{"code": code, "bankAccounts": bank if code == "BANK" else []} for code in ("CARD", "PAYPAL", "BANK")]
    contra = settings_document()["payment_methods"] | {"without_account": {settled_by: "BANK"}}

    problems = check(
        some_settings(payment_methods=contra), live_books(brightpearl=brightpearl_books(payment_methods=methods))
    )

    path = "payment_methods.without_account.credit_note"
    assert problems == (
        [f"{path} is 'BANK', a payment method with a bank account in Brightpearl; choose one that has none"]
        if refused
        else []
    )


def test_bank_accounts_without_a_code_are_listed_to_be_pasted() -> None:
    (remark,) = remarks(some_settings(), with_till())

    assert "'Till'" in remark
    assert TILL in remark


@pytest.mark.parametrize("change", [{"Code": "096"}, {"Status": "ARCHIVED"}, {"Type": "CURRENT"}])
def test_only_active_bank_accounts_without_a_code_are_listed(change: Raw) -> None:
    assert remarks(some_settings(), with_till(**change)) == []


def test_a_bank_account_that_is_mapped_by_its_account_id_is_not_listed() -> None:
    assert remarks(methods_with(TILL), with_till()) == []


def test_a_tax_code_without_a_rate_is_one_of_zero() -> None:
    assert brightpearl_books(tax_codes=[{"code": "T0"}]).tax_codes == {"T0": Decimal(0)}
