"""What every mapper answers."""

from decimal import Decimal

from msgspec import Struct

from shared.mapping.references import Payload


class Mapped(Struct, frozen=True, kw_only=True):
    """A payload in the other system's words, with references where its ids belong.

    `total` is what the source says that the document comes to, None where that means nothing. `notes` are sentences
    for the record's history. An empty payload has nothing to post.
    """

    payload: Payload
    total: Decimal | None = None
    notes: tuple[str, ...] = ()
