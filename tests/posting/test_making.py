"""What cannot be made of a record: it waits with a reason, or fails, and the others go."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast

from msgspec.structs import replace

from shared.errors import HeldError, InvalidDataError
from shared.posting.making import made
from shared.posting.poster import Poster
from shared.records.record import Record
from tests.posting.memory import a_memory, as_store
from tests.records.builders import AT, a_record

READY, WRONG = a_record("1"), a_record("4")
WAITS, WAITED = a_record("2", changed_at=AT - timedelta(days=1)), a_record("3", held="waits for 3")


def make(record: Record) -> str:
    if record is WRONG:
        raise InvalidDataError("wrong", hint="put it right")
    if record is not READY:
        raise HeldError(f"waits for {record.id}")
    return record.id


def test_the_ready_go_the_wrong_fail_and_what_waits_is_written_once() -> None:
    memory, failing = a_memory(READY, WAITS, WAITED, WRONG), list[Any]()
    poster = cast("Poster", SimpleNamespace(store=as_store(memory), fail=failing.extend))

    done = made(poster, (READY, WAITS, WAITED, WRONG), make)

    assert done == ["1"]
    (change,) = memory.changes
    assert (change.before, change.after) == (WAITS, replace(WAITS, held="waits for 2", changed_at=AT))
    assert [(one.envelope.record.id, one.problem.message) for one in failing] == [("4", "wrong")]
