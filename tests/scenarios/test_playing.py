"""A case that is played tells what came of it, whatever came of it."""

import json
from typing import Any, cast

import pytest

from sandbox.cloud.ministack import Cloud
from sandbox.proof.backups import Backups
from sandbox.proof.books.entries import Entry
from sandbox.proof.books.matching import Pair
from sandbox.proof.in_process import Connector
from sandbox.proof.silence import silent
from sandbox.scenario.case import read_case
from sandbox.scenario.checks import LATER, WrongCaseError
from sandbox.scenario.play import Player, play
from sandbox.stand_ins.clock import ManualClock
from shared.kinds import Kind
from shared.records.record import Record
from shared.sequence import LOOKS, STEPS
from tests.records.builders import a_record

Raw = dict[str, Any]
SALE: list[Raw] = [
    {"brightpearl": {"action": "create_contact", "first_name": "Ada", "last_name": "Byron"}, "as": "ada"},
    {
        "brightpearl": {
            "action": "create_order",
            "contact": "$ada.contact",
            "rows": [{"price": "4.75", "quantity": 3}],
        },
        "as": "sale",
    },
    {"brightpearl": {"action": "invoice_order", "order": "$sale.order"}, "as": "invoice"},
]
KEYS = ["records", "brightpearl", "xero", "differences", "silent", "trial_balance", "cycles", "refused"]


def played(cloud: Cloud, *acts: Raw, **case: Any) -> Raw:
    return play(read_case(json.dumps({**case, "acts": acts})), cloud)


def record(told: Raw, kind: str) -> Raw:
    (one,) = [record for record in told["records"] if record["kind"] == kind]
    return cast("Raw", one)


def press(action: str, **fields: Any) -> Raw:
    return {"record": {"kind": "sales_invoice", "id": "$sale.order", "action": action, **fields}}


def test_an_empty_case_has_every_key_and_nothing_in_it(cloud: Cloud) -> None:
    told = played(cloud)

    assert list(told) == KEYS
    assert told["brightpearl"] == {"documents": [], "payments": []}
    assert told["xero"] == {
        key: [] for key in ("documents", "payments", "overpayments", "journals", "contacts", "items")
    }
    assert told["trial_balance"] == {"rows": [], "equal": True}
    assert not any(told[key] for key in ("records", "differences", "silent", "cycles", "refused"))


def test_a_sale_is_told_in_both_systems_amounts_and_days_as_text(cloud: Cloud) -> None:
    pay = {"brightpearl": {"action": "pay_order", "order": "$sale.order", "amount": "5.00"}}
    told = played(cloud, *SALE, {"cycle": 1}, pay, {"cycle": 1})

    assert told["brightpearl"]["documents"] == [
        {
            "kind": "sales_invoice",
            "id": "2001",
            "number": "SI-100001",
            "net": "14.25",
            "tax": "2.85",
            "total": "17.10",
            "paid": "5.00",
        }
    ]
    assert told["brightpearl"]["payments"] == [
        {"id": "9001", "order": "2001", "amount": "5.00", "day": "2026-11-23", "method": "CARD", "reference": ""}
    ]
    (document,) = told["xero"]["documents"]
    assert document["lines"] == [
        {
            "description": "Carriage",
            "quantity": "3",
            "amount": "14.25",
            "tax": "2.85",
            "account": "200",
            "tax_type": "OUTPUT2",
            "item": "",
        }
    ]
    del document["lines"]
    assert document == {
        "type": "ACCREC",
        "number": "SI-100001",
        "status": "AUTHORISED",
        "contact": "Ada Byron",
        "day": "2026-11-23",
        "currency": "GBP",
        "net": "14.25",
        "tax": "2.85",
        "total": "17.10",
        "due": "12.10",
        "reference": "",
    }
    (payment,) = told["xero"]["payments"]
    assert (payment["document"], payment["amount"], payment["account"]) == ("SI-100001", "5.00", "090")
    invoice = record(told, "sales_invoice")
    assert (invoice["id"], invoice["number"], invoice["status"]) == ("2001", "SI-100001", "Sent")
    assert list(invoice) == ["kind", "id", "number", "status", "reason", "standing", "message", "hint", "remote_id"]
    assert (told["differences"], told["silent"], told["refused"]) == ([], [], [])


def test_half_an_hour_passes_after_each_cycle_and_no_time_besides(cloud: Cloud) -> None:
    told = played(
        cloud, {"cycle": 2}, {"advance": {"minutes": 5, "days": 1}}, *SALE, {"cycle": 1}, start="2026-11-23T22:56:00Z"
    )

    assert [list(cycle) for cycle in told["cycles"]] == [[step.name for step in STEPS]] * 3
    assert told["xero"]["documents"][0]["day"] == "2026-11-25"


def test_a_refused_act_is_noted_with_its_reason_and_the_file_goes_on(cloud: Cloud) -> None:
    wrong: Raw = {"brightpearl": {"action": "pay_order", "order": 1}, "as": "payment"}
    after: Raw = {"brightpearl": {"action": "delete_payment", "payment": "$payment.payment"}}

    told = played(cloud, wrong, after, *SALE, {"cycle": 1})

    assert [refused["act"] for refused in told["refused"]] == [wrong, after]
    assert told["refused"][0]["why"] == "There is no order 1."
    assert told["refused"][1]["why"].startswith("$payment.payment leads nowhere")
    assert record(told, "sales_invoice")["status"] == "Sent"


@pytest.mark.parametrize("act", [*map(press, LATER)], ids=[*LATER])
def test_what_is_not_built_yet_is_noted_as_that(cloud: Cloud, act: Raw) -> None:
    told = played(cloud, *SALE, act)

    assert [refused["why"].endswith("is not built yet") for refused in told["refused"]] == [True]


def test_a_table_that_is_put_back_knows_no_more_what_was_posted_since(cloud: Cloud) -> None:
    acts = (*SALE, {"cycle": 1}, {"restore": {"minutes": 30}, "as": "back"})

    told = played(cloud, *acts, start="2026-11-23T09:00:00Z")
    again = played(cloud, *acts, {"cycle": 1})

    assert (told["records"], told["refused"]) == ([], [])
    assert [one["number"] for one in told["xero"]["documents"]] == ["SI-100001"]
    assert record(again, "sales_invoice")["status"] == "Sent"
    assert [one["number"] for one in again["xero"]["documents"]] == ["SI-100001"]


def test_it_is_put_back_to_the_last_act_before_and_no_further_than_the_first(cloud: Cloud) -> None:
    five: Raw = {"minutes": 5}

    told = played(cloud, *SALE, {"cycle": 1}, {"advance": five}, {"restore": five}, {"restore": {"days": 1}})

    assert record(told, "sales_invoice")["status"] == "Sent"
    (refused,) = told["refused"]
    assert (refused["act"], refused["why"]) == (
        {"restore": {"days": 1}},
        "the table cannot be restored to 2026-11-22T09:35:00+00:00: no copy is so old",
    )


def test_a_new_installation_begins_with_the_settings_and_nothing_else(cloud: Cloud) -> None:
    told = played(cloud, *SALE, {"cycle": 1}, {"reinstall": {}}, settings={"tracking": None})
    again = played(cloud, *SALE, {"cycle": 1}, {"reinstall": {}}, {"cycle": 1}, settings={"tracking": None})

    assert (told["records"], told["refused"]) == ([], [])
    assert record(again, "sales_invoice")["status"] == "Sent"
    assert [one["number"] for one in again["xero"]["documents"]] == ["SI-100001"]


def test_a_look_is_at_both_systems_and_its_answers_are_told_as_a_cycle_s_are(cloud: Cloud) -> None:
    told = played(cloud, *SALE, {"verify": 2})

    assert [list(one) for one in told["cycles"][-2:]] == [[look.name for look in LOOKS]] * 2
    assert not any(answer["failed"] for one in told["cycles"] for answer in one.values())


def test_buttons_do_what_the_api_does(cloud: Cloud) -> None:
    fetch_one, post_one = press("fetch"), press("post")

    told = played(cloud, *SALE, *SALE[1:], fetch_one, post_one, {"as": "done", **press("archive")}, press("post"))

    assert [one["number"] for one in told["xero"]["documents"]] == ["SI-100002"]
    assert record(told, "sales_invoice")["status"] == "Archive"
    (refused,) = told["refused"]
    assert refused["why"] == "Sales invoice SI-100002 is Archive: bring it back before it is posted."


def test_an_archived_record_comes_back_and_an_error_is_tried_again(cloud: Cloud) -> None:
    unmapped = {"settings": {"tax_types": {"sales": {"T20": None}}}}
    mapped = {"settings": {"tax_types": {"sales": {"T20": "OUTPUT2"}}}}

    told = played(
        cloud,
        unmapped,
        *SALE,
        {"cycle": 1},
        press("archive"),
        press("unarchive"),
        mapped,
        press("retry"),
        press("retry"),
    )

    assert record(told, "sales_invoice")["status"] == "Sent"
    assert [refused["why"] for refused in told["refused"]] == [
        "Sales invoice SI-100001 is Sent: only what is Error or Pending or Updated can be retried."
    ]


def test_a_button_whose_step_fails_says_why(cloud: Cloud) -> None:
    told = played(cloud, {"record": {"kind": "sales_invoice", "id": 9, "action": "fetch"}})

    assert [refused["why"] for refused in told["refused"]] == ["there is no sales invoice 9 to fetch"]


def test_settings_are_patched_at_the_start_and_later_and_wrong_ones_are_refused(cloud: Cloud) -> None:
    to = {"settings": {"accounts": {"sales": {"by_nominal_code": {"4000": "205"}}}}}
    wrong = {"settings": {"tolerance": "7"}}

    told = played(cloud, *SALE, {"cycle": 1}, to, wrong, *SALE, {"cycle": 1}, settings={"tracking": None})

    assert [one["lines"][0]["account"] for one in told["xero"]["documents"]] == ["200", "205"]
    assert [refused["why"] for refused in told["refused"]] == ["tolerance is '7': expected an amount from 0 to 1"]


def test_settings_that_are_none_make_the_file_wrong(cloud: Cloud) -> None:
    with pytest.raises(WrongCaseError, match="settings: tolerance is '7'"):
        played(cloud, settings={"tolerance": "7"})


def test_faults_strike_and_a_step_runs_alone(cloud: Cloud) -> None:
    fault = {"faults": {"brightpearl": [{"method": "GET", "path": "order", "kind": "error_500", "times": 0}]}}

    told = played(cloud, *SALE, fault, {"step": "fetch_brightpearl_sales"})

    ((step, answer),) = told["cycles"][0].items()
    assert (step, answer["failed"]) == ("fetch_brightpearl_sales", True)
    assert told["records"] == []


def test_switches_are_turned(cloud: Cloud) -> None:
    told = played(cloud, *SALE, {"cycle": 1}, switches={"brightpearl.search_lag_seconds": 60})

    assert told["records"] == []


class Broken:
    def start_run(self) -> str:
        return "run"

    def step(self, _name: str, **_: Any) -> Raw:
        raise KeyError("nobody foresaw this")


def test_a_step_that_breaks_is_noted_and_the_next_one_follows() -> None:
    broken = cast("Connector", Broken())
    player = Player(deployed=broken, clock=ManualClock(), backups=Backups(deployed=broken))

    player.act({"cycle": 1})

    (cycle,) = player.cycles
    assert list(cycle) == [step.name for step in STEPS]
    assert all(answer["problem"] == "it broke: KeyError: 'nobody foresaw this'" for answer in cycle.values())


def a_pair(kind: Kind = Kind.SALES_INVOICE, *, ours: str = "2001", theirs: str = "", pays: str = "") -> Pair:
    name = f"sales_invoice {pays or ours}"
    entries = [Entry(kind=kind, id=id, name=name, document=name, total=1) if id else None for id in (ours, theirs)]  # type: ignore[arg-type]
    return Pair(brightpearl=entries[0], xero=entries[1])


@pytest.mark.parametrize(
    ("record", "pair", "told"),
    [
        (a_record(held="waits"), a_pair(), True),
        (a_record(notes=("a rounding line",)), a_pair(), True),
        (a_record(), a_pair(), False),
        (a_record("2002", held="waits"), a_pair(), False),
        (a_record(held="waits"), a_pair(Kind.SALES_CREDIT), True),
        (a_record(notes=("other",), remote_id="x-1"), a_pair(ours="", theirs="x-1"), True),
        (a_record(kind=Kind.SALES_PAYMENT, held="waits"), a_pair(), False),
        (
            a_record("p-1", kind=Kind.SALES_PAYMENT, notes=("twin",), remote_id="brightpearl:9001"),
            a_pair(Kind.SALES_PAYMENT, ours="9001"),
            True,
        ),
    ],
    ids=[
        "held",
        "noted",
        "says nothing",
        "another's",
        "an order below nought",
        "what it is in Xero",
        "a payment with the same id",
        "what it is in Brightpearl",
    ],
)
def test_a_difference_is_silent_unless_its_record_speaks(record: Record, pair: Pair, told: bool) -> None:
    assert silent([pair], [record]) == ([] if told else [pair])


def test_a_document_speaks_for_its_payments() -> None:
    document, payment = a_pair(), a_pair(Kind.SALES_PAYMENT, ours="9001", pays="2001")

    assert silent([document, payment], [a_record(held="waits")]) == []
    assert silent([document, payment], [a_record()]) == [document, payment]


def test_what_agrees_is_no_difference() -> None:
    assert silent([a_pair(theirs="x-1")], []) == []


@pytest.mark.parametrize(
    ("country", "currency", "total"), [("gb", "GBP", "12.00"), ("us", "USD", "10.83"), ("au", "AUD", "11.00")]
)
def test_a_case_is_played_in_its_country(cloud: Cloud, country: str, currency: str, total: str) -> None:
    sale = {"action": "create_order", "contact": "$ada.contact", "rows": [{"price": "10.00"}]}
    acts = [SALE[0], {"brightpearl": sale, "as": "sale"}, SALE[2]]

    told = played(cloud, *acts, {"cycle": 1}, country=country)

    (brightpearl,) = told["brightpearl"]["documents"]
    assert brightpearl["total"] == total
    assert [document["currency"] for document in told["xero"]["documents"]] in ([currency], [])
