"""One mechanism for every search: filters, pages, sorting, and the quirks that bite."""

import pytest

from sandbox.stand_ins.brightpearl.search import Resource
from sandbox.stand_ins.brightpearl.searches import RESOURCES
from tests.sandbox.brightpearl_calls import Caller

ORDERS = "/order-service/order-search"
PAYMENTS = "/accounting-service/customer-payment-search"


def with_orders(count: int) -> tuple[Caller, list[int]]:
    caller = Caller()
    contact = caller.a_contact()
    return caller, [caller.an_order(contact=contact) for _ in range(count)]


def test_rows_are_positional_and_the_columns_are_told() -> None:
    caller, [order] = with_orders(1)

    found = caller.get(ORDERS).response
    row = caller.rows(ORDERS)[0]

    assert isinstance(found["results"][0], list)
    assert (row["orderId"], row["orderTypeId"], row["orderStatusId"]) == (order, 1, 3)
    assert found["metaData"]["columns"][0] == {
        "name": "orderId",
        "sortable": True,
        "filterable": True,
        "reportDataType": "IDSET",
        "referenceData": [],
        "isFreeTextSearchable": False,
        "required": False,
    }


def test_a_search_that_finds_nothing_has_no_first_and_last_result() -> None:
    body = Caller().get(ORDERS).body

    assert body["response"]["results"] == []
    assert body["reference"] == {}
    metadata = body["response"]["metaData"]
    assert (metadata["resultsAvailable"], metadata["resultsReturned"], metadata["morePagesAvailable"]) == (0, 0, False)
    assert not {"firstResult", "lastResult"} & metadata.keys()


def test_pages_follow_each_other_to_the_end() -> None:
    caller, orders = with_orders(5)
    seen: list[int] = []
    first, more = 1, True

    while more:
        found = caller.get(f"{ORDERS}?pageSize=2&firstResult={first}").response
        seen += [row[0] for row in found["results"]]
        more, first = found["metaData"]["morePagesAvailable"], found["metaData"]["lastResult"] + 1

    assert seen == orders


def test_the_reference_names_only_what_is_on_the_page() -> None:
    caller, [order] = with_orders(1)
    caller.do("move_order", order=order, status=4)

    reference = caller.get(ORDERS).body["reference"]

    assert reference["orderTypeNames"] == {"1": "SALES_ORDER"}
    assert reference["orderStatusNames"] == {"4": "Invoiced"}


def test_columns_can_be_chosen_and_ordered() -> None:
    caller, [order] = with_orders(1)

    assert caller.get(f"{ORDERS}?columns=orderStatusId,orderId").response["results"] == [[3, order]]


@pytest.mark.parametrize("sort", ["orderId.DESC", "orderId%7CDESC", "orderTypeId.ASC,orderId.DESC"])
def test_rows_can_be_sorted(sort: str) -> None:
    caller, orders = with_orders(3)

    assert caller.ids(f"{ORDERS}?sort={sort}") == orders[::-1]


def test_counting_only_returns_no_rows() -> None:
    caller, _ = with_orders(3)

    found = caller.get(f"{ORDERS}?countOnly=true").response

    assert (found["results"], found["metaData"]["resultsAvailable"]) == ([], 3)


@pytest.mark.parametrize(
    ("parameter", "told"),
    [
        ("orderStatusId=BAD PARAM", "orderStatusId\\u003dBAD PARAM cannot be parsed as: INTEGER"),
        ("orderId=100-", "orderId\\u003d100- cannot be parsed as: IDSET"),
        ("updatedOn=2026-06-15T12:00:00%2B01:00", "cannot be parsed as: PERIOD"),
        ("updatedOn=2026-06-15T12:00:00+01:00/", "cannot be parsed as: PERIOD"),
    ],
    ids=["integer", "open range", "period without a slash", "a plus that became a space"],
)
def test_a_filter_of_the_wrong_type_is_a_500(parameter: str, told: str) -> None:
    reply = Caller().get(f"{ORDERS}?{parameter}")

    assert (reply.status, reply.code) == (500, "CMNC-018")
    assert told in reply.text


@pytest.mark.parametrize(
    ("period", "found"),
    [
        ("2026-06-15T12:00:00Z/", True),
        ("2026-06-15T12:00:00Z%2F", True),
        ("2026-06-15T13:00:00.000%2B01:00/", True),
        ("/2026-06-15T12:00:00Z", True),
        ("2026-06-15/", True),
        ("2026-06-15T12:00:01Z/", False),
        ("2026-06-15T10:00:00Z/2026-06-15T11:59:59Z", False),
        ("2026-06-15T11:59:59Z/2026-06-15T12:00:01Z", True),
    ],
)
def test_a_period_has_two_ends_of_which_one_may_be_open(period: str, found: bool) -> None:
    caller, orders = with_orders(1)

    assert caller.ids(f"{ORDERS}?createdOn={period}") == (orders if found else [])


def test_whether_a_period_includes_its_ends_is_a_switch() -> None:
    caller, orders = with_orders(1)
    exact = f"{ORDERS}?createdOn=2026-06-15T12:00:00Z/"

    assert caller.ids(exact) == orders
    caller.switch(period_bounds="exclusive")
    assert caller.ids(exact) == []


def test_an_order_that_was_never_updated_is_missed_by_updated_on() -> None:
    caller, [order] = with_orders(1)
    since = "2026-06-01T00:00:00Z/"

    assert caller.rows(ORDERS)[0]["updatedOn"] is None
    assert caller.ids(f"{ORDERS}?updatedOn={since}") == []
    assert caller.ids(f"{ORDERS}?createdOn={since}") == [order]
    caller.do("edit_order", order=order, reference="new")
    assert caller.ids(f"{ORDERS}?updatedOn={since}") == [order]


def test_a_contact_that_was_never_updated_is_found_as_of_its_creation() -> None:
    caller = Caller()
    contact = caller.a_contact()

    assert caller.ids("/contact-service/contact-search?updatedOn=2026-06-15T12:00:00Z/") == [contact]


@pytest.mark.parametrize(
    ("filters", "positions"),
    [
        ("orderId={0},{2}", [0, 2]),
        ("orderId={0}-{1}", [0, 1]),
        ("orderTypeId=1,3", [0, 1, 2]),
        ("orderTypeId=2", []),
        ("orderStatusId=3&orderId={1}", [1]),
    ],
)
def test_filters_combine(filters: str, positions: list[int]) -> None:
    caller, orders = with_orders(3)

    found = caller.ids(f"{ORDERS}?{filters.format(*orders)}")

    assert found == [orders[position] for position in positions]


@pytest.mark.parametrize(("habit", "status"), [("ignored", 200), ("error", 400)])
def test_an_unknown_parameter_is_a_switch(habit: str, status: int) -> None:
    caller = Caller()
    caller.switch(unknown_parameter=habit)

    assert caller.get(f"{ORDERS}?nonsense=1&pageSize=10").status == status


@pytest.mark.parametrize(("habit", "status"), [("clamp", 200), ("error", 400)])
def test_a_page_beyond_five_hundred_is_a_switch(habit: str, status: int) -> None:
    caller = Caller()
    caller.switch(oversized_page=habit)

    assert caller.get(f"{ORDERS}?pageSize=501").status == status


@pytest.mark.parametrize("parameter", ["sort=nonsense.ASC", "columns=nonsense", "sort=orderId.UP"])
def test_unknown_columns_cannot_be_asked_for(parameter: str) -> None:
    assert Caller().get(f"{ORDERS}?{parameter}").status == 400


def test_a_lagging_index_shows_a_change_only_later() -> None:
    caller, [order] = with_orders(1)
    caller.clock.advance(minutes=10)
    caller.switch(search_lag_seconds=60)
    caller.do("pay_order", order=order)
    caller.do("move_order", order=order, status=4)

    at_once = caller.ids(f"{ORDERS}?orderStatusId=4"), caller.ids(PAYMENTS)
    caller.clock.advance(seconds=60)

    assert at_once == ([], [])
    assert (caller.ids(f"{ORDERS}?orderStatusId=4"), caller.ids(PAYMENTS)) == ([order], [9001])


def test_supplier_payments_always_tell_of_500_results_and_ignore_ranges_of_ids() -> None:
    caller = Caller()
    supplier = caller.a_contact(supplier=True)
    for _ in range(3):
        order = caller.an_order(contact=supplier, type="PO")
        caller.do("pay_order", order=order)

    found = caller.get("/accounting-service/supplier-payment-search?paymentId=1-5").response

    assert [row[0] for row in found["results"]] == [9001, 9002, 9003]
    assert (found["metaData"]["resultsAvailable"], found["metaData"]["resultsReturned"]) == (500, 3)
    assert caller.ids("/accounting-service/supplier-payment-search?paymentId=9002") == [9002]


def test_a_payment_row_reads_as_brightpearl_writes_it() -> None:
    caller, [order] = with_orders(1)
    caller.do("pay_order", order=order, amount="100", day="2026-06-14", transaction_ref="REF-1")

    row = caller.get(PAYMENTS).response["results"][0]

    assert row == [
        9001, "REF-1", None, "CARD", "RECEIPT", order, 1, "GBP", "0.00", "100.00", None,
        "2026-06-14T00:00:00.000+01:00", "2026-06-15T13:00:00.000+01:00", 31001,
    ]  # fmt: skip


@pytest.mark.parametrize(("sign", "told"), [("+", "120.00"), ("-", "-120.00")])
def test_the_sign_of_a_refund_is_a_switch(sign: str, told: str) -> None:
    caller, [order] = with_orders(1)
    credit = caller.do("create_credit", order=order)["order"]
    caller.do("refund_order", order=credit)
    caller.switch(refund_amount_sign=sign)

    assert [(row["paymentType"], row["amountPaid"]) for row in caller.rows(PAYMENTS)] == [("PAYMENT", told)]


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda resource: resource.path)
def test_every_search_tells_of_its_columns_and_can_be_searched(resource: Resource) -> None:
    caller = Caller()

    described = caller.get(f"{resource.path}/meta-data").response["columns"]

    assert [column["name"] for column in described] == [column.name for column in resource.columns]
    assert caller.get(f"{resource.path}/").status == 200


def test_searching_by_text_finds_parts_of_it_in_any_case() -> None:
    caller = Caller()
    caller.a_product(sku="A-1", name="Blue Mug")
    mug = caller.a_product(sku="A-2", name="Red mug")

    assert caller.ids("/product-service/product-search?productName=RED") == [mug]
    assert caller.ids("/product-service/product-search?SKU=A-2") == [mug]
    assert caller.ids("/product-service/product-search?SKU=a-2") == []
