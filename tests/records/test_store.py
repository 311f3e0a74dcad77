"""The store: together or not at all, never over somebody else's work, and nothing that grows with what is done already."""

from decimal import Decimal
from functools import partial
from random import Random

import pytest
from msgspec.structs import replace

from sandbox.stand_ins.clock import ManualClock
from shared.errors import ErrorClass, TransientError
from shared.kinds import Kind
from shared.records.record import Record
from shared.records.status import Status
from shared.records.store import Store
from shared.records.transactions import TOO_BIG, Change, Event
from shared.records.transitions import archived, failed, sent, waiting
from tests.records.builders import AT, STEP, a_problem, a_record, a_source

KEY = (Kind.SALES_INVOICE, "2001")


def posted(record: Record, remote_id: str = "xero-1") -> Change:
    after = sent(record, source_hash=record.source_hash, fingerprint=record.fingerprint, remote_id=remote_id, at=AT)
    return Change(before=record, after=after, event=Event(what="posted"), links=(remote_id,))


def taken(store: Store, *ids: str) -> list[Record]:
    store.take([a_source(record_id) for record_id in ids])
    found = store.get_many((Kind.SALES_INVOICE, record_id) for record_id in ids)
    return [found[Kind.SALES_INVOICE, record_id] for record_id in ids]


def claiming(record: Record, name: str) -> Change:
    after = sent(
        record, source_hash=record.source_hash, fingerprint=record.fingerprint, remote_id="", claim=name, at=AT
    )
    return Change(before=record, after=after)


def test_a_name_is_claimed_with_the_record_and_let_go_with_it(store: Store) -> None:
    (record,) = taken(store, "1")
    store.apply([claiming(record, "byron ltd")])
    claimed = store.claims(["byron ltd", "nobody", ""])

    (now,) = store.get_many([record.key]).values()
    store.apply([claiming(now, "quay ltd")])

    assert claimed == {"byron ltd": "1"}
    assert store.claims(["byron ltd", "quay ltd"]) == {"quay ltd": "1"}


def test_a_name_goes_from_one_to_another_in_one_transaction(store: Store) -> None:
    first, second = taken(store, "1", "2")
    store.apply([claiming(first, "byron ltd")])

    (now,) = store.get_many([first.key]).values()
    store.apply([claiming(second, "byron ltd"), claiming(now, "quay ltd")])

    assert store.claims(["byron ltd", "quay ltd"]) == {"byron ltd": "2", "quay ltd": "1"}


def test_a_name_that_is_too_long_for_a_key_is_claimed_all_the_same(store: Store) -> None:
    (record,) = taken(store, "1")

    store.apply([claiming(record, "ü" * 600)])

    assert store.claims(["ü" * 600, "ü" * 601]) == {"ü" * 600: "1"}


def test_a_record_comes_back_as_it_went_in(store: Store) -> None:
    store.take([a_source()])

    record = store.get(*KEY)

    assert record == replace(a_record(), fetched_at=AT, changed_at=AT)
    assert record is not None
    assert record.document["total"] == Decimal("12.00")


def test_fetching_the_same_again_writes_nothing(store: Store) -> None:
    store.take([a_source()])

    assert store.take([a_source()]) == []


def test_the_same_source_twice_in_one_reading_is_one_record(store: Store) -> None:
    store.take([a_source(), a_source(source_hash="source-2", fingerprint="payload-2")])

    record = store.get(*KEY)

    assert record is not None
    assert record.source_hash == "source-2"
    assert store.counts()[Kind.SALES_INVOICE][Status.PENDING] == 1


def test_record_link_event_and_count_change_together(store: Store) -> None:
    (record,) = taken(store, "2001")

    store.apply([posted(record)])

    assert store.linked(["xero-1"]) == {"xero-1": KEY}
    assert [event.what for event in store.history(*KEY)] == ["posted"]
    assert store.counts()[Kind.SALES_INVOICE] == {**dict.fromkeys(Status, 0), Status.SENT: 1}


def test_who_comes_too_late_changes_nothing(store: Store) -> None:
    (record,) = taken(store, "2001")
    store.apply([Change(before=record, after=archived(record, at=AT))])

    late = store.apply([posted(record)])

    current = store.get(*KEY)
    assert len(late) == 1
    assert current is not None
    assert current.status == Status.ARCHIVE
    assert store.linked(["xero-1"]) == {}
    assert store.history(*KEY) == []


def test_one_that_is_too_late_does_not_keep_the_others_of_its_transaction(store: Store) -> None:
    first, second, third = taken(store, "1", "2", "3")
    store.apply([Change(before=second, after=archived(second, at=AT))])

    late = store.apply([posted(first, "x1"), posted(second, "x2"), posted(third, "x3")])

    assert [change.after.id for change in late] == ["2"]
    assert set(store.linked(["x1", "x2", "x3"])) == {"x1", "x3"}
    assert store.counts()[Kind.SALES_INVOICE][Status.SENT] == 2


def test_a_lost_race_is_read_and_decided_again(store: Store) -> None:
    (stale,) = taken(store, "2001")
    store.apply([Change(before=stale, after=archived(stale, at=AT))])

    store.revise([stale], posted)

    current = store.get(*KEY)
    assert current is not None
    assert (current.status, current.archived_from) == (Status.ARCHIVE, Status.SENT)
    assert store.linked(["xero-1"]) == {"xero-1": KEY}


def shared(record: Record, *together: str, remote_id: str = "xero-1") -> Change:
    return replace(posted(record, remote_id), together=together)


def test_records_that_are_one_document_there_share_its_link(store: Store) -> None:
    first, second = taken(store, "1", "2")

    late = store.apply([shared(first, "1", "2"), shared(second, "1", "2")])

    assert late == []
    assert store.links(["xero-1"]) == {"xero-1": ((Kind.SALES_INVOICE, "1"), (Kind.SALES_INVOICE, "2"))}
    assert store.linked(["xero-1"]) == {"xero-1": (Kind.SALES_INVOICE, "1")}


def test_a_shared_link_is_written_by_whichever_of_the_records_comes_in_time(store: Store) -> None:
    first, second = taken(store, "1", "2")
    store.apply([Change(before=first, after=archived(first, at=AT))])

    late = store.apply([shared(first, "1", "2"), shared(second, "1", "2")])

    assert [change.after.id for change in late] == ["1"]
    assert len(store.links(["xero-1"])["xero-1"]) == 2


def test_a_record_may_join_a_link_as_the_first_one(store: Store) -> None:
    first, second = taken(store, "1", "2")
    store.apply([posted(second)])

    late = store.apply([shared(first, "1", "2")])

    assert late == []
    assert store.linked(["xero-1"]) == {"xero-1": (Kind.SALES_INVOICE, "1")}


def test_a_shared_link_is_not_stolen_by_records_that_do_not_share_it(store: Store) -> None:
    first, second, third = taken(store, "1", "2", "3")
    store.apply([posted(first)])

    late = store.apply([shared(second, "2", "3"), shared(third, "2", "3")])

    assert [change.after.id for change in late] == ["2", "3"]
    assert store.linked(["xero-1"]) == {"xero-1": (Kind.SALES_INVOICE, "1")}


def test_a_link_is_never_stolen(store: Store) -> None:
    first, second = taken(store, "1", "2")
    store.apply([posted(first, "xero-1")])

    with pytest.raises(TransientError, match="sales invoice SI-2 was changed by somebody else"):
        store.revise([second], lambda record: posted(record, "xero-1"))

    current = store.get(Kind.SALES_INVOICE, "2")
    assert store.linked(["xero-1"]) == {"xero-1": (Kind.SALES_INVOICE, "1")}
    assert current is not None
    assert current.status == Status.PENDING


def test_two_records_cannot_take_one_link_in_the_same_transaction(store: Store) -> None:
    first, second = taken(store, "1", "2")

    late = store.apply([posted(first, "xero-1"), posted(second, "xero-1")])

    assert len(late) == 1
    assert len(store.linked(["xero-1"])) == 1


def test_an_illegal_move_is_refused(store: Store) -> None:
    (record,) = taken(store, "2001")
    store.apply([posted(record)])
    (current,) = store.get_many([KEY]).values()

    with pytest.raises(ValueError, match="cannot go from Sent to Pending"):
        store.apply([Change(before=current, after=replace(current, status=Status.PENDING))])


def test_many_changes_go_in_several_transactions_and_all_arrive(store: Store) -> None:
    records = taken(store, *(str(number) for number in range(150)))

    late = store.apply([posted(record, f"xero-{record.id}") for record in records])

    assert late == []
    assert store.counts()[Kind.SALES_INVOICE][Status.SENT] == 150
    assert len(store.linked([f"xero-{number}" for number in range(150)])) == 150


def test_more_than_a_transaction_may_weigh_is_written_in_halves(store: Store) -> None:
    noise = Random(1)
    sources = [a_source(str(number), document={"noise": noise.randbytes(150_000).hex()}) for number in range(40)]

    store.take(sources)

    assert store.counts()[Kind.SALES_INVOICE][Status.PENDING] == 40


def test_a_document_that_does_not_fit_is_an_error_that_says_so(store: Store) -> None:
    source = a_source(document={"noise": Random(1).randbytes(400_000).hex()})

    store.take([source])

    record = store.get(*KEY)
    assert record is not None
    assert record.status == Status.ERROR
    assert record.failure is not None
    assert "too big" in record.failure.problem.message
    assert store.take([source]) == []


def test_a_history_line_that_does_not_fit_does_not_hold_up_its_record(store: Store) -> None:
    (record,) = taken(store, "2001")
    change = replace(posted(record), event=Event(what="posted", detail=Random(1).randbytes(400_000).hex()))

    store.apply([change])

    (line,) = store.history(*KEY)
    assert line.detail == TOO_BIG


def test_due_records_come_oldest_first_and_in_pages(store: Store) -> None:
    dates = {"1": "2026-11-03", "2": "2026-11-01", "3": "2026-11-02"}
    store.take([a_source(number, summary=replace(a_source().summary, date=day)) for number, day in dates.items()])

    pages = [[record.id for record in page] for page in store.due(STEP, together=2)]

    assert pages == [["2", "3"], ["1"]]


def test_records_are_found_by_number_and_by_day(store: Store) -> None:
    summary = a_source().summary
    store.take(
        [
            a_source("1", summary=replace(summary, number="Mill-7", date="2026-11-02")),
            a_source("2", summary=replace(summary, number="MILL-8", date="2026-11-02")),
            a_source("3", summary=replace(summary, number="MILL-7", date="2026-11-20")),
        ]
    )

    assert {line.id for line in store.numbered(Kind.SALES_INVOICE, "mill-7")} == {"1", "3"}
    assert {line.id for line in store.dated(Kind.SALES_INVOICE, "2026-11-02", "2026-11-19")} == {"1", "2"}
    assert {line.id for line in store.dated(Kind.SALES_INVOICE, "2026-11-03", "2026-11-20")} == {"3"}


def test_a_page_of_which_nothing_is_due_any_more_does_not_end_the_reading(store: Store) -> None:
    records = taken(store, "1", "2", "3")
    pages = store.due(STEP, together=1)
    assert [record.id for record in next(pages)] == ["1"]

    store.apply([posted(records[1])])

    assert [[record.id for record in page] for page in pages] == [["3"]]


def test_what_is_sent_archived_or_waits_for_a_person_is_not_due(store: Store) -> None:
    first, second, third, fourth = taken(store, "1", "2", "3", "4")
    given_up = failed(third, a_problem(ErrorClass.DATA), settings_version=1, at=AT)
    passing = failed(fourth, a_problem(ErrorClass.TRANSIENT), settings_version=1, at=AT)
    assert given_up is not None
    assert passing is not None

    store.apply(
        [
            posted(first),
            Change(before=second, after=archived(second, at=AT)),
            Change(before=third, after=given_up),
            Change(before=fourth, after=passing),
        ]
    )

    assert [record.id for page in store.due(STEP, together=10) for record in page] == ["4"]


def test_counts_equal_records_after_anything(store: Store) -> None:
    chance = Random(5)
    records = taken(store, *(str(number) for number in range(12)))
    moves = (
        lambda record: posted(record, f"x{record.id}").after,
        lambda record: archived(record, at=AT),
        lambda record: failed(record, a_problem(), settings_version=1, at=AT),
        waiting,
    )

    for _ in range(40):
        current = list(store.get_many(record.key for record in chance.sample(records, 4)).values())
        move = chance.choice(moves)
        wanted = [(record, move(record)) for record in current if record.status != Status.ARCHIVE]
        store.apply([Change(before=before, after=after) for before, after in wanted if after is not None])

    counts = store.counts()[Kind.SALES_INVOICE]
    assert counts == {status: len(list(store.by_status(Kind.SALES_INVOICE, status))) for status in Status}
    assert sum(counts.values()) == 12


def test_history_is_kept_in_order_with_the_settings_it_was_made_under(store: Store, clock: ManualClock) -> None:
    (record,) = taken(store, "2001")
    for event in (Event(what="one"), Event(what="two"), Event(what="three")):
        store.revise([record], partial(_noted, event=event))
        clock.advance(seconds=1)

    assert [event.what for event in store.history(*KEY)] == ["one", "two", "three"]
    assert {event.settings_version for event in store.history(*KEY)} == {3}


def _noted(record: Record, *, event: Event) -> Change:
    return Change(before=record, after=record, event=event)


def test_connections_do_not_see_each_other(store: Store, clock: ManualClock) -> None:
    taken(store, "2001")

    other = Store(connection=f"{store.connection}-b", clock=clock.now)

    assert other.get(*KEY) is None
    assert other.counts() == {}
    assert list(other.due(STEP, together=10)) == []
