"""What a payment brought beyond what was due, as an overpayment in Xero: money of the customer's that nothing has used yet. Pure.

https://developer.xero.com/documentation/api/accounting/banktransactions: exactly one line, without account and tax.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from msgspec import Struct

from shared.errors import ErrorClass, Problem
from shared.kinds import KINDS, Kind
from shared.mapping import money
from shared.mapping.payments_to_xero import rate_of
from shared.mapping.references import Payload, Ref
from shared.mapping.source import Source, text_at
from shared.settings import Settings

TYPE: Final = "RECEIVE-OVERPAYMENT"
BANK: Final = "BANK"
PAID: Final = "paid"  # fields of a record whose payment went in parts: the amount that paid its document,
OVER: Final = "over"  # the amount beyond that, which is an overpayment,
OVERPAYMENT: Final = "overpayment"  # and that one's id
CENTS: Final = "cents"  # what was left out, because it is within the tolerance
_BY_ITSELF: Final = "it goes as an overpayment by itself"
BY_SETTING: Final = (
    "set excess to overpayment in the settings and retry; or refund it on the order in Brightpearl, which settles both"
)
BY_HAND: Final = "refund it in Brightpearl, or enter it in Xero by hand; then archive this record"


class Account(Struct, frozen=True, kw_only=True):
    """An account of Xero's chart. `code` is "" for bank accounts that have none."""

    id: str
    code: str
    type: str


class Parts(Struct, frozen=True, kw_only=True):
    """What has become of a payment's money: what has paid its document, and what is an overpayment."""

    paid: Decimal = money.ZERO
    over: Decimal = money.ZERO

    @classmethod
    def of(cls, fields: Mapping[str, Any] | None) -> "Parts":
        known = fields or {}
        return cls(paid=Decimal(str(known.get(PAID, "0.00"))), over=Decimal(str(known.get(OVER, "0.00"))))


def rest_of(payload: Payload, fields: Mapping[str, Any] | None) -> Decimal:
    """Give what of a payment is in Xero neither as a payment nor as an overpayment; nothing for one that went as a whole."""
    if not payload or not fields or PAID not in fields or CENTS in fields:
        return money.ZERO
    parts = Parts.of(fields)
    return Decimal(payload["Amount"]) - parts.paid - parts.over


def has_overpayment(fields: Mapping[str, Any] | None) -> bool:
    """Say whether a payment, or a part of it, is an overpayment in Xero."""
    return OVERPAYMENT in (fields or {})


def beside(fields: Mapping[str, Any] | None) -> str:
    """Name the overpayment that stays where a payment is deleted in Xero; "" without one."""
    return f"its overpayment of {Parts.of(fields).over:f}" if has_overpayment(fields) else ""


def to_overpayment(
    payment: Source, paying: Payload, rest: Decimal, *, contact_id: str | Ref, account: Account, settings: Settings
) -> Payload:
    """Make the overpayment of what a payment brought too much, on its account and day. `paying` is that payment in Xero."""
    return {
        "Type": TYPE,
        "Contact": {"ContactID": contact_id},
        "BankAccount": {"AccountID": account.id},
        "Date": paying["Date"],
        "LineAmountTypes": "NoTax",
        "CurrencyCode": text_at(payment, "currencyCode"),
        **rate_of(paying),
        "LineItems": [{"Description": _words(payment), "Quantity": 1, "UnitAmount": rest}],
        **payment_link(payment, settings),
    }


def payment_link(payment: Source, settings: Settings) -> Payload:
    """Name the payment by its order's page in Brightpearl. Xero refuses an address with its own name in it."""
    address = settings.brightpearl_app_url
    if address is None or "xero" in address.lower():
        return {}
    page = KINDS[Kind.SALES_INVOICE].brightpearl_page.format(text_at(payment, "orderId"))
    return {"Url": f"{address.rstrip('/')}{page}&payment={text_at(payment, 'paymentId')}"}


def account_of(named: Source, accounts: Sequence[Account]) -> Account | None:
    """Give the account that a payload names by `Code` or `AccountID`."""
    code, account_id = named.get("Code"), named.get("AccountID")
    return next((one for one in accounts if one.id == account_id or (code and one.code == code)), None)


def bank_of(paying: Source, accounts: Sequence[Account]) -> Account | None:
    """Give the account of a payment; None where it is no bank, for only those take overpayments."""
    account = account_of(paying["Account"], accounts)
    return account if account is not None and account.type == BANK else None


def no_bank(paying: Source) -> str:
    """Say of a payment's account that it takes no overpayments."""
    return f"account {next(iter(paying['Account'].values()))} is no bank account, and only those take overpayments"


def too_much(called: str, *, paid: Decimal, rest: Decimal, why: str = "") -> Problem:
    """Say both parts of a payment of which the rest is held."""
    return Problem(
        error_class=ErrorClass.DATA,
        message=f"{went(called, paid=paid, rest=rest)} and was not posted{why and f': {why}'}",
        hint=BY_HAND if why else BY_SETTING,
    )


def goes_on(called: str, *, paid: Decimal, rest: Decimal) -> Problem:
    """What a record says between its payment and its overpayment."""
    return Problem(
        error_class=ErrorClass.TRANSIENT,
        message=f"{went(called, paid=paid, rest=rest)} and is not in Xero yet",
        hint=_BY_ITSELF,
    )


def is_going_on(problem: Problem) -> bool:
    """Whether a payment has gone as far as it could, so that its rest is to follow."""
    return problem.hint == _BY_ITSELF


def cents_left(rest: Decimal, account: str) -> str:
    return f"{rest:f} was more than was due and was left out, within the tolerance (account {account})"


def is_over(rest: Decimal) -> str:
    return f"{rest:f} was more than was due and is an overpayment in Xero"


def went(called: str, *, paid: Decimal, rest: Decimal) -> str:
    """Say both parts of a payment."""
    if not paid:
        return f"nothing is due on {called} in Xero; all of {rest:f} is more than is due"
    return f"{paid:f} of {paid + rest:f} has paid {called} in Xero; {rest:f} is more than is due"


def _words(payment: Source) -> str:
    return f"Paid too much on order {text_at(payment, 'orderId')}: payment {text_at(payment, 'paymentId')}"
