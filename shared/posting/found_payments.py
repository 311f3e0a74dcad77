"""Payments that are on the other side already, so that none becomes a duplicate: mapping/twins.py says which are the same.

A person or another connector has entered them. What we posted ourselves, or carried over, is nobody else's, unless its other side
is gone: then that was entered anew, and takes over what it has left.
"""

from collections.abc import Callable, Collection, Sequence
from decimal import Decimal
from typing import Final, Protocol

from msgspec import Struct
from msgspec.structs import replace

from shared.mapping.references import Payload
from shared.mapping.twins import Entry, Twin, is_equal, twins_of
from shared.posting.payment_records import PAYMENT, source_of
from shared.posting.target import Element
from shared.records.apart import Parted, likely_twin
from shared.records.record import Record
from shared.records.standing import STAYS, Way

NO_MONEY: Final = "credit_note"
Look = Callable[[Sequence["Paying"]], Sequence["Same | Parted | None"]]


class Paying(Struct, frozen=True, kw_only=True, eq=False):
    """A payment to be, its record, and the document that it pays."""

    payload: Payload
    record: Record
    document: Record

    @property
    def linked(self) -> str:
        """The one of which a person has said that it is the same; "" without one."""
        return self.record.theirs if self.record.decided is Way.LINK else ""

    @property
    def separate(self) -> frozenset[str]:
        """Those of which a person has said that they are others."""
        return frozenset(self.record.separate)

    @property
    def is_money(self) -> bool:
        """Whether a person may have entered it, too: nobody enters what a credit has settled."""
        return self.record.document.get("kind", PAYMENT) != NO_MONEY and not self.is_contra

    @property
    def is_contra(self) -> bool:
        """Whether it settles its order from another: then it has two halves."""
        return source_of(self.record) is not None


class Same(Struct, frozen=True, kw_only=True, eq=False):
    """What is there is the payment itself. `holder` is the record that it belonged to, of which the other side is gone.

    `differs` says of two that are not equal that they are one.
    """

    element: Element
    holder: Record | None = None
    differs: str = ""


class There(Struct, frozen=True, kw_only=True, eq=False):
    """A payment on the other side that may be one of ours."""

    entry: Entry
    same: Same


class Side(Protocol):
    """One system: what is to go there as an entry, and what is there already of some documents and amounts."""

    def going(self, paying: Paying) -> Entry: ...

    def there(self, paying: Sequence[Paying], wanted: Collection[tuple[str, Decimal]]) -> Sequence[There]: ...


def look_in(side: Side) -> Look:
    """Give each payment what is the same there, or the question that a person has to answer, else None."""

    def look(paying: Sequence[Paying]) -> list[Same | Parted | None]:
        going = [side.going(one) for one in paying]
        found = side.there(paying, {(one.document, one.amount) for one in going}) if going else []
        twins = twins_of(going, [one.entry for one in found])
        same = {one.entry.id: one.same for one in found}
        return [_said(entry, twins.get(entry.id), same) for entry in going]

    return look


def _said(entry: Entry, twin: Twin | None, same: dict[str, Same]) -> Same | Parted | None:
    if twin is None:
        return None
    if twin.same:
        found = same[twin.entry.id]
        return found if is_equal(entry, twin.entry) else replace(found, differs=_as_one(entry, twin.entry))
    return likely_twin(entry.told, twin.entry.told, twin=twin.entry.id)


def _as_one(one: Entry, other: Entry) -> str:
    return f"{one.told} and {other.told} are one, {STAYS}"
