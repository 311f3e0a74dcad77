"""What a look sees: orders that were un-invoiced or deleted, payments that are gone, what was entered beside them."""

from typing import Any

import pytest

from sandbox.stand_ins.brightpearl.wire import found
from shared.brightpearl.id_sets import MOST_IDS, asked_together
from shared.brightpearl.searches import PAGE_ROWS
from shared.kinds import Kind, System
from shared.records.findings import Finding, Findings, What
from shared.records.record import Record
from shared.records.status import Status
from shared.sequence import LOOKS, VERIFY_AT
from shared.sources.verify.nights import NIGHTS
from tests.end_to_end.shop import Cycle, Shop

LINES_A_DOCUMENT = 10  # of its journal, its payment's, and those of the goods


def look(shop: Shop) -> Cycle:
    """A look at everything, half an hour after whatever happened last; both halves of it end well."""
    shop.clock.advance(minutes=30)
    done = Cycle(shop.deployed.verify())
    assert done.stopped == {}
    return done


def nightly(shop: Shop) -> Cycle:
    """The look of a night."""
    shop.clock.advance(days=1)
    run = shop.deployed.start_run()
    done = Cycle({one.name: shop.deployed.step(one.name, run=run) for one in LOOKS})
    assert done.stopped == {}
    return done


def said(record: Record) -> str:
    return str(record.document.get("withdrawn", ""))


def findings(shop: Shop) -> list[Finding]:
    return Findings(connection=shop.deployed.connection, clock=shop.clock.now).all()


def test_a_look_at_what_nobody_touched_sees_nothing(shop: Shop) -> None:
    order, _ = shop.sell()
    shop.brightpearl("pay_order", order=order)
    shop.buy()
    shop.good_cycle()

    done = look(shop)

    assert (done.total("fetched"), findings(shop)) == (0, [])


def test_an_order_that_was_deleted_is_seen_and_said_once(shop: Shop) -> None:
    kept, _ = shop.sell()
    order, _ = shop.sell()
    shop.good_cycle()
    shop.brightpearl("delete_order", order=order)

    first, second = look(shop), look(shop)

    assert said(shop.record(Kind.SALES_INVOICE, order)) == "order deleted in Brightpearl, seen on 2026-11-23"
    assert said(shop.record(Kind.SALES_INVOICE, kept)) == ""
    assert (first.total("fetched"), second.total("fetched")) == (1, 0)


def test_an_order_that_was_never_sent_and_is_deleted_rests_and_its_history_says_why(shop: Shop) -> None:
    shop.xero("lock_period", period="2026-11-23")
    order, _ = shop.sell()
    shop.cycle()
    shop.brightpearl("delete_order", order=order)

    look(shop)
    look(shop)

    assert shop.record(Kind.SALES_INVOICE, order).status is Status.ARCHIVE
    assert _history(shop, Kind.SALES_INVOICE, order) == ["archived: order deleted in Brightpearl, seen on 2026-11-23"]


def test_an_order_that_only_one_of_two_answers_leaves_out_is_not_deleted(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    order, _ = shop.sell()
    shop.good_cycle()
    monkeypatch.setattr("sandbox.stand_ins.brightpearl.orders.existing", lambda *_, **__: found({"getUris": []}))

    look(shop)

    assert said(shop.record(Kind.SALES_INVOICE, order)) == ""


def test_an_answer_that_leaves_out_what_exists_proves_nothing(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.sell()
    order, _ = shop.sell()
    shop.good_cycle()
    shop.brightpearl("delete_order", order=order)
    monkeypatch.setattr("sandbox.stand_ins.brightpearl.orders.pick", lambda *_, **__: [])

    done = shop.deployed.verify()["verify_brightpearl"]

    assert (done["failed"], done["problem"]) == (True, "Brightpearl's answer leaves out order 2001, which is there")
    assert said(shop.record(Kind.SALES_INVOICE, order)) == ""


@pytest.mark.parametrize("habit", ["found", "404", "400"])
def test_a_deleted_order_is_seen_whatever_brightpearl_makes_of_a_set_with_it(shop: Shop, habit: str) -> None:
    shop.deployed.sandbox.brightpearl.vendor.set_switches({"mixed_id_set": habit})
    shop.sell()
    order, _ = shop.sell()
    shop.good_cycle()
    shop.brightpearl("delete_order", order=order)

    look(shop)

    assert said(shop.record(Kind.SALES_INVOICE, order)).startswith("order deleted")


def test_a_payment_that_was_deleted_is_said_with_what_was_entered_instead(shop: Shop) -> None:
    order, _ = shop.sell()
    paid = shop.brightpearl("pay_order", order=order, amount="12")["payment"]
    shop.good_cycle()
    shop.brightpearl("delete_payment", payment=paid)
    shop.brightpearl("pay_order", order=order, amount="15")

    look(shop)

    assert said(shop.record(Kind.SALES_PAYMENT, paid)) == (
        "payment of 12.00 deleted in Brightpearl, seen on 2026-11-23; 15.00 by CARD was entered on its order since"
    )


def test_a_copy_of_ours_that_was_deleted_in_brightpearl_is_seen(shop: Shop) -> None:
    order, number = shop.buy()
    shop.good_cycle()
    payment = shop.xero("pay_invoice", invoice=number)["PaymentID"]
    shop.good_cycle()
    (copy,) = shop.payments_in_brightpearl(order)
    shop.brightpearl("delete_payment", payment=copy["id"])

    look(shop)

    assert said(shop.record(Kind.PURCHASE_PAYMENT, payment)).startswith("payment of 12.00 deleted in Brightpearl")


def test_a_payment_that_went_only_just_now_may_be_missing_in_a_search(shop: Shop) -> None:
    _, number = shop.buy()
    shop.good_cycle()
    payment = shop.xero("pay_invoice", invoice=number)["PaymentID"]
    shop.deployed.sandbox.brightpearl.vendor.set_switches({"search_lag_seconds": 600})
    shop.good_cycle()

    shop.clock.advance(minutes=1)
    shop.deployed.verify()

    assert said(shop.record(Kind.PURCHASE_PAYMENT, payment)) == ""


def test_an_un_invoiced_order_is_read_again(shop: Shop) -> None:
    order, _ = shop.sell()
    shop.good_cycle()
    shop.brightpearl("uninvoice_order", order=order)

    look(shop)

    assert shop.record(Kind.SALES_INVOICE, order).document["invoices"] == [{"invoiceReference": ""}]


def test_each_order_of_ninety_days_is_read_once_in_seven_nights(shop: Shop) -> None:
    orders = [shop.sell()[0] for _ in range(8)]
    shop.good_cycle()
    vendor: Any = shop.deployed.sandbox.brightpearl.vendor
    for order in orders:
        vendor.store.orders[order].reference = "changed without a date"

    read = [nightly(shop).total("fetched") for _ in range(7)]

    assert sum(read) == len(orders)
    assert max(read) == 2


def test_quick_invoices_bills_and_payments_of_them_are_listed_with_what_they_are(shop: Shop) -> None:
    shop.sell()
    rows = [{"nominal": "4000", "net": "10", "tax_code": "T20", "tax": "2"}]
    invoice = shop.brightpearl("quick_invoice", contact=shop.customer, rows=rows)
    shop.brightpearl("quick_payment", journal=invoice["journal"])
    shop.brightpearl("vendor_bill", contact=shop.supplier, rows=[{"nominal": "5000", "net": "7"}], reference="MILL-9")
    shop.brightpearl("enter_journal", lines=[{"nominal": "4000", "amount": 1}, {"nominal": "5000", "amount": -1}])
    shop.good_cycle()

    look(shop)
    look(shop)

    listed = findings(shop)
    assert {one.what for one in listed} == {What.JOURNAL}
    told = sorted(" ".join(one.told.split()[:6]) for one in listed)
    assert [words.split(" over ")[0].split()[0] for words in told] == ["bill", "receipt", "sales"]
    assert any("MILL-9 over 8.40" in one.told for one in listed)


def test_a_cancelled_one_is_not_listed(shop: Shop) -> None:
    rows = [{"nominal": "4000", "net": "10", "tax_code": "T20", "tax": "2"}]
    invoice = shop.brightpearl("quick_invoice", contact=shop.customer, rows=rows)
    shop.brightpearl("cancel_journal", journal=invoice["journal"])

    look(shop)

    assert findings(shop) == []


def test_a_supplier_payment_entered_in_brightpearl_is_listed_and_one_carried_over_is_not(shop: Shop) -> None:
    (paid_here, _), (_, number) = shop.buy(), shop.buy()
    shop.good_cycle()
    shop.xero("pay_invoice", invoice=number)
    shop.good_cycle()
    payment = shop.brightpearl("pay_order", order=paid_here, method="BANK")["payment"]

    look(shop)

    (listed,) = findings(shop)
    assert (listed.what, listed.id, listed.day) == (What.SUPPLIER_PAYMENT, str(payment), "2026-11-23")
    assert listed.told == f"PAYMENT of 12.00 GBP by BANK on order {paid_here}"


def test_what_a_person_has_marked_as_in_xero_stays_marked(shop: Shop) -> None:
    order, _ = shop.buy()
    payment = str(shop.brightpearl("pay_order", order=order, method="BANK")["payment"])
    look(shop)
    marks = Findings(connection=shop.deployed.connection, clock=shop.clock.now)

    assert marks.mark(What.SUPPLIER_PAYMENT, payment, by="Ann Lee")
    assert not marks.mark(What.SUPPLIER_PAYMENT, "4711", by="Ann Lee")

    look(shop)
    assert findings(shop)[0].in_xero.startswith("Ann Lee, 2026-11-23T")


@pytest.mark.parametrize("listed", [True, False], ids=["listed", "not listed"])
def test_a_payment_that_was_deleted_in_xero_is_found_though_no_list_tells(shop: Shop, listed: bool) -> None:
    shop.deployed.sandbox.xero.vendor.set_switches({"payments_list_deleted": listed})
    order, number = shop.sell()
    paid = shop.brightpearl("pay_order", order=order)["payment"]
    shop.good_cycle()
    (payment,) = shop.payments_in_xero(number)
    shop.xero("delete_payment", payment=payment["PaymentID"])

    look(shop)
    shop.cycle()

    assert "deleted in Xero" in shop.failure(Kind.SALES_PAYMENT, paid).problem.message


def test_a_contact_that_was_archived_or_merged_and_an_item_that_was_deleted_are_noted_once(shop: Shop) -> None:
    shop.sell()
    shop.good_cycle()
    contact = shop.contact_in_xero(shop.customer)["ContactID"]
    other = shop.xero("create_contact", contact={"Name": "Harbour Group"})["ContactID"]
    shop.xero("merge_contact", contact=contact, into=other)
    shop.xero("delete_item", code="TEE-RED-M")

    look(shop)
    look(shop)

    assert _history(shop, Kind.CONTACT, shop.customer)[-1].startswith("its contact was merged into another one")
    assert _history(shop, Kind.PRODUCT, shop.product)[-1].startswith("its item was deleted in Xero")
    assert len([what for what in _history(shop, Kind.PRODUCT, shop.product) if "deleted" in what]) == 1


def test_a_look_that_is_cut_off_goes_on_where_it_was(shop: Shop) -> None:
    order, _ = shop.sell()
    shop.brightpearl("pay_order", order=order)
    shop.buy()
    shop.good_cycle()
    shop.clock.advance(minutes=30)
    whole = Cycle(shop.deployed.verify())
    shop.deployed.runtime.__dict__.clear()
    shop.deployed.call_seconds, shop.deployed.time_budget_seconds = 10, 1
    del shop.deployed.__dict__["runtime"]
    shop.deployed.invocations.clear()

    pieces = Cycle(shop.deployed.verify())

    assert shop.deployed.invocations["verify_brightpearl"] > 3
    assert pieces.stopped == {}
    assert pieces.calls(System.BRIGHTPEARL) <= whole.calls(System.BRIGHTPEARL) + 3


def test_the_look_runs_at_an_hour_of_the_night() -> None:
    hour, _, minute = VERIFY_AT.partition(":")

    assert (0 <= int(hour) < 6, 0 <= int(minute) < 60) == (True, True)


def _history(shop: Shop, kind: Kind, record_id: object) -> list[str]:
    return [str(event.what) for event in shop.deployed.store.history(kind, str(record_id))]


def test_a_nightly_look_makes_few_calls(shop: Shop) -> None:
    """With 10,000 of each: 20 pages of payments, 8 reads of a seventh of the orders, and the same few calls beside them."""
    for _ in range(40):
        order, _ = shop.sell()
        shop.brightpearl("pay_order", order=order)
    shop.good_cycle()
    nightly(shop)

    quiet = nightly(shop)

    documents = payments = 10_000
    payment_pages, seventh = -(-payments // PAGE_ROWS), -(-documents // NIGHTS // MOST_IDS)
    at_night = {system: quiet.calls(system) for system in System}
    grown = payment_pages - 1 + seventh - 1  # what of it grows; one page and one read are in the quiet night
    existence = len(list(asked_together(range(2001, 2001 + documents * 3, 3))))
    entered = -(-documents // 90 * LINES_A_DOCUMENT // PAGE_ROWS)
    assert at_night[System.XERO] <= 4
    assert at_night[System.BRIGHTPEARL] + grown + existence - 1 + entered - 1 <= 45
