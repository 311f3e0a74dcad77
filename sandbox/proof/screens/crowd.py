"""A connection with ten thousand records: copies of another one's, written straight into the table by the project's own code."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import cycle, islice
from typing import Final

from msgspec.structs import replace

from shared.errors import ErrorClass, Problem
from shared.kinds import Kind
from shared.records import search
from shared.records.failure import Failure
from shared.records.items import to_item
from shared.records.model import CONNECTIONS, ConnectionItem, CountItem, RunItem
from shared.records.model.wire import put_many
from shared.records.progress import Progress
from shared.records.record import Record
from shared.records.schema import Area, area, count_key
from shared.records.search import terms
from shared.records.status import Status
from shared.records.store import Store
from shared.sequence import CYCLE_EVERY, STEPS

RECORDS: Final = 10_000
DAYS: Final = 300
RUNS: Final = 60
# Of ten records, one is in Error; further ones wait, have changed, or have been put aside.
STATUSES: Final = (Status.ERROR, Status.PENDING, Status.UPDATED, Status.ARCHIVE, *[Status.SENT] * 16)
PROBLEMS: Final = (
    Problem(
        error_class=ErrorClass.DATA,
        message="its date lies in a period that is locked in Xero (Xero: The document date cannot be before the lock date)",
        hint="open the period in Xero (Accounting > Advanced > Lock dates) or give the document a later tax date, then retry",
    ),
    Problem(
        error_class=ErrorClass.MAPPING,
        message="Garden chair: tax code 'T4' has no Xero tax rate for sales",
        hint="add 'T4' to tax_types.sales in the settings",
    ),
    Problem(
        error_class=ErrorClass.TRANSIENT,
        message="the answer was lost on the way and nothing has arrived",
        hint="it is tried again by itself; if it keeps failing, look at the document for anything unusual",
    ),
    Problem(
        error_class=ErrorClass.DEPENDENCY,
        message="its contact could not be sent: another contact in Xero has this name",
        hint="put the contact right; this one follows by itself",
    ),
)


def crowd(name: str, *, like: str, now: datetime) -> None:
    """Fill the connection `name` with copies of the records of `like`, its settings, and many runs."""
    progress = Progress(connection=like, clock=lambda: now)
    Progress(connection=name, clock=lambda: now).save_settings(progress.settings()[1], by="the screenshots")
    ConnectionItem(CONNECTIONS, name, active=True).save()
    known = Store(connection=like, clock=lambda: now)
    models = [record for kind in Kind for status in Status for record in known.by_status(kind, status)]
    counts: dict[Kind, Counter[Status]] = {kind: Counter() for kind in Kind}
    records = list(_copies(models, now))
    put_many(to_item(record, name) for record in records)
    put_many(search.items(name, ((record, terms(record)) for record in records)))
    for record in records:
        counts[record.kind][record.status] += 1
    for kind, of_kind in counts.items():
        item = CountItem(area(name, Area.COUNT), count_key(kind, 0))
        for status, count in of_kind.items():
            setattr(item, status.value, count)
        item.save()
    for number in range(RUNS):
        _run(name, number, now - CYCLE_EVERY * number - timedelta(minutes=4)).save()


def _copies(models: list[Record], now: datetime) -> Iterator[Record]:
    statuses, problems = cycle(STATUSES), cycle(PROBLEMS)
    for number, model in enumerate(islice(cycle(models), RECORDS)):
        record_id, initials = str(500_000 + number), "".join(word[0] for word in model.kind.value.split("_")).upper()
        day = (now - timedelta(days=number % DAYS)).date().isoformat()
        summary = replace(model.summary, number=f"{initials}-{record_id}", date=day)
        fresh = replace(model, id=record_id, summary=summary, status=next(statuses), due_step=None, failure=None)
        yield _failed(fresh, next(problems), now) if fresh.status == Status.ERROR else fresh


def _failed(record: Record, problem: Problem, now: datetime) -> Record:
    attempts = 1 + int(record.id) % 3
    failure = Failure(problem=problem, attempts=attempts, at=now - timedelta(minutes=attempts), settings_version=1)
    return replace(record, failure=failure)


def _run(connection: str, number: int, at: datetime) -> RunItem:
    steps = {
        step.name: {
            "fetched": 7 * number % 90 if step.verb == "fetch" else 0,
            "posted": 11 * number % 80 if step.verb == "post" else 0,
            "errors": number % 9 if step.name == "post_xero_sales" else 0,
            "calls": {step.system.value: 1 + number % 12},
            "seconds": 1 + number % 20,
            "limits": {"xero": {"day_remaining": 4000 - 40 * number, "minute_remaining": 55}},
            "failed": False,
        }
        for step in STEPS
    }
    began = f"{at:%Y-%m-%dT%H:%M:%S}.000Z"
    return RunItem(
        area(connection, Area.RUN),
        f"{began}#{number:08d}-aaaa-bbbb-cccc-000000000000",
        status="SUCCEEDED" if number % 13 else "FAILED",
        trigger="schedule",
        started_at=began,
        finished_at=f"{at + timedelta(seconds=75):%Y-%m-%dT%H:%M:%S}.000Z",
        failed=not number % 13,
        steps=steps,
    )
