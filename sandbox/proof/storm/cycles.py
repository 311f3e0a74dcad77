"""The storm itself: rounds of people, weather and cycles; then calm until nothing moves; then the comparison."""

import random
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property, partial
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError
from pynamodb.exceptions import PynamoDBException

from sandbox.cloud.stage import stage
from sandbox.proof.backups import Backups
from sandbox.proof.books.matching import keeps_its_own_tax
from sandbox.proof.in_process import Connector
from sandbox.proof.storm.boundary import HTTP_WRITES, Boundary, Killed
from sandbox.proof.storm.compare import Verdict, compare
from sandbox.proof.storm.decisions import Decisions
from sandbox.proof.storm.disasters import Disasters
from sandbox.proof.storm.people import People
from sandbox.proof.storm.promises import all_records, broken_promises
from sandbox.proof.storm.regrets import regret_a_payment
from sandbox.proof.storm.returns import Returns
from sandbox.proof.storm.second_thoughts import SecondThoughts
from sandbox.proof.storm.till import Till
from sandbox.proof.storm.weather import Weather
from sandbox.proof.waiting import Waiting, taxed_otherwise, waiting
from sandbox.stand_ins.clock import ManualClock
from sandbox.stand_ins.shop.odd_money import TAKEN_DAILY
from shared.environment import FUNCTION_LIFE
from shared.records.status import Status
from shared.sequence import CYCLE_MINUTES, LOOKS, STEPS, Step
from shared.settings import Excess

CALM_CYCLES: Final = 12
NO_TABLE: Final = (PynamoDBException, ClientError, BotoCoreError)  # the table did not answer: the function dies of it
REQUESTS: Final = tuple(f"{method} " for method in HTTP_WRITES)
IN_FLIGHT: Final = (1, 40, 230)  # seconds
STANDING_STILL: Final = (1, 400)
NIGHTLY: Final = 0.4
DECIDED: Final = 0.6  # of what may be taken back, each time
LOCKED: Final = 0.2
REGRETTED: Final = 5  # payments that come in the calm and are deleted
PAUSES: Final = (1, 5, 30, 30, 30, 45)  # minutes; a button may be pressed soon after


@dataclass(kw_only=True)
class Storm:
    """One connector in one storm. The clock is the sandbox's: no time passes but what the storm lets pass."""

    deployed: Connector
    clock: ManualClock
    boundary: Boundary
    seed: int
    rate: float = 0.10
    odd_money: bool = TAKEN_DAILY
    thinks_again: bool = False
    loses_its_table: bool = False
    calm: bool = True
    chance: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)

    @cached_property
    def people(self) -> People:
        people = People(sandbox=self.deployed.sandbox, chance=self.chance)
        people.open_up()
        return people

    @cached_property
    def till(self) -> Till:
        return Till(
            people=self.people,
            excess_held=self._holds_excess,
            journals=self.deployed.sandbox.brightpearl.vendor.switches()["methods_have_banks"],
        )

    @property
    def _holds_excess(self) -> bool:
        """By the setting, or because nobody may enter overpayments."""
        scope = self.deployed.sandbox.xero.vendor.switches()["bank_transactions_scope"]
        return bool(scope == "missing" or self.deployed.settings.get("excess", Excess.HOLD) == Excess.HOLD)

    @cached_property
    def returns(self) -> Returns:
        return Returns(people=self.people)

    @cached_property
    def second_thoughts(self) -> SecondThoughts:
        return SecondThoughts(people=self.people)

    @cached_property
    def decisions(self) -> Decisions:
        return Decisions(
            deployed=self.deployed,
            chance=self.chance,
            is_touched=lambda record: not self.disasters.met or self.second_thoughts.concerns(record),
        )

    @cached_property
    def disasters(self) -> Disasters:
        backups = Backups(deployed=self.deployed)
        return Disasters(backups=backups, weather=self.boundary.table, chance=random.Random(self.seed))

    @cached_property
    def weather(self) -> Weather:
        return Weather(sandbox=self.deployed.sandbox, boundary=self.boundary, chance=self.chance, rate=self.rate)

    def rage(self, rounds: int) -> None:
        for number in range(1, rounds + 1):
            with stage(f"round {number} of {rounds}"):
                self._round()
        self.weather.calm()

    def _round(self) -> None:
        further = (*self.returns.acts(), *(self.till.acts() if self.odd_money else ()))
        self.people.act(self.chance.randint(2, 12), further=further)
        self.second_thoughts.act(self.chance.randint(4, 20) * self.thinks_again)
        self.decisions.take_back(DECIDED)
        self.weather.rise()
        self._troubled_cycle()
        if self.thinks_again and self.chance.random() < NIGHTLY:
            self._troubled(LOOKS)
        self.clock.advance(minutes=self.chance.choice(PAUSES))
        if self.loses_its_table:
            self.disasters.befall()

    def _troubled_cycle(self) -> None:
        if self.thinks_again and self.chance.random() < LOCKED:
            self.second_thoughts.lock()
        self._troubled(STEPS)
        self.second_thoughts.unlock()

    def _troubled(self, steps: Iterable[Step]) -> None:
        run = self.deployed.start_run()  # a step that dies is noted, and the next one follows
        for step in steps:
            self.weather.threaten(partial(self._overtake, step.name, self.clock.now()))
            try:
                with self.boundary.table.up():
                    self.deployed.step(step.name, run=run)
            except (Killed, *NO_TABLE):
                continue
            finally:
                self.boundary.disarm()

    def _overtake(self, step: str, began: datetime, before: str) -> None:
        """The execution was aborted, its function goes on; meanwhile another run has the lock and does the same step.

        A function that stands still while it sends is killed by its time-out; between two others of its writes it may even stand
        still for longer than it would live.
        """
        sends = before.startswith(REQUESTS)
        self.clock.advance(seconds=self.chance.choice(IN_FLIGHT if sends else STANDING_STILL))
        with self.boundary.table.up(0):
            run = self.deployed.start_run()
        with suppress(*NO_TABLE):
            self.deployed.step(step, run=run)
        if sends and self.clock.now() - began > FUNCTION_LIFE:
            self.weather.kill(before)

    def settle(self) -> None:
        """Let a day pass, for its limit; then cycles until nothing moves, one full nightly look, and cycles again a day later."""
        self.clock.advance(days=1)
        self.second_thoughts.open_up()
        self.second_thoughts.repeat(SecondThoughts.pay_here, REGRETTED * self.thinks_again)
        self._cycle_until_calm()
        self.second_thoughts.repeat(regret_a_payment, REGRETTED * self.thinks_again)
        self.deployed.verify()
        self.decisions.take_back(DECIDED)
        self.clock.advance(days=1)
        self._cycle_until_calm()

    def _cycle_until_calm(self) -> None:
        """There is a person who retries what gave up retrying."""
        self.calm = False
        for _ in range(CALM_CYCLES):
            self.decisions.retry_what_waits()
            done = self.deployed.cycle()
            self.clock.advance(minutes=CYCLE_MINUTES)
            self.calm = not _moved(done) and not self.decisions.waiting()
            if self.calm:
                return

    def waiting(self) -> list[Waiting]:
        """What the shop has planted to wait, and waits; and what is in Xero with a tax of Xero's own that is too far off."""
        brightpearl = self.deployed.sandbox.brightpearl.vendor.state()
        return waiting(brightpearl, self.deployed.store.get, also=self._taxed_otherwise())

    def _taxed_otherwise(self) -> Iterator[Mapping[str, Any]]:
        errors = all_records(self.deployed, Status.ERROR) if self._keeps_its_own_tax else ()
        return taxed_otherwise(record for record in errors if not self.second_thoughts.concerns(record))

    @property
    def _keeps_its_own_tax(self) -> bool:
        return keeps_its_own_tax(self.deployed.sandbox.xero.vendor.switches())

    def verdict(self) -> Verdict:
        """Record by record, and both ledgers."""
        verdict, unexplained = self._compared(), self.deployed.trial_balance().unexplained
        verdict.unequal += len(unexplained)
        verdict.lines += [f"unexplained: {line}" for line in unexplained]
        return verdict

    def _compared(self) -> Verdict:
        sandbox = self.deployed.sandbox
        return compare(
            sandbox.brightpearl.vendor.state(),
            sandbox.xero.vendor.state(),
            self.deployed.settings,
            owed=self.people.owed(),
            apart=[one.name for one in self.waiting()],
            tax_ignored=self._keeps_its_own_tax,
            find=self.deployed.store.get,
            records=list(all_records(self.deployed, *Status)),
            thought_again=self.second_thoughts.names,
            listed=self.deployed.listed,
        )

    def broken_promises(self) -> list[str]:
        restless = [] if self.calm else [f"it has not calmed after {CALM_CYCLES} cycles"]
        return [*restless, *self._errors(), *broken_promises(self.deployed)]

    def _errors(self) -> Iterator[str]:
        """What is left over is what waits by the settings, and what people have thought again about."""
        planted = {key for one in self.waiting() for key in one.keys} | self._compared().waiting
        for record in all_records(self.deployed, Status.ERROR):
            if record.key in planted or self.second_thoughts.concerns(record):
                continue
            yield f"{record.kind} {record.id} is an Error: {record.failure.problem.message if record.failure else ''}"


def _moved(done: Mapping[str, Mapping[str, Any]]) -> bool:
    return any(
        answer["fetched"] or answer["posted"] or answer["failed"] or answer["errors"] for answer in done.values()
    )


START_BEFORE: Final = timedelta(days=60)
