"""Bank transactions that put money ahead: overpayments and prepayments, which are made here and used elsewhere.

Both names mean one record, with an id for each. https://developer.xero.com/documentation/api/accounting/banktransactions
"""

from collections.abc import Iterator
from decimal import Decimal

from werkzeug import Response

from sandbox.stand_ins.xero import contacts, lines, values
from sandbox.stand_ins.xero.answers import Saved, respond, save_all
from sandbox.stand_ins.xero.balance import has_money_applied, settle
from sandbox.stand_ins.xero.books import Books
from sandbox.stand_ins.xero.calls import UNIT_PLACES, Call
from sandbox.stand_ins.xero.coding import currency_messages, rate_messages
from sandbox.stand_ins.xero.document_shapes import named_account, with_strings
from sandbox.stand_ins.xero.errors import InvalidError, not_found
from sandbox.stand_ins.xero.exchange import rate_of
from sandbox.stand_ins.xero.kinds import OVERPAYMENTS, PREPAYMENTS, Kind, is_sale, kind_of
from sandbox.stand_ins.xero.locks import lock_messages, reconciled_messages
from sandbox.stand_ins.xero.money import ZERO, TaxMode, totals
from sandbox.stand_ins.xero.paging import listing
from sandbox.stand_ins.xero.tables import Record
from sandbox.stand_ins.xero.where_terms import Fields, Type

FIELDS = Fields(
    "BankTransaction",
    {
        "BankTransactionID": Type.GUID,
        "Type": Type.TEXT,
        "Status": Type.TEXT,
        "Contact.ContactID": Type.GUID,
        "Contact.Name": Type.TEXT,
        "BankAccount.AccountID": Type.GUID,
        "BankAccount.Code": Type.TEXT,
        "Date": Type.MOMENT,
        "Total": Type.NUMBER,
        "CurrencyCode": Type.TEXT,
        "Reference": Type.TEXT,
        "IsReconciled": Type.FLAG,
        "UpdatedDateUTC": Type.MOMENT,
    },
)
CREATED = {name: kind for kind in (OVERPAYMENTS, PREPAYMENTS) for name in kind.types}
TAKEN_BACK = {"DELETED", "VOIDED"}
CODED = ("AccountCode", "AccountID", "TaxType")
SHOWN = ("IsReconciled", "LineAmountTypes", "SubTotal", "TotalTax", "Total", "CurrencyCode", "CurrencyRate", "Url")
LONGEST_URL = 2000


def list_transactions(books: Books, call: Call) -> Response:
    records = [credit | {"Status": _status(credit)} for credit in books.bank_transactions]
    found = listing(books, call, books.bank_transactions, FIELDS, records=records)
    whole = "page" in call.query
    return respond(books, found.content("BankTransactions", lambda one: shown(one, call.places, whole=whole)))


def get_transaction(books: Books, call: Call) -> Response:
    return respond(books, {"BankTransactions": [shown(_by_id(books, call.key), call.places)]})


def put_transactions(books: Books, call: Call) -> Response:
    def save(element: Record) -> Saved:
        return Saved(shown(create(books, element, call.places), call.places))

    return save_all(books, call, "BankTransactions", "BankTransactionID", save)


def post_status(books: Books, call: Call) -> Response:
    """Take one back: the one change that there is."""
    credit = _by_id(books, call.key)

    def save(element: Record) -> Saved:
        if element.get("Status") not in TAKEN_BACK:
            raise InvalidError([f"{kind_of(credit).noun} cannot be edited"])
        void(books, credit)
        return Saved(shown(credit, call.places))

    return save_all(books, call, "BankTransactions", "BankTransactionID", save)


def create(books: Books, element: Record, places: Decimal = UNIT_PLACES["4"]) -> Record:
    """Take or spend money ahead, and give the overpayment or prepayment that it makes."""
    kind = CREATED.get(values.text(element.get("Type")) or "")
    if kind is None:
        raise InvalidError(["Bank Transaction not of valid type for creation"])
    account, party = _account(books, element), contacts.party(books, element.get("Contact"))
    credit = _header(books, kind, element, account)
    built = _lines(books, credit, element, places)
    credit["LineItems"] = built.lines
    credit |= _totals(credit)
    messages = [*_complaints(books, element, credit), *built.errors]
    if messages:
        raise InvalidError(messages)
    credit["Contact"] = party.settle(books)
    credit["Contact"]["IsCustomer" if is_sale(credit) else "IsSupplier"] = True
    books.bank_transactions.put(credit)
    settle(books, credit)
    return credit


def void(books: Books, credit: Record) -> None:
    """Take it back, as long as nothing has used it."""
    messages = [*lock_messages(books, credit["Date"]), *reconciled_messages(books, credit)]
    if has_money_applied(credit):
        messages.append(f"{kind_of(credit).noun} cannot be deleted because it has payments or allocations")
    if credit["Status"] == "VOIDED":
        messages.append("Bank Transaction not of valid status for modification")
    if messages:
        raise InvalidError(messages)
    credit["Status"] = "VOIDED"
    settle(books, credit)


def shown(credit: Record, places: Decimal, *, whole: bool = True) -> Record:
    """The bank transaction with its account; its lines only in a page or alone."""
    kind = kind_of(credit)
    fields = ("BankTransactionID", "Type", kind.id, "Date", "UpdatedDateUTC", *SHOWN)
    return (
        {name: credit[name] for name in fields if credit.get(name) not in (None, "")}
        | {name: text for name, text in with_strings(credit).items() if name == "DateString"}
        | {"BankAccount": named_account(credit["BankAccount"]), "Contact": contacts.brief(credit["Contact"])}
        | {"Status": _status(credit), "HasAttachments": False}
        | {"LineItems": [lines.shown(line, places) for line in credit["LineItems"]] if whole else []}
    )


def _by_id(books: Books, key: str) -> Record:
    """The one with that id, or the one whose overpayment has it.

    https://github.com/calcinai/xero-php/issues/889
    """
    for table in (books.bank_transactions, books.overpayments, books.prepayments):
        found = table.get(key)
        if found is not None:
            return found
    raise not_found()


def _account(books: Books, element: Record) -> Record:
    named = values.nested(element.get("BankAccount"), "BankAccount")
    account = books.account(code=values.text(named.get("Code")), account_id=values.text(named.get("AccountID")))
    if account is None or account["Status"] != "ACTIVE":
        raise InvalidError(["Bank account could not be found."])
    if account["Type"] != "BANK":
        raise InvalidError([f"Account code '{account.get('Code')}' is not a bank account."])
    return account


def _header(books: Books, kind: Kind, element: Record, account: Record) -> Record:
    currency = values.text(element.get("CurrencyCode")) or books.held(account)
    daily = books.profile.daily_rate(currency)
    mode = TaxMode.NO_TAX if kind is OVERPAYMENTS else TaxMode.EXCLUSIVE
    return {
        "BankTransactionID": books.new_id(),
        kind.id: books.new_id(),
        "Type": str(element["Type"]),
        "BankAccount": account,
        "Date": values.day(element.get("Date")) or books.today(),
        "Status": "AUTHORISED",
        "LineAmountTypes": values.text(element.get("LineAmountTypes")) or str(mode),
        "CurrencyCode": currency,
        "CurrencyRate": rate_of(books, element, currency=currency, otherwise=daily),
        "Reference": "",
        "Url": values.text(element.get("Url")),
        "IsReconciled": bool(values.flag(element.get("IsReconciled"))),
        "Payments": [],
        "Allocations": [],
    }


def _lines(books: Books, credit: Record, element: Record, places: Decimal) -> lines.Built:
    """A prepayment is coded like a sale or a purchase; an overpayment has one line, which lies on the control account."""
    over, sent = kind_of(credit) is OVERPAYMENTS, values.many(element.get("LineItems"), "LineItems")
    setting = lines.Setting(
        mode=_mode(credit),
        sells=is_sale(credit),
        discounts=False,
        final=not over,
        places=places,
        rounded=books.rounding(credit["CurrencyCode"]),
    )
    built = lines.build(books, sent, [], setting)
    if not over:
        return built
    built.errors += _line_complaints(sent)
    control = books.control_account(sale=is_sale(credit))
    coded = {name: control[name] for name in ("AccountID",)} | {"AccountCode": control["Code"]}
    built.lines = [line | coded | {"TaxType": books.profile.no_tax} for line in built.lines]
    return built


def _line_complaints(sent: list[Record]) -> Iterator[str]:
    if len(sent) != 1:
        yield "Overpayments must have exactly one line item"
    for line in sent:
        if not values.text(line.get("Description")):
            yield "Description must be specified."
        if any(line.get(name) for name in CODED):
            yield "Overpayments cannot have an account code or a tax type"


def _mode(credit: Record) -> TaxMode:
    told = credit["LineAmountTypes"]
    return TaxMode(told) if told in set(TaxMode) else TaxMode.NO_TAX


def _totals(credit: Record) -> Record:
    summed = totals(((line["LineAmount"], line["TaxAmount"]) for line in credit["LineItems"]), _mode(credit))
    return {"SubTotal": summed.subtotal, "TotalTax": summed.tax, "Total": summed.total}


def _complaints(books: Books, element: Record, credit: Record) -> Iterator[str]:
    modes = {TaxMode.NO_TAX} if kind_of(credit) is OVERPAYMENTS else set(TaxMode)
    if credit["LineAmountTypes"] not in modes:
        yield f"LineAmountTypes '{credit['LineAmountTypes']}' is not valid"
    if not credit["LineItems"]:
        yield "One or more line items must be specified"
    elif credit["Total"] <= ZERO:
        yield "The amount must be greater than zero."
    if credit["CurrencyCode"] != books.held(credit["BankAccount"]):
        yield "The currency of a bank transaction must be that of its bank account"
    yield from currency_messages(books, credit["CurrencyCode"])
    yield from rate_messages(element)
    yield from lock_messages(books, credit["Date"])
    yield from values.too_long("Url", credit["Url"], LONGEST_URL)
    yield from values.bad_url(credit["Url"])


def _status(credit: Record) -> str:
    """What was used up is still a transaction of the bank."""
    return "DELETED" if credit["Status"] == "VOIDED" else "AUTHORISED"
