"""Invoices, bills, credits and stock corrections: mapped, balanced to the cent, and brought over with what they need."""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
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
from shared.pipeline import PAGE
from shared.posting import Draft, Failing, Poster
from shared.posts.needs import Needs, Resolved
from shared.posts.supplier import Supplier
from shared.records.record import Record
from shared.records.status import Status
from shared.settings import Settings

ORDER: Final = ("ACCPAY", "ACCPAYCREDIT", "ACCREC", "ACCRECCREDIT", JOURNAL)
WAITING: Final = frozenset({Status.PENDING, Status.UPDATED, Status.ERROR, Status.SENT})
MOST_KEPT: Final = 100  # documents that wait for contacts to fill a batch, or for products


class Documents(Struct, frozen=True, kw_only=True, eq=False):
    """Posts documents, contacts and products of one connection."""

    settings: Settings
    needs: Needs
    outlets: Mapping[str, Outlet]
    tax_rates: Callable[[], Mapping[str, Decimal]]
    supplier: Supplier

    def post(self, poster: Poster, pages: Iterable[Sequence[Record]]) -> None:
        """Send full batches page by page, and what is left with the last one, which is not full; little waits in between."""
        kept: list[Draft] = []
        for records in pages:
            self._post_parties(poster, [record for record in records if record.kind in self.needs.parties])
            documents = [record for record in records if record.kind not in self.needs.parties]
            drafts = [*kept, *self._drafts(poster, documents)]
            kept = self._send(poster, drafts, rest=len(records) < PAGE)
        self._send(poster, kept, rest=True)

    def _post_parties(self, poster: Poster, records: Sequence[Record]) -> None:
        for kind in {record.kind for record in records}:
            self.needs.post(poster, kind, [record for record in records if record.kind == kind])

    def _drafts(self, poster: Poster, records: Sequence[Record]) -> list[Draft]:
        """Those that there is something to send of."""
        drafts, failing = self._map([record for record in records if record.status in WAITING])
        poster.fail(failing)
        poster.unchanged([draft for draft in drafts if _nothing_to_send(draft)])
        return [draft for draft in drafts if not _nothing_to_send(draft)]

    def _send(self, poster: Poster, drafts: Sequence[Draft], *, rest: bool) -> list[Draft]:
        """Bring over what fills batches, and the rest too where it is asked for; answers with what is kept for later."""
        resolved = self._bring(poster, drafts, rest=rest)
        ready, failing = _resolve(drafts, resolved)
        poster.fail(failing)
        kept = _keeping(drafts, resolved.kept)
        for name in ORDER:
            of_type = [draft for draft in ready if _outlet_name(draft.payload) == name]
            full = len(of_type) if rest else _full(len(of_type), self.outlets[name])
            poster.post(self.outlets[name], of_type[:full])
            kept += of_type[full:]
        return kept

    def _bring(self, poster: Poster, drafts: Sequence[Draft], *, rest: bool) -> Resolved:
        """What the drafts need; where too many would have to wait for a kind to fill its batch, it goes all the same."""
        refs = list(dict.fromkeys(ref for draft in drafts for ref in draft.refers))
        partly = set() if rest else set(self.needs.parties)
        resolved = self.needs.bring(poster, refs, partly=partly)
        crowded = {kind for kind in partly if len(_keeping(drafts, resolved.kept_of(kind))) > MOST_KEPT}
        resolved.take(self.needs.bring(poster, [ref for ref in refs if ref.kind in crowded and ref in resolved.kept]))
        return resolved

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
        payload = mapped.payload if same else self.supplier.identified(self._balanced(mapped))
        return Draft(
            record=record,
            source_hash=record.source_hash,
            payload=payload,
            fingerprint=fingerprint,
            refers=tuple(references(payload)),
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


def _full(count: int, outlet: Outlet) -> int:
    """How many of so many make full batches; where each look-up may serve two of them, pairs of batches."""
    return count - count % (outlet.batch_size * (2 if outlet.look_first else 1))


def _keeping(drafts: Sequence[Draft], kept: Set[Ref]) -> list[Draft]:
    """Those that refer to something that waits for a full batch of its own."""
    return [draft for draft in drafts if not kept.isdisjoint(draft.refers)]


def _resolve(drafts: Sequence[Draft], resolved: Resolved) -> tuple[list[Draft], list[Failing]]:
    """Put ids for references. What refers to something that was kept, or that there was no time for, stays as it is."""
    ready: list[Draft] = []
    failing: list[Failing] = []
    for draft in drafts:
        missing = [ref for ref in draft.refers if ref not in resolved.ids]
        if not (resolved.later | resolved.kept).isdisjoint(missing):
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
