"""Which envelopes go in one request: full batches, those of one name one after the other, and what may hold up others alone."""

from collections.abc import Iterator, Sequence

from shared.posting.envelopes import Envelope
from shared.posting.target import Target


def batches(target: Target, envelopes: Sequence[Envelope]) -> Iterator[Sequence[Envelope]]:
    """Yield full batches, then what goes alone; of these, what has failed most often comes last.

    Where the unique field of several is the same, only the first goes; the others go in a later one.
    """
    firsts, followers = _told_apart(target, [envelope for envelope in envelopes if not envelope.alone])
    size, whole = target.batch_size, len(firsts) - len(firsts) % target.batch_size
    last = firsts[whole:]
    names = {_unique(target, envelope) for envelope in last}
    fitting = [envelope for envelope in followers if _unique(target, envelope) not in names][: size - len(last)]
    others = [envelope for envelope in followers if envelope not in fitting]
    for some in (firsts[:whole], [*last, *fitting], others):
        yield from (some[start : start + size] for start in range(0, len(some), size))
    alone = sorted((envelope for envelope in envelopes if envelope.alone), key=lambda envelope: envelope.attempts)
    yield from ([envelope] for envelope in alone)


def _told_apart(target: Target, envelopes: Sequence[Envelope]) -> tuple[list[Envelope], list[Envelope]]:
    names: set[str] = set()
    firsts: list[Envelope] = []
    followers: list[Envelope] = []
    for envelope in envelopes:
        name = _unique(target, envelope)
        (followers if name in names else firsts).append(envelope)
        names |= {name} - {""}
    return firsts, followers


def _unique(target: Target, envelope: Envelope) -> str:
    return str(envelope.payload.get(target.unique_field) or "").casefold() if target.unique_field else ""
