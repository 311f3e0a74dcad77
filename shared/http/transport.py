"""Calls to one system: rate limit, retry with backoff, renewal of the token, and an error for every other failure.

A read is retried twice, after one second and three. A write is sent once: where its reply is lost, `UncertainError` tells the
caller to look up what was done. It is sent again only where the reply proves that nothing was done: after a limit, or with a
new token.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from http import HTTPStatus
from typing import Any, Protocol

import requests
from msgspec import Struct, field
from msgspec.structs import replace

from shared.errors import ReconnectError, RequestRefusedError, ScopeError, TransientError, UncertainError
from shared.http.classification import ReplyClass, classify
from shared.http.limits import Limit, Pace
from shared.http.wire import Reply, Request, join, send
from shared.kinds import System

INLINE_WAIT_SECONDS = 5.0
READ_PAUSES_SECONDS = (1.0, 3.0)
BODY_KEPT = 2_000


class Exchange(Struct, frozen=True, kw_only=True, eq=False):
    """One call as it may be logged: no query, headers or bodies."""

    system: System
    method: str
    path: str
    status: int
    seconds: float
    request_id: str
    problem: str = ""


class Authorisation(Protocol):
    """What authorises the calls of one connection to one system."""

    def headers(self) -> Mapping[str, str]:
        """Give the headers that authorise the next call. Where the token is about to expire, renew it first.

        Raises ReconnectError where the authorisation has ended, another StepError where no token could be had now.
        """

    def renew(self) -> bool:
        """Replace the token that was just refused (401). True: the call is sent once more; False: there is no other token.

        Raises as `headers` does.
        """


class Meter(Struct, eq=False):
    """Counts calls, whatever became of them."""

    calls: Counter[System] = field(default_factory=Counter)

    def count(self, system: System) -> None:
        self.calls[system] += 1


class ClientOptions(Struct, frozen=True, kw_only=True, eq=False):
    """What every client of an invocation shares. A wait of more than `inline_wait_seconds` is raised, not slept."""

    session: requests.Session
    meter: Meter
    clock: Callable[[], datetime]
    sleep: Callable[[float], None]
    log: Callable[[Exchange], None] = lambda _: None
    inline_wait_seconds: float = INLINE_WAIT_SECONDS


class Transport(Struct, kw_only=True, eq=False):
    """Makes the calls to one system in one invocation. `explain` reads a refusal as a sentence, "" where it has no words.

    `last_headers` are those of the last reply.
    """

    system: System
    base_url: str
    authorisation: Authorisation
    pace: Pace
    explain: Callable[[Reply], str]
    options: ClientOptions
    last_headers: Mapping[str, str] = field(default_factory=dict)

    def get(
        self,
        path: str,
        query: Iterable[tuple[str, str]] = (),
        headers: Mapping[str, str] | None = None,
        *,
        unchanged: Any = None,
    ) -> Any:
        """Read with GET; `path` is relative to the base address. Raises as `call` does.

        `unchanged` is what to give where the headers set a condition and the answer is 304 Not Modified.
        """
        url = join(self.base_url, path, query)
        return self.call(Request(method="GET", url=url, headers=headers or {}, unchanged=unchanged))

    def read(self, method: str, path: str) -> Any:
        """Read with another method than GET. Raises as `call` does."""
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
        """Send a write once. Raises as `call` does."""
        given = {"Content-Type": "application/json; charset=utf-8", **(headers or {})}
        url = join(self.base_url, path, query)
        return self.call(Request(method=method, url=url, headers=given, body=body, write=True))

    def call(self, request: Request) -> Any:
        """Give the JSON of a successful reply, numbers as Decimal.

        Raises LimitError where a limit lasts too long to wait here, ReconnectError where the authorisation was refused,
        RequestRefusedError where the system refused the request, UncertainError where a write may have been done, and
        another TransientError where a read failed or a write was never sent.
        """
        tries: Counter[ReplyClass] = Counter()
        while True:
            reply = self._attempt(request)
            if reply.status == HTTPStatus.NOT_MODIFIED and request.unchanged is not None:
                return request.unchanged
            found = classify(reply)
            if found is ReplyClass.DONE:
                return reply.payload
            _RECOVERIES[found](self, _Setback(request=request, reply=reply, before=tries[found]))
            tries[found] += 1

    def limits(self) -> dict[str, int]:
        """Give the calls left, as last seen."""
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
        self.last_headers = reply.headers
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
            raise limit.error(self._name)
        self.options.sleep(limit.wait_seconds)

    def _on_limited(self, setback: "_Setback") -> None:
        limit = self.pace.limit(setback.reply)
        if setback.before:
            raise limit.error(self._name)
        self._wait(limit)

    def _on_expired(self, setback: "_Setback") -> None:
        if "insuffic" in setback.reply.headers.get("WWW-Authenticate", "").lower():
            raise ScopeError(
                f"{self._name} does not let the connector do this ({self._status(setback.reply)})",
                system=self.system,
                hint=f"connect {self._name} again (python -m shared.admin connect) and allow all that it asks for",
            )
        if setback.before or not self.authorisation.renew():
            self._on_forbidden(setback)

    def _on_forbidden(self, setback: "_Setback") -> None:
        raise ReconnectError(
            f"{self._name} no longer accepts the connector's authorisation ({self._status(setback.reply)})",
            system=self.system,
            hint=f"connect {self._name} again (python -m shared.admin connect), as a user who may read and write accounts",
        )

    def _on_refused(self, setback: "_Setback") -> None:
        reply = setback.reply
        words = self.explain(reply) or reply.without_words
        raise RequestRefusedError(
            f"{self._name} refused: {words}", words=words, status=reply.status, body=reply.text[:BODY_KEPT]
        )

    def _status(self, reply: Reply) -> str:
        words = self.explain(reply)
        return f"status {reply.status}: {words}" if words else reply.without_words

    def _on_lost(self, setback: "_Setback") -> None:
        words = self.explain(setback.reply)
        problem = f"{self._name} {setback.reply.summary}{words and f': {words}'}"
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
    """A reply that is no success, and how many of its class came before."""

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
