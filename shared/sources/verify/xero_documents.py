"""Documents in Xero again: the credits and journals that were changed, and once a month all of the open period.

Invoices that were changed are among what the cycle reads. Not every change counts as one there: another due date of what is paid
in part, an account that was recoded. So once a month the whole period is read, whatever its dates of change say.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any, Final

from msgspec import Struct

from shared.sources.pages import Page
from shared.sources.verify.parts import behind
from shared.xero.answers import moment
from shared.xero.client import Xero
from shared.xero.conditions import since as dated_since
from shared.xero.resources import CREDIT_NOTES, INVOICES, MANUAL_JOURNALS, Element, Resource

LONG_AGO: Final = datetime(2000, 1, 1, tzinfo=UTC)
TOGETHER: Final = 500
Compare = Callable[[Resource, Sequence[Element]], Any]


class XeroDocuments(Struct, frozen=True, kw_only=True, eq=False):
    """`compare` is told of documents as they are now. `since` is None where all from the day `opened` on are looked at."""

    xero: Xero
    compare: Compare
    since: datetime | None
    opened: date

    def credit_notes(self, after: str) -> Iterator[Page]:
        return self._pages(CREDIT_NOTES, after)

    def manual_journals(self, after: str) -> Iterator[Page]:
        return self._pages(MANUAL_JOURNALS, after)

    def invoices(self, after: str) -> Iterator[Page]:
        """Yield nothing unless everything is looked at."""
        return self._pages(INVOICES, after) if self.since is None else iter(())

    def _pages(self, resource: Resource, after: str) -> Iterator[Page]:
        begin = datetime.fromisoformat(after) if after else self.since or LONG_AGO
        where = dated_since(self.opened) if self.since is None else ""
        for lot in in_lots(self.xero.modified(resource, begin, where=where)):
            yield Page(fetched=(), position=changed_behind(lot), stored=partial(self.compare, resource, lot))


def in_lots(elements: Iterator[Element]) -> Iterator[list[Element]]:
    lot: list[Element] = []
    for element in elements:
        lot.append(element)
        if len(lot) == TOGETHER:
            yield lot
            lot = []
    if lot:
        yield lot


def changed_behind(lot: Sequence[Element]) -> dict[str, Any]:
    """A second before the last change: no page says whether Xero includes it, and to read twice does no harm."""
    return behind((moment(str(lot[-1]["UpdatedDateUTC"])) - timedelta(seconds=1)).isoformat())
