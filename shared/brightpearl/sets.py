"""Reading many records by id, 200 to a call, so that one bad id never hides the good ones.

Brightpearl leaves out an id that it does not know, or refuses the whole set. Of a refused set we ask which ids exist
(OPTIONS, https://api-docs.brightpearl.com/concepts/uri-syntax.html), and then halve it until the bad id is alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct, field

from shared.brightpearl.answers import content, is_nothing_found
from shared.brightpearl.id_sets import bridged, chunks, compress, expand
from shared.errors import AnswerError, RequestRefusedError
from shared.http.transport import Transport


class Found(Struct, frozen=True, kw_only=True):
    """Every id asked for is in exactly one of the three; `refused` says why in Brightpearl's words."""

    items: dict[int, dict[str, Any]] = field(default_factory=dict)
    missing: frozenset[int] = frozenset()
    refused: dict[int, str] = field(default_factory=dict)

    def __or__(self, other: "Found") -> "Found":
        return Found(
            items={**self.items, **other.items},
            missing=self.missing | other.missing,
            refused={**self.refused, **other.refused},
        )


class Resource(Struct, frozen=True, kw_only=True, eq=False):
    """`suffix` follows the ids in the address, `id_field` is the id in a record; `tells_existing`: OPTIONS says which exist.

    `within` is the field of the answer that has the list; "" where the answer is the list.
    """

    path: str
    id_field: str
    suffix: str = ""
    include: str = ""
    within: str = ""
    tells_existing: bool = True


class SetReader:
    """Reads one resource by ids."""

    def __init__(self, transport: Transport, root: str, resource: Resource) -> None:
        self._transport = transport
        self._root = root
        self._resource = resource

    def read(self, ids: Iterable[int]) -> Found:
        """Read any number of ids. A refused id is in the result; all other failures are raised."""
        found = Found()
        for chunk in chunks(ids):
            found |= self._read(chunk, asked_existing=False)
        return found

    def existing(self, ids: Sequence[int]) -> set[int]:
        """Ask which of some ids exist: of any number that one address has room for."""
        path = f"{self._root}/{self._resource.path}/{bridged(ids)}"
        return {*ids} & {*self._ids_of(content(self._transport.read("OPTIONS", path)))}

    def _read(self, ids: Sequence[int], *, asked_existing: bool) -> Found:
        try:
            return self._sorted_out(ids, self._get(ids))
        except RequestRefusedError as refusal:
            if len(ids) == 1:
                return _alone(ids[0], refusal)
        if self._resource.tells_existing and not asked_existing:
            return self._read_existing(ids)
        middle = len(ids) // 2
        return self._read(ids[:middle], asked_existing=True) | self._read(ids[middle:], asked_existing=True)

    def _read_existing(self, ids: Sequence[int]) -> Found:
        existing = self._existing(ids)
        missing = Found(missing=frozenset(ids) - frozenset(existing))
        return missing | self._read(existing, asked_existing=True) if existing else missing

    def _existing(self, ids: Sequence[int]) -> list[int]:
        """Ask which ids exist. Where that is refused too, suppose that all do."""
        try:
            answer = content(self._transport.read("OPTIONS", self._path(ids, suffix="")))
        except RequestRefusedError:
            return list(ids)
        return sorted(set(ids) & set(self._ids_of(answer)))

    def _ids_of(self, answer: Any) -> Iterable[int]:
        try:
            place = self._resource.path.rpartition("/")[2]
            texts = [_segment_after(place, uri) for uri in answer["getUris"]]
            return [number for text in texts for number in expand(text)]
        except (KeyError, TypeError, ValueError) as cause:
            raise AnswerError("Brightpearl's answer about which ids exist cannot be read") from cause

    def _get(self, ids: Sequence[int]) -> list[dict[str, Any]]:
        include = (("includeOptional", self._resource.include),) if self._resource.include else ()
        answer = content(self._transport.get(self._path(ids, suffix=self._resource.suffix), include))
        if self._resource.within and isinstance(answer, Mapping):
            answer = answer.get(self._resource.within)
        if not isinstance(answer, list):
            raise AnswerError(f"Brightpearl's answer to {self._resource.path} is not a list")
        return answer

    def _path(self, ids: Sequence[int], *, suffix: str) -> str:
        return f"{self._root}/{self._resource.path}/{compress(ids)}{suffix}"

    def _sorted_out(self, ids: Sequence[int], records: Iterable[Mapping[str, Any]]) -> Found:
        """Index by id: the records come in any order."""
        items = {int(record[self._resource.id_field]): dict(record) for record in records}
        return Found(items=items, missing=frozenset(ids) - items.keys())


def _alone(number: int, refusal: RequestRefusedError) -> Found:
    if is_nothing_found(refusal):
        return Found(missing=frozenset([number]))
    return Found(refused={number: refusal.words})


def _segment_after(place: str, uri: str) -> str:
    segments = uri.strip("/").split("/")
    return segments[segments.index(place) + 1]
