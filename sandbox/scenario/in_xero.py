"""What Xero holds in the end, in a few words each."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from sandbox.proof.books.entries import in_places, number_of

Raw = Mapping[str, Any]
PAID: Final = ("Invoice", "CreditNote", "Overpayment", "Prepayment")


def xero_report(state: Raw) -> dict[str, list[Any]]:
    """Give all in order of creation, invoices before credit notes. Contacts and items are as Xero shows them."""
    names = {account["AccountID"]: account["Name"] for account in state["Accounts"]}
    banks = {one["OverpaymentID"]: one["BankAccount"] for one in state["BankTransactions"] if one.get("OverpaymentID")}
    return {
        "documents": [_document(one) for one in (*state["Invoices"], *state["CreditNotes"])],
        "payments": [_payment(one, names) for one in state["Payments"]],
        "overpayments": [_overpayment(one, banks, names) for one in state["Overpayments"]],
        "journals": [_journal(one) for one in state["ManualJournals"]],
        "contacts": state["Contacts"],
        "items": state["Items"],
    }


def _document(document: Raw) -> dict[str, Any]:
    amounts = {"net": "SubTotal", "tax": "TotalTax", "total": "Total"}
    currency = document["CurrencyCode"]
    due = document.get("AmountDue", document.get("RemainingCredit"))
    return {
        "type": document["Type"],
        "number": number_of(document),
        "status": document["Status"],
        "contact": document["Contact"]["Name"],
        "day": document["Date"],
        "currency": currency,
        **{name: _amount(document[theirs], currency) for name, theirs in amounts.items()},
        "due": _amount(due, currency),
        "reference": document.get("Reference") or "",
        "lines": [_line(line, currency) for line in document["LineItems"]],
    }


def _line(line: Raw, currency: str) -> dict[str, str]:
    return {
        "description": line.get("Description") or "",
        "quantity": f"{Decimal(line.get('Quantity') or 0).normalize():f}",
        "amount": _amount(line["LineAmount"], currency),
        "tax": _amount(line.get("TaxAmount") or 0, currency),
        "account": line.get("AccountCode") or "",
        "tax_type": line.get("TaxType") or "",
        "item": line.get("ItemCode") or "",
    }


def _payment(payment: Raw, names: Mapping[str, str]) -> dict[str, str]:
    document = next(payment[name] for name in PAID if name in payment)
    account = payment["Account"]
    return {
        "document": number_of(document),
        "amount": _amount(payment["Amount"], document["CurrencyCode"]),
        "day": payment["Date"],
        "account": account.get("Code") or names[account["AccountID"]],
        "reference": payment.get("Reference") or "",
        "status": payment["Status"],
        **_foreign(payment),
    }


def _foreign(payment: Raw) -> dict[str, str]:
    """The rate of one in a foreign currency, and what moved on its account."""
    rate = Decimal(payment["CurrencyRate"])
    return {} if rate == 1 else {"rate": f"{rate:.6f}", "moved": str(Decimal(payment["BankAmount"]))}


def _overpayment(overpayment: Raw, banks: Mapping[str, Raw], names: Mapping[str, str]) -> dict[str, str]:
    currency, bank = overpayment["CurrencyCode"], banks[overpayment["OverpaymentID"]]
    return {
        "contact": overpayment["Contact"]["Name"],
        "day": overpayment["Date"],
        "account": bank.get("Code") or names[bank["AccountID"]],
        "status": overpayment["Status"],
        "total": _amount(overpayment["Total"], currency),
        "remaining": _amount(overpayment["RemainingCredit"], currency),
    }


def _journal(journal: Raw) -> dict[str, Any]:
    return {
        "narration": journal["Narration"],
        "day": journal["Date"],
        "status": journal["Status"],
        "lines": [
            {
                "description": line.get("Description") or "",
                "amount": _amount(line["LineAmount"], ""),
                "account": line["AccountCode"],
                "tax_type": line.get("TaxType") or "",
            }
            for line in journal["JournalLines"]
        ],
    }


def _amount(amount: object, currency: str) -> str:
    return str(in_places(amount, currency))
