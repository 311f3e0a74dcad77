"""Things that people change between two cycles, and what becomes of them."""

from decimal import Decimal
from typing import cast

import pytest

from sandbox.stand_ins.brightpearl.vendor import Brightpearl
from shared.errors import ErrorClass
from shared.kinds import Kind
from shared.records.status import Status
from tests.end_to_end.shop import Raw, Shop, amount

EVERY_OTHER: Raw = {"sales_credit": [11], "purchase_invoice": [8], "purchase_credit": [13]}

MATTERS: dict[str, dict[str, str]] = {
    "a price": {"price": "30.00"},
    "a quantity": {"quantity": "2"},
    "a row's name": {"name": "Red tee, organic"},
    "the customer's reference": {"reference": "PO 4711"},
    "the tax date": {"tax_date": "2026-11-20"},
    "a nominal code": {"nominal": "4300"},
}


@pytest.mark.parametrize("edit", MATTERS.values(), ids=MATTERS)
def test_an_order_that_changes_in_a_way_that_matters_is_amended_in_xero(shop: Shop, edit: dict[str, str]) -> None:
    order, number = shop.sell()
    shop.good_cycle()
    before = shop.document(number)

    shop.brightpearl("edit_order", order=order, **edit)
    done = shop.good_cycle()

    after = shop.document(number)
    assert done.answers["post_xero_sales"]["posted"] == 1
    assert after["InvoiceID"] == before["InvoiceID"]
    assert after != before
    assert shop.record(Kind.SALES_INVOICE, order).status == Status.SENT
    assert shop.differences() == []


def test_an_edit_that_no_invoice_shows_costs_no_call(shop: Shop) -> None:
    order, _ = shop.sell()
    shop.good_cycle()

    shop.brightpearl("edit_order", order=order, gift=True, note="wrap it nicely")
    done = shop.good_cycle()

    assert done.total("posted") == 0
    assert done.answers["post_xero_sales"]["calls"]["xero"] == 0
    assert shop.record(Kind.SALES_INVOICE, order).status == Status.SENT


def test_an_order_is_not_missed_though_it_moved_past_its_mapped_status(shop: Shop) -> None:
    order = shop.open_order()
    shop.good_cycle()

    number = shop.invoice(order)
    shop.brightpearl("move_order", order=order, status=22)
    shop.brightpearl("move_order", order=order, status=23)
    shop.good_cycle()

    assert amount(shop.document(number)["Total"]) == Decimal("30.00")
    assert shop.differences() == []


CHOSEN_LATER: dict[str, tuple[Raw, Raw]] = {
    "a status": (
        {"statuses": {**EVERY_OTHER, "sales_invoice": [22]}},
        {"statuses": {**EVERY_OTHER, "sales_invoice": [22, 4]}},
    ),
    "a channel": ({"channels": [2]}, {"channels": []}),
    "an earlier start": ({"start_date": "2026-11-24"}, {"start_date": "2026-11-01"}),
}


@pytest.mark.parametrize(("first", "then"), CHOSEN_LATER.values(), ids=CHOSEN_LATER)
def test_what_the_settings_choose_only_later_is_read_though_it_lies_behind_the_cursor(
    shop: Shop, first: Raw, then: Raw
) -> None:
    shop.change_settings(lambda settings: settings.update(first))
    order, number = shop.sell()
    shop.brightpearl("pay_order", order=order, amount="10.00")
    for _ in range(3):
        shop.good_cycle()
    assert shop.in_xero(number) == []

    shop.change_settings(lambda settings: settings.update(then))
    shop.good_cycle()

    assert len(shop.in_xero(number)) == len(shop.payments_in_xero(number)) == 1
    assert shop.differences() == []


def test_stock_corrections_that_an_earlier_start_lets_in_are_read(shop: Shop) -> None:
    shop.change_settings(lambda settings: settings.update(start_date="2026-11-24"))
    note = shop.brightpearl("stock_correction", product=shop.product, quantity=4, cost="2.50")["goods_note"]
    for _ in range(3):
        shop.good_cycle()

    shop.change_settings(lambda settings: settings.update(start_date="2026-11-01"))
    shop.good_cycle()

    assert shop.record(Kind.INVENTORY_ADJUSTMENT, note).status == Status.SENT
    assert shop.differences() == []


def test_settings_that_choose_the_same_read_nothing_again(shop: Shop) -> None:
    shop.sell()
    shop.good_cycle()
    shop.change_settings(lambda settings: settings.update(tolerance="0.04"))

    done = shop.good_cycle()

    assert done.answers["fetch_brightpearl_sales"]["fetched"] == 0


def test_an_order_that_leaves_its_mapped_statuses_after_it_was_sent_is_still_followed(shop: Shop) -> None:
    order, number = shop.sell()
    shop.good_cycle()

    shop.brightpearl("move_order", order=order, status=2)
    shop.brightpearl("edit_order", order=order, price="26.00")
    shop.good_cycle()

    assert amount(shop.document(number)["Total"]) == Decimal("31.20")


def test_a_renamed_contact_waits_as_updated_and_goes_with_the_next_document_that_needs_it(shop: Shop) -> None:
    shop.sell()
    shop.good_cycle()

    shop.brightpearl("rename_contact", contact=shop.customer, company="Quay Books Ltd")
    shop.good_cycle()
    waiting = shop.record(Kind.CONTACT, shop.customer).status
    before = shop.contact_in_xero(shop.customer)["Name"]
    shop.sell()
    shop.good_cycle()

    assert (waiting, before) == (Status.UPDATED, "Harbour Books Ltd")
    assert shop.record(Kind.CONTACT, shop.customer).status == Status.SENT
    assert shop.contact_in_xero(shop.customer)["Name"] == "Quay Books Ltd"


def test_what_only_brightpearl_cares_about_does_not_make_a_contact_updated(shop: Shop) -> None:
    shop.sell()
    shop.good_cycle()

    shop.brightpearl("edit_contact", contact=shop.customer, credit_term_days=60, tags="gold")
    shop.good_cycle()

    assert shop.record(Kind.CONTACT, shop.customer).status == Status.SENT


def test_a_product_whose_sku_changes_keeps_its_item_and_goes_with_the_next_document(shop: Shop) -> None:
    shop.sell()
    shop.good_cycle()
    before = shop.item_in_xero("TEE-RED-M")

    shop.brightpearl("edit_product", product=shop.product, sku="TEE-CRIMSON-M")
    _, number = shop.sell()
    shop.good_cycle()

    assert shop.item_in_xero("TEE-CRIMSON-M")["ItemID"] == before["ItemID"]
    assert shop.document(number)["LineItems"][0]["ItemCode"] == "TEE-CRIMSON-M"
    assert shop.record(Kind.PRODUCT, shop.product).remote_number == "TEE-CRIMSON-M"


def test_further_contacts_of_a_company_are_its_persons_in_xero(shop: Shop) -> None:
    for first in ("Ann", "Bea"):
        _colleague(shop, first)
    shop.sell()
    shop.good_cycle()

    persons = shop.contact_in_xero(shop.customer)["ContactPersons"]

    assert [person["FirstName"] for person in persons] == ["Ann", "Bea"]


def test_a_further_contact_that_comes_later_makes_its_company_updated(shop: Shop) -> None:
    shop.sell()
    shop.good_cycle()

    _colleague(shop, "Cal")
    shop.good_cycle()
    waiting = shop.record(Kind.CONTACT, shop.customer).status
    shop.sell()
    shop.good_cycle()

    assert waiting == Status.UPDATED
    assert [person["FirstName"] for person in shop.contact_in_xero(shop.customer)["ContactPersons"]] == ["Cal"]


def _colleague(shop: Shop, first_name: str) -> None:
    number = shop.new_contact(first_name=first_name, last_name="Reed", company="Harbour Books Ltd")
    contact = cast(Brightpearl, shop.deployed.sandbox.brightpearl.vendor).account.store.contacts[number]
    contact.organisation_id = shop.customer
    contact.is_primary = False


def test_an_order_without_an_invoice_reference_waits_and_goes_once_it_is_invoiced(shop: Shop) -> None:
    order = shop.open_order()
    shop.brightpearl("move_order", order=order, status=4)
    shop.good_cycle()
    waiting = shop.record(Kind.SALES_INVOICE, order)

    number = shop.invoice(order)
    shop.good_cycle()

    assert (waiting.status, waiting.held) == (Status.PENDING, "it has no invoice reference yet")
    assert shop.record(Kind.SALES_INVOICE, order).status == Status.SENT
    assert len(shop.in_xero(number)) == 1


def test_an_archived_record_is_not_woken_by_a_change(shop: Shop) -> None:
    order, number = shop.sell()
    shop.good_cycle()
    shop.archive(Kind.SALES_INVOICE, order)

    shop.brightpearl("edit_order", order=order, price="99.00")
    done = shop.good_cycle()

    assert done.total("posted") == 0
    assert shop.record(Kind.SALES_INVOICE, order).status == Status.ARCHIVE
    assert amount(shop.document(number)["Total"]) == Decimal("30.00")


def test_an_order_that_was_paid_in_xero_cannot_be_amended_and_says_what_to_do(shop: Shop) -> None:
    order, number = shop.sell()
    shop.good_cycle()
    shop.xero("pay_invoice", invoice=number, amount="30.00")

    shop.brightpearl("edit_order", order=order, price="26.00")
    shop.good_cycle()

    problem = shop.failure(Kind.SALES_INVOICE, order).problem
    assert problem.error_class == ErrorClass.DATA
    assert "can no longer be changed in Xero" in problem.message
    assert "archive" in problem.hint
    assert amount(shop.document(number)["Total"]) == Decimal("30.00")


def test_a_tax_that_changes_by_a_penny_changes_the_total_in_xero_though_every_line_is_the_same(shop: Shop) -> None:
    order, number = shop.sell(shop.row(tax="5.01"))
    shop.good_cycle()
    before = shop.document(number)["Total"]

    shop.brightpearl("edit_order", order=order, tax="5.00")
    shop.good_cycle()

    assert (before, shop.document(number)["Total"]) == ("30.01", "30.00")
    assert shop.differences() == []


def test_an_order_that_waits_for_its_invoice_goes_on_waiting_whatever_else_happens_to_it(shop: Shop) -> None:
    order = shop.open_order()
    shop.brightpearl("move_order", order=order, status=4)
    shop.good_cycle()

    shop.brightpearl("edit_order", order=order, reference="PO 4711")
    shop.good_cycle()

    record = shop.record(Kind.SALES_INVOICE, order)
    assert (record.status, record.held) == (Status.PENDING, "it has no invoice reference yet")
