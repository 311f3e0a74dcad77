"""The connector's edge: every write that leaves it, counted, and a chosen one struck.

Between two writes nothing is left behind but memory, so a function killed anywhere is a function killed before one of its
writes. A killed one does nothing more: not even what stands in a `finally`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from unittest.mock import patch

import requests
from botocore.client import BaseClient

from sandbox.proof.storm.table import TableWeather

TABLE_WRITES: Final = frozenset(
    {"TransactWriteItems", "PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "PutSecretValue"}
)
AWS_CALL: Final = "_make_api_call"
HTTP_WRITES: Final = frozenset({"PUT", "POST", "DELETE"})


class Killed(BaseException):
    """The process is gone. No `except Exception` sees it."""


@dataclass(slots=True)
class Boundary:
    """`at` is the write before which `strike` is called with its name, counted from one; 0 is none.

    `table` is the weather of what lies behind it, in DynamoDB. `most_at_once` is how many calls to Brightpearl and Xero have been
    under way together at most.
    """

    at: int = 0
    strike: Callable[[str], None] | None = None
    writes: list[str] = field(default_factory=list)
    dead: bool = False
    table: TableWeather = field(default_factory=TableWeather)
    at_once: int = 0
    most_at_once: int = 0

    def arm(self, at: int, strike: Callable[[str], None] | None = None) -> None:
        """Let the process be killed before its write number `at`, or let something else happen there."""
        self.at, self.strike, self.dead = at, strike, False
        self.writes.clear()

    def disarm(self) -> None:
        self.arm(0)

    def leave(self, what: str, *, writes: bool) -> None:
        """Something is about to go out."""
        if self.dead:
            raise Killed(what)
        if not writes:
            return
        self.writes.append(what)
        if self.at and len(self.writes) == self.at:
            self.at = 0
            self._strike(what)

    @contextmanager
    def call(self) -> Iterator[None]:
        """A call to another system is under way."""
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            yield
        finally:
            self.at_once -= 1

    def _strike(self, what: str) -> None:
        if self.strike is None:
            self.dead = True
            raise Killed(what)
        self.strike(what)


@contextmanager
def watched() -> Iterator[Boundary]:
    """Stand at the edge: AWS's clients and HTTP sessions of this process pass by here."""
    boundary = Boundary()
    call_aws: Any = vars(BaseClient)[AWS_CALL]
    call_http = requests.Session.send

    def aws(client: BaseClient, operation: str, parameters: Any) -> Any:
        boundary.leave(operation, writes=operation in TABLE_WRITES)
        return call_aws(client, operation, parameters)

    def http(session: requests.Session, request: requests.PreparedRequest, **options: Any) -> requests.Response:
        with boundary.call():
            boundary.leave(f"{request.method} {request.path_url}", writes=request.method in HTTP_WRITES)
            return call_http(session, request, **options)

    with patch.object(BaseClient, AWS_CALL, aws), patch.object(requests.Session, "send", http):
        yield boundary
