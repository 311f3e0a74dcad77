"""Which days are closed, and what becomes of what lies on one."""

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from shared.errors import ErrorClass
from shared.kinds import Kind, System
from shared.mapping.days import MOVED
from shared.posting.envelopes import Envelope
from shared.posting.periods import Closed, Late, Periods, as_moved, closed_in_brightpearl, closed_in_xero
from shared.records.apart import Parted
from shared.records.standing import Standing
from shared.settings import LockedPeriod
from tests.builders import some_settings
from tests.records.builders import a_record

OCTOBER = date(2026, 10, 31)
PERIOD, YEAR = "/Date(1793404800000+0000)/", "/Date(1775001600000+0000)/"  # 31 October and 1 April 2026


def of(
    kind: Kind, *, closed: Closed, payload: dict[str, Any], base: Any = None, remote_id: str = "", **settings: Any
) -> Envelope | Late:
    """What becomes of one envelope."""
    record = a_record("1", kind=kind, remote_id=remote_id, fields=settings.pop("fields", None))
    envelope = Envelope(
        record=record, source_hash="h", payload=payload, fingerprint="f", base=base, remote_id=remote_id
    )
    periods = Periods(
        settings=some_settings(**settings), ask=lambda system: {System.XERO: closed}.get(system, Closed()), known={}
    )
    going, late = periods.split([envelope], System.XERO)
    return (going or late)[0]


def a_sale(day: str = "2026-10-31") -> dict[str, Any]:
    return {"Type": "ACCREC", "Date": day}


@pytest.mark.parametrize(
    ("organisation", "until"),
    [
        ({}, None),
        ({"PeriodLockDate": PERIOD}, OCTOBER),
        ({"EndOfYearLockDate": YEAR}, date(2026, 4, 1)),
        ({"PeriodLockDate": PERIOD, "EndOfYearLockDate": YEAR}, OCTOBER),
        ({"PeriodLockDate": YEAR, "EndOfYearLockDate": PERIOD}, OCTOBER),
    ],
)
def test_the_later_lock_date_of_xero_counts(organisation: dict[str, str], until: date | None) -> None:
    assert closed_in_xero(organisation) == Closed(until=until)


def test_brightpearl_has_a_lock_and_closed_periods_whatever_their_times_look_like() -> None:
    year = {"startDate": "2025-04-01T00:00:00.000Z", "endDate": "2026-03-31T23:59:59:999Z"}
    periods = [{**year, "closedDate": "2026-05-01T00:00:00.000Z"}, year]

    closed = closed_in_brightpearl({"lockedBy": 4, "lockedUntil": "2026-04-30"}, periods)

    assert closed == Closed(until=date(2026, 4, 30), spans=((date(2025, 4, 1), date(2026, 3, 31)),))
    assert closed_in_brightpearl(None, [year]) == Closed()
    assert Closed.parse(closed.document()) == closed
    assert Closed.parse(Closed().document()) == Closed()


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2026, 3, 31), date(2026, 6, 30)),
        (date(2026, 4, 1), date(2026, 6, 30)),
        (date(2026, 6, 30), date(2026, 6, 30)),
        (date(2026, 7, 1), None),
    ],
)
def test_closed_days_that_follow_one_another_end_together(day: date, last: date | None) -> None:
    assert Closed(until=date(2026, 3, 31), spans=((date(2026, 4, 1), date(2026, 6, 30)),)).last(day) == last


def test_on_the_lock_date_itself_nothing_goes_and_the_day_after_it_does() -> None:
    closed = Closed(until=OCTOBER)

    late = of(Kind.SALES_INVOICE, closed=closed, payload=a_sale())
    going = of(Kind.SALES_INVOICE, closed=closed, payload=a_sale("2026-11-01"))

    assert isinstance(late, Late)
    assert late.reason == (
        "its day 31 October 2026 is locked in Xero until 31 October 2026; it goes by itself once the lock date is moved in Xero"
        " (Accounting > Advanced > Lock dates), or when locked_period.sales_invoice in the settings says first_open_day"
    )
    assert isinstance(going, Envelope)


@pytest.mark.parametrize(
    ("kind", "moves"),
    [
        (Kind.SALES_INVOICE, False),
        (Kind.SALES_CREDIT, False),
        (Kind.PURCHASE_INVOICE, True),
        (Kind.PURCHASE_CREDIT, False),
        (Kind.INVENTORY_ADJUSTMENT, True),
        (Kind.SALES_PAYMENT, False),
        (Kind.PURCHASE_PAYMENT, False),
    ],
)
def test_bills_and_stock_corrections_move_and_the_rest_waits(kind: Kind, *, moves: bool) -> None:
    found = of(kind, closed=Closed(until=OCTOBER), payload=a_sale("2026-10-15"))

    assert isinstance(found, Envelope) is moves


def test_a_kind_that_the_settings_leave_out_has_its_usual_way() -> None:
    settings = some_settings(locked_period={"sales_invoice": "first_open_day"})

    found = {kind: settings.when_locked(kind) for kind in (Kind.SALES_INVOICE, Kind.SALES_CREDIT)}

    assert found == {Kind.SALES_INVOICE: LockedPeriod.FIRST_OPEN_DAY, Kind.SALES_CREDIT: LockedPeriod.HOLD}


def test_what_moves_says_so_and_keeps_the_day_to_which_it_went() -> None:
    moved = of(
        Kind.SALES_INVOICE,
        closed=Closed(until=OCTOBER),
        payload=a_sale("2026-10-15"),
        locked_period={"sales_invoice": "first_open_day"},
    )

    assert isinstance(moved, Envelope)
    assert moved.payload == {"Type": "ACCREC", "Date": "2026-11-01", "Reference": "of 15 October 2026"}
    assert moved.fields == {MOVED: "2026-11-01"}
    assert moved.notes == ("its own day 15 October 2026 was locked, so it is there on 1 November 2026",)


def test_a_change_of_what_is_there_never_moves_and_is_tried_again_by_itself() -> None:
    late = of(
        Kind.PURCHASE_INVOICE, closed=Closed(until=OCTOBER), payload=a_sale(), base=a_sale(), remote_id="invoice-1"
    )

    assert isinstance(late, Late)
    assert isinstance(late.problem, Parted)
    assert (late.problem.error_class, late.problem.standing) == (ErrorClass.DEPENDENCY, Standing.CHANGED_HERE)
    assert late.problem.message == "its day 31 October 2026 is locked in Xero until 31 October 2026"
    assert late.problem.hint == (
        "it goes by itself once the lock date is moved in Xero (Accounting > Advanced > Lock dates); or put the difference right"
        " with a document dated today: credit it"
    )


def test_out_of_a_locked_day_nothing_is_changed_either() -> None:
    late = of(
        Kind.SALES_INVOICE,
        closed=Closed(until=OCTOBER),
        payload=a_sale("2026-11-05"),
        base=a_sale(),
        remote_id="invoice-1",
    )

    assert isinstance(late, Late)


def test_what_was_moved_is_amended_where_it_went() -> None:
    moved = {"Type": "ACCREC", "Date": "2026-11-01", "Reference": "of 31 October 2026"}

    going = of(
        Kind.SALES_INVOICE,
        closed=Closed(until=OCTOBER),
        payload=a_sale(),
        base=a_sale(),
        remote_id="invoice-1",
        fields={MOVED: "2026-11-01"},
    )

    assert isinstance(going, Envelope)
    assert (going.payload, going.base) == (moved, moved)


def test_what_was_moved_keeps_what_else_its_envelope_knows() -> None:
    record = a_record("1", kind=Kind.SALES_INVOICE, remote_id="invoice-1", fields={MOVED: "2026-11-01", "old": "1"})
    envelope = Envelope(record=record, source_hash="h", payload=a_sale(), fingerprint="f", remote_id="invoice-1")

    of_the_record, its_own = as_moved(envelope), as_moved(replace(envelope, fields={"new": "2"}))

    assert of_the_record.fields == {MOVED: "2026-11-01", "old": "1"}
    assert its_own.fields == {MOVED: "2026-11-01", "new": "2"}


def test_what_has_no_day_asks_nobody() -> None:
    def ask(_: System) -> Closed:
        raise AssertionError

    envelope = Envelope(
        record=a_record("1", kind=Kind.CONTACT), source_hash="h", payload={"Name": "Ada"}, fingerprint=""
    )

    going, late = Periods(settings=some_settings(), ask=ask, known={}).split([envelope], System.XERO)

    assert (going, late) == ([envelope], [])


def test_a_system_is_asked_once() -> None:
    asked: list[System] = []

    def ask(system: System) -> Closed:
        asked.append(system)
        return Closed()

    periods = Periods(settings=some_settings(), ask=ask, known={System.BRIGHTPEARL: Closed(until=OCTOBER)})

    assert periods.why_locked(OCTOBER, System.XERO) is None
    assert periods.why_locked(OCTOBER, System.BRIGHTPEARL)
    assert periods.why_locked(OCTOBER, System.XERO) is None
    assert asked == [System.XERO]


def test_what_moves_keeps_what_its_record_knows_and_what_is_of_the_day_of_the_others_needs_no_note() -> None:
    moved = of(
        Kind.SALES_INVOICE,
        closed=Closed(until=OCTOBER),
        payload=a_sale(),
        fields={"old": "1"},
        locked_period={"sales_invoice": "first_open_day"},
    )
    there = of(
        Kind.SALES_INVOICE,
        closed=Closed(),
        payload=a_sale("2026-11-01"),
        remote_id="invoice-1",
        fields={MOVED: "2026-11-01"},
    )

    assert isinstance(moved, Envelope)
    assert moved.fields == {"old": "1", MOVED: "2026-11-01"}
    assert isinstance(there, Envelope)
    assert there.payload == a_sale("2026-11-01")


def test_each_system_has_its_own_closed_days_and_its_own_way_to_open_them() -> None:
    closed = {System.BRIGHTPEARL: Closed(until=OCTOBER), System.XERO: Closed()}
    periods = Periods(settings=some_settings(), ask=closed.__getitem__, known={})
    envelope = Envelope(
        record=a_record("1", kind=Kind.SALES_PAYMENT), source_hash="h", payload={"Date": "2026-10-31"}, fingerprint=""
    )

    _, (late,) = periods.split([envelope], System.BRIGHTPEARL)

    assert (late.problem.message, late.problem.hint) == (
        "its day 31 October 2026 is locked in Brightpearl until 31 October 2026",
        "it goes by itself once the period is opened in Brightpearl (Settings > Accounting), or when"
        " locked_period.sales_payment in the settings says first_open_day",
    )
    assert periods.first_open_day(OCTOBER, System.XERO) == OCTOBER
    assert periods.first_open_day(OCTOBER, System.BRIGHTPEARL) == date(2026, 11, 1)
