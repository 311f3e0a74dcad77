"""A target that looks once more at what was refused in certain words, before it counts as refused."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from msgspec.structs import replace

from shared.posting.target import Element, Key, Resolution, Target, Wanted

Refused = Mapping[Key, tuple[Wanted, Element]]
Judge = Callable[[Refused], Mapping[Key, Resolution]]


def looking_again(target: Target, words: re.Pattern[str], judge: Judge) -> Target:
    """`judge` decides about what was refused in such words; what it leaves out, and all else, is the target's own to look for."""
    refused: dict[Key, Element] = {}

    def says_so(said: Sequence[str]) -> bool:
        return any(words.search(word) for word in said)

    def send(text: str, create: bool, idempotency_key: str) -> list[Element]:  # noqa: FBT001 (Outlet's shape)
        elements = target.send(text, create, idempotency_key)
        refused.update({element.key: element for element in elements if says_so(element.refusals)})
        return elements

    def clashes(said: Sequence[str]) -> bool:
        return target.clashes(said) or says_so(said)

    def resolve(wanted: Sequence[Wanted], since: datetime | None) -> dict[Key, Resolution]:
        keys = {target.key(want.payload): want for want in wanted} if since is None else {}
        stuck = {key: (want, refused[key]) for key, want in keys.items() if key in refused}
        judged = dict(judge(stuck)) if stuck else {}
        others = [want for want in wanted if target.key(want.payload) not in judged]
        return {**(target.resolve(others, since) if others else {}), **judged}

    return replace(target, send=send, clashes=clashes, resolve=resolve)
