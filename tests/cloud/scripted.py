"""The function behind every step in these tests: it does what the connection's script says, and writes down its events.

A script is a file of answers by step, one for each call; a call without one is a success. "raise" and "die" break the
function, "block" waits until somebody opens the connection's gate.
"""

import json
import os
from pathlib import Path
from typing import Any

SUCCESS = {"more": False, "wait_seconds": 0, "failed": False, "paused": False, "fetched": 1, "posted": 2, "errors": 0}


def handler(event: dict[str, Any], _context: object) -> Any:
    folder = Path(os.environ["SCRIPTS"], event["connection"])
    calls = folder / "calls"
    before = sum(json.loads(line)["step"] == event["step"] for line in calls.read_text().splitlines())
    with calls.open("a") as log:
        log.write(json.dumps(event) + "\n")
    answers = json.loads((folder / "script").read_text()).get(event["step"], [])
    return _do(answers[before] if before < len(answers) else {}, folder, event["step"])


def _do(answer: Any, folder: Path, step: str) -> Any:
    if answer == "raise":
        raise RuntimeError("it broke")
    if answer == "die":
        os._exit(1)
    if answer == "block":
        (folder / "gate").open().close()
        answer = {}
    return {"step": step, **SUCCESS, **answer} if isinstance(answer, dict) else answer
