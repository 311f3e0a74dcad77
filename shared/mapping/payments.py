"""Payments, whichever way they go, and Xero payments to Brightpearl payments. Refunds are payments.

The other way is in payments_to_xero.py. https://api-docs.brightpearl.com/accounting/customer-payment/post.html
"""

import hashlib
import re
from datetime import date
from decimal import Decimal
from typing import Any, Final

from msgspec import Struct

from shared.codec import fingerprint
from shared.errors import InvalidDataError, UnmappableError
from shared.kinds import ORDERS, PURCHASES, Kind
from shared.mapping import money
from shared.mapping.dates import date_only, noon
from shared.mapping.direction import OPPOSITE, is_below_nought
from shared.mapping.exchange import is_inverse, turned
from shared.mapping.references import Mapped, Payload
from shared.mapping.source import Source, amount_at, at, text_at
from shared.mapping.text import LONGEST_NAME, ascii_only, one_line
from shared.settings import Settings, SettledBy

MONEY_IN: Final = ("RECEIPT", "CAPTURE")
MONEY_OUT: Final = ("PAYMENT",)
_LONGEST_TRANSACTION_REF: Final = 64
_OUR_REFERENCE: Final = re.compile(r"BP (\d+)(?: .*)?")
_LONGEST_SUPPLIER_JOURNAL_REF: Final = 64  # https://api-docs.brightpearl.com/accounting/supplier-payment/post.html
_MATTERS: Final = frozenset(
    {
        *("paymentType", "orderId", "currencyCode", "amountPaid", "paymentDate", "paymentMethodCode"),
        *("kind", "currency", "amount", "date", "account_code"),
        *("document", "deleted", "from"),
    }
)  # of Brightpearl's, of Xero's, of both; not what changes without it, such as its journal or its invoice's number


class PaidDocument(Struct, frozen=True, kw_only=True):
    """What a payment needs to know of the order that it pays. `exchange_rate` is as Brightpearl states it: where `inverse`, the
    other way round than Xero would.

    An order below nought is the opposite document in Xero, so what pays it goes the other way.
    """

    kind: Kind
    order_id: str
    currency: str
    exchange_rate: Decimal | None = None
    below_nought: bool = False
    inverse: bool = False

    @property
    def in_xero(self) -> Kind:
        return OPPOSITE[self.kind] if self.below_nought else self.kind

    @classmethod
    def of(cls, kind: Kind, order: Source) -> "PaidDocument":
        return cls(
            kind=kind,
            order_id=text_at(order, "id"),
            currency=text_at(order, "currency", "orderCurrencyCode"),
            exchange_rate=money.rate(amount_at(order, "currency", "exchangeRate")),
            below_nought=is_below_nought(order),
            inverse=is_inverse(order),
        )


def payment_fingerprint(payment: Source) -> str:
    """Payments are never amended: theirs is of the fields that matter."""
    return fingerprint({name: value for name, value in payment.items() if name in _MATTERS})


def moves_money(payment: Source) -> bool:
    """Say whether a row of the payment search is money. AUTH and VOID are not."""
    is_money = text_at(payment, "paymentType") in (*MONEY_IN, *MONEY_OUT)
    return is_money and text_at(payment, "amountPaid").strip("-0.") != ""


def is_money_in(payment: Source) -> bool:
    """Brightpearl reverses a payment with a negative one as well as with money out, whose sign says nothing."""
    return text_at(payment, "paymentType") in MONEY_IN and not text_at(payment, "amountPaid").startswith("-")


def our_payment_id(reference: object) -> str | None:
    """Give the Brightpearl payment id in a Xero payment's reference, where we wrote it."""
    found = _OUR_REFERENCE.fullmatch(reference) if isinstance(reference, str) else None
    return found[1] if found else None


def paid_document(payment: Source) -> str:
    """Give the Xero id of what a payment pays: an invoice, a credit note or an overpayment. Xero gives refunds in either form."""
    invoice, credit, over = (payment.get(name) or {} for name in ("Invoice", "CreditNote", "Overpayment"))
    return str(invoice.get("InvoiceID") or credit.get("CreditNoteID") or over.get("OverpaymentID") or "")


def transaction_ref(xero_payment_id: str) -> str:
    """Give what Brightpearl keeps of a Xero payment's id: the id itself, or the hash of an id that is too long."""
    if len(xero_payment_id) <= _LONGEST_TRANSACTION_REF:
        return xero_payment_id
    return hashlib.sha256(xero_payment_id.encode()).hexdigest()


def to_brightpearl_payment(payment: Source, document: PaidDocument, settings: Settings, *, time_zone: str) -> Mapped:
    """Map a payment of Xero, or the part of a document that a credit in Xero settled, to one payment in Brightpearl.

    Raises UnmappableError for an account without a method, InvalidDataError for an amount that is not above zero.
    """
    amount = money.cents(amount_at(payment, "amount"))
    if amount <= 0:
        raise InvalidDataError(
            f"the amount is {amount:f}; a payment must be above zero", hint="look at the payment in Xero"
        )
    rate = _rate(payment, document, settings)
    payload: Payload = {
        "transactionRef": transaction_ref(text_at(payment, "id")),
        "paymentMethodCode": _method(payment, document.currency, settings),
        "paymentType": ORDERS[document.in_xero].settled_by,
        "orderId": int(document.order_id),
        "currencyIsoCode": document.currency,
        **({} if rate is None else {"exchangeRate": rate}),
        "amountPaid": amount,
        "paymentDate": noon(_day(at(payment, "date"), time_zone), zone=time_zone),
        "journalRef": _journal_ref(payment, document.kind),
    }
    said = credited_words(payment)
    return Mapped(payload=payload, total=amount, notes=(said,) if said else ())


def _rate(payment: Source, document: PaidDocument, settings: Settings) -> Decimal | None:
    """Give the payment's own rate where it is in a foreign currency, else the order's, as Brightpearl states them."""
    own = Decimal(at(payment, "currency_rate") or 1)
    if own == 1 or document.currency == settings.base_currency:
        return document.exchange_rate
    return turned(own, inverse=document.inverse)


def credited_words(payment: Source) -> str:
    """Say that no money but a credit note of Xero's own has settled a document, with its share of the tax; "" of others."""
    credited = at(payment, "credited")
    if not credited:
        return ""
    amount, total = Decimal(payment["amount"]), Decimal(credited["total"])
    unit = money.unit_of(text_at(payment, "currency"), amount)
    tax = money.rounded(Decimal(credited["tax"]) * amount / total, unit) if total else Decimal()
    return f"written off or credited in Xero by {text_at(payment, 'reference')}: {amount:f}, of it tax {tax:f}"


def _method(payment: Source, currency: str, settings: Settings) -> str:
    settled_by = text_at(payment, "kind")
    if settled_by in set(SettledBy):
        return _method_without_account(SettledBy(settled_by), settings)
    names = [name for part in ("account_code", "account_id") if (name := text_at(payment, part))]
    to_brightpearl = settings.payment_methods.to_brightpearl
    method = next((to_brightpearl[name][currency] for name in names if currency in to_brightpearl.get(name, {})), None)
    if method is None:
        account = names[0] if names else ""
        raise UnmappableError(
            f"Xero account {account!r} has no Brightpearl payment method for {currency}",
            hint=f"add {currency} under payment_methods.to_brightpearl.{account or '...'} in the settings",
        )
    return method


def _method_without_account(settled_by: SettledBy, settings: Settings) -> str:
    method = settings.payment_methods.without_account.get(settled_by)
    if method is None:
        words = settled_by.replace("_", " ")
        raise UnmappableError(
            f"a part was settled by {_article(words)} {words} in Xero; no Brightpearl payment method is set for that",
            hint=f"set payment_methods.without_account.{settled_by} in the settings",
        )
    return method


def _article(words: str) -> str:
    return "an" if words[0] in "aeiou" else "a"


def _day(written: Any, time_zone: str) -> date:
    return written if isinstance(written, date) else date_only(written, zone=time_zone)


def _journal_ref(payment: Source, kind: Kind) -> str:
    """Brightpearl's order screen garbles what is not ASCII."""
    words = text_at(payment, "kind").replace("_", " ") or "payment"
    said = f"Xero {words} {text_at(payment, 'invoice_number')} {text_at(payment, 'reference')}"
    return one_line(ascii_only(said), longest=_LONGEST_SUPPLIER_JOURNAL_REF if kind in PURCHASES else LONGEST_NAME)
