"""Deposits: money on sales orders that are not invoiced yet. The tax point of such money is the day on which it came.

https://www.gov.uk/hmrc-internal-manuals/vat-time-of-supply/vattos5105
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from msgspec.structs import replace

from shared.errors import HeldError
from shared.kinds import Kind
from shared.mapping import money
from shared.mapping.eligibility import not_invoiced
from shared.mapping.payments import PaidDocument, is_money_in
from shared.mapping.payments_to_xero import moved_by, to_xero_payment
from shared.mapping.references import Mapped
from shared.mapping.source import Source, amount_at, at, entries, id_at, is_set, text_at
from shared.mapping.text import one_line
from shared.settings import Settings

SALES_ORDER: Final = "SO"
DEPOSIT: Final = "deposit"  # field of a record whose money went ahead of its invoice: the amount


def is_ahead_of_invoice(order: Source) -> bool:
    """Whether money on it is a deposit: it is a sales order without an invoice."""
    return text_at(order, "orderTypeCode") == SALES_ORDER and not_invoiced(order) is not None


def deposit_on(order: Source, payment: Source) -> dict[str, Any]:
    """Give what a list of deposits tells of a payment's order: its reference, its customer, and the tax in the money."""
    customer = at(order, "parties", "customer")
    return {
        "reference": one_line(text_at(order, "reference")),
        "contact_id": id_at(customer, "contactId"),
        "contact_name": one_line(text_at(customer, "companyName") or text_at(customer, "addressFullName")),
        "tax": tax_in(order, signed(payment)),
    }


def tax_in(order: Source, amount: Decimal) -> dict[str, Decimal]:
    """Give the tax in an amount on an order by tax code, as its share of the total, to the currency's unit."""
    total = amount_at(order, "totalValue", "total")
    unit = money.unit_of(text_at(order, "currency", "orderCurrencyCode"), amount)
    shares = (
        {code: money.rounded(amount * tax / total, unit) for code, tax in _tax_by_code(order).items()} if total else {}
    )
    return {code: share for code, share in shares.items() if share}


def signed(payment: Source) -> Decimal:
    """Give the amount of a row of the payment search: money that went back is below nought."""
    amount = abs(money.amount(at(payment, "amountPaid")))
    return amount if is_money_in(payment) else -amount


def comes_to_nothing(payments: Iterable[Source]) -> bool:
    """Whether as much money went back as had come in. By their journals: what was used for another order did not go back."""
    return sum((moved_by(payment).money for payment in payments), money.ZERO) == 0


def awaited(payment: Source) -> str:
    """Say for what a deposit waits."""
    return f"a deposit of {signed(payment):f}: order {id_at(payment, 'orderId')} is not invoiced yet"


def is_deposit(payment: Source) -> bool:
    """Whether a stored payment is on an order without an invoice, and not all money on that went back."""
    return bool(at(payment, "deposit")) and not comes_back(payment)


def paying(payment: Source, settings: Settings) -> Mapped:
    """Map a deposit or its refund to a payment in Xero that names no document: account, day, amount and reference.

    An empty payload: no money has moved. Raises HeldError for one that is partly no money, and what mapping a payment raises.
    """
    if rest := sum(moved_by(payment).without_money.values(), money.ZERO):
        raise HeldError(
            f"{awaited(payment)}; {abs(moved_by(payment).money):f} of it is money, and {abs(rest):f} was discounted or written"
            " off, which waits for the invoice"
        )
    kind = Kind.SALES_INVOICE if signed(payment) > 0 else Kind.SALES_CREDIT
    order = PaidDocument(kind=kind, order_id=id_at(payment, "orderId"), currency=text_at(payment, "currencyCode"))
    mapped = to_xero_payment(payment, order, settings)
    without = {name: value for name, value in mapped.payload.items() if name not in ("Invoice", "CreditNote")}
    return replace(mapped, payload=without)


def comes_back(payment: Source) -> bool:
    """Whether a stored payment is a deposit on an order on which as much went back as had come in."""
    return is_set(payment, "deposit", "returned")


def _tax_by_code(order: Source) -> Mapping[str, Decimal]:
    taxes: dict[str, Decimal] = {}
    for _, row in entries(order, "orderRows"):
        code = text_at(row, "rowValue", "taxCode")
        taxes[code] = taxes.get(code, money.ZERO) + amount_at(row, "rowValue", "rowTax", "value")
    return taxes
