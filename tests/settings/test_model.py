"""The settings document: what is refused, how, and that nothing is lost on the way."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import fields

from sandbox.cloud.settings import DOCUMENTS as DOCUMENTS_BY_COUNTRY
from shared.codec import from_json, to_json
from shared.errors import ConfigurationError
from shared.kinds import Kind
from shared.settings import (
    DOCUMENTS,
    AdjustmentMode,
    DocumentDate,
    Place,
    PostingStatus,
    Settings,
    SettledBy,
    TaxScheme,
)
from tests.builders import EXAMPLE_SETTINGS, settings_document, some_settings

HANDBOOK = Path(__file__).parents[2] / "docs" / "settings.md"


def problems_of(document: object) -> list[str]:
    with pytest.raises(ConfigurationError) as refusal:
        Settings.parse(document)
    return refusal.value.message.split("\n")


def changed(path: str, value: Any) -> dict[str, Any]:
    """The example document with one setting, given by its dotted path, changed."""
    document = settings_document()
    *way, last = path.split(".")
    place = document
    for step in way:
        place = place[step]
    place[last] = value
    return document


@pytest.mark.parametrize(
    "path", [EXAMPLE_SETTINGS, *DOCUMENTS_BY_COUNTRY.values()], ids=["example", *DOCUMENTS_BY_COUNTRY]
)
def test_the_documents_in_the_repository_are_valid_and_come_back_as_they_were(path: Path) -> None:
    document = json.loads(path.read_text())

    settings = Settings.parse(document)

    assert settings.document() == document
    assert Settings.parse(settings.document()) == settings


def test_the_example_shows_every_setting() -> None:
    assert set(settings_document()) == {field.name for field in fields(Settings)}


def test_a_document_survives_the_store() -> None:
    settings = some_settings()

    assert Settings.parse(from_json(to_json(settings.document()))) == settings


def test_settings_are_values_of_the_right_type() -> None:
    settings = some_settings()

    assert settings.start_date == date(2026, 1, 1)
    assert settings.tolerance == Decimal("0.05")
    assert settings.document_date is DocumentDate.TAX_DATE
    assert settings.statuses[Kind.SALES_INVOICE] == (4, 22)
    assert settings.posting_status[Kind.SALES_INVOICE] is PostingStatus.AUTHORISED
    assert settings.adjustments.mode is AdjustmentMode.MANUAL_JOURNAL
    assert settings.payment_methods.without_account[SettledBy.OVERPAYMENT] == "XERO"
    assert settings.tracking is not None
    assert settings.tracking.options[4] is None


def test_what_has_a_default_may_be_left_out() -> None:
    document = settings_document()
    for name in (
        "rounding_tax_type",
        "tolerance",
        "document_date",
        "posting_status",
        "tracking",
        "item_accounts",
        "country",
        "tax_scheme",
        "sales_tax_account",
        "marketplace_tax_accounts",
        "purchase_tax_account",
        "import_tax",
        "allocate_credits",
        "channels",
    ):
        del document[name]

    settings = Settings.parse(document)

    assert (settings.untaxed, settings.tolerance) == ("NONE", Decimal("0.05"))
    assert (settings.country, settings.tax_scheme, settings.import_tax) == ("GB", TaxScheme.VAT, None)
    assert settings.posting_status == dict.fromkeys(DOCUMENTS, PostingStatus.AUTHORISED)
    assert settings.allocate_credits is True
    assert (settings.tracking, settings.sales_tax_account) == (None, None)


@pytest.mark.parametrize(("country", "untaxed"), [("GB", "NONE"), ("US", "NONE"), ("AU", "BASEXCLUDED")])
def test_what_carries_no_tax_has_the_countrys_own_type(country: str, untaxed: str) -> None:
    adjustments = {**settings_document()["adjustments"], "tax_type": None}
    settings = some_settings(country=country, rounding_tax_type=None, adjustments=adjustments)

    assert (settings.untaxed, settings.untaxed_stock) == (untaxed, untaxed)


def test_tax_types_may_be_chosen_by_destination_and_channel() -> None:
    rules = [
        {"side": "sales", "tax_code": "T20", "country": "DE", "tax_type": "TAX001"},
        {"channel": 4, "tax_type": "TAX002"},
    ]
    types = some_settings(tax_types={**settings_document()["tax_types"], "rules": rules}).tax_types
    web_to_germany, market_to_france = Place(channel="1", country="DE"), Place(channel="4", country="FR")

    assert types.by_rule("sales", "T20", web_to_germany) == "TAX001"
    assert types.by_rule("purchases", "T20", web_to_germany) is None
    assert types.by_rule("sales", "T0", web_to_germany) is None
    assert types.by_rule("purchases", "T0", market_to_france) == "TAX002"


@pytest.mark.parametrize(
    ("zero_tax", "place", "found"),
    [
        ("ZERO", Place(), "ZERO"),
        ([{"tax_type": "ZERO", "channel": 4}], Place(channel="4", country="DE"), "ZERO"),
        ([{"tax_type": "ZERO", "channel": 4}], Place(channel="1", country="DE"), None),
        ([{"tax_type": "ZERO", "country": "DE"}], Place(country="GB"), None),
        ([], Place(), None),
    ],
)
def test_what_a_marketplace_collects_is_chosen_by_channel_and_destination(
    zero_tax: object, place: Place, found: str | None
) -> None:
    types = some_settings(tax_types={**settings_document()["tax_types"], "zero_tax": zero_tax}).tax_types

    assert types.without_tax(place) == found


@pytest.mark.parametrize("name", ["start_date", "statuses", "rounding_account", "time_zone", "base_currency"])
def test_what_has_no_default_is_missed_by_name(name: str) -> None:
    document = settings_document()
    del document[name]

    (problem,) = problems_of(document)

    assert problem.startswith(f"{name} is missing: expected ")


def test_an_unknown_setting_is_refused_with_those_that_there_are() -> None:
    (problem,) = problems_of(settings_document(tolerence="0.05"))

    assert problem.startswith("tolerence is '0.05': there is no such setting; expected one of start_date, ")


def test_an_unknown_setting_deep_inside_is_refused_too() -> None:
    assert problems_of(changed("accounts.sales.fallback", "200")) == [
        "accounts.sales.fallback is '200': there is no such setting; expected one of by_nominal_code, default"
    ]


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    [
        ("start_date", "1.1.2026", "start_date is '1.1.2026': expected a date such as 2026-01-31"),
        ("start_date", 20260101, "start_date is 20260101: expected a date such as 2026-01-31"),
        ("time_zone", "Londn", "time_zone is 'Londn': expected a time zone such as Europe/London"),
        ("time_zone", "../etc", "time_zone is '../etc': expected a time zone such as Europe/London"),
        ("base_currency", "gbp", "base_currency is 'gbp': expected a currency code of three capital letters"),
        ("brightpearl_app_url", "shop", "brightpearl_app_url is 'shop': expected an address that starts with https://"),
        ("rounding_account", "", "rounding_account is '': expected text that is not blank"),
        ("rounding_account", 860, "rounding_account is 860: expected text that is not blank"),
        ("rounding_account", None, "rounding_account is None: expected text that is not blank"),
        ("tolerance", "a bit", "tolerance is 'a bit': expected an amount such as \"0.05\""),
        ("tolerance", "NaN", "tolerance is 'NaN': expected an amount such as \"0.05\""),
        ("tolerance", True, 'tolerance is True: expected an amount such as "0.05"'),
        ("tolerance", "-0.01", "tolerance is '-0.01': expected an amount from 0 to 1"),
        ("tolerance", "5", "tolerance is '5': expected an amount from 0 to 1"),
        ("allocate_credits", "yes", "allocate_credits is 'yes': expected true or false"),
        ("allocate_credits", 1, "allocate_credits is 1: expected true or false"),
        ("channels", 3, "channels is 3: expected a list"),
        ("channels", [1, "2"], "channels[1] is '2': expected a whole number"),
        ("channels", [True], "channels[0] is True: expected a whole number"),
        ("excess", "post", "excess is 'post': expected one of hold, overpayment"),
        ("deposits", "hold", "deposits is 'hold': expected one of wait, overpayment"),
        ("document_date", "due_date", "document_date is 'due_date': expected one of tax_date, created_date"),
        ("accounts", [], "accounts is []: expected an object"),
        ("accounts.sales.by_nominal_code", [], "accounts.sales.by_nominal_code is []: expected an object"),
        (
            "accounts.sales.by_nominal_code.4000",
            200,
            "accounts.sales.by_nominal_code.4000 is 200: expected text that is not blank",
        ),
        ("statuses.sales_invoice", [4, None], "statuses.sales_invoice[1] is None: expected a whole number"),
        (
            "payment_methods.to_xero.CARD.euro",
            "091",
            "payment_methods.to_xero.CARD (key 'euro') is 'euro': expected a currency code of three capital letters",
        ),
        (
            "payment_methods.without_account.cash",
            "XERO",
            "payment_methods.without_account (key 'cash') is 'cash': "
            "expected one of overpayment, prepayment, credit_note",
        ),
        ("tracking.options.Web", "Web", "tracking.options (key 'Web') is 'Web': expected a whole number"),
        (
            "adjustments.mode",
            "journal",
            "adjustments.mode is 'journal': expected one of manual_journal, bill_or_credit",
        ),
    ],
)
def test_a_wrong_value_is_named_with_its_path_and_what_is_expected(path: str, value: Any, problem: str) -> None:
    assert problems_of(changed(path, value)) == [problem]


def test_all_that_is_wrong_is_said_at_once() -> None:
    document = settings_document(tolerance="lots", colour="red")
    del document["rounding_account"]

    assert [problem.split()[0] for problem in problems_of(document)] == ["colour", "rounding_account", "tolerance"]


def test_every_document_needs_its_statuses() -> None:
    (problem,) = problems_of(settings_document(statuses={"sales_invoice": [4]}))

    assert problem.endswith("expected exactly the keys sales_invoice, sales_credit, purchase_invoice, purchase_credit")


def test_a_kind_without_statuses_is_switched_off() -> None:
    statuses = settings_document()["statuses"] | {"purchase_credit": []}

    assert some_settings(statuses=statuses).statuses[Kind.PURCHASE_CREDIT] == ()


def test_bills_for_stock_corrections_need_a_supplier() -> None:
    (problem,) = problems_of(changed("adjustments.mode", "bill_or_credit"))

    assert problem.startswith("adjustments is ")
    assert problem.endswith("expected a supplier when the mode is bill_or_credit")


@pytest.mark.parametrize("document", [None, [], "settings"])
def test_a_document_that_is_no_object_is_refused(document: object) -> None:
    assert problems_of(document) == [f"the settings document is {document!r}: expected an object"]


@pytest.mark.parametrize("written", ["0.02", 0.02, Decimal("0.02"), 0])
def test_an_amount_may_be_text_or_a_number(written: Any) -> None:
    settings = some_settings(tolerance=written)

    assert settings.tolerance == Decimal(str(written))


def test_the_handbook_explains_every_setting() -> None:
    text = HANDBOOK.read_text()

    assert [field.name for field in fields(Settings) if f"`{field.name}`" not in text] == []
