"""Somebody who sets a connection up: a terminal, two files and a sandbox."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from sandbox.cloud.settings import settings_of
from sandbox.proof.in_process import Connector
from sandbox.stand_ins.clock import ManualClock
from sandbox.stand_ins.country import Country
from shared.admin.commands import main
from shared.records.model import CONNECTIONS, ConnectionItem
from shared.records.progress import Progress
from tests.conftest import START

Raw = dict[str, Any]
CONNECTION = "new-shop"


@dataclass(kw_only=True)
class Desk:
    """Somebody with a terminal, two files and a sandbox."""

    deployed: Connector
    connection: str
    clock: ManualClock
    folder: Path
    printed: pytest.CaptureFixture[str]

    def credentials(self) -> Raw:
        return dict(self.deployed.runtime.secrets(self.deployed.connection).credentials())

    def settings(self) -> Raw:
        return settings_of(Country.GB, start=START)

    def write(self, name: str, document: object) -> str:
        path = self.folder / name
        path.write_text(document if isinstance(document, str) else json.dumps(document))
        return str(path)

    def run(self, command: str, **options: str) -> tuple[int, str, str]:
        """Run a command; answers with its exit status and what it printed on either channel."""
        words = [word for name, value in options.items() for word in (f"--{name}", value)]
        arguments = [command, "--connection", self.connection, *words]
        status = main(arguments, make_runtime=lambda _environment: self.deployed.runtime)
        said = self.printed.readouterr()
        return status, said.out, said.err

    def connect(self, credentials: object = None, settings: object = None) -> tuple[int, str, str]:
        return self.run(
            "connect",
            credentials=self.write("credentials.json", self.credentials() if credentials is None else credentials),
            settings=self.write("settings.json", self.settings() if settings is None else settings),
        )

    @property
    def is_active(self) -> bool:
        return bool(list(ConnectionItem.batch_get([(CONNECTIONS, self.connection)], consistent_read=True)))

    @property
    def progress(self) -> Progress:
        return Progress(connection=self.connection, clock=self.clock.now)
