"""Makes something of each record before it is posted: what has to wait is held and says why, what cannot go is an Error."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from msgspec.structs import replace

from shared.errors import HeldError, Problem, RecordError
from shared.mapping.payments import payment_fingerprint
from shared.posting.envelopes import Envelope, Failing, blank_envelope
from shared.posting.poster import Poster
from shared.records.record import Key, Record
from shared.records.store import Store
from shared.records.transactions import Change
from shared.records.transitions import held

Made = TypeVar("Made")


def made(poster: Poster, records: Iterable[Record], make: Callable[[Record], Made]) -> list[Made]:
    """Give what was made of those records of which something could be made."""
    done: list[Made] = []
    waiting: dict[Key, str] = {}
    failing: list[Failing] = []
    known = list(records)
    for record in known:
        try:
            done.append(make(record))
        except HeldError as reason:
            waiting[record.key] = reason.message
        except RecordError as error:
            failing.append(Failing(envelope=blank_envelope(record), problem=Problem.of(error)))
    _hold(poster.store, [record for record in known if record.key in waiting], waiting)
    poster.fail(failing)
    return done


def _hold(store: Store, records: Iterable[Record], reasons: Mapping[Key, str]) -> None:
    def change(record: Record) -> Change | None:
        after = held(record, reasons[record.key], at=store.clock())
        return Change(before=record, after=after) if after else None

    store.revise(records, change)


def resting(record: Record, note: str = "", *, fields: Mapping[str, Any] | None = None) -> Envelope:
    """Make the envelope of a payment of which there is nothing to send. Without a note it keeps those that it has."""
    fingerprint = payment_fingerprint(record.document)
    notes = (note,) if note else record.notes
    return replace(blank_envelope(record), fingerprint=fingerprint, notes=notes, fields=fields)
