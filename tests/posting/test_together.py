"""Two at once: runs that overtake each other, people who change a record while it is on its way."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from sandbox.proof.storm.boundary import Boundary
from sandbox.proof.storm.cycles import REQUESTS
from sandbox.proof.storm.promises import broken_promises
from sandbox.stand_ins.xero.limits import AT_ONCE
from shared.environment import FUNCTION_LIFE
from shared.kinds import Kind
from shared.records.standing import Standing
from shared.records.status import Status
from tests.end_to_end.shop import Shop
from tests.posting.scenes import SCENES, Scene, disagreements, route

POSTS = [(step, scene) for step, scenes in SCENES.items() for scene in scenes[:1]]
SALE = "post_xero_sales"
RUNS_AT_ONCE = 2  # each makes one call after the other


def at_the_request(shop: Shop, boundary: Boundary, step: str, act: Callable[[], None]) -> dict[str, object]:
    """Run a step; just before its first request leaves, something else happens."""

    def strike(what: str) -> None:
        if what.startswith(REQUESTS):
            act()
        else:
            boundary.at = len(boundary.writes) + 1

    run = shop.deployed.start_run()
    steps = route(step)
    for earlier in steps[: steps.index(step)]:
        shop.deployed.step(earlier, run=run)
    shop.deployed.step("fetch_xero_sales_payments", run=run)  # renews the token, so that the first is the step's own
    boundary.arm(1, strike)
    answer = shop.deployed.step(step, run=run)
    boundary.disarm()
    return answer


@pytest.mark.parametrize(("step", "scene"), POSTS, ids=[step for step, _ in POSTS])
def test_a_run_that_takes_over_while_a_request_is_on_its_way_doubles_nothing(
    shop: Shop, boundary: Boundary, step: str, scene: Scene
) -> None:
    shop.good_cycle()
    scene(shop)
    shop.clock.advance(minutes=30)

    def take_over() -> None:
        shop.clock.advance(seconds=1)
        shop.deployed.step(step, run=shop.deployed.start_run())

    at_the_request(shop, boundary, step, take_over)

    shop.clock.advance(minutes=30)
    shop.deployed.cycle()
    assert boundary.most_at_once == RUNS_AT_ONCE <= AT_ONCE
    assert disagreements(shop) == []
    assert broken_promises(shop.deployed) == []
    assert shop.errors() == []


@pytest.mark.parametrize("meanwhile", [(30,), (130,), (110, 230)], ids=str)
@pytest.mark.parametrize(("step", "scene"), POSTS, ids=[step for step, _ in POSTS])
def test_a_function_that_stands_still_while_it_sends_for_as_long_as_it_lives_doubles_nothing(
    shop: Shop, boundary: Boundary, step: str, scene: Scene, meanwhile: tuple[int, ...]
) -> None:
    """At those seconds other runs take over; at the last second of its life it sends after all."""
    shop.good_cycle()
    scene(shop)
    shop.clock.advance(minutes=30)
    began = shop.clock.now()

    def others_take_over() -> None:
        for seconds in (*meanwhile, FUNCTION_LIFE.total_seconds()):
            shop.clock.set(began + timedelta(seconds=seconds))
            shop.deployed.step(step, run=shop.deployed.start_run())

    at_the_request(shop, boundary, step, others_take_over)

    shop.clock.advance(minutes=30)
    shop.deployed.cycle()
    assert disagreements(shop) == []
    assert broken_promises(shop.deployed) == []
    assert shop.errors() == []


@pytest.mark.parametrize("fault", ["html_400", "drop_after"])
@pytest.mark.parametrize(("step", "scene"), POSTS, ids=[step for step, _ in POSTS])
def test_what_another_run_was_refused_or_not_told_when_it_sent_it_again_may_still_be_sent(
    shop: Shop, boundary: Boundary, step: str, scene: Scene, fault: str
) -> None:
    """The other one sends the same once more, and the same again, before the function that stood still sends it."""
    shop.good_cycle()
    scene(shop)
    shop.clock.advance(minutes=30)

    def take_over() -> None:
        shop.clock.advance(seconds=40)
        faults = [vendor.faults for vendor in (shop.deployed.sandbox.xero, shop.deployed.sandbox.brightpearl)]
        for one in faults:
            one.replace([{"kind": fault, "method": method, "path": "api", "times": 2} for method in ("PUT", "POST")])
        shop.deployed.step(step, run=shop.deployed.start_run())
        for one in faults:
            one.replace([])

    at_the_request(shop, boundary, step, take_over)

    shop.clock.advance(minutes=30)
    shop.deployed.cycle()
    assert disagreements(shop) == []
    assert broken_promises(shop.deployed) == []
    assert shop.errors() == []


def test_a_refusal_says_nothing_of_what_another_run_has_settled_since(shop: Shop, boundary: Boundary) -> None:
    order, number = shop.sell()
    shop.good_cycle()
    payment = shop.brightpearl("pay_order", order=order, amount="31.00")["payment"]
    shop.clock.advance(minutes=30)

    def take_over() -> None:
        shop.clock.advance(seconds=40)
        shop.deployed.step("post_xero_sales_payments", run=shop.deployed.start_run())

    at_the_request(shop, boundary, "post_xero_sales_payments", take_over)

    assert len(shop.payments_in_xero(number)) == 1
    assert shop.failure(Kind.SALES_PAYMENT, payment).problem.message == (
        f"30.00 of 31.00 has paid {number} in Xero; 1.00 is more than is due and was not posted"
    )


def test_a_function_whose_run_lost_the_lock_settles_what_it_sent_and_sends_nothing_more(
    shop: Shop, boundary: Boundary
) -> None:
    shop.good_cycle()
    first, _ = shop.sell()
    credit, _ = shop.credit(first, quantity=1)
    shop.clock.advance(minutes=30)

    def take_the_lock() -> None:
        shop.clock.advance(seconds=1)
        shop.deployed.start_run()

    answer = at_the_request(shop, boundary, SALE, take_the_lock)

    assert answer["failed"]
    assert "lock" in str(answer["problem"])
    assert shop.record(Kind.SALES_CREDIT, credit).status == Status.PENDING


def test_a_run_that_was_overtaken_while_it_read_finds_what_the_other_has_left_to_be_its_own(
    shop: Shop, boundary: Boundary
) -> None:
    shop.buy()
    shop.good_cycle()
    order, number = shop.buy()
    shop.clock.advance(minutes=30)
    run = shop.deployed.start_run()
    for step in (*route("post_xero_purchases")[:-1], "fetch_xero_sales_payments"):
        shop.deployed.step(step, run=run)

    def overtake(_what: str) -> None:
        shop.xero("wrong_total_next", n=1)
        shop.clock.advance(seconds=1)
        shop.deployed.step("post_xero_purchases", run=shop.deployed.start_run())

    boundary.arm(1, overtake)
    shop.deployed.step("post_xero_purchases", run=run)
    first = boundary.writes[0]
    boundary.disarm()
    shop.good_cycle()

    assert first == "PutItem", "what is read once a run is kept, after the records were read and before Xero is asked"
    assert shop.document(number)["Total"] == "12.00"
    assert shop.record(Kind.PURCHASE_INVOICE, order).status == Status.SENT


def test_a_function_that_was_held_up_before_it_could_send_sends_nothing(shop: Shop, boundary: Boundary) -> None:
    shop.good_cycle()
    shop.brightpearl("stock_correction", product=shop.product, quantity=2, cost="1.00")
    step = "post_xero_inventory_adjustments"
    run = shop.deployed.start_run()
    shop.deployed.step("fetch_brightpearl_inventory_adjustments", run=run)
    boundary.arm(1, lambda _what: _nothing(shop.clock.advance(minutes=4)))

    answer = shop.deployed.step(step, run=run)

    assert answer["failed"]
    assert "held up" in answer["problem"]
    assert shop.books()["ManualJournals"] == []
    shop.good_cycle()
    assert disagreements(shop) == []


def test_a_request_that_may_still_be_on_its_way_is_neither_repeated_nor_looked_for(shop: Shop) -> None:
    shop.good_cycle()
    order, number = shop.sell()
    xero = shop.deployed.sandbox.xero
    xero.faults.replace([{"kind": "drop_after", "method": "PUT", "path": "/Invoices$", "times": 2}])
    shop.cycle()

    shop.clock.advance(minutes=4)
    undecided = shop.deployed.cycle()[SALE]
    shop.clock.advance(minutes=5)
    shop.deployed.cycle()

    assert "may still be on its way" in undecided["problem"]
    assert shop.record(Kind.SALES_INVOICE, order).status == Status.SENT
    assert len(shop.in_xero(number)) == 1


@pytest.mark.parametrize("path", ["/Payments$", "/ManualJournals$", "/Contacts$"])
def test_what_was_left_there_is_found_though_the_clocks_do_not_agree_to_the_second(shop: Shop, path: str) -> None:
    xero = shop.deployed.sandbox.xero
    xero.vendor.set_switches({"modified_since_inclusive": False})
    shop.good_cycle()
    order, _ = shop.sell()
    shop.brightpearl("pay_order", order=order)
    shop.brightpearl("stock_correction", product=shop.product, quantity=2, cost="1.00")
    xero.faults.replace([{"kind": "drop_after", "method": "PUT", "path": path, "times": 2}])

    shop.cycle()
    shop.cycle()
    shop.good_cycle()

    assert disagreements(shop) == []
    assert shop.errors() == []


def test_a_record_put_aside_while_it_is_on_its_way_keeps_its_document(shop: Shop, boundary: Boundary) -> None:
    shop.good_cycle()
    order, number = shop.sell()
    shop.clock.advance(minutes=30)

    at_the_request(shop, boundary, SALE, lambda: shop.archive(Kind.SALES_INVOICE, order))

    record = shop.record(Kind.SALES_INVOICE, order)
    assert (record.status, record.archived_from) == (Status.ARCHIVE, Status.SENT)
    assert record.remote_id == shop.document(number)["InvoiceID"]
    assert broken_promises(shop.deployed) == []


def test_an_edit_while_the_first_version_is_on_its_way_follows_as_an_amendment(shop: Shop, boundary: Boundary) -> None:
    shop.good_cycle()
    order, number = shop.sell()
    shop.clock.advance(minutes=30)

    def edit() -> None:
        shop.brightpearl("edit_order", order=order, price="40.00")
        shop.deployed.step("fetch_brightpearl_sales", run=shop.deployed.start_run())

    at_the_request(shop, boundary, SALE, edit)
    shop.good_cycle()

    assert shop.document(number)["Total"] == "48.00"
    assert shop.record(Kind.SALES_INVOICE, order).status == Status.SENT


def test_an_edit_that_cannot_be_mapped_while_the_first_version_is_on_its_way_is_an_error(
    shop: Shop, boundary: Boundary
) -> None:
    shop.good_cycle()
    order, _ = shop.sell()
    shop.clock.advance(minutes=30)

    def edit() -> None:
        shop.brightpearl("edit_order", order=order, tax_code="T9")
        shop.change_settings(lambda document: document["tax_types"]["sales"].pop("T9"))
        shop.deployed.step("fetch_brightpearl_sales", run=shop.deployed.start_run())

    at_the_request(shop, boundary, SALE, edit)
    shop.cycle()

    assert "T9" in shop.failure(Kind.SALES_INVOICE, order).problem.message


@pytest.mark.parametrize("minutes", [1, 30], ids=["remembered", "forgotten"])
def test_a_lost_amendment_that_is_taken_back_is_taken_back_in_xero_too(shop: Shop, minutes: int) -> None:
    order, number = shop.sell()
    shop.good_cycle()
    shop.brightpearl("edit_order", order=order, price="40.00")
    xero = shop.deployed.sandbox.xero
    xero.faults.replace([{"kind": "drop_after", "method": "POST", "path": "/Invoices$", "times": 2}])
    shop.cycle()
    shop.brightpearl("edit_order", order=order, price="25.00")

    shop.clock.advance(minutes=minutes)
    shop.deployed.cycle()
    shop.good_cycle()

    assert shop.document(number)["Total"] == "30.00"
    assert disagreements(shop) == []


@pytest.mark.parametrize("minutes", [1, 30], ids=["remembered", "forgotten"])
def test_a_lost_amendment_that_somebody_then_pays_is_as_it_should_be(shop: Shop, minutes: int) -> None:
    order, number = shop.sell()
    shop.good_cycle()
    shop.brightpearl("edit_order", order=order, price="40.00", name="Red tee, organic")
    xero = shop.deployed.sandbox.xero
    xero.faults.replace([{"kind": "drop_after", "method": "POST", "path": "/Invoices$", "times": 2}])
    shop.cycle()
    assert shop.record(Kind.SALES_INVOICE, order).status != Status.SENT
    shop.xero("pay_invoice", invoice=number)

    shop.clock.advance(minutes=minutes)
    shop.deployed.cycle()
    shop.good_cycle()

    assert shop.record(Kind.SALES_INVOICE, order).status == Status.SENT
    assert shop.document(number)["Total"] == "48.00"
    assert len(shop.payments_in_brightpearl(order)) == 1
    assert disagreements(shop) == []


def test_cents_that_were_put_right_without_an_answer_and_then_paid_are_as_they_should_be(shop: Shop) -> None:
    order, number = shop.sell()
    shop.xero("wrong_total_next", n=2)
    xero = shop.deployed.sandbox.xero
    xero.faults.replace([{"kind": "drop_after", "method": "POST", "path": "/Invoices$", "times": 2}])
    shop.cycle()
    assert (shop.document(number)["LineItems"][-1]["Description"], shop.document(number)["Total"]) == (
        "Rounding",
        "30.00",
    )
    assert shop.record(Kind.SALES_INVOICE, order).status == Status.ERROR
    shop.xero("pay_invoice", invoice=number)

    shop.clock.advance(minutes=30)
    shop.cycle()
    shop.good_cycle()

    assert shop.record(Kind.SALES_INVOICE, order).status == Status.SENT
    assert (shop.errors(), disagreements(shop)) == ([], [])


@pytest.mark.parametrize("minutes", [1, 30], ids=["remembered", "forgotten"])
@pytest.mark.parametrize("skipped", [0, 1], ids=["the first request", "line by line"])
@pytest.mark.parametrize("kind", ["drop_before", "drop_after"])
def test_a_lost_amendment_of_a_paid_document_goes_and_leaves_what_others_have_changed(
    shop: Shop, kind: str, skipped: int, minutes: int
) -> None:
    """It is refused as a whole, read, and sent line by line; any of it may be lost."""
    wrapping = shop.row(name="Gift wrapping", price="4.00", tax_code="T20", nominal="4000")
    order, number = shop.sell(shop.row(), wrapping)
    shop.good_cycle()
    shop.xero("pay_invoice", invoice=number)
    kept = [{"LineItemID": line["LineItemID"]} for line in shop.document(number)["LineItems"]]
    shop.xero("edit_document", document=number, changes={"LineItems": [kept[0], {**kept[1], "AccountCode": "260"}]})
    shop.brightpearl("edit_order", order=order, name="Red tee, organic")
    lost = {"kind": kind, "method": "POST", "path": "/Invoices$", "times": 2, "after": skipped}
    shop.deployed.sandbox.xero.faults.replace([lost])

    shop.cycle()
    shop.clock.advance(minutes=minutes)
    shop.deployed.cycle()
    shop.good_cycle()

    lines = [(line["Description"], line["AccountCode"]) for line in shop.document(number)["LineItems"]]
    record = shop.record(Kind.SALES_INVOICE, order)
    assert lines[0] == ("Red tee, organic", "200")
    assert record.standing == Standing.CHANGED_THERE if lines[1][1] == "260" else record.notes
    assert [line["LineItemID"] for line in shop.document(number)["LineItems"]] == [line["LineItemID"] for line in kept]


def _nothing(_value: object) -> None:
    return None


@pytest.mark.parametrize("key", ["waits", "refused"])
@pytest.mark.parametrize(("step", "scene"), POSTS, ids=[step for step, _ in POSTS])
def test_a_request_that_is_repeated_while_the_first_is_still_being_handled_doubles_nothing(
    shop: Shop, step: str, scene: Scene, key: str
) -> None:
    """What the system answers to that is documented nowhere."""
    xero = shop.deployed.sandbox.xero
    xero.vendor.set_switches({"key_in_progress": key})
    shop.good_cycle()
    scene(shop)
    shop.clock.advance(minutes=30)
    slow = [{"kind": "slow", "method": method, "path": "api", "seconds": 60, "times": 1} for method in ("PUT", "POST")]
    xero.faults.replace(slow)

    shop.deployed.cycle()
    struck = [rule["injected"] for rule in xero.faults.report()]
    shop.clock.advance(seconds=30)
    shop.deployed.step(step)
    shop.clock.advance(minutes=30)
    shop.deployed.cycle()

    assert sum(struck) == 0 if "post_brightpearl" in step else sum(struck) > 0
    assert disagreements(shop) == []
    assert broken_promises(shop.deployed) == []
    assert shop.errors() == []
