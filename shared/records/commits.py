"""Writes changes as transactions of the table: each happens whole or not at all, however busy it is, whatever answer is lost."""

from collections.abc import Iterator, Sequence
from typing import Final
from uuid import uuid4

from msgspec import Struct
from pynamodb.exceptions import TransactWriteError

from shared.errors import TransientError
from shared.records import search
from shared.records.model import is_condition
from shared.records.model.wire import code_of, is_busy, put_many, transact
from shared.records.patience import PATIENT, Patience
from shared.records.search import terms
from shared.records.transactions import Change, Write, Writes

MAX_WRITES: Final = 96  # DynamoDB takes 100 in a transaction; the rest is for the counts


class Transactions(Struct, frozen=True, kw_only=True, eq=False):
    """Writes changes of one connection's records."""

    connection: str
    writes: Writes
    patience: Patience = PATIENT

    def write(self, wanted: Sequence[Change]) -> list[Change]:
        """Write the changes in as few transactions as they fit; answers with those that came too late.

        Raises TransientError where the table stays too busy.
        """
        self._make_findable(wanted)
        return [late for batch in _batches(wanted) for late in self._write_batch(batch)]

    def _make_findable(self, wanted: Sequence[Change]) -> None:
        """By what was not known before. Where the change comes too late, that leads nowhere, and does no harm."""
        new = ((change.after, _new_terms(change)) for change in wanted)
        put_many(search.items(self.connection, new), patience=self.patience)

    def _write_batch(self, batch: list[Change]) -> list[Change]:
        """What was written unseen is not too late: the same is written again as it was, under the same token."""
        lost: list[Change] = []
        writes, token = self._writes(batch)
        for _ in self.patience.tries():
            try:
                transact((*(one.written for one in writes), *self.writes.counts(batch)), token=token)
            except TransactWriteError as refusal:
                if _is_too_big(refusal) and len(batch) > 1:
                    return lost + self._write_halves(batch)
                late = _late(refusal, writes)
                lost += late
                batch = [change for change in batch if change not in late]
                writes, token = self._writes(batch) if late else (writes, token)
                if batch:
                    continue
            return lost
        raise TransientError("the table did not take a write for a while", hint="the next cycle tries again")

    def _writes(self, batch: list[Change]) -> tuple[list[Write], str]:
        return self.writes.of(batch), str(uuid4())

    def _write_halves(self, batch: list[Change]) -> list[Change]:
        middle = len(batch) // 2
        return self._write_batch(batch[:middle]) + self._write_batch(batch[middle:])


def _new_terms(change: Change) -> frozenset[str]:
    before, after = change.before, change.after
    if before is None:
        return terms(after)
    return frozenset() if before.summary == after.summary else terms(after) - terms(before)


def _batches(wanted: Sequence[Change]) -> Iterator[list[Change]]:
    batch: list[Change] = []
    room = MAX_WRITES
    for change in wanted:
        if change.writes > room:
            yield batch
            batch, room = [], MAX_WRITES
        batch.append(change)
        room -= change.writes
    if batch:
        yield batch


def _late(refusal: TransactWriteError, writes: list[Write]) -> list[Change]:
    """The changes whose own condition failed; none where the table was merely busy, or its answer was lost."""
    reasons = zip(writes, refusal.cancellation_reasons, strict=False)
    failed = [write.change for write, reason in reasons if reason and is_condition(reason.code)]
    if not failed and not is_busy(refusal):
        raise refusal
    return list({change.after.key: change for change in failed}.values())


def _is_too_big(refusal: TransactWriteError) -> bool:
    """It weighs more than 4 MB, or two of it want one item."""
    return not refusal.cancellation_reasons and code_of(refusal) == "ValidationException"
