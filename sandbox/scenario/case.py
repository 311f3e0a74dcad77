"""Reads the file of a case, and says in a sentence what is wrong with one that cannot be played."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from sandbox.scenario.checks import CHECKS, WrongCaseError, check_name, expect, only
from sandbox.scenario.references import names_in
from sandbox.stand_ins.brightpearl.switches import CHOICES as BRIGHTPEARL
from sandbox.stand_ins.country import Country
from sandbox.stand_ins.exact_json import loads
from sandbox.stand_ins.switches import Switches
from sandbox.stand_ins.xero.choices import CHOICES as XERO

START: Final = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SYSTEMS: Final = {"brightpearl": BRIGHTPEARL, "xero": XERO}

Act = Mapping[str, Any]
Chosen = dict[str, dict[str, Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """`settings` is a merge patch, `switches` are by system; an act is as it stands in the file."""

    start: datetime
    country: Country
    settings: Mapping[str, Any]
    switches: Chosen
    acts: tuple[Act, ...]


def read_case(text: str | bytes) -> Case:
    """Read a file's content. Raises WrongCaseError for what is no case."""
    try:
        document = loads(text)
    except ValueError as cause:
        raise WrongCaseError(f"the file is not JSON: {cause}") from cause
    expect("the file", document, Mapping)
    only("the file", document, READERS)
    return Case(**{name: read(document.get(name)) for name, read in READERS.items()})


def _start(given: object) -> datetime:
    try:
        start = START if given is None else datetime.fromisoformat(str(given))
    except ValueError as cause:
        raise WrongCaseError(f"start is a time such as 2026-11-23T09:00:00Z, not {given!r}") from cause
    if start.tzinfo is None:
        raise WrongCaseError(f"start needs its zone, as in {given}Z")
    return start.astimezone(UTC)


def _country(given: object) -> Country:
    try:
        return Country.GB if given is None else Country(str(given))
    except ValueError as cause:
        raise WrongCaseError(f"there is no country {given!r}; there are {', '.join(Country)}") from cause


def _settings(given: object) -> Mapping[str, Any]:
    expect("settings", {} if given is None else given, Mapping)
    return given if isinstance(given, Mapping) else {}


def _switches(given: Any) -> Chosen:
    expect("switches", {} if given is None else given, Mapping)
    chosen: Chosen = {system: {} for system in SYSTEMS}
    for place, value in (given or {}).items():
        system, _, name = place.partition(".")
        if system not in SYSTEMS:
            raise WrongCaseError(f"a switch is named as in xero.rounding or brightpearl.limits, not {place!r}")
        chosen[system][name] = value
    for system, values in chosen.items():
        _check_switches(system, values)
    return chosen


def _check_switches(system: str, values: Mapping[str, Any]) -> None:
    try:
        Switches(SYSTEMS[system]).set(values)
    except ValueError as wrong:
        raise WrongCaseError(f"{system}: {wrong}") from wrong


def _acts(given: Any) -> tuple[Act, ...]:
    expect("acts", [] if given is None else given, list)
    named: set[str] = set()
    for number, act in enumerate(given or [], 1):
        _check_act(f"act {number}", act, named)
        named.add(str(act.get("as")))
    return tuple(given or ())


def _check_act(where: str, act: Any, named: set[str]) -> None:
    expect(where, act, Mapping)
    does = [name for name in act if name in CHECKS]
    only(where, act, (*CHECKS, "as"))
    if len(does) != 1:
        raise WrongCaseError(f"{where} is one of {', '.join(CHECKS)}, not {' and '.join(does) or 'nothing'}")
    check_name(where, act.get("as", "nameless"))
    for name in names_in(act[does[0]]):
        if name not in named:
            raise WrongCaseError(f"{where}: no earlier act is named {name!r}")
    CHECKS[does[0]](f"{where}, {does[0]}", act[does[0]])


READERS: Final[dict[str, Callable[[Any], Any]]] = {
    "start": _start,
    "country": _country,
    "settings": _settings,
    "switches": _switches,
    "acts": _acts,
}
