"""Whether both ledgers agree after a cycle. In a process of its own, so that no figure of the cycle has it in."""

from typing import Any, Final

import requests

from sandbox.bench.control import Host
from sandbox.bench.ours import TABLE
from sandbox.proof.ledgers.trial_balance import Books, trial_balance
from shared.records.model import bind
from shared.records.progress import Progress
from shared.records.store import Store
from shared.steps.runtime import utc_now

SECONDS: Final = 600


def balance(*, host: dict[str, str], connection: str) -> dict[str, Any]:
    """How many rows there are, and what of them nothing explains."""
    server = Host(**host)
    bind(TABLE)
    _, settings = Progress(connection=connection, clock=utc_now).settings()
    ours, theirs = map(_books, (server.brightpearl, server.xero))
    store = Store(connection=connection, clock=utc_now)
    found = trial_balance(ours, theirs, settings, read=store.get_many, linked=store.linked)
    return {"rows": len(found.rows), "unexplained": found.unexplained}


def _books(address: str) -> Books:
    return Books(state=_told(address, "state"), ledger=_told(address, "ledger")["journals"])


def _told(address: str, what: str) -> dict[str, Any]:
    answer = requests.get(f"{address}/_sandbox/{what}", timeout=SECONDS)
    answer.raise_for_status()
    return dict(answer.json())
