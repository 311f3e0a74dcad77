"""One Brightpearl account: what it keeps and how its doubtful habits are set."""

from sandbox.stand_ins.brightpearl.moments import AccountTime, Clock
from sandbox.stand_ins.brightpearl.store import Store
from sandbox.stand_ins.brightpearl.switches import CHOICES
from sandbox.stand_ins.country import Country
from sandbox.stand_ins.switches import Switches


class Account:
    """The store and the switches; every resource works on one of these."""

    def __init__(self, clock: Clock, country: Country = Country.GB) -> None:
        self.clock = clock
        self.country = country
        self.store = Store(clock, country)
        self.switches = Switches(CHOICES)
        self.refuses_elements = False

    @property
    def time(self) -> AccountTime:
        """The time where the account is."""
        return self.store.time

    def on(self, name: str) -> bool:
        """Whether a yes-or-no switch stands on yes."""
        return bool(self.switches[name])

    @property
    def search_lag(self) -> int:
        """How many seconds the search indexes are behind."""
        return int(self.switches["search_lag_seconds"])

    def reset(self) -> None:
        """Forget every record and be in the country that is set; the switches stay as they are."""
        self.store = Store(self.clock, self.country)
