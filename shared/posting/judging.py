"""Sorts envelopes by what came back for them, or by what a look-up found. Pure: writes nothing."""

from typing import Final

from msgspec import Struct, field
from msgspec.structs import replace

from shared.errors import ErrorClass
from shared.kinds import PAYMENTS
from shared.mapping.days import MOVED, note_of_move
from shared.mapping.references import Payload
from shared.mapping.versions import version_of
from shared.posting.envelopes import Arrival, Envelope, Failing, arrival_or_rest, instead
from shared.posting.problems import different, taken
from shared.posting.target import (
    Adopt,
    Amend,
    Anew,
    Difference,
    Element,
    Gone,
    Refuse,
    Rename,
    Resolution,
    TakeOver,
    Target,
    says,
)
from shared.posting.targets.refusals import problem_of
from shared.records.record import Record
from shared.records.standing import STAYS

MOST_CORRECTIONS: Final = 2


class Correction(Struct, frozen=True, kw_only=True, eq=False):
    """What has arrived with cents missing, and the payload that puts it right."""

    envelope: Envelope
    element: Element
    payload: Payload
    says: str
    note: str = ""


class Outcome(Struct, eq=False):
    """What became of a batch. `clashed`: refused in words that ask for a look-up. `missing`: no element came back.

    `redo` has to be sent once more, changed or as an amendment.
    """

    arrived: list[Arrival] = field(default_factory=list)
    failing: list[Failing] = field(default_factory=list)
    clashed: list[Envelope] = field(default_factory=list)
    missing: list[Envelope] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    redo: list[Envelope] = field(default_factory=list)


def judge(outcome: Outcome, target: Target, envelope: Envelope, element: Element | None) -> None:
    """Compare what came back with what we meant, and put the envelope on one list of the outcome."""
    if element is None or not (element.refusals or element.remote_id):
        outcome.missing.append(envelope)
    elif says(target.clash, element.refusals):
        outcome.clashed.append(replace(envelope, refused=element))
    elif element.refusals:
        problem = problem_of(element.refusals, system=target.system)
        outcome.failing.append(Failing(envelope=envelope, problem=problem, element=element))
    else:
        _compared(outcome, envelope, element, target.difference(envelope.wanted, element))


def _compared(outcome: Outcome, envelope: Envelope, element: Element, difference: Difference | None) -> None:
    if difference is None:
        _arrive(outcome, Arrival(envelope=envelope, element=element))
    elif difference.tolerable:
        noted = replace(envelope, notes=(*envelope.notes, difference.says))
        _arrive(outcome, Arrival(envelope=noted, element=element))
    else:
        _differs(outcome, envelope, element, difference)


def _arrive(outcome: Outcome, arrival: Arrival) -> None:
    one = arrival_or_rest(arrival)
    if isinstance(one, Failing):
        outcome.failing.append(one)
    else:
        outcome.arrived.append(one)


def _differs(outcome: Outcome, envelope: Envelope, element: Element, difference: Difference) -> None:
    """It is corrected twice at most: its tax, then its total. After that it is an Error that is tried again."""
    if difference.correction is not None and envelope.corrected < MOST_CORRECTIONS:
        payload, says = difference.correction, difference.says
        right = Correction(envelope=envelope, element=element, payload=payload, says=says, note=difference.note)
        outcome.corrections.append(right)
        return
    again = ErrorClass.TRANSIENT if envelope.corrected else ErrorClass.DATA
    problem = different(difference.says, element, again)
    outcome.failing.append(Failing(envelope=envelope, problem=problem, element=element))


def by_ledger(resolution: Resolution, envelope: Envelope, owner: Record | None) -> Resolution:
    """Refuse what belongs to another record. What is this record's own, posted by another run, is amended."""
    if owner is None:
        return resolution
    if isinstance(resolution, Gone):
        return resolution.again
    is_own = owner.key in envelope.keys
    if isinstance(resolution, Refuse):
        return TakeOver(remote_id=resolution.remote_id) if is_own else resolution
    return resolution if is_own else Refuse(problem=taken(owner))


def follow(outcome: Outcome, envelope: Envelope, resolution: Resolution) -> None:
    """Put the envelope on one list of the outcome, by what was found."""
    if isinstance(resolution, Adopt):
        adopted = _as_found(envelope, resolution)
        _arrive(outcome, Arrival(envelope=adopted, element=resolution.element, note=resolution.note))
    elif isinstance(resolution, TakeOver):
        outcome.redo.append(replace(instead(envelope, resolution), remote_id=resolution.remote_id))
    elif isinstance(resolution, Rename):
        outcome.redo.append(instead(envelope, resolution))
    elif isinstance(resolution, Anew):
        outcome.redo.append(replace(instead(envelope, resolution), remote_id="", decided=True))
    elif isinstance(resolution, Amend):
        notes = tuple(dict.fromkeys((*envelope.notes, *resolution.notes)))
        left = resolution.left or envelope.left
        outcome.redo.append(replace(envelope, amendment=resolution.payload, notes=notes, left=left, refused=None))
    elif isinstance(resolution, Gone):
        outcome.failing.append(Failing(envelope=envelope, problem=resolution.problem, element=resolution.element))
    else:
        outcome.failing.append(Failing(envelope=envelope, problem=resolution.problem))


def _as_found(envelope: Envelope, found: Adopt) -> Envelope:
    """Say on which day it is there, where that is not its own, whatever day it would go on now.

    A lost request of ours has left it on the day that we sent, unless a table that was put back knows only an earlier request.
    """
    made, there = instead(envelope, found), version_of(found.element.raw).day
    if not there or "Date" not in envelope.payload or envelope.record.kind in PAYMENTS:
        return made
    if found.lost and (found.left is not None or there == envelope.payload["Date"]):
        return made
    own = envelope.own_day
    fields = {name: value for name, value in (made.fields or {}).items() if name != MOVED}
    notes = [note for note in made.notes if note not in note_of_move(own, envelope.fields)]
    if (found.ours or found.lost) and own < there:
        fields[MOVED] = there
        notes += note_of_move(own, fields)
    elif own != there:
        notes.append(f"its date is {there} there and {own} in Brightpearl, {STAYS}")
    return replace(made, fields=fields or None, notes=tuple(notes))


def remote_id_of(resolution: Resolution) -> str:
    if isinstance(resolution, Adopt | Gone):
        return resolution.element.remote_id
    return resolution.remote_id if isinstance(resolution, TakeOver | Refuse) else ""
