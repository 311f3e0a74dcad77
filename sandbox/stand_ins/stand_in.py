"""The shell around a stand-in for a vendor: one way in, with faults, a log, and addresses to steer it by."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import RLock
from typing import Any

from werkzeug import Request, Response

from sandbox.stand_ins.arrival import raw_path
from sandbox.stand_ins.clock import Clock
from sandbox.stand_ins.effects import Answer, serve
from sandbox.stand_ins.faults import FaultKind, FaultRule, Faults
from sandbox.stand_ins.steering import PREFIX, steer
from sandbox.stand_ins.traffic import TrafficLog, to_call
from sandbox.stand_ins.vendor import Crowded, Vendor, World

UNREAD = 0  # the status in the log of a call that never reached the vendor

Hold = Callable[[float], None]


class StandIn:
    """One vendor with its faults and its log. `respond` is the one way in, whatever door the call came through."""

    def __init__(self, vendor: Vendor, *, clock: Clock, traffic: TrafficLog, world: World) -> None:
        self.vendor = vendor
        self.clock = clock
        self.traffic = traffic
        self.faults = Faults()
        self.lock = RLock()
        self.world = world

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        """Serve as a plain WSGI application; one that can neither lose nor cut an answer."""
        return self.respond(Request(environ)).response(environ, start_response)

    def respond(self, request: Request, *, hold: Hold | None = None) -> Answer:
        """Answer a call; `hold` is how the door waits when the answer is to be slow."""
        request.get_data(cache=True)
        if request.path.startswith(PREFIX):
            with self.lock:
                return Answer(steer(self, request))
        with self.lock:
            rule = self.faults.take(request.method, raw_path(request), request.get_data(as_text=True))
        with self._room_for(request) as refusal:
            if refusal:
                answer = Answer(refusal)
            else:
                with self.lock:
                    answer = serve(self.vendor, request, rule)
            self._log(request, answer, rule)
            if rule and rule.kind is FaultKind.SLOW:
                (hold or self.clock.sleep)(rule.seconds)
        return answer

    def reset(self) -> None:
        """Empty the account and forget the fault rules."""
        with self.lock:
            self.vendor.reset()
            self.faults.replace([])

    @contextmanager
    def _room_for(self, request: Request) -> Iterator[Response | None]:
        if not isinstance(self.vendor, Crowded):
            yield None
            return
        refusal = self.vendor.enter(request)
        try:
            yield refusal
        finally:
            self.vendor.leave(request)

    def _log(self, request: Request, answer: Answer, rule: FaultRule | None) -> None:
        unread = rule is not None and rule.kind in (FaultKind.REFUSE, FaultKind.DROP_BEFORE)
        call = to_call(
            at=self.clock.now(),
            method=request.method,
            url=(raw_path(request), request.query_string.decode("latin1")),
            headers=dict(request.headers),
            body=request.get_data(as_text=True),
            status=UNREAD if unread else answer.response.status_code,
            response="" if unread else answer.response.get_data().decode(errors="replace"),
        )
        self.traffic.append(call | ({"fault": str(rule.kind)} if rule else {}))
