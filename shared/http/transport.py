"""Calls to one system: pace, one renewal of the token, and for every meaning an answer can have what to do about it.

A write is never repeated here, except where the answer proves that nothing was done: a lost one is an `UncertainError`,
for the caller to look up. A read is repeated twice.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from math import ceil
from typing import Any, Protocol

import requests
from msgspec import Struct, field
from msgspec.structs import replace

from shared.errors import LimitError, ReconnectError, RequestRefusedError, TransientError, UncertainError
from shared.http.classification import ReplyClass, classify
from shared.http.wire import Reply, Request, join, send
from shared.kinds import System

INLINE_WAIT_SECONDS = 5.0
READ_PAUSES_SECONDS = (1.0, 3.0)
BODY_KEPT = 2_000


class Limit(Struct, frozen=True, kw_only=True):
    """How long a limit lasts, and whether it is the day's."""

    wait_seconds: float
    daily: bool = False


class Exchange(Struct, frozen=True, kw_only=True, eq=False):
    """One call as it may be logged: no query, headers or bodies."""

    system: System
    method: str
    path: str
    status: int
    seconds: float
    request_id: str
    problem: str = ""


class Pace(Protocol):
    """One system's limits."""

    def pause(self) -> Limit | None:
        """What to wait for before the next call, if anything."""

    def seen(self, headers: Mapping[str, str]) -> None:
        """Take in what an answer says about the limits."""

    def limit(self, reply: Reply) -> Limit:
        """Read a refusal for too many calls."""

    def limits(self) -> dict[str, int]:
        """The limits left, as last seen."""


class Authorisation(Protocol):
    """What makes a call ours."""

    def headers(self) -> Mapping[str, str]:
        """The headers of the next call."""

    def renew(self) -> bool:
        """Get a new token in place of the refused one; False when there is none to get."""


class Meter(Struct, eq=False):
    """Counts calls, whatever became of them."""

    calls: Counter[System] = field(default_factory=Counter)

    def count(self, system: System) -> None:
        self.calls[system] += 1

    def totals(self) -> dict[str, int]:
        return {str(system): calls for system, calls in self.calls.items()}


class ClientOptions(Struct, frozen=True, kw_only=True, eq=False):
    """What every client of an invocation shares, whichever system it calls."""

    session: requests.Session
    meter: Meter
    clock: Callable[[], datetime]
    sleep: Callable[[float], None]
    log: Callable[[Exchange], None] = lambda _: None
    inline_wait_seconds: float = INLINE_WAIT_SECONDS


class Transport(Struct, kw_only=True, eq=False):
    """Makes the calls to one system in one invocation. `explain` reads that system's refusals as a sentence."""

    system: System
    base_url: str
    authorisation: Authorisation
    pace: Pace
    explain: Callable[[Reply], str]
    options: ClientOptions

    def get(self, path: str, query: Iterable[tuple[str, str]] = (), headers: Mapping[str, str] | None = None) -> Any:
        """Read something."""
        return self.call(Request(method="GET", url=join(self.base_url, path, query), headers=headers or {}))

    def read(self, method: str, path: str) -> Any:
        """Read by another method than GET."""
        return self.call(Request(method=method, url=join(self.base_url, path)))

    def write(
        self,
        method: str,
        path: str,
        body: bytes,
        *,
        query: Iterable[tuple[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """Change something, once."""
        given = {"Content-Type": "application/json; charset=utf-8", **(headers or {})}
        url = join(self.base_url, path, query)
        return self.call(Request(method=method, url=url, headers=given, body=body, write=True))

    def call(self, request: Request) -> Any:
        """Give what a successful answer says, or raise what the failure means."""
        tries: Counter[ReplyClass] = Counter()
        while True:
            reply = self._attempt(request)
            meaning = classify(reply)
            if meaning is ReplyClass.DONE:
                return reply.payload
            _RECOVERIES[meaning](self, _Setback(request=request, reply=reply, before=tries[meaning]))
            tries[meaning] += 1

    def limits(self) -> dict[str, int]:
        """The limits left, as last seen."""
        return self.pace.limits()

    @property
    def _name(self) -> str:
        return self.system.capitalize()

    def _attempt(self, request: Request) -> Reply:
        self._keep_pace()
        authorised = replace(
            request, headers={"Accept": "application/json", **self.authorisation.headers(), **request.headers}
        )
        self.options.meter.count(self.system)
        started = self.options.clock()
        reply = send(self.options.session, authorised)
        self.pace.seen(reply.headers)
        self.options.log(self._exchange(request, reply, seconds=(self.options.clock() - started).total_seconds()))
        return reply

    def _exchange(self, request: Request, reply: Reply, *, seconds: float) -> Exchange:
        return Exchange(
            system=self.system,
            method=request.method,
            path=request.url.partition("?")[0].removeprefix(self.base_url),
            status=reply.status,
            seconds=seconds,
            request_id=reply.request_id,
            problem=reply.problem,
        )

    def _keep_pace(self) -> None:
        limit = self.pace.pause()
        if limit:
            self._wait(limit)

    def _wait(self, limit: Limit) -> None:
        if limit.daily or limit.wait_seconds > self.options.inline_wait_seconds:
            raise self._limit_error(limit)
        self.options.sleep(limit.wait_seconds)

    def _limit_error(self, limit: Limit) -> LimitError:
        period = "day" if limit.daily else "minute"
        return LimitError(
            f"{self._name}'s limit of calls for this {period} is used up",
            wait_seconds=max(1, ceil(limit.wait_seconds)),
            daily=limit.daily,
            hint="the connector goes on by itself when the limit allows it",
        )

    def _on_limited(self, setback: "_Setback") -> None:
        limit = self.pace.limit(setback.reply)
        if setback.before:
            raise self._limit_error(limit)
        self._wait(limit)

    def _on_expired(self, setback: "_Setback") -> None:
        if setback.before or not self.authorisation.renew():
            self._on_forbidden(setback)

    def _on_forbidden(self, setback: "_Setback") -> None:
        raise ReconnectError(
            f"{self._name} no longer accepts the connector's authorisation (status {setback.reply.status})",
            system=self.system,
            hint=f"connect {self._name} again (python -m shared.admin connect), as a user who may read and write accounts",
        )

    def _on_refused(self, setback: "_Setback") -> None:
        reply = setback.reply
        words = self.explain(reply) or f"status {reply.status}"
        raise RequestRefusedError(f"{self._name} refused: {words}", status=reply.status, body=reply.text[:BODY_KEPT])

    def _on_lost(self, setback: "_Setback") -> None:
        problem = f"{self._name} {setback.reply.summary}"
        if setback.request.write:
            raise self._lost_write(problem, setback.reply)
        if setback.before >= len(READ_PAUSES_SECONDS):
            raise TransientError(problem, hint="the next cycle tries again by itself")
        self.options.sleep(READ_PAUSES_SECONDS[setback.before])

    def _lost_write(self, problem: str, reply: Reply) -> TransientError:
        if not reply.sent:
            return TransientError(f"{problem}; nothing was sent", hint="the next cycle tries again by itself")
        return UncertainError(
            f"{problem}; it may have been done all the same",
            hint=f"the connector looks it up in {self._name} before it sends anything again",
        )


class _Setback(Struct, frozen=True, kw_only=True, eq=False):
    """An answer that is no success, and how many of its meaning came before."""

    request: Request
    reply: Reply
    before: int


_RECOVERIES: dict[ReplyClass, Callable[[Transport, _Setback], None]] = {
    ReplyClass.EXPIRED: Transport._on_expired,
    ReplyClass.FORBIDDEN: Transport._on_forbidden,
    ReplyClass.LIMITED: Transport._on_limited,
    ReplyClass.REFUSED: Transport._on_refused,
    ReplyClass.LOST: Transport._on_lost,
}
