"""What goes wrong on demand: rules that pick calls, and the kinds of trouble they bring."""

import random
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from enum import StrEnum
from typing import Any

NUMBERS: dict[str, type[int] | type[float]] = {"after": int, "times": int, "probability": float, "seconds": float}


class FaultKind(StrEnum):
    REFUSE = "refuse"
    DROP_BEFORE = "drop_before"
    DROP_AFTER = "drop_after"
    ERROR_500 = "error_500"
    ERROR_503 = "error_503"
    HTML_502 = "html_502"
    HTML_200 = "html_200"
    HTML_400 = "html_400"
    PROBLEM_400 = "problem_400"
    PROBLEM_401 = "problem_401"
    PROBLEM_403 = "problem_403"
    SLOW = "slow"
    TRUNCATE = "truncate"
    CUT_JSON = "cut_json"
    REFUSE_ELEMENTS = "refuse_elements"
    RATE_LIMIT_CONCURRENT = "rate_limit_concurrent"
    RATE_LIMIT_APP_MINUTE = "rate_limit_app_minute"
    RATE_LIMIT_MINUTE = "rate_limit_minute"
    RATE_LIMIT_DAY = "rate_limit_day"
    TOKEN_EXPIRED = "token_expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultRule:
    """Which calls meet which trouble: skip the first `after` that match, then at most `times` of them (0: no end).

    `path` and `body` are patterns, found anywhere in the address and in what is sent.
    """

    kind: FaultKind
    method: str = ""
    path: str = ""
    body: str = ""
    after: int = 0
    times: int = 1
    probability: float = 1.0
    seconds: float = 35.0
    commit: bool = False

    def matches(self, method: str, path: str, body: str) -> bool:
        found = re.search(self.path, path) and re.search(self.body, body)
        return self.method.upper() in {"", method.upper()} and bool(found)


@dataclass(slots=True)
class _Watched:
    rule: FaultRule
    seen: int = 0
    injected: int = 0

    @property
    def used_up(self) -> bool:
        return bool(self.rule.times) and self.injected >= self.rule.times

    def report(self) -> dict[str, Any]:
        given = {part.name: getattr(self.rule, part.name) for part in fields(self.rule)}
        return given | {"seen": self.seen, "injected": self.injected}


@dataclass(slots=True)
class Faults:
    """The rules in force. Chance comes from a seeded generator, so a run can be repeated."""

    _watched: list[_Watched] = field(default_factory=list)
    _chance: random.Random = field(default_factory=lambda: random.Random(0))

    def replace(self, rules: Iterable[Mapping[str, Any]], *, seed: int = 0) -> None:
        watched = [_Watched(to_rule(rule)) for rule in rules]
        self._watched, self._chance = watched, random.Random(seed)

    def take(self, method: str, path: str, body: str = "") -> FaultRule | None:
        """The rule that strikes this call, if one does. Every rule that matches counts the call."""
        struck = None
        for watched in self._watched:
            if not watched.rule.matches(method, path, body):
                continue
            watched.seen += 1
            if struck is None and self._strikes(watched):
                watched.injected += 1
                struck = watched.rule
        return struck

    def report(self) -> list[dict[str, Any]]:
        return [watched.report() for watched in self._watched]

    def _strikes(self, watched: _Watched) -> bool:
        if watched.used_up or watched.seen <= watched.rule.after:
            return False
        return self._chance.random() < watched.rule.probability


def to_rule(given: Mapping[str, Any]) -> FaultRule:
    """Read a rule as it came in; a wrong name or value is a ValueError that says which."""
    known = {part.name for part in fields(FaultRule)}
    if unknown := sorted(set(given) - known):
        raise ValueError(f"A fault rule has no {', '.join(unknown)}; it has {', '.join(sorted(known))}.")
    if given.get("kind") not in set(FaultKind):
        raise ValueError(f"There is no fault {given.get('kind')!r}; there are {', '.join(FaultKind)}.")
    for name in ("path", "body"):
        _check_pattern(name, str(given.get(name) or ""))
    present = {name: _number(name, value) for name, value in given.items() if value is not None}
    return FaultRule(**{**present, "kind": FaultKind(given["kind"])})


def _check_pattern(name: str, pattern: str) -> None:
    try:
        re.compile(pattern)
    except re.error as cause:
        raise ValueError(f"The {name} {pattern!r} is no pattern: {cause}.") from cause


def _number(name: str, value: Any) -> Any:
    """The value as the number that its field needs; other fields stay as they are."""
    if name not in NUMBERS:
        return value
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal) or value < 0:
        raise ValueError(f"{name} must be a number, not {value!r}.")
    return NUMBERS[name](value)
