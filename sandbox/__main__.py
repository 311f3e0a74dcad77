"""Run a Brightpearl and a Xero on two ports of this machine."""

import argparse
import signal
import sys
from pathlib import Path
from threading import Event

from sandbox.stand_ins.country import CODES, Country
from sandbox.stand_ins.server import Server
from sandbox.stand_ins.stand_in import StandIn
from sandbox.stand_ins.world import Sandbox

PORT_TAKEN = 2
FEW_CALLS = 100  # nobody asks a process for its calls; they are in the files


def main() -> int:
    """Start both stand-ins, say where they are, and stay until told to stop."""
    options = _options()
    stop = _stop_signal()
    sandbox = Sandbox(
        country=Country(options.country),
        time_scale=options.time_scale,
        traffic_dir=options.traffic_dir,
        calls_kept=FEW_CALLS,
    )
    try:
        servers = [
            _bind(sandbox.brightpearl, options.brightpearl_port),
            _bind(sandbox.xero, options.xero_port),
        ]
    except OSError as wrong:
        print(wrong, file=sys.stderr)
        return PORT_TAKEN
    if options.orders is not None:
        sandbox.seed(orders=options.orders, seed=options.seed)
    _run(servers, stop)
    return 0


def _run(servers: list[Server], stop: Event) -> None:
    for server, name in zip(servers, ("Brightpearl", "Xero"), strict=True):
        print(f"{name} {server.start().address}", flush=True)
    stop.wait()
    for server in servers:
        server.stop()


def _options() -> argparse.Namespace:
    cli = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    cli.add_argument("--brightpearl-port", type=int, required=True, help="0 takes a free one")
    cli.add_argument("--xero-port", type=int, required=True, help="0 takes a free one")
    cli.add_argument("--orders", type=int, help="fill both with a shop of that many orders")
    cli.add_argument("--seed", type=int, default=1, help="which shop")
    cli.add_argument("--country", choices=CODES, default=CODES[0], help="where both are")
    cli.add_argument("--time-scale", type=float, default=1.0, help="how much faster the limits' windows run")
    cli.add_argument("--traffic-dir", type=Path, help="where to write brightpearl.jsonl and xero.jsonl")
    return cli.parse_args()


def _bind(stand_in: StandIn, port: int) -> Server:
    try:
        return Server(stand_in, port)
    except (OSError, OverflowError) as cause:
        raise OSError(f"Port {port} for {stand_in.vendor.name} cannot be used: {cause}") from cause


def _stop_signal() -> Event:
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop


if __name__ == "__main__":
    sys.exit(main())
