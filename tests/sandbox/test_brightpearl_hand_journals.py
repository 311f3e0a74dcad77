"""What people do to the books themselves: enter journals, quick invoices and bills; edit journals and cancel them."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sandbox.brightpearl_calls import Caller
from tests.sandbox.test_brightpearl_journals import JOURNAL, lines_of

Lines = list[tuple[str, str | None, str]]
SEARCH = "/accounting-service/journal-search"
AMOUNTS = st.decimals(min_value=-5000, max_value=5000, places=2)
BANK_CHARGE = [{"nominal": "6500", "amount": "12.50"}, {"nominal": "1200", "amount": "-12.50"}]


def told(caller: Caller, journal: int) -> dict[str, Any]:
    """A journal in the words of the ledger."""
    [found] = [one for one in caller.vendor.ledger() if one["id"] == str(journal)]
    return found


def lines(caller: Caller, journal: int) -> Lines:
    return [(line["account"], line["amount"], line["base"]) for line in told(caller, journal)["lines"]]


@pytest.mark.parametrize("kind", ["JJ", "BP", "BR", "BT"])
def test_a_person_enters_a_journal(kind: str) -> None:
    caller = Caller()

    journal = caller.do("enter_journal", type=kind, date="2026-06-03", lines=BANK_CHARGE)["journal"]

    assert lines(caller, journal) == [("6500", "12.50", "12.50"), ("1200", "-12.50", "-12.50")]
    about = {name: told(caller, journal)[name] for name in ("type", "date", "about", "number")}
    assert about == {"type": kind, "date": "2026-06-03", "about": f"journal {journal}", "number": ""}
    [shown] = caller.get(f"{JOURNAL}/{journal}").response["journals"]
    assert (shown["journalTypeCode"], shown["taxDate"]) == (kind, "2026-06-03T00:00:00.000+01:00")


def test_a_journal_by_hand_may_be_foreign_and_about_an_order() -> None:
    caller = Caller()
    order = caller.an_invoiced_order(currency="EUR", exchange_rate="1.25")
    third = "33.33"
    given = [{"nominal": "4000", "amount": "99.99"}, *[{"nominal": "1100", "amount": f"-{third}", "order": order}] * 3]

    journal = caller.do("enter_journal", lines=given, currency="EUR", exchange_rate="1.30")["journal"]

    assert lines(caller, journal) == [
        ("4000", "99.99", "76.92"),
        *[("1100", "-33.33", "-25.64")] * 3,
    ]
    assert told(caller, journal)["number"] == "SI-100001"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"lines": BANK_CHARGE, "type": "SI"}, "A journal by hand is JJ, BP, BR, BT, not 'SI'"),
        ({"lines": []}, "A journal needs lines"),
        ({"lines": BANK_CHARGE[:1]}, "The lines of a journal come to nought, not to 12.50"),
        ({"lines": [{"nominal": "77", "amount": "0"}]}, "There is no nominal code 77"),
        ({"lines": [{"nominal": "4000", "amount": "0", "order": 5}]}, "There is no order 5"),
        ({"lines": BANK_CHARGE, "currency": "XXX"}, "There is no currency XXX"),
        ({"lines": BANK_CHARGE, "contact": 5}, "There is no contact 5"),
        ({"lines": BANK_CHARGE, "date": "2026-05-31"}, "The accounting period is locked until 2026-05-31"),
    ],
)
def test_a_journal_that_makes_no_sense_is_refused_in_a_sentence(fields: dict[str, Any], sentence: str) -> None:
    caller = Caller()
    caller.do("lock_period", until="2026-05-31")

    with pytest.raises(ValueError, match=sentence):
        caller.do("enter_journal", **fields)

    assert caller.vendor.ledger() == []


def test_an_edited_journal_has_other_lines_and_another_day_and_its_order_knows_nothing() -> None:
    caller = Caller()
    order = caller.an_invoiced_order()
    caller.do("pay_order", order=order)
    before = caller.get(f"/order-service/order/{order}").response
    journal_before = caller.get(f"{JOURNAL}/31001").response["journals"][0]
    caller.clock.advance(seconds=3600)

    given = [
        {"nominal": "1100", "amount": "130"},
        {"nominal": "4010", "amount": "-110", "tax_code": "T20"},
        {"nominal": "2200", "amount": "-20"},
    ]
    caller.do("edit_journal", journal=31001, lines=given)
    caller.do("edit_journal", journal=31001, date="2026-05-02")

    assert lines(caller, 31001) == [
        ("1100", "130.00", "130.00"),
        ("4010", "-110.00", "-110.00"),
        ("2200", "-20.00", "-20.00"),
    ]
    assert (told(caller, 31001)["date"], told(caller, 31001)["type"]) == ("2026-05-02", "SI")
    assert {line["order"] for line in told(caller, 31001)["lines"]} == {str(order)}
    assert caller.get(f"/order-service/order/{order}").response == before
    [shown] = caller.get(f"{JOURNAL}/31001").response["journals"]
    changed = {name for name in shown if shown[name] != journal_before[name]}
    assert (shown.keys(), changed) == (journal_before.keys(), {"taxDate", "debits", "credits"})


def test_an_edit_keeps_what_a_line_has_in_the_account_currency() -> None:
    caller = Caller()
    order = caller.an_invoiced_order(currency="EUR", exchange_rate="1.25")
    caller.do("pay_order", order=order, exchange_rate="1.20")
    given = [
        {"nominal": "1211", "amount": "120", "base": "100"},
        {"nominal": "1100", "amount": "-120", "base": "-96"},
        {"nominal": "7906", "base": "-4"},
    ]

    caller.do("edit_journal", journal=31002, lines=given)

    assert lines(caller, 31002) == [
        ("1211", "120.00", "100.00"),
        ("1100", "-120.00", "-96.00"),
        ("7906", None, "-4.00"),
    ]


def test_a_cancelled_journal_is_nought_on_suspense_and_nothing_else_changes() -> None:
    caller = Caller()
    order = caller.an_invoiced_order()
    payment = caller.do("pay_order", order=order)["payment"]
    order_before = caller.get(f"/order-service/order/{order}").response
    rows_before = caller.rows(f"{SEARCH}?journalId=31002")

    caller.do("cancel_journal", journal=31002)

    [shown] = caller.get(f"{JOURNAL}/31002").response["journals"]
    assert [line for line in lines_of(shown) if line[0] == "debits"] == [("debits", "9999", "0.00", "0.00")] * 2
    assert not any("invoiceReference" in line for line in shown["debits"])
    assert (told(caller, 31002)["number"], lines(caller, 31002)) == ("", [("9999", "0.00", "0.00")] * 2)
    assert caller.get(f"/order-service/order/{order}").response == order_before
    changed = {
        name
        for before, after in zip(rows_before, caller.rows(f"{SEARCH}?journalId=31002"), strict=True)
        for name in before
        if before[name] != after[name]
    }
    amounts = {"journalDebit", "journalCredit", "transactionDebit", "transactionCredit"}
    assert changed == {"nominalCode", "invoiceReference", *amounts}
    [row] = caller.rows(f"/accounting-service/customer-payment-search?paymentId={payment}")
    assert (row["journalId"], row["amountPaid"]) == (31002, "120.00")


@pytest.mark.parametrize("action", ["edit_journal", "cancel_journal"])
def test_what_is_not_there_cancelled_or_locked_cannot_be_changed(action: str) -> None:
    caller = Caller()
    caller.an_invoiced_order()
    caller.do("cancel_journal", journal=caller.do("enter_journal", lines=BANK_CHARGE)["journal"])
    caller.do("lock_period", until="2026-06-15")

    for journal, sentence in {5: "There is no journal 5", 31002: "is cancelled", 31001: "is locked"}.items():
        with pytest.raises(ValueError, match=sentence):
            caller.do(action, journal=journal)


@pytest.mark.parametrize(
    ("action", "kind", "expected"),
    [
        ("quick_invoice", "SI", [("1100", "116.60"), ("4000", "-90.00"), ("4010", "-10.00"), ("2200", "-16.60")]),
        ("quick_invoice", "SC", [("4000", "90.00"), ("4010", "10.00"), ("2200", "16.60"), ("1100", "-116.60")]),
        ("vendor_bill", "PI", [("4000", "90.00"), ("4010", "10.00"), ("2201", "16.60"), ("2100", "-116.60")]),
        ("vendor_bill", "PC", [("2100", "116.60"), ("4000", "-90.00"), ("4010", "-10.00"), ("2201", "-16.60")]),
    ],
)
def test_a_document_without_an_order_has_a_journal_as_one_with_an_order(
    action: str, kind: str, expected: list[tuple[str, str]]
) -> None:
    caller = Caller()
    rows = [{"nominal": "4000", "net": "90", "tax": "16.60"}, {"nominal": "4010", "net": "10", "tax_code": "T0"}]

    done = caller.do(action, type=kind, contact=caller.a_contact(), rows=rows, reference="Q-1", tax_date="2026-06-02")

    assert done == {"journal": 31001, "reference": "Q-1", "total": "116.60"}
    assert [(account, amount) for account, amount, _ in lines(caller, 31001)] == expected
    about = {name: told(caller, 31001)[name] for name in ("type", "date", "about", "number")}
    what = action.replace("_", " ")
    assert about == {"type": kind, "date": "2026-06-02", "about": f"{what} 31001", "number": "Q-1"}
    assert {(row["orderId"], row["journalRef"], row["invoiceReference"]) for row in caller.rows(SEARCH)} == {
        (0, "Q-1", "Q-1")
    }
    assert caller.vendor.state()["orders"] == {}


@pytest.mark.parametrize(
    ("action", "kind", "payment", "expected"),
    [
        ("quick_invoice", "SI", "SR", [("1200", "50.00"), ("1100", "-50.00")]),
        ("quick_invoice", "SC", "SR", [("1100", "50.00"), ("1200", "-50.00")]),
        ("vendor_bill", "PI", "PP", [("2100", "50.00"), ("1200", "-50.00")]),
        ("vendor_bill", "PC", "PP", [("1200", "50.00"), ("2100", "-50.00")]),
    ],
)
def test_a_document_without_an_order_is_paid_without_one(
    action: str, kind: str, payment: str, expected: list[tuple[str, str]]
) -> None:
    caller = Caller()
    rows = [{"nominal": "4000", "net": "100"}]
    document = caller.do(action, type=kind, contact=caller.a_contact(), rows=rows)["journal"]

    paid = caller.do("quick_payment", journal=document, amount="50", date="2026-06-14")["journal"]

    assert told(caller, paid)["type"] == payment
    assert told(caller, paid)["number"] == told(caller, document)["number"] != ""
    assert [(account, amount) for account, amount, _ in lines(caller, paid)] == expected
    assert caller.do("quick_payment", journal=document)["amount"] == "120.00"


@pytest.mark.parametrize(
    ("action", "fields", "sentence"),
    [
        ("quick_invoice", {"type": "PI", "rows": []}, "A quick invoice is SC or SI, not 'PI'"),
        ("vendor_bill", {"type": "SI", "rows": []}, "A vendor bill is PC or PI, not 'SI'"),
        ("vendor_bill", {"rows": []}, "comes to nothing"),
        ("quick_invoice", {"rows": [{"nominal": "4000", "net": "1", "tax_code": "T99"}]}, "There is no tax code T99"),
        ("quick_invoice", {"rows": [{"nominal": "77", "net": "1"}]}, "There is no nominal code 77"),
    ],
)
def test_a_document_that_makes_no_sense_is_refused_in_a_sentence(
    action: str, fields: dict[str, Any], sentence: str
) -> None:
    caller = Caller()

    with pytest.raises(ValueError, match=sentence):
        caller.do(action, contact=caller.a_contact(), **fields)


def test_only_documents_without_an_order_are_paid_without_one() -> None:
    caller = Caller()
    caller.an_invoiced_order()

    with pytest.raises(ValueError, match="Journal 31001 is no quick invoice and no vendor bill"):
        caller.do("quick_payment", journal=31001)


def test_the_state_holds_what_people_did_to_the_books() -> None:
    caller = Caller()
    journal = caller.do("enter_journal", lines=BANK_CHARGE, date="2026-06-01")["journal"]
    caller.do("cancel_journal", journal=journal)

    state = caller.vendor.state()

    assert state["entries"][str(journal)]["lines"][0]["amount"] == "12.50"
    assert state["journal_edits"][str(journal)] == {"dated": None, "lines": None, "cancelled": True}


@settings(max_examples=60, deadline=None)
@given(
    amounts=st.lists(AMOUNTS, min_size=1, max_size=12),
    currency=st.sampled_from(["GBP", "EUR", "JPY", "KWD"]),
    rate=st.decimals(min_value=Decimal("0.2"), max_value=200, places=6),
)
def test_whatever_a_person_writes_balances(amounts: list[Decimal], currency: str, rate: Decimal) -> None:
    caller = Caller()
    given_lines = [{"nominal": "4000", "amount": str(amount)} for amount in (*amounts, -sum(amounts))]

    journal = caller.do("enter_journal", lines=given_lines, currency=currency, exchange_rate=str(rate))["journal"]

    written = told(caller, journal)["lines"]
    assert sum(Decimal(line["base"]) for line in written) == 0
    assert sum(Decimal(line["amount"] or 0) for line in written) == 0
