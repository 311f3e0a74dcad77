"""Writes what others read of the code: docs/openapi.json, and the kinds for the console. `python -m shared.api.document`."""

import json
import sys
from pathlib import Path
from typing import Any, Final

from msgspec.structs import asdict

from shared.api.handler import bare_router
from shared.api.openapi import document
from shared.kinds import KINDS, Row

FILE: Final = Path("docs") / "openapi.json"
KINDS_FILE: Final = Path("console") / "src" / "api" / "kinds.json"


def kinds() -> str:
    """Every kind in the menu's order, in the words that people read; laid out as the console's formatter does it."""
    return json.dumps([_shown(row) for row in KINDS.values()], indent=2, ensure_ascii=False) + "\n"


def _shown(row: Row) -> dict[str, Any]:
    path, words = row.kind.plural, row.kind.words
    plural = path.replace("-", " ").capitalize()
    return {"path": path, "singular": words, "plural": plural, "is_order": row.order is not None, **asdict(row.columns)}


if __name__ == "__main__":
    for file, text in ((FILE, document(bare_router())), (KINDS_FILE, kinds())):
        file.write_text(text, encoding="utf-8")
        sys.stdout.write(f"{file}\n")
