"""MiniStack as a process, corrected where it would mislead: refreshed tokens, and restores to a point in time.

`python -m sandbox.cloud.emulator`.
"""

import copy
import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from ministack import app
from ministack.services import cognito, dynamodb

Answer = tuple[int, dict[str, str], bytes]
Handler = Callable[[Mapping[str, Any]], Answer]


class NothingKept(dict[str, Any]):
    """What MiniStack would remember of a token from its sign-in page.

    Where it remembers one, it refreshes it without its groups, unlike AWS; where it does not, it reads who it was for from the
    token itself, and does as AWS does.
    """

    def __setitem__(self, _token: str, _about: Any) -> None:
        """Forget it."""


def describes_window(describe: Handler) -> Handler:
    """Have a table restorable from when it was made; MiniStack says that it is for this very second only."""

    def answer(asked: Mapping[str, Any]) -> Answer:
        status, headers, body = describe(asked)
        told = json.loads(body)
        recovery = told.get("ContinuousBackupsDescription", {}).get("PointInTimeRecoveryDescription", {})
        if "EarliestRestorableDateTime" in recovery:
            recovery["EarliestRestorableDateTime"] = dynamodb._tables[asked["TableName"]]["CreationDateTime"]
        return status, headers, json.dumps(told).encode()

    return answer


def restores_backup(restore: Handler) -> Handler:
    """Restore what the last backup before the time holds; MiniStack keeps no past, and restores what is there now."""

    def answer(asked: Mapping[str, Any]) -> Answer:
        answered = restore(asked)
        taken = [one for one in dynamodb._backups.values() if _is_of(one, asked)]
        if answered[0] == 200 and taken:
            table = dynamodb._tables[asked["TargetTableName"]]
            table["items"] = defaultdict(dict, copy.deepcopy(max(taken, key=_taken_at)["_items_snapshot"]))
            dynamodb._items_replaced(table)
        return answered

    return answer


def _is_of(backup: Mapping[str, Any], asked: Mapping[str, Any]) -> bool:
    name = backup["SourceTableDetails"]["TableName"]
    return bool(name == asked["SourceTableName"] and int(_taken_at(backup)) <= asked["RestoreDateTime"])


def _taken_at(backup: Mapping[str, Any]) -> float:
    return float(backup["BackupDetails"]["BackupCreationDateTime"])


cognito._refresh_tokens = NothingKept()
dynamodb._describe_continuous_backups = describes_window(dynamodb._describe_continuous_backups)
dynamodb._restore_table_to_point_in_time = restores_backup(dynamodb._restore_table_to_point_in_time)

if __name__ == "__main__":
    app.main()
