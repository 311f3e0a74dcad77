"""Mutants that no test can or should see, each with its reason."""

import re
from typing import Final

# module, what stands in the lines that came or went, why nothing sees it
REASONS: Final[tuple[tuple[str, str, str], ...]] = (
    (r".*", r"strict=", "both are of one length: `strict` is there to say so"),
)


def reason_for(module: str, difference: str) -> str:
    """Give why a mutant lives, or ""."""
    found = (why for name, change, why in REASONS if re.fullmatch(name, module) and re.search(change, difference))
    return next(found, "")
