"""Payments and refunds in both directions: each reaches the other side once, and none comes back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from functools import partial

import pytest
from msgspec.structs import replace

from sandbox.bench.dynamo import Usage, watched
from sandbox.stand_ins.brightpearl.vendor import Brightpearl
from shared.errors import ErrorClass
from shared.kinds import Kind
from shared.records.status import Status
from shared.records.transactions import Change
from tests.end_to_end.shop import Shop, amount


def test_a_sales_payment_settles_its_invoice_in_xero_and_never_comes_back(shop: Shop) -> None:
    order, number = shop.sell()
    shop.good_cycle()
    shop.brightpearl("pay_order", order=order, method="CARD")

    shop.good_cycle()
    echo = [shop.good_cycle().total("posted") for _ in range(2)]

    (payment,) = shop.payments_in_xero(number)
    assert amount(payment["Amount"]) == Decimal("30.00")
    assert shop.document(number)["Status"] == "PAID"
    assert (echo, len(shop.payments_in_brightpearl(order))) == ([0, 0], 1)
    assert shop.differences() == []


def test_payments_made_before_their_invoice_was_posted_are_found_when_it_is(shop: Shop) -> None:
    order = shop.open_order()
    payment = shop.brightpearl("pay_order", order=order, amount="12.00")["payment"]
    shop.good_cycle()
    shop.brightpearl("pay_order", order=order, amount="8.00", method="PAYPAL")
    shop.good_cycle()
    known = [record.id for record in shop.records(Kind.SALES_PAYMENT)]

    number = shop.invoice(order)
    shop.good_cycle()

    assert str(payment) in known
    assert sorted(amount(one["Amount"]) for one in shop.payments_in_xero(number)) == [Decimal("8.00"), Decimal("12.00")]
    assert shop.differences() == []


def test_a_payment_of_an_order_that_is_not_in_xero_yet_is_shown_as_waiting(shop: Shop) -> None:
    shop.good_cycle()
    order = shop.open_order()
    payment = shop.brightpearl("pay_order", order=order)["payment"]

    shop.good_cycle()

    record = shop.record(Kind.SALES_PAYMENT, payment)
    assert (record.status, record.held) == (Status.PENDING, f"a deposit of 30.00: order {order} is not invoiced yet")
    assert shop.good_cycle().total("posted") == 0


def test_payments_that_wait_for_orders_that_never_come_cost_a_cycle_nothing(shop: Shop) -> None:
    shop.good_cycle()
    shop.good_cycle()
    without = _reads(shop)
    for _ in range(25):
        shop.brightpearl("pay_order", order=shop.open_order())
    shop.good_cycle()

    assert _reads(shop) == without
    assert all(record.held.startswith("a deposit of 30.00: order") for record in shop.records(Kind.SALES_PAYMENT))
    assert len(shop.records(Kind.SALES_PAYMENT)) == 25


def _reads(shop: Shop) -> tuple[int, float]:
    """What a quiet cycle asks of the table: requests, and what they read."""
    usage = Usage()
    with watched(usage):
        shop.good_cycle()
    return usage.total, usage.read_units


def test_a_payment_whose_journal_is_made_anew_in_brightpearl_is_still_the_same_payment(shop: Shop) -> None:
    order, number = shop.sell()
    payment = shop.brightpearl("pay_order", order=order, amount="12.00")["payment"]
    shop.good_cycle()

    vendor = shop.deployed.sandbox.brightpearl.vendor
    assert isinstance(vendor, Brightpearl)
    vendor.store.book_anew([vendor.store.payments[payment]])
    shop.deployed.step("fetch_brightpearl_sales_payments", only={"kind": "sales_payment", "id": str(payment)})
    shop.good_cycle()

    assert shop.record(Kind.SALES_PAYMENT, payment).status == Status.SENT
    assert len(shop.payments_in_xero(number)) == 1


def test_an_authorisation_moves_no_money_and_is_ignored(shop: Shop) -> None:
    order, number = shop.sell()
    shop.good_cycle()

    shop.brightpearl("authorise_payment", order=order)
    shop.good_cycle()

    assert shop.payments_in_xero(number) == []
    assert shop.records(Kind.SALES_PAYMENT) == []


def test_a_refund_in_brightpearl_pays_the_credit_note_back_in_xero(shop: Shop) -> None:
    order, _ = shop.sell()
    shop.brightpearl("pay_order", order=order)
    shop.good_cycle()

    credit, number = shop.credit(order)
    shop.brightpearl("refund_order", order=credit)
    shop.good_cycle()
    echo = shop.good_cycle().total("posted")

    (payment,) = shop.payments_in_xero(number)
    assert (amount(payment["Amount"]), payment["PaymentType"]) == (Decimal("30.00"), "ARCREDITPAYMENT")
    assert (echo, len(shop.payments_in_brightpearl(credit))) == (0, 1)
    assert shop.differences() == []


def test_a_refund_in_xero_pays_the_credit_back_in_brightpearl(shop: Shop) -> None:
    order, _ = shop.sell()
    shop.brightpearl("pay_order", order=order)
    credit, number = shop.credit(order)
    shop.good_cycle()

    shop.xero("pay_credit_note", credit_note=number, amount="30.00")
    shop.good_cycle()
    echo = shop.good_cycle().total("posted")

    (payment,) = shop.payments_in_brightpearl(credit)
    assert (payment["type"], abs(amount(payment["amount_paid"]))) == ("PAYMENT", Decimal("30.00"))
    assert echo == 0
    assert shop.differences() == []


@pytest.mark.parametrize("parts", [("30.00",), ("10.00", "20.00")], ids=["at once", "in two parts"])
def test_a_payment_in_xero_reaches_brightpearl_once_and_never_echoes(shop: Shop, parts: tuple[str, ...]) -> None:
    order, number = shop.sell()
    shop.good_cycle()

    made = [shop.xero("pay_invoice", invoice=number, amount=part, date="2026-11-22") for part in parts]
    shop.good_cycle()
    echo = [shop.good_cycle().total("posted") for _ in range(2)]

    payments = shop.payments_in_brightpearl(order)
    assert {payment["transaction_ref"] for payment in payments} == {str(payment["PaymentID"]) for payment in made}
    assert sorted(amount(payment["amount_paid"]) for payment in payments) == [Decimal(part) for part in parts]
    assert {payment["payment_date"][:10] for payment in payments} == {"2026-11-22"}
    assert echo == [0, 0]
    assert len(shop.payments_in_xero(number)) == len(parts)
    assert shop.differences() == []


def test_a_payment_of_a_bill_in_xero_reaches_its_purchase_order(shop: Shop) -> None:
    order, number = shop.buy(number="MILL-77")
    shop.good_cycle()

    shop.xero("pay_invoice", invoice=number)
    shop.good_cycle()
    echo = shop.good_cycle().total("posted")

    (payment,) = shop.payments_in_brightpearl(order)
    assert (payment["type"], amount(payment["amount_paid"])) == ("PAYMENT", Decimal("12.00"))
    assert echo == 0
    assert shop.differences() == []


def test_a_refund_of_a_supplier_credit_in_xero_reaches_its_purchase_credit(shop: Shop) -> None:
    order, _ = shop.buy(number="MILL-78")
    credit, number = shop.credit(order)
    shop.good_cycle()

    shop.xero("pay_credit_note", credit_note=number)
    shop.good_cycle()

    (payment,) = shop.payments_in_brightpearl(credit)
    assert (payment["type"], amount(payment["amount_paid"])) == ("RECEIPT", Decimal("12.00"))
    assert shop.good_cycle().total("posted") == 0


AHEAD = {"an overpayment": "receive_overpayment", "a prepayment": "receive_prepayment"}


@pytest.mark.parametrize("action", AHEAD.values(), ids=AHEAD)
def test_the_part_that_money_paid_ahead_settled_reaches_brightpearl_as_a_payment(shop: Shop, action: str) -> None:
    order, number = shop.sell()
    shop.good_cycle()
    contact = shop.contact_in_xero(shop.customer)["ContactID"]

    shop.xero(action, contact=contact, amount="100.00", invoice=number, allocate="18.00")
    shop.good_cycle()
    echo = shop.good_cycle().total("posted")

    (payment,) = shop.payments_in_brightpearl(order)
    assert (payment["method"], amount(payment["amount_paid"])) == ("XERO", Decimal("18.00"))
    assert echo == 0
    assert shop.differences() == []


@pytest.mark.parametrize(("many", "calls"), [(3, 7), (4, 5)], ids=["few are read alone", "many by their days"])
def test_allocations_are_read_with_few_calls_and_once(shop: Shop, many: int, calls: int) -> None:
    sold = [shop.sell() for _ in range(many)]
    shop.good_cycle()
    contact = shop.contact_in_xero(shop.customer)["ContactID"]
    for _, number in sold:
        shop.xero("receive_overpayment", contact=contact, amount="12.00", invoice=number, allocate="12.00")

    first, second = (shop.good_cycle().answers["fetch_xero_sales_payments"]["calls"]["xero"] for _ in range(2))

    assert [len(shop.payments_in_brightpearl(order)) for order, _ in sold] == [1] * many
    assert (first, second) == (calls, 2)


@pytest.mark.parametrize("action", AHEAD.values(), ids=AHEAD)
def test_the_part_of_a_bill_that_was_paid_ahead_reaches_its_purchase_order(shop: Shop, action: str) -> None:
    order, number = shop.buy(number="MILL-79")
    shop.good_cycle()
    contact = shop.contact_in_xero(shop.supplier)["ContactID"]

    shop.xero(action, contact=contact, amount="50.00", spend=True, income="300", invoice=number, allocate="5.00")
    shop.good_cycle()

    (payment,) = shop.payments_in_brightpearl(order)
    assert amount(payment["amount_paid"]) == Decimal("5.00")
    assert shop.good_cycle().total("posted") == 0


def test_a_credit_note_made_and_allocated_in_xero_reaches_brightpearl_as_a_payment(shop: Shop) -> None:
    order, number = shop.sell()
    shop.good_cycle()
    _allocate_a_note_of_xeros_own(shop, number)

    shop.good_cycle()

    (payment,) = shop.payments_in_brightpearl(order)
    assert (payment["method"], amount(payment["amount_paid"])) == ("CONTRA", Decimal("7.00"))
    assert shop.good_cycle().total("posted") == 0


def _allocate_a_note_of_xeros_own(shop: Shop, invoice: str) -> None:
    contact = shop.contact_in_xero(shop.customer)["ContactID"]
    line = {"Description": "Goodwill", "Quantity": 1, "UnitAmount": 7, "AccountCode": "200", "TaxType": "NONE"}
    note = {
        "Type": "ACCRECCREDIT",
        "CreditNoteNumber": "XCN-1",
        "Contact": {"ContactID": contact},
        "Date": "2026-11-23",
        "Status": "AUTHORISED",
        "LineItems": [line],
    }
    shop.xero("create_document", document=note)
    shop.xero("allocate_credit", credit="XCN-1", invoice=invoice)


def _allocate_money_ahead(shop: Shop, invoice: str, *, action: str) -> None:
    contact = shop.contact_in_xero(shop.customer)["ContactID"]
    shop.xero(action, contact=contact, amount="7.00", invoice=invoice, allocate="7.00")


SETTLEMENTS: dict[str, Callable[[Shop, str], None]] = {
    "overpayment": partial(_allocate_money_ahead, action="receive_overpayment"),
    "prepayment": partial(_allocate_money_ahead, action="receive_prepayment"),
    "credit note": _allocate_a_note_of_xeros_own,
}


@pytest.mark.parametrize(("words", "settle"), SETTLEMENTS.items(), ids=SETTLEMENTS)
def test_what_was_settled_in_xero_and_taken_back_there_is_an_error_that_says_so(
    shop: Shop, words: str, settle: Callable[[Shop, str], None]
) -> None:
    order, number = shop.sell()
    shop.good_cycle()
    settle(shop, number)
    shop.good_cycle()

    shop.xero("remove_allocation", allocation=_allocation(shop))
    shop.good_cycle()
    shop.good_cycle()

    (copy,) = shop.payments_in_brightpearl(order)
    (record,) = shop.records(Kind.SALES_PAYMENT)
    problem = shop.failure(Kind.SALES_PAYMENT, record.id).problem
    assert f"the {words} was taken off the document in Xero" in problem.message
    assert f"payment {copy['id']}" in problem.message
    assert "delete the copy" in problem.hint


def test_what_was_taken_back_and_settled_again_is_carried_over_once(shop: Shop) -> None:
    order, number = shop.sell()
    shop.good_cycle()
    _allocate_a_note_of_xeros_own(shop, number)
    shop.good_cycle()
    shop.xero("remove_allocation", allocation=_allocation(shop))
    shop.good_cycle()

    shop.xero("allocate_credit", credit="XCN-1", invoice=number)
    shop.good_cycle()

    assert len(shop.payments_in_brightpearl(order)) == 1
    assert [record.status for record in shop.records(Kind.SALES_PAYMENT)] == [Status.SENT]


def test_of_two_that_settled_an_invoice_only_the_one_taken_back_is_an_error(shop: Shop) -> None:
    order, number = shop.sell()
    shop.good_cycle()
    _allocate_a_note_of_xeros_own(shop, number)
    shop.good_cycle()
    taken_back = _allocation(shop)
    _allocate_money_ahead(shop, number, action="receive_overpayment")
    shop.good_cycle()

    shop.xero("remove_allocation", allocation=taken_back)
    shop.good_cycle()

    assert len(shop.payments_in_brightpearl(order)) == 2
    statuses = sorted(record.status for record in shop.records(Kind.SALES_PAYMENT))
    assert statuses == [Status.ERROR, Status.SENT]


def _allocation(shop: Shop) -> str:
    """The id of the one allocation that there is."""
    books = shop.books()
    credits_ = [credit for kind in ("CreditNotes", "Overpayments", "Prepayments") for credit in books[kind]]
    (allocation,) = (allocation for credit in credits_ for allocation in credit["Allocations"])
    return str(allocation["AllocationID"])


def test_money_of_ours_that_somebody_uses_for_another_invoice_in_xero_moves_between_the_orders(shop: Shop) -> None:
    shop.change_settings(lambda settings: settings.update(excess="overpayment"))
    first, _ = shop.sell()
    shop.brightpearl("pay_order", order=first, amount="35.00")
    second, number = shop.sell()
    shop.good_cycle()
    (ours,) = shop.books()["Overpayments"]

    shop.xero("allocate_credit", credit=ours["OverpaymentID"], invoice=number, amount="5.00")
    for _ in range(3):
        shop.good_cycle()

    moved = [
        [(one["type"], one["amount_paid"], one["method"]) for one in shop.payments_in_brightpearl(order)[start:]]
        for order, start in ((first, 1), (second, 0))
    ]
    assert moved == [[("PAYMENT", "5.00", "CONTRA")], [("RECEIPT", "5.00", "CONTRA")]]
    assert shop.errors() == []
    assert [amount(one["RemainingCredit"]) for one in shop.books()["Overpayments"]] == [0]


def test_a_deposit_that_somebody_uses_for_another_invoice_in_xero_waits_for_the_order_that_it_was_paid_on(
    shop: Shop,
) -> None:
    shop.change_settings(lambda settings: settings.update(deposits="overpayment"))
    ahead = shop.open_order()
    other, number = shop.sell()
    shop.good_cycle()
    shop.brightpearl("pay_order", order=ahead, amount="12.00")
    shop.good_cycle()
    (deposit,) = shop.books()["Overpayments"]

    shop.xero("allocate_credit", credit=deposit["OverpaymentID"], invoice=number, amount="12.00")
    shop.good_cycle()

    (use,) = (record for record in shop.records(Kind.SALES_PAYMENT) if record.document.get("from"))
    assert use.held == f"waits for the sales invoice {ahead} that it comes from"
    assert shop.payments_in_brightpearl(other) == []


def test_money_of_ours_that_somebody_uses_for_its_own_invoice_in_xero_moves_nowhere(shop: Shop) -> None:
    shop.change_settings(lambda settings: settings.update(excess="overpayment"))
    order, number = shop.sell()
    shop.brightpearl("pay_order", order=order, amount="35.00")
    shop.good_cycle()
    (ours,) = shop.books()["Overpayments"]
    (paid,) = shop.payments_in_xero(number)
    shop.xero("delete_payment", payment=paid["PaymentID"])

    shop.xero("allocate_credit", credit=ours["OverpaymentID"], invoice=number, amount="5.00")
    for _ in range(2):
        shop.good_cycle()

    assert len(shop.payments_in_brightpearl(order)) == 1


def test_a_sales_credit_is_allocated_to_its_unpaid_invoice_and_that_is_no_payment(shop: Shop) -> None:
    order, number = shop.sell()
    shop.good_cycle()

    _, credit_number = shop.credit(order)
    shop.good_cycle()
    echo = [shop.good_cycle().total("posted") for _ in range(2)]

    assert shop.document(number)["Status"] == "PAID"
    assert amount(shop.document(credit_number)["RemainingCredit"]) == 0
    assert echo == [0, 0]
    assert shop.payments_in_brightpearl(order) == []
    assert shop.differences() == []


def test_a_sales_credit_is_allocated_up_to_what_is_open_on_its_invoice(shop: Shop) -> None:
    order, number = shop.sell()
    shop.brightpearl("pay_order", order=order, amount="20.00")
    shop.good_cycle()

    _, credit_number = shop.credit(order)
    shop.good_cycle()

    assert amount(shop.document(number)["AmountDue"]) == 0
    assert amount(shop.document(credit_number)["RemainingCredit"]) == Decimal("20.00")


def test_two_credits_that_come_together_share_what_is_open_on_their_invoice(shop: Shop) -> None:
    order, number = shop.sell()
    _, first = shop.credit(order)
    _, second = shop.credit(order)

    shop.good_cycle()

    left = sorted(amount(shop.document(credit)["RemainingCredit"]) for credit in (first, second))
    assert amount(shop.document(number)["AmountDue"]) == 0
    assert left == [Decimal(0), Decimal("30.00")]
    assert shop.errors() == []


def test_a_sales_credit_of_a_paid_invoice_is_not_allocated(shop: Shop) -> None:
    order, _ = shop.sell()
    shop.brightpearl("pay_order", order=order)
    shop.good_cycle()

    _, credit_number = shop.credit(order)
    shop.good_cycle()

    assert shop.document(credit_number)["Allocations"] == []
    assert shop.errors() == []


def test_a_credit_is_not_allocated_where_the_settings_say_so(shop: Shop) -> None:
    shop.change_settings(lambda settings: settings.update(allocate_credits=False))
    order, number = shop.sell()
    _, credit_number = shop.credit(order)

    shop.good_cycle()

    assert amount(shop.document(number)["AmountDue"]) == Decimal("30.00")
    assert shop.document(credit_number)["Allocations"] == []


def test_a_payment_that_the_index_does_not_show_yet_still_comes_before_an_allocation(shop: Shop) -> None:
    order, number = shop.sell()
    shop.good_cycle()
    payment = shop.brightpearl("pay_order", order=order, amount="20.00")["payment"]
    _, credit = shop.credit(order)
    started = shop.deployed.start_run()
    for step in ("fetch_brightpearl_sales", "post_xero_sales", "fetch_brightpearl_sales_payments"):
        shop.deployed.step(step, run=started)

    with _out_of_the_index(shop, payment):
        shop.deployed.step("post_xero_sales_payments", run=started)
        early = shop.document(credit)["Allocations"]
    shop.good_cycle()

    assert early == []
    assert amount(shop.document(number)["AmountDue"]) == 0
    assert amount(shop.document(credit)["RemainingCredit"]) == Decimal("20.00")
    assert shop.errors() == []


@contextmanager
def _out_of_the_index(shop: Shop, payment: int) -> Iterator[None]:
    """As an index that lags would have it: the payment is due, and no look for what is due shows it."""
    due = shop.record(Kind.SALES_PAYMENT, payment)
    shop.deployed.store.revise([due], lambda now: Change(before=now, after=replace(now, due_step=None)))
    yield
    hidden = shop.record(Kind.SALES_PAYMENT, payment)
    shop.deployed.store.revise([hidden], lambda now: Change(before=now, after=replace(now, due_step=due.due_step)))


def test_an_allocation_waits_until_its_day_is_open(shop: Shop) -> None:
    shop.change_settings(lambda settings: settings["posting_status"].update(sales_credit="DRAFT"))
    order, _ = shop.sell()
    credit, number = shop.credit(order)
    shop.good_cycle()
    shop.xero("edit_document", document=number, changes={"Status": "AUTHORISED"})
    shop.good_cycle()

    shop.xero("lock_period", period="2026-11-30")
    shop.good_cycle()
    waiting = shop.record(Kind.SALES_CREDIT, credit), amount(shop.document(number)["RemainingCredit"])
    shop.xero("lock_period", period=None)
    shop.good_cycle()

    assert waiting[0].notes[-1].endswith(" is open in Xero")
    assert waiting[1] == Decimal("30.00")
    assert amount(shop.document(number)["RemainingCredit"]) == 0


def test_a_payment_of_ours_that_is_deleted_in_xero_is_an_error_that_says_so(shop: Shop) -> None:
    order, number = shop.sell()
    payment = shop.brightpearl("pay_order", order=order)["payment"]
    shop.good_cycle()

    shop.xero("delete_payment", payment=shop.payments_in_xero(number)[0]["PaymentID"])
    shop.good_cycle()
    shop.good_cycle()

    problem = shop.failure(Kind.SALES_PAYMENT, payment).problem
    assert problem.error_class == ErrorClass.DATA
    assert f"was deleted in Xero; in Brightpearl it is still there as payment {payment}" in problem.message
    assert "delete it in Brightpearl too" in problem.hint
    assert "either settles this record by itself" in problem.hint
    assert shop.payments_in_xero(number) == []
    assert shop.record(Kind.SALES_PAYMENT, payment).summary.reference == number


def test_a_payment_of_ours_that_was_deleted_in_xero_stays_an_error_though_its_order_is_read_again(shop: Shop) -> None:
    order, number = shop.sell()
    payment = shop.brightpearl("pay_order", order=order)["payment"]
    shop.good_cycle()
    shop.xero("delete_payment", payment=shop.payments_in_xero(number)[0]["PaymentID"])
    shop.good_cycle()

    shop.brightpearl("edit_order", order=order, price="20.00")
    for _ in range(3):
        shop.good_cycle()

    assert amount(shop.document(number)["Total"]) == Decimal("24.00")
    assert "was deleted in Xero" in shop.failure(Kind.SALES_PAYMENT, payment).problem.message


def test_a_payment_of_ours_that_was_deleted_in_xero_and_entered_there_again_is_taken_for_it(shop: Shop) -> None:
    order, number = shop.sell()
    payment = shop.brightpearl("pay_order", order=order, amount="12.00")["payment"]
    shop.good_cycle()
    ours = shop.payments_in_xero(number)[0]
    shop.xero("delete_payment", payment=ours["PaymentID"])
    shop.good_cycle()
    shop.good_cycle()

    day = shop.record(Kind.SALES_PAYMENT, payment).summary.date
    again = shop.xero("pay_invoice", invoice=number, amount="12.00", date=day)
    shop.cycles_until_quiet()

    assert [one["id"] for one in shop.payments_in_brightpearl(order)] == [payment]
    assert shop.record(Kind.SALES_PAYMENT, payment).remote_id == again["PaymentID"]
    assert {one.status for one in shop.records(Kind.SALES_PAYMENT)} == {Status.SENT}


def an_order_paid_by_an_unmapped_card(shop: Shop) -> tuple[int, str, int, Callable[[], None]]:
    """The order, its number, the payment that waits as an Error, and what maps its method."""
    order, number = shop.sell()
    shop.good_cycle()
    cards: dict[str, str] = {}
    shop.change_settings(lambda settings: cards.update(settings["payment_methods"]["to_xero"].pop("CARD")))
    payment = shop.brightpearl("pay_order", order=order, amount="12.00", method="CARD")["payment"]
    shop.good_cycle()

    def map_cards() -> None:
        shop.change_settings(lambda settings: settings["payment_methods"]["to_xero"].update(CARD=cards))

    return order, number, int(payment), map_cards


def test_a_payment_that_xero_has_by_hand_is_not_sent_there_too_once_its_method_is_mapped(shop: Shop) -> None:
    order, number, payment, map_cards = an_order_paid_by_an_unmapped_card(shop)
    day = shop.record(Kind.SALES_PAYMENT, payment).summary.date
    by_hand = shop.xero("pay_invoice", invoice=number, amount="12.00", date=day)
    shop.good_cycle()

    map_cards()
    shop.retry(Kind.SALES_PAYMENT, payment)
    shop.cycles_until_quiet()

    record = shop.record(Kind.SALES_PAYMENT, payment)
    assert len(shop.payments_in_xero(number)) == len(shop.payments_in_brightpearl(order)) == 1
    assert record.status == Status.SENT
    assert (record.remote_id, record.notes) == (by_hand["PaymentID"], ())


def test_a_payment_that_an_overpayment_in_xero_has_settled_is_not_sent_there_too(shop: Shop) -> None:
    order, number, payment, map_cards = an_order_paid_by_an_unmapped_card(shop)
    contact = shop.contact_in_xero(shop.customer)["ContactID"]
    shop.xero("receive_overpayment", contact=contact, amount="12.00", invoice=number, allocate="12.00")
    shop.good_cycle()

    map_cards()
    shop.retry(Kind.SALES_PAYMENT, payment)
    shop.cycles_until_quiet()
    shop.xero("pay_invoice", invoice=number, amount="1.00")
    shop.cycles_until_quiet()

    assert (len(shop.payments_in_xero(number)), len(shop.payments_in_brightpearl(order))) == (1, 2)
    assert shop.record(Kind.SALES_PAYMENT, payment).status == Status.SENT
    assert shop.errors() == []


def test_a_part_payment_that_people_enter_on_both_sides_is_carried_neither_way(shop: Shop) -> None:
    order, number = shop.sell()
    shop.good_cycle()
    payment = shop.brightpearl("pay_order", order=order, amount="12.00", method="CARD")["payment"]
    by_hand = shop.xero("pay_invoice", invoice=number, amount="12.00", date="2026-11-23")

    shop.cycles_until_quiet()

    assert len(shop.payments_in_xero(number)) == len(shop.payments_in_brightpearl(order)) == 1
    assert shop.record(Kind.SALES_PAYMENT, payment).remote_id == by_hand["PaymentID"]
    assert (shop.errors(), shop.differences()) == ([], [])


def test_an_equal_payment_after_one_that_came_from_xero_is_a_payment_of_its_own(shop: Shop) -> None:
    order, number = shop.sell()
    shop.good_cycle()
    shop.xero("pay_invoice", invoice=number, amount="12.00", date="2026-11-23")
    shop.good_cycle()
    assert len(shop.payments_in_brightpearl(order)) == 1

    shop.brightpearl("pay_order", order=order, amount="12.00", method="CARD")
    shop.cycles_until_quiet()

    assert len(shop.payments_in_xero(number)) == len(shop.payments_in_brightpearl(order)) == 2
    assert shop.differences() == []


def test_of_two_equal_payments_that_one_is_found_whose_number_is_in_its_reference(shop: Shop) -> None:
    order, number = shop.sell()
    shop.good_cycle()
    for _ in range(2):
        shop.brightpearl("pay_order", order=order, amount="12.00", method="CARD")
    first, second = (payment["id"] for payment in shop.payments_in_brightpearl(order))
    left = shop.xero("pay_invoice", invoice=number, amount="12.00", date="2026-11-23", reference=f"BP {second} CARD")

    shop.cycles_until_quiet()

    assert shop.record(Kind.SALES_PAYMENT, second).remote_id == left["PaymentID"]
    assert shop.record(Kind.SALES_PAYMENT, first).status == Status.SENT
    assert len(shop.payments_in_xero(number)) == 2
    assert shop.differences() == []


def test_a_payment_of_xero_that_could_not_be_carried_over_and_is_entered_by_hand_goes_neither_way(shop: Shop) -> None:
    order, number = shop.sell()
    shop.good_cycle()
    methods: dict[str, object] = {}
    shop.change_settings(lambda settings: methods.update(settings["payment_methods"].pop("to_brightpearl")))
    shop.change_settings(lambda settings: settings["payment_methods"].update(to_brightpearl={}))
    theirs = shop.xero("pay_invoice", invoice=number, amount="12.00", date="2026-11-23")["PaymentID"]
    shop.good_cycle()
    assert shop.failure(Kind.SALES_PAYMENT, theirs).problem.error_class == ErrorClass.MAPPING
    by_hand = shop.brightpearl("pay_order", order=order, amount="12.00", method="CARD")["payment"]
    shop.good_cycle()

    shop.change_settings(lambda settings: settings["payment_methods"].update(to_brightpearl=methods))
    shop.retry(Kind.SALES_PAYMENT, theirs)
    shop.cycles_until_quiet()

    assert len(shop.payments_in_xero(number)) == len(shop.payments_in_brightpearl(order)) == 1
    record = shop.record(Kind.SALES_PAYMENT, theirs)
    assert record.status == Status.SENT
    assert shop.record(Kind.SALES_PAYMENT, by_hand).remote_id == theirs
    assert record.notes == (f"it is the same payment as Brightpearl's sales payment {by_hand}",)


@pytest.mark.parametrize("bought", [False, True], ids=["of a sales invoice", "of a bill"])
def test_a_payment_that_is_deleted_in_xero_after_we_carried_it_over_is_an_error_that_says_so(
    shop: Shop, bought: bool
) -> None:
    kind = Kind.PURCHASE_PAYMENT if bought else Kind.SALES_PAYMENT
    order, number = shop.buy(number="MILL-80") if bought else shop.sell()
    shop.good_cycle()
    made = shop.xero("pay_invoice", invoice=number)["PaymentID"]
    shop.good_cycle()

    shop.xero("delete_payment", payment=made)
    shop.good_cycle()
    shop.good_cycle()

    (copy,) = shop.payments_in_brightpearl(order)
    problem = shop.failure(kind, made).problem
    assert f"was deleted in Xero; its copy in Brightpearl is payment {copy['id']}" in problem.message
    assert "delete the copy" in problem.hint


def test_a_payment_made_and_deleted_in_xero_between_two_cycles_leaves_no_trace(shop: Shop) -> None:
    order, number = shop.sell()
    shop.good_cycle()
    made = shop.xero("pay_invoice", invoice=number)["PaymentID"]
    shop.xero("delete_payment", payment=made)

    shop.good_cycle()

    assert shop.payments_in_brightpearl(order) == []
    assert shop.records(Kind.SALES_PAYMENT) == []


def test_of_a_payment_of_more_than_is_outstanding_the_rest_is_an_error_and_the_others_go(shop: Shop) -> None:
    order, number = shop.sell()
    other, other_number = shop.sell()
    shop.good_cycle()
    shop.xero("pay_invoice", invoice=number, amount="20.00", account="095")

    too_much = shop.brightpearl("pay_order", order=order)["payment"]
    shop.brightpearl("pay_order", order=other)
    shop.good_cycle()

    problem = shop.failure(Kind.SALES_PAYMENT, too_much).problem
    assert f"10.00 of 30.00 has paid {number} in Xero; 20.00 is more than is due" in problem.message
    assert problem.hint
    assert shop.document(other_number)["Status"] == "PAID"


def test_payments_in_other_currencies_keep_their_currency_and_use_its_bank_account(shop: Shop) -> None:
    order, number = shop.sell(currency="EUR")
    shop.brightpearl("pay_order", order=order)
    other, other_number = shop.sell(currency="USD")
    shop.good_cycle()

    shop.xero("pay_invoice", invoice=other_number, account="092")
    shop.good_cycle()

    (payment,) = shop.payments_in_xero(number)
    (carried,) = shop.payments_in_brightpearl(other)
    assert (shop.document(number)["CurrencyCode"], amount(payment["Amount"])) == ("EUR", Decimal("30.00"))
    assert (carried["currency"], amount(carried["amount_paid"])) == ("USD", Decimal("30.00"))
    assert shop.differences() == []
