"""JSON merge patch, RFC 7396: https://www.rfc-editor.org/rfc/rfc7396."""

from collections.abc import Mapping
from typing import Any


def merged(target: Any, patch: Any) -> Any:
    """Give the target with the patch applied: objects are merged, null takes a key away, anything else replaces."""
    if not isinstance(patch, Mapping):
        return patch
    old = target if isinstance(target, Mapping) else {}
    kept = {name: value for name, value in old.items() if name not in patch}
    return kept | {name: merged(old.get(name), value) for name, value in patch.items() if value is not None}
