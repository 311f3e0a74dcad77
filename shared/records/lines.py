"""What listings show of records, read by their keys: a hundred in a request, without their documents."""

from collections.abc import Iterable

from shared.records.items import SHOWN, key_of, to_line
from shared.records.model.wire import read_many
from shared.records.patience import PATIENT, Patience
from shared.records.record import Key, Line
from shared.records.schema import partition


def lines_of(connection: str, keys: Iterable[Key], *, patience: Patience = PATIENT) -> dict[Key, Line]:
    """Read the lines of these; records that do not exist are left out."""
    places = ((partition(connection, kind), record_id) for kind, record_id in keys)
    found = read_many(places, only=SHOWN, consistent=False, patience=patience)
    return {key_of(item): to_line(item) for item in found}
