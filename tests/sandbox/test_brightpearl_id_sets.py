"""Ids in paths: the grammar, the limit, and what is not there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.stand_ins.brightpearl.id_sets import IdOrderError, IdSetError, compress, parse_id_set
from tests.sandbox.brightpearl_calls import Caller


@given(st.sets(st.integers(min_value=1, max_value=500), min_size=1))
def test_what_is_compressed_is_read_back_as_it_was(ids: set[int]) -> None:
    assert set(parse_id_set(compress(ids))) == ids


@pytest.mark.parametrize(
    ("text", "ids"),
    [("8", [8]), ("3-5", [3, 4, 5]), ("1,5,9-11", [1, 5, 9, 10, 11]), ("9.5.1", [9, 5, 1])],
)
def test_the_grammar_of_id_sets(text: str, ids: list[int]) -> None:
    assert list(parse_id_set(text)) == ids


@pytest.mark.parametrize("text", ["5,1", "1,1", "9-5", "1-5,4", "1-5,5"])
def test_ids_that_do_not_ascend_are_out_of_order(text: str) -> None:
    with pytest.raises(IdOrderError):
        parse_id_set(text)


@pytest.mark.parametrize("text", ["", "x", "100-", "-5", "1,,2", "1.2,3", "1-2.3"])
def test_what_is_no_id_set_is_refused(text: str) -> None:
    with pytest.raises(IdSetError):
        parse_id_set(text)


@pytest.mark.parametrize(
    ("ids", "code"), [("5,1", "CMNC-006"), ("abc", "CMNC-007"), ("1-201", "CMNC-009")], ids=["order", "text", "number"]
)
def test_a_bad_set_in_a_path_is_a_400(ids: str, code: str) -> None:
    reply = Caller().get(f"/order-service/order/{ids}")

    assert (reply.status, reply.code) == (400, code)


def test_two_hundred_ids_are_allowed() -> None:
    assert Caller().get("/order-service/order/1-200").response == []


def test_answers_do_not_come_in_the_order_asked_for() -> None:
    caller = Caller()
    contact = caller.a_contact()
    ids = [caller.an_order(contact=contact) for _ in range(8)]

    answered = [order["id"] for order in caller.get(f"/order-service/order/{ids[0]}-{ids[-1]}").response]

    assert sorted(answered) == ids != answered


@pytest.mark.parametrize(("habit", "status"), [("found", 200), ("404", 404), ("400", 400)])
def test_a_set_with_a_missing_id_is_a_switch(habit: str, status: int) -> None:
    caller = Caller()
    caller.switch(mixed_id_set=habit)
    order = caller.an_order()

    assert caller.get(f"/order-service/order/{order},{order + 1}").status == status
    assert caller.get(f"/order-service/order/{order}").status == 200


def test_options_lists_only_what_exists() -> None:
    caller = Caller()
    contact = caller.a_contact()
    orders = [caller.an_order(contact=contact) for _ in range(4)]
    caller.do("delete_order", order=orders[1])

    uris = caller.call("OPTIONS", "/order-service/order/1-5000").response["getUris"]

    assert uris == [f"/order/{orders[0]},{orders[2]}-{orders[3]}"]
    assert caller.call("OPTIONS", "/order-service/order/1-5").response == {"getUris": []}


def test_options_cuts_what_exists_into_sets_of_two_hundred() -> None:
    caller = Caller()
    for _ in range(205):
        caller.a_contact()

    uris = caller.call("OPTIONS", "/contact-service/contact").response["getUris"]

    assert uris == ["/contact/20101-20300", "/contact/20301-20305"]


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/contact-service/contact/7", "No Contact Found"),
        ("/product-service/product-price/7", "No Product Prices Found"),
        ("/product-service/price-list/77", "No Price Lists Found"),
        ("/integration-service/webhook/99999", "No webhooks available in ID Set 99999"),
    ],
)
def test_most_resources_answer_404_for_what_is_not_there(path: str, message: str) -> None:
    reply = Caller().get(path)

    assert (reply.status, reply.body) == (404, {"errors": [{"code": "CMNC-404", "message": message}]})


def test_a_missing_order_is_an_empty_answer() -> None:
    assert Caller().get("/order-service/order/7").body == {"response": []}


def test_a_refusal_bears_the_name_of_the_answer_it_stands_for() -> None:
    caller = Caller()

    assert caller.get("/contact-service/contact/7").headers["Message-Type"] == "get-contact"
    assert caller.get("/nonsense").headers["Message-Type"] == "api-proxy"
