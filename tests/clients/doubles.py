"""A network that says what a test tells it to, a clock that moves only by sleeping, and a token store in memory."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any, Self
from urllib.parse import urlsplit

import requests
from msgspec.structs import replace
from requests.adapters import BaseAdapter, HTTPAdapter
from urllib3 import HTTPResponse

from shared.auth.credentials import BrightpearlCredentials
from shared.auth.tokens import Token
from shared.brightpearl.answers import explain as explain_brightpearl
from shared.brightpearl.client import Brightpearl
from shared.brightpearl.pace import BrightpearlPace
from shared.codec import to_json
from shared.http.limits import Pace
from shared.http.transport import ClientOptions, Exchange, Meter, Transport
from shared.http.wire import Reply, open_session
from shared.kinds import System
from shared.xero.answers import explain as explain_xero
from shared.xero.client import Xero
from shared.xero.pace import XeroPace

START = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
HOST = "https://vendor.test"


class Clock:
    """Stands still, except while somebody sleeps."""

    def __init__(self) -> None:
        self.moment = START
        self.slept: list[float] = []

    def now(self) -> datetime:
        return self.moment

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.advance(seconds)

    def advance(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the network answers to one call."""

    status: int = 200
    body: Any = None
    text: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)

    def content(self) -> bytes:
        return (to_json(self.body) if self.text is None else self.text).encode()


Answer = Said | Exception | Callable[[requests.PreparedRequest], Said]


class Network(BaseAdapter):
    """Answers from a script, in order; what was sent is kept."""

    def __init__(self, *script: Answer) -> None:
        super().__init__()
        self.script = list(script)
        self.sent: list[requests.PreparedRequest] = []

    def send(self, request: requests.PreparedRequest, *args: Any, **settings: Any) -> requests.Response:
        self.sent.append(request)
        answer = self.script.pop(0)
        if isinstance(answer, Exception):
            raise answer
        said = answer if isinstance(answer, Said) else answer(request)
        raw = HTTPResponse(
            body=BytesIO(said.content()), headers=dict(said.headers), status=said.status, preload_content=False
        )
        response: requests.Response = HTTPAdapter().build_response(request, raw)
        return response

    def close(self) -> None:
        """Nothing is open."""

    def addresses(self) -> list[str]:
        """The method, path and query of every call."""
        parts = [(request.method, urlsplit(str(request.url))) for request in self.sent]
        return [f"{method} {url.path}{'?' if url.query else ''}{url.query}" for method, url in parts]


@dataclass(slots=True)
class FixedToken:
    """An authorisation with as many further tokens as a test wants."""

    spare: int = 1
    number: int = 1

    def headers(self) -> Mapping[str, str]:
        return {"Authorization": f"Bearer token-{self.number}"}

    def renew(self) -> bool:
        self.spare, self.number = self.spare - 1, self.number + 1
        return self.spare >= 0


class MemoryTokens:
    """Keeps one token; counts how often it was saved."""

    def __init__(self, token: Token | None = None) -> None:
        self.token = token
        self.saved: list[Token] = []
        self._lock = threading.Lock()

    def load(self) -> Token | None:
        return self.token

    def save(self, token: Token) -> None:
        self.token = token
        self.saved.append(token)

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        with self._lock:
            yield


@dataclass(kw_only=True)
class Line:
    """A transport with everything around it within reach of the test."""

    network: Network
    transport: Transport
    clock: Clock
    meter: Meter
    log: list[Exchange]

    @classmethod
    def to(
        cls,
        system: System,
        *script: Answer,
        authorisation: FixedToken | None = None,
        base: str = HOST,
        pace: Callable[[Callable[[], datetime]], Pace] | None = None,
    ) -> Self:
        clock, network, meter = Clock(), Network(*script), Meter()
        log: list[Exchange] = []
        transport = Transport(
            system=system,
            base_url=base,
            authorisation=authorisation or FixedToken(),
            pace=(pace or _PACES[system])(clock.now),
            explain=_EXPLAIN[system],
            options=ClientOptions(
                session=open_session(network), meter=meter, clock=clock.now, sleep=clock.sleep, log=log.append
            ),
        )
        return cls(network=network, transport=transport, clock=clock, meter=meter, log=log)

    def use(self, session: requests.Session) -> None:
        """Call through another session from now on."""
        self.transport.options = replace(self.transport.options, session=session)


_PACES: dict[System, Callable[[Callable[[], datetime]], Pace]] = {
    System.BRIGHTPEARL: BrightpearlPace,
    System.XERO: XeroPace,
}
_EXPLAIN: dict[System, Callable[[Reply], str]] = {
    System.BRIGHTPEARL: explain_brightpearl,
    System.XERO: explain_xero,
}


def a_brightpearl(*script: Answer) -> tuple[Brightpearl, Line]:
    line = Line.to(System.BRIGHTPEARL, *script)
    credentials = BrightpearlCredentials(base_url=HOST, account="shop", app_ref="shop_app", staff_token="staff")
    return Brightpearl(line.transport, credentials), line


def a_xero(*script: Answer) -> tuple[Xero, Line]:
    line = Line.to(System.XERO, *script, base=f"{HOST}/api.xro/2.0")
    return Xero(line.transport, "tenant-1"), line
