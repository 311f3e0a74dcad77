"""Listings: newest first, in pages, filtered and searched, at the same price whatever there is."""

import pytest
from msgspec.structs import replace

from sandbox.proof.in_process import Connector
from shared.errors import ErrorClass, Problem
from shared.records.cursors import CursorError, encoded
from shared.records.failure import MAX_TRANSIENT_ATTEMPTS
from shared.records.filter import Filter
from shared.records.listing import MOST_REQUESTS, Listing
from shared.records.status import Status
from shared.records.transactions import Change
from shared.records.transitions import failed
from tests.api.calls import Caller, counted
from tests.api.scenes import KIND, an_invoice, make_error, record, take

PATH = "/sales-invoices"


def ids(caller: Caller, **query: str) -> list[str]:
    return [record["id"] for record in caller.get(PATH, **query).body["records"]]


def every_page(caller: Caller, **query: str) -> list[list[str]]:
    pages, cursor = [], ""
    while True:
        body = caller.get(PATH, **query, **({"cursor": cursor} if cursor else {})).body
        pages.append([record["id"] for record in body["records"]])
        cursor = body["next_cursor"]
        if not cursor:
            return pages


def test_the_newest_document_comes_first_and_the_higher_number_of_a_day(operator: Caller, deployed: Connector) -> None:
    take(deployed, an_invoice(9), an_invoice(10), an_invoice(3, day="2026-10-02"))

    assert ids(operator) == ["3", "10", "9"]


def test_a_line_says_what_a_bookkeeper_needs(operator: Caller, deployed: Connector) -> None:
    take(deployed, an_invoice(1, reference="PO 7"))
    make_error(deployed, 1, "tax code 'T9' has no Xero tax rate")

    (line,) = operator.get(PATH).body["records"]

    assert (line["number"], line["reference"], line["contact"], line["status"]) == (
        "SI-1",
        "PO 7",
        "Ada Lovelace Ltd",
        "Error",
    )
    assert line["error"]["message"] == "tax code 'T9' has no Xero tax rate"
    assert line["error"]["hint"] == "put it right"
    assert line["error"]["needs_person"] is True


def test_a_number_that_was_refused_is_none_of_the_other_system(operator: Caller, deployed: Connector) -> None:
    take(deployed, an_invoice(1))
    before = record(deployed, 1)
    problem = Problem(error_class=ErrorClass.DATA, message="it was refused", hint="")
    after = failed(before, problem, settings_version=1, remote_number="SI-1", at=deployed.clock.now())
    assert after is not None
    deployed.store.apply([Change(before=before, after=after)])

    (line,) = operator.get(PATH).body["records"]

    assert line["remote_number"] == ""


def test_pages_follow_each_other_without_gap_or_repetition(operator: Caller, deployed: Connector) -> None:
    take(deployed, *(an_invoice(number) for number in range(1, 8)))

    assert every_page(operator, limit="3") == [["7", "6", "5"], ["4", "3", "2"], ["1"]]


def test_the_oldest_can_come_first(operator: Caller, deployed: Connector) -> None:
    take(deployed, *(an_invoice(number, day=f"2026-10-0{number % 3 + 1}") for number in range(1, 8)))
    make_error(deployed, 4)

    newest = [one for page in every_page(operator, limit="3") for one in page]
    oldest = every_page(operator, limit="3", order="oldest")

    assert [len(page) for page in oldest] == [3, 3, 1]
    assert [one for page in oldest for one in page] == newest[::-1]
    assert ids(operator, order="oldest", status="Pending", limit="2") == ["3", "6"]


def test_a_status_changed_between_two_pages_moves_nothing(operator: Caller, deployed: Connector) -> None:
    take(deployed, *(an_invoice(number) for number in range(1, 6)))
    first = operator.get(PATH, limit="2").body
    make_error(deployed, 2, "something")

    second = operator.get(PATH, limit="2", cursor=first["next_cursor"]).body

    assert [record["id"] for record in second["records"]] == ["3", "2"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"status": "Error"}, ["1"]),
        ({"status": "Pending"}, ["4", "3", "2"]),
        ({"status": "Sent"}, []),
        ({"from_": "2026-10-03"}, ["4", "3"]),
        ({"to": "2026-10-02"}, ["2", "1"]),
        ({"from_": "2026-10-02", "to": "2026-10-03"}, ["3", "2"]),
        ({"status": "Pending", "from_": "2026-10-03", "to": "2026-10-03"}, ["3"]),
        ({"from_": "2026-10-03", "to": "2026-10-02"}, []),
        ({"status": "Pending", "from_": "2026-10-04", "to": "2026-10-01"}, []),
        ({"status": "Error", "cause": "something"}, ["1"]),
        ({"cause": "something else"}, []),
        ({"reason": "needs-you"}, ["1"]),
        ({"status": "Error", "reason": "retrying"}, []),
        ({"reason": "held"}, []),
    ],
    ids=str,
)
def test_filters_admit_what_they_say(
    operator: Caller, deployed: Connector, query: dict[str, str], expected: list[str]
) -> None:
    take(deployed, *(an_invoice(number, day=f"2026-10-0{number}") for number in range(1, 5)))
    make_error(deployed, 1, "something")

    assert ids(operator, **query) == expected


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("SI-1", ["101", "100"]),
        ("si-100", ["100"]),
        ("ada lov", ["100"]),
        ("ADA", ["100"]),
        ("po 77", ["101"]),
        ("101", ["101"]),
        ("7", ["7", "30"]),
        ("nobody", []),
        ("<script>", ["7"]),
        ("SI-1 ", ["101", "100"]),
    ],
)
def test_a_search_finds_number_name_reference_and_id_whatever_the_case(
    operator: Caller, deployed: Connector, q: str, expected: list[str]
) -> None:
    take(
        deployed,
        an_invoice(100),
        an_invoice(101, name="Grace Hopper", reference="PO 77040"),
        an_invoice(7, name="<script>alert(1)</script>"),
        an_invoice(30, day="2026-09-30", name="7 Seas Trading"),
    )

    assert [one for page in every_page(operator, q=q) for one in page] == expected


@pytest.mark.parametrize(
    ("error_class", "attempts", "reason"),
    [
        (ErrorClass.DATA, 1, "needs-you"),
        (ErrorClass.MAPPING, 1, "needs-you"),
        (ErrorClass.TRANSIENT, 1, "retrying"),
        (ErrorClass.TRANSIENT, MAX_TRANSIENT_ATTEMPTS, "needs-you"),
        (ErrorClass.DEPENDENCY, 1, "retrying"),
    ],
)
def test_errors_that_need_a_person_are_kept_apart_from_those_that_are_tried_again(
    operator: Caller, deployed: Connector, error_class: ErrorClass, attempts: int, reason: str
) -> None:
    take(deployed, an_invoice(1), an_invoice(2))
    for attempt in range(attempts):
        make_error(deployed, 1, f"attempt {attempt}", error_class=error_class)

    found = {wanted: ids(operator, reason=wanted) for wanted in ("needs-you", "retrying")}

    assert found == {"needs-you": [], "retrying": [], reason: ["1"]}
    assert operator.get(PATH, status="Error").body["records"][0]["error"]["needs_person"] is (reason == "needs-you")


def test_what_is_held_is_told_from_what_merely_waits(operator: Caller, deployed: Connector) -> None:
    take(deployed, an_invoice(1), replace(an_invoice(2), held="waits until its document is in Xero"))

    assert ids(operator, reason="held") == ["2"]


def test_what_is_found_twice_is_listed_once(operator: Caller, deployed: Connector) -> None:
    take(deployed, an_invoice(5, name="SI-5 Ltd", reference="SI-5"), an_invoice(6, name="SI-5 Ltd"))

    found = [one for page in every_page(operator, q="SI-5", limit="1") for one in page]

    assert sorted(found) == ["5", "6"]


def test_a_search_can_be_filtered_too(operator: Caller, deployed: Connector) -> None:
    take(deployed, an_invoice(1, day="2026-10-01"), an_invoice(2, day="2026-11-01"))
    make_error(deployed, 2, "something")

    assert ids(operator, q="ada", status="Error") == ["2"]
    assert ids(operator, q="ada", to="2026-10-31") == ["1"]


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"limit": "200"},
        {"status": "Error", "limit": "200"},
        {"q": "ada"},
        {"q": "SI-5"},
        {"q": "12"},
        {"q": "nobody"},
        {"status": "Error"},
        {"cause": "nothing like it"},
        {"reason": "held"},
        {"order": "oldest"},
        {"from_": "2026-10-01", "to": "2026-10-02"},
    ],
    ids=str,
)
def test_a_page_takes_at_most_three_requests(operator: Caller, deployed: Connector, query: dict[str, str]) -> None:
    take(deployed, *(an_invoice(number) for number in range(1, 60)))

    with counted() as calls:
        answer = operator.get(PATH, **query)

    assert answer.status == 200
    assert 1 <= len(calls) <= MOST_REQUESTS


def test_a_page_costs_the_same_whatever_there_is(operator: Caller, deployed: Connector) -> None:
    take(deployed, *(an_invoice(number) for number in range(1, 20)))
    with counted() as few:
        operator.get(PATH, limit="5")
    take(deployed, *(an_invoice(number) for number in range(20, 300)))

    with counted() as many:
        operator.get(PATH, limit="5")

    assert many == few


@pytest.mark.parametrize(
    "cursor",
    [
        "nonsense",
        "",
        encoded([0, "2026-10-01#1", ""]),
        encoded([5, "2026-10-01#1", "1"]),
        encoded([0, "2027", "1"]),
        encoded([True, "x", "1"]),
        encoded({"path": 0}),  # type: ignore[arg-type]
        "W10",
        "ÿÿÿ",
        encoded([0, "\ud800", "1"]),
        "[" * 1000,
    ],
    ids=range(11),
)
def test_a_cursor_that_was_not_given_out_is_refused(operator: Caller, cursor: str) -> None:
    if not cursor:
        assert operator.get(PATH, cursor=cursor).status == 200
        return

    refused = operator.get(PATH, cursor=cursor, to="2026-11-01")

    assert (refused.status, refused.fields) == (404, ["cursor"])


def test_a_cursor_of_another_listing_is_refused(deployed: Connector) -> None:
    take(deployed, *(an_invoice(number) for number in range(1, 4)))
    listing = Listing(connection=deployed.connection)
    cursor = listing.page(KIND, Filter(), limit=1).cursor

    with pytest.raises(CursorError):
        listing.page(KIND, Filter(search="grace"), cursor=cursor, limit=1)


def test_an_unknown_connection_is_said_to_be_unknown(operator: Caller) -> None:
    stranger = Caller(handler=operator.handler, connection="nowhere")

    answer = stranger.get(PATH)

    assert (answer.status, answer.fields) == (404, ["connection"])


def test_another_connection_s_records_are_not_listed(operator: Caller, deployed: Connector) -> None:
    take(deployed, an_invoice(1))

    elsewhere = Listing(connection=f"{deployed.connection}x").page(KIND, Filter(), limit=10)

    assert elsewhere.lines == ()
    assert ids(operator) == ["1"]


def test_statuses_are_listed_from_an_index_that_follows_them(operator: Caller, deployed: Connector) -> None:
    take(deployed, an_invoice(1))

    make_error(deployed, 1, "something")

    assert ids(operator, status=Status.PENDING) == []
    assert ids(operator, status=Status.ERROR) == ["1"]
