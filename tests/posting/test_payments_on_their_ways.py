"""Which part of the work payments are handed to, and in which order."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, cast

from msgspec.structs import replace

from shared.kinds import Kind, System
from shared.mapping.payments import payment_fingerprint
from shared.mapping.references import Mapped
from shared.posting.payments import Payments
from shared.posting.target import Adopt
from shared.records.record import Record
from shared.records.schema import brightpearl_link
from shared.records.status import Status
from tests.posting.paying import JOURNAL, LEFT, THERE, Desk, a_desk, a_paid, carried


def test_all_go_their_ways_and_what_is_there_already_uses_money_in_the_end() -> None:
    plain, used, back, ahead, away, settled = (
        a_paid("1"),
        a_paid("2", told={"journal": JOURNAL}),
        a_paid("3", told={"paymentType": "PAYMENT"}),
        a_paid("4"),
        a_paid("5"),
        a_paid("6"),
    )
    went = a_paid("7", remote_id="x-7", fields={"deposit": "12.00", "overpayment": "o-1"})
    desk = a_desk(ahead=["4"], removed=["5"], settled=["6"])

    desk.go([plain, used, back, ahead, away, settled], [went, a_paid("8")])

    assert desk.done == [
        ("deleted", ["1", "2", "3", "4", "5", "6"]),
        ("reversals", ["3 of 2001"]),
        ("posted payments", ["1"]),
        ("deposits", ["4"]),
        ("deleted", ["7", "8"]),
        ("posted payments", ["8"]),
        ("uses", ["2 of 2001", "7 of 2001"]),
    ]
    assert desk.tally.left_out == {"090": "1.00", "095": "0.02"}


def test_what_brightpearl_does_not_know_goes_as_a_payment() -> None:
    desk = a_desk()

    desk.go(
        [a_paid("1", told={"journal": JOURNAL}), a_paid("2", told={"paymentType": "PAYMENT"})], of=lambda one: one.plain
    )

    assert desk.done == [("posted payments", ["1", "2"])]


def test_each_waits_fails_rests_or_goes_by_itself() -> None:
    left = Mapped(payload={}, left=LEFT, notes=("nothing",))
    whole, cents = ({"paid": "12.00"}, {"paid": "11.98", "cents": "0.02"})
    desk = a_desk(mapped={"5": left, "6": Mapped(payload={}, notes=("no money",))}, follow=[a_paid("9")])

    desk.go(
        [
            a_paid("1"),
            a_paid("2", told={"document": None}),
            a_paid("3", told={"currencyCode": "EUR"}),
            a_paid("4", fields={"paid": "10.00"}),
            a_paid("5"),
            a_paid("6"),
            carried(name="7", fields=cents),
            carried(name="8", fields=whole),
        ]
    )

    assert desk.done == [
        ("deleted", [str(number) for number in range(1, 9)]),
        ("failed", ["3"]),
        ("rests", ["6", "7", "8"]),
        ("failed", ["5"]),
        ("posted payments", ["1", "4"]),
        ("excess", ["4", "9"]),
    ]
    assert desk.held() == {"2": "waits until its document is in Xero"}
    assert [one.problem.message for one in desk.failed] == ["it is in another currency", LEFT.message]
    assert desk.rested["6"].notes == ("no money",)


def test_a_rest_that_is_to_follow_is_no_payment_any_more() -> None:
    desk = a_desk()

    desk.go([carried(fields={"paid": "11.99"})])

    assert desk.done == [("deleted", ["9001"]), ("excess", ["9001"])]


def test_what_somebody_has_entered_already_is_adopted_and_the_rest_is_sent() -> None:
    desk = a_desk(there=["1"])

    desk.go([a_paid("1"), a_paid("2")])

    assert desk.looked == [("1", "2001"), ("2", "2001")]
    assert desk.done[1:] == [("adopted payments", ["1"]), ("posted payments", ["2"])]
    (adopted,) = desk.adopted.items()
    assert adopted[0] == ("BP 1",)
    assert isinstance(adopted[1], Adopt)
    assert (adopted[1].element, adopted[1].note) == (THERE, "found in Xero")


def test_what_settles_an_order_from_another_goes_as_a_contra_once_that_is_known() -> None:
    contra = a_paid("1", told={"from": ["sales_credit", "2003"]})
    waits = a_paid("2", told={"from": ["sales_credit", "2009"]})
    there = a_paid("4", told={"from": ["sales_credit", "2003"]})
    desk = a_desk()

    desk.go([contra, waits, a_paid("3"), there], of=lambda one: one.with_contras)

    assert desk.done == [("posted payments", ["3"]), ("posted contras", ["1", "4"])]
    assert desk.held() == {"2": "waits for the sales credit 2009 that it comes from"}
    assert desk.sent["1"].payload == {
        "transactionRef": 1,
        "halves": [
            {"orderId": "2001", "kind": Kind.SALES_INVOICE},
            {"orderId": "2003", "kind": Kind.SALES_CREDIT},
        ],
    }
    assert desk.looked == [("3", "2001"), ("2001", "2001"), ("2001", "2001")]


def test_a_contra_that_somebody_has_entered_is_adopted_in_brightpearl() -> None:
    desk = a_desk(there=["2001"])

    desk.go([a_paid("1", told={"from": ["sales_credit", "2003"]})], of=lambda one: one.with_contras)

    assert desk.done == [("adopted contras", ["1"])]
    assert [cast("Adopt", one).note for one in desk.adopted.values()] == ["found in Brightpearl"]


def test_what_the_other_side_has_adopted_is_there_already() -> None:
    ours, same = a_paid("9001"), a_paid("x-9", origin=System.XERO, told={"kind": "payment"})
    theirs, other = a_paid("x-8", origin=System.XERO), a_paid("9002")
    used, credit = a_paid("9003"), a_paid("x-7", origin=System.XERO, told={"kind": "credit_note"})
    purchase = a_paid("9004")
    desk = a_desk(ours, same, theirs, other, used, credit, purchase)
    desk.store.links |= {
        brightpearl_link("9001"): same.key,
        "x-8": other.key,
        brightpearl_link("9003"): credit.key,
        brightpearl_link("9004"): (Kind.PURCHASE_PAYMENT, "9"),
    }

    desk.go([ours, theirs, used, purchase, carried(name="9005")], of=lambda one: one.plain)

    assert desk.done == [
        ("found", ["9001", "x-8", "9003"]),
        ("rests", ["9005"]),
        ("posted payments", ["9004"]),
    ]
    arrived = [(one.element.remote_id, one.note, one.envelope.notes) for one in desk.arrived]
    assert arrived == [
        ("", f"it is the same payment as {other}", (f"it is the same payment as {other}",))
        for other in (
            "Xero's sales payment SI-x-9",
            "Brightpearl's sales payment SI-9002",
            "Xero's sales payment SI-x-7",
        )
    ]
    assert {one.element.key for one in desk.arrived} == {()}
    assert desk.arrived[0].envelope.fingerprint == payment_fingerprint(ours.document)


def test_a_use_that_is_known_already_is_not_made_again() -> None:
    used = a_paid("9001", told={"journal": JOURNAL})
    same = a_paid("x-9", origin=System.XERO)
    desk = a_desk(used, same)
    desk.store.links[brightpearl_link("9001")] = same.key

    desk.go([used])

    assert desk.done == [("deleted", ["9001"]), ("found", ["9001"]), ("uses", [])]


def test_a_change_of_what_went_ahead_of_its_invoice_is_no_error_and_one_of_a_use_is() -> None:
    went = a_paid("1", remote_id="x-7", posted="other", fields={"deposit": "12.00", "overpayment": "o-1"})
    used = a_paid("2", remote_id="n-1", posted="other", told={"journal": JOURNAL})
    desk = a_desk()

    desk.go([went, used])

    assert desk.done == [("deleted", ["1", "2"]), ("failed", ["2"]), ("uses", ["1 of 2001"])]


def test_its_intents_may_name_every_target_that_it_has() -> None:
    desk = a_desk()

    assert [getattr(one, "name", one) for one in desk.payments.targets] == ["payments", "overpayments", "contacts"]
    assert [getattr(one, "name", one) for one in desk.with_contras.targets] == ["payments", "contras"]


def finding(desk: Desk, *, old: Sequence[str] = (), found: Sequence[Record] = ()) -> Payments:
    """Those that go to Xero, some of which an earlier table has posted as overpayments."""
    there = {record.id: record for record in found}

    def look(records: Sequence[Record]) -> list[Record]:
        desk.note("looked", [record.id for record in records])
        return [there.get(record.id, record) for record in records]

    deposits = SimpleNamespace(look=look, is_old=lambda record: record.id in old)
    return replace(desk.payments, found_deposits=cast("Any", deposits))


def test_a_deposit_that_an_earlier_table_has_posted_is_used_for_its_invoice() -> None:
    went = a_paid("2", remote_id="o-1", fields={"deposit": "12.00", "overpayment": "o-1"})
    desk = a_desk(removed=["3"])

    desk.go([a_paid("1"), a_paid("2"), a_paid("3")], of=lambda one: finding(one, found=[went]))

    assert desk.done == [
        ("deleted", ["1", "2", "3"]),
        ("looked", ["1", "2"]),
        ("posted payments", ["1"]),
        ("uses", ["2 of 2001"]),
    ]


def test_what_was_read_from_xero_of_a_payment_that_is_found_rests_where_that_is_old() -> None:
    """`1` and `2` are found while they are posted; the other table may have posted only `1`."""
    read = [a_paid(f"x-{name}", origin=System.XERO, told={"kind": "payment"}) for name in ("1", "2")]
    desk = a_desk(*(a_paid(name, remote_id=f"x-{name}") for name in ("1", "2")), *read)

    desk.go([a_paid("1"), a_paid("2")], of=lambda one: finding(one, old=["1"]))

    assert [desk.store.records[one.key].status for one in read] == [Status.SENT, Status.PENDING]
    (change,) = desk.store.changes
    assert change.event is not None
    assert (change.event.what, change.event.who) == (
        "it is the same payment as Brightpearl's sales payment SI-1",
        "tester",
    )
