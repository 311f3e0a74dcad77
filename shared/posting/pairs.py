"""The opposite documents that a record has in Xero, and what of them waits to be allocated."""

from collections.abc import Iterator, Sequence
from typing import Final

from msgspec import Struct

from shared.kinds import Kind
from shared.mapping.eligibility import not_invoiced
from shared.mapping.opposites import CREDIT, DEBIT
from shared.posting.envelopes import Arrival
from shared.records.record import OPPOSITE, WITHDRAWN, Key, Record

OPPOSITES: Final = "opposites"  # the queue


class Pair(Struct, frozen=True, kw_only=True):
    """An opposite document of a record and the record's own, by their ids in Xero."""

    record: Key
    opposite: str
    document: str

    @property
    def text(self) -> str:
        kind, record_id = self.record
        return "/".join((kind, record_id, self.opposite, self.document))

    @classmethod
    def parse(cls, text: str) -> "Pair":
        kind, record_id, opposite, document = text.split("/")
        return cls(record=(Kind(kind), record_id), opposite=opposite, document=document)


def pairs_of(arrivals: Sequence[Arrival]) -> Iterator[Pair]:
    """Give what goes together of what has arrived: an opposite document, or one that is posted anew after such a one."""
    for arrival in arrivals:
        record, arrived = arrival.envelope.record, arrival.element.remote_id
        if arrival.element.part.startswith(OPPOSITE):
            if record.in_remote and not puts_right_another(record, arrival.element.part):
                yield Pair(record=record.key, opposite=arrived, document=record.remote_id)
        elif not record.in_remote:
            for opposite in record.opposites.values():
                yield Pair(record=record.key, opposite=opposite, document=arrived)


def pairs_with(record: Record) -> list[Pair]:
    """Give the record's own document with each of its opposite ones."""
    return [
        Pair(record=record.key, opposite=opposite, document=record.remote_id) for opposite in record.opposites.values()
    ]


def puts_right_another(record: Record, part: str) -> bool:
    """Whether a part is an opposite document of what the record had there before, and not of what it has, or is to have, now."""
    own = tuple(f"{OPPOSITE}{record.remote_number}-{ending}" for ending in (CREDIT, DEBIT))
    return part.startswith(OPPOSITE) and not part.startswith(own)


def came_back(record: Record) -> bool:
    """Whether its order is invoiced again, though its document is credited: it was not known then, or it waited for that."""
    return record.is_credited and WITHDRAWN not in record.document and not not_invoiced(record.document)


def next_opposite(record: Record, *, is_credit: bool) -> str:
    """SI-1001-CR for SI-1001, then SI-1001-CR2, also where the first is gone; SI-1001-DR where it comes to more."""
    first = f"{record.remote_number}-{CREDIT if is_credit else DEBIT}"
    before = sum(name.startswith(f"{OPPOSITE}{first}") for name in record.fields or ())
    return f"{first}{before + 1 if before else ''}"
