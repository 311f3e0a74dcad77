"""A source that was taken back, made of the record that we have of it: nothing can be read of it any more."""

from msgspec.structs import replace

from shared.mapping.overpayments import beside, has_overpayment
from shared.records.apart import WITHDRAWN
from shared.records.record import Fetched, Record
from shared.settings import Settings
from shared.sources.fetched import fetched


def withdrawn(record: Record, how: str, settings: Settings) -> Fetched:
    """Say of a record how its source was taken back: "order deleted in Brightpearl, seen on 2026-11-23"."""
    document = {**record.document, WITHDRAWN: how}
    made = fetched(
        record.kind,
        record.id,
        document,
        settings,
        summary=record.summary,
        due_step=record.step,
        held=how,
        origin=record.origin,
    )
    return replace(made, withdrawn=how, beside=beside(record.fields))


def is_withdrawn(record: Record) -> bool:
    """Whether that has been said already."""
    return WITHDRAWN in record.document


def is_withdrawn_beside_more(record: Record) -> bool:
    """Whether it was taken back, and an overpayment of it is in Xero: that needs a person, whatever becomes of the payment."""
    return is_withdrawn(record) and has_overpayment(record.fields)
