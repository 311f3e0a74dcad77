"""Edits, payments, faults, crashes and cycles in any order that hypothesis can think of; whenever it calms, all is well."""

from contextlib import ExitStack

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from sandbox.cloud.ministack import Cloud
from sandbox.proof.in_process import connector
from sandbox.proof.storm.boundary import Killed, watched
from sandbox.proof.storm.cycles import Storm
from sandbox.proof.storm.weather import FAULTS
from sandbox.stand_ins.clock import ManualClock
from sandbox.stand_ins.world import Sandbox
from shared.sequence import STEPS
from tests.conftest import NOW, START

DEEDS = (
    "sell",
    "buy",
    "buy_on_the_same_invoice",
    "refund_a_return",
    "correct_stock",
    "change_an_order",
    "credit_an_order",
    "rename_a_customer",
    "pay_here",
    "pay_in_xero",
    "pay_in_both",
    "pay_a_bill",
)
MACHINE = settings(
    max_examples=3,
    stateful_step_count=10,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


class AnyOrder(RuleBasedStateMachine):
    """A storm that hypothesis steers."""

    cloud: Cloud

    def __init__(self) -> None:
        super().__init__()
        self._stack = ExitStack()
        self._calm = False

    @initialize(seed=st.integers(0, 3))
    def open_up(self, seed: int) -> None:
        clock = ManualClock(NOW)
        deployed = self._stack.enter_context(connector(Sandbox(clock=clock), self.cloud, start=START))
        boundary = self._stack.enter_context(watched())
        self.storm = Storm(deployed=deployed, clock=clock, boundary=boundary, seed=seed)
        self.storm.people.sell()
        self.storm.people.buy()
        deployed.cycle()

    @rule(deed=st.sampled_from(DEEDS), times=st.integers(1, 3))
    def somebody_does_something(self, deed: str, times: int) -> None:
        for _ in range(times):
            getattr(self.storm.people, deed)()
        self._calm = False

    @rule(
        fault=st.sampled_from(FAULTS),
        method=st.sampled_from(["GET", "PUT", "POST"]),
        after=st.integers(0, 4),
        times=st.integers(1, 2),
        xero=st.booleans(),
    )
    def trouble_is_ahead(self, fault: dict[str, object], method: str, after: int, times: int, *, xero: bool) -> None:
        sandbox = self.storm.deployed.sandbox
        stand_in = sandbox.xero if xero else sandbox.brightpearl
        stand_in.faults.replace([{**fault, "method": method, "after": after, "times": times}])
        self._calm = False

    @rule(doomed=st.sampled_from(STEPS), write=st.integers(1, 12), minutes=st.sampled_from([1, 4, 30]))
    def a_cycle_in_which_a_step_is_killed(self, doomed: object, write: int, minutes: int) -> None:
        run = self.storm.deployed.start_run()
        for step in STEPS:
            if step == doomed:
                self.storm.boundary.arm(write)
            try:
                self.storm.deployed.step(step.name, run=run)
            except Killed:
                self.storm.boundary.disarm()
            self.storm.boundary.disarm()
        self.storm.clock.advance(minutes=minutes)
        self._calm = False

    @rule(minutes=st.sampled_from([1, 30]))
    def a_cycle(self, minutes: int) -> None:
        self.storm.deployed.cycle()
        self.storm.clock.advance(minutes=minutes)
        self._calm = False

    @rule()
    def it_calms(self) -> None:
        self.storm.weather.calm()
        self.storm.settle()
        self._calm = True

    @invariant()
    def once_and_equal_when_calm(self) -> None:
        if self._calm:
            self._all_is_well()

    def teardown(self) -> None:
        with self._stack:
            if hasattr(self, "storm"):
                self.it_calms()
                self._all_is_well()

    def _all_is_well(self) -> None:
        assert self.storm.verdict().lines == []
        assert self.storm.broken_promises() == []


def test_in_any_order_everything_arrives_once_and_equal(cloud: Cloud) -> None:
    AnyOrder.cloud = cloud

    run_state_machine_as_test(AnyOrder, settings=MACHINE)
