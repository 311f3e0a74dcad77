"""A poster with one target in memory: what it makes, finds and knows a test says."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

from shared.errors import StepError
from shared.kinds import System
from shared.posting.entries import entry_of
from shared.posting.envelopes import Envelope
from shared.posting.periods import Closed, Periods
from shared.posting.poster import Poster
from shared.posting.recorder import Recorder
from shared.posting.target import Difference, Element, Looks, Resolution, Target, Wanted
from shared.records.intents import Intent, Intents
from shared.records.record import Record
from shared.records.status import Status
from tests.builders import some_settings
from tests.posting.memory import Memory, as_store
from tests.records.builders import AT, STEP, a_record

Raw = dict[str, Any]
Answer = Callable[[Raw], Element | None]
WINDOW = timedelta(minutes=2)
RECORDS = [a_record(str(number)) for number in range(1, 8)]


def made(payload: Raw) -> Element:
    return Element(key=(payload["name"],), remote_id=payload.get("id") or f"x-{payload['name']}")


def clashing(payload: Raw) -> Element:
    return Element(key=(payload["name"],), refusals=("taken",))


@dataclass
class Place:
    """A target that makes what it is sent unless `answer` says otherwise, and finds what `there` says."""

    answer: Answer = made
    there: Mapping[str, Resolution] = field(default_factory=dict)
    looks: Looks = Looks.LATER
    window: timedelta | None = WINDOW
    refuses: StepError | None = None
    batch_size: int = 3
    sent: list[list[str]] = field(default_factory=list)
    looked: list[tuple[list[str], datetime | None]] = field(default_factory=list)
    wanted: list[Wanted] = field(default_factory=list)
    hows: list[tuple[bool, str]] = field(default_factory=list)
    theirs: Mapping[str, Resolution] = field(default_factory=dict)
    compared: list[tuple[list[str], Mapping[str, str]]] = field(default_factory=list)
    unapproved: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    name = "place"
    clash = "taken"
    unique_field = ""
    system = System.XERO

    def key(self, payload: Raw) -> tuple[str, ...]:
        return (payload["name"],)

    def part(self, _payload: Raw) -> str:
        return ""

    def encode(self, wanted: Sequence[Wanted]) -> str:
        return ",".join(f"{want.payload['name']}={want.remote_id}" for want in wanted)

    def decode(self, body: str) -> list[Raw]:
        pairs = (one.split("=") for one in body.split(","))
        return [{"name": name, **({"id": remote} if remote else {})} for name, remote in pairs]

    def send(self, body: str, *, create: bool, idempotency_key: str) -> list[Element]:
        if self.refuses is not None:
            raise self.refuses
        self.hows.append((create, idempotency_key))
        payloads = self.decode(body)
        self.sent.append([payload["name"] for payload in payloads])
        return [element for element in map(self.answer, payloads) if element is not None]

    def look_up(self, wanted: Sequence[Wanted], *, since: datetime | None) -> dict[tuple[str, ...], Resolution]:
        names = [want.payload["name"] for want in wanted]
        self.looked.append((names, since))
        self.wanted += wanted
        return {(name,): self.there[name] for name in names if name in self.there}

    def difference(self, want: Wanted, element: Element) -> Difference | None:
        return None

    def drafts(self, ids: Iterable[str]) -> set[str]:
        self.asked += ids
        return {*ids} & self.unapproved

    def changed(self, wanted: Sequence[Wanted], seen: Mapping[str, str]) -> dict[tuple[str, ...], Resolution]:
        """Give what becomes of those whose ids are in `theirs`."""
        self.compared.append(([want.remote_id for want in wanted], seen))
        return {self.key(one.payload): self.theirs[one.remote_id] for one in wanted if one.remote_id in self.theirs}

    def amendment(self, want: Wanted) -> Raw:
        return want.payload

    def ready(self, payloads: Sequence[Raw]) -> Raw:
        return {}


@dataclass
class Drawer:
    """The open intents of a step."""

    opened: list[Intent] = field(default_factory=list)
    closed: list[Intent] = field(default_factory=list)

    def now(self) -> datetime:
        return AT

    def open(self, intent: Intent) -> None:
        self.opened.append(intent)

    def close(self, intent: Intent) -> None:
        self.closed.append(intent)

    def still_open(self, step: str) -> list[Intent]:
        assert step == STEP
        return [one for one in self.opened if one not in self.closed]


@dataclass
class Desk:
    """A poster over a store in memory.

    `batches` is for how many more there is time, and `since` is when its table was first used.
    """

    place: Place
    batches: int = 99
    memory: Memory = field(default_factory=lambda: Memory({one.key: one for one in RECORDS}))
    drawer: Drawer = field(default_factory=Drawer)
    closed: Closed = field(default_factory=Closed)
    since: datetime = AT
    tally: Any = field(default_factory=lambda: SimpleNamespace(posted=0, errors=0, left_out={}, locked_days=0))

    @property
    def poster(self) -> Poster:
        recorder = Recorder(store=as_store(self.memory), tally=self.tally, who="me", before_arrival=lambda _: None)
        targets = {"place": cast("Target", self.place)}
        intents = cast("Intents", self.drawer)
        return Poster(
            step=STEP,
            intents=intents,
            targets=targets,
            recorder=recorder,
            periods=Periods(settings=some_settings(), ask=lambda _: self.closed, known={}),
            table_since=lambda: self.since,
            may_start=self._may_start,
        )

    def _may_start(self) -> bool:
        self.batches -= 1
        return self.batches >= 0

    def post(self, *envelopes: Envelope, hold: bool = False) -> list[Envelope]:
        return self.poster.post(cast("Target", self.place), envelopes, hold=hold)

    def left_open(self, *envelopes: Envelope, minutes: float) -> None:
        """Leave an intent behind that is so old."""
        place = cast("Target", self.place)
        intent = Intent(
            step=STEP,
            at=AT - timedelta(minutes=minutes),
            target="place",
            create=not envelopes[0].remote_id,
            idempotency_key="key-1",
            body=self.place.encode([envelope.wanted for envelope in envelopes]),
            entries=tuple(entry_of(envelope, place) for envelope in envelopes),
        )
        self.drawer.opened.append(intent)

    def status(self, *numbers: int) -> list[Status]:
        return [self.memory.records[RECORDS[number - 1].key].status for number in numbers]

    def says(self, number: int) -> Any:
        failure = self.memory.records[RECORDS[number - 1].key].failure
        return failure.problem if failure else None


def an_envelope(number: int, name: str = "", **changes: Any) -> Envelope:
    record: Record = RECORDS[number - 1]
    given = {"payload": {"name": name or f"n{number}"}, "source_hash": "source-1", "fingerprint": "f", **changes}
    return Envelope(record=record, **given)


def some(*numbers: int) -> list[Envelope]:
    return [an_envelope(number) for number in numbers]
