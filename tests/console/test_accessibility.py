"""axe finds nothing serious on any screen, light or dark."""

from pathlib import Path
from typing import Any

import pytest

from tests.console.browser import Visit
from tests.console.conftest import SignIn
from tests.console.people import Shop

AXE = Path(__file__).parents[2] / "console" / "node_modules" / "axe-core" / "axe.min.js"
CHECK = "() => axe.run(document, {resultTypes: ['violations']})"
SCREENS = ("dashboard", "listing", "empty listing", "record", "runs", "run", "entries", "settings", "nothing")
GRAVE = ("serious", "critical")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_serious(signed_in: SignIn, shop: Shop, dark: bool) -> None:
    """All screens in one visit, for each sign-in costs more than a screen does."""
    visit = signed_in("/shop", dark=dark)

    found = {screen: grave(visit, screen) for screen in SCREENS}

    assert found == {screen: [] for screen in SCREENS}


def grave(visit: Visit, screen: str) -> list[str]:
    SHOW[screen](visit)
    visit.page.evaluate(AXE.read_text(encoding="utf-8"))
    result: dict[str, Any] = visit.page.evaluate(CHECK)
    return [
        f"{violation['id']}: {violation['help']} at {[node['target'] for node in violation['nodes']][:3]}"
        for violation in result["violations"]
        if violation["impact"] in GRAVE
    ]


def show(path: str, *texts: str) -> Any:
    def shown(visit: Visit) -> None:
        visit.go(path)
        visit.shows(*(visit.page.get_by_text(text).first for text in texts))

    return shown


def first_of(path: str, text: str) -> Any:
    """The page that the first line of a list leads to."""

    def shown(visit: Visit) -> None:
        visit.go(path)
        visit.page.get_by_role("row").nth(1).get_by_role("link").first.click()
        visit.shows(visit.page.get_by_text(text).first)

    return shown


SHOW = {
    "dashboard": show("/shop", "Last cycles", "Each number leads to those records"),
    "listing": show("/shop/sales-invoices", "SI-100001"),
    "empty listing": show("/shop/sales-invoices?q=nobody+has+this", "Nothing fits"),
    "record": first_of("/shop/sales-invoices?status=Sent", "Side by side"),
    "runs": show("/shop/runs", "Succeeded"),
    "run": first_of("/shop/runs", "14 of 14 done"),
    "entries": show("/shop/entries", "Nothing is posted for them"),
    "settings": show("/shop/settings", "Order statuses"),
    "nothing": show("/shop/nothing", "There is no such page"),
}
