"""Payments: of invoices and bills, and refunds of credit notes, overpayments and prepayments."""

from collections.abc import Iterator
from decimal import Decimal

from werkzeug import Response

from sandbox.stand_ins.xero import values
from sandbox.stand_ins.xero.answers import VALIDATION, ZERO_ID, Saved, respond, save_all
from sandbox.stand_ins.xero.balance import settle
from sandbox.stand_ins.xero.books import Books
from sandbox.stand_ins.xero.calls import Call
from sandbox.stand_ins.xero.coding import rate_messages
from sandbox.stand_ins.xero.document_shapes import inside_payment, named_account, with_strings
from sandbox.stand_ins.xero.errors import InvalidError, not_found, validation
from sandbox.stand_ins.xero.exchange import RATE_PLACES, rate_of
from sandbox.stand_ins.xero.kinds import KINDS, Kind, kind_of
from sandbox.stand_ins.xero.locks import lock_messages, reconciled_messages
from sandbox.stand_ins.xero.paging import listing
from sandbox.stand_ins.xero.tables import Record
from sandbox.stand_ins.xero.where_terms import Fields, Type

FIELDS = Fields(
    "Payment",
    {
        "PaymentID": Type.GUID,
        "PaymentType": Type.TEXT,
        "Status": Type.TEXT,
        "Date": Type.MOMENT,
        "Amount": Type.NUMBER,
        "Reference": Type.TEXT,
        "Invoice.InvoiceID": Type.GUID,
        "Invoice.InvoiceNumber": Type.TEXT,
        "CreditNote.CreditNoteID": Type.GUID,
        "Account.AccountID": Type.GUID,
        "Account.Code": Type.TEXT,
        "IsReconciled": Type.FLAG,
        "BatchPaymentID": Type.GUID,
        "UpdatedDateUTC": Type.MOMENT,
    },
)
NESTED = {kind.noun.replace(" ", ""): kind for kind in KINDS}  # Invoice, CreditNote, Overpayment, Prepayment
EXCEEDS = "Payment amount exceeds the amount outstanding on this document"
NOT_AUTHORISED = "Payments can only be made against Authorised documents"
LONGEST_REFERENCE = 255


def list_payments(books: Books, call: Call) -> Response:
    living = (payment for payment in books.payments if payment["Status"] != "DELETED")
    records = None if books.switches["payments_list_deleted"] else living
    found = listing(books, call, books.payments, FIELDS, records=records)
    return respond(books, found.content("Payments", lambda payment: shown(books, payment)))


def get_payment(books: Books, call: Call) -> Response:
    return respond(books, {"Payments": [shown(books, _by_id(books, call.key))]})


def put_payments(books: Books, call: Call) -> Response:
    return save_all(books, call, "Payments", "PaymentID", lambda element: Saved(shown(books, create(books, element))))


def post_payment(books: Books, call: Call) -> Response:
    """Add the one payment that was sent."""
    call.element("Payments")
    return put_payments(books, call)


def post_status(books: Books, call: Call) -> Response:
    """Delete a payment: the one change that there is."""
    payment, element = _by_id(books, call.key), call.element("Payments")
    try:
        if set(element) - {"PaymentID"} != {"Status"} or element["Status"] != "DELETED":
            raise InvalidError(["Only Status accepted for updates."])
        delete(books, payment)
    except InvalidError as invalid:
        messages = [{"Message": message} for message in invalid.messages]
        raise validation(VALIDATION, [{"PaymentID": ZERO_ID} | element | {"ValidationErrors": messages}]) from invalid
    return respond(books, {"Payments": [shown(books, payment)]})


def create(books: Books, element: Record) -> Record:
    """Pay a document, or pay a credit back."""
    document = _document(books, element)
    account = _account(books, element)
    day = values.day(element.get("Date")) or books.today()
    amount = values.number(element.get("Amount"))
    reference = values.text(element.get("Reference")) or ""
    messages = [
        *_document_complaints(books, document, amount, day),
        *_account_complaints(books, document, account),
        *values.too_long("Reference", reference, LONGEST_REFERENCE),
        *rate_messages(element),
        *lock_messages(books, day),
    ]
    if messages or document is None or account is None or amount is None:
        raise InvalidError(messages)
    kind = kind_of(document)
    rate = _rate(books, element, amount=amount, account=account, document=document)
    payment: Record = {
        "PaymentID": books.new_id(),
        "Date": day,
        "Amount": books.rounded(amount, currency=document["CurrencyCode"]),
        "BankAmount": _bank_amount(books, element, amount, rate=rate, account=account, document=document),
        "CurrencyRate": rate,
        "Reference": reference,
        "PaymentType": kind.types[document["Type"]],
        "Status": "AUTHORISED",
        "IsReconciled": bool(values.flag(element.get("IsReconciled"))),
        "Account": account,
        "Document": document,
    }
    _link(payment, kind)
    books.bump(payment)
    books.payments.put(payment)
    document["Payments"].append(payment)
    settle(books, document)
    return payment


def delete(books: Books, payment: Record) -> None:
    """Take a payment back; its document is open again."""
    if payment["Status"] == "DELETED":
        raise InvalidError(["Payment not of valid status for modification"])
    messages = [*lock_messages(books, payment["Date"]), *reconciled_messages(books, payment)]
    if messages:
        raise InvalidError(messages)
    payment["Status"] = "DELETED"
    books.bump(payment)
    settle(books, payment["Document"])


def shown(books: Books, payment: Record) -> Record:
    """A payment with its account and its document."""
    hidden = {"Account", "Document", *NESTED}
    present = {name: value for name, value in payment.items() if name not in hidden and value not in (None, "")}
    document = payment["Document"]
    as_invoice = books.switches["refund_shown_as"] == "Invoice"
    kind = kind_of(document)
    named = "Invoice" if as_invoice else kind.noun.replace(" ", "")
    return (
        present
        | {"UpdatedDateUTCString": with_strings(payment)["UpdatedDateUTCString"]}
        | {"Account": named_account(payment["Account"])}
        | {named: inside_payment(document, as_invoice=as_invoice)}
        | {"HasAccount": True, "HasValidationErrors": False}
    )


def _by_id(books: Books, payment_id: str) -> Record:
    payment = books.payments.get(payment_id)
    if payment is None:
        raise not_found()
    return payment


def _document(books: Books, element: Record) -> Record | None:
    """The one document that is paid."""
    named = [(kind, values.nested(element[name], name)) for name, kind in NESTED.items() if element.get(name)]
    for name in ("InvoiceNumber", "CreditNoteNumber"):
        if element.get(name):
            named.append((NESTED[name.removesuffix("Number")], {name: element[name]}))
    if len(named) != 1:
        raise InvalidError(["Exactly one of Invoice, CreditNote, Prepayment or Overpayment must be specified"])
    kind, identity = named[0]
    found = _found(books, kind, identity)
    if found is None and kind.plural == "CreditNotes":
        raise InvalidError(["An existing Credit Note with the specified CreditNoteID could not be found"])
    return found


def _found(books: Books, kind: Kind, identity: Record) -> Record | None:
    records = kind.records(books)
    if identity.get(kind.id):
        return records.get(str(identity[kind.id]))
    number = str(identity.get(kind.number) or "")
    return next((known for known in records.by(kind.number, number) if known["Status"] != "DELETED"), None)


def _account(books: Books, element: Record) -> Record | None:
    named = values.nested(element.get("Account"), "Account")
    code = values.text(named.get("Code")) or values.text(element.get("Code"))
    return books.account(code=code, account_id=values.text(named.get("AccountID")))


def _document_complaints(books: Books, document: Record | None, amount: Decimal | None, day: object) -> Iterator[str]:
    if amount is None or amount <= 0:
        yield "The payment amount must be greater than zero"
    if document is None:
        yield "Invoice could not be found"
        return
    if amount is not None and amount > document[kind_of(document).balance]:
        yield EXCEEDS
    if document["Status"] != "AUTHORISED":
        yield NOT_AUTHORISED
    if books.switches["payment_before_document"] == "refused" and str(day) < str(document["Date"]):
        yield "The payment date cannot be before the document date"


def _account_complaints(books: Books, document: Record | None, account: Record | None) -> Iterator[str]:
    if account is None or account["Status"] != "ACTIVE":
        yield "Account could not be found."
        return
    if account["Type"] != "BANK" and not account["EnablePaymentsToAccount"]:
        yield "Account type of account is invalid: it must be a bank account or have payments enabled"
    elif document and books.held(account) not in {books.base_currency, document["CurrencyCode"]}:
        yield "The currency of the account must be that of the document or of the organisation"


def _rate(books: Books, element: Record, *, amount: Decimal, account: Record, document: Record) -> Decimal:
    """The rate that was sent, else the one that makes the amount what moved on an account in the base currency."""
    currency, moved = document["CurrencyCode"], values.number(element.get("BankAmount"))
    otherwise: Decimal = document["CurrencyRate"]
    if moved and books.held(account) != currency:
        otherwise = (amount / moved).quantize(RATE_PLACES)
    return rate_of(books, element, currency=currency, otherwise=otherwise)


def _bank_amount(
    books: Books, element: Record, amount: Decimal, *, rate: Decimal, account: Record, document: Record
) -> Decimal:
    """What moves on the account, in the account's own currency."""
    held = books.held(account)
    if held == document["CurrencyCode"]:
        return books.rounded(amount, currency=held)
    return books.rounded(values.number(element.get("BankAmount")) or amount / rate, currency=held)


def _link(payment: Record, kind: Kind) -> None:
    """Let filters find a payment by its document, under the names that Xero's filters have."""
    document = payment["Document"]
    payment["Invoice"] = {"InvoiceID": document[kind.id], "InvoiceNumber": document.get(kind.number)}
    if kind.plural == "CreditNotes":
        payment["CreditNote"] = {kind.id: document[kind.id]}
