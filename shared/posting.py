"""The posting protocol: how a thing is posted once. docs/exactly-once.md walks through it.

Per batch: write the intent, send (shared/sending.py), settle every element by its natural key (shared/settling.py), close the
intent. One that is still open when a step begins is settled first: with the same bytes and key while the other system remembers
them, by looking after that.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from msgspec import Struct

from shared.clerk import Clerk
from shared.drafts import Arrival, Draft, Failing, Outcome, Tally, batches, look
from shared.errors import RequestRefusedError, TransientError
from shared.outlet import Element, Key, Outlet
from shared.problems import LOST, PHANTOM, UNFINISHED, UNSETTLED, same_as
from shared.records.intents import Intent, Intents
from shared.records.store import Store
from shared.sending import Sender
from shared.settling import Settler

__all__ = ["Arrival", "Draft", "Failing", "Poster", "Tally"]

MORE_ROUNDS: Final = 3  # after the first: an amendment, another name, a correction
ARRIVED_WITHIN: Final = timedelta(minutes=8)  # of the intent: by then every function that could send it is dead


class Poster(Struct, frozen=True, kw_only=True, eq=False):
    """Posts drafts for one step. `may_start` says whether there is time for another batch."""

    step: str
    store: Store
    intents: Intents
    outlets: Mapping[str, Outlet]
    tally: Tally
    who: str
    settings_version: int
    clock: Callable[[], datetime]
    may_start: Callable[[], bool]
    before_arrival: Callable[[Sequence[Arrival]], None]

    # what an earlier invocation has left open

    def recover(self) -> None:
        for intent in self.intents.still_open(self.step):
            outlet = self.outlets[intent.outlet]
            drafts = self._unsettled(intent, outlet)
            if not drafts:
                self.intents.close(intent)
                continue
            self.post(outlet, self._way(intent, outlet)(intent, outlet, drafts))

    def _way(self, intent: Intent, outlet: Outlet) -> Callable[[Intent, Outlet, list[Draft]], list[Draft]]:
        """The very same request while its key is remembered; a look at what is there once it cannot be on its way any more."""
        age = self.clock() - intent.at
        if outlet.window is None or age >= ARRIVED_WITHIN:
            return self._look_after
        if age < outlet.window:
            return self._send_again
        raise TransientError(
            "a request of a few minutes ago is too old to be repeated and too young to be looked for",
            hint="the next cycle looks for it; so does this step in some minutes",
        )

    def _unsettled(self, intent: Intent, outlet: Outlet) -> list[Draft]:
        """What the intent wanted, for those records on which it is not settled yet."""
        records = self.store.get_many((entry.kind, entry.id) for entry in intent.entries)
        pairs = zip(intent.entries, outlet.elements(intent.body), strict=True)
        return [
            Draft(
                record=record,
                source_hash=entry.source_hash,
                payload=payload,
                fingerprint=entry.fingerprint,
                total=entry.total,
                remote_id=entry.remote_id,
                notes=entry.notes,
            )
            for entry, payload in pairs
            if (record := records.get((entry.kind, entry.id)))
            and not (record.in_remote and record.posted == entry.fingerprint)
        ]

    def _send_again(self, intent: Intent, outlet: Outlet, drafts: list[Draft]) -> list[Draft]:
        try:
            elements = outlet.send(intent.body, intent.create, intent.idempotency_key)
        except RequestRefusedError:
            return self._look_after(intent, outlet, drafts)
        outcome = self._settler.settle(intent, outlet, drafts, elements)
        return self._again(outlet, outcome)

    def _look_after(self, intent: Intent, outlet: Outlet, drafts: list[Draft]) -> list[Draft]:
        """Adopt what has arrived. An update is simply done again: its records are still due."""
        redo: list[Draft] = []
        if intent.create:
            redo = self._find(intent, outlet, drafts)
        else:
            self._clerk.doubt(drafts)
        self.intents.close(intent)
        return redo

    def _find(self, intent: Intent, outlet: Outlet, drafts: list[Draft]) -> list[Draft]:
        there, absent, found = look(outlet, drafts, since=intent.at)
        self.fail([Failing(draft=draft, problem=LOST) for draft in absent])
        return self._claim(self._settler.carry_out(outlet, there, found))

    def _claim(self, drafts: Sequence[Draft]) -> list[Draft]:
        """What our lost request has left there is ours: keep its id before amending it."""
        ours = [draft for draft in drafts if draft.remote_id]
        elements = [Element(key=(), remote_id=draft.remote_id) for draft in ours]
        self.fail(
            [
                Failing(draft=draft, problem=UNFINISHED, element=element)
                for draft, element in zip(ours, elements, strict=True)
            ]
        )
        return [*(draft for draft in drafts if not draft.remote_id), *self._settler.current(ours)]

    # posting

    def post(self, outlet: Outlet, drafts: Sequence[Draft], *, hold: bool = False) -> list[Draft]:
        """Bring the drafts to the other side, in full batches; a StepError or the end of the time leaves the rest due.

        What was begun is finished whatever the time: the next invocation would only begin it again. With `hold`, what has to go
        under another name is not sent once more but answered: it takes that name when it comes with others.
        """
        if not drafts or not self.may_start():
            return []
        first = Outcome()
        self._try(outlet, self._without_twins(outlet, drafts), first, may_go_on=self.may_start)
        todo = self._again(outlet, first)
        held = [draft for draft in todo if hold and not draft.remote_id]
        todo = [draft for draft in todo if draft not in held]
        for _ in range(MORE_ROUNDS):
            if not todo:
                return held
            outcome = Outcome()
            self._try(outlet, todo, outcome)
            todo = self._again(outlet, outcome)
        self.fail([Failing(draft=draft, problem=UNSETTLED) for draft in todo])
        return held

    def _try(
        self,
        outlet: Outlet,
        drafts: Sequence[Draft],
        outcome: Outcome,
        *,
        may_go_on: Callable[[], bool] = lambda: True,
    ) -> None:
        """Look for all of them together where they have to be looked for, send them, and add to `outcome` what has to follow."""
        fresh = [draft for draft in drafts if not draft.remote_id]
        amended = [draft for draft in drafts if draft.remote_id]
        if outlet.look_first and fresh:
            there, fresh, found = look(outlet, fresh, since=None)
            outcome.redo += self._settler.carry_out(outlet, there, found)
        new, known = list(batches(outlet, fresh)), list(batches(outlet, amended))
        for number, batch in enumerate((*new, *known)):
            if number and not may_go_on():
                return
            others = self._fill(outlet, batch, outcome) if number and number == len(new) - 1 else []
            done = self._sender.send(outlet, [*batch, *others])
            outcome.redo += done.redo
            outcome.clashed += done.clashed

    def _fill(self, outlet: Outlet, batch: Sequence[Draft], outcome: Outcome) -> list[Draft]:
        """What clashed so far and can go under another name takes the room that the last batch has left."""
        if outlet.look_first:
            return []
        again = self._again(outlet, outcome)
        outcome.clashed.clear()
        fresh = [draft for draft in again if not draft.remote_id][: outlet.batch_size - len(batch)]
        outcome.redo[:] = [draft for draft in again if draft not in fresh]
        return fresh

    def _again(self, outlet: Outlet, outcome: Outcome) -> list[Draft]:
        """What has to be sent once more, changed or as an amendment."""
        return outcome.redo + self._resolve_clashes(outlet, outcome)

    def _resolve_clashes(self, outlet: Outlet, outcome: Outcome) -> list[Draft]:
        if not outcome.clashed:
            return []
        there, absent, found = look(outlet, outcome.clashed, since=None)
        self.fail([Failing(draft=draft, problem=PHANTOM) for draft in absent])
        return self._settler.carry_out(outlet, there, found, claimed={draft.remote_id for draft in outcome.redo})

    def _without_twins(self, outlet: Outlet, drafts: Sequence[Draft]) -> list[Draft]:
        """Two drafts with one natural key cannot be told apart afterwards: the second one is an Error."""
        first: dict[Key, Draft] = {}
        known = [(draft, first.setdefault(outlet.key(draft.payload), draft)) for draft in drafts]
        self.fail([Failing(draft=draft, problem=same_as(one.record)) for draft, one in known if one is not draft])
        return list(first.values())

    def fail(self, failing: Sequence[Failing]) -> None:
        """Make each record an Error with its problem."""
        self._clerk.fail(failing)

    def found(self, arrivals: Sequence[Arrival]) -> None:
        """These are there already, as others of our records tell."""
        self._clerk.arrive(arrivals)

    def unchanged(self, drafts: Sequence[Draft]) -> None:
        """Nothing has to be sent for these."""
        self._clerk.unchanged(drafts)

    @property
    def _sender(self) -> Sender:
        return Sender(
            step=self.step,
            connection=self.store.connection,
            intents=self.intents,
            settler=self._settler,
            clock=self.clock,
        )

    @property
    def _settler(self) -> Settler:
        return Settler(store=self.store, intents=self.intents, clerk=self._clerk)

    @property
    def _clerk(self) -> Clerk:
        return Clerk(
            store=self.store,
            tally=self.tally,
            who=self.who,
            settings_version=self.settings_version,
            clock=self.clock,
            before_arrival=self.before_arrival,
        )
