"""Searches find every row that is there all the while, once, however the rows around it come and go."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta, timezone
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.brightpearl.client import Brightpearl
from shared.brightpearl.id_sets import chunks
from shared.brightpearl.searches import period
from shared.errors import AnswerError, TransientError
from shared.http.wire import open_session
from tests.clients.doubles import Line, Network, Said, a_brightpearl
from tests.clients.searched import Searched, a_page, adding, taking_out

SINCE = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)


def over(network: Network) -> tuple[Brightpearl, Line]:
    brightpearl, line = a_brightpearl()
    line.network = network
    line.use(open_session(network))
    return brightpearl, line


def order_ids(pages: Iterable[list[dict[str, object]]], key: str = "orderId") -> list[object]:
    return [row[key] for page in pages for row in page]


def queries(line: Line) -> list[dict[str, str]]:
    parsed = [parse_qs(urlsplit(str(request.url)).query) for request in line.network.sent]
    return [{name: values[0] for name, values in query.items()} for query in parsed]


def search(brightpearl: Brightpearl, *, after: int = 0) -> list[object]:
    pages = brightpearl.search("order-search", {"orderTypeId": "1"}, columns=("orderId",), key="orderId", after=after)
    return order_ids(pages)


def test_rows_are_named_by_the_answers_own_columns() -> None:
    brightpearl, _ = a_brightpearl(a_page(["contactId", "orderId", "updatedOn"], [[7, 2002, None]]))

    pages = list(brightpearl.search("order-search", {}, columns=("orderId", "contactId"), key="orderId"))

    assert pages == [[{"contactId": 7, "orderId": 2002, "updatedOn": None}]]


def test_a_search_asks_for_its_columns_in_the_order_of_its_key() -> None:
    brightpearl, line = a_brightpearl(a_page(["orderId"], []))

    assert search(brightpearl) == []

    assert line.network.addresses() == [
        "GET /public-api/shop/order-service/order-search?orderTypeId=1&columns=orderId&sort=orderId.ASC&pageSize=500"
    ]


def test_the_next_page_is_everything_above_the_last_id() -> None:
    brightpearl, line = over(Searched(range(1, 1201)))

    assert search(brightpearl) == list(range(1, 1201))

    assert [query.get("orderId") for query in queries(line)] == [None, "501-2147483647", "1001-2147483647"]


def test_a_full_last_page_needs_no_empty_one_after_it() -> None:
    brightpearl, line = over(Searched(range(1, 501)))

    search(brightpearl)

    assert len(line.network.sent) == 1


def test_a_search_goes_on_where_it_was_cut_off() -> None:
    brightpearl, line = over(Searched(range(1, 701)))

    assert search(brightpearl, after=640) == list(range(641, 701))

    assert len(line.network.sent) == 1


def test_rows_that_leave_while_paging_hide_no_others() -> None:
    brightpearl, _ = over(Searched(range(1, 1001), taking_out(*range(1, 400))))

    assert set(range(400, 1001)) <= set(search(brightpearl))


def test_an_answer_out_of_order_is_an_error_for_it_could_hide_rows() -> None:
    brightpearl, _ = a_brightpearl(a_page(["orderId"], [[5], [3]]))

    with pytest.raises(AnswerError, match="order of orderId"):
        search(brightpearl)


def test_an_answer_that_ignores_the_range_is_an_error_and_no_endless_loop() -> None:
    page = a_page(["orderId"], [[number] for number in range(1, 501)], more=True)
    brightpearl, line = a_brightpearl(page, page, page)

    with pytest.raises(AnswerError):
        search(brightpearl)

    assert len(line.network.sent) == 2


@pytest.mark.parametrize(
    "body",
    [{}, {"response": []}, {"response": {"results": [[1, 2]], "metaData": {"columns": [{"name": "orderId"}]}}}],
    ids=["no response", "no result", "cells without columns"],
)
def test_an_answer_that_is_no_search_result_is_not_an_empty_one(body: object) -> None:
    brightpearl, _ = a_brightpearl(Said(body=body))

    with pytest.raises(AnswerError):
        search(brightpearl)


def supplier_payments(brightpearl: Brightpearl) -> list[object]:
    pages = brightpearl.payments_created(None, supplier=True)
    return order_ids(pages, "paymentId")


@pytest.mark.parametrize("count", [0, 1, 499, 500, 501, 999, 1000, 1499])
def test_supplier_payments_are_paged_by_number_until_a_short_page(count: int) -> None:
    brightpearl, line = over(Searched(range(1, count + 1), by_key=False))

    assert supplier_payments(brightpearl) == list(range(1, count + 1))

    pages = [query.get("firstResult", "1") for query in queries(line)]
    assert pages == [str(first) for first in range(1, count + 1, 499)][: len(pages)] or count == 0
    assert len(pages) <= count // 499 + 1


def test_supplier_payments_deleted_while_paging_hide_no_others() -> None:
    brightpearl, _ = over(Searched(range(1, 1001), taking_out(*range(1, 300)), by_key=False))

    found = supplier_payments(brightpearl)

    assert set(range(300, 1001)) <= set(found)
    assert len(found) == len(set(found))


def test_a_search_that_never_holds_still_is_left_to_the_next_cycle() -> None:
    changes = [taking_out(*range(first, first + 5)) for first in range(1, 200, 5)]
    brightpearl, _ = over(Searched(range(1, 1001), *changes, by_key=False))

    with pytest.raises(TransientError, match="kept changing"):
        supplier_payments(brightpearl)


@settings(max_examples=40, deadline=None)
@given(
    ids=st.sets(st.integers(1, 60), max_size=60),
    gone=st.lists(st.sets(st.integers(1, 60), max_size=8), max_size=3),
    come=st.lists(st.sets(st.integers(1, 60), max_size=8), max_size=3),
)
def test_whatever_comes_and_goes_a_row_that_stays_is_found_once(
    ids: set[int], gone: list[set[int]], come: list[set[int]]
) -> None:
    changes = [taking_out(*out) for out in gone] + [adding(*new) for new in come]
    brightpearl, _ = over(Searched(ids, *changes, page=7))

    found = search(brightpearl)

    assert len(found) == len(set(found))
    assert ids - set().union(*gone) <= set(found)


def changed(brightpearl: Brightpearl, resource: str = "order-search", key: str = "orderId") -> list[list[object]]:
    pages = brightpearl.changed(resource, SINCE, columns=(key,), key=key)
    return [order_ids([page], key) for page in pages]


def test_what_is_new_and_what_is_changed_come_in_one_order_and_once() -> None:
    updated = a_page(["orderId"], [[2], [5], [9]])
    created = a_page(["orderId"], [[1], [5], [7]])
    brightpearl, line = a_brightpearl(updated, created)

    assert changed(brightpearl) == [[1, 2, 5, 7, 9]]

    assert [query.get("updatedOn") for query in queries(line)] == ["2026-11-01T07:59:59.000Z/", None]
    assert [query.get("createdOn") for query in queries(line)] == [None, "2026-11-01T07:59:59.000Z/"]


def test_changes_come_in_lists_that_one_read_by_id_can_take() -> None:
    brightpearl, line = over(Searched(range(1, 1001)))

    lists = changed(brightpearl)

    assert lists == list(chunks(range(1, 1001)))
    assert len(line.network.sent) == 4


@pytest.mark.parametrize(
    ("resource", "key", "dates"),
    [
        ("product-search", "productId", ["updatedOn", "createdOn"]),
        ("contact-search", "contactId", ["updatedOn", "createdOn"]),
        ("goods-movement-search", "goodsMovementId", ["updatedOn"]),
        ("customer-payment-search", "paymentId", ["createdOn"]),
        ("supplier-payment-search", "paymentId", ["createdOn"]),
    ],
)
def test_each_search_is_narrowed_by_the_dates_it_has(resource: str, key: str, dates: list[str]) -> None:
    brightpearl, line = a_brightpearl(*[a_page([key], [])] * 2)

    assert changed(brightpearl, resource, key) == []

    asked = [date for query in queries(line) for date in ("updatedOn", "createdOn") if date in query]
    assert asked == dates


def test_without_a_beginning_everything_is_searched_once() -> None:
    brightpearl, line = a_brightpearl(a_page(["orderId"], [[1]]))

    pages = brightpearl.changed(
        "order-search", None, filters={"orderStatusId": "4"}, columns=("orderId",), key="orderId"
    )

    assert order_ids(pages) == [1]
    assert queries(line)[0].keys() == {"orderStatusId", "columns", "sort", "pageSize"}


def test_a_period_is_written_in_utc_and_a_second_wider() -> None:
    berlin = timezone(timedelta(hours=1))

    text = period(datetime(2026, 11, 1, 9, 0, 0, 250_000, berlin), datetime(2026, 11, 1, 10, 0, tzinfo=berlin))

    assert text == "2026-11-01T07:59:59.250Z/2026-11-01T09:00:01.000Z"


def test_payments_of_many_orders_take_one_search_and_those_of_orders_in_between_are_left_out() -> None:
    orders = [*range(1, 401), *range(404, 901), 999]
    brightpearl, line = a_brightpearl(a_page(["paymentId", "orderId"], [[1, 400], [2, 402], [3, 404], [4, 999]]))

    rows = brightpearl.payments_of_orders(orders, supplier=False)

    assert [row["paymentId"] for row in rows] == [1, 3, 4]
    assert [query["orderId"] for query in queries(line)] == ["1-900,999"]
