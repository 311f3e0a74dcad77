"""A table that was never used before, over books that an earlier one has filled: nothing is posted twice."""

from collections.abc import Iterator

import pytest

from sandbox.cloud.ministack import Cloud
from sandbox.proof.backups import Backups
from sandbox.proof.in_process import Connector, connector
from sandbox.stand_ins.world import Sandbox
from shared.kinds import Kind
from shared.records.apart import posted_anew
from shared.records.connections import connection_of
from shared.records.standing import Standing
from shared.records.status import Status
from tests.conftest import START
from tests.end_to_end.shop import Shop


@pytest.fixture
def deployed(sandbox: Sandbox, cloud: Cloud) -> Iterator[Connector]:
    """A connector that somebody has connected."""
    with connector(sandbox, cloud, start=START) as ready:
        ready.progress.activate()
        yield ready


def begin_anew(shop: Shop) -> None:
    """An hour later, in a new table."""
    shop.clock.advance(hours=1)
    Backups(deployed=shop.deployed).begin_anew()


def everything(shop: Shop) -> dict[str, int]:
    """How much of everything there is in Xero."""
    state = shop.deployed.sandbox.xero.vendor.state()
    names = ("Invoices", "CreditNotes", "Payments", "ManualJournals", "BankTransactions")
    return {name: len(state[name]) for name in names}


def test_what_is_in_xero_is_found_there_and_nothing_is_doubled(shop: Shop) -> None:
    order, _ = shop.sell()
    shop.credit(order, quantity=1)
    paid, _ = shop.sell(shop.row(price="80.00"))
    bill, _ = shop.buy()
    shop.credit(bill)
    shop.brightpearl("pay_order", order=paid)
    shop.brightpearl("stock_correction", product=shop.product, quantity=7, cost="3.21")
    shop.cycles_until_quiet()
    before = everything(shop)

    begin_anew(shop)
    shop.cycles_until_quiet()

    assert everything(shop) == before
    assert (shop.errors(), shop.differences()) == ([], [])
    assert shop.record(Kind.SALES_INVOICE, order).status is Status.SENT


def test_since_when_the_table_is_used_is_asked_once_a_run_and_stays(shop: Shop) -> None:
    shop.sell()
    shop.cycle()
    connection = shop.deployed.connection
    found = connection_of(connection)
    assert found is not None
    assert found.table_since is not None
    assert shop.deployed.periods["table"] == {"since": found.table_since.isoformat()}

    shop.sell()
    shop.cycle()

    assert connection_of(connection) == found


def test_a_bill_of_ours_that_was_voided_there_is_a_persons_decision_and_goes_anew_then(shop: Shop) -> None:
    order, number = shop.buy()
    shop.good_cycle()
    (bill,) = shop.in_xero(number)
    shop.xero("void", document=bill["InvoiceID"])

    begin_anew(shop)
    shop.cycle()

    record = shop.record(Kind.PURCHASE_INVOICE, order)
    assert (record.status, record.apart, record.remote_id) == (Status.ERROR, Standing.GONE, bill["InvoiceID"])
    assert shop.in_xero(number) == []

    shop.decide(Kind.PURCHASE_INVOICE, order, posted_anew)
    shop.good_cycle()

    assert shop.record(Kind.PURCHASE_INVOICE, order).status is Status.SENT
    (anew,) = shop.in_xero(number)
    assert anew["InvoiceID"] not in ("", bill["InvoiceID"])


def test_a_journal_of_ours_that_was_voided_there_is_one_too(shop: Shop) -> None:
    note = shop.brightpearl("stock_correction", product=shop.product, quantity=7, cost="3.21")["goods_note"]
    shop.good_cycle()
    journal = shop.record(Kind.INVENTORY_ADJUSTMENT, note).remote_id
    (entry,) = shop.deployed.sandbox.xero.vendor.state()["ManualJournals"]
    shop.xero("void_journal", narration=entry["Narration"])

    begin_anew(shop)
    shop.cycle()

    assert shop.record(Kind.INVENTORY_ADJUSTMENT, note).apart is Standing.GONE
    shop.decide(Kind.INVENTORY_ADJUSTMENT, note, posted_anew)
    shop.good_cycle()
    assert shop.record(Kind.INVENTORY_ADJUSTMENT, note).remote_id not in ("", journal)
    assert everything(shop)["ManualJournals"] == 2
