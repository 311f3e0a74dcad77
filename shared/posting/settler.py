"""Settles envelopes by what came back or by what was found: Sent, an Error, or to be sent once more, changed."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from shared.errors import ErrorClass, UncertainError
from shared.posting.answered import number_in
from shared.posting.envelopes import Arrival, Envelope, Failing, is_guess, renewed
from shared.posting.judging import Correction, Outcome, by_ledger, follow, judge, remote_id_of
from shared.posting.problems import UNFINISHED, different, taken
from shared.posting.recorder import Recorder
from shared.posting.target import Element, Key, Refuse, Resolution, Target
from shared.posting.targets.document_totals import ADDED_UP
from shared.records.intents import Intent, Intents
from shared.records.record import Record
from shared.records.store import Store


class Settler(Struct, frozen=True, kw_only=True, eq=False):
    """Settles envelopes of one step of one connection."""

    store: Store
    intents: Intents
    recorder: Recorder

    def settle(self, intent: Intent, target: Target, batch: Sequence[Envelope], elements: Iterable[Element]) -> Outcome:
        """Note what became of each envelope, and close the intent. Elements are matched by natural key; of an update it may
        have been changed in the other system, so then by its id.

        Raises UncertainError, and leaves the intent open, where the answer has no element for an envelope.
        """
        found = list(elements)
        by_key = {element.key: element for element in found}
        by_id = {element.remote_id: element for element in found if element.remote_id}
        outcome = Outcome()
        for envelope in batch:
            element = by_key.get(target.key(envelope.payload)) or by_id.get(envelope.remote_id)
            judge(outcome, target, envelope, element)
        self._leave_to_owners(outcome)
        self.recorder.arrive(outcome.arrived)
        self.recorder.fail(outcome.failing)
        outcome.redo += self._begin_corrections(outcome.corrections)
        if outcome.missing:
            raise UncertainError(
                f"the answer leaves out {len(outcome.missing)} of {len(batch)} elements",
                hint="the next cycle looks whether they have arrived",
            )
        self.intents.close(intent)
        return outcome

    def _leave_to_owners(self, outcome: Outcome) -> None:
        """An item is taken over by its code, and only the answer tells its id. The id of another record stays with that one."""
        judged: list[Arrival | Failing] = [*outcome.arrived, *outcome.failing]
        guesses = [one for one in judged if is_guess(one)]
        owners = self._owners([one.envelope for one in guesses], [one.element.remote_id for one in guesses])
        if not owners:
            return

        def is_theirs(one: Arrival | Failing) -> bool:
            owner = owners.get(one.element.remote_id)
            return owner is not None and owner.key not in one.envelope.keys

        lost = [Failing(envelope=one.envelope, problem=one.problem) for one in outcome.failing if is_theirs(one)]
        lost += [
            Failing(envelope=one.envelope, problem=taken(owners[one.element.remote_id]))
            for one in outcome.arrived
            if is_theirs(one)
        ]
        outcome.arrived = [one for one in outcome.arrived if not is_theirs(one)]
        outcome.failing = [one for one in outcome.failing if not is_theirs(one)] + lost

    def _owners(self, envelopes: Sequence[Envelope], remote_ids: Iterable[str]) -> dict[str, Record]:
        """Give the records that the ledger names for these ids. Only those without an envelope here are read.

        A record that cannot be read is a KeyError: its document must not pass for one that belongs to nobody.
        """
        keys = self.store.linked(remote_ids)
        known = {part.record.key: part.record for envelope in envelopes for part in envelope.parts}
        known |= self.store.get_many(key for key in keys.values() if key not in known)
        return {remote_id: known[key] for remote_id, key in keys.items()}

    def _begin_corrections(self, corrections: Sequence[Correction]) -> list[Envelope]:
        """Keep the ids of what arrived differently, before it is amended. So it is never created again."""
        problems = [different(one.says, one.element, ErrorClass.TRANSIENT) for one in corrections]
        self.recorder.fail(
            [
                Failing(envelope=one.envelope, problem=problem, element=one.element)
                for one, problem in zip(corrections, problems, strict=True)
            ]
        )
        return self.current(
            [
                replace(
                    one.envelope,
                    payload=one.payload,
                    base=None,
                    amendment=None,
                    remote_id=one.element.remote_id,
                    corrected=one.envelope.corrected + 1,
                    notes=_noting(one),
                )
                for one in corrections
            ]
        )

    def carry_out(
        self,
        target: Target,
        envelopes: Sequence[Envelope],
        found: Mapping[Key, Resolution],
        *,
        claimed: Collection[str] = (),
    ) -> list[Envelope]:
        """Do what a look-up says about each envelope. Gives those that have to be sent after all."""
        resolutions = [(envelope, found[target.key(envelope.payload)]) for envelope in envelopes]
        owners = self._owners(envelopes, [remote_id_of(resolution) for _, resolution in resolutions])
        outcome = Outcome()
        promised = {*claimed} - {""}
        for envelope, resolution in resolutions:
            remote_id = remote_id_of(resolution)
            way = by_ledger(resolution, envelope, owners.get(remote_id))
            if remote_id in promised and not isinstance(way, Refuse):
                outcome.redo.append(envelope)  # another envelope is about to take it: ask again afterwards
                continue
            follow(outcome, envelope, way)
            promised |= set() if isinstance(way, Refuse) else {remote_id} - {""}
        self.recorder.arrive(outcome.arrived)
        self.recorder.fail(outcome.failing)
        return outcome.redo

    def claim(self, target: Target, envelopes: Sequence[Envelope]) -> list[Envelope]:
        """Keep the ids of what our lost request has left there, for it is ours, before it is amended."""
        ours = [envelope for envelope in envelopes if envelope.remote_id]
        elements = [
            Element(key=(), remote_id=one.remote_id, remote_number=number_in(one), part=target.part(one.payload))
            for one in ours
        ]
        self.recorder.fail(
            [
                Failing(envelope=envelope, problem=UNFINISHED, element=element)
                for envelope, element in zip(ours, elements, strict=True)
            ]
        )
        return [*(envelope for envelope in envelopes if not envelope.remote_id), *self.current(ours)]

    def current(self, envelopes: Sequence[Envelope]) -> list[Envelope]:
        """Give the same envelopes with their records as they are now."""
        records = self.store.get_many(key for envelope in envelopes for key in envelope.keys)
        return [renewed(envelope, records) for envelope in envelopes]


def _noting(correction: Correction) -> tuple[str, ...]:
    """What an earlier correction has noted is over with it."""
    kept = (note for note in correction.envelope.notes if not note.startswith(ADDED_UP))
    return (*kept, *filter(None, (correction.note,)))
