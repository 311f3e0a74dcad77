"""Both systems together: what tests and the command line construct."""

from pathlib import Path
from typing import Any

from sandbox.stand_ins.adapter import InProcessAdapter
from sandbox.stand_ins.brightpearl.vendor import Brightpearl
from sandbox.stand_ins.clock import Clock
from sandbox.stand_ins.country import Country
from sandbox.stand_ins.credentials import credentials_of
from sandbox.stand_ins.shop import fill
from sandbox.stand_ins.stand_in import StandIn
from sandbox.stand_ins.traffic import MOST_KEPT, TrafficLog
from sandbox.stand_ins.xero.books import Books
from sandbox.stand_ins.xero.vendor import Xero


class Sandbox:
    """A Brightpearl account and a Xero organisation on one clock; `brightpearl` and `xero` are the stand-ins."""

    def __init__(
        self,
        *,
        clock: Clock | None = None,
        country: Country = Country.GB,
        time_scale: float = 1.0,
        traffic_dir: Path | None = None,
        calls_kept: int = MOST_KEPT,
    ) -> None:
        self.clock = clock or Clock()
        self.country = country
        self._calls_kept = calls_kept
        self._brightpearl = Brightpearl(clock=self.clock, time_scale=time_scale, country=country)
        self._xero = Xero(clock=self.clock, time_scale=time_scale, country=country)
        self.brightpearl = self._stand_in(self._brightpearl, traffic_dir)
        self.xero = self._stand_in(self._xero, traffic_dir)

    @property
    def xero_books(self) -> Books:
        """All that Xero has stored, for those who make up a past."""
        return self._xero.books

    def reset(self) -> None:
        """Empty both systems; they stay in their country."""
        self.brightpearl.reset()
        self.xero.reset()

    def move(self, country: Country) -> None:
        """Begin anew in a country: both systems are empty then."""
        self.country = self._brightpearl.account.country = self._xero.books.country = country
        self.reset()

    def seed(
        self, *, orders: int, seed: int, country: Country | None = None, odd_money: bool = False
    ) -> dict[str, Any]:
        """Empty both systems and fill them with a shop of that many orders; the same seed gives a country's same shop."""
        self.move(country or self.country)
        with self.brightpearl.lock, self.xero.lock:
            fill(self._brightpearl, self._xero, orders=orders, seed=seed, odd_money=odd_money)
        return {"orders": orders, "seed": seed, "country": self.country}

    def credentials(self, brightpearl: str, xero: str) -> dict[str, Any]:
        """For both systems under those addresses."""
        return credentials_of(brightpearl, xero, health=self.health())

    def health(self) -> dict[str, dict[str, Any]]:
        return {vendor.name: vendor.health() for vendor in (self._brightpearl, self._xero)}

    def brightpearl_adapter(self) -> InProcessAdapter:
        return InProcessAdapter(self.brightpearl)

    def xero_adapter(self) -> InProcessAdapter:
        return InProcessAdapter(self.xero)

    def _stand_in(self, vendor: Brightpearl | Xero, traffic_dir: Path | None) -> StandIn:
        log = TrafficLog(traffic_dir / f"{vendor.name}.jsonl" if traffic_dir else None, kept=self._calls_kept)
        return StandIn(vendor, clock=self.clock, traffic=log, world=self)
