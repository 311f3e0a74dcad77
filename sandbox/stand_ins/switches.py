"""Switches for what nobody knows about a vendor: each has a default, which comes first, and other possible answers."""

from collections.abc import Mapping
from typing import Any

YES_NO = (True, False)
NO_YES = (False, True)


class Switches:
    """The chosen behaviours of one stand-in. They outlive a reset; `restore` brings the defaults back."""

    def __init__(self, choices: Mapping[str, tuple[Any, ...]]) -> None:
        self._choices = dict(choices)
        self._chosen: dict[str, Any] = {}
        self.restore()

    def __getitem__(self, name: str) -> Any:
        return self._chosen[name]

    def set(self, values: Mapping[str, Any]) -> None:
        """Set all the named switches, or none of them if one name or value is wrong."""
        for name, value in values.items():
            self._check(name, value)
        self._chosen.update(values)

    def restore(self) -> None:
        self._chosen = {name: values[0] for name, values in self._choices.items()}

    def show(self) -> dict[str, Any]:
        return dict(self._chosen)

    def choices(self) -> dict[str, tuple[Any, ...]]:
        return dict(self._choices)

    def _check(self, name: str, value: object) -> None:
        if name not in self._choices:
            raise ValueError(f"There is no switch {name!r}; there are {', '.join(sorted(self._choices))}.")
        allowed = self._choices[name]
        if not any(value == choice and type(value) is type(choice) for choice in allowed):
            raise ValueError(f"Switch {name!r} can be {' or '.join(map(repr, allowed))}, not {value!r}.")
