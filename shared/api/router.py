"""The resolver. One middleware stands before every route: it checks who calls, whether they may, and the parameters' names."""

import inspect
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import wraps
from http import HTTPStatus
from typing import Any, Final

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from aws_lambda_powertools.event_handler.openapi.exceptions import (
    RequestUnsupportedContentType,
    RequestValidationError,
)

from shared.api.access import User
from shared.api.filter_parameters import gather_filter, spread_filter
from shared.api.problems import Problem, ProblemError, Turned, bad_parameter, fault, invalid
from shared.api.reads import Tagged
from shared.api.routes import ALWAYS, BY_GATEWAY, ROOT, Route
from shared.codec import to_json

OPENAPI: Final = ROOT + "/openapi.json"
JSON: Final = "application/json"
PROBLEM: Final = "application/problem+json"
PRIVATE: Final = "private, no-cache"
KIND: Final = "<kind>"
Answer = Response[Any]


class Router:
    """Routes are added to it; `app` resolves calls and writes the OpenAPI document."""

    def __init__(self) -> None:
        self.app = APIGatewayHttpResolver(enable_validation=True)
        self._table: dict[tuple[str, str], Route] = {}
        self._answer_refusals()

    def user(self) -> User:
        """Whoever makes the call that is being answered; the gateway has verified the token."""
        context = self.app.current_event.raw_event.get("requestContext") or {}
        claims = ((context.get("authorizer") or {}).get("jwt") or {}).get("claims") or {}
        if not claims:
            raise ProblemError(HTTPStatus.UNAUTHORIZED, "Sign in first: the call carries no valid token.")
        return User.of(claims)

    def add(self, route: Route) -> None:
        """Register the route, with the middleware before it."""
        self._table[route.method, route.path] = route
        register = self.app.route(
            route.path,
            route.method,
            summary=(route.does.__doc__ or "").strip().partition("\n")[0],
            operation_id=route.name,
            status_code=route.status.value,
            responses=_responses(route),
            security=[{"token": []}],
            tags=["read" if route.method == "GET" else "start"],
            openapi_extensions={"x-group": route.needs.value},
            middlewares=[self._middleware(route)],
        )
        register(_answering(route))

    def serve_document(self, text: Callable[[], str]) -> None:
        """Give the OpenAPI document to everybody who has signed in."""

        def openapi() -> Answer:
            self.user()
            return Response(HTTPStatus.OK.value, JSON, text(), headers={"Cache-Control": PRIVATE})

        self.app.get(OPENAPI, include_in_schema=False)(openapi)

    def _middleware(self, route: Route) -> Callable[..., Answer]:
        def middleware(app: APIGatewayHttpResolver, next_middleware: Callable[..., Answer]) -> Answer:
            self._admit(route)
            _check_names(app)
            return next_middleware(app)

        return middleware

    def _admit(self, route: Route) -> None:
        user = self.user()
        if not user.may(route.needs):
            groups = ", ".join(sorted(user.groups)) or "no group"
            raise ProblemError(
                HTTPStatus.FORBIDDEN,
                f"This needs the group {route.needs}, and {user.name} is in {groups}.",
                fault("group", groups, f"{route.needs} is needed"),
            )

    # what is answered when it is not done

    def _answer_refusals(self) -> None:
        on = self.app.exception_handler
        on(ProblemError)(refusal)
        on(RequestValidationError)(self._invalid)
        on(RequestUnsupportedContentType)(lambda _error: refusal(not_json("")))
        on(RecursionError)(lambda _error: refusal(too_deep()))
        on(NotFoundError)(self._nowhere)

    def _invalid(self, error: RequestValidationError) -> Answer:
        """Whoever may not do it at all is not told how to do it right."""
        resolved = self.app.context["_route"]
        try:
            self._admit(self._table[resolved.method, resolved.path])
        except ProblemError as refused:
            return refusal(refused)
        wrong, named = invalid(error.errors()), self._methods(besides=KIND)
        if wrong.status == HTTPStatus.NOT_FOUND and named and resolved.method not in named:
            return self._not_allowed(named)
        return refusal(wrong)

    def _nowhere(self, _error: NotFoundError) -> Answer:
        """Is it only the method that is wrong?"""
        allowed = self._methods()
        if allowed:
            return self._not_allowed(allowed)
        missing = fault("path", self.app.current_event.path, "does not exist")
        return refusal(ProblemError(HTTPStatus.NOT_FOUND, "There is nothing under this address.", missing))

    def _methods(self, *, besides: str | None = None) -> list[str]:
        """Those of the routes at the address called, besides the ones with a certain parameter: sync is no kind."""
        routes = [*self.app._static_routes, *self.app._dynamic_routes]
        here = (route for route in routes if route.rule.match(self.app.current_event.path))
        return sorted({str(route.method) for route in here if besides is None or besides not in route.path})

    def _not_allowed(self, allowed: Sequence[str]) -> Answer:
        wrong = fault("method", self.app.current_event.http_method, "is not allowed here")
        detail = f"This address takes {' or '.join(allowed)}."
        answer = refusal(ProblemError(HTTPStatus.METHOD_NOT_ALLOWED, detail, wrong))
        answer.headers["Allow"] = ", ".join(allowed)
        return answer


def _check_names(app: APIGatewayHttpResolver) -> None:
    """A misspelt filter must not pass for none."""
    known = {str(parameter.alias) for parameter in app.context["_route"].dependant.query_params}
    for name, value in (app.current_event.query_string_parameters or {}).items():
        if name not in known:
            raise bad_parameter(name, value, f"is not known here; there are {', '.join(sorted(known)) or 'none'}")


def _answering(route: Route) -> Callable[..., Answer]:
    """Write the answer as JSON ourselves, with amounts as they are; the parameters stay, for validation reads them."""

    parameters = inspect.signature(route.does)

    @wraps(route.does)
    def answering(**given: Any) -> Answer:
        answer = route.does(**gather_filter(parameters, given))
        return _tagged(answer) if isinstance(answer, Tagged) else _written(answer, route.status)

    answering.__signature__ = spread_filter(parameters).replace(return_annotation=inspect.Signature.empty)  # type: ignore[attr-defined]  # read by inspect
    return answering


def _written(answer: Any, status: HTTPStatus) -> Answer:
    return Response(status.value, JSON, to_json(asdict(answer)), headers={})


def _tagged(answer: Tagged) -> Answer:
    headers: dict[str, str | list[str]] = {"ETag": answer.etag, "Cache-Control": PRIVATE}
    if answer.body is None:
        return Response(HTTPStatus.NOT_MODIFIED.value, None, "", headers=headers)
    written = _written(answer.body, HTTPStatus.OK)
    written.headers.update(headers)
    return written


def refusal(error: ProblemError) -> Answer:
    headers: dict[str, str | list[str]] = {}
    if error.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    return Response(error.status.value, PROBLEM, to_json(error.document()), headers=headers)


def not_json(value: str) -> ProblemError:
    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE
    return ProblemError(status, "Bodies are JSON here.", fault("content-type", value, f"is not {JSON}"))


def too_deep() -> ProblemError:
    wrong = fault("body", "", "is nested too deeply")
    return ProblemError(HTTPStatus.BAD_REQUEST, "The body is nested too deeply.", wrong)


def _responses(route: Route) -> dict[int, Any]:
    told: dict[int, Any] = {
        status.value: {
            "description": status.phrase,
            "content": {JSON: {"model": Turned}} if status in BY_GATEWAY else {PROBLEM: {"model": Problem}},
        }
        for status in sorted({*ALWAYS, *route.refuses})
    }
    told[route.status.value] = {"description": route.status.phrase, "content": {JSON: {"model": route.answers}}}
    return told
