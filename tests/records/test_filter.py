"""The filter of listings and bulk changes."""

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.records.filter import Filter, Reason
from shared.records.record import Summary
from shared.records.status import Status
from tests.records.builders import a_record

TEXT = st.text(max_size=20)
FILTERS = st.builds(
    Filter,
    status=st.none() | st.sampled_from(Status),
    search=TEXT,
    first=TEXT,
    last=TEXT,
    cause=TEXT,
    reason=st.none() | st.sampled_from(Reason),
)


@given(wanted=FILTERS)
def test_a_filter_survives_its_way_through_the_state_machine(wanted: Filter) -> None:
    assert Filter.parse(json.loads(json.dumps(wanted.document()))) == wanted


def test_what_is_not_given_travels_as_an_empty_text() -> None:
    assert Filter(status=Status.ERROR).document() == {
        "status": "Error",
        "search": "",
        "first": "",
        "last": "",
        "cause": "",
        "reason": "",
    }


def test_a_status_that_there_is_not_is_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match="Lost"):
        Filter.parse({"status": "Lost"})


def test_the_dates_of_a_filter_are_both_included() -> None:
    line = a_record(summary=Summary(date="2026-11-20"))

    assert Filter(first="2026-11-20", last="2026-11-20").admits(line)
    assert not Filter(first="2026-11-21").admits(line)
    assert not Filter(last="2026-11-19").admits(line)


def test_only_what_is_pending_is_held() -> None:
    assert Reason.of(a_record(held="no reference yet")) == Reason.HELD
    assert Reason.of(a_record(held="no reference yet", status=Status.ARCHIVE)) is None
    assert Reason.of(a_record()) is None
