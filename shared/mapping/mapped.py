"""What every mapper answers."""

from dataclasses import dataclass
from decimal import Decimal

from shared.payload import Payload


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Mapped:
    """A payload in the other system's words, with `Ref` where its ids belong.

    `total` is what the source says that the document comes to, None where that means nothing. `notes` are sentences
    for the record's history. An empty payload has nothing to post.
    """

    payload: Payload
    total: Decimal | None = None
    notes: tuple[str, ...] = ()
