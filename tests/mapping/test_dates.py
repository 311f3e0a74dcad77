"""The day that a date means, around midnight and the change of the clocks."""

import time
from datetime import UTC, date, datetime

import pytest

from shared.errors import InvalidDataError
from shared.mapping.dates import date_only, noon, xero_date, xero_moment

LONDON, CHICAGO, AUCKLAND = "Europe/London", "America/Chicago", "Pacific/Auckland"


@pytest.mark.parametrize(
    ("written", "zone", "day"),
    [
        ("2026-03-31T00:00:00.000+01:00", LONDON, "2026-03-31"),
        ("2026-01-31T00:00:00.000Z", LONDON, "2026-01-31"),
        ("2026-04-30T01:00:00.000+01:00", LONDON, "2026-04-30"),
        ("2020-04-29T18:00:00.000-06:00", CHICAGO, "2020-04-30"),
        ("2022-01-26T00:00:00.000-06:00", CHICAGO, "2022-01-26"),
        ("2022-01-25T18:00:00.000-06:00", CHICAGO, "2022-01-26"),
        ("2026-06-01T00:00:00.000+12:00", AUCKLAND, "2026-06-01"),
        ("2026-06-01T12:00:00.000+12:00", AUCKLAND, "2026-06-01"),
        ("2026-03-29T00:00:00.000Z", LONDON, "2026-03-29"),
        ("2026-03-29T01:00:00.000+01:00", LONDON, "2026-03-29"),
        ("2026-10-25T00:00:00.000+01:00", LONDON, "2026-10-25"),
        ("2026-10-25T00:00:00.000Z", LONDON, "2026-10-25"),
        ("2026-07-01T23:30:00.000Z", LONDON, "2026-07-02"),
        ("2026-07-01T23:30:00.000Z", CHICAGO, "2026-07-01"),
        ("2026-01-01T23:59:59.999Z", LONDON, "2026-01-01"),
        ("2026-04-17", CHICAGO, "2026-04-17"),
        ("1900-01-01", LONDON, "1900-01-01"),
        ("2199-12-31", LONDON, "2199-12-31"),
    ],
)
def test_a_date_is_midnight_utc_else_midnight_as_written_else_the_day_in_the_accounts_zone(
    written: str, zone: str, day: str
) -> None:
    assert date_only(written, zone=zone) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "written", ["", "soon", "2026-02-30", None, 20260417, "0001-01-01T00:00:00+14:00", "1899-12-31", "2200-01-01"]
)
def test_what_is_no_date_is_refused(written: object) -> None:
    with pytest.raises(InvalidDataError, match="is not a date"):
        date_only(written, zone=LONDON)


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("/Date(1539993600000+0000)/", datetime(2018, 10, 20, tzinfo=UTC)),
        ("/Date(1539993600000)/", datetime(2018, 10, 20, tzinfo=UTC)),
        ("/Date(-86400000+0000)/", datetime(1969, 12, 31, tzinfo=UTC)),
        ("/Date(1539993600123+0000)/", datetime(2018, 10, 20, 0, 0, 0, 123000, tzinfo=UTC)),
        ("2018-10-20T00:00:00", datetime(2018, 10, 20, tzinfo=UTC)),
        ("2019-03-05T18:59:06Z", datetime(2019, 3, 5, 18, 59, 6, tzinfo=UTC)),
    ],
)
def test_xero_writes_moments_in_two_ways(written: str, moment: datetime) -> None:
    assert xero_moment(written) == moment
    assert xero_date(written) == moment.date()


@pytest.mark.parametrize("written", ["/Date(soon)/", "/Date(99999999999999999999)/", "", None])
def test_what_is_no_moment_of_xeros_is_refused(written: object) -> None:
    with pytest.raises(InvalidDataError, match="is not a date"):
        xero_moment(written)


@pytest.mark.parametrize(
    ("day", "zone", "written"),
    [
        ("2026-01-17", LONDON, "2026-01-17T12:00:00+00:00"),
        ("2026-03-29", LONDON, "2026-03-29T12:00:00+01:00"),
        ("2026-10-25", LONDON, "2026-10-25T12:00:00+00:00"),
        ("2026-07-01", CHICAGO, "2026-07-01T12:00:00-05:00"),
    ],
)
def test_a_day_for_brightpearl_is_noon_in_the_accounts_zone(day: str, zone: str, written: str) -> None:
    assert noon(date.fromisoformat(day), zone=zone) == written


@pytest.mark.parametrize("written", ["2026-04-17T10:00:00", "2026-04-17T12:00:00+02:00", "/Date(1776420000000)/"])
def test_a_moment_of_xeros_is_in_universal_time(written: str) -> None:
    moment = xero_moment(written)

    assert (moment, moment.tzinfo) == (datetime(2026, 4, 17, 10, tzinfo=UTC), UTC)


def test_a_day_does_not_depend_on_where_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("TZ", "America/New_York")
        time.tzset()
        day = date_only("2026-04-29T18:00:00-06:00", zone=CHICAGO)
    time.tzset()

    assert day == date(2026, 4, 30)


@pytest.mark.parametrize("written", ["2026-04-17T10:00:00", "2026-04-17T12:00:00+02:00"])
def test_a_moment_of_xeros_is_universal_wherever_it_is_read(written: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("TZ", "America/New_York")
        time.tzset()
        moment = xero_moment(written)
    time.tzset()

    assert moment.isoformat() == "2026-04-17T10:00:00+00:00"
