"""What a post would send."""

from dataclasses import dataclass
from typing import Any

from shared.api.words import KindName


@dataclass(frozen=True, slots=True, kw_only=True)
class BroughtFirst:
    """Something that the post would bring over first, because the record refers to it."""

    kind: KindName
    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewProblem:
    error_class: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewAnswer:
    """What a post would send now. `sends` is false where nothing would be sent, and `reason` says why.

    `total` is what it has to come to in the other system, where the source says so: otherwise it becomes an error.
    """

    sends: bool
    reason: str
    system: str
    creates: bool
    body: Any
    currency: str
    total: str
    brought_first: list[BroughtFirst]
    warnings: list[str]
    problem: PreviewProblem | None
