"""Posts invoices, bills, credits and stock corrections: mapped, with their tax, and with what they need."""

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from decimal import Decimal
from functools import partial
from types import MappingProxyType
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from shared.errors import RecordError
from shared.kinds import Kind
from shared.mapping.references import Mapped, Payload, Ref, fingerprint_of, references
from shared.mapping.registry import MAPPERS
from shared.mapping.xero_tax import without_needless_tax
from shared.posting.bills import SHARED, Bill, Bills, joined, one_form, without_failing
from shared.posting.day_rates import DayRates
from shared.posting.dependencies import Dependencies, Resolved
from shared.posting.envelopes import Envelope, Failing, blank_envelope, envelope_of, is_settled, mapped_all
from shared.posting.filed import split_by_filing
from shared.posting.late import LateNotes
from shared.posting.numbers import numbered_as
from shared.posting.poster import Poster
from shared.posting.resolving import with_ids
from shared.posting.supplier import Supplier
from shared.posting.target import Looks, Target
from shared.posting.targets.xero import XeroTarget
from shared.records.failure import retries_by_itself
from shared.records.record import Record
from shared.records.status import Status
from shared.records.store import DUE_PAGE
from shared.settings import Settings

WAITING: Final = frozenset({Status.PENDING, Status.UPDATED, Status.ERROR, Status.SENT})
MOST_KEPT: Final = 100  # documents that wait for contacts to fill a batch, or for products


class Documents(Struct, frozen=True, kw_only=True, eq=False):
    """Posts documents, contacts and products of one connection. Documents go in the order of their targets.

    `still_due` leaves out what Brightpearl has taken back since it was fetched.
    """

    settings: Settings
    dependencies: Dependencies
    targets: Mapping[str, XeroTarget]
    tax_rates: Callable[[], Mapping[str, Decimal]]
    supplier: Supplier
    bills: Bills
    day_rates: DayRates
    late: LateNotes
    still_due: Callable[[Sequence[Record]], Sequence[Record]]

    def post(self, poster: Poster, pages: Iterable[Sequence[Record]]) -> None:
        """Send full batches page by page. What does not fill one waits for the next page, and goes with the last one."""
        kept: list[Envelope] = []
        for records in pages:
            self._post_dependencies(poster, [record for record in records if record.kind in self.dependencies.kinds])
            taken = {key for envelope in kept for key in envelope.keys} | {*self.dependencies.kinds}
            documents = [record for record in records if taken.isdisjoint((record.key, record.kind))]
            envelopes = [*kept, *self._envelopes(poster, self.still_due(documents))]
            kept = self._send(poster, envelopes, rest=len(records) < DUE_PAGE)
        self._send(poster, kept, rest=True)

    def _post_dependencies(self, poster: Poster, records: Sequence[Record]) -> None:
        for kind in {record.kind for record in records}:
            self.dependencies.post(poster, kind, [record for record in records if record.kind == kind])

    def _envelopes(self, poster: Poster, records: Sequence[Record]) -> list[Envelope]:
        """Map the records, and give the envelopes that have something to send."""
        waiting = [record for record in records if record.status in WAITING]
        envelopes, failing = mapped_all((record for record in waiting if record.kind != SHARED), self.envelope)
        for bill in self.bills.of([record for record in waiting if record.kind == SHARED]):
            made, wrong = self.of_bill(bill)
            envelopes += made
            failing += wrong
        same = [envelope for envelope in envelopes if _nothing_to_send(envelope)]
        poster.unchanged(self._still_there(poster, same))
        changed = [envelope for envelope in envelopes if not _nothing_to_send(envelope)]
        going, filed = split_by_filing(changed, self.settings.tax_filed_to)
        self.late.refused([one.envelope for one in filed])
        poster.fail([*failing, *filed])
        return going

    def _still_there(self, poster: Poster, same: Sequence[Envelope]) -> list[Envelope]:
        """Look whether Xero holds what was due, and what its people have made of it. Gives what nothing tells of.

        It may have been withdrawn for a while, when nobody looked, or a person asks for it.
        """
        rest = []
        for target, mine in self._by_target([envelope for envelope in same if envelope.payload]):
            rest += poster.compared(target, mine)
        return [*rest, *(envelope for envelope in same if not envelope.payload)]

    def _send(self, poster: Poster, envelopes: Sequence[Envelope], *, rest: bool) -> list[Envelope]:
        """Send what fills batches; with `rest`, all of it. Gives what is kept for later."""
        resolved = self._bring(poster, envelopes, rest=rest)
        ready, failing = with_ids(envelopes, resolved)
        poster.fail(failing)
        kept = _keeping(envelopes, resolved.kept)
        for target, some in self._by_target(ready):
            mine = poster.timely(target, some)
            full = len(mine) if rest else _full(len(mine), target)
            poster.post(target, mine[:full])
            kept += mine[full:]
        self._send_with_new_items(poster, envelopes)
        return kept

    def _send_with_new_items(self, poster: Poster, envelopes: Sequence[Envelope]) -> None:
        """Where Xero has deleted items, send once more what named them: the items are made anew before."""
        codes = {code for target in self.targets.values() for code in target.gone_items()}
        refs = {ref for envelope in envelopes for ref in envelope.refers}
        gone = self.dependencies.give_up_items(refs, codes)
        naming = [key for envelope in envelopes if not gone.isdisjoint(envelope.refers) for key in envelope.keys]
        refused = [
            record
            for record in self.dependencies.store.get_many(naming).values()
            if record.status == Status.ERROR and retries_by_itself(record.failure)
        ]
        if refused:
            self._send(poster, self._envelopes(poster, refused), rest=True)

    def _by_target(self, envelopes: Sequence[Envelope]) -> list[tuple[XeroTarget, list[Envelope]]]:
        named = [(self.target_of(envelope.payload).name, envelope) for envelope in envelopes]
        return [
            (target, [envelope for name, envelope in named if name == target.name]) for target in self.targets.values()
        ]

    def target_of(self, payload: Payload) -> XeroTarget:
        """Give the target that takes a payload. There is always one, and no other."""
        (found,) = (target for target in self.targets.values() if target.takes(payload))
        return found

    def _bring(self, poster: Poster, envelopes: Sequence[Envelope], *, rest: bool) -> Resolved:
        """Send what the envelopes need. Where too many would wait for a kind to fill its batch, it goes unfilled."""
        refs = list(dict.fromkeys(ref for envelope in envelopes for ref in envelope.refers))
        partly = set() if rest else set(self.dependencies.kinds)
        resolved = self.dependencies.bring(poster, refs, partly=partly)
        crowded = {kind for kind in partly if len(_keeping(envelopes, resolved.kept_of(kind))) > MOST_KEPT}
        resolved.take(
            self.dependencies.bring(poster, [ref for ref in refs if ref.kind in crowded and ref in resolved.kept])
        )
        return resolved

    def of_record(self, record: Record) -> tuple[list[Envelope], list[Failing]]:
        """Make the envelope in which a record goes, that of its bill where it is on one, or say why it does not go."""
        if record.kind != SHARED:
            made, failing = mapped_all([record], self.envelope)
        else:
            (bill,) = self.bills.of([record])
            made, failing = self.of_bill(bill)
        going, filed = split_by_filing(made, self.settings.tax_filed_to)
        return going, [*failing, *filed]

    def of_bill(self, bill: Bill) -> tuple[list[Envelope], list[Failing]]:
        """Make the one envelope of a bill's orders, or say why they do not go."""
        if bill.problem is not None:
            return [], [Failing(envelope=blank_envelope(record), problem=bill.problem) for record in bill.due]
        made, failing = mapped_all(bill.orders, self.envelope)
        if not failing and len(made) > 1 and not all(_nothing_to_send(envelope) for envelope in made):
            made, failing = mapped_all(bill.orders, partial(self.envelope, afresh=True, instead=one_form(bill.orders)))
        if not failing:
            return [joined(made)], []
        rest, stopped = without_failing(bill, failing)
        again = self.of_bill(rest) if rest else ([], [])
        return again[0], [*stopped, *again[1]]

    def envelope(
        self, record: Record, *, afresh: bool = False, instead: Mapping[str, str] = MappingProxyType({})
    ) -> Envelope:
        """Map a record, and leave to Xero what tax it works out itself; `afresh` also where Xero holds it unchanged.

        What its source says is sent with other words `instead`. Raises RecordError where it cannot be mapped.
        """
        mapped = MAPPERS[record.kind](record.document, self.settings)
        made = envelope_of(record, mapped)
        if instead:
            mapped = MAPPERS[record.kind]({**record.document, **instead}, self.settings)
        before = _posted_last(record, made.fingerprint)
        posted = made.fingerprint if before is record.document else self._fingerprint(record.kind, before)
        known, same = posted != "", posted == made.fingerprint
        base = None if same else self._base(record.kind, before, instead)
        payload = numbered_as(record, mapped.payload if same and not afresh else self._meant(mapped))
        return replace(
            made,
            payload=payload,
            refers=tuple(references(payload)),
            notes=made.notes if same and not afresh else (*made.notes, *self.day_rates.notes(payload)),
            base=payload if same else base and numbered_as(record, base),
            same=same,
            outdated=known and (record.outdated or posted != record.posted),
        )

    def _fingerprint(self, kind: Kind, before: Mapping[str, Any] | None) -> str:
        """Give that of what was posted last, by the rules of today; "" where it is not known, or where they cannot map it."""
        try:
            return "" if before is None else fingerprint_of(MAPPERS[kind](before, self.settings))
        except RecordError:
            return ""

    def _base(self, kind: Kind, before: Mapping[str, Any] | None, instead: Mapping[str, str]) -> Payload | None:
        try:
            return None if before is None else self._meant(MAPPERS[kind]({**before, **instead}, self.settings))
        except RecordError:
            return None

    def _meant(self, mapped: Mapped) -> Payload:
        return self.supplier.identified(self._taxed(mapped))

    def _taxed(self, mapped: Mapped) -> Payload:
        if "LineItems" not in mapped.payload:
            return mapped.payload
        return without_needless_tax(mapped.payload, self.tax_rates())


def _posted_last(record: Record, fingerprint: str) -> Any:
    """Give the source document of which the payload was posted last; None where it is not known."""
    if not record.in_remote or not record.posted:
        return None
    return record.document if record.posted == fingerprint else record.before


def _nothing_to_send(envelope: Envelope) -> bool:
    return not envelope.payload or all(is_settled(part) for part in envelope.parts)


def _full(count: int, target: Target) -> int:
    """Give how many of so many make full batches. Where a look-up comes first, it serves two batches: count in pairs."""
    return count - count % (target.batch_size * (2 if target.looks is Looks.ALWAYS else 1))


def _keeping(envelopes: Sequence[Envelope], kept: Set[Ref]) -> list[Envelope]:
    """Those that refer to something that waits for a full batch of its own."""
    return [envelope for envelope in envelopes if not kept.isdisjoint(envelope.refers)]
