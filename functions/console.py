"""Give a browser the console's static files, which are packed beside this module when the stack is made."""

from pathlib import Path

from shared.console.handler import as_handler

handler = as_handler(Path(__file__).parent / "files")
