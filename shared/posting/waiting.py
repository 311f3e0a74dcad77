"""Lets wait what lies on a locked day: what was never sent is held, what is there already is an Error that goes by itself too.

What is there as a draft does not wait: Xero's help says that drafts may be changed and submitted whatever is locked.

Before something waits for the first time it is looked for: an earlier connector, or a person, may have entered it.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from shared.mapping.versions import read_version
from shared.posting.envelopes import Envelope, Failing
from shared.posting.looking import look, with_ages
from shared.posting.periods import Late, is_there
from shared.posting.recorder import Recorder
from shared.posting.settler import Settler
from shared.posting.target import Adopt, Gone, Refuse, Target
from shared.records.queues import UNAPPROVED
from shared.records.record import Record
from shared.records.store import Store
from shared.records.transactions import Change
from shared.records.transitions import postponed


def drafts_among(late: Sequence[Late], target: Target, store: Store) -> list[Envelope]:
    """Give the changes of drafts that stay drafts. Those that were so when Xero said it last are read anew."""
    changes = {one.envelope.remote_id: one.envelope for one in late if one.envelope.payload.get("Status") in UNAPPROVED}
    changes.pop("", None)
    seen = store.seen(changes, consistent=False) if changes else {}
    suspects = [one for one, words in seen.items() if (said := read_version(words.said)) and said.status in UNAPPROVED]
    drafts = target.drafts(suspects) if suspects else set()
    return [envelope for one, envelope in changes.items() if one in drafts]


def let_wait(
    late: Sequence[Late],
    *,
    target: Target,
    settler: Settler,
    recorder: Recorder,
    table_since: Callable[[], datetime],
) -> None:
    """Write down that these wait, and for how many days the longest of them has.

    `table_since` gives since when our table knows what was posted.
    """
    fresh = [one.envelope for one in late if not is_there(one.envelope) and not _since(one, one.envelope.record)]
    aged = with_ages(fresh, table_since()) if fresh else []
    found = look(target, aged, since=None)[2] if aged else {}
    decided = {key: way for key, way in found.items() if isinstance(way, Adopt | Refuse | Gone)}
    there = [one for one in aged if target.key(one.payload) in decided]
    going = {one.record.key for one in settler.carry_out(target, there, decided)}
    known = {one.record.key for one in there} - going
    rest = [one for one in late if one.envelope.record.key not in known]
    recorder.fail([Failing(envelope=one.envelope, problem=one.problem) for one in rest if is_there(one.envelope)])
    _hold([one for one in rest if not is_there(one.envelope)], recorder)
    _tell(rest, recorder)


def _hold(late: Sequence[Late], recorder: Recorder) -> None:
    reasons = {part.record.key: one for one in late for part in one.envelope.active}
    at = recorder.store.clock()

    def change(record: Record) -> Change | None:
        one = reasons[record.key]
        after = postponed(record, one.reason, since=_since(one, record) or at)
        return Change(before=record, after=after) if after else None

    recorder.store.revise([part.record for one in late for part in one.envelope.active], change)


def _tell(late: Sequence[Late], recorder: Recorder) -> None:
    now = recorder.store.clock()
    waited = [now - (_since(one, one.envelope.record) or now) for one in late]
    days = max(waited, default=timedelta()) // timedelta(days=1)
    recorder.tally.locked_days = max(recorder.tally.locked_days, days)


def _since(late: Late, record: Record) -> datetime | None:
    """Give since when it has waited for its day; None where it does not yet."""
    if record.held.startswith(late.begins):
        return record.changed_at
    failure = record.failure
    return failure.at if failure is not None and failure.problem.message.startswith(late.begins) else None
