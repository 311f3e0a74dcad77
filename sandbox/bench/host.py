"""The sandbox in a process of its own, so that what is measured in a client is the client's alone.

Its clock stands still but for the time that each call takes and for the waits it is told of: figures that depend on Xero's and
Brightpearl's limits are the same on every machine. `python -m sandbox.bench.host` prints both addresses.
"""

import json
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Event, RLock
from typing import Any, Final, cast

from werkzeug import Request, Response

from sandbox.bench.regular import open_regular_shop, sell_more
from sandbox.bench.workload import workload_of
from sandbox.bench.xml_adapter import to_json_body
from sandbox.proof.least_calls import brightpearl_calls, xero_calls
from sandbox.stand_ins.arrival import to_request
from sandbox.stand_ins.clock import ManualClock
from sandbox.stand_ins.effects import Answer
from sandbox.stand_ins.server import Server
from sandbox.stand_ins.stand_in import StandIn
from sandbox.stand_ins.steering import PREFIX
from sandbox.stand_ins.world import Sandbox
from shared.codec import from_json

NOW: Final = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
CALL_SECONDS: Final = 0.25
NO_DAY: Final = 1_000_000  # calls in a day
BENCH: Final = "/_bench/"
API: Final = "/api.xro/"
WRITES: Final = frozenset({"PUT", "POST"})


@dataclass(slots=True)
class Tally:
    """What one system was asked since the last look."""

    calls: int = 0
    refused: int = 0
    tokens: int = 0
    bytes_out: int = 0
    last_write: datetime | None = None
    written: list[tuple[str, Any]] = field(default_factory=list)


@dataclass(kw_only=True)
class Endpoint:
    """Where a stand-in is called: each call takes its time on the clock, and is counted."""

    stand_in: StandIn
    world: "World"
    tally: Tally = field(default_factory=Tally)

    def respond(self, request: Request, *, hold: Callable[[float], None] | None = None) -> Answer:
        del hold
        if request.path.startswith(BENCH):
            return Answer(self.world.steer(request))
        if request.path.startswith(PREFIX):
            return self.stand_in.respond(request)
        with self.world.lock:
            self.world.clock.sleep(CALL_SECONDS)
            asked = _as_json(request)
            answer = self.stand_in.respond(asked)
            self._count(asked, answer.response)
        return answer

    def _count(self, request: Request, response: Response) -> None:
        if self.stand_in.vendor.name == "xero" and not request.path.startswith(API):
            self.tally.tokens += 1
            return
        self.tally.calls += 1
        self.tally.refused += response.status_code in (429, 503)
        self.tally.bytes_out += len(response.get_data())
        if request.method in WRITES and response.status_code == 200:
            self.tally.last_write = self.world.clock.now()
            if self.world.keeps_bodies:
                self.tally.written.append((request.path, from_json(request.get_data())))


def _as_json(request: Request) -> Request:
    """The same call with a JSON body, where it came with an XML one."""
    body = request.get_data()
    if request.mimetype != "application/xml" or not body:
        return request
    headers = [
        (name, value)
        for name, value in request.headers.items()
        if name.lower() not in ("content-type", "content-length")
    ]
    return to_request(
        method=request.method,
        url=request.url,
        headers=[*headers, ("Content-Type", "application/json")],
        body=to_json_body(body),
    )


class World:
    """Both systems, each at its endpoint, and what the bench asks of them."""

    def __init__(self) -> None:
        self.clock = ManualClock(NOW)
        self.lock = RLock()
        self.keeps_bodies = False
        self.sandbox = Sandbox(clock=self.clock, calls_kept=1)
        self.endpoints = {
            "brightpearl": Endpoint(stand_in=self.sandbox.brightpearl, world=self),
            "xero": Endpoint(stand_in=self.sandbox.xero, world=self),
        }
        self._xero_before: dict[str, Any] = {}

    def steer(self, request: Request) -> Response:
        given = json.loads(request.get_data() or b"{}")
        with self.lock:
            answer = getattr(self, f"do_{request.path.removeprefix(BENCH)}")(**given)
        return Response(json.dumps(answer), content_type="application/json")

    def do_seed(self, *, orders: int, seed: int = 7) -> dict[str, Any]:
        """A believable shop. No day ends its first cycle: 100,000 orders would take two."""
        self.clock.set(NOW)
        self.sandbox.xero.vendor.set_switches({"day_limit": NO_DAY})
        self.sandbox.seed(orders=orders, seed=seed, odd_money=False)
        return self._begin()

    def do_regular(self, *, orders: int, contacts: int, products: int, lines: int, limits: bool) -> dict[str, Any]:
        """A shop of equal orders, which holds nothing that others could not post, too."""
        self.clock.set(NOW)
        self.sandbox.reset()
        self.sandbox.xero.vendor.set_switches({"limits": limits})
        open_regular_shop(self.sandbox, orders=orders, contacts=contacts, products=products, lines=lines)
        return self._begin()

    def do_books(self, *, limits: bool) -> dict[str, Any]:
        """Empty books, the chart of accounts apart."""
        self.clock.set(NOW)
        self.sandbox.reset()
        self.sandbox.xero.vendor.set_switches({"limits": limits})
        return self._begin()

    def do_limits(self, *, on: bool) -> dict[str, Any]:
        self.sandbox.xero.vendor.set_switches({"limits": on})
        return {}

    def do_sell(self, *, orders: int) -> dict[str, Any]:
        sell_more(self.sandbox, orders=orders)
        return {}

    def do_skip(self, *, seconds: float) -> dict[str, Any]:
        self.clock.sleep(seconds)
        return {}

    def do_keep_bodies(self, *, keep: bool) -> dict[str, Any]:
        self.keeps_bodies = keep
        return {}

    def do_workload(self) -> dict[str, Any]:
        """What was written to Xero, in a form that anybody can write again."""
        return {"json": workload_of(self.endpoints["xero"].tally.written, self.sandbox.xero.vendor.state())}

    def do_tally(self) -> dict[str, Any]:
        return {
            "now": self.clock.now().isoformat(),
            **{name: _shown(endpoint.tally) for name, endpoint in self.endpoints.items()},
        }

    def do_clear(self) -> dict[str, Any]:
        for endpoint in self.endpoints.values():
            endpoint.tally = Tally()
        return self.do_tally()

    def do_needed(self, *, start: str, carried_back: int) -> dict[str, Any]:
        """How many calls full batches need, for what has come over since the seed."""
        brightpearl, xero = (stand_in.vendor.state() for stand_in in (self.sandbox.brightpearl, self.sandbox.xero))
        return {
            "brightpearl": brightpearl_calls(brightpearl, start=start, carried_back=carried_back),
            "xero": xero_calls(self._xero_before, xero),
        }

    def do_health(self) -> dict[str, Any]:
        return self.sandbox.health()

    def _begin(self) -> dict[str, Any]:
        self._xero_before = self.sandbox.xero.vendor.state()
        return self.do_clear()


def _shown(tally: Tally) -> dict[str, Any]:
    return {
        "calls": tally.calls,
        "refused": tally.refused,
        "tokens": tally.tokens,
        "bytes": tally.bytes_out,
        "last_write": tally.last_write.isoformat() if tally.last_write else "",
    }


def main() -> int:
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    world = World()
    servers = {name: Server(cast(StandIn, endpoint)).start() for name, endpoint in world.endpoints.items()}
    print(json.dumps({name: server.address for name, server in servers.items()}), flush=True)
    stop.wait()
    for server in servers.values():
        server.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
