"""Payloads as mappers make them: with a `Ref` where the other system's id belongs.

So a payload says by itself what it needs, and two payloads are the same whether or not those things have been sent yet.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from msgspec import Struct

from shared.codec import fingerprint
from shared.errors import Problem
from shared.kinds import Kind

Payload = dict[str, Any]


class Ref(Struct, frozen=True, order=True):
    """Stands for the id (for a product: the item code) that our record `kind`/`id` has in the other system.

    Where `optional`, a reference that leads nowhere is left out; otherwise the payload cannot be sent.
    """

    kind: Kind
    id: str
    optional: bool = False

    def __str__(self) -> str:
        return f"{self.kind}/{self.id}"


def references(payload: Payload) -> list[Ref]:
    """List every reference in a payload, in order, repeats included."""
    found: list[Ref] = []
    _collect(payload, found)
    return found


def _collect(value: Any, found: list[Ref]) -> None:
    for nested in value.values() if type(value) is dict else value:
        if type(nested) is Ref:
            found.append(nested)
        elif type(nested) in _NESTING:
            _collect(nested, found)


def resolve(payload: Payload, ids: Mapping[Ref, str]) -> Payload:
    """Put ids for references. An optional one that is not in `ids` disappears with its key; others raise KeyError."""
    resolved = payload.copy()
    for name, nested in payload.items():
        if type(nested) in _NESTING:
            resolved[name] = _resolve(nested, ids)
        elif type(nested) is Ref:
            _put(resolved, name, nested, ids)
    return resolved


def _put(resolved: Payload, name: str, ref: Ref, ids: Mapping[Ref, str]) -> None:
    if ref.optional and ref not in ids:
        del resolved[name]
    else:
        resolved[name] = ids[ref]


def _resolve(value: Any, ids: Mapping[Ref, str]) -> Any:
    if type(value) is Ref:
        return ids[value]
    if type(value) is dict:
        return resolve(value, ids)
    return [_resolve(nested, ids) for nested in value] if type(value) in _NESTING else value


_NESTING: Final = frozenset({dict, list, tuple})


class Mapped(Struct, frozen=True, kw_only=True):
    """A payload in the other system's words, with references where its ids belong.

    `total` is the total that the source states, `tax` the tax that the other system should come to; None for kinds without.
    `notes` are sentences for the record's history. An empty payload: there is nothing to post. `left` is what of the source no
    payload can say: the record becomes an Error with it, though the rest has arrived.
    """

    payload: Payload
    total: Decimal | None = None
    tax: Decimal | None = None
    notes: tuple[str, ...] = ()
    left: Problem | None = None


def fingerprint_of(mapped: Mapped) -> str:
    """Give the fingerprint of what is posted: the payload, and the total, which decides about the rounding line."""
    return fingerprint([mapped.payload, mapped.total])
