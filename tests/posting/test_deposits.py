"""What gives a deposit back is paid back from its overpayment, as soon as one has enough left."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, cast

import pytest
from msgspec.structs import replace

from shared.errors import HeldError
from shared.kinds import Kind
from shared.mapping.overpayments import Account
from shared.mapping.references import Ref
from shared.posting.dependencies import Resolved
from shared.posting.deposits import Deposits
from shared.posting.envelopes import Envelope, Failing
from shared.posting.poster import Poster
from shared.posting.target import Target
from shared.records.record import Record
from shared.settings import Deposits as Setting
from shared.settings.model import NO_MONEY
from shared.xero.client import Xero
from shared.xero.resources import OVERPAYMENTS
from tests.builders import a_payment, some_settings
from tests.posting.memory import a_memory, as_store
from tests.records.builders import a_problem, a_record

Raw = dict[str, Any]


class Books:
    """A Xero with these overpayments."""

    def __init__(self, *overpayments: Raw) -> None:
        self.overpayments = {one["OverpaymentID"]: one for one in overpayments}

    def one(self, resource: object, name: str) -> Raw | None:
        assert resource is OVERPAYMENTS
        return self.overpayments.get(name)


def an_overpayment(name: str, left: str) -> Raw:
    return {"OverpaymentID": name, "Status": "AUTHORISED", "RemainingCredit": left}


def given_back(*overpayments: Raw) -> Envelope:
    deposit = {"contact_id": "202", "brought_by": ["3", "1", "2", "4"]}
    return made_of(a_payment(paymentType="PAYMENT", amountPaid=Decimal("12.00"), deposit=deposit), *overpayments)


def made_of(document: Raw, *overpayments: Raw) -> Envelope:
    return desk(*overpayments).envelope(a_deposit(document))


def a_deposit(document: Raw, name: str = "9001") -> Record:
    return a_record(name, kind=Kind.SALES_PAYMENT, document=document)


def desk(*overpayments: Raw, resolved: Resolved | None = None) -> Deposits:
    brought = [a_record(name, kind=Kind.SALES_PAYMENT, fields={"overpayment": f"o-{name}"}) for name in ("1", "2")]
    silent = a_record("3", kind=Kind.SALES_PAYMENT)
    bank = Account(id="acc-1", code="090", type="BANK")
    settings = some_settings()
    methods, no_money = settings.payment_methods, {"EXCHANGE": {"GBP": NO_MONEY}}
    return Deposits(
        xero=cast("Xero", Books(*overpayments)),
        store=as_store(a_memory(*brought, silent)),
        settings=replace(settings, payment_methods=replace(methods, to_xero={**methods.to_xero, **no_money})),
        accounts=lambda: [bank] if resolved else [],
        target=cast("Target", "overpayments"),
        payments=cast("Target", "payments"),
        contacts=cast("Target", "contacts"),
        bring=lambda poster, refs: Resolved(
            ids={} if poster is None else {ref: f"c-{ref.id}" for ref in refs if resolved and ref in resolved.ids},
            problems=resolved.problems if resolved else {},
        ),
    )


@dataclass
class Sent:
    """A poster that notes what it is told."""

    store: Any = field(default_factory=lambda: as_store(a_memory()))
    posted: list[tuple[object, list[Envelope]]] = field(default_factory=list)
    same: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)

    def post(self, target: object, envelopes: list[Envelope]) -> None:
        self.posted.append((target, envelopes))

    def unchanged(self, envelopes: list[Envelope]) -> None:
        self.same += [(one.record.id, one.notes) for one in envelopes]

    def fail(self, failing: list[Failing]) -> None:
        self.failed += [(one.envelope.record.id, one.problem.message) for one in failing]


def of_customer(number: str, **changes: Any) -> Raw:
    return a_payment(deposit={"contact_id": number}, **changes)


def test_deposits_go_with_their_customers_and_what_moves_no_money_goes_nowhere() -> None:
    here, lacking, kept = (Ref(Kind.CONTACT, number) for number in ("202", "203", "204"))
    resolved = Resolved(ids={here: "c-202"}, problems={lacking: a_problem()})
    back = a_payment(
        paymentType="PAYMENT", amountPaid=Decimal("12.00"), deposit={"contact_id": "202", "brought_by": ["1"]}
    )
    documents = {
        "goes": of_customer("202"),
        "lacks": of_customer("203"),
        "waits": of_customer(kept.id),
        "no money": of_customer("202", paymentMethodCode="EXCHANGE"),
        "back": back,
    }
    sent = Sent()

    deposits = desk(an_overpayment("o-1", "12.00"), resolved=resolved)
    deposits.post(cast("Poster", sent), [a_deposit(one, name) for name, one in documents.items()])

    (first, ahead), (second, refunds) = sent.posted
    assert (first, [one.record.id for one in ahead]) == ("overpayments", ["goes"])
    assert ahead[0].payload["Contact"] == {"ContactID": "c-202"}
    assert (second, [one.record.id for one in refunds]) == ("payments", ["back"])
    assert sent.same == [("no money", ("EXCHANGE moves no money, so none was sent",))]
    assert sent.failed == [("lacks", a_problem().message)]


def test_without_deposits_nothing_is_done() -> None:
    sent = Sent()

    desk().post(cast("Poster", sent), [])

    assert sent == Sent(store=sent.store)


@pytest.mark.parametrize(
    ("setting", "document", "remote_id", "takes"),
    [
        (Setting.OVERPAYMENT, of_customer("202"), "", True),
        (Setting.OVERPAYMENT, of_customer("202"), "x-1", False),
        (Setting.OVERPAYMENT, a_payment(), "", False),
        (Setting.WAIT, of_customer("202"), "", False),
        (Setting.WAIT, a_payment(deposit={"contact_id": "202", "brought_by": ["1"]}), "", True),
    ],
    ids=["a deposit", "in Xero already", "no deposit", "the settings let it wait", "it began so"],
)
def test_a_deposit_goes_ahead_where_the_settings_say_so(
    setting: Setting, document: Raw, remote_id: str, takes: bool
) -> None:
    deposits = replace(desk(), settings=replace(some_settings(), deposits=setting))

    assert deposits.takes(replace(a_deposit(document), remote_id=remote_id)) is takes


def test_an_overpayment_says_what_it_is_of_in_its_note_and_its_errors() -> None:
    deposits = desk(resolved=Resolved(ids={Ref(Kind.CONTACT, "202"): "c-1"}))

    made = deposits.envelope(a_deposit(of_customer("202", amountPaid=Decimal("12.50"), orderId=2001)))

    assert made.notes == ("12.50 on order 2001, which is not invoiced yet, is an overpayment in Xero",)
    assert made.payload["CurrencyCode"] == "GBP"
    assert made.payload["LineItems"][0]["Description"] == "Paid too much on order 2001: payment 9001"
    assert (made.begins, made.fields) == ("a deposit of 12.50 on order 2001", {"deposit": "12.50"})


def test_less_than_one_is_a_deposit_too() -> None:
    deposits = desk(resolved=Resolved(ids={Ref(Kind.CONTACT, "202"): "c-1"}))

    made = deposits.envelope(a_deposit(of_customer("202", amountPaid=Decimal("0.50"))))

    assert deposits.target_of(made) is deposits.target
    assert made.total == Decimal("0.50")


def test_the_first_overpayment_with_enough_left_is_paid_back() -> None:
    envelope = given_back(an_overpayment("o-1", "11.99"), an_overpayment("o-2", "12.00"))

    assert envelope.payload["Overpayment"] == {"OverpaymentID": "o-2"}
    assert envelope.payload["Amount"] == Decimal("12.00")
    assert envelope.notes == ("it gave back a deposit that is an overpayment in Xero",)


def test_it_waits_where_none_has_enough() -> None:
    with pytest.raises(HeldError) as raised:
        given_back(an_overpayment("o-1", "11.99"))

    assert raised.value.message.startswith("waits until what it gives back is in Xero: 12.00 on order ")


def test_it_waits_where_its_account_is_no_bank_and_names_that() -> None:
    with pytest.raises(HeldError) as raised:
        made_of(a_payment(deposit={"contact_id": "202"}))

    assert raised.value.message.endswith("and account 090 is no bank account, which overpayments need")
