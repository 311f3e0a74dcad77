"""The organisation's settings: itself, accounts, tax rates, tracking and currencies. Some can be added to."""

from collections.abc import Callable, Iterator

from werkzeug import Response

from sandbox.stand_ins.xero import values
from sandbox.stand_ins.xero.answers import ZERO_ID, respond
from sandbox.stand_ins.xero.books import Books
from sandbox.stand_ins.xero.calls import Call
from sandbox.stand_ins.xero.errors import RefusalError, not_found, validation
from sandbox.stand_ins.xero.organisation import ACTIONS, CLASSES, CURRENCY_NAMES
from sandbox.stand_ins.xero.paging import listing
from sandbox.stand_ins.xero.tables import Record, Table
from sandbox.stand_ins.xero.where_terms import Fields, Type

VALIDATION = "A validation exception occurred"
ACCOUNT_TEXTS = ("Code", "Name", "Type", "Description", "TaxType", "BankAccountNumber", "CurrencyCode", "Status")
FIELDS = {
    "Accounts": Fields(
        "Account",
        {
            "AccountID": Type.GUID,
            "Code": Type.TEXT,
            "Name": Type.TEXT,
            "Type": Type.TEXT,
            "Class": Type.TEXT,
            "Status": Type.TEXT,
            "TaxType": Type.TEXT,
            "SystemAccount": Type.TEXT,
            "EnablePaymentsToAccount": Type.FLAG,
            "UpdatedDateUTC": Type.MOMENT,
        },
    ),
    "TaxRates": Fields("TaxRate", {"TaxType": Type.TEXT, "Name": Type.TEXT, "Status": Type.TEXT}),
    "TrackingCategories": Fields(
        "TrackingCategory", {"TrackingCategoryID": Type.GUID, "Name": Type.TEXT, "Status": Type.TEXT}
    ),
    "Currencies": Fields("Currency", {"Code": Type.TEXT, "Description": Type.TEXT}),
}
WITHOUT_CHANGES = {"TaxRates", "TrackingCategories", "Currencies"}  # these know no If-Modified-Since
TABLES: dict[str, Callable[[Books], Table]] = {
    "Accounts": lambda books: books.accounts,
    "TaxRates": lambda books: books.tax_rates,
    "TrackingCategories": lambda books: books.tracking,
    "Currencies": lambda books: books.currencies,
}


def get_organisation(books: Books, _call: Call) -> Response:
    present = {name: value for name, value in books.organisation.items() if value is not None}
    return respond(books, {"Organisations": [present]})


def get_actions(books: Books, _call: Call) -> Response:
    return respond(books, {"Actions": [{"Name": name, "Status": "ALLOWED"} for name in ACTIONS]})


def post_organisation(_books: Books, _call: Call) -> Response:
    raise RefusalError(501, "Not Implemented")


def list_settings(books: Books, call: Call, plural: str) -> Response:
    chosen = (record for record in TABLES[plural](books) if _is_listed(call, plural, record))
    found = listing(
        books,
        call,
        TABLES[plural](books),
        FIELDS[plural],
        records=chosen,
        modified=plural not in WITHOUT_CHANGES,
        paged=False,
    )
    return respond(books, found.content(plural, lambda record: _shown(plural, record)))


def get_setting(books: Books, call: Call, plural: str) -> Response:
    record = TABLES[plural](books).get(call.key)
    if record is None:
        raise not_found()
    return respond(books, {plural: [_shown(plural, record)]})


def put_account(books: Books, call: Call) -> Response:
    return respond(books, {"Accounts": [create_account(books, call.element("Accounts"))]})


def create_account(books: Books, element: Record) -> Record:
    """Add an account."""
    account = {
        "AccountID": books.new_id(),
        "Status": "ACTIVE",
        "SystemAccount": "",
        "EnablePaymentsToAccount": False,
        "TaxType": books.profile.no_tax,
    } | _read_account(element)
    return _store(books, account, element)


def post_account(books: Books, call: Call) -> Response:
    """Change an account."""
    known, element = books.accounts.get(call.key), call.element("Accounts")
    if known is None:
        raise not_found()
    return respond(books, {"Accounts": [_store(books, known | _read_account(element), element)]})


def put_currency(books: Books, call: Call) -> Response:
    """Subscribe the organisation to a currency."""
    code = values.text(call.element("Currencies").get("Code")) or ""
    if code not in CURRENCY_NAMES:
        raise validation(VALIDATION, [{"Code": code, "ValidationErrors": [{"Message": "Invalid currency code"}]}])
    return respond(books, {"Currencies": [subscribe(books, code)]})


def subscribe(books: Books, code: str) -> Record:
    return books.currencies.put({"Code": code, "Description": CURRENCY_NAMES.get(code, code)})


def put_option(books: Books, call: Call) -> Response:
    """Add an option to a tracking category."""
    category = books.tracking.get(call.args["category"])
    if category is None:
        raise not_found()
    element = call.element("Options")
    name = values.text(element.get("Name") or element.get("name")) or ""
    wrong = values.too_long("Name", name, 100) if name else ["Name must be specified"]
    if any(option["Name"].casefold() == name.casefold() for option in category["Options"]):
        wrong = [f"A tracking option with the name '{name}' already exists"]
    if wrong:
        raise validation(VALIDATION, [{"Name": name, "ValidationErrors": [{"Message": text} for text in wrong]}])
    option = {"TrackingOptionID": books.new_id(), "Name": name, "Status": "ACTIVE"}
    category["Options"].append(option)
    return respond(books, {"Options": [option]})


def _is_listed(call: Call, plural: str, record: Record) -> bool:
    if plural != "TrackingCategories" or call.flag("includeArchived"):
        return True
    return bool(record["Status"] == "ACTIVE")


def _shown(plural: str, record: Record) -> Record:
    hidden = {"UpdatedDateUTC"} if plural in WITHOUT_CHANGES else set()
    return {name: value for name, value in record.items() if name not in hidden}


def _read_account(element: Record) -> Record:
    read: Record = {name: values.text(element[name]) for name in ACCOUNT_TEXTS if element.get(name) is not None}
    if element.get("EnablePaymentsToAccount") is not None:
        read["EnablePaymentsToAccount"] = values.flag(element["EnablePaymentsToAccount"])
    return read


def _store(books: Books, account: Record, element: Record) -> Record:
    messages = list(_complaints(books, account))
    if messages:
        errors = [{"Message": message} for message in messages]
        raise validation(VALIDATION, [{"AccountID": ZERO_ID} | element | {"ValidationErrors": errors}])
    account["Class"] = CLASSES[account["Type"]]
    books.bump(account)
    known = books.accounts.get(account["AccountID"])
    stored = known if known is not None else account
    stored.update(account)
    return books.accounts.put(stored)


def _complaints(books: Books, account: Record) -> Iterator[str]:
    """A bank account may do without a code."""
    if account.get("Type") not in CLASSES:
        yield "Please enter a valid account Type."
    for name, limit in (("Code", 10), ("Name", 150)):
        value = account.get(name) or ""
        taken = any(other["AccountID"] != account["AccountID"] for other in books.accounts.by(name, value))
        if taken or not (value or (name == "Code" and account.get("Type") == "BANK")):
            yield f"Please enter a unique {name}."
        yield from values.too_long(name, value, limit)
