"""`sync` runs everything once and stops; `local` runs it and stays up."""

import argparse
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

import requests

from sandbox.cloud.connection import NAME
from sandbox.cloud.failure import LocalCloudError
from sandbox.cloud.people import api_address, first_user, token
from sandbox.cloud.process import forget_aws
from sandbox.cloud.stage import stage
from sandbox.cloud.workspace import INTERRUPTED, OUT, orderly_end
from sandbox.proof.sync import Local, Options, local_cloud, sync
from sandbox.proof.trouble import make_trouble
from sandbox.stand_ins.country import CODES, Country
from sandbox.stand_ins.shop.odd_money import TAKEN_DAILY

ONE_OF = " or ".join(CODES)
NOT_EQUAL = 1
CANNOT_GO_ON = 2
TO_TRY = "To try       one sales invoice needs you, for its customer is archived in Xero; this restores them there:"


def main() -> int:
    """Give 0 when all is equal, 1 when it is not, 2 with a sentence when it could not be tried."""
    options, stays = _options()
    OUT.mkdir(exist_ok=True)
    forget_aws()
    try:
        with orderly_end(), local_cloud(options) as local:
            equal = sync(local, _say)
            if stays:
                _stay(local)
            return 0 if equal else NOT_EQUAL
    except LocalCloudError as wrong:
        return _complain(wrong)
    except requests.RequestException as wrong:
        return _complain(f"a stand-in could not be reached or did not answer well: {wrong}")
    except KeyboardInterrupt:
        return INTERRUPTED


def _options() -> tuple[Options, bool]:
    cli = argparse.ArgumentParser(prog="python -m sandbox.proof", description=__doc__)
    cli.add_argument("command", choices=("sync", "local"))
    cli.add_argument("--orders", type=int, default=os.environ.get("ORDERS") or "200", help="how big the shop is")
    cli.add_argument("--seed", type=int, default=os.environ.get("SEED") or "7", help="which shop")
    cli.add_argument("--country", default=os.environ.get("COUNTRY") or CODES[0], help=f"where it is: {ONE_OF}")
    cli.add_argument(
        "--traffic-dir", type=Path, default=os.environ.get("TRAFFIC_DIR") or None, help="where to keep every call"
    )
    cli.add_argument(
        "--time-scale", type=float, default=os.environ.get("TIME_SCALE") or "1", help="how much faster limits pass"
    )
    cli.add_argument(
        "--odd-money", action=argparse.BooleanOptionalAction, default=TAKEN_DAILY, help="with all that money does"
    )
    given = cli.parse_args()
    _check(cli, given)
    options = Options(
        orders=given.orders,
        seed=given.seed,
        country=Country(given.country),
        traffic=given.traffic_dir,
        time_scale=given.time_scale,
        odd_money=given.odd_money,
    )
    return options, given.command == "local"


def _check(cli: argparse.ArgumentParser, given: argparse.Namespace) -> None:
    if given.orders < 0 or given.time_scale <= 0:
        cli.error("ORDERS cannot be negative, and TIME_SCALE must be more than 0")
    if given.country not in CODES:
        cli.error(f"COUNTRY can be {ONE_OF}, not {given.country}")


def _stay(local: Local) -> None:
    with stage("making an Error to put right"):
        cure = make_trouble(local)
        person = first_user(local.cloud, local.deployed)
    address, bearer = api_address(local.cloud, local.deployed), token(local.cloud, local.deployed, person)
    about = f"{address}/api/v1/connections/{NAME}/summary"
    _say(f"\nConsole      {local.deployed.console}\nSign in      {person.email}  {person.password}\n")
    if cure:
        _say(f"{TO_TRY}\n             {cure}\n")
    _say(
        f"API          {address}/api/v1\n"
        f"Try it       curl -sH 'Authorization: Bearer {bearer}' '{about}'\n"
        f"A new token  .venv/bin/python -m sandbox.cloud.people {local.cloud.endpoint} {local.deployed.client} "
        f"{local.deployed.users} {person.email} '{person.password}'"
    )
    exports = "\n".join(f"  export {name}={value}" for name, value in sorted(local.cloud.environment().items()))
    _say(
        f"\nBrightpearl  {local.systems.brightpearl}\nXero         {local.systems.xero}\nAWS          "
        f"{local.cloud.endpoint}\nTable        {local.deployed.table}\nCycle        {local.deployed.cycle}\n"
        f"Logs         {local.folder}\n\nAny AWS client works with\n{exports}\n\nCtrl-C stops everything."
    )
    with suppress(KeyboardInterrupt):
        signal.pause()


def _say(text: str) -> None:
    print(text, flush=True)


def _complain(wrong: object) -> int:
    print(wrong, file=sys.stderr, flush=True)
    return CANNOT_GO_ON


if __name__ == "__main__":
    sys.exit(main())
