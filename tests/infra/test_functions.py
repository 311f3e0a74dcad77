"""One function per step, which may do its work and nothing else."""

from datetime import timedelta

import pytest

from infra.functions import TIMEOUT
from infra.workflow.lock import LIFETIME_SECONDS, LONGEST_RUN
from sandbox.stand_ins.xero.idempotency import REMEMBERED
from shared.environment import FUNCTION_LIFE, Environment
from shared.kinds import System
from shared.posting.poster import ARRIVED_WITHIN
from shared.posting.target import IDEMPOTENCY_WINDOW
from shared.records.schema import INDEXES
from shared.sequence import EVERY_NAME, LOOKS, STEPS
from tests.infra.synthesised import (
    actions,
    as_list,
    every_function,
    functions,
    joined,
    only,
    resources,
    role_of,
    statements,
)

STEP_NAMES = [step.name for step in (*STEPS, *LOOKS)]
SECRETS = "arn:{AWS::Partition}:secretsmanager:{AWS::Region}:{AWS::AccountId}:secret:BrightpearlXero"


def test_there_is_a_function_for_each_step_and_look_and_one_for_changes_the_api_and_the_console() -> None:
    assert sorted(every_function()) == sorted([*STEP_NAMES, "api", "change_records", "console"])


@pytest.mark.parametrize("name", STEP_NAMES)
def test_a_step_function_runs_on_arm_with_the_shared_layer_and_a_trace(name: str) -> None:
    function = functions()[name]

    assert function["Handler"] == f"{name}.handler"
    assert function["Runtime"] == "python3.13"
    assert function["Architectures"] == ["arm64"]
    assert len(function["Layers"]) == 1
    assert function["TracingConfig"] == {"Mode": "Active"}
    assert EVERY_NAME[name].does in function["Description"]


@pytest.mark.parametrize("name", STEP_NAMES)
def test_a_step_function_reads_exactly_the_environment_that_the_runtime_expects(name: str) -> None:
    variables = functions()[name]["Environment"]["Variables"]

    read = Environment.read({key: value if isinstance(value, str) else "later" for key, value in variables.items()})

    assert read.secret_prefix == "BrightpearlXero/"
    assert joined(variables["TABLE_NAME"]) == f"{{{next(iter(resources('AWS::DynamoDB::Table')))}}}"
    assert variables["POWERTOOLS_SERVICE_NAME"] == "connector"
    assert variables["POWERTOOLS_TRACE_DISABLED"] == "false"


@pytest.mark.parametrize("name", STEP_NAMES)
def test_a_step_function_may_work_on_items_and_read_and_refresh_secrets_but_nothing_else(name: str) -> None:
    allowed = actions(role_of(functions()[name]))

    assert allowed == {
        "dynamodb:BatchGetItem",
        "dynamodb:BatchWriteItem",
        "dynamodb:ConditionCheckItem",
        "dynamodb:DeleteItem",
        "dynamodb:DescribeTable",
        "dynamodb:GetItem",
        "dynamodb:PutItem",
        "dynamodb:Query",
        "dynamodb:UpdateItem",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
        "secretsmanager:GetSecretValue",
        "secretsmanager:PutSecretValue",
        "xray:PutTelemetryRecords",
        "xray:PutTraceSegments",
    }


@pytest.mark.parametrize("name", STEP_NAMES)
def test_a_step_function_reads_the_secrets_of_the_systems_that_it_calls(name: str) -> None:
    secrets = {
        joined(resource).partition(":secret:")[2]
        for statement in statements(role_of(functions()[name]))
        for resource in as_list(statement["Resource"])
        if ":secret:" in joined(resource)
    }

    assert secrets == {f"BrightpearlXero/*/{system}-*" for system in EVERY_NAME[name].calls}


def test_no_permission_has_a_wildcard_but_for_x_ray_and_the_secrets_under_the_prefix() -> None:
    wild = {
        joined(resource)
        for function in functions().values()
        for statement in statements(role_of(function))
        for resource in as_list(statement["Resource"])
        if "*" in joined(resource)
    }

    assert wild == {
        "*",
        *(f"{SECRETS}/*/{system}-*" for system in System),
    }


def test_only_x_ray_is_allowed_on_everything() -> None:
    everything = {
        action
        for function in functions().values()
        for statement in statements(role_of(function))
        if statement["Resource"] == "*"
        for action in as_list(statement["Action"])
    }

    assert everything == {"xray:PutTelemetryRecords", "xray:PutTraceSegments"}


def test_every_index_is_named_in_what_a_function_may_read() -> None:
    function = functions()["post_xero_sales"]

    readable = {
        joined(resource).rpartition("/index/")[2]
        for statement in statements(role_of(function))
        for resource in as_list(statement["Resource"])
        if "/index/" in joined(resource)
    }

    assert readable == {index.name for index in INDEXES}


def test_logs_are_kept_for_a_while_and_not_for_ever() -> None:
    groups = resources("AWS::Logs::LogGroup").values()

    machines, others = 5, 4  # the API, its access log, the changes, the console
    assert len(groups) == len(STEP_NAMES) + machines + others
    assert all(group["RetentionInDays"] == 90 for group in groups)


def test_a_lock_outlives_the_longest_run_and_a_run_outlives_a_function() -> None:
    assert LONGEST_RUN.to_seconds() < LIFETIME_SECONDS
    assert TIMEOUT.to_seconds() < LONGEST_RUN.to_seconds()


def test_no_function_lives_to_send_what_xero_has_forgotten_or_what_others_have_looked_for() -> None:
    dead = FUNCTION_LIFE + IDEMPOTENCY_WINDOW  # the last one that may send an intent again

    assert dead <= REMEMBERED
    assert dead + timedelta(minutes=2) <= ARRIVED_WITHIN, "what was sent at the last moment must have arrived"


def test_the_layer_is_for_the_runtime_and_the_machine_of_the_functions() -> None:
    layer = only("AWS::Lambda::LayerVersion")

    assert layer["CompatibleRuntimes"] == ["python3.13"]
    assert layer["CompatibleArchitectures"] == ["arm64"]


def test_the_local_cloud_gets_no_traces() -> None:
    local = resources("AWS::Lambda::Function", local=True).values()
    traced = [one for one in local if one["Handler"] != "console.handler"]

    assert {one["Environment"]["Variables"]["POWERTOOLS_TRACE_DISABLED"] for one in traced} == {"true"}
