"""MiniStack's tables, corrected: a table can be restored to a point in time, and items are copied as what they are, JSON."""

import copy
import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from types import NoneType, SimpleNamespace
from typing import Any, Final

from ministack.services import dynamodb

Answer = tuple[int, dict[str, str], bytes]
ATOMS: Final = frozenset({str, bool, int, float, NoneType})
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


def copied(value: Any) -> Any:
    """Copy it as `copy.deepcopy` does: what JSON is made of much sooner, anything else by that."""
    kind = type(value)
    if kind is dict:
        return {name: copied(nested) for name, nested in value.items()}
    if kind is list:
        return [copied(nested) for nested in value]
    return value if kind in ATOMS else copy.deepcopy(value)


def _is_of(backup: Mapping[str, Any], asked: Mapping[str, Any]) -> bool:
    name = backup["SourceTableDetails"]["TableName"]
    return bool(name == asked["SourceTableName"] and int(_taken_at(backup)) <= asked["RestoreDateTime"])


def _taken_at(backup: Mapping[str, Any]) -> float:
    return float(backup["BackupDetails"]["BackupCreationDateTime"])


dynamodb.copy = SimpleNamespace(copy=copy.copy, deepcopy=copied)
dynamodb._describe_continuous_backups = describes_window(dynamodb._describe_continuous_backups)
dynamodb._restore_table_to_point_in_time = restores_backup(dynamodb._restore_table_to_point_in_time)
