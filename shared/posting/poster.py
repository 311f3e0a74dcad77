"""The posting protocol: how a thing is posted once, never as a duplicate. docs/exactly-once.md walks through it.

Per batch: write the intent, send it (sender.py), settle every element by its natural key (settler.py), close the intent. An
intent that is still open when a step begins is settled first: with the same bytes and the same idempotency key while the other
system remembers the key, by looking after that.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from shared.errors import LimitError, RequestRefusedError, TransientError, UncertainError
from shared.posting.batches import batches
from shared.posting.entries import unsettled
from shared.posting.envelopes import Arrival, Envelope, Failing
from shared.posting.held import Held
from shared.posting.judging import Outcome
from shared.posting.looking import look, look_first
from shared.posting.periods import Periods
from shared.posting.problems import LOST, LOST_CHANGE, PHANTOM, UNSETTLED, on_its_way, same_as
from shared.posting.recorder import Recorder
from shared.posting.sender import Sender
from shared.posting.settler import Settler
from shared.posting.target import Key, Looks, Resolution, Target
from shared.posting.waiting import drafts_among, let_wait
from shared.records.intents import Intent, Intents

MORE_ROUNDS: Final = 3  # after the first: an amendment, another name, a correction
ARRIVED_WITHIN: Final = timedelta(minutes=8)  # of the intent: by then every function that could send it is dead


class Poster:
    """Posts the envelopes of one step: one object for the invocation. `targets` are all that its intents may name.

    `may_start` says whether there is time for another batch, `periods` which days are closed, `table_since` as for `look_first`.
    """

    def __init__(
        self,
        *,
        step: str,
        intents: Intents,
        targets: Mapping[str, Target],
        recorder: Recorder,
        periods: Periods,
        table_since: Callable[[], datetime],
        may_start: Callable[[], bool],
    ) -> None:
        store = recorder.store
        self.store = store
        self.clock: Callable[[], datetime] = store.clock
        self.who = recorder.who
        self.may_start = may_start
        self.tally = recorder.tally
        self._periods = periods
        self._table_since = table_since
        self.why_locked = periods.why_locked
        self.first_open_day = periods.first_open_day
        self._step = step
        self._intents = intents
        self._targets = targets
        self._recorder = recorder
        self._held = Held()
        self._settler = Settler(store=store, intents=intents, recorder=recorder)
        self._sender = Sender(
            step=step, connection=store.connection, intents=intents, settler=self._settler, clock=store.clock
        )

    # what an earlier invocation has left open

    def recover(self) -> None:
        """Settle the open intents of the step.

        Raises TransientError where one is too young to be looked for, and too old to be sent again or refused when it was; but
        what went alone holds up nothing but itself.
        """
        for intent in self._intents.still_open(self._step):
            target = self._targets[intent.target]
            envelopes = unsettled(intent, target, self.store)
            if not envelopes:
                self._intents.close(intent)
                continue
            try:
                todo = self._way(intent, target)(intent, target, envelopes)
            except LimitError:
                raise
            except TransientError as cause:
                self._held.hold(envelopes, cause)
                continue
            self.post(target, todo)

    def _way(self, intent: Intent, target: Target) -> Callable[[Intent, Target, list[Envelope]], list[Envelope]]:
        """Send the same request while its key is remembered. Look at what is there once the request cannot arrive any more."""
        age = self.clock() - intent.at
        if target.window is None or age >= ARRIVED_WITHIN:
            return self._look_after
        if age < target.window:
            return self._send_again
        raise on_its_way()

    def _send_again(self, intent: Intent, target: Target, envelopes: list[Envelope]) -> list[Envelope]:
        try:
            elements = target.send(intent.body, create=intent.create, idempotency_key=intent.idempotency_key)
        except RequestRefusedError as refusal:  # says nothing about the first attempt, which may only now be sent
            raise on_its_way() from refusal
        outcome = self._settler.settle(intent, target, envelopes, elements)
        if not intent.create:
            outcome.clashed.clear()  # still due, and sent again by the run itself: it knows what was posted before
        return self._again(target, outcome)

    def _look_after(self, intent: Intent, target: Target, envelopes: list[Envelope]) -> list[Envelope]:
        """Adopt what has arrived. An update is simply sent again: its records are still due, each alone."""
        redo = self._find(intent, target, envelopes) if intent.create else []
        if not intent.create:
            self._recorder.doubt(envelopes)
            self.fail([Failing(envelope=one, problem=LOST_CHANGE) for one in self._settler.current(envelopes)])
        self._intents.close(intent)
        return redo

    def _find(self, intent: Intent, target: Target, envelopes: list[Envelope]) -> list[Envelope]:
        there, absent, found = look(target, envelopes, since=intent.at)
        self.fail([Failing(envelope=envelope, problem=LOST) for envelope in absent])
        return self._settler.claim(target, self._settler.carry_out(target, there, found))

    # posting

    def post(self, target: Target, envelopes: Sequence[Envelope], *, hold: bool = False) -> list[Envelope]:
        """Send the envelopes in full batches. A StepError or the end of the time leaves the rest due.

        What was begun is finished whatever the time: the next invocation would only begin it again. With `hold`, what has to go
        under another name is given back instead of sent once more: it goes with the next batch.
        """
        envelopes = self._held.without(envelopes)
        if not envelopes or not self.may_start():
            return []
        first = Outcome()
        going = self._without_twins(target, self.timely(target, envelopes))
        self._try(target, going, first, may_go_on=self.may_start)
        todo = self._again(target, first)
        held = [envelope for envelope in todo if hold and not envelope.remote_id]
        todo = [envelope for envelope in todo if envelope not in held]
        for _ in range(MORE_ROUNDS):
            if not todo:
                return held
            outcome = Outcome()
            self._try(target, todo, outcome)
            todo = self._again(target, outcome)
        self.fail([Failing(envelope=envelope, problem=UNSETTLED) for envelope in todo])
        return held

    def timely(self, target: Target, envelopes: Sequence[Envelope]) -> list[Envelope]:
        """Give those that may go, some of them on another day than their own. The others wait, and say for what."""
        going, late = self._periods.split(envelopes, target.system)
        drafts = drafts_among(late, target, self.store)
        late = [one for one in late if one.envelope not in drafts]
        let_wait(late, target=target, settler=self._settler, recorder=self._recorder, table_since=self._table_since)
        return [*going, *drafts]

    def _try(
        self,
        target: Target,
        envelopes: Sequence[Envelope],
        outcome: Outcome,
        *,
        may_go_on: Callable[[], bool] = lambda: True,
    ) -> None:
        """Look them up together where the target wants that, send them, and add to `outcome` what has to follow."""
        fresh = [envelope for envelope in envelopes if not envelope.remote_id]
        amended = [envelope for envelope in envelopes if envelope.remote_id]
        there, fresh, found = look_first(target, fresh, table_since=self._table_since)
        outcome.redo += self._settler.carry_out(target, there, found)
        new, known = list(batches(target, fresh)), list(batches(target, self.compared(target, amended)))
        for number, batch in enumerate((*new, *known)):
            if number and not may_go_on():
                return
            others = self._fill(target, batch, outcome) if number and number == len(new) - 1 else []
            done = self._send(target, [*batch, *others])
            outcome.redo += done.redo
            outcome.clashed += done.clashed

    def _send(self, target: Target, batch: Sequence[Envelope]) -> Outcome:
        try:
            done = self._sender.send(target, batch)
        except UncertainError as cause:
            self._held.lost(batch, cause)
            return Outcome()
        self._held.answered()
        return done

    def compared(self, target: Target, amended: Sequence[Envelope]) -> list[Envelope]:
        """Leave out what people have changed there, where ours would touch it. Of a whole update nothing is known to compare."""
        looked_at = [envelope for envelope in amended if envelope.base is not None and envelope.amendment is None]
        if not looked_at:
            return list(amended)
        seen = self.store.seen([envelope.remote_id for envelope in looked_at], consistent=True)
        agreed = {one.remote_id: one.record.agreed for one in looked_at if one.record.agreed}
        said = {remote_id: one.said for remote_id, one in seen.items()} | agreed
        found = target.changed([envelope.wanted for envelope in looked_at], said)
        decided = [envelope for envelope in looked_at if target.key(envelope.payload) in found]
        rest = [envelope for envelope in amended if envelope not in decided]
        return [*rest, *self._settler.carry_out(target, decided, found)]

    def _fill(self, target: Target, batch: Sequence[Envelope], outcome: Outcome) -> list[Envelope]:
        """Fill the room in the last batch with what clashed so far and can go under another name."""
        if target.looks is Looks.ALWAYS or batch[0].alone:
            return []
        again = self._again(target, outcome)
        outcome.clashed.clear()
        fresh = [envelope for envelope in again if not envelope.remote_id][: target.batch_size - len(batch)]
        outcome.redo[:] = [envelope for envelope in again if envelope not in fresh]
        return fresh

    def _again(self, target: Target, outcome: Outcome) -> list[Envelope]:
        """Give what has to be sent once more, changed or as an amendment."""
        return outcome.redo + self._resolve_clashes(target, outcome)

    def _resolve_clashes(self, target: Target, outcome: Outcome) -> list[Envelope]:
        if not outcome.clashed:
            return []
        there, absent, found = look(target, outcome.clashed, since=None)
        self.fail([Failing(envelope=envelope, problem=PHANTOM) for envelope in absent])
        claimed = {envelope.remote_id for envelope in outcome.redo}
        return self._settler.carry_out(target, there, found, claimed=claimed)

    def _without_twins(self, target: Target, envelopes: Sequence[Envelope]) -> list[Envelope]:
        """Two envelopes with one natural key cannot be told apart afterwards: the second one is an Error."""
        first: dict[Key, Envelope] = {}
        known = [(envelope, first.setdefault(target.key(envelope.payload), envelope)) for envelope in envelopes]
        twins = [(envelope, one) for envelope, one in known if one is not envelope]
        self.fail([Failing(envelope=envelope, problem=same_as(one.record)) for envelope, one in twins])
        return list(first.values())

    # what need not be sent

    def adopt(self, target: Target, envelopes: Sequence[Envelope], found: Mapping[Key, Resolution]) -> None:
        """Settle envelopes by what was found for them in the other system, without sending them."""
        if envelopes and self.may_start():
            self._settler.carry_out(target, self._without_twins(target, envelopes), found)

    def found(self, arrivals: Sequence[Arrival]) -> None:
        """Note arrivals that other records of ours tell of."""
        self._recorder.arrive(arrivals)

    def unchanged(self, envelopes: Sequence[Envelope]) -> None:
        """Note that nothing has to be sent for these."""
        self._recorder.unchanged(envelopes)

    def fail(self, failing: Sequence[Failing]) -> None:
        """Make each record an Error with its problem."""
        self._recorder.fail(failing)
