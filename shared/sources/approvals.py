"""Drafts that are approved in Xero, or gone there: what waits for that may go on. The lists of changes show it by themselves."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct

from shared.records.progress import Progress
from shared.records.queues import DRAFTS, UNAPPROVED
from shared.xero.client import Xero
from shared.xero.resources import CREDIT_NOTES, Resource

Raw = Mapping[str, Any]


class Approvals(Struct, frozen=True, kw_only=True, eq=False):
    """Watches the drafts of one connection's sales."""

    xero: Xero
    progress: Progress

    def credit_notes(self, since: datetime) -> Iterator[Raw]:
        """Yield credit notes that have changed since a time. Nothing is asked where none waits for approval."""
        if self.progress.queues.ids(DRAFTS[CREDIT_NOTES.id_field]):
            yield from self.xero.modified(CREDIT_NOTES, since, where='Type=="ACCRECCREDIT"')

    def note(self, resource: Resource, documents: Iterable[Raw]) -> None:
        """Forget the drafts among these that are none any more."""
        final = {str(one[resource.id_field]) for one in documents if one.get("Status") not in UNAPPROVED}
        self.progress.queues.take_out(DRAFTS[resource.id_field], final)
