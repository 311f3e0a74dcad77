"""A person at the console, in the Chromium that is installed here; nothing is downloaded."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from playwright.sync_api import Browser, Page, sync_playwright

from sandbox.cloud.people import Person

NAMES: Final = ("chromium", "chromium-browser", "google-chrome")
MISSING: Final = "no Chromium is installed here: apt-get install chromium"


def installed() -> str | None:
    return next(filter(None, map(shutil.which, NAMES)), None)


@contextmanager
def chromium(path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


def sign_in(page: Page, person: Person, *, console: str, path: str = "/") -> None:
    """Ask for a page of the console, sign in on the hosted page, and be back at it."""
    page.goto(console + path.lstrip("/"))
    page.locator("input[name=username]").fill(person.email)
    page.locator("input[name=password]").fill(person.password)
    page.locator("[type=submit]").first.click()
    page.wait_for_url(re.compile(f"^{re.escape(console)}[^?]"))
