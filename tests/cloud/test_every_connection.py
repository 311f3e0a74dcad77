"""The schedule's machine, as Step Functions runs it."""

import json

from tests.cloud.machines import Machines


def test_a_cycle_is_started_for_each_active_connection_and_no_other(machinery: Machines) -> None:
    shops = [machinery.connection() for _ in range(3)]
    for number, shop in enumerate(shops):
        machinery.put({"pk": "connections", "sk": shop, "active": number != 1})
    for number in range(1100):
        machinery.put({"pk": "connections", "sk": f"closed{number:04}", "active": False})

    ended = machinery.run("every-connection")

    started = [one["executionArn"] for one in machinery.executions("cycle")]
    inputs = [json.loads(machinery.end_of(execution)["input"]) for execution in started]
    ours = sorted(given["connection"] for given in inputs if given["connection"] in shops)
    assert ended["status"] == "SUCCEEDED"
    assert ours == sorted([shops[0], shops[2]])
    assert machinery.visited(ended["executionArn"]).count("List connections") == 3
    assert not any(given["connection"].startswith("closed") for given in inputs)
