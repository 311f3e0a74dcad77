"""An update of a document, compared with what its people have made of it in Xero: three versions, field by field.

What has changed on our side only goes, with every line under its id; what they changed stays. Where both changed one and the
same thing, nothing goes, and a person decides. https://developer.xero.com/documentation/api/accounting/invoices
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from msgspec import Struct, field

from shared.kinds import Kind
from shared.mapping.references import Payload
from shared.mapping.versions import GONE, Version, changes, version_of
from shared.posting.amendments import BLANK, FRAME
from shared.posting.target import Adopt, Amend, Element, Refuse, Resolution, Wanted
from shared.posting.targets.comparing import LEFT_OUT, WRITTEN_ANEW, as_we_write, holds, is_same, shown
from shared.posting.targets.line_by_line import NEVER_COMPARED, WORDS, as_it_is, merge, paired, without_rounding
from shared.records.apart import changed_on_both_sides, changed_there, gone_there
from shared.records.standing import STAYS
from shared.xero.answers import amount_of

Raw = Mapping[str, Any]
RATE: Final = "CurrencyRate"
MOST_NAMED: Final = 5
FOUND: Final = "found in Xero as it should be"
ITS_MONEY: Final = frozenset({"Quantity", "UnitAmount", "TaxType", "TaxAmount", "ItemCode"})


class Merged(Struct, kw_only=True, eq=False):
    """`changes` may be sent. Phrases: `clashes` say what both sides have changed, `kept` what people have, and stays."""

    changes: Payload = field(default_factory=dict)
    clashes: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def compared(kind: Kind, want: Wanted, theirs: Raw, before: Version | None) -> Resolution | None:
    """Decide about one update; `before` is what was said of it last. None where it goes as it is: money on a document decides
    what Xero still lets one change.
    """
    called = f"{kind.words} {theirs.get('InvoiceNumber') or theirs.get('CreditNoteNumber') or ''}".strip()
    now = version_of(theirs)
    said = {"agreed": before.written() if before else "", "theirs": now.written()}
    if now.status in GONE:
        return Refuse(problem=gone_there(called, now.status, **said))
    blank = {name: nothing for name, nothing in BLANK.items() if (want.base or {}).get(name)}
    if want.base != want.payload and now.total == want.total and holds({**blank, **want.payload}, theirs):
        return Adopt(element=_element(want, theirs), note=FOUND)  # sent by a run of which our table knows no more
    merged = merged_with(want.payload, want.base or {}, theirs)
    if merged.clashes:
        return Refuse(problem=changed_on_both_sides(called, merged.clashes[:MOST_NAMED], **said))
    changed = changes(before, now) if before else []
    left = changed_there(called, changed, **said) if changed else None
    if _has_money(theirs) and left is None:
        return _of_closed(want, theirs)
    if not merged.changes:
        return Adopt(element=_element(want, theirs), note=FOUND) if left is None else Refuse(problem=left)
    return Amend(payload={"Type": want.payload["Type"], **merged.changes}, left=left, notes=tuple(merged.kept))


def _of_closed(want: Wanted, theirs: Raw) -> Resolution | None:
    """What Xero still lets one change goes at once. Where something else has changed, its refusal says what."""
    merged = merge(want.payload, want.base, theirs)
    if merged.forbidden:
        return None
    if not merged.changes:
        return Adopt(element=_element(want, theirs), note=FOUND)
    return Amend(payload=merged.changes, notes=tuple(merged.replaced))


def merged_with(meant: Payload, base: Payload, theirs: Raw) -> Merged:
    """`meant` is the whole payload, `base` the one posted last."""
    merged = Merged()
    blank = {name: nothing for name, nothing in BLANK.items() if base.get(name)}
    for name, ours in {**blank, **meant}.items():
        there = as_we_write(name, theirs.get(name))
        if name in NEVER_COMPARED or _same(ours, base.get(name)) or is_same(ours, there):
            continue
        merged.changes[name] = ours
        if name not in WRITTEN_ANEW and not is_same(base.get(name), there):
            merged.clashes.append(_both(name, there, ours))
    if meant.get("LineItems") != base.get("LineItems"):
        merged.changes |= _frame(meant, base, theirs, merged)
        merged.changes["LineItems"] = _lines(meant["LineItems"], base.get("LineItems") or [], theirs, merged)
    return merged


def _frame(meant: Payload, base: Payload, theirs: Raw, merged: Merged) -> Payload:
    """What amounts of lines go with. A rate that people have changed stays; with other prices or currency, ours mean nothing."""
    frame: Payload = {name: meant[name] for name in FRAME if name in meant}
    of_others = [
        name for name in frame if _same(frame[name], base.get(name)) and not is_same(frame[name], theirs.get(name))
    ]
    for name in of_others:
        said = _both(name, theirs.get(name), frame[name])
        if name == RATE:
            frame[name] = theirs[name]
            merged.kept.append(f"{said}, {STAYS}")
        else:
            merged.clashes.append(said)
    return frame


def _lines(ours: Sequence[Raw], base: Sequence[Raw], theirs: Raw, merged: Merged) -> list[Payload]:
    """Give ours in our order, each under the id that it has in Xero, then those that people have added there."""
    there = without_rounding(list(theirs.get("LineItems") or []))
    before = without_rounding(list(base))
    kin, posted = paired(ours, before), paired(before, there)
    lines = []
    for line, relative in zip(ours, kin, strict=True):
        place = None if relative is None else posted[relative]
        if relative is None:
            lines.append(dict(line))
        elif place is None:
            if line != before[relative]:
                merged.clashes.append(f"the line {shown(line.get('Description'))} is no longer in Xero")
        else:
            lines.append(_line(line, before[relative], there[place], merged))
    for number, line in enumerate(before):
        place = posted[number]
        if number not in kin and place is not None and not _untouched(line, there[place]):
            merged.clashes.append(
                f"the line {shown(line.get('Description'))} was changed in Xero and is gone in Brightpearl"
            )
    return [*lines, *(as_it_is(line) for place, line in enumerate(there) if place not in posted)]


def _line(ours: Raw, base: Raw, theirs: Raw, merged: Merged) -> Payload:
    if ours == base:
        return as_it_is(theirs)
    kept = {name: theirs.get(name) for name in base if not is_same(base[name], theirs.get(name))}
    changed = {name for name in {**LEFT_OUT, **base, **ours} if not _same(ours.get(name), base.get(name))}
    clashing = [name for name in kept if name in changed or (name in ITS_MONEY and changed & ITS_MONEY)]
    of = f" of {shown(theirs.get('Description'))}"
    merged.clashes += [_both(name, kept[name], ours.get(name), of=of) for name in clashing]
    stays = {name: value for name, value in kept.items() if name not in clashing}
    merged.kept += [f"{_both(name, value, ours.get(name), of=of)}, {STAYS}" for name, value in stays.items()]
    return {**ours, **stays, "LineItemID": theirs["LineItemID"]}


def _untouched(base: Raw, theirs: Raw) -> bool:
    return all(is_same(value, theirs.get(name)) for name, value in base.items())


def _same(one: object, other: object) -> bool:
    return one == other or (one in (None, "", []) and other in (None, "", []))


def _both(name: str, theirs: object, ours: object, *, of: str = "") -> str:
    return f"{WORDS.get(name, name)}{of} is {shown(theirs)} there and {shown(ours)} in Brightpearl"


def _has_money(raw: Raw) -> bool:
    return raw.get("Status") == "PAID" or any(amount_of(raw, name) for name in ("AmountPaid", "AmountCredited"))


def _element(want: Wanted, raw: Raw) -> Element:
    number = str(raw.get("InvoiceNumber") or raw.get("CreditNoteNumber") or "")
    return Element(key=(), remote_id=want.remote_id, remote_number=number, raw=raw)
