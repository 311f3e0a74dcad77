"""Every record that cannot go is an Error that says why and what to do; the others of its batch go; curing the cause cures it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from shared.admin.commands import wake_mapping_errors
from shared.errors import ErrorClass
from shared.kinds import Kind
from shared.records.failure import MAX_TRANSIENT_ATTEMPTS
from shared.records.status import Status
from tests.end_to_end.shop import Raw, Shop

DATA, MAPPING, DEPENDENCY = ErrorClass.DATA, ErrorClass.MAPPING, ErrorClass.DEPENDENCY


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What makes an order fail, how its Error reads, and what somebody does about it."""

    break_it: Callable[[Shop], object]
    sell: Callable[[Shop], int]
    error_class: ErrorClass
    says: str
    hint: str
    cure: Callable[[Shop, int], object]


def _sell(**row: Any) -> Callable[[Shop], int]:
    return lambda shop: shop.sell(shop.row(**row))[0]


def _nothing(_shop: Shop) -> None:
    return None


def _settings(change: Callable[[Raw], object]) -> Callable[[Shop, int], object]:
    """Save new settings, which wakes what the old ones could not map."""

    def cure(shop: Shop, _order: int) -> None:
        shop.change_settings(change)
        version, _ = shop.deployed.progress.settings()
        assert wake_mapping_errors(shop.deployed.connection, version, clock=shop.clock.now) > 0

    return cure


def _in_xero_then_retry(action: str, **fields: Any) -> Callable[[Shop, int], object]:
    def cure(shop: Shop, order: int) -> None:
        shop.xero(action, **fields)
        shop.retry(Kind.SALES_INVOICE, order)

    return cure


def _edit(**fields: Any) -> Callable[[Shop, int], object]:
    return lambda shop, order: shop.brightpearl("edit_order", order=order, **fields)


def _sell_in_euros(shop: Shop) -> int:
    return shop.sell(currency="EUR")[0]


CASES = {
    "an unmapped tax code": Case(
        break_it=lambda shop: shop.change_settings(lambda settings: settings["tax_types"]["sales"].pop("T5")),
        sell=_sell(tax_code="T5"),
        error_class=MAPPING,
        says="tax code 'T5' has no Xero tax rate for sales",
        hint="add 'T5' to tax_types.sales in the settings",
        cure=_settings(lambda settings: settings["tax_types"]["sales"].update(T5="RROUTPUT")),
    ),
    "an unmapped tax code, cured in Brightpearl": Case(
        break_it=lambda shop: shop.change_settings(lambda settings: settings["tax_types"]["sales"].pop("T5")),
        sell=_sell(tax_code="T5"),
        error_class=MAPPING,
        says="tax code 'T5' has no Xero tax rate for sales",
        hint="add 'T5' to tax_types.sales in the settings",
        cure=_edit(tax_code="T20"),
    ),
    "an unmapped nominal code": Case(
        break_it=lambda shop: shop.change_settings(lambda settings: settings["accounts"]["sales"].update(default=None)),
        sell=_sell(nominal="6500"),
        error_class=MAPPING,
        says="nominal code '6500' has no Xero account for sales",
        hint="accounts.sales.by_nominal_code",
        cure=_settings(lambda settings: settings["accounts"]["sales"]["by_nominal_code"].update({"6500": "260"})),
    ),
    "an archived account": Case(
        break_it=lambda shop: shop.xero("archive_account", code="205"),
        sell=_sell(nominal="4300"),
        error_class=MAPPING,
        says="it uses an account that is archived in Xero",
        hint="map the nominal code to another one",
        cure=_settings(lambda settings: settings["accounts"]["sales"]["by_nominal_code"].update({"4300": "260"})),
    ),
    "a rated row without tax": Case(
        break_it=_nothing,
        sell=_sell(tax="0.00"),
        error_class=MAPPING,
        says="it has no tax, though its tax code 'T20' is 20%",
        hint="to tax_types.zero_tax in the settings",
        cure=_edit(tax="5.00"),
    ),
    "tax on a code without any": Case(
        break_it=_nothing,
        sell=_sell(tax_code="T0", tax="5.00"),
        error_class=MAPPING,
        says="has 5.00 of tax, and ZERORATEDOUTPUT is 0% in Xero",
        hint="give the row a tax code with a rate in Brightpearl",
        cure=_edit(tax_code="T20", tax="5.00"),
    ),
    "a currency that is not subscribed": Case(
        break_it=lambda shop: shop.xero("unsubscribe_currency", currency="EUR"),
        sell=_sell_in_euros,
        error_class=DATA,
        says="its currency is not switched on in Xero",
        hint="add the currency in Xero",
        cure=_in_xero_then_retry("subscribe_currency", currency="EUR"),
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_what_cannot_go_is_an_error_that_others_do_not_suffer_from_and_goes_once_it_is_cured(
    shop: Shop, case: Case
) -> None:
    case.break_it(shop)
    order = case.sell(shop)
    good, good_number = shop.sell()

    shop.good_cycle()
    failure = shop.failure(Kind.SALES_INVOICE, order)
    others = [record.key for record in shop.errors()]
    quiet = shop.good_cycle()
    case.cure(shop, order)
    shop.good_cycle()

    assert failure.problem.error_class == case.error_class
    assert case.says in failure.problem.message
    assert case.hint in failure.problem.hint
    assert (failure.attempts, others) == (1, [(Kind.SALES_INVOICE, str(order))])
    assert (quiet.total("posted"), quiet.total("errors")) == (0, 0)
    assert len(shop.in_xero(good_number)) == 1
    assert shop.record(Kind.SALES_INVOICE, good).status == Status.SENT
    assert shop.record(Kind.SALES_INVOICE, order).status == Status.SENT
    assert shop.differences() == []


def test_a_contact_that_is_archived_in_xero_holds_up_its_own_documents_only(shop: Shop) -> None:
    other = shop.new_contact(company="Other Ltd", email="other@other.example")
    shop.sell()
    shop.good_cycle()
    shop.xero("archive_contact", contact=str(shop.customer))

    order, number = shop.sell()
    _, good_number = shop.sell(contact=other)
    shop.good_cycle()
    problem = shop.failure(Kind.SALES_INVOICE, order).problem
    shop.xero("unarchive_contact", contact=str(shop.customer))
    shop.retry(Kind.SALES_INVOICE, order)
    shop.good_cycle()

    assert problem.error_class == DATA
    assert "its contact is archived in Xero" in problem.message
    assert "restore the contact in Xero" in problem.hint
    assert (len(shop.in_xero(good_number)), len(shop.in_xero(number))) == (1, 1)


@pytest.mark.parametrize("bought", [False, True], ids=["customer", "supplier"])
def test_documents_of_a_contact_that_was_merged_in_xero_go_to_what_it_has_become(shop: Shop, bought: bool) -> None:
    def order(number: str) -> tuple[int, str]:
        return shop.buy(number=number) if bought else shop.sell()

    kind = Kind.PURCHASE_INVOICE if bought else Kind.SALES_INVOICE
    contact = shop.supplier if bought else shop.customer
    first, first_number = order("MILL-70")
    shop.good_cycle()
    shop.xero("create_contact", contact={"Name": "The Group"})
    shop.xero("merge_contact", contact=str(contact), into="The Group")

    _, number = order("MILL-71")
    shop.good_cycle()
    shop.brightpearl("edit_order", order=first, price="12.00")
    shop.brightpearl("rename_contact", contact=contact, company="Another Name Ltd")
    _, later_number = order("MILL-72")
    shop.good_cycle()

    names = [shop.document(one)["Contact"]["Name"] for one in (first_number, number, later_number)]
    assert names == ["The Group"] * 3
    assert [record.failure for record in shop.errors()] == []
    assert shop.record(kind, first).status == Status.SENT
    assert shop.good_cycle().total("posted") == 0


def test_a_contact_archived_in_xero_before_it_was_linked_is_an_error_on_which_its_documents_wait(shop: Shop) -> None:
    contact = {"Name": "Harbour Books Ltd", "ContactNumber": str(shop.customer)}
    shop.xero("create_contact", contact=contact)
    shop.xero("archive_contact", contact=str(shop.customer))
    order, number = shop.sell()

    shop.good_cycle()
    of_contact = shop.failure(Kind.CONTACT, shop.customer).problem
    of_order = shop.failure(Kind.SALES_INVOICE, order).problem
    waiting = shop.good_cycle()
    shop.xero("unarchive_contact", contact=str(shop.customer))
    shop.retry(Kind.CONTACT, shop.customer)
    shop.good_cycle()

    assert (of_contact.error_class, of_order.error_class) == (DATA, DEPENDENCY)
    assert "archived in Xero" in of_contact.message
    assert "could not be sent" in of_order.message
    assert waiting.total("errors") == 0
    assert len(shop.in_xero(number)) == 1


def test_a_product_with_a_sku_that_is_too_long_is_an_error_and_its_lines_go_without_an_item(shop: Shop) -> None:
    product = shop.new_product(sku="X" * 31)
    order, number = shop.sell(shop.row(product=product), shop.row())

    shop.good_cycle()
    record = shop.record(Kind.SALES_INVOICE, order)
    lines = shop.document(number)["LineItems"]

    assert record.status == Status.SENT
    assert any("longer than Xero's 30 characters" in note for note in record.notes)
    assert ["ItemCode" in line for line in lines] == [False, True]
    assert shop.differences() == []


def test_a_bought_product_with_a_sku_that_is_too_long_is_an_error_with_a_hint_and_its_bill_goes(shop: Shop) -> None:
    product = shop.new_product(sku="Y" * 31)
    order, number = shop.buy(shop.row(product=product, price="10.00", nominal="5000"), number="MILL-90")

    shop.good_cycle()

    problem = shop.failure(Kind.PRODUCT, product).problem
    record = shop.record(Kind.PURCHASE_INVOICE, order)
    assert problem.error_class == DATA
    assert "longer than Xero's 30 characters" in problem.message
    assert "give it a SKU of at most 30 characters" in problem.hint
    assert record.status == Status.SENT
    assert any("goes without its item" in note for note in record.notes)
    assert "ItemCode" not in shop.document(number)["LineItems"][0]


def test_two_products_of_one_sku_are_told_apart_by_an_error_on_the_second_and_hold_nothing_up(shop: Shop) -> None:
    shop.sell()
    shop.good_cycle()
    twin = shop.new_product(sku="TEE-RED-M")
    _, number = shop.sell(shop.row(product=twin))
    _, other_number = shop.sell()

    shop.good_cycle()
    problem = shop.failure(Kind.PRODUCT, twin).problem
    without_item = shop.document(number)["LineItems"][0]
    shop.brightpearl("edit_product", product=twin, sku="TEE-RED-M-2")
    _, later_number = shop.sell(shop.row(product=twin))
    shop.good_cycle()

    assert problem.error_class == DATA
    assert f"belongs to product TEE-RED-M (Brightpearl id {shop.product})" in problem.message
    assert "ItemCode" not in without_item
    assert shop.document(other_number)["LineItems"][0]["ItemCode"] == "TEE-RED-M"
    assert shop.document(later_number)["LineItems"][0]["ItemCode"] == "TEE-RED-M-2"
    assert shop.errors() == []
    assert shop.differences() == []


def test_two_bills_of_one_supplier_with_one_number_and_two_days_are_told_apart_by_an_error_on_one(shop: Shop) -> None:
    first = shop.buy_on_another_day(number="MILL-91")
    second, number = shop.buy(number="MILL-91")
    elsewhere = shop.new_contact(company="Ink Ltd", email="ink@ink.example", supplier=True)
    other, _ = shop.buy(number="MILL-91", contact=elsewhere)

    shop.good_cycle()

    problem = shop.failure(Kind.PURCHASE_INVOICE, second).problem
    assert f"same number as purchase invoice MILL-91 (Brightpearl id {first})" in problem.message
    assert "another invoice reference" in problem.hint
    assert {shop.record(Kind.PURCHASE_INVOICE, order).status for order in (first, other)} == {Status.SENT}
    assert len(shop.in_xero(number)) == 2


def test_a_bill_whose_number_came_before_is_an_error_that_does_not_touch_the_first(shop: Shop) -> None:
    first, number = shop.buy(number="MILL-92")
    shop.good_cycle()

    second = shop.buy_on_another_day(number="MILL-92")
    shop.good_cycle()

    problem = shop.failure(Kind.PURCHASE_INVOICE, second).problem
    assert f"belongs to purchase invoice MILL-92 (Brightpearl id {first})" in problem.message
    assert problem.hint
    assert len(shop.in_xero(number)) == 1


def test_an_invoice_that_differs_from_what_xero_has_under_its_number_is_an_error_that_shows_both(shop: Shop) -> None:
    theirs = {
        "Type": "ACCREC",
        "InvoiceNumber": "SI-1",
        "Contact": {"Name": "Somebody else"},
        "Date": "2026-11-23",
        "DueDate": "2026-11-23",
        "Status": "AUTHORISED",
        "LineItems": [
            {"Description": "Old", "Quantity": 1, "UnitAmount": 5, "AccountCode": "200", "TaxType": "NONE"},
        ],
    }
    shop.xero("create_document", document=theirs)
    order = shop.open_order()
    shop.invoice(order, reference="SI-1")

    shop.good_cycle()

    message = shop.failure(Kind.SALES_INVOICE, order).problem.message
    assert "Xero already has an invoice SI-1" in message
    assert "its total is 5.00 in Xero and 30.00 in Brightpearl" in message


def test_an_invoice_that_is_in_xero_already_is_adopted_with_the_payment_that_was_made_there(shop: Shop) -> None:
    theirs = {
        "Type": "ACCREC",
        "InvoiceNumber": "SI-1",
        "Contact": {"Name": "Harbour Books Ltd", "EmailAddress": "accounts@harbour.example"},
        "Date": "2026-11-23",
        "DueDate": "2026-12-23",
        "Status": "AUTHORISED",
        "LineItems": [
            {"Description": "Tee", "Quantity": 1, "UnitAmount": 25, "AccountCode": "200", "TaxType": "OUTPUT2"},
        ],
    }
    made = shop.xero("create_document", document=theirs)
    shop.xero("pay_invoice", invoice="SI-1", amount="10.00")
    order = shop.open_order()
    shop.invoice(order, reference="SI-1")

    shop.good_cycle()

    record = shop.record(Kind.SALES_INVOICE, order)
    history = [event.what for event in shop.deployed.store.history(Kind.SALES_INVOICE, record.id)]
    assert (record.status, record.remote_id) == (Status.SENT, made["InvoiceID"])
    assert "found in Xero" in history
    assert [payment["amount_paid"] for payment in shop.payments_in_brightpearl(order)] == ["10.00"]
    assert shop.differences() == []


def test_a_payment_by_a_method_without_an_account_is_an_error_and_goes_once_the_method_is_mapped(shop: Shop) -> None:
    shop.change_settings(lambda settings: settings["payment_methods"]["to_xero"].pop("PAYPAL"))
    order, number = shop.sell()
    payment = shop.brightpearl("pay_order", order=order, method="PAYPAL")["payment"]

    shop.good_cycle()
    problem = shop.failure(Kind.SALES_PAYMENT, payment).problem
    mapped = {"GBP": "095"}
    _settings(lambda settings: settings["payment_methods"]["to_xero"].update(PAYPAL=mapped))(shop, order)
    shop.good_cycle()

    assert problem.error_class == MAPPING
    assert "payment method 'PAYPAL' has no Xero account for GBP" in problem.message
    assert "payment_methods.to_xero.PAYPAL" in problem.hint
    assert shop.document(number)["Status"] == "PAID"


def test_a_payment_in_xero_from_an_account_without_a_method_is_an_error_and_goes_once_it_is_mapped(shop: Shop) -> None:
    order, number = shop.sell()
    shop.good_cycle()
    made = shop.xero("pay_invoice", invoice=number, account="835")["PaymentID"]

    shop.good_cycle()
    problem = shop.failure(Kind.SALES_PAYMENT, made).problem
    methods = {"GBP": "BANK"}
    _settings(lambda settings: settings["payment_methods"]["to_brightpearl"].update({"835": methods}))(shop, order)
    shop.good_cycle()

    assert problem.error_class == MAPPING
    assert "Xero account '835' has no Brightpearl payment method for GBP" in problem.message
    assert len(shop.payments_in_brightpearl(order)) == 1


def test_a_payment_in_a_period_that_is_locked_in_brightpearl_waits_until_it_is_opened(shop: Shop) -> None:
    order, number = shop.sell()
    shop.good_cycle()
    made = shop.xero("pay_invoice", invoice=number, date="2026-11-23")["PaymentID"]
    shop.brightpearl("lock_period", until=date(2026, 11, 23).isoformat())

    shop.good_cycle()
    waiting = shop.record(Kind.SALES_PAYMENT, made)
    shop.brightpearl("lock_period", until=None)
    shop.good_cycle()

    assert (waiting.status, "is locked in Brightpearl until 23 November 2026" in waiting.held) == (Status.PENDING, True)
    assert len(shop.payments_in_brightpearl(order)) == 1


def test_an_order_below_nought_goes_as_a_credit_note(shop: Shop) -> None:
    order, number = shop.sell(shop.row(price="-5.00"))

    shop.good_cycle()

    credit = shop.document(number)
    assert (credit["Type"], credit["SubTotal"], credit["TotalTax"], credit["Total"]) == (
        "ACCRECCREDIT",
        "5.00",
        "1.00",
        "6.00",
    )
    assert shop.record(Kind.SALES_INVOICE, order).status == Status.SENT


def test_a_document_that_xero_makes_a_cent_more_of_is_amended_at_once_with_a_rounding_line(shop: Shop) -> None:
    shop.xero("wrong_total_next", n=2)
    order, number = shop.sell()

    shop.good_cycle()

    document = shop.document(number)
    assert (document["Total"], document["LineItems"][-1]["Description"]) == ("30.00", "Rounding")
    assert shop.record(Kind.SALES_INVOICE, order).status == Status.SENT


def test_a_document_that_comes_right_when_it_is_amended_has_no_rounding_line(shop: Shop) -> None:
    shop.xero("wrong_total_next", n=1)
    _, number = shop.sell()

    shop.good_cycle()

    document = shop.document(number)
    assert (document["Total"], len(document["LineItems"])) == ("30.00", 1)


def test_a_document_that_differs_by_more_than_cents_is_an_error_that_keeps_its_id_and_is_only_amended(
    shop: Shop,
) -> None:
    shop.xero("wrong_total_next", n=1, cents=10)
    order, number = shop.sell()

    shop.good_cycle()
    record = shop.record(Kind.SALES_INVOICE, order)
    problem = shop.failure(Kind.SALES_INVOICE, order).problem
    shop.retry(Kind.SALES_INVOICE, order)
    shop.good_cycle()

    assert (
        "net 25.10, tax 5.00, total 30.10 in Xero, net 25.00, tax 5.00, total 30.00 in Brightpearl" in problem.message
    )
    assert "never created a second time" in problem.hint
    assert (shop.document(number)["InvoiceID"], shop.document(number)["Total"]) == (record.remote_id, "30.00")
    assert shop.record(Kind.SALES_INVOICE, order).status == Status.SENT


def test_a_warning_with_which_xero_takes_a_document_is_noted_on_its_record(shop: Shop) -> None:
    shop.xero("warn_next_documents")
    order, _ = shop.sell()

    shop.good_cycle()

    record = shop.record(Kind.SALES_INVOICE, order)
    assert record.status == Status.SENT
    assert record.notes


CURES_OF_STOCK = {
    "tracking is switched off": ("untrack_item", {}),
    "stock is entered": ("track_item", {"quantity": "2"}),
}


@pytest.mark.parametrize(("action", "fields"), CURES_OF_STOCK.values(), ids=CURES_OF_STOCK)
def test_a_tracked_item_without_stock_is_told_with_its_cure(shop: Shop, action: str, fields: Raw) -> None:
    shop.sell()
    shop.good_cycle()
    shop.xero("track_item", code="TEE-RED-M", quantity="1")
    order, number = shop.sell(shop.row(quantity=2))
    shop.good_cycle()

    problem = shop.failure(Kind.SALES_INVOICE, order).problem
    shop.xero(action, code="TEE-RED-M", **fields)
    shop.retry(Kind.SALES_INVOICE, order)
    shop.good_cycle()

    assert problem.error_class == DATA
    assert problem.message.startswith(
        "Xero tracks the stock of one of its items, and has too little of it to sell (Xero: "
    )
    assert "switch tracking off for the item in Xero, or enter the stock" in problem.hint
    assert len(shop.in_xero(number)) == 1


def test_a_page_that_refuses_a_request_is_tried_again_by_itself_and_then_left_to_a_person(shop: Shop) -> None:
    order, number = shop.sell()
    shop.deployed.sandbox.xero.faults.replace([{"kind": "html_400", "method": "PUT", "path": "Invoices", "times": 0}])
    for _ in range(MAX_TRANSIENT_ATTEMPTS + 1):
        shop.good_cycle()

    failure = shop.failure(Kind.SALES_INVOICE, order)
    shop.deployed.sandbox.xero.faults.replace([])
    left = shop.good_cycle().total("posted")
    shop.retry(Kind.SALES_INVOICE, order)
    shop.good_cycle()

    assert failure.problem.message == "it was refused without a reason (Xero: status 400 with a web page)"
    assert (failure.attempts, failure.needs_person, left) == (MAX_TRANSIENT_ATTEMPTS, True, 0)
    assert len(shop.in_xero(number)) == 1
