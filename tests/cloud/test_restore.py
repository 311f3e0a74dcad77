"""Restore, as the manual tells it: the real stack moves to the restored table, and nothing is copied back or deleted."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from botocore.exceptions import ClientError

from sandbox.cloud.ministack import Cloud
from sandbox.stand_ins.clock import ManualClock
from shared.admin.restored_table import in_utc
from shared.errors import ConfigurationError, TransientError
from shared.records.schema import EXPIRES, Area, area
from tests.cloud.restoring import SLOW, Operator, parameter

MANUAL: Final = (Path(__file__).parents[2] / "docs" / "operations.md").read_text()
SWITCHES: Final = {"recovery": "ENABLED", "expiry": (EXPIRES, "ENABLED"), "protected": True}
FIRST, LATER = "1001", "1002"
SHOP: Final = "shop"
RECORDS: Final = "shop#sales-invoice"


def commands() -> list[list[str]]:
    """The lines that the manual tells people to type, in their order, each without what starts Python."""
    section = MANUAL.partition("## Restore the table")[2].partition("\n## ")[0]
    return [
        line.split()
        for line in re.findall(r"^ *\.venv/bin/python -m shared\.admin (restore .*)$", section, re.MULTILINE)
    ]


def typed(command: list[str], *, stack: str, **options: str) -> list[str]:
    """A line of the manual, with one's own names and times."""
    own = {"--stack": stack, **{f"--{name}": value for name, value in options.items()}}
    assert set(own) == {word for word in command if word.startswith("--")}
    return [own.get(before, word) for before, word in zip(["", *command], command, strict=False)]


def grow(operator: Operator) -> str:
    """A connection with a record, a moment to go back to, and another record after it."""
    operator.put("connections", SHOP, active={"BOOL": True})
    operator.put(RECORDS, FIRST)
    at = operator.backup()
    operator.put(RECORDS, LATER)
    return at


def test_the_procedure_of_the_manual_moves_the_stack_and_later_deployments_leave_it_there(
    operator: Operator, capsys: pytest.CaptureFixture[str]
) -> None:
    restoring, going_back = commands()
    at = grow(operator)
    restored = operator.name_at(at)

    status = operator.run(*typed(restoring, stack=operator.stack, to=at))
    said = capsys.readouterr().out

    assert status == 0
    assert f"the stack {operator.stack} now uses the table {restored}; that took " in said
    assert f"the table before, {operator.own}, is kept as it was" in said
    assert f"export TABLE_NAME={restored}\n" in said
    assert (operator.table, parameter(operator)) == (restored, restored)
    assert operator.told_to_functions() == operator.in_machines() == {restored}
    assert operator.keys(restored, RECORDS) == [FIRST]
    assert operator.keys(operator.own, RECORDS) == [FIRST, LATER], "and nothing was copied back"
    assert operator.switches(restored) == SWITCHES
    assert operator.schedule == {"ENABLED"}

    assert operator.end_of(operator.start("EveryConnectionArn")) == "SUCCEEDED"
    (cycle,) = operator.executions("CycleArn")
    assert operator.end_of(cycle) == "SUCCEEDED"
    assert len(operator.keys(restored, area(SHOP, Area.RUN))) == 1
    assert operator.keys(operator.own, area(SHOP, Area.RUN)) == []

    operator.deploy_again()
    assert operator.table == restored
    assert operator.told_to_functions() == {restored}

    assert operator.run(*typed(going_back, stack=operator.stack, table=operator.own)) == 0
    assert (operator.table, parameter(operator)) == (operator.own, "")
    assert operator.told_to_functions() == operator.in_machines() == {operator.own}
    assert sorted(operator.tables) == sorted([operator.own, restored]), "and none was deleted"


def test_what_runs_is_waited_for_and_named(operator: Operator) -> None:
    at = grow(operator)
    execution = operator.start("VerifyArn", connection=SLOW)

    operator.restoring().to_time(at)

    name = execution.rpartition(":")[2]
    assert f"still running: {operator.stack}-verify {name}" in operator.said
    assert operator.end_of(execution) == "SUCCEEDED"
    assert len(operator.keys(operator.own, area(SLOW, Area.RUN))) == 1
    assert operator.keys(operator.table, area(SLOW, Area.RUN)) == []


def test_what_runs_for_too_long_is_named_and_left_alone_and_the_schedule_goes_on(operator: Operator) -> None:
    at = grow(operator)
    execution = operator.start("CycleArn", connection=SLOW)
    clock = ManualClock(datetime.now(UTC))

    with pytest.raises(TransientError, match=f"still running: {operator.stack}-cycle .*, after 60 min") as refused:
        operator.restoring(clock=clock.now, sleep=clock.sleep).to_time(at)

    assert "stop it, which is safe, and wait 4 min 0 s first" in refused.value.hint
    assert (operator.table, operator.tables, operator.schedule) == (operator.own, [operator.own], {"ENABLED"})
    operator.cloud.client("stepfunctions").stop_execution(executionArn=execution)


def test_what_somebody_starts_during_the_restore_is_waited_for_before_the_stack_moves(operator: Operator) -> None:
    at = grow(operator)

    def start(**_: Any) -> None:
        operator.start("VerifyArn", connection=SLOW)

    with met(operator.cloud, "after-call.dynamodb.RestoreTableToPointInTime", start) as client:
        operator.restoring(client).to_time(at)

    moving = operator.said.index(f"moving the stack {operator.stack} to the table {operator.table}")
    assert any(one.startswith("still running: ") for one in operator.said[:moving])
    assert len(operator.keys(operator.own, area(SLOW, Area.RUN))) == 1


CUTS: Final = {
    "as the schedule is turned off": "before-call.events.DisableRule",
    "before the restore": "before-call.dynamodb.RestoreTableToPointInTime",
    "as the restore begins": "after-call.dynamodb.RestoreTableToPointInTime",
    "as recovery is switched on": "before-call.dynamodb.UpdateContinuousBackups",
    "as expiry is switched on": "before-call.dynamodb.UpdateTimeToLive",
    "as it is protected": "before-call.dynamodb.UpdateTable",
    "before the move": "before-call.cloudformation.UpdateStack",
    "as the move begins": "after-call.cloudformation.UpdateStack",
    "after the move": "before-call.dynamodb.TagResource",
    "as the schedule is turned on": "before-call.events.EnableRule",
}


@pytest.mark.parametrize("event", CUTS.values(), ids=CUTS)
def test_a_restore_that_was_cut_off_goes_on_when_it_is_run_again(operator: Operator, event: str) -> None:
    at = grow(operator)

    with met(operator.cloud, event, interrupted) as client, pytest.raises(KeyboardInterrupt):
        operator.restoring(client).to_time(at)
    operator.restoring().to_time(at)

    restored = operator.name_at(at)
    assert (operator.table, operator.schedule) == (restored, {"ENABLED"})
    assert operator.keys(restored, RECORDS) == [FIRST]
    assert operator.switches(restored) == SWITCHES
    assert sorted(operator.tables) == sorted([operator.own, restored])


def test_cut_off_before_the_move_the_schedule_goes_on_with_the_table_that_is_used(operator: Operator) -> None:
    at = grow(operator)

    with (
        met(operator.cloud, "before-call.cloudformation.UpdateStack", interrupted) as client,
        pytest.raises(KeyboardInterrupt),
    ):
        operator.restoring(client).to_time(at)

    assert operator.said[-1] == "the schedule is on again"
    assert (operator.table, operator.schedule) == (operator.own, {"ENABLED"})


def test_cut_off_during_the_move_the_schedule_stays_off(operator: Operator) -> None:
    at = grow(operator)
    described = "after-call.cloudformation.DescribeStacks"

    def under_way(parsed: dict[str, Any], **_: Any) -> None:
        parsed["Stacks"][0]["StackStatus"] = "UPDATE_IN_PROGRESS"

    with (
        met(operator.cloud, described, under_way, times=9, after="UpdateStack") as client,
        pytest.raises(KeyboardInterrupt),
    ):
        operator.restoring(client, sleep=interrupted).to_time(at)

    assert operator.said[-2] == f"the stack {operator.stack} is being updated"
    assert operator.said[-1].startswith("the schedule stays off, for the stack is being updated: run the same command")
    assert operator.schedule == {"DISABLED"}


def test_recovery_that_a_new_table_does_not_take_yet_is_asked_for_again(operator: Operator) -> None:
    at = grow(operator)
    early = {"Error": {"Code": "ContinuousBackupsUnavailableException", "Message": "retry later"}}

    def refuse(**_: Any) -> None:
        raise operator.cloud.client("dynamodb").exceptions.ContinuousBackupsUnavailableException(early, "any")

    with met(operator.cloud, "before-call.dynamodb.UpdateContinuousBackups", refuse) as client:
        operator.restoring(client).to_time(at)

    assert f"the table {operator.table} does not take point-in-time recovery yet" in operator.said
    assert operator.switches(operator.table) == SWITCHES


def test_a_table_that_is_still_being_restored_is_waited_for(operator: Operator) -> None:
    at = grow(operator)
    answers = iter(["CREATING"])

    def slow(parsed: dict[str, Any], **_: Any) -> None:
        parsed["Table"]["TableStatus"] = next(answers, parsed["Table"]["TableStatus"])

    with met(operator.cloud, "after-call.dynamodb.DescribeTable", slow, times=9, after="RestoreTable") as client:
        operator.restoring(client).to_time(at)

    assert f"the table {operator.table} is CREATING" in operator.said


def test_a_move_that_is_rolled_back_is_said_and_the_schedule_goes_on(operator: Operator) -> None:
    at = grow(operator)

    def rolled_back(parsed: dict[str, Any], **_: Any) -> None:
        if not parsed["Stacks"][0]["StackStatus"].endswith("_IN_PROGRESS"):
            parsed["Stacks"][0]["StackStatus"] = "UPDATE_ROLLBACK_COMPLETE"

    with (
        met(
            operator.cloud, "after-call.cloudformation.DescribeStacks", rolled_back, times=99, after="UpdateStack"
        ) as client,
        pytest.raises(
            ConfigurationError, match=r"could not be moved and still uses .*: it is UPDATE_ROLLBACK_COMPLETE"
        ),
    ):
        operator.restoring(client).to_time(at)

    assert operator.schedule == {"ENABLED"}


def test_a_moment_whose_table_was_in_use_since_is_not_taken_again(operator: Operator) -> None:
    at = grow(operator)
    operator.restoring().to_time(at)
    operator.put(RECORDS, LATER)
    operator.restoring().to_table(operator.own)

    with pytest.raises(ConfigurationError, match=r"is there already and was in use from .* on") as refused:
        operator.restoring().to_time(at)

    assert f"take it as it is now with --table {operator.name_at(at)}" in refused.value.hint
    assert (operator.table, operator.schedule) == (operator.own, {"ENABLED"})


def test_a_table_that_was_restored_can_be_left_for_another_and_may_then_be_deleted(operator: Operator) -> None:
    at = grow(operator)
    operator.restoring().to_time(at)
    restored = operator.table

    operator.restoring().to_table(operator.own)

    assert (
        f"the table before, {restored}, is kept as it was: nothing is copied back. "
        "It may be deleted by hand once nobody needs it" in operator.said
    )


def test_moving_to_the_table_in_use_changes_nothing_and_turns_the_schedule_on(operator: Operator) -> None:
    for rule in operator.cloud.client("events").list_rules(NamePrefix=f"{operator.stack}-")["Rules"]:
        operator.cloud.client("events").disable_rule(Name=rule["Name"])
    before = operator.described.get("LastUpdatedTime")

    operator.restoring().to_table(operator.own)

    assert f"the stack {operator.stack} uses the table {operator.own} already" in operator.said
    assert (operator.schedule, operator.described.get("LastUpdatedTime")) == ({"ENABLED"}, before)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A command that is not carried out, and what is said."""

    says: str
    words: Callable[[Operator], Mapping[str, str]]


def at(time: datetime) -> Callable[[Operator], Mapping[str, str]]:
    return lambda _operator: {"to": in_utc(time)}


REFUSALS: Final = {
    "no time at all": Refusal(words=lambda _: {"to": "yesterday"}, says="'yesterday' is not a time"),
    "a day": Refusal(words=lambda _: {"to": "2026-11-27"}, says="'2026-11-27' does not say that it is in UTC"),
    "a time of nowhere": Refusal(
        words=lambda _: {"to": "2026-11-27T10:00:00"}, says="'2026-11-27T10:00:00' does not say that it is in UTC"
    ),
    "a time of elsewhere": Refusal(
        words=lambda _: {"to": "2026-11-27T10:00:00+01:00"}, says="does not say that it is in UTC"
    ),
    "a time to come": Refusal(
        words=at(datetime(2999, 1, 1, tzinfo=UTC)), says="2999-01-01T00:00:00Z lies in the future"
    ),
    "a time before the table": Refusal(
        words=at(datetime(2001, 1, 1, tzinfo=UTC)), says="and 2001-01-01T00:00:00Z is not one"
    ),
    "no such stack": Refusal(
        words=lambda _: {"stack": "Another", "to": "2001-01-01T00:00:00Z"}, says="there is no stack Another"
    ),
    "no such table": Refusal(
        words=lambda _: {"table": "another"}, says="there is no table another in this account and region"
    ),
}


@pytest.mark.parametrize("refusal", REFUSALS.values(), ids=REFUSALS)
def test_what_cannot_be_is_refused_in_a_sentence_before_anything_is_touched(
    untouched: Operator, refusal: Refusal, capsys: pytest.CaptureFixture[str]
) -> None:
    options = {"stack": untouched.stack, **refusal.words(untouched)}

    status = untouched.run("restore", *(word for name, value in options.items() for word in (f"--{name}", value)))

    said = capsys.readouterr()
    assert (status, said.out) == (2, "")
    assert refusal.says in said.err
    assert "\nWhat to do: " in said.err
    assert (untouched.table, untouched.tables, untouched.schedule) == (untouched.own, [untouched.own], {"ENABLED"})


@pytest.mark.parametrize("words", [(), ("--to", "2026-11-27T10:00:00Z", "--table", "another")], ids=["neither", "both"])
def test_it_takes_a_time_or_a_table(untouched: Operator, words: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as refused:
        untouched.run("restore", "--stack", untouched.stack, *words)

    assert refused.value.code == 2


def test_a_table_without_recovery_cannot_be_restored_and_says_so(untouched: Operator) -> None:
    off = {"PointInTimeRecoveryEnabled": False}
    on = {"PointInTimeRecoveryEnabled": True}
    dynamodb = untouched.cloud.client("dynamodb")
    dynamodb.update_continuous_backups(TableName=untouched.own, PointInTimeRecoverySpecification=off)

    with pytest.raises(ConfigurationError, match=f"point-in-time recovery of the table {untouched.own} is off"):
        untouched.restoring().to_time(in_utc(datetime.now(UTC) - timedelta(minutes=1)))

    dynamodb.update_continuous_backups(TableName=untouched.own, PointInTimeRecoverySpecification=on)


def test_a_table_of_somebody_else_is_not_taken(untouched: Operator) -> None:
    keys = [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}]
    untouched.cloud.client("dynamodb").create_table(
        TableName="of-somebody-else",
        KeySchema=keys,
        AttributeDefinitions=[{"AttributeName": one["AttributeName"], "AttributeType": "S"} for one in keys],
        BillingMode="PAY_PER_REQUEST",
    )

    with pytest.raises(ConfigurationError, match="is none of the connector's: it lacks the index by_kind"):
        untouched.restoring().to_table("of-somebody-else")

    assert untouched.table == untouched.own


def test_a_stack_from_before_the_parameter_is_told_to_be_deployed_first(untouched: Operator) -> None:
    def older(parsed: dict[str, Any], **_: Any) -> None:
        parsed["Stacks"][0]["Parameters"] = []

    with (
        met(untouched.cloud, "after-call.cloudformation.DescribeStacks", older, times=99) as client,
        pytest.raises(ConfigurationError, match="cannot be moved to another table") as refused,
    ):
        untouched.restoring(client).to_time("2001-01-01T00:00:00Z")

    assert refused.value.hint.startswith("deploy this version of the connector first")


def test_a_refusal_of_aws_is_passed_on_and_the_schedule_goes_on(operator: Operator) -> None:
    moment = grow(operator)

    def refuse(**_: Any) -> None:
        raise ClientError({"Error": {"Code": "AccessDeniedException", "Message": "no"}}, "RestoreTableToPointInTime")

    with (
        met(operator.cloud, "before-call.dynamodb.RestoreTableToPointInTime", refuse) as client,
        pytest.raises(ClientError),
    ):
        operator.restoring(client).to_time(moment)

    assert (operator.table, operator.schedule) == (operator.own, {"ENABLED"})


def interrupted(*_: Any, **__: Any) -> None:
    raise KeyboardInterrupt


@contextmanager
def met(
    cloud: Cloud, event: str, happens: Callable[..., None], *, times: int = 1, after: str = ""
) -> Iterator[Callable[[str], Any]]:
    """Clients to whose calls something happens, at first or after another operation: it did, when the block ends."""
    made: dict[str, Any] = {}
    begun = [] if after else [True]
    left = [happens] * times

    def happen(**given: Any) -> None:
        if begun and left:
            left.pop()(**given)

    def client(service: str) -> Any:
        one = made.setdefault(service, cloud.client(service))
        one.meta.events.register(event, happen)
        if after:
            one.meta.events.register(
                "after-call", lambda model, **_: begun.append(True) if model.name.startswith(after) else None
            )
        return one

    yield client
    assert len(left) < times
