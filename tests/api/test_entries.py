"""What people entered in Brightpearl that nobody carries over, as it is listed."""

import json
from typing import Any

import boto3

from sandbox.proof.in_process import Connector
from shared.records.findings import Finding, Findings, What
from tests.api.calls import Caller


def test_entries_are_listed_with_who_has_marked_them_the_latest_day_first(
    operator: Caller, deployed: Connector
) -> None:
    findings = Findings(connection=deployed.connection, clock=deployed.clock.now)
    findings.note(
        [
            Finding(what=What.JOURNAL, id="31005", day="2026-11-20", told="bill MILL-9 over 8.40"),
            Finding(what=What.SUPPLIER_PAYMENT, id="9001", day="2026-11-22", told="PAYMENT of 12.00 GBP"),
        ]
    )
    findings.mark(What.JOURNAL, "31005", by="ann")

    newest, oldest = operator.get("/entries").body["entries"]

    assert (newest["what"], newest["id"], newest["in_xero"]) == ("supplier_payment", "9001", "")
    assert (oldest["told"], oldest["in_xero"][:3]) == ("bill MILL-9 over 8.40", "ann")


def test_who_marks_an_entry_is_named_and_the_entry_stays_in_the_list(
    operator: Caller, deployed: Connector, waiting_machine: str
) -> None:
    Findings(connection=deployed.connection, clock=deployed.clock.now).note(
        [Finding(what=What.JOURNAL, id="31005", day="2026-11-20", told="bill MILL-9 over 8.40")]
    )

    accepted = operator.post("/entries/journal/31005/mark")
    given = the_only_input(waiting_machine)
    deployed.change({"run": deployed.start_run(), "change": given["change"], "by": given["by"]})

    (entry,) = operator.get("/entries").body["entries"]
    assert (accepted.status, given["steps"], given["only"]) == (202, [], None)
    assert entry["in_xero"] == f"ada@example.com, {deployed.clock.now().isoformat(timespec='seconds')}"


def test_what_is_no_entry_cannot_be_marked(operator: Caller, viewer: Caller, deployed: Connector) -> None:
    nobodys = operator.post("/entries/journal/31006/mark")

    assert (nobodys.status, nobodys.fields) == (404, ["entry_id"])
    assert operator.post("/entries/invoice/31006/mark").fields == ["what"]
    assert viewer.post("/entries/journal/31006/mark").status == 403


def the_only_input(machine: str) -> dict[str, Any]:
    client = boto3.client("stepfunctions")
    (one,) = client.list_executions(stateMachineArn=machine)["executions"]
    given: dict[str, Any] = json.loads(client.describe_execution(executionArn=one["executionArn"])["input"])
    return given
