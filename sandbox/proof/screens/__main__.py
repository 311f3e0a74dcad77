"""Take the pictures: `make screenshots` puts them into out/screenshots, and a small one for the README into docs/."""

import os
import re
import shutil
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, Literal

from playwright.sync_api import Page, expect

from sandbox.cloud import connection
from sandbox.cloud.cdk import Deployed
from sandbox.cloud.failure import LocalCloudError
from sandbox.cloud.ministack import Cloud
from sandbox.cloud.people import Person, first_user
from sandbox.cloud.process import forget_aws
from sandbox.cloud.stage import stage
from sandbox.cloud.workspace import OUT, ROOT, orderly_end
from sandbox.proof.browser import MISSING, chromium, installed, sign_in
from sandbox.proof.run import run_cycle
from sandbox.proof.screens.apart import REFERENCES, credit, part, sell
from sandbox.proof.screens.crowd import crowd
from sandbox.proof.sync import Local, Options, local_cloud
from shared.records.model import CONNECTIONS, ConnectionItem, bind

Mode = Literal["light", "dark"]
FOLDER: Final = OUT / "screenshots"
SMALL: Final = ROOT / "docs" / "console.jpg"
SIZES: Final = ((1280, 800), (1024, 768), (390, 844))  # a desk, a tablet, a telephone
MODES: Final[tuple[Mode, ...]] = ("light", "dark")
# 0 records, some twenty of the biggest kind, 10,000
EMPTY, SHOP, CROWD = "empty", connection.NAME, "crowd"
LISTINGS: Final = ("products", "contacts", "sales-invoices", "sales-credits", "purchase-invoices", "purchase-credits")
OTHERS: Final = ("inventory-adjustments", "sales-payments", "purchase-payments", "entries", "runs", "settings")
SCREENS: Final = {
    "dashboard": "",
    **{name: f"/{name}" for name in (*LISTINGS, *OTHERS)},
    "errors": "/sales-invoices?status=Error",
    "nothing-found": "/sales-invoices?q=nobody",
    "no-such-page": "/nothing",
}
# Screens that the first line of a listing leads to, and the tab that is looked at there.
OPENED: Final = {
    "record-sent": ("/sales-invoices?status=Sent", "Side by side"),
    "record-error": ("/sales-invoices?status=Error", "Side by side"),
    "record-history": ("/sales-invoices?status=Sent", "History"),
    "record-related": ("/sales-invoices?status=Sent", "Related"),
    **{f"record-{name}": (f"/sales-invoices?q={reference}", "Side by side") for name, reference in REFERENCES.items()},
    "run": ("/runs", ""),
}
LOADING: Final = re.compile("^Loading ")
MILLISECONDS: Final = 60_000


def main() -> int:
    browser = installed()
    if browser is None:
        sys.stderr.write(f"{MISSING}\n")
        return 2
    OUT.mkdir(exist_ok=True)
    forget_aws()
    shutil.rmtree(FOLDER, ignore_errors=True)
    try:
        with orderly_end(), local_cloud(Options(orders=20, seed=7, traffic=None, time_scale=60)) as local:
            with stage("filling the console's screens"):
                _fill(local)
            person = first_user(local.cloud, local.deployed)
            taken = sum(_pictures(browser, local.deployed, person, mode) for mode in MODES)
    except LocalCloudError as wrong:
        sys.stderr.write(f"{wrong}\n")
        return 2
    print(f"{taken} pictures in {FOLDER.relative_to(OUT.parent)}")
    return 0


def _fill(local: Local) -> None:
    """A shop whose older documents lie in a locked period of Xero; beside it a connection with nothing and one with very much."""
    connection.connect(local.folder, local.cloud, local.deployed, local.systems)
    locked = (datetime.now(UTC) - timedelta(days=30)).date().isoformat()
    local.systems.in_xero("lock_period", period=locked)
    sold = sell(local.systems)
    run_cycle(local.cloud, local.deployed, connection=SHOP)
    part(local.systems, sold)
    run_cycle(local.cloud, local.deployed, connection=SHOP)
    _use(local.cloud, local.deployed)
    credit(sold["credited"].order)
    run_cycle(local.cloud, local.deployed, connection=SHOP)
    ConnectionItem(CONNECTIONS, EMPTY, active=True).save()
    crowd(CROWD, like=SHOP, now=datetime.now(UTC))


def _use(cloud: Cloud, deployed: Deployed) -> None:
    os.environ.update(cloud.environment())
    bind(deployed.table)


def _pictures(browser: str, deployed: Deployed, person: Person, mode: Mode) -> int:
    taken = 0
    with stage(f"taking the {mode} pictures"), chromium(browser) as opened:
        context = opened.new_context(color_scheme=mode, locale="en-GB", reduced_motion="reduce")
        page = context.new_page()
        page.set_default_timeout(MILLISECONDS)
        sign_in(page, person, console=deployed.console, path=f"/{SHOP}")
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            folder = FOLDER / f"{mode}-{width}"
            folder.mkdir(parents=True)
            taken += _take(page, deployed.console, folder)
        if mode == "light":
            _keep_small(page, f"{deployed.console}{SHOP}")
    return taken


def _keep_small(page: Page, dashboard: str) -> None:
    """The dashboard as the README shows it: a picture of some hundred kilobytes."""
    page.set_viewport_size({"width": 1200, "height": 900})
    _show(page, dashboard)
    page.screenshot(path=SMALL, type="jpeg", quality=70)


def _take(page: Page, console: str, folder: Path) -> int:
    _show(page, console)
    _keep(page, folder / "choice.png")
    for name in (EMPTY, SHOP, CROWD):
        for screen, path in SCREENS.items():
            _show(page, f"{console}{name}{path}")
            _keep(page, folder / f"{screen}-{name}.png")
        for screen, (path, tab) in OPENED.items():
            if name == SHOP or (name == CROWD and screen.removeprefix("record-") not in REFERENCES):
                _show(page, f"{console}{name}{path}")
                _open_first(page, tab)
                _keep(page, folder / f"{screen}-{name}.png")
    return len(list(folder.glob("*.png")))


def _show(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_load_state("networkidle")
    _loaded(page)


def _open_first(page: Page, tab: str) -> None:
    title = page.get_by_role("heading", level=1)
    listing = title.inner_text()
    page.get_by_role("row").nth(1).get_by_role("link").first.click()
    expect(title).not_to_have_text(listing, timeout=MILLISECONDS)
    if tab:
        page.get_by_role("tab", name=tab).click()
    _loaded(page)


def _loaded(page: Page) -> None:
    """Everything that was asked for is there, and nothing moves any more."""
    expect(page.get_by_role("heading", level=1)).to_be_visible(timeout=MILLISECONDS)
    expect(page.get_by_text(LOADING)).to_have_count(0, timeout=MILLISECONDS)


def _keep(page: Page, file: Path) -> None:
    """The window, made as high as what it shows: Chromium's own picture of a whole page makes it tiny for a moment."""
    size = page.viewport_size
    assert size is not None
    height = int(page.evaluate("document.documentElement.scrollHeight"))
    page.set_viewport_size({"width": size["width"], "height": max(height, size["height"])})
    page.screenshot(path=file)
    page.set_viewport_size(size)


if __name__ == "__main__":
    sys.exit(main())
