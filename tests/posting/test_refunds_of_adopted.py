"""What has paid back credit notes that were found in Xero: many are told by one list, from the oldest one's day there on."""

from typing import Any, cast

from shared.kinds import Kind
from shared.mapping.versions import Version
from shared.records.store import Seen
from shared.sources.refunds import refunds_of
from shared.xero.client import Xero
from shared.xero.resources import Resource
from tests.posting.memory import Memory, as_store

Raw = dict[str, Any]
NOTES = {"c-1", "c-2", "c-3", "c-4"}


class Books:
    def __init__(self) -> None:
        self.asked: list[str] = []

    def where(self, _resource: Resource, condition: str) -> list[Raw]:
        self.asked.append(condition)
        return [{"PaymentID": f"p-{one}", "CreditNote": {"CreditNoteID": one}} for one in ("c-2", "c-9")]


class Known(Memory):
    def seen(self, ids: Any, *, consistent: bool) -> dict[str, Seen]:
        found = super().seen(ids, consistent=consistent)
        return {one: Seen(keys=((Kind.SALES_CREDIT, one),), said=seen.said) for one, seen in found.items()}


def read(**days: str) -> tuple[list[str], list[str]]:
    books, memory = Books(), Known({})
    memory.said = {one.replace("_", "-"): Version(day=day) for one, day in days.items()}
    found = refunds_of(cast("Xero", books), as_store(memory), NOTES)
    return [one["PaymentID"] for one in found], books.asked


def test_many_are_told_by_one_list_from_the_oldest_ones_day_there_on() -> None:
    payments, asked = read(c_1="2026-11-19", c_2="2026-08-02")

    assert payments == ["p-c-2"]
    assert asked == ['PaymentType=="ARCREDITPAYMENT" AND Date>=DateTime(2026,08,02)']


def test_where_no_record_knows_any_of_them_nothing_is_asked() -> None:
    assert read() == ([], [])
