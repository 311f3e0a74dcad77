"""What the shop has planted to wait, and what its record says: such documents and their payments are told apart.

The shop says in Brightpearl's state which documents cannot go, and why: `planted` is a list of `{"kind", "id", "number", "why"}`.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sandbox.proof.books.entries import DOCUMENTS, PAID_BY, State
from sandbox.proof.books.matching import Pair
from sandbox.proof.books.orders import in_xero_name
from shared.kinds import PAYMENTS, Kind
from shared.mapping.days import MOVED
from shared.records.record import Key, Record

Raw = Mapping[str, Any]
Find = Callable[[Kind, str], Record | None]


def nothing(_kind: Kind, _record_id: str) -> Record | None:
    """Where no records are known."""
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A planted document that waits: its name in Xero's words, and a sentence for it and for each of its payments.

    `keys` are its record, its payments' and those of what it needs.
    """

    name: str
    keys: tuple[Key, ...]
    sentences: tuple[str, ...]


def waiting(brightpearl: State, find: Find, *, also: Iterable[Raw] = ()) -> list[Waiting]:
    """Give the planted documents whose record says why they wait; `find` reads a record. The others have to be in Xero.

    `also` are further documents, in the same words, that nobody planted.
    """
    planted = (one for one in (*brightpearl.get("planted", ()), *also) if one["kind"] in DOCUMENTS)
    return [found for one in planted if (found := _waiting(one, brightpearl, find))]


def taxed_otherwise(errors: Iterable[Record]) -> Iterator[Raw]:
    """Give, in the words of `planted`, what is in Xero with a tax of Xero's own that is too far off."""
    for record in errors:
        if record.in_remote:
            about = {"kind": record.kind.value, "id": record.id, "number": record.summary.number}
            yield {**about, "why": "Xero keeps to its own tax"}


def sentence_of(record: Record | None) -> str:
    """Why a record has not gone: its Error or what holds it; "" where it says nothing."""
    if record is None:
        return ""
    return record.failure.problem.message if record.failure else record.held


def told_apart(pairs: Iterable[Pair], find: Find) -> list[Pair]:
    """Mark the payments of which a record names, to the cent, what of them is not in Xero, or should be there otherwise.

    A document that is there on another day agrees where its record says to which day it went.
    """
    here = (_on_its_day(pair, find) for pair in pairs)
    return [replace(pair, waits=_naming(pair, find)) if _may_wait(pair) else pair for pair in here]


def moved_to(record: Record) -> str:
    """The day to which a record was moved, for its own was locked; "" where it was not."""
    return str((record.fields or {}).get(MOVED) or "")


def _on_its_day(pair: Pair, find: Find) -> Pair:
    ours, theirs = pair.brightpearl, pair.xero
    if pair.equal or ours is None or theirs is None or not ours.day < theirs.day:
        return pair
    records = filter(None, (find(*key) for key in _keys(pair)))
    there = theirs.day in map(moved_to, records)
    return replace(pair, brightpearl=replace(ours, day=theirs.day)) if there else pair


def waiting_keys(pairs: Iterable[Pair]) -> set[Key]:
    """The records behind the payments that are told apart."""
    return {key for pair in pairs if pair.waits for key in _keys(pair)}


def _may_wait(pair: Pair) -> bool:
    return not (pair.equal or pair.slight) and pair.one.kind in PAYMENTS


def _naming(pair: Pair, find: Find) -> str:
    """The sentence with the difference in it. Of money, the record has to know as well whether some of it has gone."""
    if not pair.difference:
        return ""
    named = re.compile(rf"(?<![\d.]){abs(pair.difference)}(?![\d])")
    for record in (find(*key) for key in _keys(pair)):
        knows = record is not None and (not pair.one.is_money or record.in_remote == (pair.xero is not None))
        said = " ".join((sentence_of(record), *(record.notes if record else ())))
        if knows and named.search(said):
            return said.strip()
    return ""


def _keys(pair: Pair) -> Iterator[Key]:
    for entry in (one for one in (pair.brightpearl, pair.xero) if one):
        yield from ((entry.kind, name) for name in dict.fromkeys((entry.id, *entry.also)))


def _waiting(planted: Raw, brightpearl: State, find: Find) -> Waiting | None:
    kind, order = Kind(planted["kind"]), brightpearl["orders"][str(planted["id"])]
    said = sentence_of(find(kind, str(planted["id"])))
    if not said:
        return None
    payments = [(PAID_BY[kind], number) for number in _payments_of(order, brightpearl)]
    told = [f"  its payment {number}: {_of_payment(find(paid, number))}" for paid, number in payments]
    return Waiting(
        name=in_xero_name(order),
        keys=((kind, str(planted["id"])), *payments, *_needed(order)),
        sentences=(f"{kind} {planted['number']} waits ({planted['why']}): {said}", *told),
    )


def _of_payment(record: Record | None) -> str:
    gone = record is not None and record.in_remote
    return sentence_of(record) or ("it has gone" if gone else "it waits for its document")


def _payments_of(order: Raw, brightpearl: State) -> Iterator[str]:
    return (str(one["id"]) for one in brightpearl["payments"].values() if one["order_id"] == order["id"])


def _needed(order: Raw) -> Iterator[Key]:
    """What it may be waiting for."""
    yield Kind.CONTACT, str(order.get("contact_id"))
    yield from ((Kind.PRODUCT, str(row["product_id"])) for row in order.get("rows", {}).values())
