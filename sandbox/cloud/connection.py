"""The sandbox's one connection, registered in the deployed stack as an engineer would register a merchant's."""

import json
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from sandbox.cloud.cdk import Deployed
from sandbox.cloud.failure import LocalCloudError
from sandbox.cloud.ministack import Cloud
from sandbox.cloud.process import Process
from sandbox.cloud.settings import settings_of
from sandbox.cloud.stand_ins import StandIns
from sandbox.cloud.workspace import ROOT
from sandbox.stand_ins.brightpearl.countries import PROFILES
from sandbox.stand_ins.country import Country
from sandbox.stand_ins.shop.premises import START_DAYS_AGO

NAME: Final = "shop"


def sandbox_settings(country: Country) -> dict[str, Any]:
    """Give the settings document of the sandbox's shop, which counts from a day that moves with the shop's today."""
    zone = ZoneInfo(PROFILES[country].zone)
    return settings_of(country, start=datetime.now(zone).date() - timedelta(days=START_DAYS_AGO))


def connect(folder: Path, cloud: Cloud, deployed: Deployed, systems: StandIns) -> dict[str, Any]:
    """Register it with `shared.admin`, and give its settings."""
    settings = sandbox_settings(systems.country())
    credentials = _file(folder / "credentials.json", systems.credentials())
    document = _file(folder / "settings.json", settings)
    told = {"TABLE_NAME": deployed.table, "SECRET_PREFIX": deployed.secret_prefix}
    command = [
        *(sys.executable, "-m", "shared.admin", "connect", "--connection", NAME),
        *("--credentials", str(credentials), "--settings", str(document)),
    ]
    log = folder / "connect.log"
    with Process("connect", command, environment={**cloud.environment(), **told}, log=log, folder=ROOT) as process:
        if process.wait() != 0:
            raise LocalCloudError(f"the connection could not be registered: {process.last_words()}")
    return settings


def _file(path: Path, content: dict[str, Any]) -> Path:
    path.write_text(json.dumps(content), encoding="utf-8")
    return path
