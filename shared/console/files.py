"""The built files as a table, made once at the start: what is not in it cannot be asked for, whatever the address says."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Final

START_PAGE: Final = "/index.html"
ASSETS: Final = "/assets/"  # whatever is in there has a hash of its content in its name
ENCODINGS: Final = MappingProxyType({"br": ".br", "gzip": ".gz"})  # the one that makes them smallest first
TYPES: Final = MappingProxyType(
    {
        ".css": "text/css; charset=utf-8",
        ".html": "text/html; charset=utf-8",
        ".ico": "image/x-icon",
        ".js": "text/javascript; charset=utf-8",
        ".json": "application/json",
        ".png": "image/png",
        ".svg": "image/svg+xml",
        ".txt": "text/plain; charset=utf-8",
        ".woff2": "font/woff2",
    }
)
UNKNOWN: Final = "application/octet-stream"


@dataclass(frozen=True)
class File:
    """`lasting` where another content would have another address; `packed` are its smaller forms by encoding."""

    path: Path
    packed: Mapping[str, Path]
    lasting: bool

    @property
    def content_type(self) -> str:
        return TYPES.get(self.path.suffix, UNKNOWN)

    @cached_property
    def etag(self) -> str:
        """Weak, for all its forms have the same."""
        return f'W/"{hashlib.sha256(self.path.read_bytes()).hexdigest()[:32]}"'

    def content(self, accepted: frozenset[str]) -> tuple[str, bytes]:
        """Give the smallest form that the caller understands, and the name of its encoding."""
        encoding = next((name for name in self.packed if name in accepted), "")
        return encoding, (self.packed[encoding] if encoding else self.path).read_bytes()


def table(folder: Path) -> dict[str, File]:
    """The files of a folder by their address; what is hidden is not one, and a packed form belongs to its file."""
    return {
        f"/{path.relative_to(folder).as_posix()}": _file(folder, path)
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.suffix not in ENCODINGS.values() and not _is_hidden(path.relative_to(folder))
    }


def _file(folder: Path, path: Path) -> File:
    forms = {encoding: path.with_name(path.name + ending) for encoding, ending in ENCODINGS.items()}
    return File(
        path=path,
        packed={encoding: form for encoding, form in forms.items() if form.is_file()},
        lasting=path.is_relative_to(folder / ASSETS.strip("/")),
    )


def _is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)
