"""Who changed a document in Xero last, by its history: one call for each, so only for a few in a run.

https://developer.xero.com/documentation/api/accounting/historyandnotes
"""

from typing import Final

from msgspec import Struct

from shared.errors import StepError
from shared.mapping.text import one_line
from shared.xero.client import Xero
from shared.xero.resources import Resource

MOST_LOOKS: Final = 5  # in each of the two steps of a cycle that look
PROGRAM: Final = "System Generated"  # what the programs of the organisation do, ours too
LONGEST_NAME: Final = 60


class Editors(Struct, kw_only=True, eq=False):
    """One object for the invocation: `left` says how many may still be asked for."""

    xero: Xero
    left: int = MOST_LOOKS

    def last_of(self, resource: Resource, key: str) -> str:
        """Give the name of the last person; "" without one, without an answer, and once enough were asked for."""
        if not self.left:
            return ""
        self.left -= 1
        try:
            history = self.xero.history(resource, key)
        except StepError:
            return ""
        names = (one_line(str(entry.get("User") or "")) for entry in history)
        return next((name for name in names if name not in ("", PROGRAM)), "")[:LONGEST_NAME]
