"""How a line is coded: which accounts, tax rates, tracking options and currencies it may name."""

from collections.abc import Iterator

from sandbox.stand_ins.xero import values
from sandbox.stand_ins.xero.books import Books
from sandbox.stand_ins.xero.profile import APPLIES
from sandbox.stand_ins.xero.tables import Record

CLASS_LETTERS = {"ASSET": "A", "EQUITY": "E", "EXPENSE": "X", "LIABILITY": "L", "REVENUE": "R"}
CONTROL_ACCOUNTS = {"DEBTORS", "CREDITORS", "RETAINEDEARNINGS"}
NOT_ON_DOCUMENTS = ({"BANK"}, {"DEBTORS", "CREDITORS"})
NOT_IN_JOURNALS = ({"BANK", "INVENTORY"}, CONTROL_ACCOUNTS)
Banned = tuple[set[str], set[str]]


def account_messages(
    books: Books, *, code: str | None, account_id: str | None, banned: Banned = NOT_ON_DOCUMENTS
) -> tuple[Record | None, list[str]]:
    """The account that a line means, and what is wrong with it. No account at all is not wrong here."""
    if not code and not account_id:
        return None, []
    account = books.account(code=code, account_id=account_id)
    told = code or account_id
    if account is None:
        return None, [f"Account code '{told}' is not a valid code for this document."]
    if account["Status"] != "ACTIVE":
        text = f"Account code '{told}' has been archived, or has been deleted."
        return account, [f"{text} Each line item must reference a valid account."]
    types, systems = banned
    if account["Type"] in types or account["SystemAccount"] in systems:
        return account, [f"Account code '{told}' is not a valid code for this document."]
    return account, []


def meant_tax(books: Books, tax_type: str | None, account: Record | None) -> str | None:
    """The tax type that a line gets: its own, or what stands for it in this country."""
    if not tax_type or account is None:
        return tax_type
    return books.profile.stands_for.get((tax_type, account["Class"]), tax_type)


def tax_messages(books: Books, tax_type: str | None, account: Record | None) -> Iterator[str]:
    """What is wrong with a tax type on that account."""
    if not tax_type:
        return
    rate = books.tax_rates.get(tax_type)
    if rate is None or rate["TaxType"] != tax_type or not _may_be_named(books, rate):
        yield f"The TaxType code '{tax_type}' does not exist."
    elif account and not rate[f"CanApplyTo{APPLIES[CLASS_LETTERS[account['Class']]]}"]:
        yield f"The TaxType code '{tax_type}' cannot be used with account code '{account.get('Code')}'."


def _may_be_named(books: Books, rate: Record) -> bool:
    return rate["Status"] == "ACTIVE" and rate["ReportTaxType"] not in books.profile.beyond_the_api


def rate_messages(element: Record) -> Iterator[str]:
    """What is wrong with a currency rate that was sent."""
    rate = values.number(element.get("CurrencyRate"))
    if rate is not None and rate <= 0:
        yield "CurrencyRate must be greater than zero"


def currency_messages(books: Books, currency: str) -> Iterator[str]:
    if currency != books.base_currency and books.currencies.get(currency) is None:
        yield f"Organisation is not subscribed to currency {currency}"


def tracked(books: Books, sent: list[Record]) -> tuple[list[Record], list[str], list[str]]:
    """The tracking of a line, with what is wrong and what has been left out because nobody knows it."""
    kept, errors, left_out = [], [], []
    if len(sent) > 2:
        errors.append("A line item can have a maximum of 2 tracking categories.")
    for entry in sent:
        found = _option(books, entry)
        if found:
            kept.append(found)
            continue
        told = f"Tracking option '{entry.get('Option')}' of category '{entry.get('Name')}'"
        if books.switches["unknown_tracking"] == "error":
            errors.append(f"{told} could not be found.")
        else:
            left_out.append(f"{told} has been removed as it does not match a recognised tracking option.")
    return kept, errors, left_out


def _option(books: Books, entry: Record) -> Record | None:
    category = _category(books, entry)
    if category is None:
        return None
    for option in category["Options"]:
        named = entry.get("TrackingOptionID") in (None, option["TrackingOptionID"])
        same = entry.get("Option") in (None, option["Name"])
        if named and same and option["Status"] == "ACTIVE" and (entry.get("Option") or entry.get("TrackingOptionID")):
            return {
                "Name": category["Name"],
                "Option": option["Name"],
                "TrackingCategoryID": category["TrackingCategoryID"],
                "TrackingOptionID": option["TrackingOptionID"],
            }
    return None


def _category(books: Books, entry: Record) -> Record | None:
    if category_id := entry.get("TrackingCategoryID"):
        found = books.tracking.get(str(category_id))
    else:
        found = next(iter(books.tracking.by("Name", str(entry.get("Name") or ""))), None)
    return found if found and found["Status"] == "ACTIVE" else None
