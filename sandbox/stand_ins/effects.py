"""What each kind of trouble does to a call and to its answer."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus

from werkzeug import Request, Response

from sandbox.stand_ins.faults import FaultKind, FaultRule
from sandbox.stand_ins.vendor import Remembering, Vendor

OUTAGE_PAGE = (
    "<!DOCTYPE html><html><head><title>{host} | 502: Bad gateway</title></head>"
    "<body><h1>Bad gateway</h1><p>Error code 502</p><p>Cloudflare</p></body></html>"
)
REFUSAL_PAGE = (
    "<!DOCTYPE html><html><head><title>400 Bad Request</title></head>"
    "<body><h1>Bad Request</h1><p>Your browser sent a request that {host} could not understand.</p></body></html>"
)
LOGIN_PAGE = "<!DOCTYPE html><html><head><title>Sign in</title></head><body><form action='https://{host}/login'></form></body></html>"


class Fate(StrEnum):
    """What becomes of an answer on its way back."""

    WHOLE = "whole"
    CUT = "cut"
    REFUSED = "refused"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Answer:
    response: Response
    fate: Fate = Fate.WHOLE


def serve(vendor: Vendor, request: Request, rule: FaultRule | None) -> Answer:
    """Let the vendor answer, with the trouble that a rule brings."""
    return EFFECTS[rule.kind](vendor, request, rule) if rule else Answer(vendor.handle(request))


def _refuse(vendor: Vendor, _request: Request, _rule: FaultRule) -> Answer:
    return Answer(Response(f"nobody listens where {vendor.name} should be"), Fate.REFUSED)


def _drop_before(vendor: Vendor, _request: Request, _rule: FaultRule) -> Answer:
    return Answer(Response(f"{vendor.name} never read this"), Fate.LOST)


def _drop_after(vendor: Vendor, request: Request, _rule: FaultRule) -> Answer:
    return Answer(vendor.handle(request), Fate.LOST)


def _slow(vendor: Vendor, request: Request, rule: FaultRule) -> Answer:
    answer = Answer(vendor.handle(request))
    if isinstance(vendor, Remembering):
        vendor.take_longer(request, rule.seconds)
    return answer


def _truncate(vendor: Vendor, request: Request, _rule: FaultRule) -> Answer:
    return Answer(vendor.handle(request), Fate.CUT)


def _cut_json(vendor: Vendor, request: Request, _rule: FaultRule) -> Answer:
    """Cut by something on the way that says the length of what is left."""
    whole = vendor.handle(request)
    text = whole.get_data()
    return Answer(Response(text[: len(text) // 2], status=whole.status_code, content_type=whole.content_type))


def _refuse_elements(vendor: Vendor, request: Request, _rule: FaultRule) -> Answer:
    with vendor.refusing_elements():
        return Answer(vendor.handle(request))


def _error_500(vendor: Vendor, request: Request, rule: FaultRule) -> Answer:
    if rule.commit:
        vendor.handle(request)
    response = Response("Internal Server Error", status=500, content_type="text/plain; charset=utf-8")
    if isinstance(vendor, Remembering):
        vendor.failed_inside(request, response)
    return Answer(response)


def _error_503(vendor: Vendor, _request: Request, _rule: FaultRule) -> Answer:
    text = f"The {vendor.name.title()} API is temporarily unavailable"
    return Answer(Response(text, status=503, content_type="text/plain; charset=utf-8"))


def _html_502(_vendor: Vendor, request: Request, _rule: FaultRule) -> Answer:
    return Answer(Response(OUTAGE_PAGE.format(host=request.host), status=502, content_type="text/html; charset=UTF-8"))


def _html_200(_vendor: Vendor, request: Request, _rule: FaultRule) -> Answer:
    return Answer(Response(LOGIN_PAGE.format(host=request.host), content_type="text/html; charset=UTF-8"))


def _html_400(_vendor: Vendor, request: Request, _rule: FaultRule) -> Answer:
    return Answer(Response(REFUSAL_PAGE.format(host=request.host), status=400, content_type="text/html; charset=UTF-8"))


def _problem(vendor: Vendor, _request: Request, rule: FaultRule) -> Answer:
    """A gateway refuses the call in its own form: problem details, https://www.rfc-editor.org/rfc/rfc9457"""
    status = HTTPStatus(int(str(rule.kind).rpartition("_")[2]))
    detail = f"The gateway of {vendor.name} did not let this through"
    problem = {"type": "about:blank", "title": status.phrase, "status": int(status), "detail": detail}
    return Answer(Response(json.dumps(problem), status=int(status), content_type="application/problem+json"))


def _limit(vendor: Vendor, request: Request, rule: FaultRule) -> Answer:
    vendor.force_limit(str(rule.kind))
    return Answer(vendor.handle(request))


def _token_expired(vendor: Vendor, request: Request, _rule: FaultRule) -> Answer:
    vendor.expire_tokens()
    return Answer(vendor.handle(request))


EFFECTS: dict[FaultKind, Callable[[Vendor, Request, FaultRule], Answer]] = {
    FaultKind.REFUSE: _refuse,
    FaultKind.DROP_BEFORE: _drop_before,
    FaultKind.DROP_AFTER: _drop_after,
    FaultKind.ERROR_500: _error_500,
    FaultKind.ERROR_503: _error_503,
    FaultKind.HTML_502: _html_502,
    FaultKind.HTML_200: _html_200,
    FaultKind.HTML_400: _html_400,
    FaultKind.PROBLEM_400: _problem,
    FaultKind.PROBLEM_401: _problem,
    FaultKind.PROBLEM_403: _problem,
    FaultKind.SLOW: _slow,
    FaultKind.TRUNCATE: _truncate,
    FaultKind.CUT_JSON: _cut_json,
    FaultKind.REFUSE_ELEMENTS: _refuse_elements,
    FaultKind.RATE_LIMIT_CONCURRENT: _limit,
    FaultKind.RATE_LIMIT_APP_MINUTE: _limit,
    FaultKind.RATE_LIMIT_MINUTE: _limit,
    FaultKind.RATE_LIMIT_DAY: _limit,
    FaultKind.TOKEN_EXPIRED: _token_expired,
}
