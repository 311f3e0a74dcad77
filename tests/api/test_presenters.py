"""What the API shows of a record is what listings have of it."""

from dataclasses import fields

from shared.api import presenters, shapes
from shared.records.failure import Failure
from shared.records.items import SHOWN
from shared.records.record import Line
from tests.records.builders import AT, a_problem, a_record

NOT_SHOWN = {"pk", "sk", "version", "contact_id"}
ADDED = {"pages", "id", "kind", "ways"}
CALLED = {"contact_name": "contact", "updated_at": "changed_at", "apart": "standing"}


def test_every_attribute_that_a_line_is_read_from_is_a_field_that_is_shown() -> None:
    shown = {CALLED.get(name, name) for name in SHOWN if name not in NOT_SHOWN}

    assert {field.name for field in fields(shapes.RecordLine)} == shown | ADDED


def test_a_whole_record_is_shown_as_its_line_in_a_listing_is() -> None:
    failure = Failure(problem=a_problem(), attempts=2, at=AT, settings_version=1)
    record = a_record(remote_id="x", remote_number="BP-1", failure=failure)
    line = Line(**{name: getattr(record, name) for name in Line.__struct_fields__})

    shown = presenters.line(record)

    assert shown == presenters.line(line)
    assert (shown.total, shown.contact, shown.currency) == ("12.00", "Ünal Ltd", "")
    assert shown.error == shapes.ErrorOnRecord(
        error_class="data", message="no", hint="do something", attempts=2, at=AT.isoformat(), needs_person=True
    )


def test_the_number_of_what_never_arrived_is_not_shown() -> None:
    assert presenters.line(a_record(remote_number="BP-1")).remote_number == ""
