"""The stand-in for Brightpearl: one account behind HTTP, as its public API shows it.

Follows https://api-docs.brightpearl.com. Limit: 200 calls a minute, told on every answer.
"""

import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from random import Random
from typing import Any

from werkzeug import Request, Response
from werkzeug.exceptions import NotFound
from werkzeug.routing import Map, Rule

from sandbox.stand_ins.brightpearl import access
from sandbox.stand_ins.brightpearl.access import Access
from sandbox.stand_ins.brightpearl.account import Account
from sandbox.stand_ins.brightpearl.actions import do
from sandbox.stand_ins.brightpearl.amounts import to_json
from sandbox.stand_ins.brightpearl.ledger.whole import ledger
from sandbox.stand_ins.brightpearl.limit import THROTTLED, MinuteLimit
from sandbox.stand_ins.brightpearl.moments import Clock
from sandbox.stand_ins.brightpearl.order_searches import INTEGRATION_INSTANCE
from sandbox.stand_ins.brightpearl.routes import answer
from sandbox.stand_ins.brightpearl.snapshot import snapshot
from sandbox.stand_ins.brightpearl.store import Store
from sandbox.stand_ins.brightpearl.wire import Answer, Call
from sandbox.stand_ins.country import Country

LONGEST_PATH = 8_000  # characters, and the only bound on the ids of an OPTIONS call: a guess at what gateways take


class Brightpearl:
    """One account: its records, its tokens, its limit."""

    name = "brightpearl"

    def __init__(self, *, clock: Clock, time_scale: float = 1.0, country: Country = Country.GB) -> None:
        self.account = Account(clock, country)
        self._access = Access(self.account)
        self._limit = MinuteLimit(clock, time_scale=time_scale)
        self._random = Random(2)

    @property
    def store(self) -> Store:
        """What the account keeps."""
        return self.account.store

    def handle(self, request: Request) -> Response:
        """Answer a call as Brightpearl would."""
        try:
            endpoint, arguments = _ADDRESSES.bind("brightpearl").match(request.path)
        except NotFound:
            return Response("Not Found", status=404, content_type="text/plain; charset=utf-8")
        return _ENDPOINTS[endpoint](self, request, **arguments)

    def reset(self) -> None:
        """Forget every record, and be in the country that is set."""
        self.account.reset()

    def state(self) -> dict[str, Any]:
        """Everything that is stored."""
        return snapshot(self.account)

    def ledger(self) -> list[dict[str, Any]]:
        """Every journal of the account's ledger."""
        return ledger(self.account)

    def do(self, action: dict[str, Any]) -> dict[str, Any]:
        """Do what people do in Brightpearl."""
        return do(self.account, action)

    def switches(self) -> dict[str, Any]:
        """Every switch and how it stands."""
        return self.account.switches.show()

    def set_switches(self, values: Mapping[str, Any]) -> None:
        """Turn some switches."""
        self.account.switches.set(values)

    def health(self) -> dict[str, Any]:
        """What a client needs to call the account; addresses are given without the host."""
        return {
            "system": self.name,
            "base_url": f"/public-api/{access.ACCOUNT}",
            "token_url": f"/token/{access.ACCOUNT}",
            "authorize_url": f"/authorize/{access.ACCOUNT}",
            "country": self.account.country,
            "account": access.ACCOUNT,
            "app_ref": access.APP_REF,
            "staff_token": access.STAFF_TOKEN,
            "account_token": access.ACCOUNT_TOKEN,
            "oauth": {
                "client_id": access.APP_REF,
                "client_secret": access.CLIENT_SECRET,
                "refresh_token": access.FIRST_REFRESH_TOKEN,
                "access_token": access.FIRST_ACCESS_TOKEN,
                "dev_ref": access.DEV_REF,
                "token_url": f"/token/{access.ACCOUNT}",
            },
        }

    def force_limit(self, kind: str) -> None:
        """Use up the running minute, whichever limit is meant: Brightpearl has no other."""
        del kind
        self._limit.exhaust()

    @contextmanager
    def refusing_elements(self) -> Iterator[None]:
        self.account.refuses_elements = True
        yield
        self.account.refuses_elements = False

    def expire_tokens(self) -> None:
        """Make every access token worthless."""
        self._access.expire()

    def serve_api(self, request: Request, account: str, path: str) -> Response:
        """Let the call in, count it, answer it."""
        refusal = self._access.refusal(request.headers, account=account)
        if refusal:
            return self._respond(Answer(body={"response": refusal}, status=401, message_type="api-proxy"))
        if len(path) > LONGEST_PATH:
            return Response("URI Too Long", status=414, content_type="text/plain; charset=utf-8")
        if self.account.on("limits") and not self._limit.take():
            status = int(self.account.switches["throttle_status"])
            return self._respond(Answer(body={"response": THROTTLED}, status=status, message_type="api-proxy"))
        call = Call(
            method=request.method,
            path=f"/{path}",
            query=tuple(request.args.items(multi=True)),
            body=request.get_data(),
        )
        return self._respond(answer(self.account, call))

    def serve_token(self, request: Request, account: str) -> Response:
        """Answer at the OAuth host's token address."""
        return self._access.token(request) if _known(account) else _unknown_account()

    def serve_consent(self, request: Request, account: str) -> Response:
        """Answer at the OAuth host's consent page."""
        return self._access.authorise(request) if _known(account) else _unknown_account()

    def _respond(self, given: Answer) -> Response:
        response = Response(to_json(given.body), status=given.status, content_type="application/json;charset=UTF-8")
        response.headers["Cache-Control"] = "no-cache, must-revalidate"
        response.headers["Message-Type"] = given.message_type
        response.headers["Ruid"] = str(uuid.UUID(int=self._random.getrandbits(128)))
        response.headers["brightpearl-installed-integration-instance-id"] = str(INTEGRATION_INSTANCE)
        response.headers.update(self._limit.headers())
        return response


def _known(account: str) -> bool:
    return account == access.ACCOUNT


def _unknown_account() -> Response:
    return Response('{"error":"invalid_client"}', status=400, content_type="application/json;charset=UTF-8")


_ADDRESSES = Map(
    [
        Rule("/public-api/<account>/<path:path>", endpoint="api"),
        Rule("/token/<account>", endpoint="token"),
        Rule("/authorize/<account>", endpoint="consent"),
    ],
    merge_slashes=False,
)

_ENDPOINTS: dict[str, Callable[..., Response]] = {
    "api": Brightpearl.serve_api,
    "token": Brightpearl.serve_token,
    "consent": Brightpearl.serve_consent,
}
