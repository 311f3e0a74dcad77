"""The console's static files, to the browser: packed beside this module when the stack is made."""

from pathlib import Path

from shared.console.handler import as_handler

handler = as_handler(Path(__file__).parent / "files")
