"""What the seed of a storm decides where nobody says: settings and switches, each of their choices as often as the others."""

import random
from collections.abc import Iterable, Mapping
from typing import Any, Final

from sandbox.stand_ins.brightpearl.switches import CHOICES as BRIGHTPEARL
from sandbox.stand_ins.world import Sandbox
from sandbox.stand_ins.xero.choices import CHOICES as XERO
from shared.settings import AdjustmentMode, Deposits, Excess

SETTINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "excess": tuple(Excess),
    "deposits": tuple(Deposits),
    "adjustments": tuple(AdjustmentMode),
}
SYSTEMS: Final[Mapping[str, Mapping[str, tuple[Any, ...]]]] = {"brightpearl": BRIGHTPEARL, "xero": XERO}
BY_SEED: Final = (
    "brightpearl.reversal_shown_as",
    "brightpearl.methods_have_banks",
    "brightpearl.cost_of_sales",
    "xero.reconciled_payment",
    "xero.allocation_date",
    "xero.refund_shown_as",
    "xero.key_in_progress",
)


def settings_of(seed: int, said: Mapping[str, str | None]) -> dict[str, str]:
    """Give the settings that people have said, and for the others what the seed decides."""
    return {name: said.get(name) or _chosen(seed, name, choices) for name, choices in SETTINGS.items()}


def switches_of(seed: int, said: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Give the switches by system: what the seed decides, and over that what was said, as `xero.name=value`.

    Raises KeyError for a switch and StopIteration for a choice that there is not.
    """
    decided = {place: _chosen(seed, place, _choices(place)) for place in BY_SEED}
    for switch in said:
        place, _, value = switch.partition("=")
        decided[place] = next(choice for choice in _choices(place) if str(choice).lower() == value.lower())
    found: dict[str, dict[str, Any]] = {system: {} for system in SYSTEMS}
    for place, choice in decided.items():
        system, _, name = place.partition(".")
        found[system][name] = choice
    return found


def turn(sandbox: Sandbox, switches: Mapping[str, Mapping[str, Any]]) -> None:
    """Turn the switches of both systems."""
    sandbox.brightpearl.vendor.set_switches(switches["brightpearl"])
    sandbox.xero.vendor.set_switches(switches["xero"])


def _choices(place: str) -> tuple[Any, ...]:
    system, _, name = place.partition(".")
    return SYSTEMS[system][name]


def _chosen(seed: int, name: str, choices: tuple[Any, ...]) -> Any:
    """By the seed and the name, so that no two are always chosen together."""
    return random.Random(f"{seed} {name}").choice(choices)
