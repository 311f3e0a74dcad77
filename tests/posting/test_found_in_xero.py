"""Which payment in Xero is one of ours: of the same invoice or credit note, and nobody else's."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, cast

import pytest
from msgspec.structs import replace

from shared.kinds import Kind, System
from shared.mapping.versions import Version
from shared.posting.found_in_xero import FoundInXero
from shared.posting.found_payments import Paying, Same, look_in
from shared.records.apart import Parted
from shared.records.record import Record
from shared.records.schema import brightpearl_link
from shared.records.standing import Standing, Way
from shared.xero.client import Xero
from tests.posting.memory import Memory, a_memory, as_store
from tests.records.builders import AT, a_record

Raw = dict[str, Any]
Answer = Same | Parted | None
OLD = AT - timedelta(hours=1)
INVOICE = a_record("2001", remote_id="i-1", arrived_at=AT - timedelta(minutes=1))
CREDIT = a_record("2002", kind=Kind.SALES_CREDIT, remote_id="c-1", arrived_at=AT)
PAYMENT = a_record("9001", kind=Kind.SALES_PAYMENT, document={"paymentMethodCode": "CARD"})
THERE: Raw = {
    "PaymentID": "p-1",
    "Amount": 12.0,
    "Date": "2026-11-20T00:00:00",
    "Status": "AUTHORISED",
    "Reference": "",
}
ACCOUNT: Raw = {"Account": {"Code": "090", "AccountID": "account-1"}}
PAYLOAD: Raw = {
    "Invoice": {"InvoiceID": "i-1"},
    "Account": {"Code": "090"},
    "Amount": Decimal("12.00"),
    "Date": "2026-11-20",
    "Reference": "BP 9001 CARD",
}
REFUND: Raw = {**{name: PAYLOAD[name] for name in PAYLOAD if name != "Invoice"}, "CreditNote": {"CreditNoteID": "c-1"}}


class Books:
    """Xero, with payments of one invoice, the accounts of payments, and what was changed since the run began."""

    def __init__(self, *payments: Raw, account: Raw = ACCOUNT, changed: Sequence[str] = ()) -> None:
        self.payments = payments
        self.account = account
        self.changed = changed
        self.asked: list[Any] = []

    def by_ids(self, resource: Any, ids: Iterable[str]) -> list[Raw]:
        self.asked.append((resource.name, list(ids)))
        if resource.name == "Payments":
            return [{"PaymentID": one, **self.account} for one in ids]
        return [{"InvoiceID": "i-1", "Payments": list(self.payments)}, {"InvoiceID": "i-2", "Payments": None}]

    def where(self, resource: Any, condition: str) -> list[Raw]:
        self.asked.append((resource.name, condition))
        return [{**one, **self.account, "CreditNote": {"CreditNoteID": "c-1"}} for one in self.payments]

    def modified(self, resource: Any, since: datetime, *, where: str, summary: bool) -> list[Raw]:
        self.asked.append((resource.name, since, where, summary))
        return [{"InvoiceID": one} for one in self.changed]


def looked(
    books: Books,
    *payloads: Raw,
    memory: Memory | None = None,
    document: Record = INVOICE,
    payment: Record = PAYMENT,
    adopted: str = "",
    living: Mapping[str, Sequence[str]] | None = None,
) -> list[Answer]:
    side = FoundInXero(
        xero=cast("Xero", books),
        store=as_store(memory or a_memory()),
        adopted=lambda: {adopted},
        began=lambda: AT,
        payments_of=lambda orders: {str(order): (living or {}).get(str(order), []) for order in orders},
    )
    paying = [
        Paying(payload=one, record=replace(payment, id=str(9001 + number)), document=document)
        for number, one in enumerate(payloads)
    ]
    return list(look_in(side)(paying))


def ids(found: Iterable[Answer]) -> list[str | None]:
    return [one.element.remote_id if isinstance(one, Same) else "?" if one else None for one in found]


def test_a_payment_of_the_same_invoice_amount_day_and_account_is_ours_and_is_given_once() -> None:
    books = Books(THERE)

    found = looked(books, PAYLOAD, PAYLOAD)

    assert ids(found) == ["p-1", None]
    assert isinstance(found[0], Same)
    assert (found[0].element.key, found[0].holder, found[0].differs) == ((), None, "")
    assert found[0].element.raw == {**THERE, **ACCOUNT, "Invoice": {"InvoiceID": "i-1"}}
    assert books.asked == [("Invoices", ["i-1"]), ("Payments", ["p-1"])]


@pytest.mark.parametrize("other", [{"Amount": 12.01}, {"Status": "DELETED"}], ids=str)
def test_another_one_is_not_and_its_account_is_not_read(other: Raw) -> None:
    books = Books({**THERE, **other})

    assert ids(looked(books, PAYLOAD)) == [None]
    assert books.asked == [("Invoices", ["i-1"])]


def test_on_another_day_it_is_a_question_that_names_both() -> None:
    (found,) = looked(Books({**THERE, "Date": "2026-11-21T00:00:00"}), PAYLOAD)

    assert isinstance(found, Parted)
    assert (found.standing, found.theirs) == (Standing.TWIN, "p-1")
    assert found.message.startswith(
        "payment 9001 of 12.00 of 2026-11-20 by CARD in Brightpearl looks like the payment of 12.00 of 2026-11-21 on 090 in Xero"
    )


def test_on_another_account_it_is_a_question_too() -> None:
    assert ids(looked(Books(THERE, account={"Account": {"AccountID": "account-2"}}), PAYLOAD)) == ["?"]


def test_what_a_person_has_linked_is_the_same_on_any_day_and_what_they_have_separated_is_not() -> None:
    later = {**THERE, "Date": "2026-11-21T00:00:00"}
    linked = replace(PAYMENT, decided=Way.LINK, theirs="p-1")
    separated = replace(PAYMENT, separate=("p-1",))

    (same,), rest = looked(Books(later), PAYLOAD, payment=linked), looked(Books(later), PAYLOAD, payment=separated)

    assert isinstance(same, Same)
    assert same.differs.endswith("on 090 in Xero are one, and stays so")
    assert ids(rest) == [None]


def test_its_own_copy_comes_before_what_a_person_has_entered() -> None:
    copy = {**THERE, "PaymentID": "p-2", "Reference": "BP 9001 CARD"}

    assert ids(looked(Books(THERE, copy), PAYLOAD)) == ["p-2"]


def test_what_we_posted_or_carried_over_is_nobody_elses() -> None:
    posted = a_memory()
    posted.links["p-1"] = (Kind.SALES_PAYMENT, "9000")
    carried = a_memory(a_record("p-1", kind=Kind.SALES_PAYMENT, origin=System.XERO, remote_id=brightpearl_link(7)))
    waiting = a_memory(a_record("p-1", kind=Kind.SALES_PAYMENT, origin=System.XERO))

    found = [
        looked(Books(THERE), PAYLOAD, memory=memory, living={"2001": ["7"]}) for memory in (posted, carried, waiting)
    ]

    assert [ids(one) for one in found] == [[None], [None], ["p-1"]]


@pytest.mark.parametrize(
    ("changed_at", "living", "free"),
    [(OLD, [], True), (OLD, ["7"], False), (AT, [], False)],
    ids=["gone", "still there", "posted a moment ago"],
)
def test_what_is_gone_in_brightpearl_was_entered_anew(changed_at: datetime, living: list[str], free: bool) -> None:
    carried = a_record(
        "p-1", kind=Kind.SALES_PAYMENT, origin=System.XERO, remote_id=brightpearl_link(7), changed_at=changed_at
    )

    (found,) = looked(Books(THERE), PAYLOAD, memory=a_memory(carried), living={"2001": living})

    assert (isinstance(found, Same) and found.holder == carried) is free


@pytest.mark.parametrize(
    ("arrived", "adopted", "changed", "looks"),
    [
        (None, "", [], True),
        (-1, "", [], True),
        (0, "", [], False),
        (1, "", ["i-2"], False),
        (1, "i-1", [], True),
        (1, "", ["i-1"], True),
    ],
    ids=["of old", "before the run", "with it", "in the run", "adopted in it", "paid since"],
)
def test_an_invoice_that_came_with_the_run_has_only_our_payments_unless_it_was_paid_since(
    arrived: int | None, adopted: str, changed: list[str], looks: bool
) -> None:
    books = Books(THERE, changed=changed)
    at = None if arrived is None else AT + timedelta(minutes=arrived)

    found = looked(books, PAYLOAD, document=a_record("2001", remote_id="i-1", arrived_at=at), adopted=adopted)

    assert ids(found) == (["p-1"] if looks else [None])
    listed = [one for one in books.asked if one[0] == "Invoices" and len(one) > 2]
    assert listed in ([], [("Invoices", AT, 'Type=="ACCREC" AND AmountPaid>0', True)])
    assert bool(listed) is (arrived is not None and arrived >= 0 and not adopted)


def test_refunds_are_listed_from_the_day_of_the_credit_note_on() -> None:
    books = Books(THERE)

    found = looked(books, REFUND, document=replace(CREDIT, summary=replace(CREDIT.summary, date="2026-11-19")))

    assert ids(found) == ["p-1"]
    assert books.asked == [("Payments", 'PaymentType=="ARCREDITPAYMENT" AND Date>=DateTime(2026,11,19)')]


def test_refunds_of_a_credit_note_that_is_older_in_xero_are_listed_from_its_day_there_on() -> None:
    books, memory = Books(THERE), a_memory()
    memory.said[CREDIT.remote_id] = Version(day="2026-08-02")

    looked(books, REFUND, memory=memory, document=replace(CREDIT, summary=replace(CREDIT.summary, date="2026-11-19")))

    assert books.asked == [("Payments", 'PaymentType=="ARCREDITPAYMENT" AND Date>=DateTime(2026,08,02)')]


LONG_ID, CREDIT_ID = "0f1e2d3c-0000-4000-8000-123456789abc", "9f1e2d3c-0000-4000-8000-123456789abc"
SETTLED = a_record("2001", remote_id=LONG_ID)


def a_copy(reference: str) -> Record:
    """A payment in Brightpearl that an earlier table has posted there."""
    return replace(PAYMENT, document={**PAYMENT.document, "transactionRef": reference, "orderId": 2001})


@pytest.mark.parametrize(
    "reference",
    [f"{CREDIT_ID}{LONG_ID}".replace("-", ""), f"{LONG_ID}-2001"],
    ids=["a credit and its invoice", "a part of this order"],
)
def test_the_copy_of_what_a_credit_has_settled_is_no_money_and_has_nothing_in_xero(reference: str) -> None:
    payload = {**PAYLOAD, "Invoice": {"InvoiceID": LONG_ID}}

    (found,) = looked(Books(), payload, document=SETTLED, payment=a_copy(reference))

    assert isinstance(found, Same)
    assert (found.element.remote_id, found.holder) == ("", None)
    assert found.differs == "it is the copy of what a credit has settled in Xero"


@pytest.mark.parametrize("reference", ["", "WEB-17", f"{LONG_ID}{CREDIT_ID}".replace("-", ""), f"{LONG_ID}-2002"])
def test_with_another_reference_it_is_money(reference: str) -> None:
    payload = {**PAYLOAD, "Invoice": {"InvoiceID": LONG_ID}}

    assert ids(looked(Books(), payload, document=SETTLED, payment=a_copy(reference))) == [None]


def test_the_copy_of_a_payment_that_an_earlier_table_has_carried_over_is_found_on_any_day() -> None:
    """Its reference in Brightpearl is the id of the payment in Xero."""
    there = {**THERE, "PaymentID": LONG_ID, "Date": "2026-11-24T00:00:00"}
    stranger = {**THERE, "PaymentID": "p-0"}

    found = looked(Books(stranger, there), PAYLOAD, payment=a_copy(LONG_ID))

    assert ids(found) == [LONG_ID]


def test_without_payments_nobody_is_asked() -> None:
    books = Books(THERE)

    assert looked(books) == []
    assert books.asked == []
