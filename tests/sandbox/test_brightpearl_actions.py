"""What people do in Brightpearl: every action does what it says and is noticed by whoever looks for changes."""

from typing import Any

import pytest

from sandbox.stand_ins.brightpearl.actions import ACTIONS
from sandbox.stand_ins.brightpearl.vendor import Brightpearl
from tests.sandbox.brightpearl_calls import Caller


def order_of(caller: Caller, order: int) -> dict[str, Any]:
    shown: dict[str, Any] = caller.get(f"/order-service/order/{order}").response[0]
    return shown


@pytest.mark.parametrize("name", ACTIONS)
def test_every_action_says_what_it_does(name: str) -> None:
    assert ACTIONS[name].__doc__


@pytest.mark.parametrize(
    ("action", "told"),
    [
        ({"action": "dance"}, "Brightpearl has no action 'dance'"),
        ({}, "Brightpearl has no action None"),
        ({"action": "move_order", "order": 1, "speed": 2}, "move_order has no field speed; it has order, status"),
        ({"action": "move_order", "order": 1}, "move_order needs status"),
        ({"action": "move_order", "order": "1", "status": 4}, "move_order: order is a whole number, not '1'"),
        ({"action": "move_order", "order": 1, "status": 4}, "There is no order 1"),
        ({"action": "edit_order", "order": 2001, "price": "dear"}, "edit_order: price is an amount, not 'dear'"),
        ({"action": "edit_order", "order": 2001, "tax_date": "1/2/26"}, "tax_date is a date such as 2026-11-02"),
        ({"action": "edit_order", "order": 2001, "tax_code": "T99"}, "There is no tax code T99"),
        ({"action": "refund_order", "order": 2002}, "pay orders, refund credits"),
        ({"action": "pay_order", "order": 2001, "day": "2020-01-01"}, "pay_order: The accounting period is locked"),
    ],
)
def test_what_cannot_be_done_is_explained_in_a_sentence(action: dict[str, Any], told: str) -> None:
    caller = Caller()
    caller.an_order()
    caller.an_order(type="PO")
    caller.do("lock_period", until="2021-12-31")

    with pytest.raises(ValueError, match=told):
        caller.vendor.do(action)


@pytest.mark.parametrize(
    "edit",
    [
        {"reference": "PO 9"},
        {"quantity": 2},
        {"price": 12.5},
        {"name": "Blue tee"},
        {"nominal": "4010"},
        {"tax_code": "T0"},
        {"tax": "19.97"},
        {"gift": True},
        {"note": "call back"},
        {"due_date": "2026-07-01"},
    ],
    ids=str,
)
def test_every_edit_of_an_order_raises_its_version_and_its_date(edit: dict[str, Any]) -> None:
    caller = Caller()
    order = caller.an_order()
    caller.clock.advance(minutes=5)

    caller.do("edit_order", order=order, **edit)

    shown = order_of(caller, order)
    assert (shown["version"], shown["updatedOn"]) == (2, "2026-06-15T13:05:00.000+01:00")


@pytest.mark.parametrize(
    ("edit", "total"), [({"quantity": 2}, "60.00"), ({"price": "10"}, "48.00"), ({"tax_code": "T0"}, "100.00")]
)
def test_editing_a_row_changes_the_total(edit: dict[str, Any], total: str) -> None:
    caller = Caller()
    order = caller.an_order()

    assert caller.do("edit_order", order=order, **edit)["total"] == total


def test_an_order_without_rows_can_still_be_edited() -> None:
    caller = Caller()
    order = caller.an_order(rows=[])

    caller.do("edit_order", order=order, reference="PO 9")

    assert order_of(caller, order)["reference"] == "PO 9"


def test_invoicing_numbers_an_order_and_moves_it_on() -> None:
    caller = Caller()
    order = caller.an_order()

    done = caller.do("invoice_order", order=order)

    shown = order_of(caller, order)
    assert done["reference"] == shown["invoices"][0]["invoiceReference"] == "SI-100001"
    assert shown["orderStatus"]["orderStatusId"] == 4
    assert shown["closedOn"] == "2026-06-15T13:00:00.000+01:00"


@pytest.mark.parametrize(("kind", "credit_kind", "status"), [("SO", "SC", 11), ("PO", "PC", 13)])
def test_a_credit_takes_over_from_its_order(kind: str, credit_kind: str, status: int) -> None:
    caller = Caller()
    order = caller.an_order(type=kind, currency="EUR", exchange_rate="1.2")

    credit = order_of(caller, caller.do("create_credit", order=order)["order"])

    assert (credit["orderTypeCode"], credit["parentOrderId"]) == (credit_kind, order)
    assert credit["orderStatus"]["orderStatusId"] == status
    assert (credit["currency"]["orderCurrencyCode"], credit["totalValue"]["total"]) == ("EUR", "120.00")


def test_part_of_a_row_can_be_credited() -> None:
    caller = Caller()
    order = caller.an_order()

    assert caller.do("create_credit", order=order, quantity=1)["total"] == "30.00"


@pytest.mark.parametrize(("kind", "search"), [("SO", "customer"), ("PO", "supplier")])
def test_paying_pays_what_is_open_unless_told_otherwise(kind: str, search: str) -> None:
    caller = Caller()
    order = caller.an_order(type=kind)

    first = caller.do("pay_order", order=order, amount="20.50")
    rest = caller.do("pay_order", order=order, method="BANK", day="2026-06-10")

    assert (first["amount"], rest["amount"]) == ("20.50", "99.50")
    rows = caller.rows(f"/accounting-service/{search}-payment-search?orderId={order}")
    assert [(row["amountPaid"], row["paymentMethodCode"]) for row in rows] == [("20.50", "CARD"), ("99.50", "BANK")]
    assert order_of(caller, order)["orderPaymentStatus"] == "PAID"


def test_a_payment_can_be_authorised_and_deleted() -> None:
    caller = Caller()
    order = caller.an_order()

    payment = caller.do("authorise_payment", order=order)["payment"]
    authorised = order_of(caller, order)["orderPaymentStatus"]
    caller.do("delete_payment", payment=payment)

    assert (authorised, order_of(caller, order)["orderPaymentStatus"]) == ("AUTHORIZED", "UNPAID")


def test_deleting_an_order_takes_its_payments_with_it() -> None:
    caller = Caller()
    order = caller.an_order()
    caller.do("pay_order", order=order)

    caller.do("delete_order", order=order)

    assert caller.get(f"/order-service/order/{order}").response == []
    assert caller.ids("/accounting-service/customer-payment-search") == []


def test_us_sales_tax_comes_as_an_amount_without_a_rate() -> None:
    caller = Caller()
    rows = [{"name": "Mug", "price": "30", "tax_code": "-", "tax": "2.48"}]

    order = order_of(caller, caller.an_order(rows=rows))

    [row] = order["orderRows"].values()
    assert (row["rowValue"]["taxCode"], row["rowValue"]["taxRate"]) == ("-", "0.0000")
    assert order["totalValue"]["total"] == "32.48"


def test_editing_contacts_and_products_is_found_by_updated_on() -> None:
    caller = Caller()
    contact, product = caller.a_contact(), caller.a_product()
    caller.clock.advance(minutes=5)
    since = "updatedOn=2026-06-15T12:01:00Z/"

    caller.do("rename_contact", contact=contact, company="Byron Ltd")
    caller.do("edit_contact", contact=contact, telephone="0117", postcode="BS1", tags="9", credit_term_days=14)
    caller.do("edit_product", product=product, sku="NEW", name="New", price="11")

    assert caller.ids(f"/contact-service/contact-search?{since}") == [contact]
    assert caller.ids(f"/product-service/product-search?{since}") == [product]


def test_a_renamed_contact_keeps_its_old_name_on_old_orders() -> None:
    caller = Caller()
    contact = caller.a_contact(company="Byron Ltd")
    order = caller.an_order(contact=contact)

    caller.do("rename_contact", contact=contact, company="Lovelace Ltd")

    assert order_of(caller, order)["parties"]["customer"]["companyName"] == "Byron Ltd"
    assert caller.get(f"/contact-service/contact/{contact}").response[0]["organisation"]["name"] == "Lovelace Ltd"


def test_a_colleague_is_another_contact_of_the_same_company() -> None:
    caller = Caller()
    ada = caller.a_contact(company="Byron Ltd", telephone="0117 496 0100")
    bess = caller.a_contact(company="Byron Ltd", colleague_of=ada)

    first, second = (caller.get(f"/contact-service/contact/{one}").response[0] for one in (ada, bess))

    assert (first["isPrimaryContact"], second["isPrimaryContact"]) == (True, False)
    assert first["organisation"]["organisationId"] == second["organisation"]["organisationId"] == ada


@pytest.mark.parametrize("bumped", [False, True])
def test_a_merged_contact_is_deleted_and_its_orders_are_the_others(bumped: bool) -> None:
    """Whether the orders count as changed is a switch."""
    caller = Caller()
    caller.switch(merge_bumps_orders=bumped)
    ada, bess = (
        caller.a_contact(company="Byron Ltd", email="ada@byron.example"),
        caller.a_contact(email="bess@byron.example"),
    )
    order = caller.an_order(contact=ada)
    journal = caller.do("quick_invoice", contact=ada, rows=[{"nominal": "4000", "net": "10.00"}])["journal"]
    caller.clock.advance(minutes=5)

    caller.do("merge_contacts", contact=ada, into=bess)

    shown = order_of(caller, order)
    assert shown["parties"]["customer"]["contactId"] == shown["parties"]["billing"]["contactId"] == bess
    assert shown["parties"]["customer"]["companyName"] == "Byron Ltd"
    assert ("updatedOn" in shown) is bumped
    assert caller.get(f"/accounting-service/journal/{journal}").response["journals"][0]["contactId"] == bess
    assert caller.get(f"/contact-service/contact/{ada}").status == 404
    emails = caller.get(f"/contact-service/contact/{bess}").response[0]["communication"]["emails"]
    assert emails == {"PRI": {"email": "bess@byron.example"}, "SEC": {"email": "ada@byron.example"}}


def test_no_contact_is_merged_into_itself_or_into_nobody() -> None:
    caller = Caller()
    ada = caller.a_contact()

    for into, why in ((ada, "merged into itself"), (99999, "no contact 99999")):
        with pytest.raises(ValueError, match=why):
            caller.do("merge_contacts", contact=ada, into=into)


def test_the_state_shows_everything_with_money_as_text() -> None:
    caller = Caller()
    order = caller.an_order()
    caller.do("pay_order", order=order)

    state = caller.vendor.state()

    kept = state["orders"][str(order)]
    assert (kept["type"], kept["total"], kept["rows"]["378"]["net"]) == ("SO", "120.00", "100.0000")
    assert (state["payments"]["9001"]["amount_paid"], state["payments"]["9001"]["side"]) == ("120.00", "customer")


def test_a_reset_empties_the_account_and_numbers_start_again() -> None:
    caller = Caller()
    caller.an_order()
    caller.switch(period_bounds="exclusive")

    caller.vendor.reset()

    assert caller.vendor.state()["orders"] == {}
    assert caller.an_order() == 2001
    assert caller.vendor.switches()["period_bounds"] == "exclusive"


def test_switches_are_refused_by_name() -> None:
    vendor: Brightpearl = Caller().vendor

    with pytest.raises(ValueError, match="colour"):
        vendor.set_switches({"colour": "red"})
    with pytest.raises(ValueError, match="period_bounds"):
        vendor.set_switches({"period_bounds": "sometimes"})
