"""DynamoDB's weather: throttles, conflicts, work left over, answers lost after they were committed, and indexes that lag.

It stands below botocore, where its requests go out, so that everything above is the real thing: retries, tokens and all.
"""

import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from random import Random
from types import SimpleNamespace
from typing import Any, Final
from unittest.mock import patch

from botocore import endpoint
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.exceptions import ReadTimeoutError
from botocore.httpsession import URLLib3Session

TARGET: Final = "X-Amz-Target"
OURS: Final = "DynamoDB_20120810."
ERRORS: Final = "com.amazonaws.dynamodb.v20120810#"
EACH: Final = 0.015  # the share of requests that meets each kind of fault
LAGGING: Final = 0.25  # of the queries of an index
BURSTS: Final = (1, 1, 2, 3, 9)  # throttles do not come alone
LATE: Final = 60  # writes that an index may not show yet
WRITES: Final = ("TransactWriteItems", "PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem")

Send = Callable[[URLLib3Session, AWSPreparedRequest], AWSResponse]
Raw = dict[str, Any]
Key = tuple[str, str]


@dataclass(kw_only=True)
class TableWeather:
    """`rate` is how much worse or better than usual it is; nought is calm. What was met is told by its name.

    `bursts` are how many throttles come together: more than botocore bears are the end of a function.
    """

    chance: Random = field(default_factory=Random)
    rate: float = 0
    met: Callable[[str], None] = lambda _what: None
    bursts: tuple[int, ...] = BURSTS
    throttles: int = 0
    written: deque[Key] = field(default_factory=lambda: deque(maxlen=LATE))
    seen: dict[tuple[str, str], dict[Key, Raw]] = field(default_factory=dict)

    @contextmanager
    def up(self, rate: float = 1) -> Iterator[None]:
        """Let it be so meanwhile; nought for what is not the connector's own."""
        before, self.rate = self.rate, rate
        try:
            yield
        finally:
            self.rate = before

    def answer(self, send: Callable[[], AWSResponse], request: AWSPreparedRequest) -> AWSResponse:
        """Send the request, or let it meet something."""
        operation = _operation(request)
        asked: Raw = json.loads(_bytes(request.body))
        if self._throttled():
            return _refused("ProvisionedThroughputExceededException")
        if operation == "TransactWriteItems" and self._comes("conflict"):
            return _conflict(asked, self.chance)
        if operation in LEFT_OVER and self._comes("left over"):
            return _answered(LEFT_OVER[operation](asked))
        answer = send()
        if operation in WRITES:
            self.written.extend(_keys(operation, asked))
            if self._comes("table answer lost"):
                raise ReadTimeoutError(endpoint_url=request.url)
        return self._late(asked, answer) if asked.get("IndexName") and answer.status_code == 200 else answer

    def _comes(self, what: str, share: float = EACH) -> bool:
        comes = self.chance.random() < share * self.rate
        if comes:
            self.met(what)
        return comes

    def _throttled(self) -> bool:
        if not self.throttles and self._comes("throttle"):
            self.throttles = self.chance.choice(self.bursts)
        if not self.throttles or not self.rate:
            return False
        self.throttles -= 1
        return True

    def _late(self, asked: Raw, answer: AWSResponse) -> AWSResponse:
        """Show the index as it was some writes ago, as far as that is known: what has come is not there, what has gone is."""
        told = json.loads(answer.content)
        place = (asked["IndexName"], asked["ExpressionAttributeValues"][":p"]["S"])
        now = {_key(item): item for item in told["Items"]}
        known = self.seen.setdefault(place, {})
        if self._comes("lagging index", LAGGING):
            fresh = {key for key in self.written if self.chance.random() < 0.5}
            late = [item for key, item in known.items() if key in fresh and key not in now and _is_asked(item, asked)]
            shown = [item for key, item in now.items() if key not in fresh or key in known]
            told["Items"] = sorted([*shown, *late], key=_order(asked), reverse=not asked.get("ScanIndexForward", True))
            answer = _answered({**told, "Count": len(told["Items"])})
        known.update(now)
        return answer


@contextmanager
def weathered(weather: TableWeather, sleep: Callable[[float], None]) -> Iterator[None]:
    """Let every request to the table of this process meet it; botocore's own pauses are on `sleep`."""
    real: Send = vars(URLLib3Session)["send"]

    def send(session: URLLib3Session, request: AWSPreparedRequest) -> AWSResponse:
        if not weather.rate or not _operation(request):
            return real(session, request)
        return weather.answer(lambda: real(session, request), request)

    pauses = patch.object(endpoint, "time", SimpleNamespace(sleep=sleep))
    with patch.object(URLLib3Session, "send", send), pauses:
        yield


def _operation(request: AWSPreparedRequest) -> str:
    """Which of the table's, "" where it is another service's."""
    text = _bytes(request.headers.get(TARGET)).decode()
    return text.removeprefix(OURS) if text.startswith(OURS) else ""


def _bytes(given: Any) -> bytes:
    return given if isinstance(given, bytes) else str(given or "").encode()


def _answered(body: Raw, status: int = 200) -> AWSResponse:
    content = json.dumps(body).encode()
    headers: Any = {"Content-Type": "application/x-amz-json-1.0"}
    raw: Any = SimpleNamespace(stream=lambda: iter([content]))
    return AWSResponse("", status, headers, raw)


def _refused(code: str, **told: Any) -> AWSResponse:
    return _answered({"__type": ERRORS + code, "message": code, **told}, 400)


def _conflict(asked: Raw, chance: Random) -> AWSResponse:
    reasons = [{"Code": "None"} for _ in asked["TransactItems"]]
    reasons[chance.randrange(len(reasons))] = {"Code": "TransactionConflict", "Message": "ongoing"}
    return _refused("TransactionCanceledException", CancellationReasons=reasons)


def _unread(asked: Raw) -> Raw:
    return {"Responses": {table: [] for table in asked["RequestItems"]}, "UnprocessedKeys": asked["RequestItems"]}


def _unwritten(asked: Raw) -> Raw:
    return {"UnprocessedItems": asked["RequestItems"]}


LEFT_OVER: Final[Mapping[str, Callable[[Raw], Raw]]] = {"BatchGetItem": _unread, "BatchWriteItem": _unwritten}


def _keys(operation: str, asked: Raw) -> Iterable[Key]:
    if operation == "TransactWriteItems":
        parts = [part for one in asked["TransactItems"] for name, part in one.items() if name != "ConditionCheck"]
    elif operation == "BatchWriteItem":
        parts = [part for some in asked["RequestItems"].values() for one in some for part in one.values()]
    else:
        parts = [asked]
    return [_key(part.get("Item") or part["Key"]) for part in parts]


def _key(item: Raw) -> Key:
    return item["pk"]["S"], item["sk"]["S"]


def _order(asked: Raw) -> Callable[[Raw], str]:
    name = asked["ExpressionAttributeNames"]["#s"]
    return lambda item: str(item[name]["S"])


def _is_asked(item: Raw, asked: Raw) -> bool:
    values = asked["ExpressionAttributeValues"]
    first, last = values[":first"]["S"], values[":last"]["S"]
    return "ExclusiveStartKey" not in asked and first <= _order(asked)(item) <= last
