"""What was said: one JSON line for every call and its answer, without secrets."""

import json
import re
from collections import deque
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import parse_qsl, urlencode

MASK = "***"
MOST_KEPT = 20_000
SECRET_HEADERS = {"authorization", "brightpearl-staff-token", "brightpearl-account-token"}
SECRET_FIELDS = {"client_secret", "refresh_token", "access_token", "id_token", "code", "code_verifier", "token"}
_SECRET_IN_JSON = re.compile(rf'"({"|".join(sorted(SECRET_FIELDS))})"(\s*:\s*)"[^"]*"')
_TOKEN_PATH = re.compile(r"^(/identity)?/connect/|^/token/|^/authorize/")


class TrafficLog:
    """Appends to a file, or keeps the latest calls in memory where there is none."""

    def __init__(self, path: Path | None = None, *, kept: int = MOST_KEPT) -> None:
        self._path = path
        self._kept: deque[dict[str, Any]] = deque(maxlen=kept)
        self._lock = Lock()
        if path:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()

    def append(self, call: dict[str, Any]) -> None:
        with self._lock:
            if self._path:
                with self._path.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(call) + "\n")
            else:
                self._kept.append(call)

    def calls(self) -> list[dict[str, Any]]:
        """Every call so far, in order."""
        if not self._path:
            return list(self._kept)
        return [json.loads(line) for line in self._path.read_text(encoding="utf-8").splitlines()]

    def clear(self) -> None:
        """Forget what is kept in memory; a file is never shortened."""
        self._kept.clear()


def to_call(
    *, at: datetime, method: str, url: tuple[str, str], headers: dict[str, str], body: str, status: int, response: str
) -> dict[str, Any]:
    """One line of the log, from a path and query as the caller wrote them and texts as they went over the wire."""
    path, query = url
    hidden = bool(_TOKEN_PATH.search(path))
    return {
        "at": at.isoformat(),
        "method": method,
        "path": path,
        "query": query,
        "headers": masked_headers(headers),
        "body": _masked_text(body) if hidden else body,
        "status": status,
        "response": _masked_text(response) if hidden else response,
    }


def masked_headers(headers: dict[str, str]) -> dict[str, str]:
    return {name: _masked_header(name, value) for name, value in headers.items()}


def _masked_header(name: str, value: str) -> str:
    if name.lower() not in SECRET_HEADERS:
        return value
    scheme, _, credential = value.partition(" ")
    return f"{scheme} {MASK}" if credential else MASK


def _masked_text(text: str) -> str:
    if text.lstrip().startswith(("{", "[")):
        return _SECRET_IN_JSON.sub(rf'"\1"\2"{MASK}"', text)
    pairs = parse_qsl(text, keep_blank_values=True)
    return urlencode([(name, MASK if name in SECRET_FIELDS else value) for name, value in pairs], safe="*")
