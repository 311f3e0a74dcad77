"""Each stand-in tells its double-entry ledger, in one form."""

from decimal import Decimal

import pytest

from sandbox.stand_ins.clock import ManualClock
from sandbox.stand_ins.world import Sandbox

JOURNAL = {"id", "type", "date", "currency", "rate", "about", "number", "lines"}


@pytest.fixture(scope="module")
def shop() -> Sandbox:
    sandbox = Sandbox(clock=ManualClock())
    sandbox.seed(orders=60, seed=3, odd_money=True)
    return sandbox


@pytest.mark.parametrize(
    ("system", "line"),
    [
        ("brightpearl", {"account", "name", "amount", "base", "order"}),
        ("xero", {"account", "code", "name", "amount", "base"}),
    ],
)
def test_a_ledger_is_a_list_of_journals_by_date_that_balance(shop: Sandbox, system: str, line: set[str]) -> None:
    journals = getattr(shop, system).vendor.ledger()

    assert journals
    assert all(journal.keys() == JOURNAL for journal in journals)
    assert all(one.keys() == line for journal in journals for one in journal["lines"])
    assert [one["date"] for one in journals] == sorted(one["date"] for one in journals)
    for journal in journals:
        amounts = [one["amount"] for one in journal["lines"]]
        assert sum(Decimal(one["base"]) for one in journal["lines"]) == 0
        assert None in amounts or sum(map(Decimal, amounts)) == 0
