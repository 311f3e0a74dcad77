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


NAMED: dict[str, tuple[Any, Any, Any, str]] = {
    "Date": (
        "2026-11-01",
        "2026-11-02",
        "2026-11-03",
        "the date is '2026-11-03' there and '2026-11-02' in Brightpearl",
    ),
    "DueDate": ("2026-12-01", "2026-12-02", "2026-12-03", "the due date is '2026-12-03' there and '2026-12-02'"),
    "CurrencyCode": ("EUR", "GBP", "USD", "the currency is USD there and GBP in Brightpearl"),
    "CurrencyRate": (Decimal(1), Decimal(2), Decimal(3), "the exchange rate is 3 there and 2 in Brightpearl"),
    "LineAmountTypes": ("Exclusive", "NoTax", "Inclusive", "the kind of prices is Inclusive there and NoTax in"),
    "Contact": (
        {"ContactID": "c-1"},
        {"ContactID": "c-2"},
        {"Name": "Quay"},
        "the contact is Quay there and another one in",
    ),
    "InvoiceNumber": ("A1", "A2", "A3", "the number is A3 there and A2 in Brightpearl"),
    "CreditNoteNumber": ("A1", "A2", "A3", "the number is A3 there and A2 in Brightpearl"),
    "Reference": ("A1", "", "A3", "the reference is A3 there and blank in Brightpearl"),
}
TYPES = {
    Kind.SALES_INVOICE: ("ACCREC", "InvoiceNumber", "sales invoice"),
    Kind.PURCHASE_INVOICE: ("ACCPAY", "InvoiceNumber", "purchase invoice"),
    Kind.SALES_CREDIT: ("ACCRECCREDIT", "CreditNoteNumber", "sales credit"),
    Kind.PURCHASE_CREDIT: ("ACCPAYCREDIT", "CreditNoteNumber", "purchase credit"),
}


@pytest.mark.parametrize("name", NAMED)
def test_a_field_that_both_have_changed_is_named_with_both_values(name: str) -> None:
    before, ours, theirs, said = NAMED[name]
    want = Wanted(payload=a_payload(**{name: ours}), base=a_payload(**{name: before}), remote_id="x-1")

    found = problem(compared(Kind.SALES_INVOICE, want, in_xero(**{name: theirs}), None))

    assert isinstance(found, Parted)
    assert f"was changed in Xero and in Brightpearl: {said}" in found.message


@pytest.mark.parametrize("name", ["CurrencyCode", "LineAmountTypes"])
def test_amounts_do_not_go_into_another_currency_or_kind_of_prices(name: str) -> None:
    found = problem(decided(a_payload(changed(TEA, UnitAmount=Decimal(6)), CUP), in_xero(**{name: "other"})))

    assert found.message.endswith(f" is other there and {a_payload()[name]} in Brightpearl")
    assert "None" not in found.message


@pytest.mark.parametrize("kind", TYPES)
def test_lines_go_with_the_currency_the_rate_and_the_kind_of_prices(kind: Kind) -> None:
    sent = {**a_payload(changed(TEA, UnitAmount=Decimal(6)), CUP), "Type": TYPES[kind][0]}
    want = Wanted(payload=sent, base=a_payload(), remote_id="x-1")

    found = compared(kind, want, in_xero(), version_of(in_xero()))

    assert isinstance(found, Amend)
    assert {name: value for name, value in found.payload.items() if name != "LineItems"} == {
        "Type": TYPES[kind][0],
        "CurrencyCode": "EUR",
        "CurrencyRate": Decimal("1.2"),
        "LineAmountTypes": "Exclusive",
    }


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("number", ["SI-1", "", None])
def test_a_document_is_called_by_its_kind_and_its_number_if_it_has_one(kind: Kind, number: str | None) -> None:
    _, field, words = TYPES[kind]
    there = in_xero(Status="VOIDED")
    del there["InvoiceNumber"]

    found = problem(compared(kind, Wanted(payload=a_payload(), remote_id="x-1"), {**there, field: number}, None))

    assert found.message == f"{words} {number or ''}".strip() + " was voided in Xero"


@pytest.mark.parametrize("money", [{"AmountPaid": "0.01"}, {"AmountCredited": "0.01"}, {"Status": "PAID"}])
@pytest.mark.parametrize("kind", TYPES)
def test_money_on_a_document_lets_only_go_what_xero_still_lets_one_change(kind: Kind, money: Raw) -> None:
    want = Wanted(payload=a_payload(Reference="PO 2"), base=a_payload(), remote_id="x-1")

    paid = compared(kind, want, in_xero(**money), version_of(in_xero()))
    unpaid = compared(kind, want, in_xero(AmountPaid="0.00", AmountCredited=0), version_of(in_xero()))

    assert isinstance(paid, Amend)
    assert isinstance(unpaid, Amend)
    assert (paid.payload, unpaid.payload) == ({"Reference": "PO 2"}, {"Type": "ACCREC", "Reference": "PO 2"})


@pytest.mark.parametrize("name", ["InvoiceNumber", "CreditNoteNumber", "Reference", "DueDate"])
def test_of_what_is_paid_the_number_goes_too(name: str) -> None:
    want = Wanted(payload=a_payload(**{name: "2026-12-02"}), base=a_payload(**{name: "2026-12-01"}), remote_id="x-1")
    there = in_xero(**{name: "2026-12-01", "AmountPaid": 1})

    found = compared(Kind.SALES_CREDIT, want, there, version_of(there))

    assert isinstance(found, Amend)
    assert found.payload == {name: "2026-12-02"}


def test_a_line_that_is_gone_in_xero_and_changed_here_is_named() -> None:
    found = problem(decided(a_payload(changed(TEA, UnitAmount=Decimal(6)), CUP), in_xero(CUP)))

    assert "the line Tea is no longer in Xero" in found.message


def test_a_line_that_is_gone_in_xero_and_as_it_was_here_stays_gone() -> None:
    lines = sent(a_payload(TEA, changed(CUP, UnitAmount=Decimal(9))), in_xero(CUP))["LineItems"]

    assert [(line["Description"], line["LineItemID"]) for line in lines] == [("Cup", "id-Cup")]


@pytest.mark.parametrize(
    ("name", "before", "ours", "theirs", "said"),
    [
        (
            "Description",
            "Tea",
            "Green tea",
            "Black tea",
            "the text of 'Black tea' is 'Black tea' there and 'Green tea' in",
        ),
        ("Quantity", Decimal(2), Decimal(3), Decimal(4), "the quantity of Tea is 4 there and 3 in"),
        ("UnitAmount", Decimal(5), Decimal(6), Decimal(7), "the price of Tea is 7 there and 6 in"),
        ("TaxType", "OUTPUT2", "NONE", "INPUT2", "the tax rate of Tea is INPUT2 there and NONE in"),
        ("TaxAmount", Decimal(1), Decimal(2), Decimal(3), "the tax of Tea is 3 there and 2 in"),
        ("ItemCode", "A", "B", "C", "the item of Tea is C there and B in"),
        ("AccountCode", "200", "205", "260", "the account of Tea is 260 there and 205 in"),
        ("Tracking", [], [{"Option": "Web"}], [{"Option": "Shop"}], "the tracking of Tea is Shop there and Web in"),
    ],
)
def test_a_field_of_a_line_that_both_have_changed_is_named(
    name: str, before: Any, ours: Any, theirs: Any, said: str
) -> None:
    want = Wanted(
        payload=a_payload(changed(TEA, **{name: ours}), CUP),
        base=a_payload(changed(TEA, **{name: before}), CUP),
        remote_id="x-1",
    )
    there = in_xero(TEA, CUP)
    there["LineItems"][0][name] = theirs

    found = problem(compared(Kind.SALES_INVOICE, want, there, None))

    assert f"{said} Brightpearl" in found.message


@pytest.mark.parametrize("name", ["Quantity", "UnitAmount", "TaxType", "TaxAmount", "ItemCode"])
@pytest.mark.parametrize("other", ["Quantity", "UnitAmount", "TaxType", "TaxAmount", "ItemCode"])
def test_what_is_the_money_of_a_line_is_changed_by_one_side_only(name: str, other: str) -> None:
    line = changed(TEA, TaxAmount=Decimal(1), ItemCode="A")
    want = Wanted(
        payload=a_payload(changed(line, **{name: another(line[name])}), CUP),
        base=a_payload(line, CUP),
        remote_id="x-1",
    )
    there = in_xero(line, CUP)
    there["LineItems"][0][other] = another(another(line[other]))

    found = compared(Kind.SALES_INVOICE, want, there, None)

    assert isinstance(found, Refuse)
    assert "None" not in found.problem.message


def another(value: Any) -> Any:
    return value + 1 if isinstance(value, Decimal) else f"{value}X"


def test_nothing_new_of_ours_and_nothing_of_theirs_is_found_as_it_should_be() -> None:
    found = decided(a_payload(), in_xero())

    assert isinstance(found, Adopt)
    assert found.note == "found in Xero as it should be"


def test_where_only_they_have_changed_it_that_is_said_with_both_versions() -> None:
    there = in_xero(changed(TEA, UnitAmount=Decimal(7)), CUP)

    found = problem(decided(a_payload(), there))

    assert isinstance(found, Parted)
    assert (found.standing, found.theirs) == (Standing.CHANGED_THERE, version_of(there).written())
    assert found.agreed == version_of(in_xero()).written()


def test_five_things_are_named_at_most() -> None:
    names = ("Date", "DueDate", "InvoiceNumber", "CreditNoteNumber", "Reference", "LineAmountTypes")
    ours, base, theirs = (dict.fromkeys(names, number) for number in ("2026-11-02", "2026-11-01", "2026-11-03"))
    want = Wanted(payload=a_payload(**ours), base=a_payload(**base), remote_id="x-1")

    found = problem(compared(Kind.SALES_INVOICE, want, in_xero(**theirs), None))

    assert found.message.count(" there and ") == 5


def test_of_what_is_paid_what_people_changed_beside_ours_stays_and_is_not_sent() -> None:
    paid = in_xero(Reference="theirs", AmountPaid=1)

    found = compared(
        Kind.SALES_INVOICE,
        Wanted(payload=a_payload(DueDate="2026-12-02"), base=a_payload(DueDate="2026-12-01"), remote_id="x-1"),
        {**paid, "DueDate": "2026-11-30"},
        None,
    )
    alone = compared(
        Kind.SALES_INVOICE,
        Wanted(payload=a_payload(Url="u-2"), base=a_payload(Url="u-1"), remote_id="x-1"),
        {**paid, "Url": "of others"},
        None,
    )

    assert isinstance(found, Refuse)
    assert isinstance(alone, Amend)
    assert alone.payload == {"Url": "u-2"}
    assert alone.notes == ("the link was 'of others' in Xero and is 'u-2' now, as in Brightpearl",)


def test_what_is_paid_and_as_it_should_be_is_found_with_its_number() -> None:
    paid = in_xero(Reference="PO 2", AmountPaid=1)

    found = decided(a_payload(Reference="PO 2"), paid, version_of(paid))

    assert isinstance(found, Adopt)
    assert (found.note, found.element.key) == ("found in Xero as it should be", ())
    assert (found.element.remote_id, found.element.remote_number, found.element.raw) == ("x-1", "SI-1", paid)


@pytest.mark.parametrize("number", ["", None])
def test_what_has_no_number_is_found_without_one(number: str | None) -> None:
    found = decided(a_payload(), in_xero(InvoiceNumber=number))

    assert isinstance(found, Adopt)
    assert found.element.remote_number == ""


def test_what_people_changed_of_a_lines_money_stays_where_only_its_account_changes_here() -> None:
    theirs = in_xero(changed(TEA, TaxType="NONE"), CUP)

    (line, _) = sent(a_payload(changed(TEA, AccountCode="205"), CUP), theirs)["LineItems"]

    assert (line["AccountCode"], line["TaxType"]) == ("205", "NONE")


def test_a_line_that_is_gone_here_and_as_it_was_there_goes() -> None:
    lines = sent(a_payload(CUP), in_xero())["LineItems"]

    assert [line["Description"] for line in lines] == ["Cup"]


@pytest.mark.parametrize("nothing", [None, "", []])
@pytest.mark.parametrize("before", [None, "", []])
def test_what_is_blank_in_another_way_has_not_changed(nothing: Any, before: Any) -> None:
    want = Wanted(
        payload=a_payload(Reference=nothing, DueDate="2026-12-02"),
        base=a_payload(Reference=before, DueDate="2026-12-01"),
        remote_id="x-1",
    )

    found = compared(Kind.SALES_INVOICE, want, in_xero(Reference="theirs", DueDate="2026-12-01"), None)

    assert isinstance(found, Amend)
    assert found.payload == {"Type": "ACCREC", "DueDate": "2026-12-02"}


def test_what_was_never_looked_at_before_is_not_said_to_have_changed() -> None:
    want = Wanted(payload=a_payload(), base=a_payload(), remote_id="x-1")

    assert isinstance(compared(Kind.SALES_INVOICE, want, in_xero(changed(TEA, UnitAmount=Decimal(7))), None), Adopt)


def test_what_both_changed_is_said_with_both_versions_and_none_where_nobody_has_looked() -> None:
    want = Wanted(payload=a_payload(Reference="PO 2"), base=a_payload(), remote_id="x-1")
    there = in_xero(Reference="PO 3")

    found = problem(compared(Kind.SALES_INVOICE, want, there, None))

    assert isinstance(found, Parted)
    assert (found.agreed, found.theirs) == ("", version_of(there).written())


def test_what_only_they_have_changed_is_called_by_its_number() -> None:
    found = problem(decided(a_payload(), in_xero(changed(TEA, UnitAmount=Decimal(7)), CUP)))

    assert found.message.startswith("sales invoice SI-1 was changed in Xero: ")


def test_a_field_of_the_head_goes_with_the_lines() -> None:
    payload = sent(a_payload(changed(TEA, UnitAmount=Decimal(6)), CUP, Reference="PO 2"), in_xero())

    assert {*payload} == {"Type", "Reference", "CurrencyCode", "CurrencyRate", "LineAmountTypes", "LineItems"}


DEARER = changed(TEA, UnitAmount=Decimal(6))
TOTAL = version_of(in_xero(DEARER, CUP)).total


@pytest.mark.parametrize(
    ("want", "adopted"),
    [
        ({"payload": a_payload(DEARER, CUP, Reference="PO 2"), "total": TOTAL}, True),
        ({"payload": a_payload(DEARER, CUP, Reference="PO 2"), "total": Decimal("1.00")}, False),
        ({"payload": a_payload(DEARER, CUP, Reference="PO 3"), "total": TOTAL}, False),
        ({"payload": a_payload(), "total": TOTAL}, False),
    ],
    ids=["sent already", "it comes to something else", "it says something else", "nothing was to be sent"],
)
def test_what_a_run_has_sent_of_which_our_table_knows_no_more_is_what_we_meant(want: Raw, adopted: bool) -> None:
    theirs = in_xero(DEARER, CUP, Reference="PO 2")

    found = compared(
        Kind.SALES_INVOICE, Wanted(base=a_payload(), remote_id="x-1", **want), theirs, version_of(in_xero())
    )

    assert isinstance(found, Adopt) is adopted
    assert not isinstance(found, Adopt) or (found.note, found.left) == ("found in Xero as it should be", None)
