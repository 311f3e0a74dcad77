"""What all of Xero's targets share. https://developer.xero.com/documentation/api/accounting/requests-and-responses"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from shared.codec import from_json
from shared.errors import Problem
from shared.kinds import System
from shared.mapping.references import Payload
from shared.posting.target import (
    IDEMPOTENCY_WINDOW,
    NEVER,
    Adopt,
    Difference,
    Element,
    Key,
    Looks,
    Rename,
    Resolution,
    Wanted,
)
from shared.posting.targets.refusals import problem_of
from shared.records.queues import UNAPPROVED
from shared.xero.answers import refusals, warnings
from shared.xero.client import Xero
from shared.xero.resources import Resource

NOBODY: Final = "00000000-0000-0000-0000-000000000000"
CLOCKS: Final = timedelta(minutes=10)  # by which Xero's clock may be behind ours
FOUND: Final = "found in Xero"
FOUND_LATER: Final = "found in Xero after its answer was lost"
Raw = Mapping[str, Any]


class XeroTarget(ABC):
    """The base of Xero's targets. A subclass sets `name`, `resource` and `key`, and what else differs."""

    name: str
    resource: Resource
    system = System.XERO
    clash = NEVER
    looks = Looks.LATER
    window: timedelta | None = IDEMPOTENCY_WINDOW
    unique_field = ""

    def __init__(self, xero: Xero) -> None:
        self.xero = xero
        self.batch_size = self.resource.batch_size

    @abstractmethod
    def key(self, payload: Raw, /) -> Key: ...

    def part(self, payload: Raw, /) -> str:  # noqa: ARG002 (the port's)
        return ""

    def takes(self, payload: Raw) -> bool:
        """Whether a document's payload goes here: documents of most kinds say what they are."""
        return bool(payload.get("Type") == self.name)

    def encode(self, wanted: Sequence[Wanted]) -> str:
        return self.xero.body_of(self.resource, [self._with_id(want) for want in wanted]).decode()

    def decode(self, body: str) -> list[Payload]:
        return list(from_json(body)[self.resource.name])

    def send(self, body: str, *, create: bool, idempotency_key: str) -> list[Element]:
        answered = self.xero.write(self.resource, body.encode(), create=create, idempotency_key=idempotency_key)
        return [self.element(raw) for raw in answered]

    def look_up(self, wanted: Sequence[Wanted], *, since: datetime | None) -> Mapping[Key, Resolution]:
        """Look only for what a lost request has left. Without a number or unique name, nothing of others can be told apart."""
        return {} if since is None else self.left_since(wanted, since)

    def there(self, ids: Iterable[str]) -> Mapping[str, Raw]:
        """Read whole elements as they are in Xero now, by id; those that do not exist are left out."""
        return {str(raw[self.resource.id_field]): raw for raw in self.xero.by_ids(self.resource, ids)}

    def drafts(self, ids: Iterable[str]) -> set[str]:
        return {one for one, raw in self.there(ids).items() if raw.get("Status") in UNAPPROVED}

    def gone_items(self) -> set[str]:
        """Give the codes of items that Xero said it has not: documents name items, other kinds do not."""
        return set()

    def difference(self, want: Wanted, element: Element) -> Difference | None:  # noqa: ARG002 (the port's)
        return None

    def changed(self, wanted: Sequence[Wanted], seen: Mapping[str, str]) -> Mapping[Key, Resolution]:  # noqa: ARG002
        return {}

    def amendment(self, want: Wanted) -> Payload:
        return want.payload

    def ready(self, payloads: Sequence[Payload]) -> Mapping[Key, Rename]:  # noqa: ARG002 (the port's)
        return {}

    def element(self, raw: Raw) -> Element:
        """Read one element of an answer. One that was not created may carry the id of nobody."""
        remote_id = str(raw.get(self.resource.id_field) or "")
        return Element(
            key=self.key(raw),
            remote_id="" if remote_id == NOBODY else remote_id,
            remote_number=str(raw.get(self.resource.number_field) or "") if self.resource.number_field else "",
            total=_amount(raw, "Total"),
            tax=_amount(raw, "TotalTax"),
            refusals=tuple(refusals(raw)),
            warnings=tuple(warnings(raw)),
            raw=raw,
        )

    def left_since(self, wanted: Sequence[Wanted], since: datetime) -> dict[Key, Resolution]:
        """Adopt what a request of ours has left there since. It is listed by Xero's clock, which may be behind ours."""
        keys = {self.key(want.payload) for want in wanted}
        alive = (raw for raw in self.xero.modified(self.resource, since - CLOCKS) if self.is_alive(raw))
        elements = [element for element in map(self.element, alive) if element.key in keys]
        return {element.key: Adopt(element=element, note=FOUND_LATER, lost=True) for element in elements}

    def is_alive(self, raw: Raw) -> bool:  # noqa: ARG002 (kinds that can be deleted look at it)
        return True

    def _with_id(self, want: Wanted) -> Payload:
        return {**want.sent, self.resource.id_field: want.remote_id} if want.remote_id else want.payload


def _amount(raw: Raw, name: str) -> Decimal | None:
    return None if raw.get(name) is None else Decimal(str(raw[name]))


def xero_problem(words: Sequence[str]) -> Problem:
    return problem_of(words, system=System.XERO)


def by_key(raws: Iterable[Raw], key: Callable[[Any], Key]) -> dict[Key, list[Raw]]:
    found: dict[Key, list[Raw]] = {}
    for raw in raws:
        found.setdefault(key(raw), []).append(raw)
    return found
