"""Days of reports: months, financial years, and how they are written."""

from calendar import monthrange
from datetime import date, timedelta

from sandbox.stand_ins.xero.books import Books
from sandbox.stand_ins.xero.calls import Call

A_DAY = timedelta(days=1)


def month_start(day: date) -> date:
    return day.replace(day=1)


def month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def months_before(day: date, months: int) -> date:
    """The end of the month that was so many months before."""
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return month_end(date(years, month + 1, 1))


def year_start(books: Books, day: date) -> date:
    """The first day of the financial year that a day is in."""
    end = books.profile.year_end.replace(year=day.year)
    return (end if day > end else end.replace(year=day.year - 1)) + A_DAY


def asked(books: Books, call: Call) -> tuple[date, date]:
    """The days from and to which a report goes: the current month unless they are told."""
    today = books.today()
    return call.day("fromDate") or month_start(today), call.day("toDate") or month_end(today)


def long(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def short(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
