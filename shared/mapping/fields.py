"""Field by field: what the other system has of us, and so what an edit sends and what a link leaves as people have typed it.

Fields are values by a path such as `Phones/MOBILE`; blank ones are left out. What is known of them after a post is kept with the
record as JSON: `{"EmailAddress": ["sent", "ada@example.com"]}`.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from enum import StrEnum
from typing import Any, Final

from msgspec import Struct

from shared.mapping.references import Payload

Fields = Mapping[str, Any]
Known = Mapping[str, Sequence[Any]]
GONE: Final = None  # among changes: it is to be blank; among known values: what is there is in doubt


class How(StrEnum):
    """How the value that the source had for a field stands to the other system."""

    SENT = "sent"
    SAME = "same"  # it was there before us
    KEPT = "kept"  # something else was there before us, and stays
    REFUSED = "refused"
    NO_ROOM = "no room"


class Shape(Struct, frozen=True, kw_only=True, eq=False):
    """How the payload of a kind falls into fields.

    `identity` is always sent: ours, or what the other system has where that `stays`. `fields` reads a payload of ours or what the
    other system says; `payload` writes changes over the latter. `needs_theirs` says whether changes cannot be written without it,
    and `crowd` for which paths there is no room beside it. `words` says a path in words.
    """

    identity: str
    fields: Callable[[Mapping[str, Any]], dict[str, Any]]
    payload: Callable[[Fields, Mapping[str, Any]], Payload]
    needs_theirs: Callable[[Fields], bool]
    crowd: Callable[[Fields, Mapping[str, Any]], set[str]]
    words: Callable[[str], str]
    stays: bool = False


class Edit(Struct, frozen=True, kw_only=True, eq=False):
    """What is to be sent, and what is known once it has arrived."""

    changes: Fields
    known: Known


def edit(ours: Fields, known: Known) -> Edit:
    """Change what is ours already: send what has changed in the source since."""
    changes = changed(ours, known)
    return Edit(changes=changes, known=known_after(ours, known, changes))


def link(ours: Fields, theirs: Fields) -> Edit:
    """Take over what people have entered: send what they have left blank."""
    return Edit(changes=missing(ours, theirs), known=known_when_linked(ours, theirs))


def within(made: Edit, shape: Shape, theirs: Mapping[str, Any]) -> Edit:
    """Leave out what has no room beside what the other system has."""
    crowd = shape.crowd(made.changes, theirs)
    changes = {path: value for path, value in made.changes.items() if path not in crowd}
    return Edit(changes=changes, known=left_out(made.known, crowd, How.NO_ROOM))


def all_sent(ours: Fields) -> Known:
    """What is known once all of it was sent."""
    return {path: [How.SENT, value] for path, value in ours.items()}


def values_of(known: Known) -> dict[str, Any]:
    """Give all that the source said."""
    return {path: value for path, (_, value) in known.items()}


def changed(ours: Fields, known: Known) -> dict[str, Any]:
    """Give what differs from what the source said last; a field is made blank only where it was us who filled it."""
    new = {path: value for path, value in ours.items() if path not in known or known[path][1] != value}
    emptied = (path for path, (how, _) in known.items() if how == How.SENT and path not in ours)
    return {**new, **dict.fromkeys(emptied, GONE)}


def known_after(ours: Fields, known: Known, changes: Fields) -> Known:
    """What is known once the changes were sent."""
    return {path: [How.SENT, value] if path in changes else known[path] for path, value in ours.items()}


def missing(ours: Fields, theirs: Fields) -> dict[str, Any]:
    """Give what the other system has blank: all that a link sends."""
    return {path: value for path, value in ours.items() if path not in theirs}


def known_when_linked(ours: Fields, theirs: Fields) -> Known:
    """What is known once a thing that people have entered became ours."""

    def how(path: str, value: Any) -> How:
        if path not in theirs:
            return How.SENT
        return How.SAME if alike(value, theirs[path]) else How.KEPT

    return {path: [how(path, value), value] for path, value in ours.items()}


def left_out(known: Known, paths: Collection[str], how: How) -> Known:
    """Note that these went out of a payload before it was sent."""
    return {path: [how, entry[1]] if path in paths else entry for path, entry in known.items()}


def doubted(before: Known, after: Known) -> Known:
    """What is known when nobody knows whether the step from one to the other was taken: those fields go again."""
    paths = [path for path in (*before, *after) if before.get(path) != after.get(path)]
    return {**before, **{path: [How.SENT, GONE] for path in paths}}


def alike(one: Any, other: Any) -> bool:
    """Whether two values say the same, whatever their spaces and capitals."""
    return bool(_plain(one) == _plain(other))


def notes_of(known: Known, words: Callable[[str], str]) -> tuple[str, ...]:
    """Say for a record's notes which fields the other system has otherwise than the source."""
    by_how = {how: [words(path) for path, entry in known.items() if entry[0] == how] for how in _NOTES}
    return tuple(_NOTES[how].format(fields=", ".join(named)) for how, named in by_how.items() if named)


_NOTES: Final[Mapping[How, str]] = {
    How.KEPT: "these were in Xero already and differ, so they stay there until they change in Brightpearl: {fields}",
    How.REFUSED: "Xero does not take these, so they were left out: {fields}",
    How.NO_ROOM: "Xero takes no more persons, so these were left out: {fields}",
}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: plain for name, part in value.items() if (plain := _plain(part))}
    return "".join(value.split()).casefold() if isinstance(value, str) else value
