"""A shop under a connector, in the words of its bookkeeper: sell, pay, change something, run a cycle, look at what came of it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Protocol

from sandbox.proof.books.matching import keeps_its_own_tax
from sandbox.proof.in_process import Connector
from sandbox.proof.reconcile import reconcile
from sandbox.proof.waiting import Waiting, taxed_otherwise, waiting
from sandbox.stand_ins.clock import ManualClock
from shared.kinds import ORDERS, Kind, System
from shared.records.failure import Failure
from shared.records.model import RunItem
from shared.records.record import Record
from shared.records.schema import Area, area
from shared.records.status import Status
from shared.records.transactions import Change
from shared.records.transitions import archived, retried
from shared.sequence import CYCLE_MINUTES

Raw = dict[str, Any]
MOST_CYCLES = 6


class Move(Protocol):
    """A person's move of a record."""

    def __call__(self, record: Record, /, *, at: datetime) -> Record: ...


@dataclass(frozen=True, slots=True)
class Cycle:
    """What the fourteen steps of one cycle answered, by name."""

    answers: Mapping[str, Raw]

    def total(self, figure: str) -> int:
        return sum(answer[figure] for answer in self.answers.values())

    def calls(self, system: System) -> int:
        return sum(answer["calls"][system] for answer in self.answers.values())

    @property
    def stopped(self) -> dict[str, str]:
        """The steps that did not end well, and why."""
        return {name: answer["problem"] for name, answer in self.answers.items() if answer["failed"]}


@dataclass(kw_only=True)
class Shop:
    """One connection in a test. Ids are those of Brightpearl, numbers those on the documents."""

    deployed: Connector
    clock: ManualClock
    customer: int = 0
    supplier: int = 0
    product: int = 0

    # in Brightpearl

    def brightpearl(self, action: str, **fields: Any) -> Raw:
        done: Raw = self.deployed.sandbox.brightpearl.vendor.do({"action": action, **fields})
        return done

    def open_up(self) -> None:
        """The people and the product that most documents are about."""
        self.customer = self.new_contact(company="Harbour Books Ltd", email="accounts@harbour.example")
        self.supplier = self.new_contact(company="Paper Mill Ltd", email="sales@mill.example", supplier=True)
        self.product = self.new_product(sku="TEE-RED-M")

    def new_contact(self, **fields: Any) -> int:
        named = {"first_name": "Jo", "last_name": "Baker", **fields}
        return int(self.brightpearl("create_contact", **named)["contact"])

    def new_product(self, *, sku: str, price: str = "25.00", cost: str = "10.00") -> int:
        made = self.brightpearl("create_product", sku=sku, name=f"Product {sku}", price=price, cost=cost)
        return int(made["product"])

    def open_order(self, *rows: Raw, **fields: Any) -> int:
        """A sales order of one tee unless told otherwise, not invoiced."""
        is_purchase = fields.get("type") == "PO"
        order = {
            "contact": self.supplier if is_purchase else self.customer,
            "rows": list(rows) or [self.row()],
            **fields,
        }
        return int(self.brightpearl("create_order", **order)["order"])

    def row(self, *, price: str = "25.00", quantity: int = 1, **fields: Any) -> Raw:
        given = fields if "name" in fields else {"product": self.product, **fields}
        return {"price": price, "quantity": quantity, **given}

    def invoice(self, order: int, **fields: Any) -> str:
        """Invoice an order; answers with the number on the invoice."""
        return str(self.brightpearl("invoice_order", order=order, **fields)["reference"])

    def sell(self, *rows: Raw, **fields: Any) -> tuple[int, str]:
        """A sales order, invoiced; its id and the invoice's number."""
        order = self.open_order(*rows, **fields)
        return order, self.invoice(order)

    def buy(self, *rows: Raw, number: str | None = None, **fields: Any) -> tuple[int, str]:
        """A purchase order with the supplier's invoice; its id and the bill's number."""
        bought = rows or (self.row(price="10.00", nominal="5000"),)
        order = self.open_order(*bought, type="PO", **fields)
        return order, self.invoice(order, reference=number)

    def buy_on_another_day(self, *, number: str, **fields: Any) -> int:
        """A purchase order with a supplier's invoice of yesterday; its id. With one of today it makes no bill."""
        order = self.open_order(self.row(price="10.00", nominal="5000"), type="PO", **fields)
        self.invoice(order, reference=number, tax_date=f"{self.clock.now() - timedelta(days=1):%Y-%m-%d}")
        return order

    def credit(self, order: int, **fields: Any) -> tuple[int, str]:
        """Credit an order, in full unless told otherwise; the credit's id and number."""
        done = self.brightpearl("create_credit", order=order, **fields)
        return int(done["order"]), str(done["reference"])

    def payments_in_brightpearl(self, order: int) -> list[Raw]:
        payments = self.deployed.sandbox.brightpearl.vendor.state()["payments"].values()
        return [payment for payment in payments if payment["order_id"] == order]

    # in Xero

    def xero(self, action: str, **fields: Any) -> Raw:
        done: Raw = self.deployed.sandbox.xero.vendor.do({"action": action, **fields})
        return done

    def books(self) -> Raw:
        state: Raw = self.deployed.sandbox.xero.vendor.state()
        return state

    def in_xero(self, number: str) -> list[Raw]:
        """The documents with that number that are not gone."""
        books = self.books()
        documents = [
            *(one for one in books["Invoices"] if one["InvoiceNumber"] == number),
            *(one for one in books["CreditNotes"] if one["CreditNoteNumber"] == number),
        ]
        return [document for document in documents if document["Status"] not in ("VOIDED", "DELETED")]

    def document(self, number: str) -> Raw:
        """The one document with that number."""
        return _only(self.in_xero(number))

    def contact_in_xero(self, contact: int) -> Raw:
        return _only(one for one in self.books()["Contacts"] if one.get("ContactNumber") == str(contact))

    def item_in_xero(self, code: str) -> Raw:
        return _only(one for one in self.books()["Items"] if one["Code"] == code)

    def payments_in_xero(self, number: str) -> list[Raw]:
        """The payments of a document that are not deleted."""
        return [
            payment
            for payment in self.books()["Payments"]
            if payment["Status"] != "DELETED"
            and number in ((payment.get("Invoice") or {}).get("InvoiceNumber"), _credit_number(payment))
        ]

    # the connector

    def cycle(self) -> Cycle:
        """A cycle, as long after whatever happened last as the schedule waits."""
        self.clock.advance(minutes=CYCLE_MINUTES)
        return Cycle(self.deployed.cycle())

    def good_cycle(self) -> Cycle:
        """A cycle whose steps all end well."""
        done = self.cycle()
        assert done.stopped == {}, done.stopped
        return done

    def cycles_until_quiet(self) -> None:
        """As many cycles as it takes until one has nothing to post; a lagging search may need some."""
        for _ in range(MOST_CYCLES):
            if self.good_cycle().total("posted") == 0:
                return
        raise AssertionError(f"not quiet after {MOST_CYCLES} cycles")

    def latest_run(self) -> Raw:
        """What the newest run says of each step, as the console shows it."""
        runs = RunItem.query(area(self.deployed.connection, Area.RUN), scan_index_forward=False, limit=1)
        return dict(next(iter(runs)).steps.as_dict())

    def record(self, kind: Kind, record_id: object) -> Record:
        record = self.deployed.store.get(kind, str(record_id))
        assert record is not None, f"there is no {kind} {record_id}"
        return record

    def records(self, kind: Kind) -> list[Record]:
        return [record for status in Status for record in self.deployed.store.by_status(kind, status)]

    def failure(self, kind: Kind, record_id: object) -> Failure:
        """Why a record is an Error."""
        record = self.record(kind, record_id)
        assert record.status == Status.ERROR, f"{kind} {record_id} is {record.status}"
        assert record.failure is not None
        return record.failure

    def errors(self) -> list[Record]:
        return [record for kind in Kind for record in self.deployed.store.by_status(kind, Status.ERROR)]

    def surprises(self) -> list[Record]:
        """The Errors that are not for what cannot go or what Xero taxes in its own way."""
        expected = {key for one in self._apart() for key in one.keys}
        return [record for record in self.errors() if record.key not in expected]

    def differences(self) -> list[str]:
        """What is in one system and not in the other, but for what cannot go or what Xero taxes in its own way."""
        sandbox = self.deployed.sandbox
        _, settings = self.deployed.progress.settings()
        compared = reconcile(
            sandbox.brightpearl.vendor.state(),
            sandbox.xero.vendor.state(),
            settings,
            apart=[one.name for one in self._apart()],
            tax_ignored=self._xero_keeps_its_own_tax,
            find=self._moved,
        )
        return [f"{one.kind}: {said}" for one in compared for said in one.differences]

    def _moved(self, kind: Kind, record_id: str) -> Record | None:
        """The record of a document: of payments no record is asked, for all have to be there."""
        return self.deployed.store.get(kind, record_id) if kind in ORDERS else None

    def _apart(self) -> list[Waiting]:
        also = taxed_otherwise(self.errors()) if self._xero_keeps_its_own_tax else ()
        return waiting(self.deployed.sandbox.brightpearl.vendor.state(), self.deployed.store.get, also=also)

    @property
    def _xero_keeps_its_own_tax(self) -> bool:
        return keeps_its_own_tax(self.deployed.sandbox.xero.vendor.switches())

    def archive(self, kind: Kind, record_id: object) -> None:
        """What a person does who does not want to see a record any more."""
        self._revise(kind, record_id, archived)

    def retry(self, kind: Kind, record_id: object) -> None:
        """What a person does who has seen to the cause of an Error."""
        self._revise(kind, record_id, retried)

    def decide(self, kind: Kind, record_id: object, move: Move) -> None:
        """Choose a way out of what stands apart."""
        self._revise(kind, record_id, move)

    def _revise(self, kind: Kind, record_id: object, move: Move) -> None:
        at = self.clock.now()
        record = self.record(kind, record_id)
        assert self.deployed.store.revise([record], lambda now: Change(before=now, after=move(now, at=at)))

    def change_settings(self, change: Callable[[Raw], object]) -> None:
        """Save a new version of the settings, as the command line would."""
        _, document = self.deployed.progress.settings()
        change(document)
        self.deployed.save_settings(document)


def _only(found: Iterable[Raw]) -> Raw:
    (one,) = found
    return one


def _credit_number(payment: Raw) -> str | None:
    number = (payment.get("CreditNote") or {}).get("CreditNoteNumber")
    return None if number is None else str(number)


def amount(value: object) -> Decimal:
    return Decimal(str(value))
