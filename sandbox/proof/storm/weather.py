"""The trouble of a storm: faults on calls, functions that are killed, runs that are overtaken. All by chance, all counted."""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from sandbox.proof.storm.boundary import Boundary, Killed
from sandbox.stand_ins.stand_in import StandIn
from sandbox.stand_ins.world import Sandbox

Overtake = Callable[[str], None]

FAULTS: Final[tuple[dict[str, Any], ...]] = (
    {"kind": "refuse"},
    {"kind": "drop_before"},
    {"kind": "drop_after"},
    {"kind": "error_500"},
    {"kind": "error_500", "commit": True},
    {"kind": "error_503"},
    {"kind": "html_502"},
    {"kind": "html_200"},
    {"kind": "html_400"},
    {"kind": "slow", "seconds": 60},
    {"kind": "truncate"},
    {"kind": "cut_json"},
    {"kind": "token_expired"},
)
LIMITS: Final[tuple[dict[str, Any], ...]] = (
    {"kind": "rate_limit_minute", "probability": 0.003},
    {"kind": "rate_limit_concurrent", "probability": 0.003},
    {"kind": "rate_limit_app_minute", "probability": 0.001},
    {"kind": "rate_limit_day", "probability": 0.0005},
)
MISTAKES: Final = ("wrong_total_next", "warn_next_documents")
MISTAKEN: Final = 0.3
WRITES: Final = ({"method": "PUT"}, {"method": "POST"})
WORSE_FOR_WRITES: Final = 2  # what is read can be read again: the danger is in what is written
KILLED: Final = 0.20
OVERTAKEN: Final = 0.06
LATEST_WRITES: Final = (2, 5, 15)


@dataclass(kw_only=True)
class Weather:
    """`rate` is the share of all calls that meet a fault."""

    sandbox: Sandbox
    boundary: Boundary
    chance: random.Random
    rate: float = 0.10
    met: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.boundary.table.met = self._met
        self.boundary.table.chance = random.Random(self.chance.getrandbits(32))

    def _met(self, what: str) -> None:
        self.met[what] += 1

    def rise(self) -> None:
        """Fresh trouble for the next cycle."""
        each = self.rate / len(FAULTS)
        rules = [{**fault, "times": 0, "probability": each} for fault in FAULTS]
        rules += [{**rule, **write, "probability": each * WORSE_FOR_WRITES} for rule in rules for write in WRITES]
        rules += [{**limit, "times": 0} for limit in LIMITS]
        rules += [{"kind": "refuse_elements", "times": 0, "probability": each, **write} for write in WRITES]
        for stand_in in self._stand_ins:
            self._note(stand_in)
            stand_in.faults.replace(rules, seed=self.chance.getrandbits(32))
        if self.chance.random() < MISTAKEN:
            mistake = self.chance.choice(MISTAKES)
            self.met[mistake] += 1
            self.sandbox.xero.vendor.do({"action": mistake, "n": self.chance.randint(1, 5)})

    def calm(self) -> None:
        self.boundary.disarm()
        for stand_in in self._stand_ins:
            self._note(stand_in)
            stand_in.faults.replace([])
        for mistake in MISTAKES:
            self.sandbox.xero.vendor.do({"action": mistake, "n": 0})

    def _note(self, stand_in: StandIn) -> None:
        for rule in stand_in.faults.report():
            name = "error_500 after commit" if rule["commit"] else str(rule["kind"])
            self.met[name] += rule["injected"]

    @property
    def _stand_ins(self) -> tuple[StandIn, StandIn]:
        return self.sandbox.brightpearl, self.sandbox.xero

    def threaten(self, overtake: Overtake) -> None:
        """Maybe let the next step be killed at one of its writes, or another run overtake it there."""
        number, luck = self.chance.randint(1, self.chance.choice(LATEST_WRITES)), self.chance.random()
        if luck < KILLED:
            self.boundary.arm(number, self.kill)
        elif luck < KILLED + OVERTAKEN:
            self.boundary.arm(number, lambda what: self._overtaken(overtake, what))
        else:
            self.boundary.disarm()

    def kill(self, what: str) -> None:
        """The function is gone, with whatever it was about to do."""
        self.met["killed"] += 1
        self.boundary.dead = True
        raise Killed(what)

    def _overtaken(self, overtake: Overtake, what: str) -> None:
        self.met["overtaken"] += 1
        overtake(what)
