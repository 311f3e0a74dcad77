"""Posts opposite documents where a person wants them: for what was withdrawn, and what may not be changed in Xero any more.

One is dated today, or on the first day that is open, and goes like any other document. Then it is allocated to the document that
it puts right, up to what is open on both; the pair waits in a queue until that is done.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from shared.codec import fingerprint
from shared.errors import ErrorClass, InvalidDataError, RecordError
from shared.kinds import ORDERS, System
from shared.mapping.dates import day_there, xero_date
from shared.mapping.days import in_words
from shared.mapping.opposites import KIND_OF, Amounts, difference, kind_of_opposite, to_opposite, whole
from shared.mapping.references import Payload
from shared.mapping.versions import GONE
from shared.mapping.xero_tax import by_tax_type
from shared.posting.credits import allocate, left_of
from shared.posting.documents import Documents
from shared.posting.envelopes import Envelope, Failing, blank_envelope
from shared.posting.pairs import OPPOSITES, Pair, next_opposite
from shared.posting.poster import Poster
from shared.posting.target import Target
from shared.posting.targets.line_by_line import as_it_is
from shared.posting.targets.xero import Raw
from shared.records.apart import Parted
from shared.records.queues import UNAPPROVED, Queues, allocation_id
from shared.records.record import CREDITED, Key, Record
from shared.records.standing import STAYS, Standing, Way
from shared.records.store import Store
from shared.records.transactions import Change, Event
from shared.xero.client import Xero
from shared.xero.resources import CREDIT_NOTES, INVOICES

Links = Mapping[str, Sequence[Key]]
_SAME: Final = ("CurrencyCode", "LineAmountTypes")


class Opposites(Struct, frozen=True, kw_only=True, eq=False):
    """`documents` maps records; `targets` are those of opposite documents, by their type in Xero."""

    xero: Xero
    store: Store
    queues: Queues
    documents: Documents
    targets: Mapping[str, Target]

    def ahead(self, poster: Poster, pages: Iterable[Sequence[Record]]) -> Iterator[Sequence[Record]]:
        """Post what a person wants of each page, and give the other records."""
        for records in pages:
            wanted = [record for record in records if record.decided is Way.CREDIT]
            if wanted and poster.may_start():
                self._post(poster, wanted)
            yield [record for record in records if record.decided is not Way.CREDIT]

    def _post(self, poster: Poster, records: Sequence[Record]) -> None:
        there = self._read(one for record in records for one in (record.remote_id, *record.current_opposites.values()))
        links = self.store.links(
            [*(record.remote_id for record in records), *map(_credit_id, _credits_of(there.values()))]
        )
        on = poster.first_open_day(day_there(poster.clock(), self.documents.settings.time_zone), System.XERO)
        envelopes: list[Envelope] = []
        failing: list[Failing] = []
        for record in records:
            try:
                envelopes.append(self._envelope(record, there, links, on))
            except RecordError as why:
                failing.append(Failing(envelope=blank_envelope(record), problem=_apart_still(record, why)))
        poster.fail(failing)
        for name, target in self.targets.items():
            poster.post(target, [one for one in envelopes if one.payload["Type"] == name])

    def _read(self, ids: Iterable[str]) -> dict[str, Raw]:
        """Read documents as they are in Xero now, by their ids."""
        wanted = list(ids)
        found: dict[str, Raw] = {str(raw["InvoiceID"]): raw for raw in self.xero.by_ids(INVOICES, wanted)}
        notes = [one for one in wanted if one not in found]
        return found | {str(raw["CreditNoteID"]): raw for raw in self.xero.by_ids(CREDIT_NOTES, notes)}

    def _envelope(self, record: Record, there: Mapping[str, Raw], links: Links, on: date) -> Envelope:
        """Make the envelope of a record's opposite document. Raises RecordError where there can be none."""
        theirs = there.get(record.remote_id)
        if theirs is None or theirs["Status"] in GONE:
            raise _cannot(record, "it is not in Xero any more", hint="leave it as it is")
        if theirs["Status"] in UNAPPROVED:
            raise _cannot(
                record, "it is a draft in Xero", hint="correct or delete it there: it is not in the books yet"
            )
        if record.apart is Standing.WITHDRAWN:
            if why := _whats_against(theirs, links):
                raise _cannot(record, why[0], hint=why[1])
            before = [there[one] for one in record.current_opposites.values() if one in there]
            return self._whole(record, theirs, [raw for raw in before if raw["Status"] not in GONE], on)
        mine = self.documents.envelope(record)
        amounts = self._amounts(record, mine.payload, mine.base, theirs)
        return self._made(mine, amounts, theirs, on, "put right")

    def _whole(self, record: Record, theirs: Raw, before: Sequence[Raw], on: date) -> Envelope:
        """Take back all that Xero has of it, less what opposite documents before have put right."""
        amounts = _taken_back(theirs)
        for one in before:
            part = _taken_back(one)
            amounts = amounts.plus(part if one["Type"] == theirs["Type"] else part.turned)
        done = "credited" if ORDERS[KIND_OF[theirs["Type"]]].is_invoice else "taken back"
        made = self._made(blank_envelope(record), amounts, theirs, on, done)
        fields = {**(made.fields or {}), CREDITED: record.remote_number}
        return replace(made, fields=fields, fingerprint=fingerprint(made.payload))

    def _made(self, envelope: Envelope, amounts: Amounts, theirs: Raw, on: date, done: str) -> Envelope:
        record = envelope.record
        kind = kind_of_opposite(theirs, amounts)
        number = next_opposite(record, is_credit=not ORDERS[kind].is_invoice)
        status = self.documents.settings.posting_status[kind].value
        says = f"{record.remote_number} is {done}"
        payload = to_opposite(kind, theirs, amounts, number=number, on=on, status=status, says=says)
        is_above = amounts.total > 0
        return replace(
            envelope,
            payload=payload,
            refers=(),
            total=abs(amounts.total),
            tax=amounts.tax if is_above else -amounts.tax,
            remote_id="",
            base=None,
            notes=(
                *envelope.notes,
                f"{says} in Xero by {number} over {abs(amounts.total):f} on {in_words(on)}, {STAYS}",
            ),
            fields=dict(record.fields or {}),
        )

    def _amounts(self, record: Record, now: Payload, base: Payload | None, theirs: Raw) -> Amounts:
        """What leads from what was posted last to what it is now."""
        if base is None:
            raise _cannot(record, "what was posted of it last is not known any more", hint="put it right in Xero")
        if any(one.get(name) != theirs.get(name) for one in (now, base) for name in _SAME):
            raise _cannot(
                record, "its currency or its kind of prices is another one in Xero", hint="put it right in Xero"
            )
        lines = difference(now["LineItems"], base["LineItems"])
        sums = by_tax_type({**base, "Type": "", "LineItems": lines}, self.documents.tax_rates()).values()
        net, tax = (sum((one[place] for one in sums), Decimal()) for place in (0, 1))
        return Amounts(lines=lines, total=net + tax, tax=tax)

    # afterwards

    def allocate(self, poster: Poster) -> None:
        """Allocate the pairs that wait for it. One with a draft waits until that is approved."""
        for item in self.queues.queued(OPPOSITES):
            later = [pair for pair in item.ids if not self._allocate(poster, Pair.parse(pair))]
            if len(later) < len(item.ids):
                self.queues.enqueue(OPPOSITES, later)
                self.queues.dequeue([item])

    def _allocate(self, poster: Poster, pair: Pair) -> bool:
        """Whether nothing is left to be done."""
        found = self._open(pair)
        if found is None:
            return True
        credit, invoice = found
        if min(left_of(credit), left_of(invoice)) > 0:
            self._settle(poster, pair, credit, invoice)
        return not {credit["Status"], invoice["Status"]} & UNAPPROVED

    def _open(self, pair: Pair) -> tuple[Raw, Raw] | None:
        """Read the credit and the invoice of a pair; None where it has not one of each."""
        there = self._read([pair.opposite, pair.document]).values()
        by_kind = {ORDERS[KIND_OF[raw["Type"]]].is_invoice: raw for raw in there}
        return (by_kind[False], by_kind[True]) if len(by_kind) > 1 else None

    def _settle(self, poster: Poster, pair: Pair, credit: Raw, invoice: Raw) -> None:
        """The pair is in the ledger before it is made, so that it never comes back as a payment.

        Where Xero refuses, another run may have made it meanwhile.
        """
        amount = min(left_of(credit), left_of(invoice))
        credit_id, invoice_id = str(credit["CreditNoteID"]), str(invoice["InvoiceID"])
        what = f"{amount} of {credit.get('CreditNoteNumber')} to {invoice.get('InvoiceNumber')}"
        self._tell(pair, f"allocating {what}", links=(allocation_id(credit_id, invoice_id),))
        on = max(xero_date(credit["Date"]), xero_date(invoice["Date"]))
        key = fingerprint([credit_id, invoice_id, amount, poster.clock().isoformat()])
        refused = allocate(self.xero, credit_id, invoice_id, amount, on, key)
        now = self._open(pair) if refused else None
        for words in refused if now and min(map(left_of, now)) > 0 else ():
            said = f"Xero did not allocate {what}: {words}; allocate it there"
            self._tell(pair, said, note=said)

    def _tell(self, pair: Pair, what: str, *, links: tuple[str, ...] = (), note: str = "") -> None:
        def change(record: Record) -> Change:
            after = replace(record, notes=(*record.notes, note)) if note else record
            return Change(before=record, after=after, event=Event(what=what), links=links)

        self.store.revise(self.store.get_many([pair.record]).values(), change)


def _whats_against(theirs: Raw, links: Links) -> tuple[str, str] | None:
    """Say why all of it is not to be credited, and what to do instead."""
    if any(_credit_id(note) not in links for note in _credits_of([theirs])):
        return "somebody has credited it in Xero already", "credit there what is left, or leave it"
    if len(links.get(str(theirs.get("InvoiceID")), ())) > 1:
        return "it is one bill with other orders", "take its lines off the bill in Xero, or leave it"
    return None


def _credits_of(documents: Iterable[Raw]) -> list[Raw]:
    return [note for document in documents for note in document.get("CreditNotes") or ()]


def _credit_id(note: Raw) -> str:
    return str(note["CreditNoteID"])


def _taken_back(raw: Raw) -> Amounts:
    return whole(raw, [as_it_is(line) for line in raw["LineItems"]])


def _apart_still(record: Record, why: RecordError) -> Parted:
    """It stands as it stood. A change goes on waiting for its day by itself."""
    standing = record.apart or Standing.WITHDRAWN
    error_class = ErrorClass.DEPENDENCY if standing is Standing.CHANGED_HERE else why.error_class
    return Parted(standing=standing, error_class=error_class, message=why.message, hint=why.hint)


def _cannot(record: Record, why: str, *, hint: str) -> InvalidDataError:
    return InvalidDataError(f"{record.remote_number} gets no opposite document: {why}", hint=hint)
