"""Which records are wanted: the filter that listings take, and bulk changes."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct, convert

from shared.records.record import Line
from shared.records.status import Status


class Reason(StrEnum):
    """Why a record is not where it should be: what a status alone does not tell."""

    NEEDS_YOU = "needs-you"
    RETRYING = "retrying"
    HELD = "held"

    @classmethod
    def of(cls, line: Line) -> "Reason | None":
        if line.status == Status.ERROR and line.failure is not None:
            return cls.NEEDS_YOU if line.failure.needs_person else cls.RETRYING
        return cls.HELD if line.status == Status.PENDING and line.held else None


class Filter(Struct, frozen=True, kw_only=True):
    """What is not given is not asked for. Dates are the documents', ISO days, both included.

    `search` is the beginning of a number, reference or word of a name, or a whole id or amount. `cause` is the whole message of
    an error, or its whole hint.
    """

    status: Status | None = None
    search: str = ""
    first: str = ""
    last: str = ""
    cause: str = ""
    reason: Reason | None = None

    def document(self) -> dict[str, str]:
        """As it travels through the state machine, where "" stands for what is not given."""
        return {name: str(getattr(self, name) or "") for name in self.__struct_fields__}

    @classmethod
    def parse(cls, document: Mapping[str, str]) -> "Filter":
        """Read what `document` wrote. Raises msgspec.ValidationError for a status or reason that there is not."""
        return convert({name: text for name, text in document.items() if text}, cls)

    @property
    def is_sparse(self) -> bool:
        """Whether most of the lines of an index may not be wanted."""
        return bool(self.search or self.cause or self.reason)

    @property
    def is_impossible(self) -> bool:
        """Whether its dates leave no day: DynamoDB refuses to look between a later and an earlier one."""
        return bool(self.first and self.last and self.first > self.last)

    def admits(self, line: Line) -> bool:
        """Whether the line is wanted, as far as a line tells: what it is found by is the search's own matter."""
        return (
            self.status in (None, line.status)
            and (not self.first or line.summary.date >= self.first)
            and (not self.last or line.summary.date <= self.last)
            and (not self.cause or (line.failure is not None and line.failure.is_because(self.cause)))
            and self.reason in (None, Reason.of(line))
        )
