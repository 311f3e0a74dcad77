"""Copies of a connector's table, as point-in-time recovery keeps them, by the sandbox's clock; and going back to one of them.

https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_RestoreTableToPointInTime.html
"""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

import boto3

from sandbox.proof.in_process import Connector


@dataclass(kw_only=True)
class Backups:
    """Of one connector. Each restored table is a new one, with a name and an id of its own."""

    deployed: Connector
    taken: list[tuple[datetime, str]] = field(default_factory=list)
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    def take(self) -> None:
        """Keep the table as it is at this moment."""
        self.taken.append((self.deployed.clock.now(), self._copy(self.deployed.table)))

    def restore(self, to: datetime) -> datetime:
        """Go on in a table as it was then, or at the last time before of which there is a copy. Gives that time.

        Raises ValueError where there is none so old.
        """
        known = [(at, name) for at, name in self.taken if at <= to]
        if not known:
            raise ValueError(f"the table cannot be restored to {to.isoformat()}: no copy is so old")
        at, name = known[-1]
        self.deployed.move_to(self._copy(name))
        self.taken = known
        return at

    def forget(self, *, but: int) -> None:
        """Delete the oldest copies, all but so many."""
        gone, self.taken = self.taken[:-but], self.taken[-but:]
        for _, name in gone:
            boto3.client("dynamodb").delete_table(TableName=name)

    def begin_anew(self) -> None:
        """Go on in a table with nothing in it but the settings, as a new installation does."""
        _, settings = self.deployed.progress.settings()
        self.deployed.move_to(self._name())
        self.deployed.create_table()
        self.deployed.save_settings(settings)
        self.deployed.progress.activate()
        self.taken = []

    def _copy(self, table: str) -> str:
        name = self._name()
        boto3.client("dynamodb").restore_table_to_point_in_time(
            SourceTableName=table, TargetTableName=name, UseLatestRestorableTime=True
        )
        return name

    def _name(self) -> str:
        return f"{self.deployed.connection}-{next(self.numbers)}"
