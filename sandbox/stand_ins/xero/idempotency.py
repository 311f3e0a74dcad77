"""The answers that Xero remembers for an Idempotency-Key, for six minutes from the first call."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from werkzeug import Request, Response

from sandbox.stand_ins.arrival import raw_path
from sandbox.stand_ins.clock import Clock
from sandbox.stand_ins.switches import Switches
from sandbox.stand_ins.xero.errors import RefusalError, validation

REMEMBERED = timedelta(minutes=6)
LONGEST = 128
METHODS = {"POST", "PUT", "PATCH"}


@dataclass(slots=True)
class _Memory:
    request: str
    response: Response
    at: datetime
    ready: datetime


class Idempotency:
    """Answers by app and key. The same key with anything else changed is refused."""

    def __init__(self, clock: Clock, switches: Switches) -> None:
        self._clock = clock
        self._switches = switches
        self._memories: dict[tuple[str, str], _Memory] = {}

    def clear(self) -> None:
        self._memories.clear()

    def recall(self, app: str, request: Request) -> Response | None:
        """The remembered answer to this very call, if there is one."""
        key = _key(request)
        if not key:
            return None
        if len(key) > LONGEST:
            raise validation(
                f"Idempotency Key: {key} is {len(key)} characters long. It cannot exceed {LONGEST} characters.", []
            )
        memory = self._memories.get((app, key))
        if memory is None or self._clock.now() - memory.at >= REMEMBERED:
            return None
        if memory.request != _fingerprint(request):
            raise validation(f"Idempotency Key: {key} is used with a different request.", [])
        self._await(key, memory.ready)
        return _copy(memory.response)

    def _await(self, key: str, ready: datetime) -> None:
        """What happens while the first request is still being handled is documented nowhere."""
        left = (ready - self._clock.now()).total_seconds()
        if left <= 0:
            return
        if self._switches["key_in_progress"] == "refused":
            raise RefusalError(409, {"Message": f"A request with the key {key} is being processed."})
        self._clock.sleep(left)

    def remember(self, app: str, request: Request, response: Response) -> None:
        """Keep an answer, errors too, counted from the first call with its key."""
        key = _key(request)
        if not key:
            return
        now = self._clock.now()
        known = self._memories.get((app, key))
        at = known.at if known and now - known.at < REMEMBERED else now
        self._memories[(app, key)] = _Memory(_fingerprint(request), _copy(response), at, ready=now)

    def take_longer(self, app: str, request: Request, seconds: float) -> None:
        """Let the call that was just answered have been in progress for so long."""
        memory = self._memories.get((app, _key(request)))
        if memory is not None:
            memory.ready = self._clock.now() + timedelta(seconds=seconds)


def _key(request: Request) -> str:
    return request.headers.get("Idempotency-Key", "") if request.method in METHODS else ""


def _fingerprint(request: Request) -> str:
    told = f"{request.method} {raw_path(request)}?{request.query_string.decode('latin1')}\n".encode()
    return hashlib.sha256(told + request.get_data()).hexdigest()


def _copy(response: Response) -> Response:
    return Response(response.get_data(), status=response.status_code, headers=list(response.headers.items()))
