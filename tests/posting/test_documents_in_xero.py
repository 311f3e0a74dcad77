"""A document whose number is in Xero already: taken for ours where it agrees, else an Error that says how it differs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final, cast

import pytest

from shared.errors import ErrorClass, Problem
from shared.kinds import Kind
from shared.mapping.references import Ref
from shared.mapping.versions import version_of
from shared.posting.target import Adopt, Amend, Element, Gone, Looks, Refuse, Rename, Resolution, TakeOver, Wanted
from shared.posting.targets.xero_documents import DocumentTarget, document_targets
from shared.xero.client import Xero
from shared.xero.resources import CREDIT_NOTES, INVOICES
from tests.builders import TAX_RATES, some_settings

Raw = dict[str, Any]
SINCE: Final = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MEANT: Final[Raw] = {
    "Type": "ACCREC",
    "InvoiceNumber": "SI-1",
    "Contact": {"ContactID": "C-1"},
    "CurrencyCode": "GBP",
    "Date": "2026-11-23",
    "LineItems": [{"Quantity": Decimal(1)}],
}
THERE: Final[Raw] = {
    **MEANT,
    "InvoiceID": "i-1",
    "Contact": {"ContactID": "c-1", "Name": "Harbour Books Ltd"},
    "Status": "AUTHORISED",
    "Total": 12,
    "TotalTax": "2.00",
}
COMPARE: Final = (
    "compare the two; give this one another invoice reference in Brightpearl, or void the other in Xero and retry"
)


@dataclass
class Books:
    """A Xero that has these documents, and notes what was asked."""

    documents: Sequence[Raw]
    contacts: Sequence[Raw] = ()
    asked: list[object] = field(default_factory=list)
    read: list[str] = field(default_factory=list)

    def invoices_by_number(self, numbers: Iterable[str]) -> Sequence[Raw]:
        self.asked.append(list(numbers))
        return self.documents

    def where_any(self, resource: object, conditions: Iterable[str]) -> Sequence[Raw]:
        assert resource is CREDIT_NOTES
        self.asked += conditions
        return self.documents

    def by_ids(self, _resource: object, ids: Iterable[str]) -> Sequence[Raw]:
        wanted = {*ids}
        self.read += wanted
        known = ((one.get("InvoiceID") or one["ContactID"], one) for one in (*self.contacts, *self.documents))
        return [one for name, one in known if name in wanted]

    def write(self, resource: object, body: bytes, *, create: bool, idempotency_key: str) -> Sequence[Raw]:
        self.asked.append((resource, body, create, idempotency_key))
        return self.documents


def target_of(*documents: Raw, of: str = "ACCREC", contacts: Sequence[Raw] = ()) -> DocumentTarget:
    return document_targets(
        cast("Xero", Books(documents, contacts)), some_settings(tolerance="0.05"), lambda: TAX_RATES
    )[of]


def found(
    *documents: Raw,
    of: str = "ACCREC",
    since: datetime | None = None,
    meant: Raw = MEANT,
    contacts: Sequence[Raw] = (),
    **changes: Any,
) -> Resolution | None:
    given = {"total": Decimal("12.00"), "tax": Decimal("2.00"), **changes}
    resolutions = target_of(*documents, of=of, contacts=contacts).look_up([Wanted(payload=meant, **given)], since=since)
    return next(iter(resolutions.values()), None)


@pytest.mark.parametrize(
    ("since", "note"), [(None, "found in Xero"), (SINCE, "found in Xero after its answer was lost")]
)
def test_one_that_agrees_is_ours(since: datetime | None, note: str) -> None:
    resolution = found({**THERE, "InvoiceID": "i-0", "Total": 13}, THERE, since=since)

    assert isinstance(resolution, Adopt)
    assert (resolution.element.remote_id, resolution.note) == ("i-1", note)


@pytest.mark.parametrize(
    ("theirs", "ours", "note"),
    [
        ("1.99", "2.00", "found in Xero; its tax is 1.99 there, 2.00 in Brightpearl"),
        (None, "2.00", "found in Xero"),
        ("2.00", None, "found in Xero"),
    ],
)
def test_another_tax_in_the_same_total_stays_and_is_said(theirs: str | None, ours: str | None, note: str) -> None:
    resolution = found({**THERE, "TotalTax": theirs}, tax=None if ours is None else Decimal(ours))

    assert isinstance(resolution, Adopt)
    assert resolution.note == note


DIFFERENT: Final[dict[str, tuple[Raw, str]]] = {
    "total": ({"Total": 13}, "its total is 13 in Xero and 12.00 in Brightpearl"),
    "currency": ({"CurrencyCode": "EUR"}, "its currency is EUR in Xero and GBP in Brightpearl"),
    "contact": (
        {"Contact": {"ContactID": "c-2", "Name": "Quay Ltd"}},
        "its contact is Quay Ltd in Xero and Harbour in Brightpearl",
    ),
    "no contact": ({"Contact": None}, "its contact is nobody in Xero and Harbour in Brightpearl"),
    "all": (
        {"Contact": {"Name": "Quay Ltd"}, "Total": None, "CurrencyCode": "EUR"},
        "its contact is Quay Ltd in Xero and Harbour in Brightpearl; its total is None in Xero and 12.00 in Brightpearl;"
        " its currency is EUR in Xero and GBP in Brightpearl",
    ),
}


@pytest.mark.parametrize(("theirs", "said"), DIFFERENT.values(), ids=DIFFERENT)
def test_one_that_differs_is_an_error_that_says_how(theirs: Raw, said: str) -> None:
    resolution = found({**THERE, **theirs}, contact_name="Harbour")

    assert isinstance(resolution, Refuse)
    assert resolution.remote_id == "i-1"
    assert resolution.problem == Problem(
        error_class=ErrorClass.DATA, message=f"Xero already has an invoice SI-1, but {said}", hint=COMPARE
    )


LINK: Final = {"Url": "https://bp/2001"}


@pytest.mark.parametrize(
    ("theirs", "said"),
    [
        ({"Total": 30}, "the total is 30 there, it was 12.00"),
        ({"Date": "2026-11-20"}, "the date is 2026-11-20 there, it was 2026-11-23"),
        ({"TotalTax": "2.50"}, ""),
        ({"Contact": {"ContactID": "c-2", "Name": "Mill"}}, "the contact is Mill there, it was another one"),
    ],
)
def test_ours_that_people_changed_before_we_knew_of_it_is_kept_and_said(theirs: Raw, said: str) -> None:
    resolution = found(
        {**THERE, **LINK, **theirs}, since=SINCE, meant={**MEANT, **LINK, "Contact": {"ContactID": "c-1"}}
    )

    assert isinstance(resolution, Adopt)
    assert resolution.element.remote_id == "i-1"
    assert (resolution.left.message if resolution.left else "") == (
        said and f"sales invoice SI-1 was changed in Xero: {said}"
    )


@pytest.mark.parametrize("link", [{}, {"Url": "https://bp/2002"}], ids=["no link", "another link"])
def test_what_has_not_our_link_is_not_ours_though_a_request_was_lost(link: Raw) -> None:
    resolution = found({**THERE, **link, "Total": 30}, since=SINCE, meant={**MEANT, **LINK})

    assert isinstance(resolution, Refuse)


def test_one_whose_contact_was_merged_into_the_other_is_ours() -> None:
    merged = {"ContactID": "C-1", "ContactStatus": "ARCHIVED", "MergedToContactID": "c-2"}
    now = {"ContactID": "c-2", "ContactStatus": "ACTIVE"}

    resolution = found({**THERE, "Contact": {"ContactID": "c-2"}}, contacts=[merged, now])

    assert isinstance(resolution, Adopt)


def test_a_voided_invoice_keeps_its_number() -> None:
    """It is nothing as long as nobody says that it is in the way."""
    taken = Element(key=(), refusals=("Invoice # must be unique.",))
    gone = {**THERE, "Status": "VOIDED"}

    resolution = found(gone, refused=taken)

    assert found(gone) is None
    assert isinstance(resolution, Gone)
    assert isinstance(resolution.again, Rename)
    assert resolution.again.payload == {**MEANT, "InvoiceNumber": "SI-1-2"}
    assert (resolution.problem.message, resolution.problem.hint) == (
        "sales invoice SI-1 was voided in Xero",
        "post it anew if it should be in Xero, or leave it as it is",
    )


def test_one_that_is_there_is_not_another_one() -> None:
    resolution = found(THERE, remote_id="i-2")

    assert isinstance(resolution, Refuse)
    assert resolution.problem.message == "Xero already has an invoice SI-1, but it is not this one"
    assert isinstance(found(THERE, remote_id="i-1"), Adopt)


def test_nothing_of_its_number_or_type_is_nothing() -> None:
    assert found() is None
    assert found({**THERE, "InvoiceNumber": "SI-2"}) is None
    assert found({**THERE, "Type": "ACCPAY"}) is None


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ({"Total": "12.05"}, True),
        ({"Total": "11.94"}, False),
        ({"Total": None}, False),
        ({"Total": "12.05", "Contact": {"ContactID": "c-2"}}, False),
    ],
    ids=["within cents", "beyond", "no total", "another contact"],
)
def test_what_a_lost_request_has_left_may_be_cents_off(theirs: Raw, ours: bool) -> None:
    resolution = found({**THERE, **theirs}, since=SINCE)

    assert isinstance(resolution, TakeOver if ours else Refuse)
    assert resolution.remote_id == "i-1"
    assert isinstance(found({**THERE, **theirs}), Refuse), "without a lost request it is somebody's"


ARCHIVED_CONTACT: Final = {"ContactID": "c-1", "ContactStatus": "ARCHIVED", "MergedToContactID": "c-2"}
ACTIVE_CONTACT: Final = {"ContactID": "c-2", "ContactStatus": "ACTIVE"}


def test_what_was_refused_for_its_contact_and_what_is_closed_are_looked_at_together() -> None:
    """And what is asked for without a refusal."""
    to_c_1 = {**MEANT, "Contact": {"ContactID": "c-1"}}
    archived = Wanted(payload=to_c_1, refused=Element(key=(), refusals=("The contact has been archived",)))
    closed = Wanted(
        payload={**to_c_1, "InvoiceNumber": "SI-2"},
        remote_id="i-2",
        refused=Element(key=(), refusals=("cannot be edited as it has a payment",)),
    )
    fresh = Wanted(payload={**to_c_1, "InvoiceNumber": "SI-3"}, total=Decimal(12))
    target = target_of({**THERE, "InvoiceNumber": "SI-3"}, contacts=[ARCHIVED_CONTACT, ACTIVE_CONTACT])

    resolutions = target.look_up([archived, closed, fresh], since=None)

    assert {key[1]: type(one) for key, one in resolutions.items()} == {"SI-1": Rename, "SI-2": Refuse, "SI-3": Adopt}


def test_a_contact_that_was_merged_since_is_nobodys_change_of_what_is_amended() -> None:
    now = {**THERE, "Reference": "", "Contact": {"ContactID": "c-2", "Name": "Harbour"}}
    base = {**MEANT, "Contact": {"ContactID": "c-2"}}
    want = Wanted(payload={**base, "Reference": "PO 2"}, base=base, remote_id="i-1")
    target = target_of(now, contacts=[ARCHIVED_CONTACT, ACTIVE_CONTACT])
    said = version_of({**now, "Contact": {"ContactID": "c-1"}})

    resolutions = target.changed([want], {"i-1": said.written()})

    assert [(type(one), one.left) for one in resolutions.values() if isinstance(one, Amend)] == [(Amend, None)]


def test_what_only_stands_for_a_contact_still_is_not_asked_for_in_xero() -> None:
    meant = {**MEANT, "Contact": {"ContactID": Ref(Kind.CONTACT, "20101")}}
    want = Wanted(payload=meant, base=meant, remote_id="i-1")
    target = target_of(THERE, contacts=[ARCHIVED_CONTACT])

    resolutions = target.changed([want], {"i-1": version_of(THERE).written()})

    assert [type(one) for one in resolutions.values()] == [Adopt]
    assert cast("Books", target.xero).read == ["i-1"]


def amended(*, base: str, meant: str, there: str, said: str = "c-1") -> list[Resolution]:
    """What becomes of an update of a document with these contacts: posted last, meant now, in Xero now, said of it last."""
    payload = {**MEANT, "Contact": {"ContactID": meant}, "Reference": "PO 2"}
    want = Wanted(payload=payload, base={**MEANT, "Contact": {"ContactID": base}}, remote_id="i-1")
    now = {**THERE, "Contact": {"ContactID": there, "Name": "Harbour"}, "Reference": ""}
    before = version_of({**now, "Contact": {"ContactID": said}})
    target = target_of(now, contacts=[ARCHIVED_CONTACT, ACTIVE_CONTACT])
    return list(target.changed([want], {"i-1": before.written()}).values())


@pytest.mark.parametrize("said", ["c-1", "c-2"], ids=["not noticed yet", "noticed"])
@pytest.mark.parametrize(
    "base", ["", "c-1", "c-2"], ids=["another one's now", "the one that is gone", "the one that stays"]
)
def test_an_order_of_a_contact_that_is_gone_in_xero_stays_with_what_that_became(base: str, said: str) -> None:
    """In Brightpearl the one may have stayed that is gone in Xero."""
    (resolution,) = amended(base=base, meant="c-1", there="c-2", said=said)

    assert isinstance(resolution, Amend)
    assert resolution.payload == {"Type": "ACCREC", "Reference": "PO 2"}
    assert resolution.left is None


def test_an_order_that_goes_to_another_contact_in_brightpearl_goes_there_in_xero() -> None:
    """What was posted last does not tell the contact any more; what Xero said of it does."""
    (resolution,) = amended(base="", meant="c-3", there="c-1")

    assert isinstance(resolution, Amend)
    assert resolution.payload == {"Type": "ACCREC", "Contact": {"ContactID": "c-3"}, "Reference": "PO 2"}


def test_it_does_not_where_people_have_given_it_to_a_third_one_in_xero() -> None:
    (resolution,) = amended(base="", meant="c-3", there="c-4")

    assert isinstance(resolution, Refuse)
    assert resolution.problem.message == (
        "sales invoice SI-1 was changed in Xero and in Brightpearl: the contact is Harbour there and another one in Brightpearl"
    )


def test_one_that_goes_to_a_third_contact_leaves_the_one_that_was_merged() -> None:
    (resolution,) = amended(base="c-1", meant="c-3", there="c-2", said="c-2")

    assert isinstance(resolution, Amend)
    assert resolution.payload == {"Type": "ACCREC", "Contact": {"ContactID": "c-3"}, "Reference": "PO 2"}


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ({"Total": 10}, "sales invoice SI-1 was changed in Xero: the total is 12 there, it was 10"),
        (
            {"Contact": {"ContactID": "c-9"}},
            "sales invoice SI-1 was changed in Xero: the contact is Harbour there, it was another one",
        ),
        ({}, ""),
        (None, ""),
    ],
    ids=["its total", "its contact", "nothing", "nothing is known"],
)
def test_what_people_have_changed_since_something_was_said_of_it_last_is_told(said: Raw | None, left: str) -> None:
    base = {**MEANT, "Contact": {"ContactID": "c-4"}}
    want = Wanted(payload={**base, "Reference": "PO 2"}, base=base, remote_id="i-1")
    now = {**THERE, "Contact": {"ContactID": "c-4", "Name": "Harbour"}, "Reference": ""}
    before = {} if said is None else {"i-1": version_of({**now, **said}).written()}

    (resolution,) = target_of(now).changed([want], before).values()

    assert isinstance(resolution, Amend)
    assert (resolution.left.message if resolution.left else "") == left


def test_of_what_is_not_there_and_of_nobodys_nothing_is_read() -> None:
    target = target_of({**THERE, "Contact": {"ContactID": "c-1"}})
    gone = Wanted(payload=MEANT, base=MEANT, remote_id="i-9")
    nobodys = Wanted(payload={**MEANT, "Contact": {}}, base={**MEANT, "Contact": {}}, remote_id="i-1")

    assert [type(one) for one in target.changed([gone, nobodys], {}).values()] == [Adopt]
    assert sorted(cast("Books", target.xero).read) == ["i-1", "i-9"]


def test_an_amendment_has_what_has_changed_since_it_was_posted_last() -> None:
    want = Wanted(payload={**MEANT, "Reference": "PO 2"}, base=MEANT, remote_id="i-1")

    assert target_of().amendment(want) == {"Type": "ACCREC", "Reference": "PO 2"}


def test_codes_of_items_that_are_gone_are_read_in_any_case() -> None:
    refusal = {"ValidationErrors": [{"Message": "item code 'TEA' is not valid"}]}
    target = target_of({**MEANT, "HasErrors": True, **refusal})

    target.send("{}", create=True, idempotency_key="k")

    assert (target.gone_items(), target.gone_items()) == ({"tea"}, set())
    assert cast("Books", target.xero).asked == [(INVOICES, b"{}", True, "k")]


def test_a_bill_is_known_by_its_contact_too_and_a_voided_one_is_nothing() -> None:
    bill = {**MEANT, "Type": "ACCPAY"}
    there = {**THERE, "Type": "ACCPAY"}

    assert isinstance(found(there, of="ACCPAY", meant=bill), Adopt)
    assert found({**there, "Contact": {"ContactID": "c-2"}}, of="ACCPAY", meant=bill) is None
    assert found({**there, "Status": "DELETED"}, of="ACCPAY", meant=bill) is None
    assert target_of(of="ACCPAY").key(bill) == ("ACCPAY", "si-1", "c-1")
    assert target_of(of="ACCPAY").key({"Contact": {"Name": "Mill"}}) == ("ACCPAY", "", "mill")
    assert target_of(of="ACCPAY").key({}) == ("ACCPAY", "", "")
    assert target_of().key(MEANT) == ("ACCREC", "SI-1")
    assert target_of().element({}).remote_number == ""


def test_invoices_are_listed_by_number_and_credit_notes_by_a_condition_each() -> None:
    sales = target_of(THERE)
    credits_ = target_of(of="ACCRECCREDIT")
    notes = [
        Wanted(payload={"CreditNoteNumber": number, "Date": day})
        for number, day in (("SC-1", "2026-11-23"), ("SC-2", "2026-11-02"))
    ]

    sales.look_up([Wanted(payload=MEANT, total=Decimal("12.00"))], since=None)
    credits_.look_up(notes, since=None)

    assert cast("Books", sales.xero).asked == [["SI-1"]]
    assert cast("Books", credits_.xero).asked == ['CreditNoteNumber=="SC-1"', 'CreditNoteNumber=="SC-2"']
    assert sales.look_up([], since=None) == {}


def test_tax_that_xero_worked_out_otherwise_is_said_by_the_rates_of_its_lines() -> None:
    line = {"Description": "Tee", "Quantity": Decimal(1), "UnitAmount": Decimal("0.10"), "TaxType": "RROUTPUT"}
    target, meant = target_of(), {**MEANT, "LineAmountTypes": "Exclusive", "LineItems": [line]}
    element = target.element({**THERE, "Total": "0.10", "TotalTax": 0})

    wanted = Wanted(payload=meant, total=Decimal("0.11"), tax=Decimal("0.01"))
    difference = target.difference(wanted, element)

    assert difference is not None
    assert difference.correction is not None
    assert difference.correction["LineItems"] == [{**line, "TaxAmount": Decimal("0.01")}]


@pytest.mark.parametrize(("line", "stays"), [({"LineItemID": "l-1"}, True), ({}, False)], ids=["by its id", "anew"])
def test_an_amendment_that_names_its_lines_leaves_a_tax_that_was_so_before(line: Raw, stays: bool) -> None:
    target = target_of()
    said = {"Description": "Tee", "Quantity": Decimal(1), "UnitAmount": Decimal(10), "TaxAmount": Decimal("2.00")}
    element = target.element({**THERE, "TotalTax": "1.00", "LineItems": [{"TaxAmount": 2}]})
    wanted = Wanted(
        payload={**MEANT, "LineItems": [said]},
        amendment={"LineItems": [line]},
        total=Decimal(12),
        tax=Decimal("2.00"),
    )

    difference = target.difference(wanted, element)

    assert difference is not None
    assert difference.tolerable is stays
    assert difference.says.endswith(": it was so before, and its amounts are as they were") is stays


def test_only_of_sales_invoices_xero_surely_refuses_a_second_one() -> None:
    """And before our table somebody else may have had them."""
    names = ("ACCREC", "ACCPAY", "ACCRECCREDIT", "ACCPAYCREDIT")

    assert {name: target_of(of=name).looks for name in names} == {
        "ACCREC": Looks.OLD,
        "ACCPAY": Looks.ALWAYS,
        "ACCRECCREDIT": Looks.ALWAYS,
        "ACCPAYCREDIT": Looks.ALWAYS,
    }
