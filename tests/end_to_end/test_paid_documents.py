"""What becomes of edits of documents that are paid, credited, approved or voided in Xero by then."""

from collections.abc import Callable
from typing import Any

import pytest

from shared.errors import ErrorClass
from shared.kinds import Kind
from shared.records.standing import Standing
from shared.records.status import Status
from tests.end_to_end.shop import Raw, Shop, amount

Sale = tuple[int, str]
Paid = Callable[[Shop, Sale], None]


def in_full(shop: Shop, sale: Sale) -> None:
    shop.xero("pay_invoice", invoice=sale[1])


def in_part(shop: Shop, sale: Sale) -> None:
    shop.xero("pay_invoice", invoice=sale[1], amount="5.00")


def by_a_payment_of_brightpearl(shop: Shop, sale: Sale) -> None:
    shop.brightpearl("pay_order", order=sale[0])


def by_a_credit(shop: Shop, sale: Sale) -> None:
    shop.credit(sale[0])


PAID: tuple[Paid, ...] = (in_full, in_part, by_a_payment_of_brightpearl, by_a_credit)
TRACKED: Raw = {"category": "Channel", "options": {"0": None, "1": "Web", "2": "Amazon", "3": "eBay"}}


def a_paid_sale(shop: Shop, pay: Paid = in_full, *rows: Raw) -> Sale:
    sale = shop.sell(*rows)
    shop.good_cycle()
    pay(shop, sale)
    shop.good_cycle()
    return sale


def lines(shop: Shop, number: str, *fields: str) -> list[Any]:
    return [tuple(line.get(field) for field in fields) for line in shop.document(number)["LineItems"]]


def line_ids(shop: Shop, number: str) -> list[str]:
    return [line["LineItemID"] for line in shop.document(number)["LineItems"]]


def recode(shop: Shop, number: str, account: str, *, line: int = 0) -> None:
    """What a bookkeeper does who wants a line on another account: the others stay as they are."""
    known = [{"LineItemID": line_id} for line_id in line_ids(shop, number)]
    known[line]["AccountCode"] = account
    shop.xero("edit_document", document=number, changes={"LineItems": known})


EDITS: dict[str, tuple[Raw, str, str]] = {
    "the reference": ({"reference": "PO 4711"}, "Reference", "PO 4711"),
    "the due date": ({"due_date": "2027-01-31"}, "DueDate", "2027-01-31"),
    "a row's name": ({"name": "Red tee, organic"}, "Description", "Red tee, organic"),
    "a nominal code": ({"nominal": "4300"}, "AccountCode", "205"),
}


@pytest.mark.parametrize("pay", PAID)
@pytest.mark.parametrize(("edit", "field", "value"), EDITS.values(), ids=EDITS)
def test_what_is_not_about_money_still_goes_when_it_is_paid(
    shop: Shop, pay: Paid, edit: Raw, field: str, value: str
) -> None:
    order, number = a_paid_sale(shop, pay)
    before = line_ids(shop, number)

    shop.brightpearl("edit_order", order=order, **edit)
    shop.good_cycle()

    document = shop.document(number)
    assert shop.record(Kind.SALES_INVOICE, order).status == Status.SENT
    assert value in (document.get(field), document["LineItems"][0].get(field))
    assert line_ids(shop, number) == before
    assert shop.differences() == []


def test_the_texts_of_bills_and_credits_go_when_they_are_paid(shop: Shop) -> None:
    bill, bill_number = shop.buy()
    returned = shop.open_order(type="SC")
    credit_number = shop.invoice(returned)
    shop.good_cycle()
    shop.xero("pay_invoice", invoice=bill_number)
    shop.xero("pay_credit_note", credit_note=credit_number)
    shop.good_cycle()

    for order in (bill, returned):
        shop.brightpearl("edit_order", order=order, name="Red tee, organic")
    shop.good_cycle()

    assert (
        lines(shop, bill_number, "Description") == lines(shop, credit_number, "Description") == [("Red tee, organic",)]
    )
    assert shop.errors() == []


def test_the_tracking_of_a_paid_document_goes_when_somebody_posts_it_by_hand(shop: Shop) -> None:
    order, number = a_paid_sale(shop)
    shop.change_settings(lambda settings: settings.update(tracking=TRACKED))

    shop.deployed.step("post_xero_sales", only={"kind": Kind.SALES_INVOICE.value, "id": str(order)})

    ((tracking,),) = lines(shop, number, "Tracking")
    assert [option["Name"] for option in tracking] == ["Channel"]
    assert shop.record(Kind.SALES_INVOICE, order).status == Status.SENT


def test_what_a_bookkeeper_has_recoded_stays_when_another_line_is_edited(shop: Shop) -> None:
    second = shop.row(name="Gift wrapping", price="4.00", tax_code="T20", nominal="4000")
    order, number = a_paid_sale(shop, in_full, shop.row(), second)
    recode(shop, number, "260", line=1)

    shop.brightpearl("edit_order", order=order, name="Red tee, organic")
    shop.good_cycle()

    assert lines(shop, number, "Description", "AccountCode") == [("Red tee, organic", "200"), ("Gift wrapping", "260")]


@pytest.mark.parametrize("pay", [lambda *_: None, in_full], ids=["open", "paid"])
def test_what_a_bookkeeper_has_recoded_stays_when_the_reference_is_edited(shop: Shop, pay: Paid) -> None:
    order, number = a_paid_sale(shop, pay)
    recode(shop, number, "260")

    shop.brightpearl("edit_order", order=order, reference="PO 4711")
    shop.good_cycle()

    assert lines(shop, number, "AccountCode") == [("260",)]
    assert shop.document(number)["Reference"] == "PO 4711"


def test_what_a_bookkeeper_has_recoded_and_we_recode_too_is_said(shop: Shop) -> None:
    order, number = a_paid_sale(shop)
    recode(shop, number, "260")

    shop.brightpearl("edit_order", order=order, nominal="4300")
    shop.cycle()

    assert lines(shop, number, "AccountCode") == [("260",)]
    assert shop.record(Kind.SALES_INVOICE, order).standing == Standing.BOTH
    problem = shop.failure(Kind.SALES_INVOICE, order).problem
    assert problem.message.endswith("is 260 there and 205 in Brightpearl")


def test_a_reference_that_is_taken_away_is_taken_away_in_xero(shop: Shop) -> None:
    order, number = shop.sell(reference="PO 1")
    shop.good_cycle()
    in_full(shop, (order, number))

    shop.brightpearl("edit_order", order=order, reference="")
    shop.good_cycle()

    assert shop.document(number)["Reference"] == ""


FORBIDDEN: dict[str, tuple[Raw, str]] = {
    "a price": ({"price": "26.00"}, "the total is 30.00 in Xero and 31.20 in Brightpearl"),
    "a quantity": ({"quantity": "2"}, "the total is 30.00 in Xero and 60.00 in Brightpearl"),
    "the tax date": ({"tax_date": "2026-11-20"}, "the date is '2026-11-23' in Xero and '2026-11-20' in Brightpearl"),
}


@pytest.mark.parametrize(("edit", "said"), FORBIDDEN.values(), ids=FORBIDDEN)
def test_what_xero_forbids_once_it_is_paid_is_an_error_that_names_it(shop: Shop, edit: Raw, said: str) -> None:
    order, number = a_paid_sale(shop)

    shop.brightpearl("edit_order", order=order, **edit)
    shop.good_cycle()

    problem = shop.failure(Kind.SALES_INVOICE, order).problem
    assert problem.error_class == ErrorClass.DATA
    assert "it is paid in Xero" in problem.message
    assert said in problem.message
    assert "change it back in Brightpearl" in problem.hint
    assert amount(shop.document(number)["Total"]) == amount("30.00")


def test_what_is_changed_back_is_sent_again_without_a_person(shop: Shop) -> None:
    order, _ = a_paid_sale(shop)
    shop.brightpearl("edit_order", order=order, price="26.00")
    shop.good_cycle()

    shop.brightpearl("edit_order", order=order, price="25.00")
    done = shop.good_cycle()

    assert shop.record(Kind.SALES_INVOICE, order).status == Status.SENT
    assert done.answers["post_xero_sales"]["calls"]["xero"] == 1, "a look at what Xero has, and nothing sent"


@pytest.mark.parametrize(
    ("end", "word", "status"), [("void", "voided", "AUTHORISED"), ("delete_document", "deleted", "DRAFT")]
)
def test_what_was_voided_or_deleted_says_so_and_not_that_it_is_paid(
    shop: Shop, end: str, word: str, status: str
) -> None:
    shop.change_settings(lambda settings: settings["posting_status"].update(sales_invoice=status))
    order, number = shop.sell()
    shop.good_cycle()
    shop.xero(end, document=number)

    shop.brightpearl("edit_order", order=order, reference="PO 4711")
    shop.good_cycle()

    problem = shop.failure(Kind.SALES_INVOICE, order).problem
    assert f"was {word} in Xero" in problem.message
    assert "payment" not in problem.hint
    assert "post it anew" in problem.hint


@pytest.mark.parametrize("status", ["DRAFT", "SUBMITTED"])
@pytest.mark.parametrize("edit", [{"price": "26.00"}, {"reference": "PO 4711"}], ids=["money", "reference"])
def test_what_was_approved_in_xero_is_amended_and_stays_approved(shop: Shop, status: str, edit: Raw) -> None:
    shop.change_settings(lambda settings: settings["posting_status"].update(sales_invoice=status))
    order, number = shop.sell()
    shop.good_cycle()
    shop.xero("edit_document", document=number, changes={"Status": "AUTHORISED"})

    shop.brightpearl("edit_order", order=order, **edit)
    shop.good_cycle()

    assert shop.record(Kind.SALES_INVOICE, order).status == Status.SENT
    assert shop.document(number)["Status"] == "AUTHORISED"
    assert shop.differences() == []


def test_edits_of_many_paid_documents_are_read_together_and_sent_together(shop: Shop) -> None:
    sales = [shop.sell() for _ in range(6)]
    shop.good_cycle()
    for sale in sales:
        in_full(shop, sale)
    shop.good_cycle()

    for order, _ in sales:
        shop.brightpearl("edit_order", order=order, name="Red tee, organic")
    done = shop.good_cycle()

    assert done.answers["post_xero_sales"]["posted"] == len(sales)
    assert done.answers["post_xero_sales"]["calls"]["xero"] <= 2 + 2  # read, sent; and the tax rates and what is locked


def test_a_reference_of_a_paid_document_is_sent_after_one_look(shop: Shop) -> None:
    order, _ = a_paid_sale(shop)

    shop.brightpearl("edit_order", order=order, reference="PO 4711")
    done = shop.good_cycle()

    assert done.answers["post_xero_sales"]["calls"]["xero"] <= 2 + 2  # read, sent; and the tax rates and what is locked
