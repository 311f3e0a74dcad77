"""What becomes of an amendment that Xero does not take as a whole: nothing to do, line by line, or an Error that names why."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, cast

import pytest

from shared.posting.target import Adopt, Amend, Refuse, Resolution, Wanted, says
from shared.posting.targets.line_by_line import as_it_is, paired, without_rounding
from shared.posting.targets.xero_documents import document_targets
from shared.xero.client import Xero
from tests.builders import TAX_RATES, some_settings

Raw = dict[str, Any]
CLOSED = "Invoice not of valid status for modification"
MEANT: Raw = {
    "Type": "ACCREC",
    "InvoiceNumber": "SI-1",
    "Contact": {"ContactID": "c-1"},
    "Date": "2026-11-23",
    "Status": "AUTHORISED",
    "Url": "https://euw1.brightpearlapp.com/patt-op.php?oID=1",
    "LineItems": [{"Description": "Tee", "Quantity": Decimal("1.0000"), "UnitAmount": Decimal("25.0000")}],
}
LINE: Raw = {"LineItemID": "l-1", "Description": "Tee", "Quantity": 1, "UnitAmount": Decimal("25.00"), "Tracking": []}
SENT_LINE: Raw = {name: value for name, value in LINE.items() if name != "Tracking"}
ROUNDING: Raw = {"LineItemID": "l-2", "Description": "Rounding", "Quantity": 1, "UnitAmount": Decimal("-0.01")}
THERE: Raw = {
    **MEANT,
    "InvoiceID": "i-1",
    "Contact": {"ContactID": "c-1", "Name": "Harbour Books Ltd"},
    "Date": "/Date(1795392000000+0000)/",
    "Status": "PAID",
    "Url": "",
    "Total": Decimal("30.00"),
    "LineItems": [LINE],
}
FROZEN: dict[str, tuple[Raw, str]] = {
    "another total": ({"Total": Decimal("30.01")}, "the total is 30.01 in Xero and 30.00 in Brightpearl"),
    "no total": ({"Total": None}, "the total is None"),
    "another day": ({"Date": "/Date(1795478400000+0000)/"}, "the date is '2026-11-24' in Xero"),
    "another contact, paid by a credit": (
        {"Contact": {"ContactID": "c-2", "Name": "Quay Ltd"}, "CreditNotes": [{"CreditNoteID": "n-1"}]},
        "the contact is 'Quay Ltd' in Xero",
    ),
    "another contact, a credit that was used": (
        {"Contact": {"ContactID": "c-2", "Name": "Quay Ltd"}, "Allocations": [{"Amount": 1}]},
        "the contact is 'Quay Ltd' in Xero",
    ),
    "another number of them": ({"LineItems": [{**LINE, "Quantity": 2}]}, "the quantity of Tee is 2 in Xero and 1"),
    "an item on the line": ({"LineItems": [{**LINE, "ItemCode": "TEE"}]}, "the item of Tee is TEE in Xero and blank"),
    "another line": ({"LineItems": [LINE, LINE]}, "the line Tee is in Xero and not in Brightpearl"),
    "no lines": ({"LineItems": []}, "the line Tee is in Brightpearl and not in Xero"),
}
WEB = [{"Name": "Channel", "Option": "Web", "TrackingCategoryID": "t-1"}]
CHANGED: dict[str, tuple[Raw, Raw]] = {
    "another contact": ({"Contact": {"ContactID": "c-2", "Name": "Quay Ltd"}}, {"Contact": {"ContactID": "c-1"}}),
    "another text": (
        {"LineItems": [{**LINE, "Description": "T"}]},
        {"LineItems": [{**SENT_LINE, "Description": "Tee"}]},
    ),
    "tracking on the line": (
        {"LineItems": [{**LINE, "Tracking": WEB}]},
        {"LineItems": [{**SENT_LINE, "Tracking": []}]},
    ),
    "another text, beside cents": (
        {"LineItems": [{**LINE, "Description": "T"}, ROUNDING]},
        {"LineItems": [{**SENT_LINE, "Description": "Tee"}, ROUNDING]},
    ),
}


class Books:
    """Shows one invoice."""

    def __init__(self, there: Raw) -> None:
        self.there = there

    def by_ids(self, _resource: object, ids: Iterable[str]) -> list[Raw]:
        return [self.there] if "i-1" in ids else []


def judged(
    there: Raw, *, remote_id: str = "i-1", meant: Raw = MEANT, base: Raw | None = None, sent: Raw | None = None
) -> Resolution:
    target = document_targets(cast("Xero", Books(there)), some_settings(), lambda: TAX_RATES)["ACCREC"]
    errors = [{"Message": CLOSED}]
    refused = target.element({"InvoiceNumber": "SI-1", "StatusAttributeString": "ERROR", "ValidationErrors": errors})
    assert says(target.clash, refused.refusals)
    want = Wanted(
        payload=meant, total=Decimal("30.00"), remote_id=remote_id, base=base, amendment=sent, refused=refused
    )
    return target.look_up([want], since=None)["ACCREC", "SI-1"]


def a_line(**fields: Any) -> Raw:
    return {"Description": "Tee", "Quantity": Decimal(1), "UnitAmount": Decimal(25), **fields}


def test_what_is_as_it_was_meant_is_taken() -> None:
    assert isinstance(judged(THERE), Adopt)
    assert isinstance(judged({**THERE, "LineItems": [LINE, ROUNDING]}), Adopt)


@pytest.mark.parametrize(("change", "said"), FROZEN.values(), ids=FROZEN)
def test_what_is_about_money_stays_an_error_that_names_it_in_xeros_words(change: Raw, said: str) -> None:
    resolution = judged({**THERE, **change})

    assert isinstance(resolution, Refuse)
    assert said in resolution.problem.message
    assert CLOSED in resolution.problem.message


@pytest.mark.parametrize(("change", "sent"), CHANGED.values(), ids=CHANGED)
def test_what_may_still_change_goes_with_the_ids_of_the_lines_and_is_said(change: Raw, sent: Raw) -> None:
    resolution = judged({**THERE, **change})

    assert isinstance(resolution, Amend)
    assert resolution.payload == sent
    assert len(resolution.notes) == 1


def test_what_has_not_changed_on_our_side_stays_as_it_is_in_xero() -> None:
    theirs = {**THERE, "Reference": "theirs", "LineItems": [{**LINE, "AccountCode": "260"}]}
    base = {**MEANT, "Reference": "ours", "LineItems": [a_line(AccountCode="200")]}
    meant = {**base, "DueDate": "2026-12-31"}

    resolution = judged(theirs, meant=meant, base=base)

    assert isinstance(resolution, Amend)
    assert (resolution.payload, resolution.notes) == ({"DueDate": "2026-12-31"}, ())


def test_lines_are_known_again_though_their_order_has_changed() -> None:
    first, second = a_line(), a_line(Description="Mug", UnitAmount=Decimal(5))
    theirs = {**THERE, "LineItems": [LINE, {**LINE, "LineItemID": "l-2", "Description": "Mug", "UnitAmount": 5}]}
    meant = {**MEANT, "LineItems": [{**second, "Description": "Blue mug"}, first]}

    resolution = judged(theirs, meant=meant, base={**MEANT, "LineItems": [first, second]})

    assert isinstance(resolution, Amend)
    assert [(line["LineItemID"], line["Description"]) for line in resolution.payload["LineItems"]] == [
        ("l-1", "Tee"),
        ("l-2", "Blue mug"),
    ]


def test_a_line_that_was_taken_away_or_added_is_an_error() -> None:
    base = {**MEANT, "LineItems": [a_line(), a_line(Description="Gift card", UnitAmount=Decimal(0))]}
    gift = {**LINE, "LineItemID": "l-2", "Description": "Gift card", "UnitAmount": 0}

    fewer = judged({**THERE, "LineItems": [LINE, gift]}, base=base)
    more = judged(THERE, meant=base, base=MEANT)

    assert isinstance(fewer, Refuse)
    assert "the line 'Gift card' is in Xero and not in Brightpearl" in fewer.problem.message
    assert isinstance(more, Refuse)
    assert "the line 'Gift card' is in Brightpearl and not in Xero" in more.problem.message


def test_a_line_that_somebody_has_added_in_xero_stays() -> None:
    theirs = {**THERE, "LineItems": [LINE, {**LINE, "LineItemID": "l-2", "Description": "Thank you", "UnitAmount": 0}]}

    resolution = judged(theirs, meant={**MEANT, "LineItems": [a_line(Description="T")]}, base=MEANT)

    assert isinstance(resolution, Amend)
    assert [line["Description"] for line in resolution.payload["LineItems"]] == ["T", "Thank you"]


def test_what_other_rules_have_made_is_no_reason_to_refuse_what_has_changed() -> None:
    """As the rules of today say it, prices hold their tax; they did not when it was posted, and nobody has changed them."""
    base = {**MEANT, "LineAmountTypes": "Inclusive", "LineItems": [a_line(UnitAmount=Decimal(30))]}
    meant = {**base, "LineItems": [a_line(UnitAmount=Decimal(30), Description="Red tee")]}

    resolution = judged({**THERE, "LineAmountTypes": "Exclusive"}, meant=meant, base=base)

    assert isinstance(resolution, Amend)
    assert resolution.payload == {"LineItems": [{**SENT_LINE, "Description": "Red tee"}]}


def test_what_xero_refuses_line_by_line_is_not_sent_again_and_again() -> None:
    change, sent = CHANGED["another text"]

    resolution = judged({**THERE, **change}, sent=sent)

    assert isinstance(resolution, Refuse)
    assert CLOSED in resolution.problem.message


@pytest.mark.parametrize("status", ["VOIDED", "DELETED"])
def test_what_came_to_its_end_is_never_said_to_be_paid(status: str) -> None:
    resolution = judged({**THERE, "Status": status})

    assert isinstance(resolution, Refuse)
    assert f"it was {status.lower()} in Xero" in resolution.problem.message
    assert "payment" not in resolution.problem.hint


def test_what_was_to_be_created_is_not_looked_for() -> None:
    resolution = judged(THERE, remote_id="")

    assert isinstance(resolution, Refuse)
    assert CLOSED in resolution.problem.message


FROZEN_FIELDS: dict[str, tuple[str, object, object, str]] = {
    "Date": ("Date", "2026-11-23", "/Date(1795478400000+0000)/", "the date is '2026-11-24' in Xero and '2026-11-23'"),
    "CurrencyCode": ("CurrencyCode", "GBP", "EUR", "the currency is EUR in Xero and GBP"),
    "CurrencyRate": ("CurrencyRate", Decimal("1.2"), 1.3, "the exchange rate is '1.3' in Xero and 1.2"),
    "LineAmountTypes": (
        "LineAmountTypes",
        "Inclusive",
        "Exclusive",
        "the kind of prices is Exclusive in Xero and Inclusive",
    ),
    "BrandingThemeID": ("BrandingThemeID", "1", "2", "BrandingThemeID is 2 in Xero and 1"),
}
FROZEN_IN_LINES: dict[str, tuple[str, object, object, str]] = {
    "Quantity": ("Quantity", Decimal(2), 1, "the quantity of Tee is 1 in Xero and 2"),
    "UnitAmount": ("UnitAmount", Decimal(24), 25, "the price of Tee is 25 in Xero and 24"),
    "TaxType": ("TaxType", "OUTPUT2", "NONE", "the tax rate of Tee is NONE in Xero and OUTPUT2"),
    "TaxAmount": ("TaxAmount", Decimal("5.00"), 4, "the tax of Tee is 4 in Xero and 5"),
    "ItemCode": ("ItemCode", "CAP", "TEE", "the item of Tee is TEE in Xero and CAP"),
}
CHANGED_FIELDS: dict[str, tuple[str, object, object, str]] = {
    "DueDate": (
        "DueDate",
        "2026-12-23",
        "2026-12-24T00:00:00",
        "the due date was '2026-12-24' in Xero and is '2026-12-23'",
    ),
    "Reference": ("Reference", "A1", "", "the reference was blank in Xero and is A1"),
    "Contact": (
        "Contact",
        {"ContactID": "c-1", "Name": "B"},
        {"ContactID": "c-2", "Name": "Q"},
        "the contact was Q in Xero and is B",
    ),
}
CHANGED_FIELDS["InvoiceNumber"] = ("InvoiceNumber", "SI-1", "SI-0", "the number was 'SI-0' in Xero and is 'SI-1'")
CHANGED_IN_LINES: dict[str, tuple[str, object, object, str]] = {
    "Description": ("Description", "Red", "Tee", "the text of Tee was Tee in Xero and is Red"),
    "AccountCode": ("AccountCode", "200", "260", "the account of Tee was 260 in Xero and is 200"),
    "Tracking": ("Tracking", [{"Option": "UK"}], WEB, "the tracking of Tee was Web in Xero and is UK"),
}


def other_in(name: str, ours: object, theirs: object, *, in_lines: bool, base: bool = False) -> Resolution:
    """Decide where one field differs; with a `base`, it was posted last as it is in Xero."""
    mine, other = (
        ({**MEANT, "LineItems": [a_line(**{name: value})]} if in_lines else {**MEANT, name: value})
        for value in (ours, theirs)
    )
    there = {**THERE, "LineItems": [{**LINE, name: theirs}]} if in_lines else {**THERE, name: theirs}
    return judged(there, meant=mine, base=other if base else None)


@pytest.mark.parametrize(("name", "ours", "theirs", "said"), FROZEN_FIELDS.values(), ids=FROZEN_FIELDS)
def test_what_can_no_longer_be_changed_of_a_document_is_named(
    name: str, ours: object, theirs: object, said: str
) -> None:
    resolution = other_in(name, ours, theirs, in_lines=False)

    assert isinstance(resolution, Refuse)
    assert resolution.problem.message == (
        f"it is paid in Xero, and this can no longer be changed in Xero: {said} in Brightpearl (Xero: {CLOSED})"
    )


@pytest.mark.parametrize(("name", "ours", "theirs", "said"), FROZEN_IN_LINES.values(), ids=FROZEN_IN_LINES)
def test_what_can_no_longer_be_changed_of_a_line_is_named(name: str, ours: object, theirs: object, said: str) -> None:
    resolution = other_in(name, ours, theirs, in_lines=True)

    assert isinstance(resolution, Refuse)
    assert f": {said} in Brightpearl (Xero" in resolution.problem.message


@pytest.mark.parametrize("in_lines", [False, True])
def test_what_may_still_change_and_is_of_others_is_named_in_a_note(in_lines: bool) -> None:
    for name, ours, theirs, said in (CHANGED_IN_LINES if in_lines else CHANGED_FIELDS).values():
        resolution = other_in(name, ours, theirs, in_lines=in_lines)

        assert isinstance(resolution, Amend), name
        assert resolution.notes == (f"{said} now, as in Brightpearl",)


def test_what_is_of_our_own_making_is_changed_without_a_word() -> None:
    resolution = other_in("Reference", "A1", "A0", in_lines=False, base=True)

    assert isinstance(resolution, Amend)
    assert (resolution.payload, resolution.notes) == ({"Reference": "A1"}, ())


def test_an_error_names_five_and_says_how_many_more() -> None:
    lines = [a_line(Description=f"T{number}", Quantity=Decimal(2)) for number in range(7)]
    there = {**THERE, "Status": "AUTHORISED", "LineItems": [{**LINE, "Description": f"T{one}"} for one in range(7)]}

    resolution = judged(there, meant={**MEANT, "LineItems": lines})

    assert isinstance(resolution, Refuse)
    message = resolution.problem.message
    assert message.startswith("a part of it is paid or credited in Xero, and this can no longer be changed in Xero: ")
    assert message.count("the quantity of ") == 5
    assert message.endswith(f"; and 2 more (Xero: {CLOSED})")
    assert resolution.problem.hint == (
        "change it back in Brightpearl and fetch it again, or take the payment or credit off it in Xero, retry this and pay it"
        " again; if you have put it right in Xero by other means, such as a credit note, archive this"
    )


ENDED = {
    "VOIDED": "if it was voided for good, archive this; if not, enter it in Xero again under another number and archive this:"
    " what was voided keeps its number there",
    "DELETED": "if it was deleted for good, archive this; if not, enter it in Xero again and archive this",
}


@pytest.mark.parametrize(("status", "hint"), ENDED.items(), ids=ENDED)
def test_what_came_to_its_end_says_what_to_do(status: str, hint: str) -> None:
    resolution = judged({**THERE, "Status": status})

    assert isinstance(resolution, Refuse)
    assert resolution.problem.error_class == "data"
    assert resolution.problem.message == (
        f"it was {status.lower()} in Xero, so it can no longer be changed there (Xero: {CLOSED})"
    )
    assert resolution.problem.hint == hint


def test_what_is_taken_as_it_is_says_so_and_keeps_its_id_and_number() -> None:
    same = judged({**THERE, "InvoiceNumber": "SI-1"})
    theirs = judged(
        {**THERE, "Reference": "theirs"}, meant={**MEANT, "Reference": "a"}, base={**MEANT, "Reference": "a"}
    )

    assert isinstance(same, Adopt)
    assert isinstance(theirs, Adopt)
    assert same.note == "found in Xero as it should be, where it can no longer be changed"
    assert theirs.note == "found in Xero as its people have made it, and nothing of it has changed in Brightpearl"
    assert (same.element.remote_id, same.element.remote_number, same.element.key) == ("i-1", "SI-1", ("ACCREC", "SI-1"))
    assert same.element.raw["Total"] == theirs.element.raw["Total"] == Decimal("30.00")


def test_a_tax_that_differs_counts_where_nobody_knows_what_was_posted() -> None:
    target = document_targets(cast("Xero", Books({**THERE, "TotalTax": 5})), some_settings(), lambda: TAX_RATES)[
        "ACCREC"
    ]
    refused = target.element({"InvoiceNumber": "SI-1", "ValidationErrors": [{"Message": CLOSED}]})
    wanted = Wanted(payload=MEANT, total=Decimal("30.00"), tax=Decimal("5.01"), remote_id="i-1", refused=refused)

    resolution = target.look_up([wanted], since=None)["ACCREC", "SI-1"]

    assert isinstance(resolution, Refuse)
    assert "the tax is 5 in Xero and 5.01 in Brightpearl" in resolution.problem.message


def test_a_line_goes_back_as_it_is_without_what_is_blank_or_follows_from_what_else_it_says() -> None:
    blank: Raw = {"ItemCode": "", "TaxType": None, "Tracking": [], "Unknown": "1", "AccountID": "a-1"}
    theirs = {"LineItemID": "l-2", "Description": "Thank you", "Quantity": 1, "UnitAmount": 0, **blank}
    coded = {**theirs, "LineItemID": "l-3", "AccountCode": "260", "LineAmount": 0, "TaxAmount": 0, "DiscountRate": 5}
    unpriced: Raw = {"LineItemID": "l-4", "Description": "Postage", "AccountCode": "260", "LineAmount": 3}

    resolution = judged(
        {**THERE, "LineItems": [LINE, theirs, coded, unpriced]},
        meant={**MEANT, "LineItems": [a_line(Description="T")]},
        base=MEANT,
    )

    assert isinstance(resolution, Amend)
    sent = {"Description": "Thank you", "Quantity": 1, "UnitAmount": 0}
    assert resolution.payload["LineItems"][1:] == [
        {"LineItemID": "l-2", **sent, "AccountID": "a-1"},
        {"LineItemID": "l-3", **sent, "AccountCode": "260", "TaxAmount": 0, "DiscountRate": 5},
        unpriced,
    ]


def test_lines_of_the_same_money_are_paired_at_the_same_place() -> None:
    a, b, c = (a_line(Description=name, UnitAmount=Decimal(5)) for name in "ABC")
    other = a_line(Description="X", UnitAmount=Decimal(7))

    assert paired([other, b], [c, b]) == [0, 1]
    assert paired([a, b], [a, b]) == [0, 1]
    assert paired([a], []) == [None]
    assert paired([a_line(ItemCode=None)], [a_line(ItemCode="")]) == [0]
    assert paired([a_line(ItemCode="A"), other], [a_line(ItemCode="B"), other, c]) == [None, 1]


def test_lines_in_another_order_are_found_by_way_of_what_was_posted() -> None:
    tee, mug = a_line(), a_line(Description="Mug", UnitAmount=Decimal(5))
    dearer = [{**LINE, "UnitAmount": 26}, {**LINE, "LineItemID": "l-2", "Description": "Mug", "UnitAmount": 6}]

    resolution = judged(
        {**THERE, "LineItems": dearer},
        meant={**MEANT, "LineItems": [{**mug, "Description": "Blue mug"}, tee]},
        base={**MEANT, "LineItems": [tee, mug]},
    )

    assert isinstance(resolution, Amend)
    assert [(line["LineItemID"], line["Description"]) for line in resolution.payload["LineItems"]] == [
        ("l-1", "Tee"),
        ("l-2", "Blue mug"),
    ]


def test_a_reference_that_is_no_more_is_blank_on_what_is_paid_too() -> None:
    later = {**MEANT, "DueDate": "2026-12-31"}

    resolution = judged({**THERE, "Reference": "ours"}, meant=later, base={**MEANT, "Reference": "ours"})

    assert isinstance(resolution, Amend)
    assert resolution.payload == {"Reference": "", "DueDate": "2026-12-31"}


def test_all_but_a_last_line_for_cents_are_lines() -> None:
    assert without_rounding([LINE, LINE, ROUNDING]) == [LINE, LINE]
    assert without_rounding([LINE, ROUNDING, LINE]) == [LINE, ROUNDING, LINE]
    assert without_rounding([]) == []


WHOLE: Raw = {
    "LineItemID": "l-1",
    "Description": "Tee",
    "Quantity": 1,
    "UnitAmount": 5,
    "ItemCode": "TEE",
    "AccountCode": "200",
    "TaxType": "OUTPUT2",
    "TaxAmount": 1,
    "Tracking": WEB,
    "DiscountRate": 10,
    "DiscountAmount": 2,
}


@pytest.mark.parametrize("name", WHOLE)
def test_each_field_of_a_line_goes_back_and_what_is_blank_does_not(name: str) -> None:
    assert as_it_is(WHOLE) == WHOLE
    assert as_it_is({**WHOLE, name: None}) == {key: value for key, value in WHOLE.items() if key != name}


def test_an_account_goes_back_by_its_id_and_an_amount_by_itself_where_there_is_no_code_and_no_price() -> None:
    assert as_it_is({"AccountID": "a-1", "LineAmount": 5}) == {"AccountID": "a-1", "LineAmount": 5}
    assert as_it_is({**WHOLE, "AccountID": "a-1", "LineAmount": 5, "Validation": 1}) == WHOLE
