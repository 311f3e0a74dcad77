"""What went alone and has no answer: nobody knows whether it has arrived, so it waits, and only it."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct, field

from shared.errors import TransientError
from shared.posting.envelopes import Envelope
from shared.records.record import Key

MOST_IN_A_ROW: Final = 3  # then it is not those records: the other system is down


class Held(Struct, eq=False):
    """What one invocation does not send, because it may be on its way: its intent is open, and a later run looks for it first."""

    keys: set[Key] = field(default_factory=set)
    in_a_row: int = 0

    def hold(self, envelopes: Sequence[Envelope], cause: TransientError) -> None:
        """Hold these. Raises the cause where they went with others, so that nobody knows whose fault it is."""
        if not all(envelope.alone for envelope in envelopes):
            raise cause
        self.keys |= {key for envelope in envelopes for key in envelope.keys}

    def lost(self, envelopes: Sequence[Envelope], cause: TransientError) -> None:
        """Hold what was sent without an answer. Raises the cause as `hold` does, and where nothing has an answer any more."""
        self.hold(envelopes, cause)
        self.in_a_row += 1
        if self.in_a_row >= MOST_IN_A_ROW:
            raise cause

    def answered(self) -> None:
        self.in_a_row = 0

    def without(self, envelopes: Sequence[Envelope]) -> list[Envelope]:
        """Leave out what is held, and what shares a document with it."""
        return [envelope for envelope in envelopes if self.keys.isdisjoint(envelope.keys)]
