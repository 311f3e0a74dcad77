"""What becomes of what lies in a period that is locked, by kind."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Final

from shared.kinds import PAYMENTS, PURCHASES, SALES, Kind
from shared.settings.reading import Rule


class LockedPeriod(StrEnum):
    """It waits until its day is open, or goes on the first day that is."""

    HOLD = "hold"
    FIRST_OPEN_DAY = "first_open_day"


_MOVES: Final = frozenset({Kind.PURCHASE_INVOICE, Kind.INVENTORY_ADJUSTMENT})
USUAL: Final[Mapping[Kind, LockedPeriod]] = {
    kind: LockedPeriod.FIRST_OPEN_DAY if kind in _MOVES else LockedPeriod.HOLD
    for kind in (*SALES, *PURCHASES, Kind.INVENTORY_ADJUSTMENT, *PAYMENTS)
}


def _have_days(value: Mapping[Kind, LockedPeriod]) -> bool:
    return value.keys() <= USUAL.keys()


LockedPeriods = Annotated[Mapping[Kind, LockedPeriod], Rule("only the keys " + ", ".join(USUAL), _have_days)]
