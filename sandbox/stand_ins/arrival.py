"""A call as it arrives, whichever door it came through, as the request that a stand-in reads."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from werkzeug import Request


def to_request(*, method: str, url: str, headers: Iterable[tuple[str, str]], body: bytes) -> Request:
    """Build the request from an absolute address or from a bare path with its query."""
    parts = urlsplit(url)
    host, _, port = (parts.netloc or "127.0.0.1").partition(":")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": method.upper(),
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(parts.path or "/").decode("latin1"),
        "QUERY_STRING": parts.query,
        "RAW_URI": target,
        "REQUEST_URI": target,
        "SERVER_NAME": host,
        "SERVER_PORT": port or ("443" if parts.scheme == "https" else "80"),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": parts.scheme or "http",
        "wsgi.input": BytesIO(body),
        "wsgi.input_terminated": True,
        "wsgi.errors": None,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    environ.update(_header_keys(headers))
    return Request(environ)


def raw_path(request: Request) -> str:
    """The path as the caller wrote it, still percent-encoded."""
    return str(request.environ.get("RAW_URI", request.path)).partition("?")[0]


def _header_keys(headers: Iterable[tuple[str, str]]) -> dict[str, str]:
    keys: dict[str, str] = {}
    for name, value in headers:
        key = name.upper().replace("-", "_")
        if key == "CONTENT_LENGTH":
            continue
        key = key if key == "CONTENT_TYPE" else f"HTTP_{key}"
        keys[key] = f"{keys[key]},{value}" if key in keys else value
    return keys
