"""Posts opposite documents where a person wants them: for what was withdrawn, and what may not be changed in Xero any more.

One is dated today, or on the first day that is open, and goes like any other document. Then it is allocated
(opposite_allocations.py). One that has arrived with other amounts is amended before its record goes on.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
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
from shared.mapping.versions import GONE, version_of
from shared.mapping.xero_tax import by_tax_type
from shared.posting.documents import Documents
from shared.posting.envelopes import Envelope, Failing, blank_envelope
from shared.posting.opposite_allocations import read_documents
from shared.posting.pairs import next_opposite
from shared.posting.poster import Poster
from shared.posting.target import Target
from shared.posting.targets.line_by_line import as_it_is
from shared.posting.targets.xero import Raw
from shared.records.apart import Parted
from shared.records.queues import UNAPPROVED
from shared.records.record import CREDITED, Key, Record
from shared.records.standing import STAYS, Standing, Way
from shared.records.store import Store
from shared.records.transactions import Change
from shared.xero.client import Xero
from shared.xero.conditions import equals
from shared.xero.resources import ITEMS

Links = Mapping[str, Sequence[Key]]
_SAME: Final = ("CurrencyCode", "LineAmountTypes")


class Opposites(Struct, frozen=True, kw_only=True, eq=False):
    """`documents` maps records; `targets` are those of opposite documents, by their type in Xero."""

    xero: Xero
    store: Store
    documents: Documents
    targets: Mapping[str, Target]

    def ahead(self, poster: Poster, pages: Iterable[Sequence[Record]]) -> Iterator[Sequence[Record]]:
        """Post what a person wants of each page, and give the other records."""
        for records in pages:
            wanted = [record for record in records if _is_to_be_credited(record)]
            if wanted and poster.may_start():
                self._post(poster, wanted)
            yield [record for record in records if not _is_to_be_credited(record)]

    def _post(self, poster: Poster, records: Sequence[Record]) -> None:
        wanted = (one for record in records for one in (record.remote_id, *record.current_opposites.values()))
        there = self._with_living_items(read_documents(self.xero, wanted))
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
        self._note(records, there)

    def _with_living_items(self, there: Mapping[str, Raw]) -> dict[str, Raw]:
        """Leave out of lines what is no item any more: Xero would refuse it, and it is the money that is taken back."""
        codes = {str(line["ItemCode"]) for raw in there.values() for line in raw["LineItems"] if line.get("ItemCode")}
        items = self.xero.where_any(ITEMS, [equals("Code", code) for code in sorted(codes)]) if codes else ()
        gone = codes - {str(item["Code"]) for item in items}
        return {remote_id: {**raw, "LineItems": _without(raw["LineItems"], gone)} for remote_id, raw in there.items()}

    def _note(self, records: Sequence[Record], there: Mapping[str, Raw]) -> None:
        """What people have made of a document was credited with it: only what they do from now on is to be told.

        Of what was not credited nothing is noted: whatever amends it has to see what they have changed.
        """
        now = {one.remote_id: version_of(there[one.remote_id]).written() for one in records if one.remote_id in there}
        seen = self.store.seen(now, consistent=True)
        edited = [
            one.key for one in records if one.remote_id in seen and seen[one.remote_id].said != now[one.remote_id]
        ]
        found = self.store.get_many(edited).values() if edited else ()
        credited = [one for one in found if one.is_credited and one.failure is None and one.remote_id in now]

        def change(record: Record) -> Change:
            return Change(before=record, after=record, links=(record.remote_id,), seen=now[record.remote_id])

        if credited:
            self.store.revise(credited, change)

    def _envelope(self, record: Record, there: Mapping[str, Raw], links: Links, on: date) -> Envelope:
        """Make the envelope of a record's opposite document. Raises RecordError where there can be none."""
        theirs = there.get(record.remote_id)
        if theirs is None or theirs["Status"] in GONE:
            raise _cannot(record, "it is not in Xero any more", hint="leave it as it is")
        if theirs["Status"] in UNAPPROVED:
            raise _cannot(
                record, "it is a draft in Xero", hint="correct or delete it there: it is not in the books yet"
            )
        if record.apart is Standing.WITHDRAWN or record.is_credited:
            if why := _whats_against(theirs, links):
                raise _cannot(record, why[0], hint=why[1])
            before = {
                number: there[one] for number, one in record.current_opposites.items() if _is_living(there.get(one))
            }
            return self._whole(record, theirs, before, on)
        mine = self.documents.envelope(record)
        amounts = self._amounts(record, mine.payload, mine.base, theirs)
        return self._made(mine, amounts, theirs, on, "put right")

    def _whole(self, record: Record, theirs: Raw, before: Mapping[str, Raw], on: date) -> Envelope:
        """Take back all that Xero has of it, less what opposite documents before have put right.

        The one that was to credit all of it, and is not right yet, is amended.
        """
        unfinished = self._unfinished(record, before)
        amounts = _taken_back(theirs)
        for one in before.values():
            if one is not unfinished:
                part = _taken_back(one)
                amounts = amounts.plus(part if one["Type"] == theirs["Type"] else part.turned)
        done = "credited" if ORDERS[KIND_OF[theirs["Type"]]].is_invoice else "taken back"
        made = self._made(blank_envelope(record), amounts, theirs, on, done, unfinished)
        fields = {**(made.fields or {}), CREDITED: _number_of(made.payload)}
        return replace(made, fields=fields, fingerprint=fingerprint(made.payload))

    def _unfinished(self, record: Record, before: Mapping[str, Raw]) -> Raw | None:
        return before.get(str((record.fields or {}).get(CREDITED)))

    def _made(
        self, envelope: Envelope, amounts: Amounts, theirs: Raw, on: date, done: str, unfinished: Raw | None = None
    ) -> Envelope:
        record = envelope.record
        kind = kind_of_opposite(theirs, amounts)
        number, remote_id = next_opposite(record, is_credit=not ORDERS[kind].is_invoice), ""
        if unfinished is not None:
            number, on = _number_of(unfinished), xero_date(unfinished["Date"])
            remote_id = str(unfinished.get("CreditNoteID") or unfinished["InvoiceID"])
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
            remote_id=remote_id,
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


def _without(lines: Sequence[Raw], items: Collection[str]) -> list[Raw]:
    return [{**line, "ItemCode": ""} if line.get("ItemCode") in items else line for line in lines]


def _is_to_be_credited(record: Record) -> bool:
    """What is due though it is credited is not credited to the cent yet."""
    return record.decided is Way.CREDIT or record.is_credited


def _is_living(raw: Raw | None) -> bool:
    return raw is not None and raw["Status"] not in GONE


def _number_of(document: Raw) -> str:
    return str(document.get("CreditNoteNumber") or document.get("InvoiceNumber") or "")


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
