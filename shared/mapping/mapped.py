"""What every mapper gives."""

from decimal import Decimal

from msgspec import Struct

from shared.codec import fingerprint
from shared.mapping.references import Payload


class Mapped(Struct, frozen=True, kw_only=True):
    """A payload in the other system's words, with references where its ids belong.

    `total` is the total that the source states, None for kinds without one. `notes` are sentences for the record's
    history. An empty payload: there is nothing to post.
    """

    payload: Payload
    total: Decimal | None = None
    notes: tuple[str, ...] = ()


def fingerprint_of(mapped: Mapped) -> str:
    """Give the fingerprint of what is posted: the payload, and the total, which decides about the rounding line."""
    return fingerprint([mapped.payload, mapped.total])
