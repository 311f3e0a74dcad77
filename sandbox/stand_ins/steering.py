"""The `/_sandbox` addresses: what a stand-in is steered with and asked about itself."""

import json
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from werkzeug import Request, Response

from sandbox.stand_ins.country import CODES, Country
from sandbox.stand_ins.exact_json import as_text, loads
from sandbox.stand_ins.faults import Faults
from sandbox.stand_ins.vendor import Vendor, World

PREFIX = "/_sandbox/"


class Steered(Protocol):
    """What can be steered: a vendor, its fault rules, and the world around it."""

    vendor: Vendor
    faults: Faults
    world: World


def steer(stand_in: Steered, request: Request) -> Response:
    """Carry out one call to steer; a wrong one is answered with a sentence that says what is wrong."""
    handler = STEERS.get((request.method, request.path.removeprefix(PREFIX)))
    if handler is None:
        return _json({"error": f"There is no {request.method} {request.path}."}, status=404)
    try:
        return _json(_absolute(handler(stand_in, _given(request)), request.host_url.rstrip("/")))
    except ValueError as wrong:
        return _json({"error": str(wrong)}, status=400)


def _json(value: object, *, status: int = 200) -> Response:
    return Response(json.dumps(as_text(value)), status=status, content_type="application/json")


def _absolute(told: dict[str, Any], host: str) -> dict[str, Any]:
    """Addresses that a vendor gives without its host are told with it."""
    return {
        name: f"{host}{value}" if name.endswith("_url") and str(value).startswith("/") else value
        for name, value in told.items()
    }


def _given(request: Request) -> dict[str, Any]:
    body = request.get_data()
    given = loads(body) if body.strip() else {}
    if not isinstance(given, dict):
        raise ValueError("The body must be a JSON object.")
    return given


def _whole(given: Mapping[str, Any], name: str, default: int) -> int:
    value = given.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError(f"{name} must be a whole number, not {value!r}.")
    return value


def _flag(given: Mapping[str, Any], name: str, *, default: bool) -> bool:
    value = given.get(name, default)
    if not isinstance(value, bool):
        raise ValueError(f"{name} must be true or false, not {value!r}.")
    return value


def _country(given: Mapping[str, Any]) -> Country | None:
    code = given.get("country")
    if code is not None and code not in CODES:
        raise ValueError(f"country must be {' or '.join(CODES)}, not {code!r}.")
    return Country(code) if code else None


def _set_faults(stand_in: Steered, given: dict[str, Any]) -> dict[str, Any]:
    rules = given.get("rules", [])
    if not isinstance(rules, list):
        raise ValueError("rules must be a list.")
    stand_in.faults.replace(rules, seed=_whole(given, "seed", 0))
    return _faults(stand_in, given)


def _faults(stand_in: Steered, _given: dict[str, Any]) -> dict[str, Any]:
    return {"rules": stand_in.faults.report()}


def _reset(stand_in: Steered, _given: dict[str, Any]) -> dict[str, Any]:
    stand_in.world.reset()
    return {"reset": True}


def _set_switches(stand_in: Steered, given: dict[str, Any]) -> dict[str, Any]:
    stand_in.vendor.set_switches(given)
    return stand_in.vendor.switches()


STEERS: dict[tuple[str, str], Callable[[Steered, dict[str, Any]], dict[str, Any]]] = {
    ("GET", "health"): lambda stand_in, _: {"system": stand_in.vendor.name} | stand_in.vendor.health(),
    ("GET", "state"): lambda stand_in, _: stand_in.vendor.state(),
    ("GET", "ledger"): lambda stand_in, _: {"journals": stand_in.vendor.ledger()},
    ("GET", "faults"): _faults,
    ("POST", "faults"): _set_faults,
    ("GET", "switches"): lambda stand_in, _: stand_in.vendor.switches(),
    ("POST", "switches"): _set_switches,
    ("POST", "do"): lambda stand_in, given: stand_in.vendor.do(given),
    ("POST", "reset"): _reset,
    ("POST", "seed"): lambda stand_in, given: stand_in.world.seed(
        orders=_whole(given, "orders", 30),
        seed=_whole(given, "seed", 1),
        country=_country(given),
        odd_money=_flag(given, "odd_money", default=False),
    ),
}
