"""Whether what came out is what was expected: told as the places where it is not."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

HAS = {"has"}


def unlike(expected: Any, found: Any, where: str = "") -> Iterator[str]:
    """Give a line for every place that differs. An object names the fields that matter, a list every element in its order.

    `{"has": [...]}` wants these in a text, or in what anything else is as JSON.
    """
    if isinstance(expected, Mapping) and expected.keys() == HAS:
        text = found if isinstance(found, str) else json.dumps(found, ensure_ascii=False)
        yield from (f"{where} has no {part!r}: {text}" for part in expected["has"] if part not in text)
    elif isinstance(expected, Mapping) and isinstance(found, Mapping):
        for name, value in expected.items():
            yield from unlike(value, found.get(name), f"{where}.{name}")
    elif isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        for number, (value, real) in enumerate(zip(expected, found, strict=True)):
            yield from unlike(value, real, f"{where}[{number}]")
    elif expected != found:
        yield f"{where} is {json.dumps(found, ensure_ascii=False)}, not {json.dumps(expected, ensure_ascii=False)}"


def of_the_kinds(expected: list[Mapping[str, Any]], records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The records of the kinds that are expected."""
    kinds = {record["kind"] for record in expected}
    return [record for record in records if record["kind"] in kinds]
