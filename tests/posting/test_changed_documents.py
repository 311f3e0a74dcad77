"""An update of a document, compared with what its people have made of it in Xero."""

from decimal import Decimal
from typing import Any

import pytest

from shared.errors import Problem
from shared.kinds import Kind
from shared.mapping.versions import Version, version_of
from shared.posting.target import Adopt, Amend, Refuse, Resolution, Wanted
from shared.posting.targets.changed_documents import compared
from shared.records.apart import Parted
from shared.records.standing import Standing

Raw = dict[str, Any]
TEA: Raw = {
    "Description": "Tea",
    "Quantity": Decimal(2),
    "UnitAmount": Decimal(5),
    "AccountCode": "200",
    "TaxType": "OUTPUT2",
}
CUP: Raw = {
    "Description": "Cup",
    "Quantity": Decimal(1),
    "UnitAmount": Decimal(8),
    "AccountCode": "200",
    "TaxType": "OUTPUT2",
}


def a_payload(*lines: Raw, **changes: Any) -> Raw:
    return {
        "Type": "ACCREC",
        "InvoiceNumber": "SI-1",
        "Reference": "PO 1",
        "CurrencyCode": "EUR",
        "CurrencyRate": Decimal("1.2"),
        "LineAmountTypes": "Exclusive",
        "LineItems": list(lines or (TEA, CUP)),
        **changes,
    }


def in_xero(*lines: Raw, **changes: Any) -> Raw:
    """The document as it was posted, but for changes; its lines have ids and amounts."""
    shown = [
        {**line, "LineItemID": f"id-{line['Description']}", "LineAmount": line["Quantity"] * line["UnitAmount"]}
        for line in lines or (TEA, CUP)
    ]
    net = sum((line["LineAmount"] for line in shown), Decimal())
    return {
        **a_payload(),
        "InvoiceID": "x-1",
        "Status": "AUTHORISED",
        "SubTotal": net,
        "TotalTax": net / 5,
        "Total": net * 6 / 5,
        "LineItems": shown,
        **changes,
    }


def decided(payload: Raw, theirs: Raw, before: Version | None = None) -> Resolution | None:
    want = Wanted(payload=payload, base=a_payload(), remote_id="x-1")
    return compared(Kind.SALES_INVOICE, want, theirs, before or version_of(in_xero()))


def sent(payload: Raw, theirs: Raw) -> Raw:
    found = decided(payload, theirs)
    assert isinstance(found, Amend)
    return found.payload


def problem(found: Resolution | None) -> Problem:
    assert isinstance(found, Refuse)
    return found.problem


def changed(line: Raw, **changes: Any) -> Raw:
    return {**line, **changes}


def test_only_what_has_changed_goes() -> None:
    assert sent(a_payload(Reference="PO 2"), in_xero()) == {"Type": "ACCREC", "Reference": "PO 2"}


def test_a_reference_that_is_no_more_is_blank_there() -> None:
    payload = a_payload()
    del payload["Reference"]

    assert sent(payload, in_xero()) == {"Type": "ACCREC", "Reference": ""}


def test_lines_go_under_their_ids_and_what_people_changed_of_others_stays() -> None:
    dearer = changed(TEA, UnitAmount=Decimal(6))
    theirs = in_xero(TEA, changed(CUP, AccountCode="260"))

    first, second = sent(a_payload(dearer, CUP), theirs)["LineItems"]

    assert (first["LineItemID"], first["UnitAmount"], first["AccountCode"]) == ("id-Tea", Decimal(6), "200")
    assert (second["LineItemID"], second["AccountCode"]) == ("id-Cup", "260")


def test_a_line_that_people_added_stays_and_one_that_is_new_here_comes_before_it() -> None:
    postage, spoon = changed(CUP, Description="Postage"), changed(CUP, Description="Spoon", UnitAmount=Decimal(1))

    lines = sent(a_payload(TEA, CUP, spoon), in_xero(TEA, CUP, postage))["LineItems"]

    assert [(line["Description"], "LineItemID" in line) for line in lines] == [
        ("Tea", True),
        ("Cup", True),
        ("Spoon", False),
        ("Postage", True),
    ]


def test_an_account_that_people_changed_stays_on_a_line_whose_price_changes_here() -> None:
    found = decided(a_payload(changed(TEA, UnitAmount=Decimal(6)), CUP), in_xero(changed(TEA, AccountCode="260"), CUP))

    assert isinstance(found, Amend)
    assert found.payload["LineItems"][0]["AccountCode"] == "260"
    assert found.notes == ("the account of Tea is 260 there and 200 in Brightpearl, and stays so",)


@pytest.mark.parametrize(
    ("here", "there", "said"),
    [
        (changed(TEA, UnitAmount=Decimal(6)), changed(TEA, UnitAmount=Decimal(7)), "the price of Tea is 7 there and 6"),
        (changed(TEA, UnitAmount=Decimal(6)), changed(TEA, TaxType="NONE"), "the tax rate of Tea is NONE there"),
        (changed(TEA, AccountCode="205"), changed(TEA, AccountCode="260"), "the account of Tea is 260 there and 205"),
    ],
)
def test_where_both_changed_one_thing_nothing_goes(here: Raw, there: Raw, said: str) -> None:
    found = problem(decided(a_payload(here, CUP), in_xero(there, CUP)))

    assert isinstance(found, Parted)
    assert found.standing == Standing.BOTH
    assert said in found.message.replace("'", "")


def test_a_line_that_is_gone_here_and_was_changed_there_is_not_taken_away() -> None:
    found = problem(decided(a_payload(CUP), in_xero(changed(TEA, AccountCode="260"), CUP)))

    assert "'Tea' was changed in Xero and is gone in Brightpearl" in found.message.replace("Tea was", "'Tea' was")


def test_a_rate_that_people_changed_goes_back_as_it_is() -> None:
    found = decided(a_payload(changed(TEA, UnitAmount=Decimal(6)), CUP), in_xero(CurrencyRate=Decimal("1.25")))

    assert isinstance(found, Amend)
    assert found.payload["CurrencyRate"] == Decimal("1.25")
    assert found.notes == ("the exchange rate is 1.25 there and 1.2 in Brightpearl, and stays so",)


def test_amounts_do_not_go_where_people_changed_what_they_mean() -> None:
    theirs = in_xero(LineAmountTypes="Inclusive")

    found = problem(decided(a_payload(changed(TEA, UnitAmount=Decimal(6)), CUP), theirs))

    assert "the kind of prices is Inclusive there and Exclusive in Brightpearl" in found.message


def test_what_else_people_changed_is_said_when_ours_has_gone() -> None:
    found = decided(a_payload(Reference="PO 2"), in_xero(changed(TEA, UnitAmount=Decimal(7)), CUP))

    assert isinstance(found, Amend)
    assert isinstance(found.left, Parted)
    assert found.left.standing == Standing.CHANGED_THERE
    assert "the net amount is 22 there, it was 18" in found.left.message


@pytest.mark.parametrize("status", ["VOIDED", "DELETED"])
def test_what_is_gone_is_not_amended(status: str) -> None:
    found = problem(decided(a_payload(Reference="PO 2"), in_xero(Status=status)))

    assert isinstance(found, Parted)
    assert found.standing == Standing.GONE


def test_what_has_arrived_already_is_not_sent_again() -> None:
    assert isinstance(decided(a_payload(Reference="PO 2"), in_xero(Reference="PO 2")), Adopt)


@pytest.mark.parametrize("named", ["InvoiceNumber", "CreditNoteNumber"])
def test_what_is_found_as_it_should_be_has_its_number_in_xero(named: str) -> None:
    there = in_xero(Reference="PO 2")
    there[named] = there.pop("InvoiceNumber")

    found = decided(a_payload(Reference="PO 2"), there)

    assert isinstance(found, Adopt)
    assert (found.element.remote_id, found.element.remote_number) == ("x-1", "SI-1")


def test_what_is_paid_by_its_status_alone_is_left_to_what_xero_still_lets_one_change() -> None:
    assert decided(a_payload(changed(TEA, UnitAmount=Decimal(6)), CUP), in_xero(Status="PAID")) is None


def test_a_field_without_a_word_of_its_own_is_named_as_xero_names_it() -> None:
    less = [changed(TEA, DiscountRate=Decimal(rate)) for rate in (1, 2, 3)]
    want = Wanted(payload=a_payload(less[0], CUP), base=a_payload(less[1], CUP), remote_id="x-1")

    found = compared(Kind.SALES_INVOICE, want, in_xero(less[2], CUP), version_of(in_xero()))

    assert "DiscountRate of Tea is 3 there and 1 in Brightpearl" in problem(found).message


def test_of_a_paid_document_what_xero_lets_one_change_goes_at_once() -> None:
    paid = in_xero(Status="PAID", AmountPaid=Decimal(21))

    assert sent(a_payload(Reference="PO 2"), paid) == {"Reference": "PO 2"}
    assert decided(a_payload(changed(TEA, UnitAmount=Decimal(6)), CUP), paid) is None
