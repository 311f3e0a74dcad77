"""A table as it was at an earlier time, with what DynamoDB's point-in-time recovery leaves to whoever restores.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/pointintimerecovery_restores.html
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from shared.admin.waiting import Waiting
from shared.errors import ConfigurationError
from shared.records.schema import EXPIRES, INDEXES, PARTITION_KEY, SORT_KEY

ENABLED: Final = "ENABLED"
EXPIRING: Final = frozenset({ENABLED, "ENABLING"})
ACTIVE: Final = "ACTIVE"
LONGEST_RESTORE: Final = timedelta(days=1)
LONGEST_SWITCH: Final = timedelta(minutes=30)
# The tag of a table that a stack has been moved to.
USED_SINCE: Final = "connector:used-since"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """`client` is that of DynamoDB."""

    client: Any
    waiting: Waiting

    def has(self, name: str) -> bool:
        return self._described(name) is not None

    def check_time(self, name: str, at: datetime) -> None:
        """Refuse a time that the table cannot be restored to."""
        recovery = self._recovery(name)
        if recovery["PointInTimeRecoveryStatus"] != ENABLED:
            raise ConfigurationError(
                f"point-in-time recovery of the table {name} is off, so it cannot be restored",
                hint="switch it on, so that it can be the next time",
            )
        earliest, latest = recovery["EarliestRestorableDateTime"], recovery["LatestRestorableDateTime"]
        if not earliest <= at <= latest:
            raise ConfigurationError(
                f"the table {name} can be restored to a time from {in_utc(earliest)} to {in_utc(latest)}, "
                f"and {in_utc(at)} is not one",
                hint="choose another time; the last minutes can be restored some five minutes later",
            )

    def check_unused(self, name: str) -> None:
        """Refuse a table that was in use after it was restored: it is not as it was at that time any more."""
        arn = self._known(name)["TableArn"]
        tags = {one["Key"]: one["Value"] for one in self.client.list_tags_of_resource(ResourceArn=arn)["Tags"]}
        if since := tags.get(USED_SINCE):
            raise ConfigurationError(
                f"the table {name} is there already and was in use from {since} on, so it is not as it was any more",
                hint=f"choose a time that differs by a second, or take it as it is now with --table {name}",
            )

    def check_keys(self, name: str) -> None:
        """Refuse a table that the connector could not work with."""
        found = self._known(name)
        keys = [one["AttributeName"] for one in found["KeySchema"]]
        indexes = {one["IndexName"] for one in found.get("GlobalSecondaryIndexes", ())}
        missing = [index.name for index in INDEXES if index.name not in indexes]
        if keys != [PARTITION_KEY, SORT_KEY] or missing:
            lacks = f"the index {missing[0]}" if missing else "its keys"
            raise ConfigurationError(
                f"the table {name} is none of the connector's: it lacks {lacks}", hint="look at the name"
            )

    def restore(self, name: str, *, of: str, at: datetime) -> None:
        self.client.restore_table_to_point_in_time(SourceTableName=of, TargetTableName=name, RestoreDateTime=at)

    def make_ready(self, name: str) -> None:
        """Wait until the table can be used; then switch on what a restored one does not have."""
        self.waiting.until(lambda: self._unready(name), at_most=LONGEST_RESTORE)
        if self._recovery(name)["PointInTimeRecoveryStatus"] != ENABLED:
            self.waiting.until(lambda: self._recovery_refused(name), at_most=LONGEST_SWITCH)
        if self._expiry(name) not in EXPIRING:
            expires = {"AttributeName": EXPIRES, "Enabled": True}
            self.client.update_time_to_live(TableName=name, TimeToLiveSpecification=expires)
        if not self._known(name).get("DeletionProtectionEnabled"):
            self.client.update_table(TableName=name, DeletionProtectionEnabled=True)
            self.waiting.until(lambda: self._unready(name), at_most=LONGEST_SWITCH)

    def mark_used(self, name: str) -> None:
        since = {"Key": USED_SINCE, "Value": in_utc(self.waiting.clock())}
        self.client.tag_resource(ResourceArn=self._known(name)["TableArn"], Tags=[since])

    def _unready(self, name: str) -> str:
        found = self._described(name) or {"TableStatus": "not there yet"}
        parts = [
            found["TableStatus"],
            *(one.get("IndexStatus", ACTIVE) for one in found.get("GlobalSecondaryIndexes", ())),
        ]
        waits = next((part for part in parts if part != ACTIVE), "")
        return f"the table {name} is {waits}" if waits else ""

    def _recovery_refused(self, name: str) -> str:
        """Switch point-in-time recovery on; AWS refuses that for some time after a table was made."""
        wanted = {"PointInTimeRecoveryEnabled": True}
        try:
            self.client.update_continuous_backups(TableName=name, PointInTimeRecoverySpecification=wanted)
        except self.client.exceptions.ContinuousBackupsUnavailableException:
            return f"the table {name} does not take point-in-time recovery yet"
        return ""

    def _recovery(self, name: str) -> dict[str, Any]:
        backups = self.client.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
        return dict(backups["PointInTimeRecoveryDescription"])

    def _expiry(self, name: str) -> str:
        found = self.client.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
        return str(found["TimeToLiveStatus"])

    def _known(self, name: str) -> dict[str, Any]:
        found = self._described(name)
        if found is None:
            raise ConfigurationError(f"there is no table {name} in this account and region", hint="look at the name")
        return found

    def _described(self, name: str) -> dict[str, Any] | None:
        try:
            return dict(self.client.describe_table(TableName=name)["Table"])
        except self.client.exceptions.ResourceNotFoundException:
            return None


def in_utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
