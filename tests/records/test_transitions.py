"""Whatever happens to a record, in whatever order, it moves along legal moves only and nothing of it is forgotten."""

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from shared.errors import ErrorClass
from shared.records import apart
from shared.records.apart import Parted
from shared.records.failure import MAX_TRANSIENT_ATTEMPTS, retries_by_itself
from shared.records.fetched_again import taken_back
from shared.records.record import Record
from shared.records.standing import Standing, Way
from shared.records.status import MOVES, Status, may_become
from shared.records.transitions import (
    archived,
    asked_again,
    doubtful,
    failed,
    held,
    refetched,
    retried,
    sent,
    unarchived,
    waiting,
)
from tests.records.builders import AT, STEP, a_problem, a_record, a_source

Happening = Callable[[Record], Record | None]

VERSIONS = st.sampled_from(["1", "2", "3"])


def a_fetch(version: str, mappable: bool, reason: str) -> Happening:
    source = a_source(
        source_hash=f"source-{version}",
        document={"version": version},
        fingerprint=f"payload-{version}" if mappable else "",
        held=reason,
    )
    return lambda record: refetched(record, source, at=AT)


def an_arrival(version: str, remote_id: str) -> Happening:
    return lambda record: sent(
        record, source_hash=f"source-{version}", fingerprint=f"payload-{version}", remote_id=remote_id, at=AT
    )


def a_failure(error_class: ErrorClass, remote_id: str, altered: bool) -> Happening:
    problem = a_problem(error_class)
    return lambda record: failed(
        record, problem, settings_version=1, remote_id=remote_id, altered=altered and bool(remote_id), at=AT
    )


def a_withdrawal(version: str) -> Happening:
    source = a_source(source_hash=f"withdrawn-{version}", document={"version": version}, withdrawn="order un-invoiced")

    def happening(record: Record) -> Record | None:
        return taken_back(record, source, settings_version=1, at=AT) if record.in_remote else None

    return happening


def a_finding(standing: Standing) -> Happening:
    found = Parted(standing=standing, message="it was changed in Xero", hint="look", theirs="now", agreed="then")
    return lambda record: (
        apart.parted(record, found, settings_version=1, at=AT) if record.in_remote and record.apart is None else None
    )


CHANGES: dict[Way, Callable[..., Record]] = {
    Way.REAPPLY: apart.reapplied,
    Way.ACCEPT: apart.accepted,
    Way.POST_ANEW: apart.posted_anew,
    Way.CREDIT: apart.credited,
    Way.LEAVE: apart.left_as_is,
}


def a_way_out(way: Way) -> Happening:
    """A person is offered a way only where the standing has it."""
    offered = (Status.ERROR, Status.SENT)
    return lambda record: CHANGES[way](record, at=AT) if way in record.ways and record.status in offered else None


HAPPENINGS = st.one_of(
    st.builds(a_withdrawal, VERSIONS),
    st.builds(a_finding, st.sampled_from([Standing.CHANGED_THERE, Standing.BOTH, Standing.GONE])),
    st.builds(a_way_out, st.sampled_from(list(CHANGES))),
    st.just(lambda record: apart.agreed_again(record, at=AT) if record.apart else None),
    st.builds(a_fetch, VERSIONS, st.booleans(), st.sampled_from(["", "no reference yet"])),
    st.builds(an_arrival, VERSIONS, st.sampled_from(["", "xero-1"])),
    st.builds(a_failure, st.sampled_from(ErrorClass), st.sampled_from(["", "xero-1"]), st.booleans()),
    st.just(lambda record: held(record, "waits", at=AT)),
    st.just(lambda record: doubtful(record, at=AT)),
    st.just(lambda record: archived(record, at=AT)),
    st.just(lambda record: unarchived(record, at=AT)),
    st.just(lambda record: retried(record, at=AT)),
)


def after(happenings: list[Happening]) -> Record:
    record = a_record()
    for happening in happenings:
        record = happening(record) or record
    return record


LIVES = st.lists(HAPPENINGS, max_size=12).map(after)


@given(record=LIVES, happening=HAPPENINGS)
def test_no_illegal_move_comes_out_of_anything_that_can_happen(record: Record, happening: Happening) -> None:
    changed = happening(record) or record

    assert may_become(record.status, changed.status), f"{record.status} to {changed.status}"


@given(record=LIVES)
def test_what_was_put_aside_comes_back_as_it_was(record: Record) -> None:
    there_and_back = unarchived(archived(record, at=AT), at=AT)

    if record.status not in (Status.ARCHIVE, Status.SENT):
        assert there_and_back.status == record.status
    assert (there_and_back.remote_id, there_and_back.posted) == (record.remote_id, record.posted)
    assert there_and_back.archived_from is None


@given(record=LIVES, happening=HAPPENINGS)
def test_a_record_put_aside_is_not_woken_by_anything_but_a_person(record: Record, happening: Happening) -> None:
    aside = archived(record, at=AT)

    changed = happening(aside) or aside

    assert changed.due_step is None or changed.status != Status.ARCHIVE
    assert changed.archived_from != Status.ARCHIVE


@given(record=LIVES)
def test_an_error_has_a_reason_and_nothing_else_has(record: Record) -> None:
    visible = record.archived_from or record.status

    assert (record.failure is not None) == (visible == Status.ERROR)


@given(record=LIVES)
def test_what_waits_without_a_reason_is_due(record: Record) -> None:
    if record.status in (Status.PENDING, Status.UPDATED) and not record.held:
        assert record.due_step == STEP


@given(record=LIVES, happening=HAPPENINGS)
def test_a_remote_id_is_forgotten_only_where_it_is_gone(record: Record, happening: Happening) -> None:
    changed = happening(replace(record, remote_id="xero-1")) or record

    gone = [""] if record.apart is Standing.GONE else []
    assert changed.remote_id in ("xero-1", record.remote_id, *gone)


def test_a_sent_record_does_not_fail_before_it_is_due_again() -> None:
    record = replace(a_record(), status=Status.SENT, remote_id="xero-1")

    assert failed(record, a_problem(), settings_version=1, at=AT) is None
    assert waiting(record).status == Status.UPDATED


def test_a_sent_record_that_never_needed_to_be_there_becomes_updated_and_not_pending() -> None:
    record = sent(a_record(), source_hash="source-1", fingerprint="payload-1", remote_id="", at=AT)

    source = a_source(source_hash="source-2", document={"version": "2"}, fingerprint="payload-2")
    changed = refetched(record, source, at=AT)

    assert changed is not None
    assert changed.status == Status.UPDATED


def test_a_source_that_changes_while_it_is_posted_stays_due() -> None:
    record = replace(a_record(), source_hash="source-2")

    changed = sent(record, source_hash="source-1", fingerprint="payload-1", remote_id="xero-1", at=AT)

    assert (changed.status, changed.due_step) == (Status.SENT, STEP)


def test_an_edit_that_changes_nothing_of_the_payload_wakes_nothing() -> None:
    record = sent(a_record(), source_hash="source-1", fingerprint="payload-1", remote_id="xero-1", at=AT)

    changed = refetched(record, a_source(source_hash="source-2"), at=AT)

    assert changed is not None
    assert (changed.status, changed.due_step) == (Status.SENT, None)


def test_an_edit_that_changes_nothing_of_what_was_refused_leaves_the_error() -> None:
    refused = failed(
        a_record(), a_problem(), settings_version=1, source_hash="source-1", fingerprint="payload-1", at=AT
    )
    assert refused is not None

    same = refetched(refused, a_source(source_hash="source-2"), at=AT)
    other = refetched(refused, a_source(source_hash="source-2", fingerprint="payload-2"), at=AT)

    assert same is not None
    assert same.status == Status.ERROR
    assert other is not None
    assert other.status == Status.PENDING


def test_a_refusal_of_an_older_version_says_nothing_of_this_one() -> None:
    record = replace(a_record(), source_hash="source-2")

    refused = failed(record, a_problem(), settings_version=1, source_hash="source-1", fingerprint="payload-1", at=AT)

    assert refused is not None
    assert refused.fingerprint == ""


def test_a_passing_error_is_tried_again_so_often_and_then_waits_for_a_person() -> None:
    record = a_record()
    for _ in range(MAX_TRANSIENT_ATTEMPTS):
        assert record.due_step == STEP
        record = failed(record, a_problem(ErrorClass.TRANSIENT), settings_version=1, at=AT) or record

    assert record.due_step is None
    assert not retries_by_itself(record.failure)
    assert retried(record, at=AT).due_step == STEP


def test_waiting_for_another_record_costs_no_second_write() -> None:
    problem = a_problem(ErrorClass.DEPENDENCY)
    record = failed(a_record(), problem, settings_version=1, at=AT)

    assert record is not None
    assert failed(record, problem, settings_version=1, at=AT) is None


def test_a_lost_amendment_makes_the_version_posted_last_doubtful() -> None:
    record = sent(a_record(), source_hash="source-1", fingerprint="payload-1", remote_id="xero-1", at=AT)

    doubted = doubtful(record, at=AT)

    assert doubted is not None
    assert (doubted.posted, doubted.remote_id) == ("", "xero-1")


def test_the_table_of_moves_is_the_one_that_was_agreed() -> None:
    assert {status.value: sorted(after.value for after in MOVES[status]) for status in Status} == {
        "Pending": ["Archive", "Error", "Sent"],
        "Sent": ["Archive", "Error", "Updated"],
        "Updated": ["Archive", "Error", "Sent"],
        "Error": ["Archive", "Pending", "Sent", "Updated"],
        "Archive": ["Error", "Pending", "Sent", "Updated"],
    }


def agreed() -> Record:
    return sent(a_record(), source_hash="source-1", fingerprint="payload-1", remote_id="xero-1", at=AT)


def edited(record: Record, *, by_these_rules: str, fingerprint: str = "payload-2", version: str = "2") -> Record:
    """Fetch it again as `fingerprint`, by rules that make `by_these_rules` of the version before."""
    document = {"version": version}
    source = replace(
        a_source(source_hash=f"source-{version}", document=document),
        fingerprint=lambda asked: fingerprint if asked == document else by_these_rules,
    )
    changed = refetched(record, source, at=AT)
    assert changed is not None
    return changed


def test_new_rules_alone_leave_a_record_sent_and_later_versions_are_compared_by_them() -> None:
    changed = edited(agreed(), by_these_rules="payload-2")
    again = edited(changed, by_these_rules="not asked", version="3")

    for record in (changed, again):
        assert (record.status, record.due_step, record.posted, record.outdated) == (
            Status.SENT,
            None,
            "payload-2",
            True,
        )
        assert record.before is None


def test_new_rules_alone_leave_a_record_that_was_put_aside_as_it_is() -> None:
    changed = edited(archived(agreed(), at=AT), by_these_rules="payload-2")

    assert unarchived(changed, at=AT).status == Status.SENT


def test_a_change_that_matters_keeps_what_was_posted_until_it_is_posted_again() -> None:
    first = agreed()
    changed = edited(edited(first, by_these_rules="payload-1"), by_these_rules="", fingerprint="payload-3", version="3")
    posted = sent(changed, source_hash="source-3", fingerprint="payload-3", remote_id="xero-1", at=AT)

    assert (changed.status, changed.before) == (Status.UPDATED, first.document)
    assert (posted.before, posted.outdated) == (None, False)


def test_what_cannot_be_mapped_by_any_rules_is_no_agreement() -> None:
    changed = edited(agreed(), by_these_rules="", fingerprint="")

    assert changed.status == Status.UPDATED


def test_what_old_rules_have_made_goes_as_a_whole_when_a_person_asks_for_it() -> None:
    outdated, up_to_date = edited(agreed(), by_these_rules="payload-2"), agreed()

    assert (asked_again(outdated, at=AT).posted, asked_again(up_to_date, at=AT).posted) == ("", "payload-1")


def test_what_was_due_is_held_by_a_reason_that_is_new_though_its_source_is_the_same() -> None:
    record = a_record()

    stopped = refetched(record, a_source(held="its status is not in the settings"), at=AT)

    assert stopped is not None
    assert (stopped.status, stopped.held, stopped.due_step) == (
        Status.PENDING,
        "its status is not in the settings",
        None,
    )
    assert refetched(stopped, a_source(held="its status is not in the settings"), at=AT) is None
