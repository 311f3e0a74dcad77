"""An intent is written before anything is sent, comes back to the byte, and is refused to a run that lost the lock."""

from decimal import Decimal
from random import Random

import pytest
from msgspec.structs import replace

from sandbox.stand_ins.clock import ManualClock
from shared.errors import InvalidDataError, LockLostError
from shared.kinds import Kind
from shared.records.intents import Companion, Entry, Intent, Intents, check_size
from shared.records.model import LockItem
from shared.records.schema import LOCK, Area, area
from tests.records.builders import STEP

RUN = "2026-11-23T09:00:00+00:00#1"


@pytest.fixture
def intents(table: str, clock: ManualClock) -> Intents:
    LockItem(area(table, Area.LOCK), LOCK, run=RUN).save()
    return Intents(connection=table, run=RUN, clock=clock.now)


def an_intent(intents: Intents, **changes: object) -> Intent:
    entry = Entry(
        kind=Kind.SALES_INVOICE,
        id="2001",
        source_hash="source-1",
        fingerprint="payload-1",
        key=("ACCREC", "SI-1"),
        total=Decimal("12.00"),
        notes=("a note",),
        others=(Companion(id="2003", source_hash="source-3", fingerprint="payload-3"),),
    )
    intent = Intent(
        step=STEP,
        at=intents.now(),
        target="ACCREC",
        create=True,
        idempotency_key="key-1",
        body='{"Invoices":[{"Total":12.10}]}',
        entries=(entry, replace(entry, id="2002", total=None)),
    )
    return replace(intent, **changes)


def test_an_intent_comes_back_as_it_was_written_until_it_is_closed(intents: Intents) -> None:
    intent = an_intent(intents)

    intents.open(intent)
    found = intents.still_open(STEP)
    intents.close(intent)

    assert found == [intent]
    assert intents.still_open(STEP) == []


def test_a_run_that_lost_the_lock_leaves_what_it_was_refused_to_the_one_that_has_it(
    intents: Intents, table: str
) -> None:
    intent = an_intent(intents)
    intents.open(intent)
    LockItem(area(table, Area.LOCK), LOCK, run="another").save()

    with pytest.raises(LockLostError):
        intents.retract(intent)

    assert intents.still_open(STEP) == [intent]


def test_what_was_refused_is_forgotten_by_the_run_that_has_the_lock(intents: Intents) -> None:
    intent = an_intent(intents)
    intents.open(intent)

    intents.retract(intent)

    assert intents.still_open(STEP) == []


def test_open_intents_come_oldest_first_and_for_their_own_step_only(intents: Intents) -> None:
    first, second = an_intent(intents), an_intent(intents)
    other = an_intent(intents, step="post_xero_sales_payments")

    for intent in (second, other, first):
        intents.open(intent)

    assert intents.still_open(STEP) == [first, second]


def test_two_intents_of_one_moment_have_times_of_their_own(intents: Intents) -> None:
    assert intents.now() < intents.now()


def test_a_run_that_lost_the_lock_writes_no_intent(intents: Intents, table: str) -> None:
    LockItem(area(table, Area.LOCK), LOCK, run="another").save()

    with pytest.raises(LockLostError):
        intents.open(an_intent(intents))

    assert intents.still_open(STEP) == []


def test_a_run_whose_lock_was_released_writes_no_intent(intents: Intents, table: str) -> None:
    LockItem(area(table, Area.LOCK), LOCK).delete()

    with pytest.raises(LockLostError):
        intents.open(an_intent(intents))


def test_what_is_too_big_to_be_noted_is_refused_before_it_is_sent(intents: Intents) -> None:
    with pytest.raises(InvalidDataError, match="too big"):
        check_size(an_intent(intents, body=Random(1).randbytes(400_000).hex()))
