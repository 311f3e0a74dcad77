"""The synthesised stack, kept as long as nothing that makes it changes: synth is the slowest part of a deployment."""

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

KEPT: Final = 3
MAKES_IT: Final = ("app.py", "cdk.json", "requirements.txt", "infra", "functions", "shared", "out/console")


def assembly(
    root: Path, cache: Path, destination: Path, *, context: Mapping[str, str], synth: Callable[[], None]
) -> None:
    """Fill `destination`: with a copy of what was kept, or by `synth`, whose result is kept for the next time."""
    kept = cache / fingerprint(root, context)
    if kept.exists():
        shutil.copytree(kept, destination)
        kept.touch()
        return
    synth()
    partial = kept.with_suffix(f".{os.getpid()}")
    shutil.copytree(destination, partial)
    try:
        partial.rename(kept)
    except OSError:  # another run was quicker, and its assembly is the same
        shutil.rmtree(partial)
    _forget_old(cache)


def fingerprint(root: Path, context: Mapping[str, str]) -> str:
    """Change when any file that the stack is made of does, or what is chosen by context, or Python itself."""
    digest = hashlib.sha256(json.dumps([sys.version, dict(context)], sort_keys=True).encode())
    for path in _files(root):
        digest.update(f"{path.relative_to(root)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:32]


def _files(root: Path) -> Iterator[Path]:
    for name in MAKES_IT:
        found = [root / name, *(root / name).rglob("*")]
        yield from (path for path in sorted(found) if path.is_file() and "__pycache__" not in path.parts)


def _forget_old(cache: Path) -> None:
    newest_first = sorted(cache.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in newest_first[KEPT:]:
        shutil.rmtree(old, ignore_errors=True)
