"""What becomes of a sent record when one side takes back or changes what both had, and when a person decides about it. Pure."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from msgspec.structs import replace

from shared.errors import ErrorClass, Problem
from shared.kinds import PAYMENTS, System
from shared.records.failure import Failure, retries_by_itself
from shared.records.record import CREDITED, TOGETHER, WITHDRAWN, Record
from shared.records.standing import ACCEPTED, STAYS, Standing, Way
from shared.records.status import Status
from shared.records.transitions import given_up, waiting

TAKEN_BACK: Final = "taken back in both systems: it was deleted in Brightpearl, and its copy in Xero was deleted, too"
BY_HAND: Final = "delete the payment in Xero where no such money has moved, or leave it as it is"
BY_BUTTON: Final = "reapply it to have its copy in Xero deleted where no such money has moved, or leave it as it is"

VOID_IT: Final = "void the overpayment in Xero where no such money has moved, or leave it as it is"


class Parted(Problem, frozen=True, kw_only=True):
    """How it stands, in a sentence that says what happened, and what a person may do about it.

    `theirs` is what the other system says now, `agreed` what it said when both agreed (mapping/versions.py); "" where that is
    not known.
    """

    error_class: ErrorClass = ErrorClass.DATA
    standing: Standing
    theirs: str = ""
    agreed: str = ""

    @property
    def plain(self) -> Problem:
        """As it stands on a record."""
        return Problem(error_class=self.error_class, message=self.message, hint=self.hint)


def withdrawn(record: Record, how: str, *, beside: str = "") -> Parted:
    """`how` is what was done in Brightpearl, and when: "order un-invoiced in Brightpearl on 2026-11-23".

    `beside` is what stays in Xero even where a payment is gone there: "its overpayment of 5.00".
    """
    called, total = record.remote_number or record.called, record.summary.total
    if beside and record.document.get("deleted"):
        left = f"{how}; its copy in Xero was deleted, too, but {beside} is still there"
        return Parted(standing=Standing.WITHDRAWN, message=left, hint=VOID_IT)
    if record.kind in PAYMENTS:
        return Parted(
            standing=Standing.WITHDRAWN,
            message=f"{how}; the payment of {total} is still in Xero",
            hint=BY_HAND if record.origin is System.XERO else BY_BUTTON,
        )
    again = "" if WITHDRAWN in record.document else f"; invoiced again, the order changes {called} by itself"
    return Parted(
        standing=Standing.WITHDRAWN,
        message=f"{how}; {called} over {total} is still open in Xero",
        hint=f"credit it, or void {called} in Xero, or leave it as it is{again}",
    )


def changed_there(called: str, said: Sequence[str], *, agreed: str, theirs: str) -> Parted:
    """`said` are phrases: "the total is 118.80 there, it was 30.00"."""
    return Parted(
        standing=Standing.CHANGED_THERE,
        message=f"{called} was changed in Xero: {'; '.join(said)}",
        hint="reapply it to send Brightpearl's version once more, or accept it as it is in Xero; it is over by itself once"
        " it is changed back",
        theirs=theirs,
        agreed=agreed,
    )


def changed_on_both_sides(called: str, said: Sequence[str], *, agreed: str, theirs: str) -> Parted:
    """`said` are phrases: "the account of 'Tea' was 260 in Xero and would be 200"."""
    return Parted(
        standing=Standing.BOTH,
        message=f"{called} was changed in Xero and in Brightpearl: {'; '.join(said)}",
        hint="reapply it to send Brightpearl's version, or accept it as it is in Xero",
        theirs=theirs,
        agreed=agreed,
    )


def gone_there(called: str, status: str, *, agreed: str, theirs: str) -> Parted:
    """`status` is what Xero calls it: VOIDED or DELETED."""
    return Parted(
        standing=Standing.GONE,
        message=f"{called} was {status.lower()} in Xero",
        hint="post it anew if it should be in Xero, or leave it as it is",
        theirs=theirs,
        agreed=agreed,
    )


def likely_twin(one: str, other: str, *, twin: str) -> Parted:
    """A payment was entered in both systems, it seems. `one` and `other` tell of both, and `twin` is the other one's id."""
    return Parted(
        standing=Standing.TWIN,
        message=f"{one} looks like {other}: nothing is posted before somebody says whether they are one payment",
        hint="link them if they are one payment that was entered twice, or separate them if both were paid",
        theirs=twin,
    )


def parted(record: Record, found: Parted, *, settings_version: int, at: datetime) -> Record | None:
    """Make it an Error that keeps its remote id; None where it says the same already.

    A likely twin is looked for again by each cycle: it is over by itself once one of the two is gone.
    """
    problem = found.plain
    if record.apart is found.standing and record.failure is not None and record.failure.problem == problem:
        return None
    failure = Failure(problem=problem, attempts=1, at=at, settings_version=settings_version)
    known = replace(
        record,
        apart=found.standing,
        theirs=found.theirs or record.theirs,
        agreed=record.agreed or found.agreed,
        failure=failure,
        held="",
        due_step=record.step if found.standing is Standing.TWIN or retries_by_itself(failure) else None,
        decided=None,
        changed_at=at,
    )
    if record.status == Status.ARCHIVE:
        return replace(known, archived_from=Status.ERROR)
    return replace(known, status=Status.ERROR)


def gone_on_both_sides(record: Record, *, at: datetime) -> Record:
    """What was withdrawn is gone in the other system, too: it waits, and goes anew when its source comes back, if it can.

    Payments do not come back, so that they rest.
    """
    if record.kind in PAYMENTS:
        return at_rest(record, TAKEN_BACK, at=at)
    why = f"it was taken back in Brightpearl, and {record.remote_number or record.name} is gone in Xero"
    unlinked = given_up(replace(record, failure=None), at=at)
    if WITHDRAWN in record.document:
        return put_away(unlinked, why, at=at)
    return unlinked if record.status == Status.ARCHIVE else replace(unlinked, held=why, due_step=None)


def at_rest(record: Record, note: str, *, at: datetime) -> Record:
    """Let a payment rest that has nothing in the other system any more; the note says why."""
    unlinked = replace(given_up(replace(record, failure=None), at=at), notes=(note,), due_step=None)
    if record.status == Status.ARCHIVE:
        return replace(unlinked, archived_from=Status.SENT)
    return replace(unlinked, status=Status.SENT)


def put_away(record: Record, why: str, *, at: datetime) -> Record:
    """It can never come back: it rests in the archive, and says why."""
    waited = replace(record, archived_from=Status.PENDING, failure=None, held=why, due_step=None, changed_at=at)
    return replace(waited, status=Status.ARCHIVE)


def arrived_deleted(record: Record, *, settings_version: int, at: datetime) -> Record:
    """What was deleted while it was on its way is there after all: an Error that says so, whatever was known of it."""
    how = record.document.get(WITHDRAWN)
    if not how or record.is_credited:
        return record
    back = replace(record, status=Status.ERROR, archived_from=None)
    return parted(back, withdrawn(back, str(how)), settings_version=settings_version, at=at) or back


def agreed_again(record: Record, *, at: datetime) -> Record:
    """The other system was changed back to what both had. What has changed here meanwhile goes."""
    back = replace(record, **TOGETHER, failure=None, changed_at=at)
    if record.status == Status.ARCHIVE:
        return replace(back, archived_from=Status.SENT)
    return replace(back, status=Status.SENT) if back.fingerprint == back.posted else waiting(back)


def reapplied(record: Record, *, at: datetime) -> Record:
    """Send ours again, as a whole: what the other system has counts as unknown. What was withdrawn is taken back there."""
    if record.apart is Standing.WITHDRAWN:
        return _decided(record, Way.REAPPLY, at=at)
    back = replace(record, **TOGETHER, posted="", before=None, notes=(), changed_at=at)
    return waiting(back)


def is_to_go(record: Record) -> bool:
    """Whether we are about to delete it in the other system: that it is gone there is for the step that does so."""
    return record.decided is Way.REAPPLY and record.due_step is not None


def accepted(record: Record, *, at: datetime) -> Record:
    """Take what the other system has as right. It holds until either side changes again."""
    said = f"{ACCEPTED}: {record.failure.problem.message}" if record.failure else ACCEPTED
    settled = replace(_settled(record, said, at=at), **TOGETHER)
    if not record.fingerprint:
        return settled  # what it says now cannot be mapped: what was posted last is still what it is compared with
    return replace(settled, posted=record.fingerprint, before=None)


def left_as_is(record: Record, *, at: datetime) -> Record:
    """Leave both sides as they are. It still says how it stands, and holds until either side changes again."""
    return _settled(record, f"left as it is: {record.failure.problem.message}" if record.failure else "", at=at)


def linked(record: Record, *, at: datetime) -> Record:
    """It is the payment that it looks like. The step that posts it looks whether that is still there."""
    return replace(waiting(record), apart=None, decided=Way.LINK, changed_at=at)


def separated(record: Record, *, at: datetime) -> Record:
    """It is another payment than the one that it looks like, and goes."""
    separate = (*record.separate, record.theirs)
    return replace(waiting(record), **TOGETHER, separate=separate, changed_at=at)


def posted_anew(record: Record, *, at: datetime) -> Record:
    """What was there is gone: it is posted once more."""
    return given_up(record, at=at)


def credited_there(record: Record, numbers: Sequence[str], *, at: datetime) -> Record:
    """People have credited all of what was withdrawn."""
    by = f" by {', '.join(filter(None, numbers))}" if any(numbers) else ""
    said = f"{record.remote_number} over {record.summary.total} is credited in Xero{by}, {STAYS}"
    settled = replace(_settled(record, said, at=at), **TOGETHER)
    return replace(settled, fields={**(record.fields or {}), CREDITED: record.remote_number})


def credited(record: Record, *, at: datetime) -> Record:
    """What it has too much or too little there is put right by an opposite document."""
    return _decided(record, Way.CREDIT, at=at)


def _decided(record: Record, way: Way, *, at: datetime) -> Record:
    """Have it carried out in the other system. Until that is done it stands apart as before."""
    return replace(
        record, status=Status.UPDATED, due_step=record.step, failure=None, held="", decided=way, changed_at=at
    )


def _settled(record: Record, said: str, *, at: datetime) -> Record:
    notes = (*record.notes, said) if said else record.notes
    settled = replace(record, status=Status.SENT, failure=None, due_step=None, decided=None)
    return replace(settled, held="", notes=notes, changed_at=at)
