"""The state machines as they are written: the order, what is caught, what they may do."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from infra.functions import TIMEOUT
from shared.sequence import LOOKS, STEPS, Step
from tests.infra.synthesised import actions, as_list, definition, joined, machine, role_of, statements

STEP_NAMES = [step.name for step in STEPS]
LOOK_NAMES = [look.name for look in LOOKS]
RUNNERS = ("cycle", "manual", "verify")
RUN_STEPS = ("cycle", "manual")
RUNS = [*((runner, step) for runner in RUN_STEPS for step in STEP_NAMES), *(("verify", look) for look in LOOK_NAMES)]
STARTERS = ("every-connection", "every-night")

State = Mapping[str, Any]
States = Mapping[str, State]
Way = Callable[[str, State], str]


def walk(states: States, start: str, *, choose: Way) -> Iterator[str]:
    """Follow the states from `start`; `choose` says which way a choice goes."""
    name: str | None = start
    while name is not None:
        yield name
        state = states[name]
        name = choose(name, state) if state["Type"] == "Choice" else state.get("Next")


def default(_name: str, state: State) -> str:
    return str(state["Default"])


def first_choice(_name: str, state: State) -> str:
    return str(state["Choices"][0]["Next"])


def asked_and_done(name: str, state: State) -> str:
    return first_choice(name, state) if name.endswith((" asked?", "known?", "well?")) else default(name, state)


def test_a_cycle_takes_the_lock_runs_the_fourteen_in_the_table_s_order_and_releases_it() -> None:
    cycle = definition("cycle")

    path = [name for name in walk(cycle["States"], cycle["StartAt"], choose=asked_and_done) if "?" not in name]

    assert path == ["Begin", "Take lock", "Start run", *STEP_NAMES, "Finish run", "Release lock", "Done"]


def test_a_manual_run_is_noted_changes_records_then_waits_for_the_lock_and_keeps_the_table_s_order() -> None:
    manual = definition("manual")

    path = [name for name in walk(manual["States"], manual["StartAt"], choose=asked_and_done) if "?" not in name]

    before = ["Begin", "Start run", "change_records", "Take lock", "Begin run"]
    assert path == [*before, *STEP_NAMES, *LOOK_NAMES, "Finish run", "Release lock", "Done"]


def test_the_look_of_the_night_takes_the_lock_looks_in_both_systems_and_releases_it() -> None:
    verify = definition("verify")

    path = [name for name in walk(verify["States"], verify["StartAt"], choose=asked_and_done) if "?" not in name]

    assert path == ["Begin", "Take lock", "Start run", *LOOK_NAMES, "Finish run", "Release lock", "Done"]
    assert verify["States"]["Start run"]["Arguments"]["Item"]["trigger"] == {"S": "night"}


def test_it_waits_while_a_cycle_runs_and_gives_up_in_the_end() -> None:
    states = definition("verify")["States"]

    (again,) = states["Patient?"]["Choices"]
    assert (again["Next"], states["Wait for lock"]["Next"]) == ("Wait for lock", "Take lock")
    assert states[states["Patient?"]["Default"]]["Output"] == {"skipped": True}


@pytest.mark.parametrize(("runner", "full"), [("verify", False), ("manual", True)])
@pytest.mark.parametrize("look", LOOK_NAMES)
def test_only_who_asks_by_hand_looks_at_everything(runner: str, look: str, full: bool) -> None:
    event = definition(runner)["States"][look]["Arguments"]["Payload"]

    assert event["full"] is full
    assert set(event) == {"connection", "run", "step", "by", "only", "so_far", "limits", "periods", "full"}


def test_a_manual_run_passes_by_what_it_was_not_asked_for() -> None:
    manual = definition("manual")
    choose = {"Steps known?": first_choice, "All well?": first_choice}

    path = walk(manual["States"], manual["StartAt"], choose=lambda name, s: choose.get(name, default)(name, s))

    assert not set(path) & {*STEP_NAMES, *LOOK_NAMES}


@pytest.mark.parametrize("step", STEP_NAMES)
def test_cycle_and_manual_run_a_step_in_the_same_way(step: str) -> None:
    tasks = [definition(runner)["States"][step] for runner in RUN_STEPS]

    for task in tasks:
        task.pop("Next")

    assert tasks[0] == tasks[1]


@pytest.mark.parametrize("step", STEPS, ids=STEP_NAMES)
def test_a_step_gets_the_event_that_the_functions_read(step: Step) -> None:
    event = definition("cycle")["States"][step.name]["Arguments"]["Payload"]

    assert set(event) == {"connection", "run", "step", "by", "only", "so_far", "limits", "periods"}
    assert event["step"] == step.name


@pytest.mark.parametrize(("runner", "step"), RUNS)
def test_a_step_that_dies_is_noted_and_the_next_one_follows(runner: str, step: str) -> None:
    states = definition(runner)["States"]

    (catch,) = states[step]["Catch"]
    note = states[catch["Next"]]

    assert catch["ErrorEquals"] == ["States.ALL"]
    assert note["Next"] == states[f"{step} has more?"]["Default"]
    assert note["Catch"][0]["Next"] == note["Next"]


@pytest.mark.parametrize("step", STEP_NAMES)
def test_a_function_is_started_again_only_when_it_never_started(step: str) -> None:
    (retry,) = definition("cycle")["States"][step]["Retry"]

    assert retry["ErrorEquals"] == ["Lambda.TooManyRequestsException", "Lambda.ServiceException"]


def test_a_task_waits_longer_than_its_function_may_run() -> None:
    timeouts = {definition("cycle")["States"][step]["TimeoutSeconds"] for step in STEP_NAMES}

    assert min(timeouts) > TIMEOUT.to_seconds()


@pytest.mark.parametrize("runner", RUNNERS)
def test_the_lock_is_released_even_when_the_run_cannot_be_written(runner: str) -> None:
    finish = definition(runner)["States"]["Finish run"]

    assert finish["Next"] == "Release lock"
    assert finish["Catch"][0]["Next"] == "Release lock"


@pytest.mark.parametrize("runner", RUNNERS)
def test_the_lock_is_taken_and_released_only_under_a_condition(runner: str) -> None:
    states = definition(runner)["States"]

    conditions = {
        name: states[name]["Arguments"].get("ConditionExpression")
        for name in states
        if "lock" in name.lower() and "Arguments" in states[name]
    }

    assert conditions == {
        "Take lock": "attribute_not_exists(pk) OR #owner = :me OR #expires < :now",
        "Read lock": None,
        "Take over lock": "attribute_not_exists(pk) OR #owner = :gone",
        "Release lock": "#owner = :me",
    }


def test_not_being_able_to_ask_about_the_owner_leaves_it_the_lock() -> None:
    catches = definition("cycle")["States"]["Describe owner"]["Catch"]

    assert "Sfn.ExecutionDoesNotExistException" in catches[0]["ErrorEquals"]
    assert catches[0]["Next"] == "Take over lock"
    assert catches[-1] == {"ErrorEquals": ["States.ALL"], "Next": "Skipped"}


@pytest.mark.parametrize("runner", RUNNERS)
def test_a_runner_may_invoke_its_own_keep_the_lock_and_look_at_owners(runner: str) -> None:
    role = role_of(machine(runner), name="RoleArn")

    allowed = {action for action in actions(role) if not action.startswith(("logs:", "xray:"))}
    invoking = [statement for statement in statements(role) if statement["Action"] == "lambda:InvokeFunction"]
    invoked = [joined(one) for statement in invoking for one in as_list(statement["Resource"])]

    assert allowed == {
        "dynamodb:DeleteItem",
        "dynamodb:GetItem",
        "dynamodb:PutItem",
        "dynamodb:UpdateItem",
        "lambda:InvokeFunction",
        "states:DescribeExecution",
    }
    own = {"cycle": STEP_NAMES, "verify": LOOK_NAMES, "manual": [*STEP_NAMES, *LOOK_NAMES, "change_records"]}
    assert len(invoked) == len(own[runner])
    assert not any("*" in one for one in invoked)


@pytest.mark.parametrize("name", STARTERS)
def test_a_starter_may_list_connections_and_start_its_own_machine_only(name: str) -> None:
    role = role_of(machine(name), name="RoleArn")

    allowed = [s for s in statements(role) if not as_list(s["Action"])[0].startswith(("logs:", "xray:"))]
    started = [joined(s["Resource"]) for s in allowed if s["Action"] == "states:StartExecution"]

    assert {action for s in allowed for action in as_list(s["Action"])} == {
        "dynamodb:Query",
        "states:DescribeExecution",
        "states:RedriveExecution",
        "states:StartExecution",
        "states:StopExecution",
    }
    assert not any("*" in one for one in started)


def test_every_connection_starts_cycles_through_a_distributed_map_and_does_not_wait_for_them() -> None:
    states = definition("every-connection")["States"]
    cycles = states["Start cycles"]

    assert cycles["ItemProcessor"]["ProcessorConfig"]["Mode"] == "DISTRIBUTED"
    assert cycles["ToleratedFailurePercentage"] == 100
    assert cycles["ItemProcessor"]["States"]["Start cycle"]["Resource"].endswith(":states:startExecution")


def test_every_night_starts_the_looks_in_the_same_way() -> None:
    looks = definition("every-night")["States"]["Start looks"]

    assert looks["ItemProcessor"]["ProcessorConfig"]["Mode"] == "DISTRIBUTED"
    assert looks["ItemProcessor"]["States"]["Start look"]["Resource"].endswith(":states:startExecution")


def test_connections_are_listed_page_by_page_so_that_no_state_grows_too_big() -> None:
    states = definition("every-connection")["States"]

    assert states["List connections"]["Arguments"]["Limit"] == 500
    assert states["More connections?"]["Choices"][0]["Next"] == "List connections"


@pytest.mark.parametrize("name", [*RUNNERS, *STARTERS])
def test_a_machine_logs_everything_and_is_traced(name: str) -> None:
    properties = machine(name)

    assert properties["LoggingConfiguration"]["Level"] == "ALL"
    assert properties["TracingConfiguration"] == {"Enabled": True}


@pytest.mark.parametrize("name", [*RUNNERS, *STARTERS])
def test_a_machine_ends_by_itself_in_the_end(name: str) -> None:
    assert definition(name)["TimeoutSeconds"] > 0
