"""Who changed a document of ours in Xero is named in its history, for a few in a run."""

from shared.kinds import Kind
from shared.sources.editors import MOST_LOOKS
from tests.end_to_end.shop import Shop


def said(shop: Shop) -> list[str]:
    """What the last event of each sales invoice says, of who it was."""
    events = (shop.deployed.store.history(*record.key)[-1] for record in shop.records(Kind.SALES_INVOICE))
    return sorted(event.what.partition("; last changed there")[2] for event in events)


def test_whoever_changed_a_document_in_xero_last_is_named(shop: Shop) -> None:
    _, number = shop.sell()
    shop.good_cycle()
    shop.xero("edit_line", document=number, price="99.00", by="Jo <b>Temp</b>")
    shop.xero("edit_line", document=number, price="98.00", by="Ann Ledger")

    shop.cycle()

    assert said(shop) == [" by Ann Ledger"]


def test_no_more_are_asked_for_than_a_run_can_afford(shop: Shop) -> None:
    numbers = [shop.sell()[1] for _ in range(MOST_LOOKS + 1)]
    shop.good_cycle()
    for number in numbers:
        shop.xero("void", document=number)

    done = shop.cycle()

    assert said(shop) == ["", *[" by Pat Ledger"] * MOST_LOOKS]
    assert done.answers["fetch_xero_sales_payments"]["calls"]["xero"] >= MOST_LOOKS


def test_where_xero_does_not_tell_who_it_was_what_was_done_is_said_all_the_same(shop: Shop) -> None:
    _, number = shop.sell()
    shop.good_cycle()
    shop.xero("void", document=number)
    shop.deployed.sandbox.xero.faults.replace([{"kind": "error_500", "path": "/History$", "times": 99}])

    shop.cycle()

    assert said(shop) == [""]
    assert [record.apart for record in shop.records(Kind.SALES_INVOICE)] == ["gone in Xero"]
