"""What people entered in Brightpearl that is carried over by nobody: listed, until a person says that it is in Xero already."""

from collections.abc import Callable, Iterable
from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from shared.records.model import FindingItem
from shared.records.schema import Area, area


class What(StrEnum):
    JOURNAL = "journal"
    SUPPLIER_PAYMENT = "supplier_payment"


class Finding(Struct, frozen=True, kw_only=True):
    """One entry. `id` is Brightpearl's, `told` says what it is, `day` its date in ISO; `in_xero` who marked it, and when."""

    what: What
    id: str
    day: str
    told: str
    in_xero: str = ""


class Findings:
    """Those of one connection."""

    def __init__(self, *, connection: str, clock: Callable[[], datetime]) -> None:
        self._partition = area(connection, Area.FINDING)
        self._clock = clock

    def note(self, found: Iterable[Finding]) -> None:
        """Keep what is new. What a person has marked stays marked."""
        fresh = {_key(one.what, one.id): one for one in found}
        known = FindingItem.batch_get([(self._partition, key) for key in fresh])
        new = {key: fresh[key] for key in fresh.keys() - {item.sk for item in known}}
        with FindingItem.batch_write() as batch:
            for key, one in new.items():
                batch.save(
                    FindingItem(self._partition, key, what=one.what.value, id=one.id, day=one.day, told=one.told)
                )

    def all(self) -> list[Finding]:
        """Read them, the latest day first."""
        found = (
            Finding(what=What(item.what), id=item.id, day=item.day, told=item.told, in_xero=item.in_xero or "")
            for item in FindingItem.query(self._partition)
        )
        return sorted(found, key=lambda one: (one.day, one.id), reverse=True)

    def knows(self, what: What, finding_id: str) -> bool:
        return bool(list(FindingItem.batch_get([(self._partition, _key(what, finding_id))], consistent_read=True)))

    def mark(self, what: What, finding_id: str, *, by: str) -> bool:
        """Note that a person has it in Xero already; False where there is no such entry."""
        if not self.knows(what, finding_id):
            return False
        said = f"{by}, {self._clock().isoformat(timespec='seconds')}"
        FindingItem(self._partition, _key(what, finding_id)).update([FindingItem.in_xero.set(said)])
        return True


def _key(what: What, finding_id: str) -> str:
    return f"{what}#{finding_id}"
