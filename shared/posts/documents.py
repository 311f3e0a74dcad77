"""Invoices, bills, credits and stock corrections: mapped, balanced to the cent, and brought over with what they need."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Final

from msgspec import Struct

from shared.drafts import blank_draft
from shared.errors import Problem, RecordError
from shared.mappers import MAPPERS, mark
from shared.mapping.documents import balance
from shared.mapping.mapped import Mapped
from shared.outlet import Outlet
from shared.outlets.xero_journals import NAME as JOURNAL
from shared.payload import Payload, Ref, references, resolve
from shared.posting import Draft, Failing, Poster
from shared.posts.needs import Needs, Resolved
from shared.posts.supplier import Supplier
from shared.records.record import Record
from shared.records.status import Status
from shared.settings import Settings

ORDER: Final = ("ACCPAY", "ACCPAYCREDIT", "ACCREC", "ACCRECCREDIT", JOURNAL)
WAITING: Final = frozenset({Status.PENDING, Status.UPDATED, Status.ERROR, Status.SENT})


class Documents(Struct, frozen=True, kw_only=True, eq=False):
    """Posts documents, contacts and products of one connection."""

    settings: Settings
    needs: Needs
    outlets: Mapping[str, Outlet]
    tax_rates: Callable[[], Mapping[str, Decimal]]
    supplier: Supplier

    def post(self, poster: Poster, records: Sequence[Record]) -> None:
        by_kind = {record.kind for record in records}
        if by_kind <= set(self.needs.parties):
            for kind in by_kind:
                self.needs.post(poster, kind, [record for record in records if record.kind == kind])
            return
        drafts, failing = self._map([record for record in records if record.status in WAITING])
        poster.fail(failing)
        same = [draft for draft in drafts if _nothing_to_send(draft)]
        poster.unchanged(same)
        drafts = [draft for draft in drafts if not _nothing_to_send(draft)]
        resolved = self.needs.bring(poster, {ref for draft in drafts for ref in references(draft.payload)})
        ready, waiting = _resolve(drafts, resolved)
        poster.fail(waiting)
        for name in ORDER:
            poster.post(self.outlets[name], [draft for draft in ready if _outlet_name(draft.payload) == name])

    def _map(self, records: Sequence[Record]) -> tuple[list[Draft], list[Failing]]:
        drafts: list[Draft] = []
        failing: list[Failing] = []
        for record in records:
            try:
                drafts.append(self.draft(record))
            except RecordError as error:
                failing.append(Failing(draft=blank_draft(record), problem=Problem.of(error)))
        return drafts, failing

    def draft(self, record: Record) -> Draft:
        mapped = MAPPERS[record.kind](record.document, self.settings)
        fingerprint = mark(mapped)
        same = record.in_remote and record.posted == fingerprint
        return Draft(
            record=record,
            source_hash=record.source_hash,
            payload=mapped.payload if same else self.supplier.identified(self._balanced(mapped)),
            fingerprint=fingerprint,
            total=mapped.total,
            remote_id=record.remote_id,
            notes=mapped.notes,
        )

    def _balanced(self, mapped: Mapped) -> Payload:
        if "LineItems" not in mapped.payload:
            return mapped.payload
        return balance(mapped, tax_rates=self.tax_rates(), settings=self.settings)


def _nothing_to_send(draft: Draft) -> bool:
    return not draft.payload or (draft.record.in_remote and draft.record.posted == draft.fingerprint)


def _outlet_name(payload: Payload) -> str:
    return str(payload.get("Type", JOURNAL))


def _resolve(drafts: Sequence[Draft], resolved: Resolved) -> tuple[list[Draft], list[Failing]]:
    """Put ids for references. What refers to something that there was no time for stays due, as it is."""
    ready: list[Draft] = []
    failing: list[Failing] = []
    for draft in drafts:
        missing = [ref for ref in references(draft.payload) if ref not in resolved.ids]
        if not resolved.later.isdisjoint(missing):
            continue
        blocking = [ref for ref in missing if not ref.optional]
        if blocking:
            failing.append(Failing(draft=draft, problem=resolved.problems[blocking[0]]))
        else:
            ready.append(_with_ids(draft, resolved, missing))
    return ready, failing


def _with_ids(draft: Draft, resolved: Resolved, missing: Sequence[Ref]) -> Draft:
    notes = tuple(f"a line goes without its item: {resolved.problems[ref].message}" for ref in dict.fromkeys(missing))
    return Draft(
        record=draft.record,
        source_hash=draft.source_hash,
        payload=resolve(draft.payload, resolved.ids),
        fingerprint=draft.fingerprint,
        total=draft.total,
        remote_id=draft.remote_id,
        notes=(*draft.notes, *notes),
    )
