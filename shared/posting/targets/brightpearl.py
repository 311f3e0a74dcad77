"""What payments and contras in Brightpearl have in common: a reference that it takes once, and no idempotency key.

Brightpearl's payments cannot be edited: a change is refused before it comes here.
https://api-docs.brightpearl.com/accounting/customer-payment/post.html
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any, ClassVar

from shared.brightpearl.client import Brightpearl
from shared.brightpearl.payments import MOST_MESSAGES
from shared.codec import from_json, to_json
from shared.kinds import System
from shared.mapping.references import Payload
from shared.posting.target import Difference, Element, Key, Looks, Rename, Resolution, Wanted


class BrightpearlTarget:
    """A target for customers' orders, or for those of a `supplier`; `names` are those of the two."""

    names: ClassVar[tuple[str, str]]
    system = System.BRIGHTPEARL
    batch_size = MOST_MESSAGES
    clash = r"transaction ?ref"  # in the words by which a reference that is taken is refused
    looks = Looks.LATER
    window: timedelta | None = None
    unique_field = ""

    def __init__(self, brightpearl: Brightpearl, *, supplier: bool) -> None:
        self.name = self.names[supplier]
        self._brightpearl = brightpearl
        self._supplier = supplier

    def key(self, payload: Mapping[str, Any], /) -> Key:
        return (str(payload["transactionRef"]),)

    def part(self, payload: Mapping[str, Any], /) -> str:  # noqa: ARG002 (the port's)
        return ""

    def encode(self, wanted: Sequence[Wanted]) -> str:
        return to_json([want.payload for want in wanted])

    def decode(self, body: str) -> list[Payload]:
        return list(from_json(body))

    def difference(self, want: Wanted, element: Element) -> Difference | None:  # noqa: ARG002 (the port's)
        """A payment cannot arrive differently from how it was sent."""
        return None

    def changed(self, wanted: Sequence[Wanted], seen: Mapping[str, str]) -> Mapping[Key, Resolution]:  # noqa: ARG002
        return {}

    def drafts(self, ids: Iterable[str]) -> set[str]:  # noqa: ARG002 (the port's)
        return set()

    def amendment(self, want: Wanted) -> Payload:
        return want.payload

    def ready(self, payloads: Sequence[Payload]) -> Mapping[Key, Rename]:  # noqa: ARG002 (the port's)
        return {}
