"""What gives a deposit back is paid back from its overpayment, as soon as one has enough left."""

from decimal import Decimal
from typing import Any, cast

import pytest

from shared.errors import HeldError
from shared.kinds import Kind
from shared.posting.deposits import Deposits
from shared.posting.envelopes import Envelope
from shared.xero.client import Xero
from tests.builders import a_payment, some_settings
from tests.posting.memory import a_memory, as_store
from tests.records.builders import a_record

Raw = dict[str, Any]


class Books:
    """A Xero with these overpayments."""

    def __init__(self, *overpayments: Raw) -> None:
        self.overpayments = {one["OverpaymentID"]: one for one in overpayments}

    def one(self, _resource: object, name: str) -> Raw | None:
        return self.overpayments.get(name)


def an_overpayment(name: str, left: str) -> Raw:
    return {"OverpaymentID": name, "Status": "AUTHORISED", "RemainingCredit": left}


def given_back(*overpayments: Raw) -> Envelope:
    deposit = {"contact_id": "202", "brought_by": ["3", "1", "2", "4"]}
    return made_of(a_payment(paymentType="PAYMENT", amountPaid=Decimal("12.00"), deposit=deposit), *overpayments)


def made_of(document: Raw, *overpayments: Raw) -> Envelope:
    brought = [a_record(name, kind=Kind.SALES_PAYMENT, fields={"overpayment": f"o-{name}"}) for name in ("1", "2")]
    silent = a_record("3", kind=Kind.SALES_PAYMENT)
    nothing = cast("Any", None)
    deposits = Deposits(
        xero=cast("Xero", Books(*overpayments)),
        store=as_store(a_memory(*brought, silent)),
        settings=some_settings(),
        accounts=list,
        target=nothing,
        payments=nothing,
        contacts=nothing,
        bring=nothing,
    )
    return deposits.envelope(a_record("9001", kind=Kind.SALES_PAYMENT, document=document))


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
