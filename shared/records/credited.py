"""What becomes of a record of which all was credited in the other system, once its order is invoiced again. Pure."""

from datetime import datetime

from msgspec.structs import replace

from shared.records.record import OPPOSITE, Record
from shared.records.transitions import given_up


def goes_anew(record: Record, own: str, *, at: datetime) -> Record:
    """Give up what is there and credited; `own` is the number of its source."""
    before = record.remote_number.removeprefix(f"{own}-")
    number = f"{own}-{int(before) + 1 if before.isdigit() else 2}"
    opposites = {name: value for name, value in (record.fields or {}).items() if name.startswith(OPPOSITE)}
    return replace(given_up(record, at=at), remote_number=number, fields=opposites)
