"""What becomes of a sent record when one side takes back or changes what both had, and when a person decides about it."""

import pytest
from msgspec.structs import replace

from shared.kinds import Kind, System
from shared.records.apart import (
    BY_BUTTON,
    BY_HAND,
    TAKEN_BACK,
    accepted,
    agreed_again,
    arrived_deleted,
    changed_there,
    gone_on_both_sides,
    gone_there,
    is_to_go,
    left_as_is,
    parted,
    posted_anew,
    reapplied,
)
from shared.records.fetched_again import deleted_unsent, fetched_again, taken_back
from shared.records.record import CREDITED, Fetched, Record
from shared.records.standing import Standing, Way
from shared.records.status import Status
from shared.records.transitions import archived, refetched, sent, unarchived
from tests.records.builders import AT, STEP, a_record, a_source

UNINVOICED = a_source(source_hash="source-2", document={"version": "2"}, withdrawn="order un-invoiced in Brightpearl")
DELETED = replace(
    UNINVOICED,
    document={"version": "1", "withdrawn": "order deleted in Brightpearl"},
    withdrawn="order deleted in Brightpearl",
)


def a_sent_record() -> Record:
    return sent(
        a_record(),
        source_hash="source-1",
        fingerprint="payload-1",
        remote_id="xero-1",
        remote_number="SI-2001",
        at=AT,
    )


def changed(record: Record, total: str = "15.00") -> Record:
    found = changed_there(record.called, [f"the total is {total} there, it was 12.00"], agreed="then", theirs=total)
    return parted(record, found, settings_version=3, at=AT) or record


def gone(record: Record) -> Record:
    return (
        parted(record, gone_there(record.called, "VOIDED", agreed="", theirs=""), settings_version=3, at=AT) or record
    )


def read_again(record: Record, *, number: str = "", **other: str) -> Record:
    source = a_source(source_hash="source-3", document={"version": "3"}, **{"fingerprint": "payload-3", **other})
    named: Fetched = replace(source, summary=replace(source.summary, number=number or source.summary.number))
    return refetched(record, named, at=AT) or record


def test_what_was_withdrawn_keeps_its_id_and_what_was_posted() -> None:
    record = a_sent_record()

    withdrawn = taken_back(record, UNINVOICED, settings_version=3, at=AT)

    assert withdrawn is not None
    assert (withdrawn.status, withdrawn.standing, withdrawn.due_step) == (Status.ERROR, Standing.WITHDRAWN, None)
    assert (withdrawn.remote_id, withdrawn.before, withdrawn.document) == ("xero-1", record.document, {"version": "2"})
    assert withdrawn.failure is not None
    assert withdrawn.failure.problem.message == (
        "order un-invoiced in Brightpearl; SI-2001 over 12.00 is still open in Xero"
    )


def test_it_is_said_once() -> None:
    withdrawn = taken_back(a_sent_record(), UNINVOICED, settings_version=3, at=AT)

    assert withdrawn is not None
    assert taken_back(withdrawn, UNINVOICED, settings_version=3, at=AT) is None


@pytest.mark.parametrize(("fingerprint", "status"), [("payload-3", Status.UPDATED), ("payload-1", Status.UPDATED)])
def test_what_is_invoiced_again_is_due(fingerprint: str, status: Status) -> None:
    withdrawn = taken_back(a_sent_record(), UNINVOICED, settings_version=3, at=AT)
    assert withdrawn is not None

    back = read_again(withdrawn, fingerprint=fingerprint)

    assert (back.status, back.apart, back.due_step, back.failure) == (status, None, STEP, None)


@pytest.mark.parametrize(("aside", "due"), [(False, STEP), (True, None)], ids=["an error", "archived"])
def test_what_comes_back_while_it_is_being_credited_waits_for_that_and_what_is_archived_stays_so(
    *, aside: bool, due: str | None
) -> None:
    withdrawn = taken_back(a_sent_record(), UNINVOICED, settings_version=3, at=AT)
    assert withdrawn is not None
    being_credited = replace(withdrawn, fields={CREDITED: "SI-1-CR"})
    back = a_source(source_hash="source-3", document={"version": "3"})

    waits = fetched_again(archived(being_credited, at=AT) if aside else being_credited, back, settings_version=3, at=AT)

    assert waits is not None
    assert (waits.due_step, waits.document, waits.remote_id) == (due, {"version": "3"}, withdrawn.remote_id)
    assert waits.is_credited


def test_left_as_it_was_and_invoiced_again_as_it_was_there_is_nothing_to_do() -> None:
    withdrawn = taken_back(a_sent_record(), UNINVOICED, settings_version=3, at=AT)
    assert withdrawn is not None

    back = read_again(left_as_is(withdrawn, at=AT), fingerprint="payload-1")

    assert (back.status, back.apart, back.due_step) == (Status.SENT, None, None)


@pytest.mark.parametrize("xero_first", [True, False])
def test_what_is_gone_on_both_sides_waits_in_whichever_order(xero_first: bool) -> None:
    if xero_first:
        both = taken_back(gone(a_sent_record()), UNINVOICED, settings_version=3, at=AT)
    else:
        withdrawn = taken_back(a_sent_record(), UNINVOICED, settings_version=3, at=AT)
        both = withdrawn and gone_on_both_sides(withdrawn, at=AT)

    assert both is not None
    assert (both.status, both.remote_id, both.due_step, both.failure, both.apart) == (
        Status.PENDING,
        "",
        None,
        None,
        None,
    )
    assert both.held == "it was taken back in Brightpearl, and SI-2001 is gone in Xero"
    assert read_again(both).due_step == STEP


@pytest.mark.parametrize("xero_first", [True, False])
@pytest.mark.parametrize("left", [True, False])
def test_what_is_deleted_and_gone_there_rests_in_the_archive(xero_first: bool, left: bool) -> None:
    record = gone(a_sent_record()) if xero_first else taken_back(a_sent_record(), DELETED, settings_version=3, at=AT)
    assert record is not None
    record = left_as_is(record, at=AT) if left else record

    both = taken_back(record, DELETED, settings_version=3, at=AT) if xero_first else gone_on_both_sides(record, at=AT)

    assert both is not None
    assert (both.status, both.remote_id, both.due_step, both.failure, both.apart) == (
        Status.ARCHIVE,
        "",
        None,
        None,
        None,
    )
    assert both.held == "it was taken back in Brightpearl, and SI-2001 is gone in Xero"
    back = unarchived(both, at=AT)
    assert (back.status, back.due_step, back.held) == (Status.PENDING, None, both.held)


def test_a_payment_that_was_deleted_in_xero_and_then_here_rests_too() -> None:
    record = replace(a_sent_record(), status=Status.ERROR, document={"version": "1", "deleted": True})
    source = replace(DELETED, document={**record.document, **DELETED.document})

    both = taken_back(record, source, settings_version=3, at=AT)

    assert both is not None
    assert (both.status, both.remote_id, both.held) == (
        Status.ARCHIVE,
        "",
        "it was taken back in Brightpearl, and SI-2001 is gone in Xero",
    )


@pytest.mark.parametrize("status", [Status.PENDING, Status.ERROR, Status.ARCHIVE])
def test_what_was_never_sent_and_is_deleted_rests_and_says_so_once(status: Status) -> None:
    record = replace(a_record(), status=status, held="waits until SI-2001 is in Xero")

    resting = deleted_unsent(record, DELETED, at=AT)

    assert resting is not None
    assert (resting.status, resting.held, resting.due_step) == (Status.ARCHIVE, "order deleted in Brightpearl", None)
    assert resting.failure is None
    assert deleted_unsent(resting, DELETED, at=AT) is None


def test_what_was_deleted_on_its_way_is_said_once_it_is_there() -> None:
    """It rested already, and nobody would look at it."""
    resting = deleted_unsent(a_record(), DELETED, at=AT)
    assert resting is not None
    there = sent(
        resting, source_hash="source-1", fingerprint="payload-1", remote_id="xero-1", remote_number="SI-2001", at=AT
    )

    told = arrived_deleted(there, settings_version=3, at=AT)

    assert (told.status, told.standing, told.remote_id) == (Status.ERROR, Standing.WITHDRAWN, "xero-1")
    assert told.failure is not None
    assert told.failure.problem.message == "order deleted in Brightpearl; SI-2001 over 12.00 is still open in Xero"
    assert arrived_deleted(a_sent_record(), settings_version=3, at=AT) == a_sent_record()


def a_withdrawn_payment(origin: System = System.BRIGHTPEARL) -> Record:
    record = replace(a_sent_record(), kind=Kind.SALES_PAYMENT, origin=origin)
    return taken_back(record, UNINVOICED, settings_version=3, at=AT) or record


def test_only_brightpearl_s_own_payments_are_taken_back_in_xero() -> None:
    ours, theirs = a_withdrawn_payment(), a_withdrawn_payment(System.XERO)

    assert (ours.ways, theirs.ways) == ((Way.REAPPLY, Way.LEAVE), (Way.LEAVE,))
    assert ours.failure is not None
    assert theirs.failure is not None
    assert (ours.failure.problem.hint, theirs.failure.problem.hint) == (BY_BUTTON, BY_HAND)


def test_what_is_to_be_taken_back_is_due_until_somebody_leaves_it() -> None:
    going = reapplied(a_withdrawn_payment(), at=AT)

    assert (going.status, going.due_step, going.apart, going.decided) == (
        Status.UPDATED,
        STEP,
        Standing.WITHDRAWN,
        Way.REAPPLY,
    )
    assert is_to_go(going)
    left = left_as_is(going, at=AT)
    assert (left.status, left.decided, is_to_go(left)) == (Status.SENT, None, False)


@pytest.mark.parametrize("decided", [True, False])
@pytest.mark.parametrize("aside", [True, False])
def test_a_payment_that_is_gone_on_both_sides_rests(decided: bool, aside: bool) -> None:
    record = reapplied(a_withdrawn_payment(), at=AT) if decided else a_withdrawn_payment()

    rests = gone_on_both_sides(archived(record, at=AT) if aside else record, at=AT)

    assert (rests.archived_from if aside else rests.status) == Status.SENT
    assert (rests.remote_id, rests.due_step, rests.held, rests.apart, rests.decided) == ("", None, "", None, None)
    assert rests.notes == (TAKEN_BACK,)


def test_a_payment_that_was_not_deleted_after_all_goes_again() -> None:
    rests = gone_on_both_sides(a_withdrawn_payment(), at=AT)

    back = read_again(rests, fingerprint="payload-1")

    assert (back.status, back.due_step, back.remote_id) == (Status.UPDATED, STEP, "")


def test_a_change_there_is_said_again_only_when_it_is_another() -> None:
    record = changed(a_sent_record())

    assert changed(record) is record
    assert changed(record, "16.00").theirs == "16.00"
    assert changed(record, "16.00").agreed == "then"


def test_a_change_there_and_one_here_are_a_change_on_both_sides() -> None:
    both = read_again(read_again(changed(a_sent_record())), fingerprint="payload-4")

    assert (both.status, both.standing) == (Status.ERROR, Standing.BOTH)
    assert both.failure is not None
    assert both.failure.problem.message.count("it has changed in Brightpearl since, too") == 1


@pytest.mark.parametrize("way", [accepted, agreed_again])
def test_what_was_accepted_or_changed_back_agrees(way: object) -> None:
    settled = way(changed(a_sent_record()), at=AT)  # type: ignore[operator]

    assert (settled.status, settled.standing, settled.failure, settled.due_step) == (
        Status.SENT,
        Standing.AGREES,
        None,
        None,
    )


def test_accepting_takes_an_edit_of_ours_for_done() -> None:
    both = read_again(changed(a_sent_record()))

    settled = accepted(both, at=AT)

    assert (settled.posted, settled.before, settled.notes[0][:25]) == ("payload-3", None, "accepted as it is in Xero")


def test_accepting_what_cannot_be_mapped_here_keeps_what_was_posted_to_compare_with() -> None:
    both = read_again(changed(a_sent_record()), fingerprint="")

    settled = accepted(both, at=AT)

    assert (settled.status, settled.posted, settled.agrees) == (Status.SENT, "payload-1", False)


def test_changed_back_with_an_edit_of_ours_that_edit_goes() -> None:
    both = read_again(changed(a_sent_record()))

    back = agreed_again(both, at=AT)

    assert (back.status, back.due_step, back.posted) == (Status.UPDATED, STEP, "payload-1")


def test_what_is_reapplied_goes_as_a_whole() -> None:
    back = reapplied(accepted(changed(a_sent_record()), at=AT), at=AT)

    assert (back.status, back.due_step, back.posted, back.before, back.notes) == (Status.UPDATED, STEP, "", None, ())


def test_what_was_left_says_how_it_stands_and_goes_with_the_next_edit() -> None:
    left = left_as_is(changed(a_sent_record()), at=AT)

    assert (left.status, left.standing, left.failure) == (Status.SENT, Standing.CHANGED_THERE, None)
    assert left.notes[0].startswith("left as it is: sales invoice SI-2001 was changed in Xero")
    assert read_again(left).status == Status.UPDATED
    assert read_again(left, fingerprint="payload-1").standing == Standing.CHANGED_THERE


def test_what_is_gone_goes_anew_when_a_person_says_so_or_it_has_another_number() -> None:
    record = gone(a_sent_record())

    by_person, renumbered = posted_anew(record, at=AT), read_again(record, number="SI-9")

    for anew in (by_person, renumbered):
        assert (anew.status, anew.remote_id, anew.due_step, anew.apart) == (Status.PENDING, "", STEP, None)
    assert read_again(record).status == Status.ERROR


def test_what_was_put_aside_stays_aside_and_comes_back_as_an_error() -> None:
    aside = replace(a_sent_record(), status=Status.ARCHIVE, archived_from=Status.SENT)

    found = changed(aside)

    assert (found.status, found.archived_from, found.apart) == (Status.ARCHIVE, Status.ERROR, Standing.CHANGED_THERE)
