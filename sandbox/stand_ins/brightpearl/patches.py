"""JSON Patch as Brightpearl understands it: `replace` on a few paths, and refusals of its own kind for the rest."""

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.stand_ins.brightpearl.wire import RefusalError, bad_request

Setter = Callable[[Any, Any], None]


def apply_patch(
    record: object, operations: Any, setters: Mapping[str, Setter], *, removable: frozenset[str] = frozenset()
) -> None:
    """Carry out the operations one after the other."""
    for operation in checked(operations):
        path, kind = operation["path"], operation["op"]
        if path not in setters:
            raise bad_request("CMNC-043", f"Patch path {path} is not supported")
        if kind != "replace" and not (kind == "remove" and path in removable):
            raise RefusalError(500, "CMNC-044", f"Invalid patch operation ({kind}) for given path ({path})")
        setters[path](record, operation.get("value", ""))


def patch_custom_fields(fields: dict[str, Any], operations: Any, *, known: frozenset[str]) -> None:
    """Set, replace or remove custom fields; only `add` works on one that is not set."""
    for operation in checked(operations):
        code = operation["path"].removeprefix("/")
        if code not in known:
            raise bad_request("CMNC-043", f"Patch path {operation['path']} is not supported")
        if operation["op"] != "add" and code not in fields:
            raise bad_request("CMNC-038", f"Custom field {code} is not set")
        if operation["op"] == "remove":
            del fields[code]
        else:
            fields[code] = operation.get("value")


def checked(operations: Any) -> list[dict[str, Any]]:
    """The operations, when they are a JSON Patch at all."""
    if isinstance(operations, list) and all(
        isinstance(item, dict) and isinstance(item.get("path"), str) and isinstance(item.get("op"), str)
        for item in operations
    ):
        return operations
    raise bad_request("CMNC-010", "A patch is a list of operations with op and path")
