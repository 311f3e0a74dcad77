"""An amendment of a document on which there is money: only what Xero still lets one change, with every line under its id.

Xero lets one change reference, due date, number, link and contact, and of a line its text, account and tracking. A line
without its id would be made anew, and one that is left out deleted. https://developer.xero.com/documentation/api/accounting/invoices
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from msgspec import Struct

from shared.mapping.references import Payload
from shared.mapping.rounding import ROUNDING
from shared.posting.amendments import BLANK
from shared.posting.targets.comparing import LEFT_OUT, WRITTEN_ANEW, as_we_write, is_same, shown

Raw = Mapping[str, Any]
NEVER_COMPARED: Final = frozenset({"Type", "Status", "LineItems"})  # paying changes the status
MAY_CHANGE: Final = frozenset({"Reference", "DueDate", "InvoiceNumber", "CreditNoteNumber", "Url", "Contact"})
LINE_MAY_CHANGE: Final = frozenset({"Description", "AccountCode", "Tracking"})
SENT_BACK: Final = (
    *("LineItemID", "Description", "Quantity", "UnitAmount", "LineAmount", "ItemCode", "AccountCode", "AccountID"),
    *("TaxType", "TaxAmount", "Tracking", "DiscountRate", "DiscountAmount"),
)  # of a line as Xero shows it
IMPLIED_BY: Final = {
    "AccountID": "AccountCode",
    "LineAmount": "UnitAmount",
}  # Xero refuses an amount that is not its own sum
SAME_MONEY: Final = ("Quantity", "UnitAmount", "ItemCode")  # by which a line of ours is known in Xero
WORDS: Final[Mapping[str, str]] = {
    "Date": "the date",
    "DueDate": "the due date",
    "CurrencyCode": "the currency",
    "CurrencyRate": "the exchange rate",
    "LineAmountTypes": "the kind of prices",
    "Contact": "the contact",
    "InvoiceNumber": "the number",
    "CreditNoteNumber": "the number",
    "Reference": "the reference",
    "Url": "the link",
    "Description": "the text",
    "Quantity": "the quantity",
    "UnitAmount": "the price",
    "TaxType": "the tax rate",
    "TaxAmount": "the tax",
    "ItemCode": "the item",
    "AccountCode": "the account",
    "Tracking": "the tracking",
}


class Merge(Struct, kw_only=True, eq=False):
    """`changes` is what may be sent. `forbidden` and `replaced` are phrases: what Xero does not let one change any more, and
    what was not of our making in Xero and is changed all the same.
    """

    changes: Payload
    forbidden: list[str]
    replaced: list[str]


class _Field(Struct, frozen=True, kw_only=True, eq=False):
    """One field of three versions: as we mean it, as we posted it last (`known`: whether we know that), as Xero has it."""

    name: str
    ours: Any
    base: Any
    theirs: Any
    known: bool
    of: str = ""

    @property
    def goes(self) -> bool:
        """Whether it has to change: a field that is the same on our side stays as somebody has made it in Xero."""
        return not is_same(self.ours, self.theirs) and not (self.known and is_same(self.ours, self.base))

    @property
    def is_of_others(self) -> bool:
        return not (self.known and is_same(self.base, self.theirs))

    @property
    def differs(self) -> str:
        return f"{self._what} is {shown(self.theirs)} in Xero and {shown(self.ours)} in Brightpearl"

    @property
    def is_replaced(self) -> str:
        return f"{self._what} was {shown(self.theirs)} in Xero and is {shown(self.ours)} now, as in Brightpearl"

    @property
    def _what(self) -> str:
        return f"{WORDS.get(self.name, self.name)}{self.of}"


def merge(meant: Payload, base: Payload | None, theirs: Raw) -> Merge:
    """Compare field by field. `meant` is the whole payload, `base` the one posted last, None where that is not known."""
    merged = Merge(changes={}, forbidden=[], replaced=[])
    _sort(_header(meant, base, theirs), _changeable(theirs), merged.changes, merged)
    lines = _lines(meant, base, theirs, merged)
    if lines != [as_it_is(line) for line in theirs.get("LineItems") or []]:
        merged.changes["LineItems"] = lines
    return merged


def _changeable(theirs: Raw) -> frozenset[str]:
    """What was settled by a credit note stays with its contact, and so does the credit note."""
    settled = theirs.get("CreditNotes") or theirs.get("Allocations")
    return MAY_CHANGE - {"Contact"} if settled else MAY_CHANGE


def _sort(fields: Iterator[_Field], changeable: frozenset[str], changes: Payload, merged: Merge) -> None:
    for field in fields:
        if not field.goes:
            continue
        if field.name not in changeable:
            merged.forbidden.append(field.differs)
            continue
        changes[field.name] = field.ours
        if field.is_of_others:
            merged.replaced.append(field.is_replaced)


def _header(meant: Payload, base: Payload | None, theirs: Raw) -> Iterator[_Field]:
    before = base or {}
    blank = {name: nothing for name, nothing in BLANK.items() if before.get(name)}
    for name, ours in {**blank, **meant}.items():
        if name not in NEVER_COMPARED and (base is not None or name not in WRITTEN_ANEW):
            there = as_we_write(name, theirs.get(name))
            yield _Field(name=name, ours=ours, base=before.get(name), theirs=there, known=base is not None)


def _lines(meant: Payload, base: Payload | None, theirs: Raw, merged: Merge) -> list[Payload]:
    """Give every line of Xero, in Xero's order, those of ours with what changes of them."""
    there, ours = list(theirs.get("LineItems") or []), _rows(meant)
    before = None if base is None else _rows(base)
    kin = [None] * len(ours) if before is None else paired(ours, before)
    places = _places(ours, before, kin, without_rounding(there))
    lines = [as_it_is(line) for line in there]
    for line, relative, place in zip(ours, kin, places, strict=True):
        known = None if before is None or relative is None else before[relative]
        if place is not None:
            _sort(_line(line, known, there[place]), LINE_MAY_CHANGE, lines[place], merged)
        elif line != known:
            merged.forbidden.append(f"the line {shown(line.get('Description'))} is in Brightpearl and not in Xero")
    lost = _left(there, places) if before is None else _left(before, kin)
    merged.forbidden += [
        f"the line {shown(line.get('Description'))} is in Xero and not in Brightpearl" for line in lost
    ]
    return lines


def _places(
    ours: Sequence[Raw], before: Sequence[Raw] | None, kin: Sequence[int | None], there: Sequence[Raw]
) -> list[int | None]:
    """Where each line of ours stands in Xero: by way of what was posted last where that is known."""
    if before is None:
        return paired(ours, there)
    posted = paired(before, there)
    return [None if relative is None else posted[relative] for relative in kin]


def _left(lines: Sequence[Raw], taken: Sequence[int | None]) -> list[Raw]:
    """Leave out what has a partner, and what makes up for cents: that stays as it is."""
    return [line for place, line in enumerate(without_rounding(lines)) if place not in taken]


def paired(some: Sequence[Raw], others: Sequence[Raw]) -> list[int | None]:
    """Pair lines of the same money, at the same place if they can be; what is left in order, where as much is left."""
    pairs: list[int | None] = [
        place if place < len(others) and _money(line) == _money(others[place]) else None
        for place, line in enumerate(some)
    ]
    for place, line in enumerate(some):
        if pairs[place] is None:
            free = (i for i, other in enumerate(others) if i not in pairs and _money(other) == _money(line))
            pairs[place] = next(free, None)
    alone = [place for place, pair in enumerate(pairs) if pair is None]
    left = [i for i in range(len(others)) if i not in pairs]
    if len(alone) == len(left):
        for place, pair in zip(alone, left, strict=True):
            pairs[place] = pair
    return pairs


def _money(line: Raw) -> tuple[object, ...]:
    return tuple(_plain(line.get(name)) for name in SAME_MONEY)


def _plain(value: object) -> object:
    return Decimal(str(value)) if isinstance(value, Decimal | int) else str(value or "")


def _line(ours: Raw, base: Raw | None, theirs: Raw) -> Iterator[_Field]:
    """Compare a line. What neither we nor we before have named is Xero's own."""
    before = base or {}
    meant = {**{name: nothing for name, nothing in LEFT_OUT.items() if name in theirs or name in before}, **ours}
    of = f" of {shown(theirs.get('Description'))}"
    for name, value in meant.items():
        known = {**LEFT_OUT, **before}.get(name)
        yield _Field(name=name, ours=value, base=known, theirs=theirs.get(name), known=base is not None, of=of)


def _rows(payload: Payload) -> list[Raw]:
    return without_rounding(payload.get("LineItems") or [])


def without_rounding(lines: Sequence[Raw]) -> list[Raw]:
    """Leave out the last line where it makes up for cents: it stays as it is."""
    return list(lines[:-1] if lines and lines[-1].get("Description") == ROUNDING else lines)


def as_it_is(line: Raw) -> Payload:
    """Give a line of Xero as it goes back: its account by its code, its amount by its price, unless it has none."""
    sent = {name: line[name] for name in SENT_BACK if line.get(name) not in (None, "", [])}
    return {name: value for name, value in sent.items() if IMPLIED_BY.get(name) not in sent}
