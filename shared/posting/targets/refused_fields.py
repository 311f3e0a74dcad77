"""Contacts that Xero refuses for one of their fields: they go without it, for nothing else depends on it.

Which addresses Xero takes is nowhere written down, so its answer decides.
"""

from collections.abc import Mapping
from typing import Any, Final

from shared.mapping.contact_fields import (
    ADDRESSES,
    CONTACT,
    EMAIL,
    PERSONS,
    PHONES,
    doubtful_emails,
    without,
)
from shared.mapping.fields import How, left_out, notes_of
from shared.posting.target import Refuse, Rename, Wanted, says
from shared.posting.targets.xero import xero_problem

# What a refusal's words are about. The persons come first: Xero asks for an e-mail address before it takes them.
_ABOUT: Final[Mapping[str, str]] = {
    r"contact persons|additional people|additional persons": PERSONS,
    r"e-?mail": EMAIL,
    r"phone": PHONES,
    r"tax ?number": "TaxNumber",
    r"country|postal ?code|address ?line|\bcity\b|\bregion\b": ADDRESSES,
}
REFUSED: Final = "|".join(_ABOUT)


def without_what_was_refused(want: Wanted) -> Rename | Refuse:
    """Leave out what the refusal is about; where nothing of it was sent, the refusal stands."""
    words = want.refused.refusals if want.refused else ()
    paths = {path for word in words for path in _paths(word, want)}
    if not paths:
        return Refuse(problem=xero_problem(words))
    known = left_out(want.fields or {}, paths, How.REFUSED)
    fresh = {path: entry for path, entry in known.items() if path in paths}
    return Rename(payload=without(want.payload, paths), fields=known, notes=notes_of(fresh, CONTACT.words))


def _paths(word: str, want: Wanted) -> set[str]:
    prefix = next((prefix for pattern, prefix in _ABOUT.items() if says(pattern, [word])), None)
    sent = CONTACT.fields(want.payload)
    if prefix == EMAIL:
        return _emails(sent, is_new=not want.remote_id)
    return {path for path in sent if prefix and path.startswith(prefix)}


def _emails(sent: Mapping[str, Any], *, is_new: bool) -> set[str]:
    """First those that are none by the letter; else the contact's own, without which a new one has no persons; else theirs."""
    persons = {path for path in sent if path.startswith(PERSONS)}
    doubtful = doubtful_emails(sent)
    if EMAIL in doubtful or (EMAIL in sent and not doubtful):
        return {EMAIL} | (persons if is_new else doubtful)
    return doubtful or persons
