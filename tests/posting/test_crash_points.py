"""A function is killed before each of its writes in turn; the next cycle brings everything over once, to the cent."""

from itertools import count

import pytest

from sandbox.proof.storm.boundary import Boundary, Killed
from sandbox.proof.storm.promises import broken_promises
from tests.end_to_end.shop import Shop
from tests.posting.calls import CALLS, as_calls, is_write, shapes
from tests.posting.scenes import FETCHES, REQUESTS, SCENES, Scene, disagreements, payments_of_a_shared_bill, route, run

REMEMBERED, FORGOTTEN = 1, 30  # minutes: inside the life of an idempotency key, and after
POSTS = [(step, scene) for step, scenes in SCENES.items() for scene in scenes]
READS = [*FETCHES.items(), ("fetch_xero_purchase_payments", payments_of_a_shared_bill)]
SIGN_IN = "fetch_xero_sales_payments"


@pytest.mark.parametrize("minutes", [REMEMBERED, FORGOTTEN], ids=["remembered", "forgotten"])
@pytest.mark.parametrize(("step", "scene"), POSTS, ids=[f"{step}-{scene.__name__}" for step, scene in POSTS])
def test_a_post_step_killed_before_any_of_its_writes_loses_and_doubles_nothing(
    shop: Shop, boundary: Boundary, step: str, scene: Scene, minutes: int
) -> None:
    struck = _kill_at_every_write(shop, boundary, step, scene, minutes)

    assert set(struck) >= {"TransactWriteItems", "DeleteItem"}, "the intent, the records, and the end of the intent"
    assert shapes(as_calls(struck)) >= set(REQUESTS[scene])
    _everything_is_well(shop)


@pytest.mark.parametrize("step", SCENES)
def test_a_post_step_is_killed_before_everything_that_it_ever_sends(step: str) -> None:
    sent = {request for scene in SCENES[step] for request in REQUESTS[scene]}

    assert sent >= {call for call in CALLS[step] if is_write(call)}


@pytest.mark.parametrize(("step", "scene"), READS, ids=[f"{step}-{scene.__name__}" for step, scene in READS])
def test_a_fetch_step_killed_before_any_of_its_writes_loses_and_doubles_nothing(
    shop: Shop, boundary: Boundary, step: str, scene: Scene
) -> None:
    struck = _kill_at_every_write(shop, boundary, step, scene, FORGOTTEN)

    assert len(struck) > 1, "the records and the cursor at least"
    _everything_is_well(shop)


@pytest.mark.parametrize("minutes", [REMEMBERED, FORGOTTEN], ids=["remembered", "forgotten"])
def test_a_function_killed_while_it_renews_its_token_keeps_nobody_out(
    shop: Shop, boundary: Boundary, minutes: int
) -> None:
    struck = _kill_at_every_write(shop, boundary, SIGN_IN, FETCHES[SIGN_IN], minutes, signed_in=False)

    assert len(struck) > 5, "the lock, the token, its keeping and the end of the lock besides"
    _everything_is_well(shop)


def _everything_is_well(shop: Shop) -> None:
    shop.good_cycle()
    assert disagreements(shop) == []
    assert broken_promises(shop.deployed) == []
    assert shop.errors() == []


def _kill_at_every_write(
    shop: Shop, boundary: Boundary, step: str, scene: Scene, minutes: int, *, signed_in: bool = True
) -> list[str]:
    """Answers with the writes at which the step was killed."""
    struck: list[str] = []
    shop.good_cycle()
    for number in count(1):
        scene(shop)
        finished = _run_until_killed(shop, boundary, step, number, signed_in=signed_in)
        where = boundary.writes[-1]
        boundary.disarm()
        shop.clock.advance(minutes=minutes)
        run(shop, route(step))
        assert disagreements(shop) == [], f"after {step} was killed before write {number}: {where}"
        if finished:
            return struck
        struck.append(where)
    raise AssertionError("unreachable")


def _run_until_killed(shop: Shop, boundary: Boundary, doomed: str, number: int, *, signed_in: bool) -> bool:
    """Run what comes before the step, then the step, which does not live to see its write of that number."""
    shop.clock.advance(minutes=30)
    started = shop.deployed.start_run()
    steps = route(doomed)
    for step in (*((SIGN_IN,) if signed_in else ()), *steps[: steps.index(doomed)]):
        shop.deployed.step(step, run=started)
    boundary.arm(number)
    try:
        shop.deployed.step(doomed, run=started)
    except Killed:
        return False
    return True
