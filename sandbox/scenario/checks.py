"""What each act of a case may say, as far as it can be told before it is played."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from sandbox.scenario.references import NAME, is_reference
from sandbox.stand_ins.faults import to_rule
from shared.kinds import Kind
from shared.sequence import BY_NAME
from shared.steps.change_records import Action

SYSTEMS: Final = ("brightpearl", "xero")
TIMES: Final = ("seconds", "minutes", "hours", "days")
TRIGGERS: Final = ("post", "fetch", *Action)
LATER: Final = ("undo",)
WORDS: Final[dict[Any, str]] = {Mapping: "an object", list: "a list", str: "text"}


class WrongCaseError(ValueError):
    """The file is no case; the sentence says where and why."""


def expect(where: str, value: object, kind: type) -> None:
    if not isinstance(value, kind):
        raise WrongCaseError(f"{where} is {WORDS[kind]}, not {value!r}")


def only(where: str, given: Mapping[str, Any], known: Iterable[str]) -> None:
    """Refuse keys that nobody would read."""
    unknown = sorted(set(given) - set(known))
    if unknown:
        raise WrongCaseError(f"{where} has no {', '.join(unknown)}; it has {', '.join(known)}")


def check_name(where: str, name: object) -> None:
    if not isinstance(name, str) or not re.fullmatch(NAME, name):
        raise WrongCaseError(f"{where}: a name is a letter and then letters, digits, - and _, not {name!r}")


def _one_of(where: str, value: object, known: Iterable[str]) -> None:
    if not is_reference(value) and value not in [str(one) for one in known]:
        raise WrongCaseError(f"{where} is one of {', '.join(known)}, not {value!r}")


def _action(where: str, given: Any) -> None:
    expect(where, given, Mapping)
    expect(f"{where}.action", given.get("action"), str)


def _times(where: str, given: Any) -> None:
    if isinstance(given, bool) or not isinstance(given, int) or given < 1:
        raise WrongCaseError(f"{where} is a whole number of times, not {given!r}")


def _span(where: str, given: Any) -> None:
    expect(where, given, Mapping)
    only(where, given, TIMES)
    for name, value in given.items():
        if isinstance(value, bool | str) or value < 0:
            raise WrongCaseError(f"{where}.{name} is a number, not {value!r}")


def _record(where: str, given: Any) -> None:
    expect(where, given, Mapping)
    only(where, given, ("kind", "id", "action", "other"))
    _one_of(f"{where}.kind", given.get("kind"), Kind)
    _one_of(f"{where}.action", given.get("action"), (*TRIGGERS, *LATER))
    if not isinstance(given.get("id"), str | int):
        raise WrongCaseError(f"{where}.id is that of a record, not {given.get('id')!r}")


def _step(where: str, given: Any) -> None:
    _one_of(where, given, BY_NAME)


def _faults(where: str, given: Any) -> None:
    expect(where, given, Mapping)
    only(where, given, SYSTEMS)
    for system, rules in given.items():
        expect(f"{where}.{system}", rules, list)
        for rule in rules:
            expect(f"a rule of {where}.{system}", rule, Mapping)
            _rule(f"{where}.{system}", rule)


def _rule(where: str, rule: Mapping[str, Any]) -> None:
    try:
        to_rule(rule)
    except ValueError as wrong:
        raise WrongCaseError(f"{where}: {wrong}") from wrong


def _settings(where: str, given: Any) -> None:
    expect(where, given, Mapping)


def _nothing(where: str, given: Any) -> None:
    expect(where, given, Mapping)
    only(where, given, ())


CHECKS: Final[dict[str, Callable[[str, Any], None]]] = {
    "brightpearl": _action,
    "xero": _action,
    "cycle": _times,
    "verify": _times,
    "advance": _span,
    "record": _record,
    "step": _step,
    "faults": _faults,
    "settings": _settings,
    "restore": _span,
    "reinstall": _nothing,
}
