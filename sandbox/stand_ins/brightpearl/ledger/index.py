"""Which journal was made by what, so that one is found by its id without a walk over everything."""

from collections.abc import Iterator

from sandbox.stand_ins.brightpearl.ledger.entries import Entry
from sandbox.stand_ins.brightpearl.records import GoodsNote, Order, Payment

Maker = Order | Payment | GoodsNote | Entry


class JournalIndex:
    """Journal ids, each with what made it: one thing, or the payments that share it."""

    def __init__(self) -> None:
        self._makers: dict[int, list[Maker]] = {}

    def __iter__(self) -> Iterator[int]:
        return iter(self._makers)

    def add(self, journal: int | None, maker: Maker) -> None:
        """Note what made a journal; nothing where there is none."""
        if journal is not None:
            self._makers.setdefault(journal, []).append(maker)

    def remove(self, journal: int | None, maker: Maker) -> None:
        """Forget a maker, and with its last one the journal."""
        makers = self._makers.pop(journal or 0, [])
        for other in makers:
            if other is not maker:
                self.add(journal, other)

    def makers(self, journal: int | None) -> list[Maker]:
        """What made a journal; nothing where there is none."""
        return self._makers.get(journal or 0, [])
