"""Who may do what: each group may do what the one before it may."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final


class Group(StrEnum):
    """The user pool's groups, from the one that may do least."""

    VIEWER = "viewer"
    OPERATOR = "operator"
    ADMIN = "admin"

    @property
    def does(self) -> str:
        return _DOES[self]

    def includes(self, other: "Group") -> bool:
        order = list(Group)
        return order.index(self) >= order.index(other)


_DOES: Final = {
    Group.VIEWER: "sees everything",
    Group.OPERATOR: "sees everything; fetches, posts, archives and retries",
    Group.ADMIN: "all that, and the settings",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Who calls: the name for histories, and their groups."""

    name: str
    groups: frozenset[Group]

    def may(self, needed: Group) -> bool:
        return any(group.includes(needed) for group in self.groups)

    @classmethod
    def of(cls, claims: Mapping[str, Any]) -> "User":
        """Read the claims of a token that the gateway has verified; it hands lists on as text: `[admin viewer]`."""
        told = str(claims.get("cognito:groups") or "").strip("[]").replace(",", " ").split()
        name = claims.get("email") or claims.get("username") or claims.get("cognito:username") or claims.get("sub")
        return cls(name=str(name or "somebody"), groups=frozenset(Group(word) for word in told if word in list(Group)))
