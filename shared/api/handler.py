"""The API's composition root: builds what its function needs, and stands between the gateway and the routes.

What no route should ever see ends here: bodies that are too big or no text, and errors that nobody foresaw.
"""

import base64
import binascii
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from http import HTTPStatus
from typing import Any, Final

import boto3
from aws_lambda_powertools import Logger
from botocore.exceptions import BotoCoreError, ClientError
from pynamodb.exceptions import PynamoDBException

from shared.api.environment import ApiEnvironment
from shared.api.openapi import document
from shared.api.problems import ProblemError, fault
from shared.api.reads import Reads
from shared.api.router import JSON, PROBLEM, Router, not_json
from shared.api.routes import routes
from shared.api.starting import Starter
from shared.api.triggers import Triggers
from shared.api.ways import Ways
from shared.codec import to_json
from shared.records.findings import Findings
from shared.records.model import bind
from shared.records.progress import Progress
from shared.records.store import Store

MOST_BYTES: Final = 128 * 1024
SECURITY: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
Event = Mapping[str, Any]
Log = Callable[[str, Mapping[str, Any]], None]


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, kw_only=True)
class ApiHandler:
    """Answers the gateway's events. `executions` is a client of Step Functions; tests give their own."""

    environment: ApiEnvironment
    executions: Any
    clock: Callable[[], datetime] = utc_now
    log: Log = lambda _text, _about: None

    def answer(self, event: Event, context: Any) -> dict[str, Any]:
        """Answer one event: a refusal, or an error that nobody foresaw, becomes a problem document."""
        bind(self.environment.table_name)
        try:
            answer = self.router.app.resolve(_checked(event), context)
        except ProblemError as refused:
            answer = _refused(refused)
        except (ClientError, BotoCoreError, PynamoDBException) as error:
            self.log("aws did not answer", {"error": str(error)})
            answer = _refused(ProblemError(HTTPStatus.SERVICE_UNAVAILABLE, "The store did not answer. Try again."))
            answer["headers"]["Retry-After"] = "5"
        except Exception as error:  # noqa: BLE001 (the one boundary: what nobody foresaw is logged, and told without details)
            self.log("call broke", {"error": repr(error)})
            answer = _refused(
                ProblemError(HTTPStatus.INTERNAL_SERVER_ERROR, "Something broke; the log has the details.")
            )
        return _secured(answer)

    @cached_property
    def router(self) -> Router:
        router = Router()
        starter = Starter(client=self.executions, machine=self.environment.manual_arn, clock=self.clock)
        reads = Reads(starter=starter, store=self._store, progress=self._progress, clock=self.clock)
        triggers = Triggers(starter=starter, store=self._store, findings=self._findings, user=router.user)
        ways = Ways(starter=starter, store=self._store, user=router.user)
        for route in routes(reads, triggers, ways):
            router.add(route)
        router.serve_document(lambda: self._document)
        return router

    @cached_property
    def _document(self) -> str:
        return document(self.router)

    def _store(self, connection: str) -> Store:
        return Store(connection=connection, clock=self.clock)

    def _findings(self, connection: str) -> Findings:
        return Findings(connection=connection, clock=self.clock)

    def _progress(self, connection: str) -> Progress:
        return Progress(connection=connection, clock=self.clock)


def bare_router() -> Router:
    """The routes without anything behind them: for the OpenAPI document."""
    return ApiHandler(environment=ApiEnvironment(table_name="", manual_arn=""), executions=None).router


def as_handler() -> Callable[[Event, Any], dict[str, Any]]:
    """Make the Lambda handler. Nothing is read or built before the first call."""
    process: dict[str, Any] = {}

    def handler(event: Event, context: Any) -> dict[str, Any]:
        logger = process.setdefault("logger", Logger())
        if "handler" not in process:
            process["handler"] = ApiHandler(
                environment=ApiEnvironment.read(os.environ),
                executions=boto3.client("stepfunctions"),
                log=lambda text, about: logger.exception(text, extra=dict(about)),
            )
        handler: ApiHandler = process["handler"]
        answer = handler.answer(event, context)
        http = event.get("requestContext", {}).get("http", {})
        logger.info("answered", extra={"method": http.get("method"), "status": answer["statusCode"]})
        return answer

    return handler


def _checked(event: Event) -> dict[str, Any]:
    """The event with its body as text, or a refusal of what is too big, no text, or not JSON."""
    body = _body(event)
    if not body:
        return {**event, "body": None, "isBase64Encoded": False}
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    content_type = str(headers.get("content-type") or "")
    if content_type.partition(";")[0].strip().lower() != JSON:
        raise not_json(content_type)
    try:
        return {**event, "body": body.decode("utf-8"), "isBase64Encoded": False}
    except UnicodeDecodeError as wrong:
        raise _unreadable("is not UTF-8") from wrong


def _body(event: Event) -> bytes:
    body = event.get("body") or ""
    if len(body) > 2 * MOST_BYTES:
        raise _too_big(len(body))
    try:
        read = base64.b64decode(body, validate=True) if event.get("isBase64Encoded") else body.encode("utf-8")
    except (binascii.Error, UnicodeEncodeError) as wrong:
        raise _unreadable("is not text") from wrong
    if len(read) > MOST_BYTES:
        raise _too_big(len(read))
    return read


def _too_big(size: int) -> ProblemError:
    wrong = fault("body", f"{size} bytes", f"may have {MOST_BYTES} bytes")
    return ProblemError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The body is too big.", wrong)


def _unreadable(message: str) -> ProblemError:
    return ProblemError(HTTPStatus.BAD_REQUEST, "The request cannot be understood.", fault("body", "", message))


def _refused(error: ProblemError) -> dict[str, Any]:
    return {
        "statusCode": error.status.value,
        "headers": {"Content-Type": PROBLEM},
        "body": to_json(error.document()),
        "isBase64Encoded": False,
    }


def _secured(answer: Mapping[str, Any]) -> dict[str, Any]:
    return {**answer, "headers": {**SECURITY, **(answer.get("headers") or {})}}
