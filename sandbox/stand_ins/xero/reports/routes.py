"""Which reports there are."""

from collections.abc import Callable

from werkzeug import Response

from sandbox.stand_ins.xero.answers import respond
from sandbox.stand_ins.xero.books import Books
from sandbox.stand_ins.xero.calls import Call
from sandbox.stand_ins.xero.reports.balance_sheet import balance_sheet
from sandbox.stand_ins.xero.reports.bank_summary import bank_summary
from sandbox.stand_ins.xero.reports.profit_and_loss import profit_and_loss
from sandbox.stand_ins.xero.reports.trial_balance import trial_balance
from sandbox.stand_ins.xero.tables import Record

REPORTS: dict[str, Callable[[Books, Call], Record]] = {
    "TrialBalance": trial_balance,
    "BalanceSheet": balance_sheet,
    "BankSummary": bank_summary,
    "ProfitAndLoss": profit_and_loss,
}


def get_report(books: Books, call: Call, name: str) -> Response:
    return respond(books, {"Reports": [REPORTS[name](books, call)]})
