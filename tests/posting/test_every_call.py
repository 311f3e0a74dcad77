"""Every fault on every call of every step, to create, to amend and to read: it may cost a cycle, never a cent.

A row of the table is a fault; within it each call of each step meets it, one step after the other, and each step is run
until all its calls have. Then everything is as it should be, with nothing left that has no reason.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import cycle, islice
from typing import Any, Final

import pytest

from sandbox.proof.backups import Backups
from sandbox.proof.in_process import Connector
from sandbox.proof.storm.promises import broken_promises
from shared.kinds import Kind, System
from shared.records.connections import connection_of
from shared.sequence import STEPS
from tests.end_to_end.shop import Shop
from tests.posting.calls import (
    AS_DOCUMENTS,
    BEFORE_US,
    BESIDES,
    BOOKS,
    CALLS,
    LOOK_UPS,
    TOKEN,
    in_xero,
    is_write,
    rule,
    shapes,
)
from tests.posting.days import Days
from tests.posting.scenes import disagreements, stock_corrections

Fault = dict[str, Any]
Rules = Callable[[str], list[Fault]]

FAULTS: Final[dict[str, Fault]] = {
    "connection refused": {"kind": "refuse"},
    "connection reset": {"kind": "drop_before"},
    "answer lost after commit": {"kind": "drop_after"},
    "no answer in time": {"kind": "slow", "seconds": 60},
    "a slow answer": {"kind": "slow", "seconds": 14},
    "500 before commit": {"kind": "error_500"},
    "500 after commit": {"kind": "error_500", "commit": True},
    "503": {"kind": "error_503"},
    "a web page for an error": {"kind": "html_502"},
    "a web page for an answer": {"kind": "html_200"},
    "an answer that breaks off": {"kind": "truncate"},
    "half of the JSON": {"kind": "cut_json"},
    "token expired in mid-step": {"kind": "token_expired"},
    "minute limit": {"kind": "rate_limit_minute"},
    "concurrent limit": {"kind": "rate_limit_concurrent"},
    "day limit": {"kind": "rate_limit_day"},
}
FAILING: Final = {words: fault for words, fault in FAULTS.items() if words != "a slow answer"}
OF_READS: Final = ("500 before commit", "an answer that breaks off", "token expired in mid-step", "day limit")
ODD: Final[Fault] = {"kind": "refuse_elements"}  # every second one
LOST: Final[Fault] = {"kind": "drop_after"}
# After these nobody knows whether a write was done.
LOSING: Final = [
    fault
    for words, fault in FAILING.items()
    if words not in ("connection refused", "token expired in mid-step") and "limit" not in words
]
IN_PASSING, FOR_GOOD = 1, 3  # attempts
SOON, HALF_AN_HOUR, A_DAY = (1, 9), 31, 24 * 60  # minutes: while Xero knows a key, and when it has forgotten it
LAG: Final = 300  # seconds
MOST_RUNS: Final = 40


@pytest.fixture
def days(shop: Shop) -> Days:
    """The second day of a shop: there is something to create, to amend and to pay. Tokens rotate, as those of users do."""
    _as_a_user(shop.deployed)
    begun = Days(shop=shop)
    begun.begin()
    shop.good_cycle()
    begun.begin()
    return begun


def test_the_table_lists_every_call_of_a_day(days: Days) -> None:
    shop = days.shop

    for name, made in _calls_of_each_step(shop):
        assert made == {*CALLS[name], *BESIDES.get(name, ())}, name

    assert disagreements(shop) == []


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_any_call_of_any_step_may_fail_in_passing(days: Days, fault: Fault) -> None:
    pauses = (A_DAY,) if fault["kind"] == "rate_limit_day" else SOON

    missed = _each_step_under(
        days.shop,
        lambda name: [rule(call, fault, _in_passing(call, fault)) for call in _struck(CALLS[name], fault)],
        pauses,
    )

    assert missed == {}
    _all_is_well(days.shop)


@pytest.mark.parametrize("fault", FAILING.values(), ids=FAILING)
def test_any_call_of_any_step_may_fail_for_good_and_so_may_the_look_for_what_became_of_it(
    days: Days, fault: Fault
) -> None:
    """All writes are lost, so that all is looked for; half an hour later at the earliest."""
    pauses = (A_DAY,) if fault["kind"] == "rate_limit_day" else (HALF_AN_HOUR,)

    def rules(name: str) -> list[Fault]:
        calls = [call for call in (*CALLS[name], *LOOK_UPS.get(name, ())) if call != TOKEN]
        struck = [rule(call, fault, _times(call, fault)) for call in _struck(calls, fault)]
        lost = [] if fault in LOSING else [rule(call, LOST, _attempts(call)) for call in calls if is_write(call)]
        return [*struck, *lost]

    missed = _each_step_under(days.shop, rules, pauses)

    assert missed == {}
    _all_is_well(days.shop)


@pytest.fixture
def anew(days: Days) -> Shop:
    """The shop an hour after everything was posted, in a table that was never used before."""
    shop = days.shop
    shop.cycles_until_quiet()
    shop.clock.advance(hours=1)
    Backups(deployed=shop.deployed).begin_anew()
    return shop


def test_the_table_lists_what_is_read_of_what_an_earlier_table_has_posted(anew: Shop) -> None:
    before = _documents(anew)

    for name, made in _calls_of_each_step(anew):
        read = {call for call in made if in_xero(call) and not is_write(call)} - {*BOOKS, "GET /TaxRates"}
        assert name not in BEFORE_US or read == {*BEFORE_US[name]}, name

    assert _documents(anew) == before
    _all_is_well(anew)


@pytest.mark.parametrize("fault", [FAULTS[words] for words in OF_READS], ids=OF_READS)
def test_any_look_for_what_an_earlier_table_has_posted_may_fail_for_good(anew: Shop, fault: Fault) -> None:
    """And nothing is posted as long as nobody knows whether it is there."""
    pauses = (A_DAY,) if fault["kind"] == "rate_limit_day" else (HALF_AN_HOUR,)
    before = _documents(anew)

    missed = _each_step_under(
        anew,
        lambda name: [rule(call, fault, _times(call, fault)) for call in _struck(BEFORE_US.get(name, ()), fault)],
        pauses,
    )

    assert missed == {}
    assert _documents(anew) == before
    _all_is_well(anew)


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_so_may_any_call_that_posts_stock_corrections_as_bills_and_credits(shop: Shop, fault: Fault) -> None:
    pauses = (A_DAY,) if fault["kind"] == "rate_limit_day" else SOON
    shop.change_settings(lambda settings: settings["adjustments"].update(mode="bill_or_credit"))
    stock_corrections(shop)
    shop.deployed.step("fetch_brightpearl_inventory_adjustments")
    shop.clock.advance(minutes=HALF_AN_HOUR)
    rules = [rule(call, fault, IN_PASSING) for call in _struck(AS_DOCUMENTS, fault)]

    missed = _under(shop, "post_xero_inventory_adjustments", rules, pauses)

    assert missed == []
    shop.clock.advance(days=1)
    shop.cycles_until_quiet()
    numbers = [str(record.remote_number) for record in shop.records(Kind.INVENTORY_ADJUSTMENT)]
    assert sorted(shop.document(number)["Total"] for number in numbers) == ["22.47", "6.42"]
    assert shop.errors() == []
    assert broken_promises(shop.deployed) == []


def test_the_good_elements_of_any_batch_go_though_the_bad_ones_are_refused(shop: Shop) -> None:
    days = Days(shop=shop, width=2)
    for _ in range(2):
        days.begin()
        shop.good_cycle()
    days.begin()

    missed = _each_step_under(
        shop, lambda name: [rule(call, ODD, IN_PASSING) for call in CALLS[name] if is_write(call)], SOON
    )
    refused = shop.errors()
    for record in refused:
        shop.retry(record.kind, record.id)
    shop.good_cycle()
    for record in shop.errors():
        shop.retry(record.kind, record.id)

    assert missed == {}
    assert len(refused) > len(CALLS)
    assert all(record.failure and record.failure.problem.hint for record in refused)
    _all_is_well(shop)


@pytest.mark.parametrize("action", ["warn_next_documents", "wrong_total_next"])
@pytest.mark.parametrize("times", [1, 3, 50])
def test_documents_that_are_taken_with_warnings_or_another_total_come_right(
    days: Days, action: str, times: int
) -> None:
    shop = days.shop
    shop.xero(action, n=times)

    shop.good_cycle()

    _all_is_well(shop)


def test_a_search_that_lags_behind_loses_and_doubles_nothing(days: Days) -> None:
    shop = days.shop
    shop.deployed.sandbox.brightpearl.vendor.set_switches({"search_lag_seconds": LAG})

    shop.deployed.cycle()
    shop.clock.advance(seconds=LAG - 1)
    shop.deployed.cycle()

    _all_is_well(shop)


def _in_passing(call: str, fault: Fault) -> int:
    """Once, but for the renewal of a token: it can only be lost for good within the half hour for which Xero forgives that."""
    return FOR_GOOD if call == TOKEN and fault in LOSING else IN_PASSING


def _times(call: str, fault: Fault) -> int:
    """As often as it takes for a step to give up; a token is renewed once for a call."""
    if fault["kind"] == "token_expired" or (is_write(call) and fault not in LOSING):
        return IN_PASSING
    return _attempts(call)


def _attempts(call: str) -> int:
    """How often a step tries: a write that Xero would recognise is sent once more, any other is not."""
    if not is_write(call):
        return FOR_GOOD
    return 2 if in_xero(call) and "Allocations" not in call else 1


def _struck(calls: Sequence[str], fault: Fault) -> list[str]:
    """Brightpearl has one limit only; nobody's token expires while it is renewed."""
    kind = str(fault["kind"])
    if kind in ("rate_limit_day", "rate_limit_concurrent"):
        return [call for call in calls if in_xero(call) and call != TOKEN]
    if kind.startswith(("rate_limit", "token")):
        return [call for call in calls if call != TOKEN]
    return list(calls)


def _each_step_under(shop: Shop, rules: Rules, pauses: Sequence[int]) -> dict[str, list[str]]:
    """Run each step until every rule has struck as often as it may; what never did, by step."""
    missed: dict[str, list[str]] = {}
    for step in STEPS:
        shop.clock.advance(minutes=HALF_AN_HOUR)
        left = _under(shop, step.name, rules(step.name), pauses)
        if left:
            missed[step.name] = left
    return missed


def _under(shop: Shop, name: str, rules: Sequence[Fault], pauses: Sequence[int]) -> list[str]:
    sandbox = shop.deployed.sandbox
    for stand_in, theirs in ((sandbox.xero, True), (sandbox.brightpearl, False)):
        stand_in.faults.replace([one for one in rules if in_xero(f"{one['method']} {one['path']}") is theirs])
    for pause in islice(cycle(pauses), MOST_RUNS):
        shop.deployed.step(name)
        told = [*sandbox.xero.faults.report(), *sandbox.brightpearl.faults.report()]
        left = [f"{one['method']} {one['path']} {one['kind']}" for one in told if one["injected"] < one["times"]]
        shop.clock.advance(minutes=pause)
        if not left:
            break
    sandbox.xero.faults.replace([])
    sandbox.brightpearl.faults.replace([])
    shop.deployed.step(name)
    return left


def _all_is_well(shop: Shop) -> None:
    shop.clock.advance(days=1)
    shop.cycles_until_quiet()
    assert disagreements(shop) == []
    assert shop.errors() == []
    assert broken_promises(shop.deployed) == []
    connection = connection_of(shop.deployed.connection)
    assert connection is None or connection.needs_reconnect == ""


def _documents(shop: Shop) -> dict[str, int]:
    """How many there are in Xero of all that would be money twice."""
    state = shop.deployed.sandbox.xero.vendor.state()
    return {
        name: len(state[name]) for name in ("Invoices", "CreditNotes", "Payments", "ManualJournals", "BankTransactions")
    }


def _calls_of_each_step(shop: Shop) -> Iterator[tuple[str, set[str]]]:
    sandbox = shop.deployed.sandbox
    for step in STEPS:
        shop.clock.advance(minutes=HALF_AN_HOUR)
        for stand_in in (sandbox.xero, sandbox.brightpearl):
            stand_in.traffic.clear()
        shop.deployed.step(step.name)
        yield step.name, shapes([*sandbox.xero.traffic.calls(), *sandbox.brightpearl.traffic.calls()])


def _as_a_user(deployed: Connector) -> None:
    """Credentials of an app with users: its refresh token changes with every use."""
    secrets = deployed.runtime.secrets(deployed.connection)
    credentials = secrets.credentials_for(System.XERO)
    told = deployed.sandbox.xero.vendor.health()
    user = {"grant": "refresh_token", "refresh_token": told["refresh_token"]}
    secrets.keep(System.XERO, {**credentials, **user})
