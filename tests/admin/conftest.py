"""A desk for every test of a command."""

from pathlib import Path

import pytest

from sandbox.proof.in_process import Connector
from sandbox.stand_ins.clock import ManualClock
from shared.records.model import CONNECTIONS, ConnectionItem
from tests.admin.desk import CONNECTION, Desk


@pytest.fixture
def desk(
    deployed: Connector,
    clock: ManualClock,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Desk:
    for name, value in deployed.runtime.environment.variables().items():
        monkeypatch.setenv(name, value)
    for other in ConnectionItem.query(CONNECTIONS):
        other.delete()  # all sandboxes are the same organisation and the same account
    connection = f"{deployed.connection}-{CONNECTION}"
    return Desk(deployed=deployed, connection=connection, clock=clock, folder=tmp_path, printed=capsys)
