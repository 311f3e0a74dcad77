"""What a document's envelope says of what was posted of it before, by the rules of today."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

from msgspec.structs import replace

from shared.kinds import Kind
from shared.mapping.references import Ref, fingerprint_of
from shared.mapping.registry import MAPPERS
from shared.posting.bills import Bill, Bills
from shared.posting.day_rates import DayRates
from shared.posting.dependencies import Dependencies, Resolved
from shared.posting.documents import Documents
from shared.posting.envelopes import Envelope, Failing, is_settled
from shared.posting.late import LateNotes
from shared.posting.poster import Poster
from shared.posting.supplier import Supplier
from shared.posting.target import Target
from shared.posting.targets.xero_documents import document_targets
from shared.records.failure import Failure
from shared.records.record import Record
from shared.records.status import Status
from shared.records.store import DUE_PAGE
from tests.builders import TAX_RATES, a_purchase_order, a_row, a_sales_order, some_settings
from tests.posting.memory import a_memory, as_store, silent_xero
from tests.records.builders import AT, a_problem, a_record

SETTINGS = some_settings()
NOW, BEFORE = a_sales_order(a_row(name="Red tee")), a_sales_order(a_row(name="Tee"))


def documents() -> Documents:
    nothing = cast("Any", None)
    return Documents(
        settings=SETTINGS,
        dependencies=nothing,
        targets={},
        tax_rates=lambda: TAX_RATES,
        supplier=Supplier(xero=silent_xero(), progress=nothing, run="run-1"),
        bills=nothing,
        day_rates=DayRates(read=dict, progress=nothing, today=AT.date()),
        late=nothing,
        still_due=list,
    )


def fingerprint(document: Any) -> str:
    return fingerprint_of(MAPPERS[Kind.SALES_INVOICE](document, SETTINGS))


def an_order(**changes: Any) -> Record:
    return a_record("2001", **{"document": NOW, "remote_id": "i-1", **changes})


def test_what_is_new_has_nothing_before_it() -> None:
    made = documents().envelope(an_order(remote_id=""))

    assert (made.same, made.base, made.outdated, made.remote_id) == (False, None, False, "")
    assert made.fingerprint == fingerprint(NOW)
    assert made.refers


def test_what_was_posted_as_it_is_has_not_changed_though_it_is_an_error_now() -> None:
    failure = Failure(problem=a_problem(), attempts=1, at=AT, settings_version=1)
    record = an_order(posted=fingerprint(NOW), status=Status.ERROR, failure=failure)

    made = documents().envelope(record)
    afresh = documents().envelope(record, afresh=True)

    assert (made.same, made.outdated) == (True, False)
    assert is_settled(made.parts[0])
    assert made.base == made.payload
    assert afresh.same


def test_what_has_changed_knows_what_was_posted_last() -> None:
    made = documents().envelope(an_order(posted=fingerprint(BEFORE), before=BEFORE))

    assert (made.same, made.outdated) == (False, False)
    assert made.base is not None
    assert made.base["LineItems"][0]["Description"] == "Tee"
    assert made.payload["LineItems"][0]["Description"] == "Red tee"


def test_what_other_rules_have_posted_is_outdated() -> None:
    changed = documents().envelope(an_order(posted="other", before=BEFORE))
    same = documents().envelope(an_order(posted="other", before=NOW))
    unknown = documents().envelope(an_order(posted="other"))
    still = documents().envelope(an_order(posted=fingerprint(BEFORE), before=BEFORE, outdated=True))

    assert [one.outdated for one in (changed, same, unknown, still)] == [True, True, False, True]
    assert [one.same for one in (changed, same, unknown, still)] == [False, True, False, False]
    assert unknown.base is None


def test_what_rules_of_today_cannot_map_is_not_known() -> None:
    made = documents().envelope(an_order(posted="other", before={}))

    assert (made.same, made.base, made.outdated) == (False, None, False)


def test_other_words_of_its_source_are_said_of_what_was_posted_last_too() -> None:
    record = an_order(posted=fingerprint(BEFORE), before=BEFORE)

    made = documents().envelope(record, afresh=True, instead={"priceModeCode": "INC"})

    assert made.base is not None
    assert made.payload["LineAmountTypes"] == made.base["LineAmountTypes"] == "Inclusive"
    assert replace(made, payload={}).fingerprint == fingerprint(NOW)


class Needs:
    """What documents need is all there, but for the contacts of those in `kept`."""

    kinds = (Kind.CONTACT,)

    def __init__(self) -> None:
        self.store = as_store(a_memory())
        self.partly: list[set[Kind]] = []
        self.posted: list[tuple[Kind, list[str]]] = []

    def bring(self, _poster: object, refs: Sequence[Ref], *, partly: Collection[Kind] = ()) -> Resolved:
        self.partly.append({*partly})
        return Resolved(ids={ref: f"id-{ref.id}" for ref in refs})

    def post(self, _poster: object, kind: Kind, records: Sequence[Record]) -> None:
        self.posted.append((kind, [record.id for record in records]))

    def give_up_items(self, refs: Collection[Ref], codes: Collection[str]) -> set[Ref]:
        assert codes == set()
        return set()


@dataclass
class Posts:
    """A poster that notes how many went at a time."""

    posted: list[tuple[str, int]] = field(default_factory=list)
    failed: list[Any] = field(default_factory=list)

    def timely(self, _target: Target, envelopes: Sequence[Envelope]) -> list[Envelope]:
        return list(envelopes)

    def post(self, target: Target, envelopes: Sequence[Envelope]) -> None:
        self.posted.append((target.name, len(envelopes)))

    def compared(self, _target: Target, envelopes: Sequence[Envelope]) -> list[Envelope]:
        return list(envelopes)

    def unchanged(self, envelopes: Sequence[Envelope]) -> None:
        assert not envelopes

    def fail(self, failing: Sequence[Failing]) -> None:
        self.failed += failing


def sent_in(pages: Sequence[int]) -> tuple[list[tuple[str, int]], Needs]:
    """Post pages of so many orders, of which Xero takes 60 at a time, and give what went at a time."""
    needs, poster = Needs(), Posts()
    target = document_targets(silent_xero(), SETTINGS, lambda: TAX_RATES)["ACCREC"]
    target.batch_size = 60
    late = LateNotes(filed_to=None, tax_rates=dict, note=lambda _: None, clock=lambda: AT)
    bills = SimpleNamespace(of=lambda records: records)
    posting = replace(
        documents(),
        dependencies=cast("Dependencies", needs),
        targets={"ACCREC": target},
        late=late,
        bills=cast("Bills", bills),
    )
    numbers = iter(range(10_000))
    posting.post(
        cast("Poster", poster),
        [[an_order(id=str(next(numbers)), remote_id="") for _ in range(size)] for size in pages],
    )
    assert poster.failed == []
    return [one for one in poster.posted if one[1]], needs


def test_what_fills_no_batch_waits_for_the_next_page_and_goes_with_the_last_one() -> None:
    full, needs = sent_in([DUE_PAGE])

    assert full == [("ACCREC", DUE_PAGE // 60 * 60), ("ACCREC", DUE_PAGE % 60)]
    assert needs.partly[0] == {Kind.CONTACT}
    assert needs.partly[-1] == set()


def test_what_comes_on_a_short_page_goes_at_once() -> None:
    assert sent_in([7, 3])[0] == [("ACCREC", 7), ("ACCREC", 3)]


PURCHASE = a_purchase_order(a_row(name="Cloth"))


def a_purchase(number: str, **changes: Any) -> Record:
    return a_record(number, **{"kind": Kind.PURCHASE_INVOICE, "document": PURCHASE, **changes})


def of_bill(*orders: Record, **changes: Any) -> tuple[list[Envelope], list[Failing]]:
    return documents().of_bill(Bill(**{"orders": orders, "due": orders, **changes}))


def test_the_orders_of_a_bill_are_one_envelope_with_the_lines_of_all() -> None:
    ((made,), failing) = of_bill(a_purchase("1"), a_purchase("2"))

    assert [part.record.id for part in made.parts] == ["1", "2"]
    assert len(made.payload["LineItems"]) == 2 * len(documents().envelope(a_purchase("1")).payload["LineItems"])
    assert failing == []


def test_a_bill_of_which_nobody_is_to_go_says_so_for_each_that_is_due() -> None:
    one, other = a_purchase("1"), a_purchase("2")

    made, failing = of_bill(one, other, due=(other,), problem=a_problem())

    assert made == []
    assert [(one.envelope.record.id, one.problem) for one in failing] == [("2", a_problem())]


def test_where_one_order_of_a_new_bill_cannot_be_mapped_none_goes() -> None:
    made, failing = of_bill(a_purchase("1"), a_purchase("2", document={}))

    assert made == []
    assert sorted(one.envelope.record.id for one in failing) == ["1", "2"]
    assert any("which cannot go" in one.problem.message for one in failing)


def test_a_bill_that_is_in_xero_goes_without_a_new_order_that_cannot_be_mapped() -> None:
    there = a_purchase("1", remote_id="b-1", posted="other")

    ((made,), failing) = of_bill(there, a_purchase("2", document={}))

    assert [part.record.id for part in made.parts] == ["1"]
    assert [one.envelope.record.id for one in failing] == ["2"]


def test_what_is_of_no_bill_is_made_by_itself_and_says_why_it_cannot() -> None:
    made, failing = documents().of_record(an_order(remote_id=""))
    none, wrong = documents().of_record(an_order(remote_id="", document={}))

    assert [one.record.id for one in made] == ["2001"]
    assert (failing, none) == ([], [])
    assert [one.envelope.record.id for one in wrong] == ["2001"]


def test_an_order_of_a_bill_is_made_with_that() -> None:
    one, other = a_purchase("1"), a_purchase("2")
    bills = SimpleNamespace(of=lambda records: [Bill(orders=(one, other), due=tuple(records))])

    (made,), failing = replace(documents(), bills=cast("Bills", bills)).of_record(other)

    assert [part.record.id for part in made.parts] == ["1", "2"]
    assert failing == []


def test_the_rate_of_the_day_is_noted_of_what_goes_and_not_of_what_stays() -> None:
    class Rated:
        def notes(self, _payload: object) -> tuple[str, ...]:
            return ("its rate is of today",)

    rated = replace(documents(), day_rates=cast("DayRates", Rated()))
    same = an_order(posted=fingerprint(NOW))

    assert rated.envelope(an_order(remote_id="")).notes[-1:] == ("its rate is of today",)
    assert rated.envelope(same, afresh=True).notes[-1:] == ("its rate is of today",)
    assert rated.envelope(same).notes == ()
