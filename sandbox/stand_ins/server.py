"""The first door: a stand-in on a port of this machine, over HTTP/1.1 with connections kept open."""

import socket
import sys
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from werkzeug import Response

from sandbox.stand_ins.arrival import to_request
from sandbox.stand_ins.effects import Fate
from sandbox.stand_ins.stand_in import StandIn

HOST = "127.0.0.1"


class Server:
    """Serves from a thread of its own until it is stopped. Port 0 takes a free one."""

    def __init__(self, stand_in: StandIn, port: int = 0) -> None:
        handler = type("Handler", (_Handler,), {"stand_in": stand_in})
        self._http = _HTTPServer((HOST, port), handler)
        self.port: int = self._http.server_address[1]
        self._thread = Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}"

    def start(self) -> "Server":
        self._thread.start()
        return self

    def stop(self) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


class _HTTPServer(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128
    allow_reuse_address = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that hangs up early is nothing to tell; anything else is."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    stand_in: StandIn

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        request = to_request(
            method=self.command,
            url=f"http://{self.headers.get('Host', HOST)}{self.path}",
            headers=list(self.headers.items()),
            body=body,
        )
        answer = self.stand_in.respond(request)
        if answer.fate in (Fate.LOST, Fate.REFUSED):  # whoever has connected cannot be refused any more
            self._hang_up()
        else:
            self._write(answer.response, cut=answer.fate is Fate.CUT)

    do_GET = do_POST = do_PUT = do_DELETE = do_OPTIONS = do_PATCH = do_HEAD = answer  # noqa: N815

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: the traffic log has it all."""

    def _write(self, response: Response, *, cut: bool) -> None:
        body = response.get_data()
        self.send_response(response.status_code)
        for name, value in response.headers.items():
            if name.lower() != "content-length":
                self.send_header(name, value)
        if response.status_code != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(b"" if self.command == "HEAD" else body[: len(body) // 2] if cut else body)
        self.wfile.flush()
        if cut:
            self._hang_up()

    def _hang_up(self) -> None:
        self.close_connection = True
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)
