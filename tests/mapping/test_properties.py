"""What holds for every document, however odd."""

import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from shared.codec import from_json, to_json
from shared.errors import InvalidDataError, RecordError
from shared.mapping.adjustments import to_adjustment_document, to_manual_journal
from shared.mapping.contacts import to_contact, with_suffix
from shared.mapping.dates import date_only, noon
from shared.mapping.documents import to_sales_invoice
from shared.mapping.lines import priced
from shared.mapping.money import amount, cents
from shared.mapping.references import references, resolve
from tests.builders import (
    TAX_RATES,
    a_contact,
    a_movement,
    a_row,
    a_sales_order,
    a_stock_correction,
    settings_document,
    some_settings,
)
from tests.mapping.xero_arithmetic import worth

SETTINGS = some_settings()
BILLS = some_settings(
    adjustments=settings_document()["adjustments"] | {"mode": "bill_or_credit", "supplier": "Stock corrections"}
)
PERCENT = {"T20": Decimal(20), "T5": Decimal(5), "T0": Decimal(0)}
ZONES = ("Europe/London", "America/Chicago", "Asia/Kolkata", "Pacific/Auckland")
MOMENTS = st.integers(1_577_836_800, 2_051_222_400).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
EXPONENT = re.compile(r"[0-9]E[+-]?[0-9]", re.IGNORECASE)


def _number(places: int, largest: int) -> st.SearchStrategy[Decimal]:
    return st.integers(-largest, largest).map(lambda units: Decimal(units).scaleb(-places))


@st.composite
def _rows(draw: st.DrawFn) -> dict[str, Any]:
    """A row whose tax is right, as Brightpearl works it out, or a few cents off."""
    code = draw(st.sampled_from(sorted(PERCENT)))
    net = draw(_number(4, 50_000_000))
    tax = cents(net * PERCENT[code] / 100) + draw(st.sampled_from([0, 0, 0, 1, -1])) * Decimal("0.01")
    quantity = draw(_number(4, 20_000_000) | st.sampled_from([Decimal(1), Decimal(3), Decimal(-2), Decimal(0)]))
    return a_row(net=f"{net:.4f}", tax=f"{tax:.2f}", quantity=f"{quantity:.4f}", tax_code=code)


@given(rows=st.lists(_rows(), min_size=1, max_size=6), rate=st.integers(1, 10**9))
def test_numbers_are_written_without_exponents_and_read_back_the_same(rows: list[dict[str, Any]], rate: int) -> None:
    exact = f"{Decimal(rate).scaleb(-6):.6f}"
    try:
        mapped = to_sales_invoice(a_sales_order(*rows, currency="EUR", rate=exact), SETTINGS)
    except RecordError:
        return
    payload = resolve(mapped.payload, dict.fromkeys(references(mapped.payload), "some-id"))

    written = to_json(payload)

    assert not EXPONENT.search(written)
    assert from_json(written) == payload


@given(quantity=_number(5, 10**9), net=_number(4, 10**10))
def test_a_line_comes_to_its_net_amount_whatever_its_quantity(quantity: Decimal, net: Decimal) -> None:
    line = priced(quantity, net, "Pin")

    assert cents(line["Quantity"] * line["UnitAmount"]) == cents(net)
    assert line["UnitAmount"] == line["UnitAmount"].quantize(Decimal("0.0001"))


@given(rows=st.lists(_rows(), min_size=1, max_size=5))
def test_every_payload_can_be_resolved_and_mapping_it_again_gives_the_same(rows: list[dict[str, Any]]) -> None:
    order = a_sales_order(*rows)
    try:
        payload = to_sales_invoice(order, SETTINGS).payload
    except RecordError:
        return
    needed = {ref: "id" for ref in references(payload) if not ref.optional}

    resolved = resolve(payload, needed)

    assert list(references(resolved)) == []
    assert to_sales_invoice(order, SETTINGS).payload == payload


@given(moves=st.lists(st.tuples(st.integers(-10_000, 10_000).filter(bool), _number(4, 10**7).map(abs)), max_size=8))
def test_a_journal_always_sums_to_nothing_and_a_document_to_its_total(moves: list[tuple[int, Decimal]]) -> None:
    moved = [a_movement(quantity=quantity, value=str(value)) for quantity, value in moves]
    correction = {**a_stock_correction(), "goodsMoved": moved}

    journal = to_manual_journal(correction, SETTINGS).payload
    document = to_adjustment_document(correction, BILLS)

    assert sum(line["LineAmount"] for line in journal.get("JournalLines", ())) == 0
    if document.payload:
        assert worth(document.payload, TAX_RATES).total == document.total


@given(moment=MOMENTS, zone=st.sampled_from(ZONES))
def test_a_day_survives_however_brightpearl_stores_it(moment: datetime, zone: str) -> None:
    day = moment.date()
    local_midnight = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))
    utc_midnight = datetime(day.year, day.month, day.day, tzinfo=UTC).astimezone(ZoneInfo(zone))

    assert date_only(utc_midnight.isoformat(), zone=zone) == day
    assert date_only(local_midnight.isoformat(), zone=zone) == day
    assert date_only(noon(day, zone=zone), zone=zone) == day


@given(moment=MOMENTS, zone=st.sampled_from(ZONES))
def test_a_moment_of_the_day_is_that_day_where_the_account_is(moment: datetime, zone: str) -> None:
    local = moment.astimezone(ZoneInfo(zone))
    if local.strftime("%X") == "00:00:00" or moment.strftime("%X") == "00:00:00":
        return

    assert date_only(moment.isoformat(), zone=zone) == local.date()


@given(name=st.text(min_size=1, max_size=300), contact_id=st.integers(1, 10**9).map(str))
def test_a_suffix_is_always_the_same_fits_and_tells_two_contacts_apart(name: str, contact_id: str) -> None:
    payload = {"Name": name}

    suffixed = with_suffix(payload, contact_id)

    assert suffixed == with_suffix(payload, contact_id) == with_suffix(suffixed, contact_id)
    assert len(suffixed["Name"]) <= max(255, len(name))
    assert with_suffix(payload, contact_id + "1")["Name"] != suffixed["Name"]


@given(company=st.none() | st.text(max_size=300), first=st.text(max_size=40), last=st.text(max_size=40))
def test_a_contacts_name_is_always_one_that_xero_takes(company: str | None, first: str, last: str) -> None:
    contact = a_contact(company=company, first_name=first, last_name=last)

    name = to_contact(contact, SETTINGS).payload["Name"]

    assert 0 < len(name) <= 255
    assert name == " ".join(name.split())
    assert not set("<>\n\t\x00") & set(name)


@given(value=st.decimals(allow_nan=True, allow_infinity=True) | st.text(max_size=12))
def test_what_is_read_as_an_amount_is_finite(value: Decimal | str) -> None:
    try:
        read = amount(value)
    except InvalidDataError:
        return

    assert read.is_finite()
