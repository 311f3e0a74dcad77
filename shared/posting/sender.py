"""Sends one batch: write the intent, send it with its idempotency key, settle what came back. docs/exactly-once.md says why.

There is no retry of a write, except the very same request at once where its answer was lost and a key protects us.
"""

import hashlib
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Final

from msgspec import Struct

from shared.errors import Problem, RecordError, RequestRefusedError, StepError, TransientError, UncertainError
from shared.posting.entries import entry_of
from shared.posting.envelopes import Envelope, Failing, readied
from shared.posting.judging import Outcome
from shared.posting.settler import Settler
from shared.posting.target import Element, Target
from shared.posting.targets.refusals import problem_of
from shared.records.intents import Intent, Intents, check_size

SEND_WITHIN: Final = timedelta(minutes=2)  # of the intent


class Sender(Struct, frozen=True, kw_only=True, eq=False):
    """Sends batches of one step of one connection."""

    step: str
    connection: str
    intents: Intents
    settler: Settler
    clock: Callable[[], datetime]

    def send(self, target: Target, envelopes: Sequence[Envelope]) -> Outcome:
        """Send a batch and settle it. Raises UncertainError where it may have been done, other StepErrors where it was not."""
        batch = readied(target, envelopes)
        try:
            intent = self._intent(target, batch)
        except RecordError as too_big:
            return self._send_halves(target, batch, Problem.of(too_big))
        self.intents.open(intent)
        try:
            elements = self._elements(intent, target)
        except UncertainError:
            raise
        except RequestRefusedError as refusal:
            self.intents.retract(intent)
            return self._send_halves(target, batch, problem_of([refusal.words], system=target.system))
        except StepError:
            self.intents.retract(intent)  # it was never sent
            raise
        return self.settler.settle(intent, target, batch, elements)

    def _elements(self, intent: Intent, target: Target) -> list[Element]:
        """Send; where the answer is lost and a key protects us, send the same request once more at once."""
        try:
            return self._send_in_time(intent, target)
        except UncertainError:
            if target.window is None:
                raise
        try:
            return self._send_in_time(intent, target)
        except UncertainError:
            raise
        except StepError as cause:  # says nothing about the first attempt
            raise UncertainError(
                "the answer to a batch was lost, and asking again was refused", hint=cause.hint
            ) from cause

    def _send_in_time(self, intent: Intent, target: Target) -> list[Element]:
        """Send nothing where the process was held up since the intent: others may have looked, and sent it again."""
        if self.clock() - intent.at > SEND_WITHIN:
            raise TransientError("the connector was held up before it could send", hint="the next cycle goes on")
        return target.send(intent.body, create=intent.create, idempotency_key=intent.idempotency_key)

    def _send_halves(self, target: Target, batch: Sequence[Envelope], problem: Problem) -> Outcome:
        """Find the element to blame for a request that was too long, or refused as a whole. Nothing of it was done."""
        if len(batch) == 1:
            self.settler.recorder.fail([Failing(envelope=batch[0], problem=problem)])
            return Outcome()
        middle = len(batch) // 2
        first, second = self.send(target, batch[:middle]), self.send(target, batch[middle:])
        return Outcome(redo=first.redo + second.redo, clashed=first.clashed + second.clashed)

    def _intent(self, target: Target, batch: Sequence[Envelope]) -> Intent:
        at = self.intents.now()
        body = target.encode([envelope.wanted for envelope in batch])
        digest = hashlib.sha256(body.encode()).hexdigest()[:24]
        intent = Intent(
            step=self.step,
            at=at,
            target=target.name,
            create=not batch[0].remote_id,
            idempotency_key=f"{self.connection[:40]}-{self.step[:36]}-{at:%Y%m%d%H%M%S%f}-{digest}",
            body=body,
            entries=tuple(entry_of(envelope, target) for envelope in batch),
        )
        check_size(intent)
        return intent
