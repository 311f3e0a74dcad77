"""Pages of documents on their way: what goes before them, what waits for the next page, and what is sent once more."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace
from typing import Any, cast

import pytest
from msgspec.structs import replace

from shared.errors import ErrorClass
from shared.kinds import Kind
from shared.mapping.references import Ref, fingerprint_of
from shared.mapping.registry import MAPPERS
from shared.posting.bills import Bill
from shared.posting.day_rates import DayRates
from shared.posting.dependencies import Resolved
from shared.posting.documents import Documents
from shared.posting.envelopes import Envelope, Failing
from shared.posting.poster import Poster
from shared.posting.supplier import Supplier
from shared.posting.target import Looks
from shared.records.failure import Failure
from shared.records.record import Record
from shared.records.status import Status
from shared.records.store import DUE_PAGE
from tests.builders import (
    TAX_RATES,
    a_movement,
    a_purchase_order,
    a_row,
    a_sales_order,
    a_stock_correction,
    some_settings,
)
from tests.posting.memory import Memory, as_store, silent_xero
from tests.records.builders import AT, a_problem, a_record

SETTINGS = some_settings()
ORDER, PURCHASE = a_sales_order(a_row()), a_purchase_order(a_row())
CUSTOMER, TEE = Ref(Kind.CONTACT, "20101"), Ref(Kind.PRODUCT, "1007", optional=True)


def an_order(name: str, document: Any = ORDER, **changes: Any) -> Record:
    return a_record(name, document=document, **changes)


def a_purchase(name: str, document: Any = PURCHASE, **changes: Any) -> Record:
    return a_record(name, kind=Kind.PURCHASE_INVOICE, document=document, **changes)


def fingerprint(record: Record) -> str:
    return fingerprint_of(MAPPERS[record.kind](record.document, SETTINGS))


def sent(record: Record) -> Record:
    """The same record, once it is in Xero as it is here."""
    return replace(record, remote_id=f"x-{record.id}", posted=fingerprint(record), status=Status.SENT)


def a_page(*records: Record) -> list[Record]:
    """A full page: the rest of it are contacts."""
    contacts = [a_record(f"c-{at}", kind=Kind.CONTACT, document={}) for at in range(DUE_PAGE - len(records))]
    return [*records, *contacts]


@dataclass
class Target:
    name: str
    looks: Looks = Looks.LATER
    batch_size: int = 2
    gone: list[set[str]] = field(default_factory=list)

    def takes(self, payload: Any) -> bool:
        return bool(payload.get("Type", "journal") == self.name)

    def gone_items(self) -> set[str]:
        return self.gone.pop() if self.gone else set()


@dataclass
class Desk:
    """What documents need and their poster. `kept` waits for a batch of its own as long as its kind goes partly."""

    records: Sequence[Record] = ()
    kept: Collection[Ref] = ()
    looks: Looks = Looks.OLD
    filed_to: date | None = None
    bill: Callable[[Sequence[Record]], list[Bill]] = lambda records: [
        Bill(orders=(one,), due=(one,)) for one in records
    ]
    withdrawn: Collection[str] = ()
    gone: list[set[str]] = field(default_factory=list)
    done: list[tuple[str, list[str]]] = field(default_factory=list)
    asked: list[tuple[list[Ref], set[Kind]]] = field(default_factory=list)
    given_up: list[set[str]] = field(default_factory=list)
    sent: dict[str, Envelope] = field(default_factory=dict)
    failed: list[Failing] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    looked: int = 0

    # what documents need

    kinds = (Kind.CONTACT, Kind.PRODUCT)

    def __post_init__(self) -> None:
        self.store = as_store(Memory({record.key: record for record in self.records}))

    def bring(self, poster: object, refs: Sequence[Ref], *, partly: Collection[Kind] = ()) -> Resolved:
        assert poster is self.poster
        self.asked.append((list(refs), {*partly}))
        kept = {ref for ref in refs if ref in self.kept and ref.kind in partly}
        return Resolved(ids={ref: f"id-{ref.id}" for ref in refs if ref not in kept}, kept=kept)

    def give_up_items(self, refs: Collection[Ref], codes: set[str]) -> set[Ref]:
        self.given_up.append(codes)
        return {ref for ref in refs if ref.kind == Kind.PRODUCT} if codes else set()

    # as a poster

    @property
    def poster(self) -> Poster:
        return cast("Poster", self)

    def note(self, what: str, envelopes: Sequence[Envelope]) -> None:
        if envelopes:
            self.done.append((what, [one.record.id for one in envelopes]))

    def post(self, target: object, *envelopes: Any) -> None:
        """Post documents, or, of a kind, what they need."""
        if target is self.poster:
            kind, records = envelopes
            self.done.append((f"posted {kind}", [record.id for record in records if not record.id.startswith("c-")]))
            assert {record.kind for record in records} == {kind}
            return
        assert isinstance(target, Target)
        self.note(f"posted {target.name}", envelopes[0])
        self.sent |= {one.record.id: one for one in envelopes[0]}

    def timely(self, target: object, envelopes: Sequence[Envelope]) -> list[Envelope]:
        assert isinstance(target, Target)
        return list(envelopes)

    def compared(self, target: object, envelopes: Sequence[Envelope]) -> list[Envelope]:
        """Nothing tells of the last one; of the others something does."""
        assert isinstance(target, Target)
        self.note(f"compared {target.name}", envelopes)
        return list(envelopes[-1:])

    def unchanged(self, envelopes: Sequence[Envelope]) -> None:
        self.note("unchanged", envelopes)

    def fail(self, failing: Sequence[Failing]) -> None:
        self.note("failed", [one.envelope for one in failing])
        self.failed += failing

    # the documents

    def rates(self) -> Any:
        self.looked += 1
        return TAX_RATES

    @property
    def documents(self) -> Documents:
        nothing = cast("Any", None)
        names = ("ACCREC", "ACCPAY", "journal")
        targets = {
            name: Target(name, self.looks if name == "ACCREC" else Looks.LATER, gone=self.gone) for name in names
        }
        return Documents(
            settings=replace(SETTINGS, tax_filed_to=self.filed_to),
            dependencies=cast("Any", self),
            targets=cast("Any", targets),
            tax_rates=self.rates,
            supplier=Supplier(xero=silent_xero(), progress=nothing, run="run-1"),
            bills=cast("Any", SimpleNamespace(of=self.bill)),
            day_rates=DayRates(read=dict, progress=nothing, today=AT.date()),
            late=cast("Any", SimpleNamespace(refused=lambda some: self.late.extend(one.record.id for one in some))),
            still_due=lambda records: [record for record in records if record.id not in self.withdrawn],
        )

    def go(self, *pages: Sequence[Record]) -> None:
        self.documents.post(self.poster, pages)

    @property
    def contacts(self) -> list[tuple[str, list[str]]]:
        return [one for one in self.done if one[0] == "posted contact"]

    @property
    def of_documents(self) -> list[tuple[str, list[str]]]:
        return [one for one in self.done if one[0] != "posted contact"]


def test_contacts_and_products_of_a_page_go_before_its_documents_and_are_none_of_them() -> None:
    desk = Desk()
    product, contact = a_record("7", kind=Kind.PRODUCT), a_record("8", kind=Kind.CONTACT)

    desk.go([an_order("1"), product, contact, an_order("2")])

    assert sorted(desk.done[:2]) == [("posted contact", ["8"]), ("posted product", ["7"])]
    assert desk.done[2:] == [("posted ACCREC", ["1", "2"])]
    assert desk.asked[0] == ([CUSTOMER, TEE], set())


def test_what_fills_no_batch_waits_for_the_next_page_of_each_type_and_is_not_taken_twice() -> None:
    desk = Desk()

    desk.go(a_page(an_order("1"), a_purchase("2")), a_page(an_order("1"), an_order("3")), [a_purchase("4")])

    assert desk.of_documents == [("posted ACCREC", ["1", "3"]), ("posted ACCPAY", ["2", "4"])]
    assert [partly for _, partly in desk.asked if partly] == [{*desk.kinds}] * 2


def test_where_a_look_up_comes_first_batches_go_in_pairs() -> None:
    desk = Desk(looks=Looks.ALWAYS)

    desk.go(a_page(*(an_order(str(number)) for number in range(1, 8))))

    assert desk.of_documents == [("posted ACCREC", ["1", "2", "3", "4"]), ("posted ACCREC", ["5", "6", "7"])]


@pytest.mark.parametrize(("number", "again"), [(100, False), (101, True)])
def test_where_too_many_wait_for_a_kind_it_goes_though_it_fills_no_batch(number: int, again: bool) -> None:
    other = a_sales_order(a_row(product_id=1008))
    desk = Desk(kept={CUSTOMER, Ref(Kind.PRODUCT, "1008", optional=True)})

    desk.go(a_page(*(an_order(str(n)) for n in range(1, number)), an_order(str(number), other)))

    asked = [refs for refs, _ in desk.asked]
    assert asked[1] == ([CUSTOMER] if again else [])
    assert len(asked[0]) == 3


def test_what_is_in_xero_as_it_is_here_is_compared_and_noted_where_nothing_tells_of_it() -> None:
    worthless = a_record("9", kind=Kind.INVENTORY_ADJUSTMENT, document=a_stock_correction(a_movement(value="0.00")))
    orders = [sent(an_order(name)) for name in ("1", "2")]
    purchases = [sent(a_purchase(name)) for name in ("3", "4")]
    desk = Desk(withdrawn=["7"])

    desk.go([*orders, *purchases, worthless, an_order("6", status=Status.ARCHIVE), an_order("7")])

    assert desk.done == [
        ("compared ACCREC", ["1", "2"]),
        ("compared ACCPAY", ["3", "4"]),
        ("unchanged", ["2", "4", "9"]),
    ]


def test_what_cannot_be_mapped_and_what_is_on_a_bill_with_it_fail_and_the_rest_goes() -> None:
    alone, first, second = a_purchase("2"), a_purchase("3"), a_purchase("4", document={})
    bills = [Bill(orders=(alone,), due=(alone,)), Bill(orders=(first, second), due=(first, second))]
    more = Bill(orders=(a_purchase("6"),), due=(a_purchase("6"),), problem=a_problem())
    desk = Desk(bill=lambda records: [*bills, more, Bill(orders=(records[-1],), due=(records[-1],))] if records else [])

    desk.go([an_order("1", document={}), an_order("5"), alone, first, second, a_purchase("7")])

    assert sorted(one.envelope.record.id for one in desk.failed) == ["1", "3", "4", "6"]
    assert desk.of_documents[1:] == [("posted ACCREC", ["5"]), ("posted ACCPAY", ["2", "7"])]


def a_late_change(name: str) -> Record:
    """It is of a day for which the tax return is filed, and comes to another amount than was posted."""
    before = a_sales_order(a_row(net="50.0000", tax="10.00"))
    old = fingerprint(an_order(name, before))
    return an_order(name, remote_id=f"x-{name}", posted=old, before=before, status=Status.UPDATED)


def test_a_change_that_a_filed_return_forbids_fails_and_goes_on_the_list() -> None:
    desk = Desk(filed_to=date(2026, 12, 31))

    desk.go([a_late_change("1"), an_order("2")])
    going, failing = desk.documents.of_record(a_late_change("3"))

    assert (desk.late, desk.done) == (["1"], [("failed", ["1"]), ("posted ACCREC", ["2"])])
    assert (going, [one.envelope.record.id for one in failing]) == ([], ["3"])
    assert "the tax return is filed up to 31 December 2026" in failing[0].problem.message


def an_error(name: str, error_class: ErrorClass, **changes: Any) -> Record:
    failure = Failure(problem=a_problem(error_class), attempts=1, at=AT, settings_version=1)
    return an_order(name, status=Status.ERROR, failure=failure, **changes)


def test_what_named_an_item_that_is_gone_is_sent_once_more_with_a_new_one() -> None:
    """Those that failed otherwise, that arrived, or that name no item are not."""
    without = a_sales_order(a_row(sku=None, product_id=1000))
    after = [
        an_error("1", ErrorClass.TRANSIENT),
        an_error("2", ErrorClass.DATA),
        sent(an_order("3")),
        an_error("4", ErrorClass.TRANSIENT, document=without),
    ]
    desk = Desk(after, gone=[{"tee-red-m"}])

    desk.go([an_order("1"), an_order("2"), an_order("3"), an_order("4", without)])

    assert desk.done == [("posted ACCREC", ["1", "2", "3", "4"]), ("posted ACCREC", ["1"])]
    assert desk.given_up == [{"tee-red-m"}, set(), set()]
    assert [partly for _, partly in desk.asked] == [set()] * len(desk.asked)


LINE_TAX = "TaxAmount"


def line_of(envelope: Envelope) -> Any:
    return envelope.payload["LineItems"][0]


def test_tax_that_xero_works_out_itself_is_said_only_of_what_is_there_already() -> None:
    documents = Desk().documents
    new, same = an_order("1"), sent(an_order("1"))

    assert LINE_TAX not in line_of(documents.envelope(new))
    assert LINE_TAX in line_of(documents.envelope(same))
    assert LINE_TAX not in line_of(documents.envelope(same, afresh=True))


def test_of_a_journal_no_tax_is_asked_for() -> None:
    desk = Desk()

    desk.documents.envelope(a_record("9", kind=Kind.INVENTORY_ADJUSTMENT, document=a_stock_correction()))

    assert desk.looked == 0


def test_what_a_person_asked_for_once_more_counts_as_unknown() -> None:
    before = a_sales_order(a_row(net="50.0000", tax="10.00"))

    made = Desk().documents.envelope(an_order("1", remote_id="x-1", posted="", before=before))

    assert (made.base, made.same, made.outdated) == (None, False, False)


INCLUSIVE = {**PURCHASE, "priceModeCode": "INC"}
FORMS: dict[str, tuple[Sequence[Record], str, bool]] = {
    "all as they are in Xero": ([sent(a_purchase("1")), sent(a_purchase("2"))], "Exclusive", True),
    "one has changed": ([sent(a_purchase("1")), a_purchase("2")], "Exclusive", False),
    "one has tax in its prices": ([a_purchase("1"), a_purchase("2", INCLUSIVE)], "Exclusive", False),
    "all have": ([a_purchase("1", INCLUSIVE), a_purchase("2", INCLUSIVE)], "Inclusive", False),
}


@pytest.mark.parametrize(("orders", "form", "said"), FORMS.values(), ids=FORMS)
def test_the_orders_of_a_bill_go_in_one_form(orders: Sequence[Record], form: str, said: bool) -> None:
    (made,), failing = Desk().documents.of_bill(Bill(orders=tuple(orders), due=tuple(orders)))

    assert failing == []
    assert made.payload["LineAmountTypes"] == form
    lines = made.payload["LineItems"]
    assert [LINE_TAX in line for line in lines] == [said] * len(lines)
    first, second = (line["UnitAmount"] for line in lines)
    assert first == second
