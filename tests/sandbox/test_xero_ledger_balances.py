"""Whatever is entered, paid, allocated and taken back in Xero: every journal of its ledger balances."""

from collections.abc import Callable
from decimal import ROUND_UP, Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sandbox.xero_calls import Client, a_contact

D = Decimal
DAYS = ("2026-02-27", "2026-03-31", "2026-04-01", "2026-10-31", "2026-11-02")
BANKS = {"GBP": "090", "EUR": "091", "USD": "092", "JPY": "093"}
PLACES = {"GBP": D("0.01"), "EUR": D("0.01"), "USD": D("0.01"), "JPY": D(1)}
PLURALS = ("Invoices", "CreditNotes", "Overpayments", "Prepayments")
DOCUMENTS = {
    "ACCREC": ("200", "OUTPUT2"),
    "ACCPAY": ("300", "INPUT2"),
    "ACCRECCREDIT": ("205", "RROUTPUT"),
    "ACCPAYCREDIT": ("429", "RRINPUT"),
}
money = st.decimals(D("0.01"), D("99.99"), places=2)
rates = st.decimals(D("0.6"), D("3"), places=6)
currencies = st.sampled_from(("GBP", "EUR", "EUR", "JPY"))
days = st.sampled_from(DAYS)
steps = st.lists(
    st.fixed_dictionaries(
        {
            "act": st.sampled_from(
                ("document", "document", "pay", "pay", "ahead", "allocate", "allocate", "void", "journal")
            ),
            "kind": st.sampled_from(sorted(DOCUMENTS)),
            "mode": st.sampled_from(("Exclusive", "Inclusive", "NoTax")),
            "currency": currencies,
            "rate": rates,
            "amounts": st.lists(money, min_size=1, max_size=4),
            "tax": st.none() | money,
            "day": days,
            "which": st.integers(0, 5),
        }
    ),
    min_size=4,
    max_size=16,
)
Step = dict[str, Any]


def a_document(client: Client, step: Step) -> None:
    account, tax_type = DOCUMENTS[step["kind"]]
    coded = {"Description": "x", "Quantity": D("1.5"), "AccountCode": account, "TaxType": tax_type}
    rows = [coded | {"UnitAmount": amount} for amount in step["amounts"]]
    if step["tax"] and step["mode"] != "NoTax":
        rows[0]["TaxAmount"] = step["tax"]
    document = {
        "Type": step["kind"],
        "Contact": {"Name": "Marble & Co"},
        "Date": step["day"],
        "DueDate": step["day"],
        "Status": "AUTHORISED",
        "LineAmountTypes": step["mode"],
        "CurrencyCode": step["currency"],
        "CurrencyRate": step["rate"],
        "LineItems": rows,
    }
    client.do("create_document", document=document)


def a_payment(client: Client, step: Step) -> None:
    document = _open(client, PLURALS, step)
    kind = next(name for name in ("Invoice", "CreditNote", "Overpayment", "Prepayment") if f"{name}ID" in document)
    left = D(document.get("AmountDue") or document["RemainingCredit"])
    on = BANKS[document["CurrencyCode"]] if step["which"] % 2 else "090"
    payment = {
        kind: {f"{kind}ID": document[f"{kind}ID"]},
        "Account": {"Code": on},
        "Amount": min(left, step["amounts"][0].quantize(PLACES[document["CurrencyCode"]], ROUND_UP)),
        "Date": step["day"],
        "CurrencyRate": step["rate"],
    }
    client.one("Payments", payment)


def money_ahead(client: Client, step: Step) -> None:
    action = "receive_prepayment" if step["which"] % 2 else "receive_overpayment"
    client.do(
        action,
        contact="Marble & Co",
        amount=step["amounts"][0],
        account=BANKS[step["currency"]],
        currency=step["currency"],
        date=step["day"],
        spend=step["kind"].startswith("ACCPAY"),
        income=DOCUMENTS[step["kind"]][0],
    )


def an_allocation(client: Client, step: Step) -> None:
    credit = _open(client, PLURALS[1:], step)
    key = next(credit[name] for name in ("CreditNoteID", "OverpaymentID", "PrepaymentID") if name in credit)
    sale = credit["Type"].startswith(("ACCREC", "RECEIVE"))
    for invoice in client.xero.state()["Invoices"]:
        same = (invoice["CurrencyCode"], invoice["Type"]) == (credit["CurrencyCode"], "ACCREC" if sale else "ACCPAY")
        if same and invoice["Status"] == "AUTHORISED":
            amount = min(step["amounts"][0], D(invoice["AmountDue"]), D(credit["RemainingCredit"]))
            client.do("allocate_credit", credit=key, invoice=invoice["InvoiceID"], amount=amount)
            return


def a_void(client: Client, step: Step) -> None:
    document = _open(client, PLURALS, step)
    client.do("void", document=next(value for name, value in document.items() if name.endswith("ID")))


def a_journal(client: Client, step: Step) -> None:
    amount = step["amounts"][0]
    lines = [{"AccountCode": "630", "LineAmount": amount}, {"AccountCode": "499", "LineAmount": -amount}]
    client.put("ManualJournals", {"Narration": "x", "Date": step["day"], "Status": "POSTED", "JournalLines": lines})


def _open(client: Client, plurals: tuple[str, ...], step: Step) -> dict[str, Any]:
    """One of what is open."""
    state = client.xero.state()
    found = [one for plural in plurals for one in state[plural] if one["Status"] == "AUTHORISED"]
    if not found:
        raise ValueError("There is none yet.")
    one: dict[str, Any] = found[step["which"] % len(found)]
    return one


ACTS: dict[str, Callable[[Client, Step], None]] = {
    "document": a_document,
    "pay": a_payment,
    "ahead": money_ahead,
    "allocate": an_allocation,
    "void": a_void,
    "journal": a_journal,
}


def played(given_steps: list[Step]) -> Client:
    """A Xero in which all of that was tried; what it refuses is left out."""
    client = Client()
    client.one("Contacts", a_contact())
    for step in given_steps:
        try:
            ACTS[step["act"]](client, step)
        except ValueError:
            continue
    return client


@settings(max_examples=60, deadline=None)
@given(given_steps=steps)
def test_every_journal_balances_in_base_and_where_it_can_in_its_currency(given_steps: list[Step]) -> None:
    for journal in played(given_steps).xero.ledger():
        amounts = [line["amount"] for line in journal["lines"]]
        assert sum(D(line["base"]) for line in journal["lines"]) == 0
        assert sum(D(amount) for amount in amounts if amount is not None) == 0


@settings(max_examples=60, deadline=None)
@given(given_steps=steps)
def test_what_is_open_is_what_the_control_accounts_hold(given_steps: list[Step]) -> None:
    client = played(given_steps)

    state, held = client.xero.state(), dict.fromkeys(BANKS, D(0))
    for journal in client.xero.ledger():
        for line in journal["lines"]:
            if line["code"] in {"610", "800"}:
                held[journal["currency"]] += D(line["amount"] or 0)
    opened = dict.fromkeys(BANKS, D(0))
    for document in (one for plural in ("Invoices", "CreditNotes", "Overpayments") for one in state[plural]):
        owed = document["Type"] in {"ACCREC", "ACCPAYCREDIT", "SPEND-OVERPAYMENT"}
        left = D(document["AmountDue"] if "InvoiceID" in document else document["RemainingCredit"])
        opened[document["CurrencyCode"]] += left if owed else -left
    assert held == opened
