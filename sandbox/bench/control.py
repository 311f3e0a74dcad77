"""The host as its clients see it: where both systems are, and the one clock that all of them share."""

import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import requests

from sandbox.cloud.process import Process
from sandbox.stand_ins.credentials import credentials_of

TIMEOUT: Final = 900
START_SECONDS: Final = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    brightpearl: str
    xero: str

    def ask(self, what: str, **given: Any) -> dict[str, Any]:
        """Steer it; through Brightpearl's address, so that the connections to Xero's are the clients' alone."""
        answer = requests.post(f"{self.brightpearl}/_bench/{what}", json=given, timeout=TIMEOUT)
        answer.raise_for_status()
        return dict(answer.json())

    @property
    def xero_port(self) -> int:
        return urlsplit(self.xero).port or 0

    def credentials(self) -> dict[str, Any]:
        """What a connection needs to be let in by both, as the secret store keeps it."""
        return credentials_of(self.brightpearl, self.xero, health=self.ask("health"))


@contextmanager
def host() -> Iterator[Host]:
    """Run both systems on free ports, empty."""
    command = [sys.executable, "-m", "sandbox.bench.host"]
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as folder,
        Process("The host", command, environment={}, log=Path(folder) / "host.log") as server,
    ):
        yield server.wait_for(lambda: _told(server.output()), seconds=START_SECONDS)


def _told(said: str) -> Host | None:
    line, end, _ = said.partition("\n")
    return Host(**json.loads(line)) if end else None


class Clock:
    """This process's copy of the host's clock: it moves with each call and each wait, on both sides alike."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self.waited = 0.0
        self._now = self._theirs()

    def now(self) -> datetime:
        return self._now

    def sleep(self, seconds: float) -> None:
        """Wait, without waiting."""
        self.waited += seconds
        self._host.ask("skip", seconds=seconds)
        self._now = self._theirs()

    def catch_up(self) -> None:
        """Others have moved it: an order was sold, a call was made."""
        self._now = self._theirs()

    def move(self, seconds: float) -> None:
        """A call took its time, there and here."""
        self._now += timedelta(seconds=seconds)

    def _theirs(self) -> datetime:
        return datetime.fromisoformat(self._host.ask("tally")["now"])
