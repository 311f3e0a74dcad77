"""A person at the console in a real browser; whatever the browser complains about is kept."""

import re
from dataclasses import dataclass, field
from typing import Final

from playwright.sync_api import ConsoleMessage, Locator, Page, ViewportSize, expect

from sandbox.proof.browser import sign_in
from sandbox.cloud.people import Person

MILLISECONDS: Final = 60_000
MOST_PRESSES: Final = 80
WINDOW: Final[ViewportSize] = {"width": 1280, "height": 800}
# Every refusal of the content security policy is told to the browser's console, with whatever scripts complain about.
TELL_REFUSALS: Final = """document.addEventListener("securitypolicyviolation",
  (event) => console.error(`refused by the policy: ${event.violatedDirective} ${event.blockedURI} ${event.sample}`));"""


@dataclass(kw_only=True)
class Visit:
    """`wrong` is what the browser complained about on the console's own pages."""

    page: Page
    console: str
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.set_default_timeout(MILLISECONDS)
        self.page.add_init_script(TELL_REFUSALS)
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.wrong.append(f"{error}\n{error.stack}"))
        self.page.on("dialog", lambda dialog: self.wrong.append(f"a dialog: {dialog.message}"))

    def go(self, path: str) -> None:
        self.page.goto(self.console + path.lstrip("/"))

    def sign_in(self, person: Person, path: str = "/") -> None:
        sign_in(self.page, person, console=self.console, path=path)

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def link(self, name: str) -> Locator:
        return self.page.get_by_role("link", name=name, exact=True)

    def heading(self, name: str) -> Locator:
        return self.page.get_by_role("heading", level=1, name=name, exact=True)

    def row(self, text: str) -> Locator:
        return self.page.get_by_role("row").filter(has=self.page.get_by_text(text, exact=True))

    def said(self, text: str | re.Pattern[str]) -> Locator:
        """A message at the top of the page."""
        return self.page.get_by_role("group").filter(has_text=text)

    def shows(self, *seen: Locator) -> None:
        for one in seen:
            expect(one.first).to_be_visible()

    def shows_no(self, *unseen: Locator) -> None:
        for one in unseen:
            expect(one).to_have_count(0)

    def press_until(self, wanted: Locator, key: str) -> None:
        """Go on by keyboard until something has the focus."""
        for _ in range(MOST_PRESSES):
            self.page.keyboard.press(key)
            if wanted.evaluate("element => element === document.activeElement"):
                return
        raise AssertionError(f"{wanted} was not reached with {MOST_PRESSES} times {key}")

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error" and str(message.location.get("url", "")).startswith(self.console):
            self.wrong.append(message.text)
