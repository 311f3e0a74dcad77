"""One parameter of the stack says which table it uses, so that a restored one takes the place of its own, everywhere at once."""

import json
import re
from typing import Any

import pytest

from infra.table import IDENTITY_ACTIONS
from shared.environment import TABLE_PARAMETER
from shared.records.schema import INDEXES
from shared.sequence import EVERY_NAME
from tests.infra.kept import TABLE
from tests.infra.synthesised import as_list, every_function, joined, moved, resources, role_of, statements, template

RESTORED = "restored-table"
ARN = f"arn:{{AWS::Partition}}:dynamodb:{{AWS::Region}}:{{AWS::AccountId}}:table/{RESTORED}"
ROLES = "AWS::IAM::Role"


def own_table() -> str:
    (name,) = resources(TABLE)
    return name


def on_tables(role: str) -> list[tuple[str, set[str]]]:
    """What a role may do with DynamoDB once the stack has moved: each action, with the resources it is for."""
    return [
        (action, {joined(one) for one in as_list(moved(statement["Resource"], to=RESTORED))})
        for statement in statements(role)
        for action in as_list(statement["Action"])
        if action.startswith("dynamodb:")
    ]


def test_by_default_the_stack_uses_its_own_table() -> None:
    parameter = template()["Parameters"][TABLE_PARAMETER]
    (condition,) = template()["Conditions"].values()

    assert (parameter["Type"], parameter["Default"]) == ("String", "")
    assert condition == {"Fn::Not": [{"Fn::Equals": [{"Ref": TABLE_PARAMETER}, ""]}]}
    assert joined(template()["Outputs"]["TableName"]["Value"]) == f"{{{own_table()}}}"


@pytest.mark.parametrize(
    ("name", "good"),
    [("", True), (RESTORED, True), ("BrightpearlXero-records-20261127T100000Z", True), ("a b", False), ("ab", False)],
)
def test_the_parameter_takes_names_of_tables_and_nothing_else(name: str, good: bool) -> None:
    pattern = template()["Parameters"][TABLE_PARAMETER]["AllowedPattern"]

    assert bool(re.fullmatch(pattern, name)) is good


def test_after_a_move_nothing_in_the_stack_speaks_of_its_own_table_but_the_table_itself() -> None:
    others = {name: one for name, one in template()["Resources"].items() if name != own_table()}

    written = json.dumps(moved([others, template()["Outputs"]], to=RESTORED))

    assert own_table() not in written
    assert own_table() in json.dumps(others), "before it, they do"


def test_its_own_table_stays_what_it_is_whichever_is_used() -> None:
    own = template()["Resources"][own_table()]

    assert moved(own, to=RESTORED) == own
    assert "Condition" not in own


def test_every_function_that_knows_a_table_is_told_the_one_in_use() -> None:
    told = {
        name: moved(one["Environment"]["Variables"].get("TABLE_NAME"), to=RESTORED)
        for name, one in every_function().items()
    }

    assert told.pop("console") is None
    assert set(told.values()) == {RESTORED}


def test_whoever_may_do_something_with_a_table_may_do_it_with_the_one_in_use_and_its_indexes() -> None:
    in_use = {ARN, *(f"{ARN}/index/{index.name}" for index in INDEXES)}

    elsewhere = {role: [on for _, on in on_tables(role) if not on <= in_use] for role in resources(ROLES)}

    assert {role: on for role, on in elsewhere.items() if on} == {}


def test_every_state_machine_works_on_the_one_in_use() -> None:
    machines = resources("AWS::StepFunctions::StateMachine").values()

    tables = [tables_of(joined(moved(one["DefinitionString"], to=RESTORED))) for one in machines]

    assert tables == [{RESTORED}] * len(tables)


def tables_of(definition: str) -> set[str]:
    states: list[dict[str, Any]] = list(json.loads(definition)["States"].values())
    return {one["Arguments"]["TableName"] for one in states if "TableName" in one.get("Arguments", {})}


def test_the_dashboard_shows_the_one_in_use() -> None:
    (dashboard,) = resources("AWS::CloudWatch::Dashboard").values()

    shown = joined(moved(dashboard["DashboardBody"], to=RESTORED))

    assert f'"TableName","{RESTORED}"' in shown


def test_the_stack_tells_which_one_it_uses() -> None:
    assert moved(template()["Outputs"]["TableName"]["Value"], to=RESTORED) == RESTORED


def test_what_runs_steps_may_ask_which_table_it_is_of_this_one_alone_and_nobody_else_may() -> None:
    asking = {role: on for role in resources(ROLES) for action, on in on_tables(role) if action in IDENTITY_ACTIONS}

    steps = {role_of(one) for name, one in every_function().items() if name in EVERY_NAME}
    assert asking == {role: {ARN} for role in steps}
