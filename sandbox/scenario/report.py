"""What came of a case: the records, both systems, where they differ, and of which differences no record speaks."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sandbox.proof.books.matching import keeps_its_own_tax, match
from sandbox.proof.in_process import Connector
from sandbox.proof.report import balance_as_json
from sandbox.proof.silence import silent
from sandbox.scenario.in_brightpearl import brightpearl_report
from sandbox.scenario.in_xero import xero_report
from shared.kinds import Kind
from shared.records.record import Record
from shared.records.status import Status

Raw = Mapping[str, Any]
NOTHING_YET: Final = ""


def report(deployed: Connector, *, cycles: Sequence[Raw], refused: Sequence[Raw]) -> dict[str, Any]:
    """Give the whole, as JSON."""
    sandbox = deployed.sandbox
    brightpearl, xero = sandbox.brightpearl.vendor.state(), sandbox.xero.vendor.state()
    _, settings = deployed.progress.settings()
    ignored = keeps_its_own_tax(sandbox.xero.vendor.switches())
    records = [record for kind in Kind for record in _in_order(_of_kind(deployed, kind), xero)]
    pairs = match(brightpearl, xero, settings, tax_ignored=ignored)
    different = [pair for pair in pairs if not pair.equal]
    balance = deployed.trial_balance()
    return {
        "records": [_record(record) for record in records],
        "brightpearl": brightpearl_report(brightpearl, time_zone=settings["time_zone"]),
        "xero": xero_report(xero),
        "differences": [*(str(pair) for pair in different), *balance.unexplained],
        "silent": [*(str(pair) for pair in silent(pairs, records, listed=deployed.listed)), *balance.unexplained],
        "trial_balance": balance_as_json(balance, str),
        "cycles": list(cycles),
        "refused": list(refused),
    }


def _of_kind(deployed: Connector, kind: Kind) -> list[Record]:
    return [record for status in Status for record in deployed.store.by_status(kind, status)]


def _in_order(records: list[Record], xero: Raw) -> list[Record]:
    """By creation: Brightpearl's ids are numbers that count up, what comes from Xero is in the order of its list."""
    places = {payment["PaymentID"]: place for place, payment in enumerate(xero["Payments"])}
    ours = sorted((one for one in records if one.id.isdecimal()), key=lambda one: int(one.id))
    theirs = (one for one in records if not one.id.isdecimal())
    return [*ours, *sorted(theirs, key=lambda one: (places.get(one.id, len(places)), one.id))]


def _record(record: Record) -> dict[str, str]:
    problem = record.failure.problem if record.failure else None
    return {
        "kind": record.kind.value,
        "id": record.id,
        "number": record.summary.number,
        "status": record.status.value,
        "reason": record.held,
        "standing": record.standing.value if record.in_remote or record.apart else "",
        "message": problem.message if problem else "",
        "hint": problem.hint if problem else "",
        "remote_id": record.remote_id,
    }
