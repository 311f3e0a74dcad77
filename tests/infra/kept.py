"""What must outlive every deployment: the stateful resources as they were kept last, and what would harm them.

`python -m tests.infra.kept` keeps them anew, from the stack as it is. Do that when a change of them has been deployed everywhere:
a deployment makes or drops one index of a table, and what is kept is what the next one begins with.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

KEPT: Final = Path(__file__).with_name("stateful.json")
TABLE: Final = "AWS::DynamoDB::Table"
INDEXES: Final = "GlobalSecondaryIndexes"
# What CloudFormation cannot change without a new resource, by type: "Update requires: Replacement" in its reference.
IMMUTABLE: Final[dict[str, tuple[str, ...]]] = {
    TABLE: ("TableName", "KeySchema", "LocalSecondaryIndexes"),
    "AWS::Cognito::UserPool": ("AliasAttributes", "UsernameAttributes", "UsernameConfiguration", "Schema"),
    "AWS::S3::Bucket": ("BucketName",),
    "AWS::SecretsManager::Secret": ("Name",),
    "AWS::KMS::Key": ("KeySpec", "KeyUsage"),
}
Resources = dict[str, dict[str, Any]]


def stateful(template: dict[str, Any]) -> Resources:
    """The resources of a template that hold something, each with no more than what must not change."""
    found = template["Resources"].items()
    return {name: _told(one) for name, one in sorted(found) if one["Type"] in IMMUTABLE}


def _told(resource: dict[str, Any]) -> dict[str, Any]:
    properties = resource.get("Properties", {})
    kept = {name: properties[name] for name in (*IMMUTABLE[resource["Type"]], INDEXES) if name in properties}
    return {"Type": resource["Type"], **kept}


def objections(kept: Resources, now: Resources) -> list[str]:
    """Say what deploying `now` over `kept` would lose or refuse."""
    return [said for name, before in kept.items() for said in _objections(name, before, now.get(name))]


def _objections(name: str, before: dict[str, Any], after: dict[str, Any] | None) -> Iterator[str]:
    if after is None or after["Type"] != before["Type"]:
        yield f"{name} would be deleted"
        return
    for changed in IMMUTABLE[before["Type"]]:
        if before.get(changed) != after.get(changed):
            yield f"{name} would be replaced: {changed} has changed"
    old, new = ({one["IndexName"]: one for one in each.get(INDEXES, ())} for each in (before, after))
    yield from (f"index {index} of {name} has changed" for index in old if index in new and old[index] != new[index])
    if len(old.keys() ^ new.keys()) > 1:
        yield f"more than one index of {name} would be made or dropped at once: {', '.join(sorted(old.keys() ^ new.keys()))}"


def main() -> int:
    from tests.infra.synthesised import template

    KEPT.write_text(json.dumps(stateful(template()), indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
