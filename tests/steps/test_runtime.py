"""What surrounds a step: the handler as Lambda calls it, its metrics, and how a step that breaks is noted."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

import infra.alarms
import infra.dashboard
from functions import change_records, fetch_brightpearl_products
from sandbox.proof.in_process import Connector
from sandbox.stand_ins.server import Server
from shared.errors import ConfigurationError
from shared.kinds import System
from shared.records.model import RunItem
from shared.records.schema import Area, area
from shared.sources.pages import Page
from shared.steps.context import Invocation, StepContext
from shared.steps.handler import as_handler, measured
from shared.steps.pipeline import FetchPlan

STEP = "fetch_brightpearl_products"


class LambdaContext:
    """As much of Lambda's context as a step asks for."""

    def get_remaining_time_in_millis(self) -> int:
        return 600_000


@pytest.fixture
def over_http(deployed: Connector, monkeypatch: pytest.MonkeyPatch) -> Iterator[Connector]:
    """The connector's environment and secrets as a deployment has them, with both systems behind real addresses."""
    environment = {
        **deployed.runtime.environment.variables(),
        "POWERTOOLS_SERVICE_NAME": "connector",
        "POWERTOOLS_METRICS_NAMESPACE": "test",
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    servers = [Server(deployed.sandbox.brightpearl).start(), Server(deployed.sandbox.xero).start()]
    brightpearl, xero = (server.address for server in servers)
    for system, credentials in deployed.sandbox.credentials(brightpearl, xero).items():
        deployed.runtime.secrets(deployed.connection).keep(System(system), credentials)
    yield deployed
    for server in servers:
        server.stop()


def event(deployed: Connector) -> dict[str, Any]:
    return {"connection": deployed.connection, "run": deployed.start_run(), "only": None, "so_far": None}


def test_a_handler_runs_its_step_and_answers_what_it_did(
    over_http: Connector, capsys: pytest.CaptureFixture[str]
) -> None:
    over_http.sandbox.seed(orders=20, seed=1)

    answer = fetch_brightpearl_products.handler(event(over_http), LambdaContext())

    said = capsys.readouterr().out
    staff_token = over_http.sandbox.brightpearl.vendor.health()["staff_token"]
    assert (answer["step"], answer["failed"], answer["more"]) == (STEP, False, False)
    assert answer["fetched"] > 0
    assert '"Fetched"' in said
    assert staff_token not in said
    assert json.dumps(answer)


def test_the_handler_that_changes_records_is_one_like_the_others(over_http: Connector) -> None:
    over_http.sandbox.seed(orders=20, seed=1)
    fetched = fetch_brightpearl_products.handler(event(over_http), LambdaContext())
    wanted = {"action": "archive", "kind": "product", "filter": {"status": "Pending"}}

    answer = change_records.handler({**event(over_http), "change": wanted}, LambdaContext())

    assert (answer["step"], answer["changed"], answer["more"]) == ("change_records", fetched["fetched"], False)


def test_a_handler_without_its_environment_names_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POWERTOOLS_METRICS_NAMESPACE", "test")
    handler = as_handler(STEP, fetch_brightpearl_products.plan)

    with pytest.raises(ConfigurationError, match="TABLE_NAME is not set"):
        handler({"connection": "shop", "run": "2026"}, LambdaContext())


def test_the_metrics_have_the_names_that_alarms_and_dashboard_watch() -> None:
    answer = {"fetched": 5, "posted": 3, "errors": 1, "failed": True, "needs_reconnect": "xero", "locked_days": 4}

    metrics = measured(answer, {"fetched": 2, "posted": 3})

    assert set(metrics) >= {*infra.dashboard.OUTCOMES, infra.alarms.NEEDS_RECONNECT, infra.alarms.LOCKED_DAYS}
    assert metrics == {
        "Fetched": 3,
        "Sent": 0,
        "Failed": 1,
        "StepFailed": 1,
        "NeedsReconnect": 1,
        "LockedDays": 4,
    }


def test_a_step_that_breaks_is_noted_as_failed_in_its_run_and_raises(deployed: Connector) -> None:
    run = deployed.start_run()

    with pytest.raises(ZeroDivisionError):
        deployed.runtime.run(_breaking, _invocation(deployed, run), remaining=lambda: 600.0)

    noted = next(iter(RunItem.batch_get([(area(deployed.connection, Area.RUN), run)]))).steps.as_dict()[STEP]
    assert noted["failed"]
    assert noted["problem"] == "the step stopped because of an unexpected error (ZeroDivisionError)"


def _breaking(_context: StepContext) -> FetchPlan:
    def pages(*_: object) -> Iterator[Page]:
        yield Page(fetched=[], position={"after": 1 // 0})

    return FetchPlan(pages=pages, one=lambda _kind, _id: [])


def _invocation(deployed: Connector, run: str) -> Invocation:
    return Invocation(connection=deployed.connection, run=run, step=STEP)


def test_a_connection_without_settings_is_a_failure_that_says_how_to_load_them(deployed: Connector) -> None:
    stranger = replace(deployed, connection=f"{deployed.connection}-stranger")
    run = stranger.start_run()

    answer = stranger.step(STEP, run=run)

    assert answer["failed"]
    assert "has no settings" in answer["problem"]
    assert "shared.admin" in answer["hint"]
