"""The sandbox's Brightpearl and Xero as a process of their own, and how the connector is told about them."""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import requests

from sandbox.cloud.process import Process
from sandbox.stand_ins.country import Country
from sandbox.stand_ins.credentials import credentials_of
from sandbox.stand_ins.shop.odd_money import TAKEN_DAILY

START_SECONDS: Final = 30.0
SEED_SECONDS: Final = 300.0
ADDRESS: Final = re.compile(r"^(Brightpearl|Xero) (http://\S+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class StandIns:
    brightpearl: str
    xero: str

    def seed(self, *, orders: int, seed: int, odd_money: bool = TAKEN_DAILY) -> None:
        given = {"orders": orders, "seed": seed, "odd_money": odd_money}
        _post(f"{self.brightpearl}/_sandbox/seed", given)

    def country(self) -> Country:
        """Say where both are."""
        return Country(_get(f"{self.brightpearl}/_sandbox/health")["country"])

    def states(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Give everything stored in Brightpearl, and in Xero."""
        return _get(f"{self.brightpearl}/_sandbox/state"), _get(f"{self.xero}/_sandbox/state")

    def ledgers(self) -> tuple[list[Any], list[Any]]:
        """Give every journal of Brightpearl's, and of Xero's."""
        ours, theirs = (_get(f"{place}/_sandbox/ledger")["journals"] for place in (self.brightpearl, self.xero))
        return ours, theirs

    def switches_of_xero(self) -> dict[str, Any]:
        """Say how Xero stands to what nobody knows of it."""
        return _get(f"{self.xero}/_sandbox/switches")

    def in_brightpearl(self, action: str, **fields: Any) -> dict[str, Any]:
        """Do what a person does there."""
        return _post(f"{self.brightpearl}/_sandbox/do", {"action": action, **fields})

    def in_xero(self, action: str, **fields: Any) -> dict[str, Any]:
        return _post(f"{self.xero}/_sandbox/do", {"action": action, **fields})

    def credentials(self) -> dict[str, Any]:
        """Give what a connection needs to be let in by both, as the secret store keeps it."""
        places = {"brightpearl": self.brightpearl, "xero": self.xero}
        health = {system: _get(f"{address}/_sandbox/health") for system, address in places.items()}
        return credentials_of(**places, health=health)


@contextmanager
def stand_ins(
    folder: Path, *, traffic: Path | None, time_scale: float, country: Country = Country.GB
) -> Iterator[StandIns]:
    """Run both, empty, on free ports."""
    command = [sys.executable, "-m", "sandbox", "--brightpearl-port", "0", "--xero-port", "0"]
    command += ["--time-scale", f"{time_scale:g}", "--country", country]
    if traffic is not None:
        command += ["--traffic-dir", str(traffic)]
    with Process("The sandbox", command, environment={}, log=folder / "sandbox.log") as server:
        yield server.wait_for(lambda: _addresses(server.output()), seconds=START_SECONDS)


def _addresses(said: str) -> StandIns | None:
    found = {name.lower(): address for name, address in ADDRESS.findall(said)}
    return StandIns(**found) if len(found) == 2 else None


def _get(address: str) -> dict[str, Any]:
    answer = requests.get(address, timeout=SEED_SECONDS)
    answer.raise_for_status()
    return dict(answer.json())


def _post(address: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = requests.post(address, json=body, timeout=SEED_SECONDS)
    answer.raise_for_status()
    return dict(answer.json())
