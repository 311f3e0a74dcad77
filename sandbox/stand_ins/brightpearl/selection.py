"""Picking records by the id set of a path: its grammar, its limit of 200, and ids that are not there."""

import random
from collections.abc import Collection, Iterable, Mapping
from typing import TypeVar

from sandbox.stand_ins.brightpearl.account import Account
from sandbox.stand_ins.brightpearl.id_sets import IdOrderError, IdSet, IdSetError, compress, parse_id_set
from sandbox.stand_ins.brightpearl.wire import Answer, RefusalError, bad_request, found

MAX_IDS = 200

Record = TypeVar("Record")


def path_ids(text: str) -> IdSet:
    """Read the id set of a path, refusing what Brightpearl refuses."""
    try:
        return parse_id_set(text)
    except IdOrderError as cause:
        raise bad_request("CMNC-006", f"IDs in an ID set must be in ascending order: {text}") from cause
    except IdSetError as cause:
        raise bad_request("CMNC-007", f"The ID set {text} cannot be parsed") from cause


def few_ids(text: str) -> Collection[int]:
    """The ids of a path, or none of them where they are too many to be answered."""
    asked = path_ids(text)
    return frozenset(asked) if len(asked) <= MAX_IDS else frozenset()


def pick(
    records: Mapping[int, Record], text: str | None, *, account: Account, nothing: RefusalError | None = None
) -> list[Record]:
    """The records asked for, in no order to rely on; `nothing` is the refusal when there are none."""
    chosen = list(records.values()) if text in (None, "*") else _chosen(records, str(text), account, nothing)
    if not chosen and nothing:
        raise nothing
    random.Random(len(chosen)).shuffle(chosen)
    return chosen


def existing(records: Collection[int], text: str | None, *, resource: str) -> Answer:
    """Answer OPTIONS: the addresses that fetch what exists, 200 ids to each."""
    ids = sorted(records) if text is None else [number for number in sorted(path_ids(text)) if number in records]
    uris = [f"/{resource}/{compress(ids[start : start + MAX_IDS])}" for start in range(0, len(ids), MAX_IDS)]
    return found({"getUris": uris})


def one(records: Mapping[int, Record], number: int, *, missing: str) -> Record:
    """A single record by its id."""
    if number not in records:
        raise RefusalError(404, "CMNC-404", missing)
    return records[number]


def _chosen(records: Mapping[int, Record], text: str, account: Account, nothing: RefusalError | None) -> list[Record]:
    ids = path_ids(text)
    if len(ids) > MAX_IDS:
        raise bad_request("CMNC-009", f"An ID set may hold {MAX_IDS} IDs, this one holds {len(ids)}")
    present = [records[number] for number in ids if number in records]
    if present and len(present) < len(ids):
        _meet_mixed(ids, records, account.switches["mixed_id_set"], nothing)
    return present


def _meet_mixed(ids: Iterable[int], records: Mapping[int, object], habit: str, nothing: RefusalError | None) -> None:
    missing = next(number for number in ids if number not in records)
    if habit == "404":
        raise nothing or RefusalError(404, "CMNC-404", f"No Resource Found for ID {missing}")
    if habit == "400":
        raise bad_request("CMNC-011", f"The ID {missing} does not exist")
