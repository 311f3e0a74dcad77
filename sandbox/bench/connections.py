"""How many connections a client opens: one for each system and invocation is enough."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from urllib3.connection import HTTPConnection


@contextmanager
def counted() -> Iterator[Counter[int]]:
    """Count by port while it lasts; every client here stands on urllib3."""
    opened: Counter[int] = Counter()
    real: Callable[..., Any] = HTTPConnection.connect

    def connect(connection: HTTPConnection) -> Any:
        opened[int(connection.port or 0)] += 1
        return real(connection)

    with patch.object(HTTPConnection, "connect", connect):
        yield opened
