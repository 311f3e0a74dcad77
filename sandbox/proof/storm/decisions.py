"""What people in a storm decide about records: some deleted payments are taken back in Xero, and in the calm all is retried."""

import random
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from sandbox.proof.in_process import Connector
from sandbox.proof.storm.promises import all_records
from sandbox.stand_ins.xero.answers import ODD_REFUSAL
from shared.errors import ErrorClass
from shared.kinds import DEPENDENCIES, PAYMENTS
from shared.records.failure import Failure, retries_by_itself
from shared.records.record import Record
from shared.records.status import Status
from shared.records.transactions import Change, Event
from shared.steps.change_records import MOVES, Action

TAKEN: Final = (
    (Action.REAPPLY, "take_a_payment_back"),
    (Action.CREDIT, "credit_a_document"),
    (Action.LINK, "link_a_twin"),
    (Action.SEPARATE, "separate_a_twin"),
)
NOT_ANY_MORE: Final = ("is archived in Xero", "is locked in Xero")  # once it is calm


@dataclass(frozen=True, kw_only=True)
class Decisions:
    """`is_touched` says whether people have changed what a record is about themselves. `done` counts what was taken back."""

    deployed: Connector
    chance: random.Random
    is_touched: Callable[[Record], bool]
    done: Counter[str] = field(default_factory=Counter)

    def take_back(self, share: float) -> None:
        """Have about such a share of what stands apart taken back or put right, and of twins linked or separated.

        What nobody has changed differs because our table was lost: all of it is put right. The steps that post it carry it out.
        """
        for action, counted in TAKEN:
            may_go = partial(self._may_go, action)
            found = [record for record in self._errors() if may_go(record)]
            chosen = [record for record in found if self.chance.random() < share or self._is_ours(record)]
            self.done[counted] += self._decide(action, chosen, may_go)

    def _may_go(self, action: Action, record: Record) -> bool:
        """Documents that people have changed are not reapplied: that would undo it."""
        is_kept = action is Action.REAPPLY and record.kind not in PAYMENTS and self.is_touched(record)
        return not is_kept and not MOVES[action].refuses(record)

    def _is_ours(self, record: Record) -> bool:
        return record.kind not in PAYMENTS and not self.is_touched(record)

    def retry_what_waits(self) -> None:
        self._decide(Action.RETRY, self.waiting(), lambda _record: True)

    def waiting(self) -> list[Record]:
        """Errors of a passing kind that nothing tries again by itself, and refusals for no reason.

        The cycle tries so often and then leaves them to a person; a contact or a product goes with the next document that
        needs it.
        """
        return [
            record
            for record in self._errors()
            if record.failure and _passes(record.failure)
            if record.kind in DEPENDENCIES or not retries_by_itself(record.failure)
        ]

    def _errors(self) -> Iterable[Record]:
        return all_records(self.deployed, Status.ERROR)

    def _decide(self, action: Action, records: Iterable[Record], wanted: Callable[[Record], bool]) -> int:
        move = MOVES[action]

        def change(record: Record) -> Change | None:
            after = move.change(record, at=self.deployed.clock.now()) if wanted(record) else None
            return (
                Change(before=record, after=after, event=Event(what=move.said_of(record), who="person"))
                if after
                else None
            )

        return len(self.deployed.store.revise(records, change))


def _passes(failure: Failure) -> bool:
    said = failure.problem.message
    return failure.problem.error_class == ErrorClass.TRANSIENT or any(
        one in said for one in (ODD_REFUSAL, *NOT_ANY_MORE)
    )
