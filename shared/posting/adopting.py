"""Links payments to what people have entered on the other side.

Of two records of one payment that of Brightpearl's has the link: it is told of whatever becomes of either. Whoever had the
payment before lets go of it first, so that after a crash it is found once more.
"""

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from shared.kinds import System
from shared.mapping.payments import payment_fingerprint
from shared.mapping.source import source_hash
from shared.posting.envelopes import Arrival, Envelope
from shared.posting.found_payments import Same
from shared.posting.making import resting
from shared.posting.poster import Poster
from shared.posting.target import Adopt, Element, Target
from shared.records.apart import at_rest
from shared.records.record import Key, Record
from shared.records.store import Store
from shared.records.transactions import Change, Event
from shared.records.transitions import sent

AGAIN: Final = "entered again in Xero"

Found = Sequence[tuple[Envelope, Same]]


def adopt(poster: Poster, target: Target, found: Found) -> None:
    """Link each payment to what is the same on the other side, and let the other record of that rest."""
    if not found or not poster.may_start():
        return
    _let_go(poster, found)
    own = _records_there(poster.store, found) if target.system is System.BRIGHTPEARL else {}
    _hand_over(poster, [(envelope, same, own[key]) for envelope, same in found if (key := _key(envelope, same)) in own])
    rest = [(envelope, same) for envelope, same in found if _key(envelope, same) not in own]
    note = f"found in {target.system.title()}"
    adopted = {
        target.key(envelope.payload): Adopt(element=same.element, note=note, notes=_notes(same))
        for envelope, same in rest
    }
    poster.adopt(target, [envelope for envelope, _ in rest], adopted)


def _let_go(poster: Poster, found: Found) -> None:
    """Let those rest that had it, and records of the very payments in Xero that are linked now."""
    store = poster.store
    takers = {same.holder.key: envelope.record for envelope, same in found if same.holder}
    takers |= {(envelope.record.kind, same.element.remote_id): envelope.record for envelope, same in found}
    takers = {key: taker for key, taker in takers.items() if key != taker.key}

    def change(record: Record) -> Change:
        note = same_as(takers[record.key])
        return Change(
            before=record, after=at_rest(record, note, at=store.clock()), event=Event(what=note, who=poster.who)
        )

    holders = [record for key, record in store.get_many(takers).items() if not _takes_over(record)]
    store.revise(holders, change)


def _takes_over(record: Record) -> bool:
    return record.origin is System.BRIGHTPEARL and bool(record.document.get("deleted"))


def _records_there(store: Store, found: Found) -> dict[Key, Record]:
    return store.get_many(_key(envelope, same) for envelope, same in found)


def _key(envelope: Envelope, same: Same) -> Key:
    """Brightpearl's own record of what was found there. What it pays suppliers has none."""
    return envelope.record.kind, same.element.remote_number


def _hand_over(poster: Poster, linked: Sequence[tuple[Envelope, Same, Record]]) -> None:
    """Let Brightpearl's payment be linked to Xero's, and the record of that rest."""
    store = poster.store
    copies = {own.key: (envelope.record, same) for envelope, same, own in linked}

    def change(record: Record) -> Change:
        copy, same = copies[record.key]
        known = {name: value for name, value in record.document.items() if name != "deleted"}
        hashed = source_hash(known)
        said = AGAIN if "deleted" in record.document else "found in Xero"
        after = sent(
            replace(record, document=known, source_hash=hashed),
            source_hash=hashed,
            fingerprint=payment_fingerprint(known),
            remote_id=copy.id,
            notes=_notes(same),
            at=store.clock(),
        )
        return Change(before=record, after=after, event=Event(what=said, who=poster.who), links=(copy.id,))

    store.revise([own for _, _, own in linked], change)
    poster.found([there_already(envelope.record, own) for envelope, _, own in linked])


def _notes(same: Same) -> tuple[str, ...]:
    return (same.differs,) if same.differs else ()


def there_already(record: Record, same: Record) -> Arrival:
    """Let a record rest whose payment another record tells of."""
    note = same_as(same)
    return Arrival(envelope=resting(record, note), element=Element(key=()), note=note)


def same_as(other: Record) -> str:
    return f"it is the same payment as {other.origin.title()}'s {other.called}"
