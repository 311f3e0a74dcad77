"""What a filed tax return still lets one change, and what goes on the list of late changes."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from shared.errors import ErrorClass
from shared.kinds import Kind
from shared.mapping.days import MOVED
from shared.posting.envelopes import Arrival, Envelope
from shared.posting.filed import split_by_filing, touches_tax
from shared.posting.late import LateNotes
from shared.posting.target import Element
from shared.records.late_changes import Late, LateChange
from shared.records.record import Summary
from tests.records.builders import AT, a_record

FILED = date(2026, 10, 31)
LINE = {"Description": "Red tee", "Quantity": Decimal(1), "UnitAmount": Decimal("25.00"), "TaxType": "OUTPUT2"}
BASE = {
    "Type": "ACCREC",
    "Date": "2026-10-31",
    "LineAmountTypes": "Exclusive",
    "CurrencyCode": "GBP",
    "LineItems": [LINE],
}


def changed(*, base: Any = BASE, remote_id: str = "invoice-1", **fields: Any) -> Envelope:
    record = a_record("1", remote_id=remote_id, summary=Summary(number="SI-1", date="2026-10-31"))
    return Envelope(
        record=record,
        source_hash="h",
        payload={**BASE, **fields},
        fingerprint="f",
        base=base,
        remote_id=remote_id,
        total=Decimal("24.00"),
        tax=Decimal("4.00"),
    )


def line(**fields: Any) -> dict[str, Any]:
    return {"LineItems": [{**LINE, **fields}]}


def is_stopped(envelope: Envelope, filed_to: date | None = FILED) -> bool:
    going, failing = split_by_filing([envelope], filed_to)
    assert len(going) + len(failing) == 1
    return bool(failing)


@pytest.mark.parametrize(
    "fields",
    [
        {"Date": "2026-11-01"},
        {"CurrencyRate": Decimal("1.2")},
        line(UnitAmount=Decimal("20.00")),
        line(Quantity=Decimal(2)),
        line(TaxType="ZERORATEDOUTPUT"),
        line(TaxAmount=Decimal("5.01")),
        {"LineItems": [LINE, LINE]},
    ],
    ids=str,
)
def test_net_tax_date_and_tax_code_stay_as_they_are(fields: dict[str, Any]) -> None:
    assert is_stopped(changed(**fields))
    assert not is_stopped(changed(**fields), date(2026, 10, 30))
    assert not is_stopped(changed(**fields), None)


@pytest.mark.parametrize(
    "fields",
    [
        {"Reference": "PO 9"},
        {"DueDate": "2026-12-31"},
        line(Description="Tee"),
        line(AccountCode="201"),
        {"LineItems": [LINE, {**LINE, "Description": "Gift", "UnitAmount": Decimal("0.00")}]},
    ],
    ids=str,
)
def test_other_fields_go(fields: dict[str, Any]) -> None:
    assert not is_stopped(changed(**fields))


def test_what_xero_does_not_hold_yet_goes_and_what_is_not_known_stays() -> None:
    assert not is_stopped(changed(base=None, remote_id=""))
    assert is_stopped(changed(base=None))


def test_nothing_is_moved_into_a_filed_period_either() -> None:
    later = {**BASE, "Date": "2026-11-05"}

    assert is_stopped(changed(base=later))


def test_the_way_out_is_an_opposite_document_of_today() -> None:
    _, (failing,) = split_by_filing([changed(**line(UnitAmount=Decimal("20.00")))], FILED)

    assert failing.problem.error_class == ErrorClass.MAPPING
    assert failing.problem.message == (
        "it is of 31 October 2026, and the tax return is filed up to 31 October 2026: net, tax, date and tax codes stay as they"
        " are in Xero; in Brightpearl it comes to 24.00 with 4.00 of tax"
    )
    assert failing.problem.hint == (
        "credit it, and the difference goes as an opposite document dated today; or leave it as it is; or correct tax_filed_to in"
        " the settings where that return is not filed, and retry"
    )


@pytest.mark.parametrize(
    ("total", "tax", "now"),
    [
        (None, None, ""),
        (None, Decimal("4.00"), ""),
        (Decimal("24.00"), None, "; in Brightpearl it comes to 24.00"),
        (Decimal("24.00"), Decimal("0.00"), "; in Brightpearl it comes to 24.00 with 0.00 of tax"),
    ],
)
def test_what_it_comes_to_is_said_as_far_as_it_is_known(total: Decimal | None, tax: Decimal | None, now: str) -> None:
    envelope = replace(changed(**line(UnitAmount=Decimal("20.00"))), total=total, tax=tax)

    _, (failing,) = split_by_filing([envelope], FILED)

    assert failing.problem.message.endswith(f"as they are in Xero{now}")


@pytest.mark.parametrize(
    ("base", "going", "touches"),
    [
        ([LINE], [{**LINE, "Quantity": Decimal("0.5"), "UnitAmount": Decimal("50.00")}], False),
        ([LINE, {"Description": "a text"}], [{"Description": "another text"}, LINE], False),
        ([LINE], [LINE, {"Description": "Tax", "Quantity": 1, "UnitAmount": 0, "TaxAmount": Decimal("0.01")}], True),
        ([LINE], [LINE, {"Description": "free", "TaxType": "OUTPUT2", "TaxAmount": Decimal(0)}], False),
    ],
    ids=["the same net", "a line of text", "tax alone", "nothing but a tax code"],
)
def test_only_net_tax_and_tax_code_of_lines_that_come_to_something_count(
    base: list[Any], going: list[Any], touches: bool
) -> None:
    assert touches_tax({**BASE, "LineItems": going}, {**BASE, "LineItems": base}) is touches


def test_no_tax_is_none_of_it_however_it_is_written_and_what_has_no_lines_has_none() -> None:
    assert not touches_tax({**BASE, **line(TaxAmount=Decimal(0))}, BASE)
    assert not touches_tax({"Date": "2026-10-31"}, {"Date": "2026-10-31", "LineItems": []})


@pytest.mark.parametrize("name", ["Type", "Date", "CurrencyCode", "CurrencyRate", "LineAmountTypes"])
def test_what_the_amounts_mean_counts(name: str) -> None:
    assert touches_tax({**BASE, name: "other"}, BASE)


def told(*arrivals: Arrival, refused: tuple[Envelope, ...] = (), filed_to: date | None = FILED) -> list[LateChange]:
    noted: list[LateChange] = []
    notes = LateNotes(
        filed_to=filed_to,
        tax_rates=lambda: {"OUTPUT2": Decimal(20), "ZERORATEDOUTPUT": Decimal(0)},
        note=noted.extend,
        clock=lambda: AT,
    )
    notes.arrived(arrivals)
    notes.refused(refused)
    return noted


def arrived(envelope: Envelope, note: str = "") -> Arrival:
    return Arrival(envelope=envelope, element=Element(key=()), note=note)


def test_what_is_posted_into_a_filed_period_is_listed_with_its_tax() -> None:
    (late,) = told(arrived(changed(remote_id="", base=None)))

    assert (late.kind, late.id, late.number, late.day, late.what) == (
        Kind.SALES_INVOICE,
        "1",
        "SI-1",
        "2026-10-31",
        Late.POSTED,
    )
    assert (late.filed_to, late.currency, late.at) == ("2026-10-31", "GBP", AT.isoformat())
    assert late.tax == {"OUTPUT2": {"net": "25.00", "tax": "5.00"}}


def test_what_was_there_or_is_of_later_is_not_listed() -> None:
    new = changed(remote_id="", base=None)
    later = changed(remote_id="", base=None, Date="2026-11-01")

    assert told(arrived(new, "found in Xero")) == []
    assert told(arrived(replace(new, record=replace(new.record, posted="f")))) == []
    assert told(arrived(later)) == []
    assert told(arrived(replace(new, payload={"Date": "2026-10-01", "Invoice": {}}))) == []
    assert told(arrived(new), filed_to=None) == []


def test_what_moved_out_of_a_filed_period_is_listed() -> None:
    moved = replace(changed(remote_id="", base=None, Date="2026-11-01"), fields={MOVED: "2026-11-01"})

    (late,) = told(arrived(moved))

    assert (late.what, late.day) == (Late.MOVED, "2026-10-31")


def test_a_change_that_did_not_go_is_listed_with_the_difference_of_a_credit_below_nought() -> None:
    to_nought = changed(**line(UnitAmount=Decimal("20.00"), TaxType="ZERORATEDOUTPUT"))
    credit = {**BASE, "Type": "ACCRECCREDIT"}

    late = told(
        refused=(
            to_nought,
            changed(base=credit, Type="ACCRECCREDIT", **line(UnitAmount=Decimal("30.00"))),
        )
    )

    assert [one.what for one in late] == [Late.REFUSED] * 2
    assert late[0].tax == {
        "ZERORATEDOUTPUT": {"net": "20.00", "tax": "0.00"},
        "OUTPUT2": {"net": "-25.00", "tax": "-5.00"},
    }
    assert late[1].tax == {"OUTPUT2": {"net": "-5.00", "tax": "-1.00"}}


def test_the_order_of_lines_is_no_change_also_where_some_have_no_tax_code() -> None:
    lines = [LINE, {name: value for name, value in LINE.items() if name != "TaxType"}]

    assert not touches_tax({**BASE, "LineItems": lines}, {**BASE, "LineItems": lines[::-1]})
