"""Rate limits: which of a system's limits is used up, for how long, and the words in which a person is told."""

from collections.abc import Mapping
from enum import StrEnum, auto
from math import ceil
from typing import Final, Protocol

from msgspec import Struct

from shared.errors import LimitError
from shared.http.wire import Reply


class LimitKind(StrEnum):
    """OTHER is one that the system does not name."""

    MINUTE = auto()
    DAY = auto()
    CONCURRENT = auto()
    APP_MINUTE = auto()
    OTHER = auto()


SENTENCES: Final[Mapping[LimitKind, str]] = {
    LimitKind.MINUTE: "{name}'s limit of calls for this minute is used up",
    LimitKind.DAY: "{name}'s limit of calls for this day is used up",
    LimitKind.CONCURRENT: "{name} is busy with as many calls at once as it allows",
    LimitKind.APP_MINUTE: "{name}'s limit of calls for this minute is used up by all organisations of the app together",
    LimitKind.OTHER: "{name} takes no more calls for the moment",
}


class Limit(Struct, frozen=True, kw_only=True):
    """How long a limit lasts, and which it is. No function waits for the limit of the day."""

    wait_seconds: float
    kind: LimitKind = LimitKind.MINUTE

    @property
    def daily(self) -> bool:
        return self.kind is LimitKind.DAY

    def error(self, name: str) -> LimitError:
        """Make the error for a wait that is too long, in words that name the system."""
        return LimitError(
            SENTENCES[self.kind].format(name=name),
            wait_seconds=max(1, ceil(self.wait_seconds)),
            daily=self.daily,
            hint="the connector goes on by itself when the limit allows it",
        )


class Pace(Protocol):
    """One system's rate limit, as one invocation sees it. It never sleeps and never raises."""

    def pause(self) -> Limit | None:
        """Give what to wait for before the next call; None where it may go at once. Asked before every call."""

    def seen(self, headers: Mapping[str, str]) -> None:
        """Note what a reply's headers say of the limits. They are empty where no reply came."""

    def limit(self, reply: Reply) -> Limit:
        """Say how long to wait after a reply that refused a call because of a limit, and note it."""

    def limits(self) -> dict[str, int]:
        """Give the calls left, by a name for each limit; empty before the first reply. The console shows them."""
