"""What people entered in Brightpearl that nobody carries over, as it is listed."""

from collections.abc import Callable
from datetime import datetime

from msgspec.structs import asdict

from shared.api.shapes import EntryLine, EntryList
from shared.records.findings import Findings


def entry_list(connection: str, clock: Callable[[], datetime]) -> EntryList:
    return EntryList(entries=[EntryLine(**asdict(one)) for one in Findings(connection=connection, clock=clock).all()])
