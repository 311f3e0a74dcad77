"""The schedule, the alarms and the dashboard."""

from typing import Any, Final

import pytest

from shared.sequence import CYCLE_MINUTES, STEPS, VERIFY_AT, Step
from tests.infra.policies import ACCOUNT, REGION, Call, allows, resolved
from tests.infra.synthesised import joined, only, resources, template


def alarms() -> dict[str, dict[str, Any]]:
    return resources("AWS::CloudWatch::Alarm")


def alarm(ending: str) -> dict[str, Any]:
    (found,) = (one for name, one in alarms().items() if name.startswith(f"Alarms{ending}"))
    return found


def rules() -> list[dict[str, Any]]:
    return list(resources("AWS::Events::Rule").values())


def test_a_cycle_is_started_for_every_connection_as_often_as_the_sequence_says() -> None:
    started = {rule["ScheduleExpression"]: joined(rule["Targets"][0]["Arn"]) for rule in rules()}

    assert "EveryConnection" in started[f"rate({CYCLE_MINUTES} minutes)"]
    assert {rule["State"] for rule in rules()} == {"ENABLED"}


def test_a_look_is_started_for_every_connection_once_a_night() -> None:
    started = {rule["ScheduleExpression"]: joined(rule["Targets"][0]["Arn"]) for rule in rules()}

    hour, _, minute = VERIFY_AT.partition(":")
    assert "EveryNight" in started[f"cron({minute} {hour} * * ? *)"]


def test_every_alarm_tells_the_topic_and_says_what_to_do() -> None:
    topic = {"Ref": next(iter(resources("AWS::SNS::Topic")))}

    for one in alarms().values():
        assert one["AlarmActions"] == [topic]
        assert ":" in one["AlarmDescription"]


def test_one_failed_cycle_is_left_to_the_next_and_two_wake_somebody() -> None:
    failed = alarm("FailedCycles")

    assert failed["MetricName"] == "ExecutionsFailed"
    assert (failed["DatapointsToAlarm"], failed["EvaluationPeriods"], failed["Period"]) == (2, 3, CYCLE_MINUTES * 60)


def test_two_hours_without_a_cycle_wake_somebody_also_when_nothing_is_measured() -> None:
    silent = alarm("NoCycle")

    assert silent["MetricName"] == "ExecutionsStarted"
    assert silent["EvaluationPeriods"] * silent["Period"] == 2 * 60 * 60
    assert silent["TreatMissingData"] == "breaching"
    assert silent["ComparisonOperator"] == "LessThanThreshold"


@pytest.mark.parametrize("step", STEPS, ids=[step.name for step in STEPS])
def test_a_step_that_dies_wakes_somebody(step: Step) -> None:
    died = alarm(f"{step.title}Errors")

    assert died["MetricName"] == "Errors"
    assert died["AlarmDescription"].startswith(step.name)


def test_a_lost_authorisation_wakes_somebody() -> None:
    lost = alarm("NeedsReconnect")

    assert (lost["Namespace"], lost["MetricName"]) == ("BrightpearlXero", "NeedsReconnect")


def test_what_has_waited_for_three_days_for_its_day_to_be_open_wakes_somebody() -> None:
    held = alarm("HeldByLock")

    assert (held["MetricName"], held["Statistic"], held["Threshold"]) == ("LockedDays", "Maximum", 3)


def test_no_alarm_needs_metric_math() -> None:
    assert all("MetricName" in one for one in alarms().values())


AN_ALARM: Final = f"arn:aws:cloudwatch:{REGION}:{ACCOUNT}:alarm:BrightpearlXero-AlarmsNoCycle"
OTHER_ACCOUNT: Final = "999988887777"


def may_publish(
    *,
    service: str = "cloudwatch.amazonaws.com",
    action: str = "sns:Publish",
    encrypted: str = "true",
    account: str = ACCOUNT,
    source: str = AN_ALARM,
) -> bool:
    context = {"aws:SecureTransport": encrypted, "aws:SourceAccount": account, "aws:SourceArn": source}
    policy = only("AWS::SNS::TopicPolicy")
    topic = resolved(policy["Topics"][0])
    call = Call(action=action, resource=topic, service=service, context=context)
    return allows(policy["PolicyDocument"], call)


def test_an_alarm_of_this_account_may_tell_the_topic() -> None:
    assert may_publish()


def test_nothing_reaches_the_topic_that_is_not_encrypted_on_the_way() -> None:
    assert not may_publish(encrypted="false")


NOBODY_ELSE = {
    "another account": {"account": OTHER_ACCOUNT},
    "an alarm of another account": {"source": AN_ALARM.replace(ACCOUNT, OTHER_ACCOUNT)},
    "both": {"account": OTHER_ACCOUNT, "source": AN_ALARM.replace(ACCOUNT, OTHER_ACCOUNT)},
    "something of this account that is no alarm": {"source": f"arn:aws:cloudwatch:{REGION}:{ACCOUNT}:dashboard/Own"},
    "another service": {"service": "events.amazonaws.com"},
    "another action": {"action": "sns:Subscribe"},
}


@pytest.mark.parametrize("other", NOBODY_ELSE.values(), ids=NOBODY_ELSE)
def test_nobody_else_may(other: dict[str, str]) -> None:
    assert not may_publish(**other)


def test_there_is_one_dashboard_that_shows_every_step() -> None:
    body = joined(only("AWS::CloudWatch::Dashboard")["DashboardBody"])

    assert all(step.name in body for step in STEPS)


def test_the_stack_tells_what_tools_need() -> None:
    assert set(template()["Outputs"]) == {
        *("TableName", "SecretPrefix", "CycleArn", "VerifyArn", "ManualArn", "EveryConnectionArn"),
        *("ConsoleAddress", "ApiAddress", "ApiId", "SignInAddress", "UserPoolId", "ClientId"),
    }
