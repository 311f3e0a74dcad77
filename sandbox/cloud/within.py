"""MiniStack within this process: its tables, secrets and state machines, without a wire in between.

What every step does most is ask the table, and most of the time of such a request is HTTP's, on either side. So requests are
handed to MiniStack where botocore would send them: everything above that is the real thing, and so is what answers. What is in
it is there as long as the process.
"""

from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager
from threading import RLock
from types import SimpleNamespace
from typing import Any, Final
from unittest.mock import patch

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.httpsession import URLLib3Session
from botocore.signers import RequestSigner
from ministack.core.responses import set_request_account_id, set_request_region
from ministack.services import dynamodb, secretsmanager, stepfunctions

from sandbox.cloud import corrected as corrected  # its import corrects the tables
from sandbox.cloud.ministack import ACCOUNT, REGION, Cloud

ENDPOINT: Final = "http://ministack.test:8000"
TARGET: Final = "X-Amz-Target"

Answer = tuple[int, Mapping[str, str], bytes | str]
Service = Callable[[str, str, dict[str, str], bytes, dict[str, Any]], Coroutine[Any, Any, Answer]]

SERVICES: Final[dict[str, Service]] = {
    "DynamoDB_20120810": dynamodb.handle_request,
    "secretsmanager": secretsmanager.handle_request,
    "AWSStepFunctions": stepfunctions.handle_request,
}
_ONE_AT_A_TIME: Final = RLock()  # as the process does


@contextmanager
def ministack_within() -> Iterator[Cloud]:
    """Have it answer the AWS clients of this process, and of no other, which send to its endpoint."""
    real: Callable[[URLLib3Session, AWSPreparedRequest], AWSResponse] = vars(URLLib3Session)["send"]

    def send(session: URLLib3Session, request: AWSPreparedRequest) -> AWSResponse:
        return _answered(request) if str(request.url).startswith(ENDPOINT) else real(session, request)

    # nobody there reads a signature, and what goes nowhere else needs none
    with patch.object(URLLib3Session, "send", send), patch.object(RequestSigner, "handler", lambda *_, **__: None):
        yield Cloud(endpoint=ENDPOINT)


def _answered(request: AWSPreparedRequest) -> AWSResponse:
    target = _bytes(request.headers.get(TARGET)).decode()
    service = SERVICES.get(target.partition(".")[0])
    if service is None:
        raise NotImplementedError(f"{target or request.url}: MiniStack has to be a process for that (ministack.py)")
    with _ONE_AT_A_TIME:
        set_request_account_id(ACCOUNT)
        set_request_region(REGION)
        status, headers, body = _run(service("POST", "/", {TARGET.lower(): target}, _bytes(request.body), {}))
    content = _bytes(body)
    raw: Any = SimpleNamespace(stream=lambda: iter([content]))
    given: Any = headers
    return AWSResponse(str(request.url), status, given, raw)


def _run(answering: Coroutine[Any, Any, Answer]) -> Answer:
    """Run what is a coroutine by its form only: these services never wait."""
    try:
        answering.send(None)
    except StopIteration as done:
        answer: Answer = done.value
        return answer
    raise NotImplementedError("this request waits for something: MiniStack has to be a process for that (ministack.py)")


def _bytes(given: Any) -> bytes:
    return given if isinstance(given, bytes) else str(given or "").encode()
