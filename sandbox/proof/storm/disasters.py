"""What befalls the table itself in a storm: it is put back to an earlier hour, or somebody installs the connector anew."""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from sandbox.proof.backups import Backups
from sandbox.proof.storm.table import TableWeather

KEPT: Final = 0.3  # of the rounds after which there is a copy
RESTORED: Final = 0.1
INSTALLED: Final = 0.03
BACK: Final = (timedelta(0), timedelta(hours=1), timedelta(hours=3))
MOST_KEPT: Final = 4


@dataclass(kw_only=True)
class Disasters:
    """`met` counts them. A table that is restored has no index yet that lags."""

    backups: Backups
    weather: TableWeather
    chance: random.Random
    met: Counter[str] = field(default_factory=Counter)

    def befall(self) -> None:
        if self.backups.taken and self.chance.random() < RESTORED:
            self._restore()
        elif self.chance.random() < INSTALLED:
            self._moved("new installation")
            self.backups.begin_anew()
        if self.chance.random() < KEPT:
            self.backups.take()
            self.backups.forget(but=MOST_KEPT)

    def _restore(self) -> None:
        """To the copy that is old enough, or the oldest."""
        wanted = self.backups.deployed.clock.now() - self.chance.choice(BACK)
        oldest, _ = self.backups.taken[0]
        self._moved("restored table")
        self.backups.restore(max(wanted, oldest))

    def _moved(self, how: str) -> None:
        self.met[how] += 1
        self.weather.seen.clear()
        self.weather.written.clear()
