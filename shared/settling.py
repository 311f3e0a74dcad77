"""What became of drafts, by what came back or by what was found: Sent, an Error, or to be sent once more, changed."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from shared.clerk import Clerk
from shared.drafts import Arrival, Draft, Failing, Outcome, by_ledger, follow, is_guess, judge, remote_id_of
from shared.errors import ErrorClass, UncertainError
from shared.outlet import Element, Key, Outlet, Refuse, Resolution
from shared.payload import Payload
from shared.problems import different, taken
from shared.records.intents import Intent, Intents
from shared.records.store import Store


class Settler(Struct, frozen=True, kw_only=True, eq=False):
    """Settles drafts of one step of one connection."""

    store: Store
    intents: Intents
    clerk: Clerk

    def settle(self, intent: Intent, outlet: Outlet, batch: Sequence[Draft], elements: Iterable[Element]) -> Outcome:
        """Note what became of each draft; what clashed was refused for certain, so the intent need not wait for it."""
        answered = {element.key: element for element in elements}
        outcome = Outcome()
        for draft in batch:
            judge(outcome, outlet, draft, answered.get(outlet.key(draft.payload)))
        self._leave_to_owners(outcome)
        self.clerk.arrive(outcome.arrived)
        self.clerk.fail(outcome.failing)
        outcome.redo += self._begin_corrections(outcome.corrections)
        if outcome.missing:
            raise UncertainError(f"{len(outcome.missing)} of {len(batch)} elements came back without an answer")
        self.intents.close(intent)
        return outcome

    def _leave_to_owners(self, outcome: Outcome) -> None:
        """An item is taken over by its code, and only the answer tells its id: what is another record's stays that one's."""
        judged: list[Arrival | Failing] = [*outcome.arrived, *outcome.failing]
        owners = self.store.linked(one.element.remote_id for one in judged if is_guess(one))
        if not owners:
            return

        def is_theirs(one: Arrival | Failing) -> bool:
            return owners.get(one.element.remote_id, one.draft.record.key) != one.draft.record.key

        lost = [Failing(draft=one.draft, problem=one.problem) for one in outcome.failing if is_theirs(one)]
        lost += [
            Failing(draft=one.draft, problem=taken(owners[one.element.remote_id]))
            for one in outcome.arrived
            if is_theirs(one)
        ]
        outcome.arrived = [one for one in outcome.arrived if not is_theirs(one)]
        outcome.failing = [one for one in outcome.failing if not is_theirs(one)] + lost

    def _begin_corrections(self, corrections: Sequence[tuple[Draft, Payload, Element, str]]) -> list[Draft]:
        """Keep the ids of what arrived differently before amending it: whatever happens, it is never created again."""
        self.clerk.fail(
            [
                Failing(draft=draft, problem=different(difference, element, ErrorClass.TRANSIENT), element=element)
                for draft, _, element, difference in corrections
            ]
        )
        return self.current(
            [
                replace(draft, payload=payload, remote_id=element.remote_id, corrected=True)
                for draft, payload, element, _ in corrections
            ]
        )

    def carry_out(
        self,
        outlet: Outlet,
        drafts: Sequence[Draft],
        found: Mapping[Key, Resolution],
        *,
        claimed: Collection[str] = (),
    ) -> list[Draft]:
        """Do what a look-up says about each draft; answers with those that have to be sent after all."""
        resolutions = [(draft, found[outlet.key(draft.payload)]) for draft in drafts]
        owners = self.store.linked(remote_id_of(resolution) for _, resolution in resolutions)
        outcome = Outcome()
        taken = {*claimed} - {""}
        for draft, resolution in resolutions:
            remote_id = remote_id_of(resolution)
            way = by_ledger(resolution, draft, owners.get(remote_id))
            if remote_id in taken and not isinstance(way, Refuse):
                outcome.redo.append(draft)  # another draft is about to have it: ask again when it does
                continue
            follow(outcome, draft, way)
            taken |= set() if isinstance(way, Refuse) else {remote_id} - {""}
        self.clerk.arrive(outcome.arrived)
        self.clerk.fail(outcome.failing)
        return outcome.redo

    def current(self, drafts: Sequence[Draft]) -> list[Draft]:
        """The same drafts with their records as they are by now."""
        records = self.store.get_many(draft.record.key for draft in drafts)
        return [replace(draft, record=records[draft.record.key]) for draft in drafts]
