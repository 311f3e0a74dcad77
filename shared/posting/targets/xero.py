"""Xero as the posting protocol sees it: elements out of Xero's JSON, and what all its targets have in common."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any, Final

from shared.codec import from_json
from shared.errors import Problem
from shared.mapping.references import Payload
from shared.posting.target import Element, Key, Resolution, Target, Wanted, agrees, no_correction
from shared.posting.targets.refusals import problem_of
from shared.xero.client import Xero, refusals, warnings
from shared.xero.resources import Resource

NOBODY: Final = "00000000-0000-0000-0000-000000000000"
CLOCKS: Final = timedelta(minutes=10)  # by which Xero's clock may be behind ours
Raw = Mapping[str, Any]


def never(_words: Sequence[str]) -> bool:
    return False


def element_of(raw: Raw, *, resource: Resource, key: Callable[[Any], Key]) -> Element:
    """Read one element of an answer; the id of nobody stands on elements that were not created."""
    remote_id = str(raw.get(resource.id_field) or "")
    total = raw.get("Total")
    return Element(
        key=key(raw),
        remote_id="" if remote_id == NOBODY else remote_id,
        remote_number=str(raw.get(resource.number_field) or "") if resource.number_field else "",
        total=None if total is None else Decimal(str(total)),
        refusals=tuple(refusals(raw)),
        warnings=tuple(warnings(raw)),
        raw=raw,
    )


def xero_target(
    xero: Xero,
    resource: Resource,
    *,
    name: str,
    key: Callable[[Any], Key],
    resolve: Callable[[Sequence[Wanted], Any], Mapping[Key, Resolution]],
    with_id: Callable[[Payload, str], Payload] | None = None,
    differs: Callable[[Payload, Element, Decimal | None], str] = agrees,
    correct: Callable[[Payload, Element, Decimal | None], Payload | None] = no_correction,
    clashes: Callable[[Sequence[str]], bool] = never,
    look_first: bool = False,
) -> Target:
    read = partial(element_of, resource=resource, key=key)

    def body(payloads: Sequence[Payload]) -> str:
        return xero.body_of(resource, payloads).decode()

    def elements(text: str) -> list[Payload]:
        return list(from_json(text)[resource.name])

    def send(text: str, create: bool, idempotency_key: str) -> list[Element]:  # noqa: FBT001 (Outlet's shape)
        answered = xero.write(resource, text.encode(), create=create, idempotency_key=idempotency_key)
        return [read(raw) for raw in answered]

    def put_id(payload: Payload, remote_id: str) -> Payload:
        return {**payload, resource.id_field: remote_id}

    return Target(
        name=name,
        batch_size=resource.batch_size,
        key=key,
        body=body,
        elements=elements,
        send=send,
        resolve=resolve,
        differs=differs,
        with_id=with_id or put_id,
        correct=correct,
        problem=xero_problem,
        clashes=clashes,
        look_first=look_first,
    )


def xero_problem(words: Sequence[str]) -> Problem:
    return problem_of(words, system="Xero")


def left_since(xero: Xero, resource: Resource, since: datetime) -> Iterable[Raw]:
    """What a request of ours may have left there: by Xero's clock, which need not agree with ours."""
    return xero.modified(resource, since - CLOCKS)


def by_key(raws: Iterable[Raw], key: Callable[[Any], Key]) -> dict[Key, list[Raw]]:
    found: dict[Key, list[Raw]] = {}
    for raw in raws:
        found.setdefault(key(raw), []).append(raw)
    return found
