"""Groups of things of which some belong together, and with that all that belong to either."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Thing = TypeVar("Thing", bound=Hashable)


@dataclass(slots=True)
class Groups(Generic[Thing]):
    """A union of sets: each group has one of its things for a name."""

    _above: dict[Thing, Thing] = field(default_factory=dict)

    def name(self, thing: Thing) -> Thing:
        above = self._above
        while (higher := above.get(thing, thing)) != thing:
            above[thing] = above.get(higher, higher)
            thing = higher
        return thing

    def join(self, one: Thing, other: Thing) -> None:
        self._above[self.name(one)] = self.name(other)
