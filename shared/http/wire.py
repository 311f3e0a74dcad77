"""One HTTP exchange: what goes out, and what came back or why nothing did. No exception of `requests` leaves it."""

from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import requests
from msgspec import field
from requests.adapters import BaseAdapter, HTTPAdapter
from urllib3.exceptions import MaxRetryError, NewConnectionError

from shared.codec import from_json
from shared.http.secret_values import SecretStruct

TIMEOUTS = (5.0, 40.0)
ANSWER_AT_ONCE = 1 << 20  # requests would take it in pieces of ten kilobytes
_REQUEST_IDS = ("Ruid", "Xero-Correlation-Id", "X-Correlation-Id")


class Request(SecretStruct, frozen=True, kw_only=True, eq=False):
    """`write` says that doing it twice would do harm.

    `unchanged` is the JSON that a 304 stands for. Where it is None the request is not conditional, and a 304 is no answer to it.
    """

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    write: bool = False
    unchanged: Any = None


class Reply(SecretStruct, frozen=True, kw_only=True, eq=False, dict=True):
    """One HTTP answer. Status 0: none came, and `problem` says why. `sent` is False when the request cannot have arrived."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    content: bytes = b""
    problem: str = ""
    sent: bool = True

    @cached_property
    def parsed(self) -> tuple[bool, Any]:
        """Whether the content is JSON, and what it says."""
        try:
            return True, from_json(self.content)
        except ValueError:
            return False, None

    @property
    def is_json(self) -> bool:
        return self.parsed[0]

    @property
    def payload(self) -> Any:
        return self.parsed[1]

    @property
    def text(self) -> str:
        return self.content.decode("utf-8", errors="replace")

    @property
    def is_page(self) -> bool:
        """Whether it is a web page instead of data: something in front of the system answered, not the system."""
        return self.text.lstrip()[:1] == "<"

    @property
    def without_words(self) -> str:
        """What to say of a refusal that gives no reason."""
        return f"status {self.status} with a web page" if self.is_page else f"status {self.status}"

    @property
    def request_id(self) -> str:
        """The vendor's own number of this exchange, for a support case."""
        return next((self.headers[name] for name in _REQUEST_IDS if name in self.headers), "")

    @property
    def summary(self) -> str:
        """What to tell a person about a reply that is of no use; it goes behind the system's name."""
        return self.problem or f"answered {self.status} {_phrase(self.status)}".rstrip()


def _phrase(status: int) -> str:
    return next((known.phrase for known in HTTPStatus if known == status), "")


def open_session(adapter: BaseAdapter | None = None) -> requests.Session:
    """Open a session that keeps connections alive, never retries by itself and reads no .netrc file."""
    session = requests.Session()
    session.trust_env = False
    for scheme in ("https://", "http://"):
        session.mount(scheme, adapter or HTTPAdapter(max_retries=0))
    return session


def send(session: requests.Session, request: Request, *, timeouts: tuple[float, float] = TIMEOUTS) -> Reply:
    """Send once and read the whole reply. A failure is not raised: it becomes a reply with status 0.

    `timeouts` are seconds, for connecting and for waiting. Cookies that the session remembers are not sent.
    """
    try:
        asked = requests.Request(
            request.method,
            request.url,
            headers={**session.headers, **request.headers},
            data=request.body,
            hooks=session.hooks,
        )
        settings = _surroundings(_origin(request.url))
        answer = session.send(asked.prepare(), timeout=timeouts, allow_redirects=False, stream=True, **settings)
        content = b"".join(answer.iter_content(ANSWER_AT_ONCE))
    except requests.ConnectTimeout:
        return Reply(status=0, problem=f"could not be reached within {timeouts[0]:.0f} seconds", sent=False)
    except requests.Timeout:
        return Reply(status=0, problem=f"did not answer within {timeouts[1]:.0f} seconds")
    except requests.RequestException as error:
        return _without_answer(error)
    return Reply(status=answer.status_code, headers=answer.headers, content=content)


@cache
def _surroundings(origin: str) -> dict[str, Any]:
    """Read once what the environment says of proxies and certificates: `requests` would read it for every call."""
    found = requests.Session().merge_environment_settings(origin, {}, None, None, None)
    return {name: found[name] for name in ("proxies", "verify", "cert")}


def _without_answer(error: requests.RequestException) -> Reply:
    if _was_refused(error):
        return Reply(status=0, problem="could not be reached", sent=False)
    return Reply(status=0, problem=f"broke off the connection ({type(error).__name__})")


def _was_refused(error: requests.RequestException) -> bool:
    """Whether there was never a connection; anything less certain counts as sent."""
    cause = error.args[0] if error.args else None
    return isinstance(cause, MaxRetryError) and isinstance(cause.reason, NewConnectionError)


def join(base: str, path: str, query: Iterable[tuple[str, str]] = ()) -> str:
    """Put an address together. A path that begins with `/` starts at the host. The `/` in a period is not encoded."""
    root = _origin(base) if path.startswith("/") else base.rstrip("/") + "/"
    pairs = "&".join(f"{name}={quote(value, safe='/:,*')}" for name, value in query)
    return f"{root}{path}?{pairs}" if pairs else f"{root}{path}"


def _origin(base: str) -> str:
    scheme, _, rest = base.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}"


def segment(key: str) -> str:
    """Encode one path segment."""
    return quote(key, safe="")
