"""What may differ between the ledgers, because a record says so or the settings do: whole journals, and amounts."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from itertools import combinations
from typing import Any, Final

from sandbox.proof.books.brightpearl import Wanted
from sandbox.proof.books.entries import PAID_BY, TYPES
from sandbox.proof.books.money import XERO_ID
from sandbox.proof.ledgers.accounts import CORRECTION, SIDES
from sandbox.proof.ledgers.journals import SUPPOSED, Journal
from sandbox.proof.ledgers.things import CREDITS, IDS, Thing, Things
from sandbox.proof.waiting import moved_to, sentence_of
from sandbox.stand_ins.brightpearl.reference import STOCK
from shared.kinds import Kind
from shared.records.queues import UNAPPROVED, allocation_id
from shared.records.record import Key, Record
from shared.records.schema import brightpearl_link
from shared.records.standing import Standing, is_lasting
from shared.records.status import Status

Raw = Mapping[str, Any]
Read = Callable[[Iterable[Key]], Mapping[Key, Record]]
Linked = Callable[[Iterable[str]], Mapping[str, Key]]

AMOUNT: Final = re.compile(r"(?<![\d.])\d+(?:\.\d+)?(?![\d])")
MOST_AMOUNTS: Final = 12
MOST_TOGETHER: Final = 3
LEFT_OUT: Final = "the settings leave it out"
NOT_CARRIED: Final = "not carried over: of stock only corrections and what documents say go to Xero"
NOT_APPROVED: Final = "it is not approved in Xero"
LISTED: Final = "a payment to a supplier that was entered in Brightpearl: nobody carries it over, and it is listed"
BY_HAND: Final = "a credit that was entered in Xero, and what it settles here"
CARRIED: Final = frozenset({*SIDES, CORRECTION, SUPPOSED})
PAID: Final = frozenset({"SR", "PP"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a journal is in one of the ledgers alone, or is other there."""

    journal: Journal
    why: str


@dataclass(kw_only=True)
class Explained:
    """`read` gives records by their keys, `linked` the keys of those that Xero's ids lead to.

    `things` knows what belongs to what; `wanted` what the settings carry over. `listed` are the payments in Brightpearl, by id,
    that the connector lists because nobody carries them over.
    """

    read: Read
    linked: Linked
    things: Things
    wanted: Wanted
    listed: Collection[str] = ()
    _known: Mapping[Key, Record] = field(default_factory=dict)
    _links: Mapping[str, Key] = field(default_factory=dict)

    def prepare(self, things: Sequence[Thing]) -> None:
        """Read the records of everything in some things, before anything is asked about them."""
        here = (brightpearl_link(name.removeprefix("payment ")) for thing in things for name in thing.names)
        self._links = self.linked([*(journal.id for thing in things for journal in thing.xero), *here])
        self._known = self.read(dict.fromkeys(key for thing in things for key in self._keys(thing)))

    def ours(self, thing: Thing) -> Iterator[Reason]:
        """Give Brightpearl's journals of which Xero has nothing, or something else."""
        for journal in map(self.on_its_day, thing.brightpearl):
            stock = tuple(line for line in journal.lines if line.account == STOCK)
            if stock and journal.type not in CARRIED:
                yield Reason(journal=replace(journal, lines=stock), why=NOT_CARRIED)
            elif why := next(filter(None, map(self._why, journal.about)), ""):
                yield Reason(journal=journal, why=why)

    def on_its_day(self, journal: Journal) -> Journal:
        """Give it as of the day to which its record says that it was moved."""
        keys = (key for name in journal.about if (key := self._key(name)))
        days = (moved_to(record) for key in keys if (record := self._known.get(key)))
        return replace(journal, day=max((journal.day, *days)))

    def theirs(self, thing: Thing) -> Iterator[Reason]:
        """Give Xero's journals of which Brightpearl has nothing, or something else."""
        said = {record.key: why for record in self.records(thing) if (why := self._differs(record))}
        differing = {
            remote_id: said[record.key]
            for record in self.records(thing)
            if record.key in said
            for remote_id in (record.remote_id, *record.opposites.values())
        }
        ours = {record.remote_id for record in self.records(thing)}
        doubted = {moved(reason.journal): reason.why for reason in self.ours(thing) if reason.journal.type in PAID}
        for journal in thing.xero:
            why = differing.get(self.things.credits.get(journal.id, journal.id)) or self._not_carried_back(journal)
            if not why:  # it had another number before, or it came from there
                keys = (self._links.get(journal.id), *self._keys_of_xero(journal))
                why = next((said[key] for key in keys if key in said), "")
            if not why and journal.id not in ours and self._is_nobody_s(journal):
                why = doubted.get(moved(journal), "")
            if why:
                yield Reason(journal=journal, why=why)

    def named(self, thing: Thing) -> frozenset[Decimal]:
        """Every amount that the records of a thing name, and what some of them come to together."""
        said = (text for record in self.records(thing) for text in (sentence_of(record), *record.notes))
        amounts = dict.fromkeys(Decimal(found) for text in said for found in AMOUNT.findall(text))
        few = list(amounts)[:MOST_AMOUNTS]
        together = (
            sum(chosen, Decimal()) for size in range(2, MOST_TOGETHER + 1) for chosen in combinations(few, size)
        )
        return frozenset((*amounts, *together))

    def records(self, thing: Thing) -> list[Record]:
        """Those of everything in it, whichever system it comes from."""
        return [record for key in self._keys(thing) if (record := self._known.get(key))]

    def _keys(self, thing: Thing) -> Iterable[Key]:
        keys = (key for name in sorted(thing.names) if (key := self._key(name)))
        carried = (key for journal in thing.xero for key in self._keys_of_xero(journal))
        orders = (_key_of(order) for name in thing.names if (order := self._order(name)))
        sent = (key for journal in thing.xero if (key := self.things.made_of.get(journal.id)))
        links = (key for journal in thing.xero if (key := self._links.get(journal.id)))
        return dict.fromkeys((*keys, *carried, *orders, *sent, *links))

    def _key(self, name: str) -> Key | None:
        noun, _, number = name.rpartition(" ")
        about = KEYS.get(noun)
        return about(self, number) if about else None

    def _why(self, name: str) -> str:
        key = self._key(name)
        if key is None:
            return ""
        if self._is_left_out(name):
            return LEFT_OUT
        if self._is_by_hand(name):
            return BY_HAND
        record = self._known.get(key)
        if record is None:
            return LISTED if name.removeprefix("payment ") in self.listed else self._awaits(name)
        return self._differs(record) if record.in_remote else _says(record)

    def _awaits(self, name: str) -> str:
        """What is paid on a document that has not come, for nobody has read its payments yet, or that is gone in Xero."""
        order = self._order(name) if name.startswith("payment ") else None
        document = self._known.get(_key_of(order)) if order else None
        is_absent = document is not None and (not document.in_remote or document.apart is Standing.GONE)
        return _says(document) if document and is_absent else ""

    def _differs(self, record: Record) -> str:
        """Why the document there may be other than the one here."""
        if record.remote_id in self._unapproved:
            return NOT_APPROVED
        told = record.apart is not None or any(map(is_lasting, record.notes)) or record.document.get("deleted")
        is_there = record.in_remote or record.opposites
        return _says(record) if (record.kind in PAID_BY or told) and is_there and _stands_apart(record) else ""

    def _is_left_out(self, name: str) -> bool:
        """An order that is invoiced, and no document by the settings; what is paid on it stays out with it."""
        order = self._order(name)
        if order is None or str(order["id"]) in self.wanted.paid:
            return False
        return bool(order["invoice"]["reference"]) and self._known.get(_key_of(order)) is None

    def _order(self, name: str) -> Raw | None:
        orders: Mapping[str, Raw] = self.things.brightpearl["orders"]
        named = self.things.ours.get(name, "") if name.startswith("payment ") else name
        noun, _, number = named.partition(" ")
        return orders.get(number) if noun == "order" else None

    def _is_by_hand(self, name: str) -> bool:
        """A receipt that was written for what a credit of Xero's own has settled."""
        noun, _, number = name.partition(" ")
        payment = (noun == "payment" and self.things.brightpearl["payments"].get(number)) or {}
        return (payment.get("transaction_ref") or "").split("-")[0] in self._allocated_by_hand

    def _not_carried_back(self, journal: Journal) -> str:
        """What people paid in Xero and is not in Brightpearl. A credit of theirs stays there; of its uses there are records."""
        found = [record for key in self._keys_of_xero(journal) if (record := self._known.get(key))]
        if found and self._credits_by_hand.keys() & {*journal.about}:
            return BY_HAND
        there_only = (record for record in found if not record.in_remote or record.apart is Standing.WITHDRAWN)
        return "" if journal.id in self._links else next(map(_says, there_only), "")

    def _is_nobody_s(self, journal: Journal) -> bool:
        """A payment that no record is about: it may be the very one that ours was taken for, which says so."""
        return journal.type.endswith("PAYMENT") and not any(map(self._known.get, self._keys_of_xero(journal)))

    def _keys_of_xero(self, journal: Journal) -> Iterator[Key]:
        for kind in dict.fromkeys(PAID_BY.values()):
            yield kind, journal.id
            for name in journal.about:
                yield from ((kind, one) for one in self._credits_by_hand.get(name, ()))

    @cached_property
    def _credits_by_hand(self) -> dict[str, list[str]]:
        """The uses that are carried to Brightpearl of each credit that a person has entered in Xero."""
        return {
            f"{noun} {credit[IDS[plural]]}": [
                use
                for one in credit["Allocations"]
                for use in (allocation_id(credit[IDS[plural]], one["Invoice"]["InvoiceID"]), one["AllocationID"])
            ]
            for plural, noun in CREDITS.items()
            for credit in self.things.by_hand(plural)
            if credit["Allocations"]
        }

    @cached_property
    def _allocated_by_hand(self) -> frozenset[str]:
        return frozenset(one for uses in self._credits_by_hand.values() for one in uses)

    @cached_property
    def _unapproved(self) -> frozenset[str]:
        documents = (*self.things.xero["Invoices"], *self.things.xero["CreditNotes"])
        waiting = (one for one in documents if one["Status"] in UNAPPROVED)
        return frozenset(str(one.get("InvoiceID") or one["CreditNoteID"]) for one in waiting)

    def _key_of_order(self, number: str) -> Key | None:
        return _key_of(order) if (order := self.things.brightpearl["orders"].get(number)) else None

    def _key_of_payment(self, number: str) -> Key | None:
        """One that was carried over from Xero, or is linked to a payment there, has a record of that one's id."""
        order = self._order(f"payment {number}")
        payment = self.things.brightpearl["payments"].get(number) or {}
        carried = XERO_ID.match(payment.get("transaction_ref") or "")
        own = (PAID_BY[TYPES[order["type"]][0]], carried[0] if carried else number) if order else None
        return self._links.get(brightpearl_link(number), own)


def _key_of(order: Raw) -> Key:
    return TYPES[order["type"]][0], str(order["id"])


def moved(journal: Journal) -> Decimal:
    """How much of money a journal is about."""
    return sum((line.amount for line in journal.lines if line.amount and line.amount > 0), Decimal())


def _stands_apart(record: Record) -> bool:
    """Whether its document in Xero is not, or need not be, what Brightpearl says."""
    return record.status != Status.SENT or record.apart is not None or any(map(is_lasting, record.notes))


def _says(record: Record) -> str:
    """Its sentence or its notes; that it waits, where it need not say more. What is Sent without a word explains nothing."""
    said = sentence_of(record) or "; ".join(record.notes)
    stands = f"it is {record.apart}" if record.apart else ""
    return said or stands or ("" if record.status == Status.SENT else f"it is {record.status}")


KEYS: Final[Mapping[str, Callable[[Explained, str], Key | None]]] = {
    "order": Explained._key_of_order,
    "payment": Explained._key_of_payment,
    "goods note": lambda _, number: (Kind.INVENTORY_ADJUSTMENT, number),
}
