"""Brightpearl payments to Xero payments: what their journals say is money, and nothing else. Pure.

https://developer.xero.com/documentation/api/accounting/payments
"""

from decimal import Decimal

from shared.errors import ErrorClass, InvalidDataError, Problem, UnmappableError
from shared.kinds import Kind
from shared.mapping import money
from shared.mapping.accounts import named_account
from shared.mapping.dates import date_only
from shared.mapping.exchange import turned
from shared.mapping.journals import Movement, movement
from shared.mapping.payments import MONEY_IN, MONEY_OUT, PaidDocument, is_money_in
from shared.mapping.references import Mapped, Payload, Ref
from shared.mapping.source import Source, amount_at, at, id_at, text_at
from shared.mapping.text import one_line
from shared.settings import NO_MONEY, Settings


def to_xero_payment(payment: Source, document: PaidDocument, settings: Settings) -> Mapped:
    """Map a row of the payment search, with its journal, to a payment of its invoice or a refund of its credit note.

    An empty payload: no money has moved. Raises UnmappableError for a method without an account, InvalidDataError for a payment
    that Xero cannot take.
    """
    if text_at(payment, "paymentType") not in (*MONEY_IN, *MONEY_OUT):
        raise _misplaced(payment, document)
    _check_currency(payment, document)
    moved = moved_by(payment)
    if moved.is_allocation:
        return _allocated(moved, document)
    if not moved.money and moved.without_money:
        nothing = _without_money(moved)
        raise InvalidDataError(nothing.message, hint=nothing.hint)
    _check_amount(payment, document, moved.money)
    settles = _settles(payment, document, moved.money)
    account = _account(payment, document.currency, settings)
    if account is None:
        return Mapped(payload={}, notes=(f"{text_at(payment, 'paymentMethodCode')} moves no money, so none was sent",))
    amount = abs(moved.money)
    payload: Payload = {
        **settles,
        "Account": named_account(account),
        "Date": date_only(at(payment, "paymentDate"), zone=settings.time_zone).isoformat(),
        "Amount": amount,
        **_exchange(payment, document, account, amount=amount, settings=settings),
        "Reference": one_line(f"BP {id_at(payment, 'paymentId')} {text_at(payment, 'paymentMethodCode')}"),
    }
    left = _without_money(moved) if moved.without_money else None
    return Mapped(payload=payload, total=amount, left=left)


def with_amount(payload: Payload, amount: Decimal) -> Payload:
    """Give a payment of another amount at the same rate."""
    moved = (
        {"BankAmount": money.cents(payload["BankAmount"] * amount / payload["Amount"])}
        if "BankAmount" in payload
        else {}
    )
    return {**payload, "Amount": amount, **moved}


def rate_of(paying: Payload) -> Payload:
    """Give the rate at which a payment goes, for what goes beside it; nothing where Xero's own rate applies."""
    if "BankAmount" in paying:
        return {"CurrencyRate": money.rate(paying["Amount"] / paying["BankAmount"])}
    return {name: paying[name] for name in ("CurrencyRate",) if name in paying}


def moved_by(payment: Source) -> Movement:
    """Say what a payment moved: what its journal says, or all of it where it has none."""
    journal, inwards = at(payment, "journal"), is_money_in(payment)
    if journal is not None:
        return movement(journal, inwards=inwards)
    amount = abs(money.cents(amount_at(payment, "amountPaid")))
    return Movement(money=amount if inwards else -amount)


def _exchange(payment: Source, document: PaidDocument, account: str, *, amount: Decimal, settings: Settings) -> Payload:
    """Say what a foreign payment was worth, where its journal tells: what moved on an account in base currency, else the rate."""
    stated = text_at(payment, "journal", "rate")
    if document.currency == settings.base_currency or not stated.strip("0."):
        return {}
    rate = turned(Decimal(stated), inverse=document.inverse)
    if _is_in_base(account, settings):
        unit = money.unit_of(settings.base_currency)
        return {"BankAmount": money.rounded(amount / rate, unit)}
    return {"CurrencyRate": rate}


def _is_in_base(account: str, settings: Settings) -> bool:
    """Xero takes a payment on an account in its own currency or the organisation's: one for both is in the organisation's."""
    return any(by.get(settings.base_currency) == account for by in settings.payment_methods.to_xero.values())


def _check_currency(payment: Source, document: PaidDocument) -> None:
    currency = text_at(payment, "currencyCode")
    if currency != document.currency:
        raise InvalidDataError(
            f"the payment is in {currency or 'no currency'}, its order in {document.currency}",
            hint="delete the payment in Brightpearl and enter it in the order's currency",
        )


def _allocated(moved: Movement, document: PaidDocument) -> Mapped:
    """What one order gave to another is an allocation. No payment is made of either half, for no money moved."""
    if document.order_id == moved.source:
        note = f"it was used for order {moved.receiver}: its other half is the payment there"
    else:
        note = f"it uses what order {moved.source} had left: an allocation in Xero, no payment"
    return Mapped(payload={}, notes=(note,))


def _without_money(moved: Movement) -> Problem:
    """Say what of a payment was discounted or written off, and how much of it was money."""
    taken, went = sum(moved.without_money.values(), money.ZERO), abs(moved.money)
    nominals = ", ".join(f"{amount:f} on nominal {nominal}" for nominal, amount in moved.without_money.items())
    gone = f"{went:f} of {went + abs(taken):f} has gone to Xero as money" if went else "no money came with it"
    return Problem(
        error_class=ErrorClass.DATA,
        message=f"{gone}; {abs(taken):f} was discounted or written off in Brightpearl ({nominals}), which no payment can say",
        hint=f"credit {abs(taken):f} to the document in Xero or write it off there, then archive this record",
    )


def _settles(payment: Source, document: PaidDocument, moved: Decimal) -> Payload:
    ref = Ref(document.kind, document.order_id)
    if document.in_xero == Kind.SALES_INVOICE and moved > 0:
        return {"Invoice": {"InvoiceID": ref}}
    if document.in_xero == Kind.SALES_CREDIT and moved < 0:
        return {"CreditNote": {"CreditNoteID": ref}}
    raise _misplaced(payment, document)


def _misplaced(payment: Source, document: PaidDocument) -> InvalidDataError:
    kind, words = text_at(payment, "paymentType"), document.in_xero.words
    return InvalidDataError(
        f"a {kind or 'payment without a type'} cannot settle a {words} in Xero",
        hint="money in belongs to an order, a refund to a sales credit: move it there, or enter it in Xero by hand",
    )


def _check_amount(payment: Source, document: PaidDocument, moved: Decimal) -> None:
    below = moved < 0 and document.in_xero == Kind.SALES_INVOICE and text_at(payment, "paymentType") in MONEY_IN
    if below or not moved:
        raise InvalidDataError(
            f"the amount is {moved:f}; a payment must be above zero",
            hint="enter a refund as a payment on a sales credit in Brightpearl",
        )


def _account(payment: Source, currency: str, settings: Settings) -> str | None:
    """Give the account of its method; None where the settings say that the method moves no money."""
    method = text_at(payment, "paymentMethodCode")
    account = settings.payment_methods.to_xero.get(method, {}).get(currency)
    if account is None:
        raise UnmappableError(
            f"payment method {method!r} has no Xero account for {currency}",
            hint=f"add {currency} under payment_methods.to_xero.{method or '...'} in the settings",
        )
    if account != NO_MONEY:
        return account
    if at(payment, "journal") is not None:
        raise UnmappableError(
            f"by the settings payment method {method!r} moves no money, but its journal puts it on an account",
            hint=f"give payment_methods.to_xero.{method}.{currency} the account in Xero that stands for it",
        )
    return None
