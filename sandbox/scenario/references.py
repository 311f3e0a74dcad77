"""`"$order.order"`: a field of what an earlier act answered, in its own type; `"$bill.Contact.ContactID"` looks further in."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

NAME: Final = "[A-Za-z_][A-Za-z0-9_-]*"
REFERENCE: Final = re.compile(rf"\$({NAME})\.(\S+)")


def is_reference(value: object) -> bool:
    return isinstance(value, str) and bool(REFERENCE.fullmatch(value))


def names_in(value: Any) -> Iterator[str]:
    """Give the names of the acts that something refers to, however deep."""
    if isinstance(value, str):
        yield from (found[1] for found in [REFERENCE.fullmatch(value)] if found)
    elif isinstance(value, Mapping):
        yield from (name for nested in (*value, *value.values()) for name in names_in(nested))
    elif isinstance(value, list):
        yield from (name for nested in value for name in names_in(nested))


def resolved(value: Any, answers: Mapping[str, Any]) -> Any:
    """Put what the acts answered where it is referred to. Raises ValueError where there is no such answer or field."""
    if isinstance(value, Mapping):
        return {resolved(name, answers): resolved(nested, answers) for name, nested in value.items()}
    if isinstance(value, list):
        return [resolved(nested, answers) for nested in value]
    found = REFERENCE.fullmatch(value) if isinstance(value, str) else None
    return _field(value, answers.get(found[1]), found[2].split(".")) if found else value


def _field(reference: str, answer: Any, path: list[str]) -> Any:
    if answer is None:
        raise ValueError(f"{reference} leads nowhere: that act was refused")
    for name in path:
        if isinstance(answer, list) and name.isdecimal() and int(name) < len(answer):
            answer = answer[int(name)]
        elif isinstance(answer, Mapping) and name in answer:
            answer = answer[name]
        else:
            raise ValueError(f"{reference} leads nowhere: there is no {name!r} in what that act answered")
    return answer
