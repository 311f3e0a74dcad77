"""One batch: the intent before the request, and what stays open where nobody knows whether the request was carried out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast

import pytest

from shared.errors import (
    ConnectorError,
    InvalidDataError,
    RequestRefusedError,
    StepError,
    TransientError,
    UncertainError,
)
from shared.kinds import System
from shared.posting.envelopes import Envelope, Failing
from shared.posting.judging import Outcome
from shared.posting.sender import Sender
from shared.posting.settler import Settler
from shared.posting.target import Element, Rename, Target, Wanted
from shared.records.intents import Intent, Intents
from shared.records.record import Record
from tests.records.builders import AT, STEP, a_record

LOST = UncertainError("lost", hint="look")
REFUSED = RequestRefusedError("no", words="Odd", status=400)
Answer = StepError | Sequence[Element]


@dataclass
class Place:
    """A target that gives one answer after another, and notes the requests."""

    answers: list[Answer]
    window: timedelta | None = timedelta(minutes=2)
    asked: list[tuple[str, bool, str]] = field(default_factory=list)
    room: int = 99
    name = "place"
    system = System.XERO

    def encode(self, wanted: Sequence[Wanted]) -> str:
        if len(wanted) > self.room:
            raise InvalidDataError("it is too long", hint="make it shorter")
        return ",".join(want.payload["id"] for want in wanted)

    def key(self, payload: dict[str, Any]) -> tuple[str, ...]:
        return (payload["id"],)

    def ready(self, payloads: Sequence[object]) -> dict[tuple[str, ...], Rename]:
        return {}

    def amendment(self, want: Wanted) -> dict[str, Any]:
        return want.payload

    def send(self, body: str, *, create: bool, idempotency_key: str) -> Sequence[Element]:
        self.asked.append((body, create, idempotency_key))
        answer = self.answers.pop(0)
        if isinstance(answer, StepError):
            raise answer
        return answer


@dataclass
class Desk:
    """Intents, the settler and its recorder in one: notes in which order what happened."""

    place: Place
    waits: timedelta = timedelta()
    connection: str = "shop-1"
    step: str = STEP
    happened: list[str] = field(default_factory=list)
    intents: list[Intent] = field(default_factory=list)
    failed: list[Failing] = field(default_factory=list)

    @property
    def recorder(self) -> "Desk":
        return self

    def now(self) -> datetime:
        return AT + timedelta(seconds=len(self.intents))

    def open(self, intent: Intent) -> None:
        self.intents.append(intent)
        self.happened.append(f"open {intent.body}")

    def close(self, intent: Intent) -> None:
        self.happened.append(f"close {intent.body}")

    def retract(self, intent: Intent) -> None:
        self.happened.append(f"retract {intent.body}")

    def settle(self, intent: Intent, _target: object, batch: Sequence[Envelope], elements: object) -> Outcome:
        self.happened.append(f"settle {intent.body}")
        return Outcome(redo=list(batch))

    def fail(self, failing: Sequence[Failing]) -> None:
        self.failed += failing

    def send(self, *records: Record, **changes: Any) -> Outcome:
        envelopes = [
            Envelope(record=one, source_hash="s", payload={"id": one.id}, fingerprint="f", **changes) for one in records
        ]
        sender = Sender(
            step=self.step,
            connection=self.connection,
            intents=cast("Intents", self),
            settler=cast("Settler", self),
            clock=lambda: self.intents[-1].at + self.waits,
        )
        return sender.send(cast("Target", self.place), envelopes)


def a_desk(*answers: Answer, window: timedelta | None = timedelta(minutes=2), **changes: Any) -> Desk:
    return Desk(Place(list(answers), window), **changes)


ONE, TWO, THREE = (a_record(name) for name in ("1", "2", "3"))


def test_the_intent_is_written_before_the_request_and_says_all_of_it() -> None:
    desk = a_desk([])

    outcome = desk.send(ONE, TWO)

    (intent,) = desk.intents
    assert desk.happened == ["open 1,2", "settle 1,2"]
    assert desk.place.asked == [("1,2", True, intent.idempotency_key)]
    assert (intent.step, intent.at, intent.target, intent.create) == (STEP, AT, "place", True)
    assert [entry.key for entry in intent.entries] == [("1",), ("2",)]
    assert [envelope.record for envelope in outcome.redo] == [ONE, TWO]


def test_a_key_is_of_the_connection_the_step_the_time_and_the_text() -> None:
    desk = a_desk([], [])

    desk.send(ONE)
    desk.send(TWO)

    keys = [intent.idempotency_key for intent in desk.intents]
    assert keys[0] == f"shop-1-{STEP}-20261123090000000000-6b86b273ff34fce19d6b804e"
    assert keys[1].startswith(f"shop-1-{STEP}-20261123090001000000-")
    assert not keys[1].endswith("6b86b273ff34fce19d6b804e")


def test_a_key_is_no_longer_than_xero_takes() -> None:
    desk = a_desk([], connection="c" * 41, step="s" * 37)

    desk.send(ONE)

    key = desk.intents[0].idempotency_key
    assert key.startswith(f"{'c' * 40}-{'s' * 36}-2026")
    assert len(key) <= 128


def test_what_is_there_already_is_updated() -> None:
    desk = a_desk([])

    desk.send(ONE, remote_id="xero-1")

    assert [intent.create for intent in desk.intents] == [False]
    assert desk.place.asked[0][1] is False


def test_a_lost_answer_is_asked_for_once_more_with_the_same_key() -> None:
    desk = a_desk(LOST, [])

    desk.send(ONE)

    assert desk.happened == ["open 1", "settle 1"]
    assert len(set(desk.place.asked)) == 1
    assert len(desk.place.asked) == 2


@pytest.mark.parametrize(
    ("answers", "window", "says"),
    [
        ([LOST], None, "lost"),
        ([LOST, LOST], timedelta(1), "lost"),
        ([LOST, REFUSED], timedelta(1), "the answer to a batch was lost, and asking again was refused"),
    ],
    ids=["no key protects us", "lost twice", "refused then"],
)
def test_what_may_have_been_done_stays_open(answers: list[Answer], window: timedelta | None, says: str) -> None:
    desk = a_desk(*answers, window=window)

    with pytest.raises(UncertainError) as raised:
        desk.send(ONE)

    assert desk.happened == ["open 1"]
    assert raised.value.message == says
    assert raised.value.hint == (REFUSED.hint if "refused" in says else "look")
    assert desk.place.answers == []


def test_what_was_never_sent_is_retracted() -> None:
    desk = a_desk(TransientError("busy"))

    with pytest.raises(TransientError, match="busy"):
        desk.send(ONE)

    assert desk.happened == ["open 1", "retract 1"]


@pytest.mark.parametrize(("minutes", "sent"), [(2, 1), (2.1, 0)])
def test_nothing_is_sent_after_more_than_two_minutes(minutes: float, sent: int) -> None:
    desk = a_desk([])
    desk.waits = timedelta(minutes=minutes)
    raised: ConnectorError | None = None

    try:
        desk.send(ONE)
    except TransientError as error:
        raised = error

    assert len(desk.place.asked) == sent
    if raised:
        assert (raised.message, raised.hint) == (
            "the connector was held up before it could send",
            "the next cycle goes on",
        )
        assert desk.happened == ["open 1", "retract 1"]


def test_a_refused_batch_is_halved_until_the_one_to_blame_is_found() -> None:
    desk = a_desk(REFUSED, [], REFUSED, REFUSED, [])

    outcome = desk.send(ONE, TWO, THREE)

    assert [body for body, *_ in desk.place.asked] == ["1,2,3", "1", "2,3", "2", "3"]
    assert desk.happened == [
        *("open 1,2,3", "retract 1,2,3", "open 1", "settle 1"),
        *("open 2,3", "retract 2,3", "open 2", "retract 2", "open 3", "settle 3"),
    ]
    assert [envelope.record for envelope in outcome.redo] == [ONE, THREE]
    (failing,) = desk.failed
    assert failing.envelope.record == TWO
    assert failing.problem.message == "Xero refused it: Odd"


def test_what_is_too_long_goes_in_halves_and_what_is_so_alone_is_an_error() -> None:
    desk, alone = a_desk([], [], []), a_desk()
    desk.place.room, alone.place.room = 1, 0

    done = desk.send(ONE, TWO, THREE)
    alone.send(ONE)

    assert [body for body, _, _ in desk.place.asked] == ["1", "2", "3"]
    assert [one.record.id for one in done.redo] == ["1", "2", "3"]
    assert desk.failed == []
    (failing,) = alone.failed
    assert (failing.envelope.record, failing.problem.message, failing.problem.hint) == (
        ONE,
        "it is too long",
        "make it shorter",
    )
