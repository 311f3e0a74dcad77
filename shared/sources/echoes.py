"""Payments in Brightpearl that we carried over from Xero: our ledger knows them, or their reference names a record of ours."""

from collections.abc import Sequence

from shared.kinds import Kind, System
from shared.mapping.splits import record_names
from shared.records.schema import brightpearl_link
from shared.records.store import Store
from shared.sources.changes import Row


def echoes(store: Store, kind: Kind, rows: Sequence[Row]) -> set[int]:
    """Give the ids of those among some rows of a payment search."""
    ours = store.linked(brightpearl_link(row["paymentId"]) for row in rows)
    names = {row["paymentId"]: record_names(str(row.get("transactionRef") or "")) for row in rows}
    records = store.get_many((kind, name) for some in names.values() for name in some if name)
    from_xero = {record.id for record in records.values() if record.origin == System.XERO}
    return {
        row["paymentId"]
        for row in rows
        if brightpearl_link(row["paymentId"]) in ours or not from_xero.isdisjoint(names[row["paymentId"]])
    }
