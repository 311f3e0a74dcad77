"""What a payment was, by its journal: one test for each rule."""

from decimal import Decimal
from typing import Any

import pytest

from shared.errors import ErrorClass, InvalidDataError, UnmappableError
from shared.kinds import Kind
from shared.mapping.journals import Movement, kept_journal, movement, nominals_of
from shared.mapping.payments import PaidDocument
from shared.mapping.payments_to_xero import to_xero_payment
from shared.mapping.references import Mapped
from tests.builders import a_journal, a_payment, settings_document, some_settings

INVOICE = PaidDocument(kind=Kind.SALES_INVOICE, order_id="2002", currency="GBP")
BANKS = {"1200", "2150"}
Lines = tuple[tuple[str, str, str], ...]
RECEIPT: Lines = (("1200", "100.00", ""), ("1100", "-100.00", "2002"))
PENCE_OFF: Lines = (("1200", "99.50", ""), ("4310", "0.50", "2002"), ("1100", "-100.00", "2002"))
DISCOUNT: Lines = (("1200", "95.00", ""), ("4310", "5.00", "2002"), ("1100", "-100.00", "2002"))
WRITE_OFF: Lines = (("8100", "100.00", "2002"), ("1100", "-100.00", "2002"))
USED: Lines = (("1100", "20.00", "2001"), ("1100", "-20.00", "2002"))


def moved(*lines: tuple[str, str, str], inwards: bool = True) -> Movement:
    return movement(kept_journal(a_journal(*lines), BANKS), inwards=inwards)


def mapped(*lines: tuple[str, str, str], method: str = "CARD", account: str = "090", **changes: Any) -> Mapped:
    methods = settings_document()["payment_methods"]
    methods["to_xero"][method] = {"GBP": account}
    journal = {"journal": kept_journal(a_journal(*lines), BANKS)} if lines else {}
    payment = a_payment(paymentMethodCode=method, **journal, **changes)
    return to_xero_payment(payment, INVOICE, some_settings(payment_methods=methods))


def test_a_journal_is_kept_by_its_own_amounts_debits_above_nought() -> None:
    assert kept_journal(a_journal(*RECEIPT), BANKS) == {
        "rate": "1.250000",
        "lines": [
            {"nominal": "1200", "amount": Decimal("100.00"), "order": "", "bank": True},
            {"nominal": "1100", "amount": Decimal("-100.00"), "order": "2002"},
        ],
    }


def test_a_line_of_an_exchange_difference_has_no_amount_and_is_not_kept() -> None:
    journal = a_journal(*RECEIPT)
    journal["credits"].append({"nominalCode": "7906", "change": {"value": "3.10"}})

    kept = kept_journal(journal, BANKS)

    assert [line["nominal"] for line in kept["lines"]] == ["1200", "1100"]
    assert nominals_of(journal) == {"1200", "1100", "7906"}


@pytest.mark.parametrize(
    ("lines", "inwards", "expected"),
    [
        (RECEIPT, True, Movement(money=Decimal("100.00"))),
        ((("1200", "-100.00", ""), ("1100", "100.00", "2003")), False, Movement(money=Decimal("-100.00"))),
        ((("2150", "100.00", ""), ("1100", "-100.00", "2002")), True, Movement(money=Decimal("100.00"))),
        (DISCOUNT, True, Movement(money=Decimal("95.00"), without_money={"4310": Decimal("5.00")})),
        (PENCE_OFF, True, Movement(money=Decimal("99.50"), without_money={"4310": Decimal("0.50")})),
        (WRITE_OFF, True, Movement(money=Decimal("0.00"), without_money={"8100": Decimal("100.00")})),
        (USED, True, Movement(source="2001", receiver="2002")),
        (USED, False, Movement(source="2001", receiver="2002")),
        (
            (("1200", "-95.00", ""), ("4310", "-5.00", "2003"), ("1100", "100.00", "2003")),
            False,
            Movement(money=Decimal("-95.00"), without_money={"4310": Decimal("-5.00")}),
        ),
    ],
    ids=[
        "money in",
        "money out",
        "a gift card",
        "a discount",
        "a few pence",
        "a write-off",
        "used there",
        "used here",
        "out less fees",
    ],
)
def test_a_journal_says_what_moved(lines: Lines, inwards: bool, expected: Movement) -> None:
    assert moved(*lines, inwards=inwards) == expected


def test_money_goes_as_much_as_the_journal_puts_on_the_bank() -> None:
    made = mapped(*DISCOUNT)

    assert made.payload["Amount"] == made.total == Decimal("95.00")
    assert made.left is not None
    assert made.left.message == (
        "95.00 of 100.00 has gone to Xero as money; 5.00 was discounted or written off in Brightpearl"
        " (5.00 on nominal 4310), which no payment can say"
    )
    assert made.left.error_class == ErrorClass.DATA
    assert made.left.hint == "credit 5.00 to the document in Xero or write it off there, then archive this record"


def test_what_was_written_off_as_a_whole_is_no_payment() -> None:
    with pytest.raises(InvalidDataError) as refusal:
        mapped(*WRITE_OFF)

    assert refusal.value.message == (
        "no money came with it; 100.00 was discounted or written off in Brightpearl (100.00 on nominal 8100),"
        " which no payment can say"
    )
    assert refusal.value.hint == (
        "credit 100.00 to the document in Xero or write it off there, then archive this record"
    )


def test_a_discount_and_a_write_off_are_told_apart() -> None:
    made = mapped(
        ("1200", "92.00", ""), ("4310", "5.00", "2002"), ("8100", "3.00", "2002"), ("1100", "-100.00", "2002")
    )

    assert made.left is not None
    assert "8.00 was discounted or written off in Brightpearl (5.00 on nominal 4310, 3.00 on nominal 8100)" in (
        made.left.message
    )


def test_money_alone_leaves_nothing_to_say() -> None:
    assert mapped(*RECEIPT).left is None


def test_the_order_that_gave_to_another_sends_nothing() -> None:
    made = mapped(("1100", "20.00", "2002"), ("1100", "-20.00", "2009"))

    assert made.payload == {}
    assert made.notes == ("it was used for order 2009: its other half is the payment there",)


def test_the_order_that_was_given_something_sends_nothing_either() -> None:
    made = mapped(*USED)

    assert made.payload == {}
    assert made.notes == ("it uses what order 2001 had left: an allocation in Xero, no payment",)


def test_a_method_that_moves_no_money_sends_nothing_where_it_has_no_journal() -> None:
    made = mapped(method="EXCHANGE", account="no_money")

    assert made.payload == {}
    assert made.notes == ("EXCHANGE moves no money, so none was sent",)


def test_a_method_that_moves_no_money_by_the_settings_and_does_by_its_journal_is_an_error() -> None:
    with pytest.raises(UnmappableError) as refusal:
        mapped(*RECEIPT, account="no_money")

    assert "its journal puts it on an account" in refusal.value.message
    assert refusal.value.hint == "give payment_methods.to_xero.CARD.GBP the account in Xero that stands for it"


def test_without_a_journal_the_methods_account_decides() -> None:
    assert mapped(method="KLARNA", account="620").payload["Account"] == {"Code": "620"}


def test_a_journal_that_says_little_is_kept_as_it_is() -> None:
    assert kept_journal({}, BANKS) == {"rate": None, "lines": []}
    assert kept_journal({"exchangeRate": "", "debits": None, "credits": []}, BANKS) == {"rate": None, "lines": []}
    assert nominals_of({"debits": None}) == set()


def test_a_line_of_order_nought_is_of_none_and_one_of_nought_is_left_out() -> None:
    journal = a_journal(("1200", "10.00", "0"))
    journal["debits"].append({"nominalCode": "1200", "transactionAmount": "0.00", "orderId": 7})

    assert kept_journal(journal, set())["lines"] == [{"nominal": "1200", "amount": Decimal("10.00"), "order": ""}]


def test_amounts_may_be_numbers_and_are_summed_to_the_cent() -> None:
    journal = a_journal(("1200", "10.004", ""), ("2150", "5.002", ""), ("1100", "-15.01", "2002"))
    journal["debits"][0]["transactionAmount"] = Decimal("10.004")

    assert movement(kept_journal(journal, BANKS), inwards=True) == Movement(money=Decimal("15.01"))


def test_what_was_discounted_is_summed_by_nominal_to_the_cent() -> None:
    found = moved(
        ("1200", "90.00", ""),
        ("4310", "4.004", "2002"),
        ("4310", "3", "2002"),
        ("8100", "3.00", ""),
        ("1100", "-100.00", "2002"),
    )

    assert found.without_money == {"4310": Decimal("7.00"), "8100": Decimal("3.00")}
    assert str(found.without_money["4310"]) == "7.00"
    assert (found.source, found.receiver, found.is_allocation) == ("", "", False)


def test_money_between_two_banks_is_no_allocation() -> None:
    assert moved(("1200", "5.00", "2001"), ("1200", "-5.00", "2002")) == Movement(money=Decimal("0.00"))


def test_a_use_without_an_order_on_one_side_is_no_allocation() -> None:
    assert not moved(("1100", "5.00", ""), ("1100", "-5.00", "2002")).is_allocation
    assert not moved(("1100", "5.00", "2001"), ("1100", "-5.00", "")).is_allocation
    assert moved(*USED).is_allocation


def test_a_journal_without_lines_moved_nothing() -> None:
    assert movement({"rate": None, "lines": []}, inwards=True) == Movement()
    assert movement({}, inwards=True).money == 0
    assert Movement() == Movement(money=Decimal("0.00"), without_money={}, source="", receiver="")


def test_half_of_an_allocation_names_the_one_order_that_it_has() -> None:
    assert moved(("1100", "0.50", "2001")) == Movement(source="2001", receiver="")
    assert moved(("1100", "-0.50", "2002")) == Movement(source="", receiver="2002")
