"""Answers what a browser asks for that is not the API: the console's files, and where to sign in.

Every address of the console is answered with its start page, which finds its way from there. Nothing here needs a token,
for nothing here is secret: whoever has not signed in sees an empty console and the way to the sign-in page.
"""

import base64
import json
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

from shared.console.environment import ConsoleEnvironment
from shared.console.files import START_PAGE, File, table

API: Final = "/api/"
CONFIG: Final = "/config.json"
# `/`, a connection, one of its lists, or one thing in it; not the API's, not a file's.
SCREEN: Final = re.compile(r"/|/(?!(?:api|assets)(?:/|$))[A-Za-z0-9][A-Za-z0-9_-]*(/[a-z-]+(/[^/]+)?)?/?")
FOREVER: Final = "public, max-age=31536000, immutable"
ASK_AGAIN: Final = "no-cache"
NEVER: Final = "no-store"
SECURITY: Final = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
MAY_LOAD: Final = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
}
Event = Mapping[str, Any]
Answer = dict[str, Any]


@dataclass(frozen=True)
class ConsoleHandler:
    """Answers the gateway's events out of the files in `folder`."""

    folder: Path
    environment: ConsoleEnvironment

    def answer(self, event: Event) -> Answer:
        path = str(event.get("rawPath") or "/")
        if path.startswith(API):
            return self._unknown()
        method = event["requestContext"]["http"]["method"]
        if method not in ("GET", "HEAD"):
            return self._refusal(HTTPStatus.METHOD_NOT_ALLOWED, "Allow", "GET, HEAD")
        headers = {name.lower(): str(value) for name, value in (event.get("headers") or {}).items()}
        answer = self._read(path, headers)
        return {**answer, "body": "", "isBase64Encoded": False} if method == "HEAD" else answer

    def _read(self, path: str, headers: Mapping[str, str]) -> Answer:
        if path == CONFIG:
            return self._config()
        file = self._files.get(path) or (self._files.get(START_PAGE) if SCREEN.fullmatch(path) else None)
        return self._content(file, headers) if file else self._refusal(HTTPStatus.NOT_FOUND)

    @cached_property
    def _files(self) -> dict[str, File]:
        return table(self.folder)

    @cached_property
    def _secure(self) -> dict[str, str]:
        may = {**MAY_LOAD, "connect-src": f"'self' {self.environment.sign_in}"}
        return {**SECURITY, "Content-Security-Policy": "; ".join(f"{what} {whence}" for what, whence in may.items())}

    def _content(self, file: File, headers: Mapping[str, str]) -> Answer:
        about = {"Content-Type": file.content_type, "Vary": "Accept-Encoding", "Cache-Control": FOREVER}
        if not file.lasting:
            about |= {"Cache-Control": ASK_AGAIN, "ETag": file.etag}
            if _knows(headers.get("if-none-match", ""), file.etag):
                return self._answer(HTTPStatus.NOT_MODIFIED, about, b"")
        encoding, content = file.content(_accepted(headers.get("accept-encoding", "")))
        return self._answer(HTTPStatus.OK, about | ({"Content-Encoding": encoding} if encoding else {}), content)

    def _config(self) -> Answer:
        ours = self.environment
        told = {"sign_in": ours.sign_in, "client_id": ours.client_id, "region": ours.region}
        about = {"Content-Type": "application/json", "Cache-Control": NEVER}
        return self._answer(HTTPStatus.OK, about, json.dumps(told).encode())

    def _refusal(self, status: HTTPStatus, header: str = "", value: str = "") -> Answer:
        about = {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": NEVER}
        return self._answer(status, about | ({header: value} if header else {}), f"{status.phrase}\n".encode())

    def _unknown(self) -> Answer:
        """What the gateway did not take for the API's, such as a line break in an address, is answered as the API does."""
        says = {"type": "about:blank", "title": "Not Found", "status": 404, "errors": []}
        about = {"Content-Type": "application/problem+json", "Cache-Control": NEVER}
        content = json.dumps({**says, "detail": "There is nothing under this address."}).encode()
        return self._answer(HTTPStatus.NOT_FOUND, about, content)

    def _answer(self, status: HTTPStatus, about: Mapping[str, str], content: bytes) -> Answer:
        return {
            "statusCode": status.value,
            "headers": {**self._secure, **about},
            "body": base64.b64encode(content).decode(),
            "isBase64Encoded": True,
        }


def as_handler(folder: Path) -> Callable[[Event, Any], Answer]:
    """Make the Lambda handler. Nothing is read before the first call."""
    process: dict[str, ConsoleHandler] = {}

    def handler(event: Event, _context: Any) -> Answer:
        if "handler" not in process:
            process["handler"] = ConsoleHandler(folder, ConsoleEnvironment.read(os.environ))
        return process["handler"].answer(event)

    return handler


def _accepted(header: str) -> frozenset[str]:
    """The encodings that a caller names and does not refuse with a quality of zero."""
    named = (word.partition(";") for word in header.lower().split(","))
    return frozenset(name.strip() for name, _, quality in named if not re.fullmatch(r"\s*q=0(\.0*)?\s*", quality))


def _knows(header: str, etag: str) -> bool:
    tags = {tag.strip() for tag in header.split(",")}
    return "*" in tags or etag.removeprefix("W/") in {tag.removeprefix("W/") for tag in tags}
