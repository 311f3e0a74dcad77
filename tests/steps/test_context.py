"""What a step knows of its run: what was asked once for all is handed on."""

from datetime import UTC, datetime
from typing import Any, cast

from shared.records.connections import Connection
from shared.steps.context import StepContext
from tests.builders import some_settings
from tests.records.builders import AT, STEP

CONNECTION = Connection(name="shop-1", active=True, needs_reconnect="")


class Table:
    """Says since when it knows what was posted, and notes who asks."""

    def __init__(self) -> None:
        self.asked: list[Connection | None] = []

    def table_since(self, found: Connection | None) -> datetime:
        self.asked.append(found)
        return AT


def a_context(table: Table, **changes: Any) -> StepContext:
    nothing = cast("Any", None)
    return StepContext(
        **{
            "step": STEP,
            "run": "run-1",
            "clock": lambda: AT,
            "store": nothing,
            "progress": cast("Any", table),
            "settings": some_settings(),
            "make_brightpearl": nothing,
            "make_xero": nothing,
            "connection": CONNECTION,
            **changes,
        }
    )


def test_which_table_it_is_is_asked_once_a_step_and_told_to_the_next_one() -> None:
    table = Table()
    first = a_context(table)

    assert [first.table_since, first.table_since] == [AT, AT]
    second = a_context(table, told=first.tells())

    assert second.table_since == AT
    assert second.tells() == first.tells() == {"table": {"since": AT.isoformat()}}
    assert table.asked == [CONNECTION]


def test_nobody_asks_where_nobody_needs_it() -> None:
    table = Table()

    assert a_context(table).tells() == {}
    assert table.asked == []


def test_a_time_before_all_others_is_told_like_any_other() -> None:
    """Of a connection that nobody has connected."""
    everything = datetime.min.replace(tzinfo=UTC)
    told = {"table": {"since": everything.isoformat()}}

    assert a_context(Table(), told=told).table_since == everything


def test_what_is_told_of_the_table_closes_no_days() -> None:
    context = a_context(Table(), told={"table": {"since": AT.isoformat()}})

    assert context.periods.known == {}
