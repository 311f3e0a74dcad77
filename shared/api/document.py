"""Writes docs/openapi.json: `python -m shared.api.document`."""

import sys
from pathlib import Path
from typing import Final

from shared.api.handler import bare_router
from shared.api.openapi import document

FILE: Final = Path("docs") / "openapi.json"


if __name__ == "__main__":
    FILE.write_text(document(bare_router()), encoding="utf-8")
    sys.stdout.write(f"{FILE}\n")
