"""Pages of source objects, as fetches read them."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct, field

from shared.records.record import Fetched

Position = dict[str, Any]
Since = datetime | None


class Page(Struct, frozen=True, kw_only=True, eq=False):
    """Some source objects, and the position behind them: plain JSON, from which a later reading goes on.

    `stored` is called once they are in the store. It forgets what must not be forgotten before.
    """

    fetched: Sequence[Fetched]
    position: Position = field(default_factory=dict)
    stored: Callable[[], None] = lambda: None
