"""The settings documents of the sandbox's shops, one for each country."""

import json
from datetime import date
from pathlib import Path
from typing import Any, Final

from sandbox.stand_ins.country import Country

DOCUMENTS: Final = {country: Path(__file__).parents[1] / "settings" / f"{country}.json" for country in Country}


def settings_of(country: Country, *, start: date) -> dict[str, Any]:
    """Give the settings that fit a shop and its chart of accounts in that country, counting from that day."""
    return {**json.loads(DOCUMENTS[country].read_text(encoding="utf-8")), "start_date": start.isoformat()}
