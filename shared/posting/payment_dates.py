"""Payments that were made before their document: they keep their day, unless Xero refuses it; then they take the document's."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from msgspec.structs import replace

from shared.mapping.payments import paid_document
from shared.posting.target import Key, Rename, Resolution, Target, Wanted

_TOO_EARLY: Final = re.compile(r"payment date .*before the .*date", re.IGNORECASE)


def dated_by_document(target: Target, days_of: Callable[[Iterable[str]], Mapping[str, str]]) -> Target:
    """The target for payments; `days_of` says the day of each document by its id in Xero."""

    def clashes(words: Sequence[str]) -> bool:
        return target.clashes(words) or any(_TOO_EARLY.search(word) for word in words)

    def resolve(wanted: Sequence[Wanted], since: datetime | None) -> Mapping[Key, Resolution]:
        found = target.resolve(wanted, since)
        if since is not None:
            return found
        days = days_of(paid_document(want.payload) for want in wanted)
        return {**{target.key(want.payload): _redated(want, days) for want in wanted if _is_early(want, days)}, **found}

    return replace(target, clashes=clashes, resolve=resolve)


def _is_early(want: Wanted, days: Mapping[str, str]) -> bool:
    return str(want.payload["Date"]) < days.get(paid_document(want.payload), "")


def _redated(want: Wanted, days: Mapping[str, str]) -> Rename:
    return Rename(payload={**want.payload, "Date": days[paid_document(want.payload)]})
