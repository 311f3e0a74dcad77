"""Links payments to what people have entered on the other side.

Of two records of one payment that of Brightpearl's has the link: it is told of whatever becomes of either. Whoever had the
payment before lets go of it first, so that after a crash it is found once more.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from shared.kinds import System
from shared.mapping.payments import payment_fingerprint
from shared.mapping.source import source_hash
from shared.posting.envelopes import Arrival, Envelope
from shared.posting.found_payments import Same
from shared.posting.making import resting
from shared.posting.payment_records import PAYMENT
from shared.posting.poster import Poster
from shared.posting.target import Adopt, Element, Target
from shared.records.apart import at_rest
from shared.records.record import Key, Record
from shared.records.status import RESTING
from shared.records.store import Store
from shared.records.transactions import Change, Event
from shared.records.transitions import sent

AGAIN: Final = "entered again in Xero"

Found = Sequence[tuple[Envelope, Same]]


def adopt(poster: Poster, target: Target, found: Found) -> None:
    """Link each payment to what is the same on the other side, and let the other record of that rest."""
    if not found or not poster.may_start():
        return
    gone = [(envelope, same) for envelope, same in found if not same.element.remote_id]
    poster.unchanged([resting(envelope.record, same.differs) for envelope, same in gone])
    free = _let_go(poster, [one for one in found if one not in gone])
    own = _records_there(poster.store, free) if target.system is System.BRIGHTPEARL else {}
    own = _without_copies(poster, free, own)
    _hand_over(poster, [(envelope, same, own[key]) for envelope, same in free if (key := _key(envelope, same)) in own])
    rest = [(envelope, same) for envelope, same in free if _key(envelope, same) not in own]
    note = f"found in {target.system.title()}"
    adopted = {
        target.key(envelope.payload): Adopt(element=same.element, note=note, notes=_notes(same))
        for envelope, same in rest
    }
    poster.adopt(target, [envelope for envelope, _ in rest], adopted)


def _let_go(poster: Poster, found: Found) -> Found:
    """Let those rest that had it, and records of the very payments in Xero that are linked now. Gives what is free then.

    What another run has carried over since it was looked at is not free any more.
    """
    store = poster.store
    takers = {_other(envelope, same): (envelope, same) for envelope, same in found}

    def change(record: Record) -> Change | None:
        envelope, same = takers[record.key]
        if record.remote_id != _held_as(same):
            return None
        note = same_as(envelope.record)
        return Change(
            before=record, after=at_rest(record, note, at=store.clock()), event=Event(what=note, who=poster.who)
        )

    others = store.get_many(takers)
    holders = [record for record in others.values() if not _takes_over(record)]
    let_go = {done.after.key for done in store.revise(holders, change)}
    kept = {record.key for record in holders} - let_go
    return [(envelope, same) for key, (envelope, same) in takers.items() if key not in kept]


def _other(envelope: Envelope, same: Same) -> Key:
    """The other record of a payment: whoever had it, or that of the very payment in Xero."""
    return same.holder.key if same.holder else (envelope.record.kind, same.element.remote_id)


def _held_as(same: Same) -> str:
    """Under which id on the other side it was known to whoever had it when that was looked at."""
    return same.holder.remote_id if same.holder else ""


def _takes_over(record: Record) -> bool:
    return record.origin is System.BRIGHTPEARL and bool(record.document.get("deleted"))


def _records_there(store: Store, found: Found) -> dict[Key, Record]:
    return store.get_many(_key(envelope, same) for envelope, same in found)


def _without_copies(poster: Poster, found: Found, own: dict[Key, Record]) -> dict[Key, Record]:
    """What a credit has settled is no payment in Xero: the one in Brightpearl is its copy, and its record rests."""
    credited = {
        _key(envelope, same): envelope.record
        for envelope, same in found
        if envelope.record.document.get("kind", PAYMENT) != PAYMENT
    }
    copies = [record for key, record in own.items() if key in credited]

    def change(record: Record) -> Change | None:
        note = same_as(credited[record.key])
        after = at_rest(record, note, at=poster.store.clock())
        return None if record.in_remote else Change(before=record, after=after, event=Event(what=note, who=poster.who))

    poster.store.revise(copies, change)
    return {key: record for key, record in own.items() if key not in credited}


def _key(envelope: Envelope, same: Same) -> Key:
    """Brightpearl's own record of what was found there. What it pays suppliers has none."""
    return envelope.record.kind, same.element.remote_number


def _hand_over(poster: Poster, linked: Sequence[tuple[Envelope, Same, Record]]) -> None:
    """Let Brightpearl's payment be linked to Xero's, and the record of that rest."""
    store = poster.store
    copies = {own.key: (envelope.record, same) for envelope, same, own in linked}

    def change(record: Record) -> Change | None:
        copy, same = copies[record.key]
        if record.remote_id != _held_as(same):
            return None  # another run has sent it meanwhile
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

    handed = {done.after.key for done in store.revise([own for _, _, own in linked], change)}
    poster.found([there_already(envelope.record, own) for envelope, _, own in linked if own.key in handed])


def _notes(same: Same) -> tuple[str, ...]:
    return (same.differs,) if same.differs else ()


def let_rest(store: Store, owners: Mapping[str, Record], *, who: str) -> None:
    """Let the records of Xero's rest that tell of what our own payments are by now; `owners` are those, by the ids in Xero.

    They were read before anybody knew.
    """
    others = store.get_many((owner.kind, remote_id) for remote_id, owner in owners.items()) if owners else {}

    def change(record: Record) -> Change | None:
        if record.in_remote or record.origin is not System.XERO or record.status in RESTING:
            return None
        note = same_as(owners[record.id])
        return Change(before=record, after=at_rest(record, note, at=store.clock()), event=Event(what=note, who=who))

    if others:
        store.revise(others.values(), change)


def there_already(record: Record, same: Record) -> Arrival:
    """Let a record rest whose payment another record tells of."""
    note = same_as(same)
    return Arrival(envelope=resting(record, note), element=Element(key=()), note=note)


def same_as(other: Record) -> str:
    return f"it is the same payment as {other.origin.title()}'s {other.called}"
