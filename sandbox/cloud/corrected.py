"""MiniStack's tables, corrected where they would mislead: a table can be restored to a point in time."""

import copy
import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

from ministack.services import dynamodb

Answer = tuple[int, dict[str, str], bytes]
Handler = Callable[[Mapping[str, Any]], Answer]


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


dynamodb._describe_continuous_backups = describes_window(dynamodb._describe_continuous_backups)
dynamodb._restore_table_to_point_in_time = restores_backup(dynamodb._restore_table_to_point_in_time)
