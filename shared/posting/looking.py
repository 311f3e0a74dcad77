"""Looks for what is in the other system already: by its natural key, before it is created or after its answer was lost."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from msgspec.structs import replace

from shared.mapping.ages import is_older
from shared.posting.envelopes import Envelope
from shared.posting.target import Key, Looks, Resolution, Target

Looked = tuple[list[Envelope], list[Envelope], Mapping[Key, Resolution]]


def look(target: Target, envelopes: Sequence[Envelope], *, since: datetime | None) -> Looked:
    """Sort envelopes into those whose natural key is there already, and those whose key is free; and what was found."""
    found = target.look_up([envelope.wanted for envelope in envelopes], since=since)
    there = [envelope for envelope in envelopes if target.key(envelope.payload) in found]
    absent = [envelope for envelope in envelopes if target.key(envelope.payload) not in found]
    return there, absent, found


def look_first(target: Target, envelopes: Sequence[Envelope], *, table_since: Callable[[], datetime]) -> Looked:
    """Look before creating, as the target wants it. `table_since` gives since when our table knows what was posted."""
    if target.looks is Looks.LATER or not envelopes:
        return [], list(envelopes), {}
    aged = with_ages(envelopes, table_since())
    sought = [one for one in aged if not one.decided and (one.is_old or target.looks is Looks.ALWAYS)]
    if not sought:
        return [], aged, {}
    there, _, found = look(target, sought, since=None)
    return there, [envelope for envelope in aged if envelope not in there], found


def with_ages(envelopes: Sequence[Envelope], since: datetime) -> list[Envelope]:
    """Mark those that are older than what our table knows since then."""
    return [replace(envelope, is_old=_is_old(envelope, since)) for envelope in envelopes]


def _is_old(envelope: Envelope, since: datetime) -> bool:
    """Whether another table, or another connector, may have posted it: a source of it is older than what ours knows."""
    return any(is_older(part.record.document, since) for part in envelope.parts)
