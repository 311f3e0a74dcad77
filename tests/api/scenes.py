"""Records in the states that tests of the API need."""

from typing import Any

from sandbox.proof.in_process import Connector
from shared.errors import ErrorClass, Problem
from shared.kinds import Kind, System
from shared.records.apart import Parted, parted
from shared.records.record import Fetched, Record, Summary
from shared.records.transactions import Change, Event
from shared.records.transitions import archived, failed, sent

KIND = Kind.SALES_INVOICE


def an_invoice(
    number: int,
    *,
    kind: Kind = KIND,
    day: str = "2026-10-01",
    name: str = "Ada Lovelace Ltd",
    reference: str = "",
    origin: System = System.BRIGHTPEARL,
) -> Fetched:
    return Fetched(
        kind=kind,
        id=str(number),
        document={"id": number},
        source_hash=f"hash {number}",
        fingerprint=lambda _document: f"print {number}",
        origin=origin,
        summary=Summary(number=f"SI-{number}", reference=reference, contact_name=name, date=day, currency="GBP"),
        due_step="post_xero_sales",
    )


def take(deployed: Connector, *invoices: Fetched) -> None:
    deployed.store.take(invoices)


def record(deployed: Connector, number: int, kind: Kind = KIND) -> Record:
    found = deployed.store.get(kind, str(number))
    assert found is not None
    return found


def make_error(
    deployed: Connector,
    number: int,
    message: str = "it was refused",
    kind: Kind = KIND,
    error_class: ErrorClass = ErrorClass.DATA,
    hint: str = "put it right",
) -> None:
    problem = Problem(error_class=error_class, message=message, hint=hint)
    before = record(deployed, number, kind)
    after = failed(before, problem, settings_version=1, at=deployed.clock.now())
    assert after is not None
    deployed.store.apply([Change(before=before, after=after)])


def make_sent(deployed: Connector, number: int, detail: Any = None, kind: Kind = KIND, seen: str = "") -> None:
    before = record(deployed, number, kind)
    after = sent(
        before,
        source_hash=before.source_hash,
        fingerprint=f"print {number}",
        remote_id=f"xero-{number}",
        at=deployed.clock.now(),
    )
    event, links = Event(what="posted", detail=detail), (after.remote_id,) if seen else ()
    deployed.store.apply([Change(before=before, after=after, event=event, links=links, seen=seen)])


def make_apart(deployed: Connector, number: int, found: Parted, kind: Kind = KIND) -> None:
    before = record(deployed, number, kind)
    after = parted(before, found, settings_version=1, at=deployed.clock.now())
    assert after is not None
    deployed.store.apply([Change(before=before, after=after)])


def put_aside(deployed: Connector, number: int, kind: Kind = KIND) -> None:
    before = record(deployed, number, kind)
    deployed.store.apply([Change(before=before, after=archived(before, at=deployed.clock.now()))])
