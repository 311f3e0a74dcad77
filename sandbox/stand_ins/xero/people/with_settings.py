"""Lock periods, archive accounts, change currencies, cut the app off, and play tricks on it."""

from uuid import NAMESPACE_DNS, uuid5

from sandbox.stand_ins.xero import settings, values
from sandbox.stand_ins.xero.people.organisation import Organisation, find_account
from sandbox.stand_ins.xero.tables import Record


def lock_period(xero: Organisation, **dates: str | None) -> Record:
    """Set `period` and `year_end`, the lock dates; null takes one away, and one that is not named stays."""
    fields = {"period": "PeriodLockDate", "year_end": "EndOfYearLockDate"}
    if unknown := sorted(set(dates) - set(fields)):
        raise ValueError(f"lock_period has no {', '.join(unknown)}; it has {', '.join(fields)}.")
    for name, date in dates.items():
        xero.books.organisation[fields[name]] = values.day(date)
    return {name: xero.books.organisation.get(name) for name in fields.values()}


def create_account(
    xero: Organisation, *, name: str, type: str = "BANK", currency: str | None = None, code: str | None = None
) -> Record:
    """Add an account to the chart. A bank account may have no code, as those made in Xero's own screens."""
    more = {"CurrencyCode": currency or xero.books.base_currency, "BankAccountNumber": "20445512345600"}
    described = {"Name": name, "Type": type, "Code": code} | (more if type == "BANK" else {})
    return settings.create_account(xero.books, described)


def code_account(xero: Organisation, *, account: str, code: str) -> Record:
    """Give an account, named by its id or code, a code or another one."""
    known = find_account(xero.books, account)
    known["Code"] = code
    xero.books.bump(known)
    return xero.books.accounts.put(known)


def archive_account(xero: Organisation, *, code: str) -> Record:
    """Archive an account of the chart."""
    return _set_account(xero, code, "ARCHIVED")


def unarchive_account(xero: Organisation, *, code: str) -> Record:
    """Bring an archived account back."""
    return _set_account(xero, code, "ACTIVE")


def subscribe_currency(xero: Organisation, *, currency: str) -> Record:
    """Add a currency to the organisation."""
    return settings.subscribe(xero.books, currency)


def unsubscribe_currency(xero: Organisation, *, currency: str) -> Record:
    """Take a currency away from the organisation."""
    if currency == xero.books.base_currency:
        raise ValueError(f"{currency} is what the books are kept in.")
    xero.books.currencies.remove(currency)
    return {"Code": currency}


def disconnect(xero: Organisation) -> Record:
    """Take the app's access away: from now on it is forbidden."""
    xero.identity.connected = False
    return {"connected": False}


def reconnect(xero: Organisation) -> Record:
    """Give the app its access back."""
    xero.identity.connected = True
    return {"connected": True}


def change_organisation(xero: Organisation, *, name: str | None = None) -> Record:
    """Let the app's credentials lead to another organisation from now on: of that name, or without one to the first again."""
    books = xero.books
    books.organisation |= (
        books.first if name is None else {"OrganisationID": str(uuid5(NAMESPACE_DNS, name)), "Name": name}
    )
    return {"OrganisationID": books.organisation["OrganisationID"], "Name": books.organisation["Name"]}


def warn_next_documents(xero: Organisation, *, n: int = 1) -> Record:
    """Let the next documents be taken with a warning."""
    xero.books.warned_documents = n
    return {"n": n}


def wrong_total_next(xero: Organisation, *, n: int = 1, cents: int = 1) -> Record:
    """Let the next documents be taken with so many cents more on their first line."""
    xero.books.wrong_totals, xero.books.wrong_by = n, cents
    return {"n": n}


def use_up_limit(xero: Organisation, *, limit: str = "minute", left: int = 0) -> Record:
    """Leave only so many calls in the running `minute` or `day`."""
    xero.limits.use_up(limit, left=left)
    return xero.limits.headers()


def _set_account(xero: Organisation, code: str, status: str) -> Record:
    account = find_account(xero.books, code)
    account["Status"] = status
    xero.books.bump(account)
    return account
