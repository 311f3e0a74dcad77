"""Ids for references: what an envelope refers to is in the other system by now, or says why it is not."""

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from shared.mapping.references import Payload, Ref, references, resolve
from shared.posting.dependencies import Resolved
from shared.posting.envelopes import Envelope, Failing


def with_ids(envelopes: Sequence[Envelope], resolved: Resolved) -> tuple[list[Envelope], list[Failing]]:
    """Put ids for references. Left out is what refers to something that was kept, or that there was no time for."""
    ready: list[Envelope] = []
    failing: list[Failing] = []
    for envelope in envelopes:
        missing = [ref for ref in envelope.refers if ref not in resolved.ids]
        if not (resolved.later | resolved.kept).isdisjoint(missing):
            continue
        blocking = [ref for ref in missing if not ref.optional]
        if blocking:
            failing.append(Failing(envelope=envelope, problem=resolved.problems[blocking[0]]))
        else:
            ready.append(_with(envelope, resolved, missing))
    return ready, failing


def _with(envelope: Envelope, resolved: Resolved, missing: Sequence[Ref]) -> Envelope:
    notes = tuple(f"a line goes without its item: {resolved.problems[ref].message}" for ref in dict.fromkeys(missing))
    payload = resolve(envelope.payload, resolved.ids)
    base = None if envelope.base is None else _as_it_was(envelope.base, resolved.ids)
    return replace(envelope, payload=payload, base=base, refers=(), notes=(*envelope.notes, *notes))


def _as_it_was(base: Payload, ids: Mapping[Ref, str]) -> Payload:
    """Put ids into what was posted last. What it refers to, and the document does no more, is blank: it differs in any case."""
    blank = {ref: "" for ref in references(base) if not ref.optional}
    return resolve(base, {**blank, **ids})
