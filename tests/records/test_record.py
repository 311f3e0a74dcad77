"""A record and its lines: what a listing shows is said once, and goes to the table and back without a loss."""

from decimal import Decimal
from typing import Final

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import asdict

from shared.errors import ErrorClass, Problem
from shared.kinds import Kind, System
from shared.records.failure import Failure
from shared.records.items import SHOWN, to_item, to_line, to_record
from shared.records.record import Line, Record, Summary
from shared.records.status import Status
from tests.records.builders import AT, a_record

TEXT: Final = st.text(max_size=20)
SUMMARIES: Final = st.builds(
    Summary,
    number=TEXT,
    reference=TEXT,
    contact_id=TEXT,
    contact_name=TEXT,
    date=st.sampled_from(["", "2026-11-20"]),
    currency=st.sampled_from(["", "GBP"]),
    total=st.none() | st.decimals(allow_nan=False, allow_infinity=False, places=4),
)
FAILURES: Final = st.builds(
    Failure,
    problem=st.builds(Problem, error_class=st.sampled_from(ErrorClass), message=TEXT, hint=TEXT),
    attempts=st.integers(1, 20),
    at=st.just(AT),
    settings_version=st.integers(0, 9),
)
RECORDS: Final = st.builds(
    Record,
    id=st.sampled_from(["2001", "7a9f3c52-0d0e-4d0b-8e1b-2f6f5a1c0001"]),
    kind=st.sampled_from(Kind),
    status=st.sampled_from(Status),
    origin=st.sampled_from(System),
    summary=SUMMARIES,
    remote_id=TEXT,
    remote_number=TEXT,
    held=TEXT,
    failure=st.none() | FAILURES,
    changed_at=st.just(AT),
    version=st.integers(1, 9),
    document=st.just({"id": 2001, "total": Decimal("12.00")}),
    source_hash=TEXT,
    fingerprint=TEXT,
    fetched_at=st.just(AT),
    due_step=st.sampled_from([None, "post_xero_sales"]),
    step=st.sampled_from([None, "post_xero_sales"]),
    posted=TEXT,
    arrived_at=st.sampled_from([None, AT]),
    archived_from=st.none() | st.sampled_from(Status),
    notes=st.lists(TEXT, max_size=2).map(tuple),
)


@given(record=RECORDS)
def test_a_record_is_read_as_it_was_written(record: Record) -> None:
    assert to_record(to_item(record, "shop")) == record


@given(record=RECORDS)
def test_a_line_is_read_from_few_attributes_and_has_all_that_a_listing_shows(record: Record) -> None:
    item = {name: value for name, value in to_item(record, "shop").items() if name in SHOWN}

    assert asdict(to_line(item)) == {name: getattr(record, name) for name in Line.__struct_fields__}


def test_amounts_are_kept_in_the_places_that_they_came_with() -> None:
    record = a_record(summary=Summary(total=Decimal("1E+2")))

    item = to_item(record, "shop")

    assert item["total"] == {"S": "100"}
    assert to_item(a_record(summary=Summary(total=Decimal("0.00"))), "shop")["total"] == {"S": "0.00"}


def test_a_sentence_calls_a_record_by_its_number_and_a_contact_by_its_name() -> None:
    summary = Summary(number="SI-1001", contact_name="Ada Lovelace Ltd")

    assert a_record(summary=summary).called == "sales invoice SI-1001"
    assert a_record(kind=Kind.CONTACT, summary=summary).called == "contact Ada Lovelace Ltd"
    assert a_record(kind=Kind.INVENTORY_ADJUSTMENT, summary=Summary()).called == "inventory adjustment 2001"
