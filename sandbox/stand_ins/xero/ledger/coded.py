"""What the lines of a document come to on their accounts, and its tax on the account for tax."""

from collections.abc import Iterator
from decimal import Decimal

from sandbox.stand_ins.xero.books import Books
from sandbox.stand_ins.xero.money import ZERO, TaxMode
from sandbox.stand_ins.xero.tables import Record

Part = tuple[Record, Decimal]


def coded_parts(books: Books, document: Record) -> list[Part]:
    """Each account with its part of the document's total, net of tax, in the document's currency.

    What lies on no account, as on the lines of a draft that was approved without one, goes to the rounding account.
    """
    parts = [*_nets(books, document), (books.system_account("GST"), document["TotalTax"])]
    rest = document["Total"] - sum((amount for _, amount in parts), ZERO)
    return [part for part in (*parts, (books.system_account("ROUNDING"), rest)) if part[1]]


def _nets(books: Books, document: Record) -> Iterator[Part]:
    inclusive = document["LineAmountTypes"] == TaxMode.INCLUSIVE
    for line in document["LineItems"]:
        account = books.account(account_id=line.get("AccountID"))
        if account is not None:
            yield account, line["LineAmount"] - (line["TaxAmount"] if inclusive else ZERO)
