"""A retry reads what came from Xero anew, whichever way it is asked for: what was cured there is seen."""

from typing import Any

import pytest

from sandbox.scenario.buttons import Buttons
from shared.errors import ErrorClass
from shared.kinds import Kind
from shared.records.record import Record
from shared.records.status import Status
from shared.steps.change_records import Action, BulkChange
from tests.end_to_end.shop import Shop

PAID = Kind.SALES_PAYMENT
Raw = dict[str, Any]


def _in_vain(shop: Shop) -> Record:
    """The one payment from Xero, for which there is no method."""
    (record,) = shop.records(PAID)
    assert shop.failure(PAID, record.id).problem.error_class == ErrorClass.MAPPING
    return record


def _paid_by_the_till(shop: Shop) -> Record:
    """Its account is mapped by a code that it has only now been given in Xero; meanwhile the payment is old."""
    _, number = shop.sell()
    shop.change_settings(
        lambda settings: settings["payment_methods"]["to_brightpearl"].update({"099": {"GBP": "CARD"}})
    )
    till = shop.xero("create_account", name="Till")["AccountID"]
    shop.good_cycle()
    shop.xero("pay_invoice", invoice=number, account=till)
    shop.good_cycle()
    shop.clock.advance(days=1)
    shop.good_cycle()
    shop.xero("code_account", account=till, code="099")
    return _in_vain(shop)


@pytest.mark.parametrize("ids", [True, False], ids=["by their ids", "by a filter"])
def test_many_that_are_retried_are_read_with_their_documents(shop: Shop, ids: bool) -> None:
    record = _paid_by_the_till(shop)
    wanted: Raw = {"ids": [record.id]} if ids else {"filter": {"status": "Error"}}

    bulk = BulkChange.parse({"action": "retry", "kind": PAID, **wanted}).document()
    shop.deployed.change({"run": shop.deployed.start_run(), "change": bulk})
    shop.good_cycle()

    assert shop.record(PAID, record.id).status == Status.SENT
    assert (shop.errors(), shop.differences()) == ([], [])


def test_what_is_only_put_aside_is_not_read_anew(shop: Shop) -> None:
    record = _paid_by_the_till(shop)

    bulk = BulkChange(action=Action.ARCHIVE, kind=PAID, ids=(record.id,)).document()
    shop.deployed.change({"run": shop.deployed.start_run(), "change": bulk})

    assert shop.deployed.progress.queues.queued("fetch_xero_sales_payments") == []


def test_what_an_overpayment_settled_is_read_with_its_document(shop: Shop) -> None:
    _, number = shop.sell()
    shop.good_cycle()
    methods: Raw = {}
    shop.change_settings(lambda settings: methods.update(settings["payment_methods"].pop("without_account")))
    contact = shop.contact_in_xero(shop.customer)["ContactID"]
    shop.xero("receive_overpayment", contact=contact, amount="7.00", invoice=number, allocate="7.00")
    shop.good_cycle()
    record = _in_vain(shop)
    shop.change_settings(lambda settings: settings["payment_methods"].update(without_account=methods))
    shop.deployed.progress.activate(xero_short_code="")

    answers = Buttons(deployed=shop.deployed).press("retry", PAID, record.id)

    assert [answer["failed"] for answer in answers.values()] == [False, False]
    assert shop.record(PAID, record.id).status == Status.SENT
    assert shop.differences() == []
