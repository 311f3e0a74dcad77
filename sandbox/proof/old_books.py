"""`python -m sandbox.proof.old_books`: a first cycle over the books that another connector has kept for a thousand orders.

Its habits: documents dated as they were created, bills and credit notes for stock, contacts without numbers, credits allocated,
payments with references of their own, and no link to Brightpearl anywhere. Only what is new may be posted, in few calls.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sandbox.cloud.ministack import Cloud
from sandbox.cloud.stage import stage
from sandbox.cloud.within import ministack_within
from sandbox.cloud.workspace import INTERRUPTED, orderly_end
from sandbox.proof.backups import Backups
from sandbox.proof.in_process import Connector, connector
from sandbox.proof.least_calls import XERO_ADDRESS, XERO_BATCH, XERO_LIST, XERO_PAGE
from sandbox.stand_ins.clock import ManualClock
from sandbox.stand_ins.shop.premises import START_DAYS_AGO
from sandbox.stand_ins.world import Sandbox
from sandbox.stand_ins.xero.tables import Record, Table
from shared.http.wire import segment

NOW: Final = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
MOST: Final = 1.3  # calls for each that full lists and full batches would take
SUPPLIER: Final = "Stock adjustments"
COUNTED: Final = ("Contacts", "Items", "Invoices", "CreditNotes", "Payments", "Overpayments", "ManualJournals")
CALM_CYCLES: Final = 3
NUMBER: Final = 'ContactNumber=="20101"'

State = Mapping[str, Any]


def main() -> int:
    asked = _arguments()
    try:
        with orderly_end(), ministack_within() as cloud:
            return _try(asked, cloud)
    except KeyboardInterrupt:
        return INTERRUPTED


def _try(asked: argparse.Namespace, cloud: Cloud) -> int:
    sandbox = Sandbox(clock=ManualClock(NOW))
    with stage(f"filling a shop of {asked.orders} orders"):
        sandbox.seed(orders=asked.orders, seed=asked.seed, odd_money=False)
        sandbox.xero.vendor.do({"action": "create_contact", "contact": {"Name": SUPPLIER}})
    start = (NOW - timedelta(days=START_DAYS_AGO)).date()
    with connector(sandbox, cloud, start=start, change=_settle, table="old-books") as deployed:
        deployed.progress.activate()
        with stage("keeping the books as another connector does"):
            _keep_books(deployed)
        before = sandbox.xero.vendor.state()
        new = _sell(sandbox, asked.new)
        Backups(deployed=deployed).begin_anew()
        with stage("a first cycle over these books"):
            done = deployed.cycle()
        calls = Counter({name: answer["calls"]["xero"] for name, answer in done.items()})
        with stage("more cycles, until nothing moves"):
            for _ in range(CALM_CYCLES):
                deployed.cycle()
        return _tell(deployed, before, new, calls)


def _settle(settings: dict[str, Any]) -> None:
    settings["adjustments"] |= {"mode": "bill_or_credit", "supplier": SUPPLIER}


def _keep_books(deployed: Connector) -> None:
    """Let a connector of ours enter all of it, and then take away what only ours writes."""
    for _ in range(CALM_CYCLES):
        deployed.cycle()
    books = deployed.sandbox.xero_books
    created = _created(deployed.sandbox.brightpearl.vendor.state())
    for table in (books.invoices, books.credit_notes):
        for document in list(table):
            on = created.get(str(document.get("Url") or "").rpartition("oID=")[2], document["Date"])
            _change(table, document, Url="", Date=on)
    ours = deployed.store.linked(str(contact["ContactID"]) for contact in books.contacts)
    for contact in [one for one in books.contacts if one["ContactID"] in ours]:
        _change(books.contacts, contact, ContactNumber="")
    for payment in list(books.payments):
        _change(books.payments, payment, Reference=f"Paid, {str(payment.get('Reference') or '')[-4:]}")


def _change(table: Table, record: Record, **changes: Any) -> None:
    record.update(changes)
    table.put(record)


def _created(brightpearl: State) -> dict[str, Any]:
    return {
        number: datetime.fromisoformat(order["created_on"]).date() for number, order in brightpearl["orders"].items()
    }


def _sell(sandbox: Sandbox, count: int) -> int:
    """What is new: orders that nobody has posted yet."""
    do = sandbox.brightpearl.vendor.do
    for number in range(count):
        buyer = do({"action": "create_contact", "first_name": "New", "last_name": f"Customer {number}"})
        order = do({"action": "create_order", "contact": buyer["contact"], "rows": [{"name": "Tea", "price": "10.00"}]})
        do({"action": "invoice_order", "order": order["order"]})
        do({"action": "pay_order", "order": order["order"]})
    return count


def _tell(deployed: Connector, before: State, new: int, calls: Counter[str]) -> int:
    after = deployed.sandbox.xero.vendor.state()
    more = {name: len(after[name]) - len(before[name]) for name in COUNTED}
    meant = {name: new if name in ("Contacts", "Invoices", "Payments") else 0 for name in COUNTED}
    least, made = sum(count for _, count in _least(before, new)), calls.total()
    unexplained = deployed.trial_balance().unexplained
    for name in COUNTED:
        print(f"{name:16} {len(before[name]):6} there, {more[name]:4} posted, {meant[name]:4} new")
    for name, count in calls.most_common():
        print(f"{name:44} {count:4} calls") if count else None
    for what, count in _least(before, new):
        print(f"at least {what:35} {count:4} calls")
    for line in unexplained:
        print(f"unexplained: {line}")
    print(f"{made} calls to Xero, {made / least:.2f} of the {least} of full lists and batches")
    return 0 if more == meant and made <= MOST * least and not unexplained else 1


def _least(before: State, new: int) -> Iterator[tuple[str, int]]:
    """What has to be looked for, what has to be told to what is there, and what is new; each list and each batch full."""
    contacts = [condition for one in before["Contacts"] for condition in (NUMBER, f'Name=="{one["Name"]}"')]
    yield "contacts looked for by name and number", _lists(contacts)
    yield "contacts told their numbers", _batches(len(before["Contacts"]), XERO_BATCH)
    yield "items looked for by code", _lists(f'Code=="{one["Code"]}"' for one in before["Items"])
    yield "items told what they lack", _batches(len(before["Items"]), 2 * XERO_BATCH)
    numbers = [len(one["InvoiceNumber"]) + 1 for one in before["Invoices"]]
    yield "invoices and bills by number", _batches(sum(numbers), XERO_ADDRESS)
    yield (
        "credit notes by number",
        _lists(f'CreditNoteNumber=="{one["CreditNoteNumber"]}"' for one in before["CreditNotes"]),
    )
    paid = [one for one in before["Invoices"] if one["AmountPaid"] != "0.00"]
    yield "payments, by their documents", _batches(len(paid), XERO_LIST)
    yield "payments carried over, by their documents", _batches(len(paid), XERO_LIST)
    yield "payments with their accounts, twice", 2 * _batches(len(before["Payments"]), XERO_PAGE)
    yield "the new ones, and their customers and payments", 3 * _batches(new, XERO_BATCH)
    yield "what every cycle asks", 5
    yield "rates, the supplier of stock, overpayments, and what was deleted, paid back and refunded", 6


def _lists(conditions: Iterable[str]) -> int:
    """So many addresses hold these, joined by OR."""
    return _batches(sum(len(segment(f"{condition} OR ")) for condition in conditions), XERO_ADDRESS)


def _batches(count: int, size: int) -> int:
    return -(-count // size)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox.proof.old_books", description=__doc__)
    parser.add_argument("--orders", type=int, default=1000)
    parser.add_argument("--new", type=int, default=50, help="orders that nobody has posted yet")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
