"""What all clients have in common: the work, in batches, with ids out of earlier answers, and a wait when Xero says so."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Protocol

import requests

from sandbox.bench.clients.work import Contact, Invoice, Item, Payment, Work, read_work
from sandbox.bench.connections import counted
from sandbox.bench.control import Host

NUMBERS: Final = {"Contacts": "ContactNumber", "Items": "Code", "Invoices": "InvoiceNumber", "Payments": "Reference"}
Raw = Mapping[str, Any]


class LimitedError(Exception):
    """Xero wants us to wait."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"wait {seconds} seconds")
        self.seconds = seconds


class ExpiredError(Exception):
    """The access token is no longer good."""


Ids = dict[str, str]


class Client(Protocol):
    """Creates things, and answers with the ids of what it created by number. Refusals are LimitedError or ExpiredError."""

    def authorise(self, token: dict[str, Any]) -> None: ...
    def contacts(self, batch: Sequence[Contact]) -> Ids: ...
    def items(self, batch: Sequence[Item]) -> Ids: ...
    def invoices(self, batch: Sequence[Invoice], contacts: Ids) -> Ids: ...
    def payments(self, batch: Sequence[Payment], invoices: Ids) -> Ids: ...


def race(
    new_client: Callable[[str, Raw], Client], *, host: dict[str, str], workload: str, batch: int, limits: bool
) -> dict[str, Any]:
    """Post all of the work into empty books; only what the client itself does counts."""
    server = Host(**host)
    server.ask("books", limits=limits)
    work = read_work(Path(workload))
    credentials = server.credentials()["xero"]
    client = new_client(server.xero, credentials)
    runner = _Runner(server=server, client=client, credentials=credentials)
    client.authorise(_token(credentials))
    server.ask("clear")
    began = datetime.fromisoformat(server.ask("tally")["now"])
    cpu, wall = time.process_time(), time.perf_counter()
    with counted() as opened:
        posted = runner.post(work, batch)
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    tally = server.ask("tally")["xero"]
    assert posted == work.count, f"{posted} of {work.count} were posted"
    return {
        "calls": tally["calls"],
        "connections": opened[server.xero_port],
        "refused": tally["refused"],
        "cpu_seconds": cpu,
        "wall_seconds": wall,
        "clock_seconds": (datetime.fromisoformat(tally["last_write"]) - began).total_seconds(),
        "posted": posted,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Runner:
    server: Host
    client: Client
    credentials: Raw

    def post(self, work: Work, size: int) -> int:
        contacts = self._all(self.client.contacts, work.contacts, size)
        items = self._all(self.client.items, work.items, size)
        invoices = self._all(lambda batch: self.client.invoices(batch, contacts), work.invoices, size)
        payments = self._all(lambda batch: self.client.payments(batch, invoices), work.payments, size)
        return len(contacts) + len(items) + len(invoices) + len(payments)

    def _all(self, send: Callable[[Any], Ids], elements: Sequence[Any], size: int) -> Ids:
        ids: Ids = {}
        for batch in batches(elements, size):
            ids |= self._patiently(send, batch)
        return ids

    def _patiently(self, send: Callable[[Any], Ids], batch: Sequence[Any]) -> Ids:
        while True:
            try:
                return send(batch)
            except LimitedError as limited:
                self.server.ask("skip", seconds=limited.seconds)
            except ExpiredError:
                self.client.authorise(_token(self.credentials))


def batches(elements: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    return (elements[start : start + size] for start in range(0, len(elements), size))


def ids_of(resource: str, answered: Iterable[Raw], id_field: str) -> Ids:
    """Ids by number, of elements that were taken."""
    return {raw[NUMBERS[resource]]: raw[id_field] for raw in answered if not raw.get("HasErrors") and raw.get(id_field)}


def _token(credentials: Raw) -> dict[str, Any]:
    answer = requests.post(
        credentials["identity_url"],
        data={"grant_type": "client_credentials"},
        auth=(credentials["client_id"], credentials["client_secret"]),
        timeout=30,
    )
    answer.raise_for_status()
    return dict(answer.json())
