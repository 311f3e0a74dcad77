"""Xero as a whole: who may call, how often, whether it has been said before, and then the answer."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from werkzeug import Request, Response

from sandbox.stand_ins.clock import Clock
from sandbox.stand_ins.country import Country
from sandbox.stand_ins.exact_json import as_text, loads
from sandbox.stand_ins.xero import routes
from sandbox.stand_ins.xero.answers import XML, refusal_response, to_xml
from sandbox.stand_ins.xero.books import Books
from sandbox.stand_ins.xero.calls import Call
from sandbox.stand_ins.xero.errors import PROBLEM_JSON, RefusalError, access, problem
from sandbox.stand_ins.xero.idempotency import Idempotency
from sandbox.stand_ins.xero.identity import TENANT_ID, Identity, bearer
from sandbox.stand_ins.xero.ledger import whole
from sandbox.stand_ins.xero.limits import Limits
from sandbox.stand_ins.xero.overview import state
from sandbox.stand_ins.xero.people import actions
from sandbox.stand_ins.xero.tokens import Grant

BANK_SCOPES = frozenset({"accounting.banktransactions"})
NOT_ON_ORDINARY_PLANS = frozenset({"accounting.journals.read"})
LARGEST = 10_000_000  # bytes of a request


class Xero:
    """The vendor: one app, one organisation."""

    name = "xero"

    def __init__(self, *, clock: Clock, time_scale: float = 1.0, country: Country = Country.GB) -> None:
        self.books = Books(clock, country)
        self.identity = Identity(clock)
        self.limits = Limits(clock, self.books.switches, time_scale=time_scale)
        self._idempotency = Idempotency(clock, self.books.switches)

    def handle(self, request: Request) -> Response:
        """Answer a call to the identity server or to the accounting API."""
        try:
            return self.identity.handle(request) or self._accounting(request)
        except RefusalError as refusal:
            return self._dressed(request, refusal_response(refusal))

    def reset(self) -> None:
        self.books.open()
        self.identity.reset()
        self.limits.start()
        self._idempotency.clear()

    def state(self) -> dict[str, Any]:
        return state(self.books)

    def ledger(self) -> list[dict[str, Any]]:
        return whole.shown(self.books)

    def do(self, action: dict[str, Any]) -> dict[str, Any]:
        done: dict[str, Any] = as_text(actions.do(self, action))
        return done

    def health(self) -> dict[str, Any]:
        return {
            "country": self.books.country,
            "api_url": "/api.xro/2.0",
            "identity_url": "/identity",
            "connections_url": "/connections",
        } | self.identity.credentials()

    def switches(self) -> dict[str, Any]:
        return self.books.switches.show()

    def set_switches(self, values: Mapping[str, Any]) -> None:
        self.books.switches.set(values)

    def force_limit(self, kind: str) -> None:
        self.limits.force(kind)

    @contextmanager
    def refusing_elements(self) -> Iterator[None]:
        self.books.refuses_elements = True
        yield
        self.books.refuses_elements = False

    def expire_tokens(self) -> None:
        self.identity.tokens.expire_all()

    def enter(self, request: Request) -> Response | None:
        """Count a call in that is being served."""
        if not _is_accounting(request):
            return None
        return self.limits.enter()

    def leave(self, request: Request) -> None:
        if _is_accounting(request):
            self.limits.leave()

    def failed_inside(self, request: Request, response: Response) -> None:
        """Remember an internal error for the call's idempotency key, as Xero does."""
        grant = self.identity.tokens.grant_of(bearer(request))
        if grant and self.books.switches["error_500_is_remembered"]:
            self._idempotency.remember(grant.client_id, request, response)

    def take_longer(self, request: Request, seconds: float) -> None:
        """Be busy with this call, as far as others with its idempotency key can see."""
        grant = self.identity.tokens.grant_of(bearer(request))
        if grant:
            self._idempotency.take_longer(grant.client_id, request, seconds)

    def _accounting(self, request: Request) -> Response:
        if not _is_accounting(request):
            raise RefusalError(404, "Not Found")
        grant = self._admitted(request)
        limited = self.limits.take()
        if limited is not None:
            return limited
        response = self._idempotency.recall(grant.client_id, request)
        if response is None:
            response = self._answer(request)
            self._idempotency.remember(grant.client_id, request, response)
        return self._dressed(request, response)

    def _answer(self, request: Request) -> Response:
        try:
            self._check_length(request)
            endpoint, args = routes.find(request)
            return endpoint(self.books, Call(request, args))
        except RefusalError as refusal:
            return refusal_response(refusal)

    def _admitted(self, request: Request) -> Grant:
        """Who calls, if they may."""
        token = bearer(request)
        grant = self.identity.tokens.grant_of(token)
        if grant is None:
            expired = self.identity.tokens.known(token)
            detail = "TokenExpired: token expired" if expired else "AuthenticationUnsuccessful"
            raise self._no_access(401, "Unauthorized", detail)
        if request.headers.get("xero-tenant-id", "").lower() != TENANT_ID or not self.identity.connected:
            raise self._no_access(403, "Forbidden", "AuthenticationUnsuccessful")
        needed = routes.allowed_scopes(request)
        if needed and not needed & (grant.scopes - self._withheld):
            refusal = self._no_access(401, "Unauthorized", "AuthorizationUnsuccessful")
            refusal.headers["WWW-Authenticate"] = "insufficent_scope"  # spelt so by Xero
            raise refusal
        if routes.is_report(request) and self.books.switches["reports"] == "refused":
            raise self._no_access(403, "Forbidden", "AuthorizationUnsuccessful")
        return grant

    @property
    def _withheld(self) -> frozenset[str]:
        """What nobody has allowed the app, whatever its tokens were made with."""
        missing = BANK_SCOPES if self.books.switches["bank_transactions_scope"] == "missing" else frozenset()
        return missing | NOT_ON_ORDINARY_PLANS

    def _no_access(self, status: int, title: str, detail: str) -> RefusalError:
        if self.books.switches["problem_json"]:
            return RefusalError(status, problem(status, title, detail), {"Content-Type": PROBLEM_JSON})
        return RefusalError(status, access(status, title, detail, self.books.new_id()))

    def _check_length(self, request: Request) -> None:
        longest = self.books.switches["query_length"]
        if len(request.query_string) > longest:
            raise RefusalError(414, "Request-URI Too Long")
        if len(request.get_data()) > LARGEST:
            raise RefusalError(413, "Request Entity Too Large")

    def _dressed(self, request: Request, response: Response) -> Response:
        """The answer with the limits told, and as XML for those who did not ask for JSON."""
        if _is_accounting(request):
            response.headers.update(self.limits.headers())
            if response.mimetype == "application/json" and "json" not in request.headers.get("Accept", ""):
                response.set_data(to_xml(loads(response.get_data())))
                response.content_type = XML
        return response


def _is_accounting(request: Request) -> bool:
    return request.path.startswith(routes.ROOT)
