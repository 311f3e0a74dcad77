"""What a person asks for: one record fetched, one record posted, one tried again."""

from typing import Any

import pytest

from shared.kinds import Kind
from shared.records.status import Status
from tests.end_to_end.shop import Raw, Shop


def only(kind: Kind, record_id: object) -> dict[str, str]:
    return {"kind": kind.value, "id": str(record_id)}


def run(shop: Shop, step: str, kind: Kind, record_id: object) -> Raw:
    shop.clock.advance(minutes=1)
    answer: Raw = shop.deployed.step(step, only=only(kind, record_id))
    return answer


def test_one_order_is_fetched_and_no_other(shop: Shop) -> None:
    order, _ = shop.sell()
    shop.sell()

    answer = run(shop, "fetch_brightpearl_sales", Kind.SALES_INVOICE, order)

    assert (answer["fetched"], answer["failed"]) == (1, False)
    assert [record.id for record in shop.records(Kind.SALES_INVOICE)] == [str(order)]


def test_fetching_one_leaves_the_cursor_where_it_was(shop: Shop) -> None:
    shop.good_cycle()
    before = shop.deployed.progress.cursor("fetch_brightpearl_sales")
    order, _ = shop.sell()

    run(shop, "fetch_brightpearl_sales", Kind.SALES_INVOICE, order)

    assert shop.deployed.progress.cursor("fetch_brightpearl_sales") == before


ONE_BY_ONE: dict[str, tuple[str, Kind]] = {
    "an order that does not exist": ("fetch_brightpearl_sales", Kind.SALES_INVOICE),
    "a product that does not exist": ("fetch_brightpearl_products", Kind.PRODUCT),
    "a contact that does not exist": ("fetch_brightpearl_contacts", Kind.CONTACT),
    "a stock correction that is not known": ("fetch_brightpearl_inventory_adjustments", Kind.INVENTORY_ADJUSTMENT),
    "a payment that is not known": ("fetch_brightpearl_sales_payments", Kind.SALES_PAYMENT),
    "a payment that is not in Xero": ("fetch_xero_sales_payments", Kind.SALES_PAYMENT),
    "posting what was never fetched": ("post_xero_sales", Kind.SALES_INVOICE),
}


@pytest.mark.parametrize(("step", "kind"), ONE_BY_ONE.values(), ids=ONE_BY_ONE)
def test_what_is_not_there_is_a_failure_in_one_sentence(shop: Shop, step: str, kind: Kind) -> None:
    answer = run(shop, step, kind, 999_999)

    assert answer["failed"]
    assert "999999" in answer["problem"]
    assert answer["hint"]
    assert shop.latest_run()[step]["failed"]


def test_one_order_is_posted_with_what_it_needs_and_the_others_wait(shop: Shop) -> None:
    order, number = shop.sell()
    _, other_number = shop.sell()
    shop.deployed.step("fetch_brightpearl_sales")

    answer = run(shop, "post_xero_sales", Kind.SALES_INVOICE, order)

    assert answer["posted"] == 3  # with its contact and its product
    assert (len(shop.in_xero(number)), len(shop.in_xero(other_number))) == (1, 0)


@pytest.mark.parametrize("kind", [Kind.PRODUCT, Kind.CONTACT])
def test_a_product_or_contact_goes_by_hand_without_a_document(shop: Shop, kind: Kind) -> None:
    record_id = {Kind.PRODUCT: shop.product, Kind.CONTACT: shop.customer}[kind]
    shop.good_cycle()

    answer = run(shop, "post_xero_sales", kind, record_id)

    assert answer["posted"] == 1
    assert shop.record(kind, record_id).status == Status.SENT


def test_a_changed_contact_goes_by_hand(shop: Shop) -> None:
    shop.sell()
    shop.good_cycle()
    shop.brightpearl("rename_contact", contact=shop.customer, company="Quay Books Ltd")
    shop.good_cycle()

    run(shop, "post_xero_sales", Kind.CONTACT, shop.customer)

    assert shop.contact_in_xero(shop.customer)["Name"] == "Quay Books Ltd"


def test_a_record_in_error_is_tried_again_by_hand_with_what_it_depends_on(shop: Shop) -> None:
    """The contact waits for a person; a person who posts its order is one."""
    shop.xero("create_contact", contact={"Name": "Harbour Books Ltd", "ContactNumber": str(shop.customer)})
    shop.xero("archive_contact", contact=str(shop.customer))
    order, number = shop.sell()
    shop.good_cycle()
    shop.xero("unarchive_contact", contact=str(shop.customer))
    by_itself = shop.good_cycle().total("posted")

    run(shop, "post_xero_sales", Kind.SALES_INVOICE, order)

    assert by_itself == 0
    assert len(shop.in_xero(number)) == 1
    assert shop.errors() == []


def test_posting_what_is_sent_and_unchanged_sends_nothing(shop: Shop) -> None:
    order, _ = shop.sell()
    payment = shop.brightpearl("pay_order", order=order)["payment"]
    shop.good_cycle()

    answers = [
        run(shop, "post_xero_sales", Kind.SALES_INVOICE, order),
        run(shop, "post_xero_sales_payments", Kind.SALES_PAYMENT, payment),
        run(shop, "post_xero_sales", Kind.CONTACT, shop.customer),
    ]

    assert [(answer["posted"], answer["errors"], answer["failed"]) for answer in answers[:2]] == [
        (1, 0, False),  # it was looked for, and is there
        (0, 0, False),
    ]
    assert {record.status for record in sent(shop, order, payment)} == {Status.SENT}


def sent(shop: Shop, order: int, payment: object) -> list[Any]:
    return [
        shop.record(Kind.SALES_INVOICE, order),
        shop.record(Kind.SALES_PAYMENT, payment),
        shop.record(Kind.CONTACT, shop.customer),
    ]


def test_posting_what_is_sent_by_hand_uses_the_settings_of_today(shop: Shop) -> None:
    order, number = shop.sell()
    shop.good_cycle()
    shop.change_settings(lambda settings: settings["accounts"]["sales"]["by_nominal_code"].update({"4000": "260"}))

    run(shop, "post_xero_sales", Kind.SALES_INVOICE, order)

    assert shop.document(number)["LineItems"][0]["AccountCode"] == "260"


def test_posting_what_is_sent_under_settings_that_no_longer_fit_is_an_error_and_no_crash(shop: Shop) -> None:
    order, number = shop.sell()
    shop.good_cycle()
    shop.change_settings(lambda settings: settings["tax_types"]["sales"].pop("T20"))

    answer = run(shop, "post_xero_sales", Kind.SALES_INVOICE, order)

    assert (answer["errors"], answer["failed"]) == (1, False)
    assert "tax code 'T20'" in shop.failure(Kind.SALES_INVOICE, order).problem.message
    assert len(shop.in_xero(number)) == 1


def test_what_is_archived_is_not_posted_by_hand_either(shop: Shop) -> None:
    order, number = shop.sell()
    shop.deployed.step("fetch_brightpearl_sales")
    shop.archive(Kind.SALES_INVOICE, order)

    answer = run(shop, "post_xero_sales", Kind.SALES_INVOICE, order)

    assert "is archived" in answer["problem"]
    assert shop.in_xero(number) == []


def test_one_payment_in_xero_is_fetched_and_posted(shop: Shop) -> None:
    order, number = shop.sell()
    shop.good_cycle()
    made = shop.xero("pay_invoice", invoice=number)["PaymentID"]

    fetched = run(shop, "fetch_xero_sales_payments", Kind.SALES_PAYMENT, made)
    posted = run(shop, "post_brightpearl_sales_payments", Kind.SALES_PAYMENT, made)

    assert (fetched["fetched"], posted["posted"]) == (1, 1)
    assert len(shop.payments_in_brightpearl(order)) == 1
