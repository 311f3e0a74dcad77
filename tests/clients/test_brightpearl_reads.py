"""Reads by id: every id is found, missing or refused, one bad id hides no good ones, and a failure is never "none"."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.brightpearl.client import Brightpearl
from shared.brightpearl.id_sets import compress
from shared.brightpearl.sets import Found
from shared.errors import AnswerError, RequestRefusedError, TransientError
from tests.clients.doubles import Line, Said, a_brightpearl
from tests.clients.searched import ids_in

NOT_FOUND = Said(status=404, body={"errors": [{"code": "CMNC-404", "message": "No Contact Found"}]})


def orders(*ids: int) -> Said:
    return Said(body={"response": [{"id": number} for number in ids]})


def existing(*ids: int) -> Said:
    return Said(body={"response": {"getUris": [f"/order/{compress(ids)}"] if ids else []}})


def refusal(text: str = "The ID does not exist") -> Said:
    return Said(status=400, body={"errors": [{"code": "CMNC-011", "message": text}]})


def paths(line: Line) -> list[str]:
    addresses = [address.partition("?")[0] for address in line.network.addresses()]
    return [address.replace("/public-api/shop/", "") for address in addresses]


def test_orders_are_read_two_hundred_at_a_time_and_indexed_by_id() -> None:
    brightpearl, line = a_brightpearl(orders(*range(200, 0, -1)), orders(320, 201))

    found = brightpearl.orders([320, *range(1, 202)])

    assert found.items[320] == {"id": 320}
    assert len(found.items) == 202
    assert paths(line) == ["GET order-service/order/1-200", "GET order-service/order/201,320"]
    assert "includeOptional=customFields,nullCustomFields" in line.network.addresses()[0]


def test_ids_that_an_answer_leaves_out_are_missing() -> None:
    brightpearl, _ = a_brightpearl(orders(1))

    assert brightpearl.orders([1, 2]) == Found(items={1: {"id": 1}}, missing=frozenset([2]))


def test_nothing_asked_is_nothing_called() -> None:
    brightpearl, line = a_brightpearl()

    assert brightpearl.orders([]) == Found()
    assert line.network.sent == []


def test_a_refused_set_is_asked_which_ids_exist() -> None:
    brightpearl, line = a_brightpearl(NOT_FOUND, existing(1, 3), orders(1, 3))

    found = brightpearl.orders([1, 2, 3])

    assert found == Found(items={1: {"id": 1}, 3: {"id": 3}}, missing=frozenset([2]))
    assert paths(line) == [
        "GET order-service/order/1-3",
        "OPTIONS order-service/order/1-3",
        "GET order-service/order/1,3",
    ]


def test_when_none_of_a_set_exists_two_calls_are_enough() -> None:
    brightpearl, line = a_brightpearl(NOT_FOUND, existing())

    assert brightpearl.orders(range(1, 201)) == Found(missing=frozenset(range(1, 201)))
    assert len(line.network.sent) == 2


def test_an_id_that_exists_and_is_refused_is_isolated_and_reported() -> None:
    brightpearl, _ = a_brightpearl(_world(found={1, 2, 4}, refused={3}))

    found = _read_all(brightpearl, [1, 2, 3, 4])

    assert found.items.keys() == {1, 2, 4}
    assert found.refused == {3: "Cannot be shown (ORDC-001)"}


def _world(*, found: set[int], refused: set[int], whole: str = "400") -> Callable[[requests.PreparedRequest], Said]:
    """An account in which some ids are there, some are refused, and the others are unknown."""

    def answer(request: requests.PreparedRequest) -> Said:
        ids = ids_in(urlsplit(str(request.url)).path)
        if request.method == "OPTIONS":
            return existing(*sorted((found | refused) & set(ids)))
        if refused & set(ids):
            return Said(status=400, body={"errors": [{"code": "ORDC-001", "message": "Cannot be shown"}]})
        there = [number for number in ids if number in found]
        if len(there) < len(ids) and (whole == "404" or not there):
            return NOT_FOUND
        return refusal() if len(there) < len(ids) and whole == "400" else orders(*there)

    return answer


def _read_all(brightpearl: Brightpearl, ids: list[int]) -> Found:
    network = brightpearl._transport.options.session.get_adapter("https://vendor.test")
    script = network.script  # type: ignore[attr-defined]
    script *= 100
    return brightpearl.orders(ids)


@settings(max_examples=60, deadline=None)
@given(
    asked=st.sets(st.integers(1, 30), max_size=20),
    found=st.sets(st.integers(1, 30), max_size=30),
    refused=st.sets(st.integers(1, 30), max_size=3),
    whole=st.sampled_from(["found", "404", "400"]),
)
def test_every_id_asked_for_is_found_missing_or_refused(
    asked: set[int], found: set[int], refused: set[int], whole: str
) -> None:
    there = found - refused
    brightpearl, _ = a_brightpearl(_world(found=there, refused=refused, whole=whole))

    result = _read_all(brightpearl, sorted(asked))

    assert result.items.keys() == asked & there
    assert result.refused.keys() == asked & refused
    assert result.missing == asked - there - refused


def test_stock_corrections_have_no_such_question_and_are_halved() -> None:
    note = Said(body={"response": [{"goodsNoteId": 501, "warehouseId": 2}]})
    brightpearl, line = a_brightpearl(NOT_FOUND, note, NOT_FOUND)

    found = brightpearl.stock_corrections(2, [501, 502])

    assert found.items.keys() == {501}
    assert found.missing == {502}
    assert paths(line)[0] == "GET warehouse-service/warehouse/2/stock-correction/501-502"


def test_a_failure_is_no_missing_id() -> None:
    brightpearl, _ = a_brightpearl(*[Said(status=500, text="oops")] * 3)

    with pytest.raises(TransientError):
        brightpearl.contacts([1])


def test_a_wrong_address_is_no_missing_id() -> None:
    brightpearl, _ = a_brightpearl(Said(status=404, text="<html>not here</html>"))

    found = brightpearl.contacts([1])

    assert found.missing == frozenset()
    assert found.refused.keys() == {1}


def test_prices_are_read_from_the_chosen_lists() -> None:
    brightpearl, line = a_brightpearl(Said(body={"response": [{"productId": 1007, "priceLists": []}]}))

    found = brightpearl.prices([1007, 1008], [2, 1])

    assert found.items.keys() == {1007}
    assert paths(line) == ["GET product-service/product-price/1007-1008/price-list/1-2"]


@pytest.mark.parametrize(
    "addresses",
    [{"51": {"addressId": 51}}, [{"addressId": 51}]],
    ids=["mapping", "list"],
)
def test_addresses_of_contacts_are_a_mapping_in_either_form(addresses: object) -> None:
    brightpearl, _ = a_brightpearl(Said(body={"response": [{"contactId": 7, "postalAddresses": addresses}]}))

    assert brightpearl.contacts([7]).items[7]["postalAddresses"] == {"51": {"addressId": 51}}


def test_a_contact_without_addresses_has_none() -> None:
    brightpearl, _ = a_brightpearl(Said(body={"response": [{"contactId": 7}]}))

    assert brightpearl.contacts([7]).items[7]["postalAddresses"] == {}


def test_the_configuration_is_what_is_inside() -> None:
    brightpearl, _ = a_brightpearl(Said(body={"response": {"configuration": {"baseCurrencyCode": "GBP"}}}))

    assert brightpearl.account_configuration() == {"baseCurrencyCode": "GBP"}


LISTS: dict[str, Callable[[Brightpearl], list[dict[str, object]]]] = {
    "accounting-service/tax-code": Brightpearl.tax_codes,
    "accounting-service/nominal-code": Brightpearl.nominal_codes,
    "accounting-service/payment-method": Brightpearl.payment_methods,
    "product-service/price-list": Brightpearl.price_lists,
    "product-service/channel": Brightpearl.channels,
    "order-service/order-status": Brightpearl.order_statuses,
}


@pytest.mark.parametrize(("path", "read"), LISTS.items(), ids=LISTS)
def test_reference_data_is_listed(path: str, read: Callable[[Brightpearl], list[dict[str, object]]]) -> None:
    brightpearl, line = a_brightpearl(Said(body={"response": [{"id": 1}]}), NOT_FOUND, Said(body={"response": {}}))

    assert read(brightpearl) == [{"id": 1}]
    assert read(brightpearl) == []
    with pytest.raises(AnswerError):
        read(brightpearl)

    assert paths(line) == [f"GET {path}"] * 3


def test_reference_data_that_cannot_be_read_is_not_an_empty_list() -> None:
    brightpearl, _ = a_brightpearl(Said(status=404, text="<html>"))

    with pytest.raises(RequestRefusedError):
        brightpearl.tax_codes()
