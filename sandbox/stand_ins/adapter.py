"""The second door: a `requests` adapter that calls a stand-in inside the same process, faults included."""

from collections.abc import Mapping
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import BaseAdapter, HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPHeaderDict, HTTPResponse
from urllib3.connection import HTTPConnection
from urllib3.exceptions import MaxRetryError, NewConnectionError
from werkzeug import Response

from sandbox.stand_ins.arrival import to_request
from sandbox.stand_ins.effects import Fate
from sandbox.stand_ins.stand_in import StandIn


class InProcessAdapter(BaseAdapter):
    """Mount it on a session for an address; the stand-in answers what is sent there."""

    def __init__(self, stand_in: StandIn) -> None:
        super().__init__()
        self._stand_in = stand_in
        self._builder = HTTPAdapter()

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,  # noqa: FBT001, FBT002 - the signature is that of requests
        timeout: float | tuple[float | None, float | None] | tuple[float, None] | None = None,
        verify: bool | str = True,  # noqa: FBT001, FBT002
        cert: Any = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """Carry the call over and the answer back, or fail as a network would."""
        del stream, verify, cert, proxies
        answer = self._stand_in.respond(
            to_request(
                method=request.method or "GET",
                url=request.url or "",
                headers=list(request.headers.items()),
                body=_body(request),
            ),
            hold=lambda seconds: self._wait(seconds, request=request, patience=_patience(timeout)),
        )
        if answer.fate is Fate.REFUSED:
            raise requests.ConnectionError(_nobody_there(request), request=request)
        if answer.fate is Fate.LOST:
            raise requests.ConnectionError("Remote end closed connection without response", request=request)
        built: requests.Response = self._builder.build_response(request, _to_urllib3(answer.response))
        if answer.fate is Fate.CUT:
            raise requests.exceptions.ChunkedEncodingError("Connection broken: IncompleteRead", request=request)
        return built

    def close(self) -> None:
        """Nothing is held open."""

    def _wait(self, seconds: float, *, request: requests.PreparedRequest, patience: float | None) -> None:
        if patience is not None and seconds > patience:
            self._stand_in.clock.sleep(patience)
            raise requests.ReadTimeout(f"Read timed out. (read timeout={patience})", request=request)
        self._stand_in.clock.sleep(seconds)


def _nobody_there(request: requests.PreparedRequest) -> MaxRetryError:
    url = request.url or ""
    connection = HTTPConnection(urlsplit(url).hostname or "nowhere")
    return MaxRetryError(HTTPConnectionPool(connection.host), url, NewConnectionError(connection, "Connection refused"))


def _body(request: requests.PreparedRequest) -> bytes:
    body = request.body or b""
    return body.encode() if isinstance(body, str) else bytes(body)


def _patience(timeout: Any) -> float | None:
    patience: float | None = timeout[1] if isinstance(timeout, tuple) else timeout
    return patience


def _to_urllib3(response: Response) -> HTTPResponse:
    return HTTPResponse(
        body=BytesIO(response.get_data()),
        headers=HTTPHeaderDict(list(response.headers.items())),
        status=response.status_code,
        reason=response.status.partition(" ")[2],
        preload_content=False,
    )
