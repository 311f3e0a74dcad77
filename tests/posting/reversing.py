"""A desk at which reversals are posted, over a store and vendors in memory; all that is done there is noted in its order."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, cast

from msgspec.structs import replace

from shared.errors import Problem
from shared.kinds import Kind, System
from shared.mapping.overpayments import OVERPAYMENT, Account
from shared.mapping.payments import payment_fingerprint
from shared.mapping.payments_to_xero import to_xero_payment
from shared.posting.envelopes import Envelope, Failing
from shared.posting.found_copies import FoundCopies
from shared.posting.poster import Poster
from shared.posting.reversals import Reversals
from shared.records.record import Key, Record
from shared.records.status import Status
from shared.records.transactions import Change
from shared.settings.model import NO_MONEY
from shared.xero.resources import INVOICES, PAYMENTS
from tests.builders import a_payment, some_settings
from tests.posting.memory import Memory, as_store
from tests.records.builders import AT, a_record

Raw = dict[str, Any]
FIRST = datetime.min.replace(tzinfo=UTC)
CAME, WENT = "2026-11-20", "2026-11-23"
GIFT: Raw = {"paymentMethodCode": "GIFT"}  # moves no money
BANK = Account(id="acc-1", code="090", type="BANK")
CASH = Account(id="acc-2", code="095", type="CURRENT")
ORDER: Raw = {
    "id": 2001,
    "totalValue": {"total": Decimal("12.00")},
    "currency": {"orderCurrencyCode": "GBP", "exchangeRate": "1.000000"},
}
REFUND: Raw = {
    "Overpayment": {"OverpaymentID": "o-1"},
    "Account": {"Code": "090"},
    "Date": WENT,
    "Amount": Decimal("12.00"),
    "Reference": "BP 9002 CARD",
}
INVOICE = a_record("2001", document=ORDER, remote_id="i-1", remote_number="SI-2001")
OTHER = a_record("2002", document={**ORDER, "id": 2002}, remote_id="i-2")


def some_money(name: str, day: str, amount: str, told: Raw, changes: Raw) -> Record:
    document = a_payment(
        **{
            "paymentId": int(name),
            "orderId": 2001,
            "amountPaid": Decimal(amount),
            "paymentDate": f"{day}T10:00:00Z",
            "document": ["sales_invoice", "2001"],
            **told,
        }
    )
    record = a_record(name, **{"kind": Kind.SALES_PAYMENT, "document": document, **changes})
    return replace(record, summary=replace(record.summary, date=day, reference="SI-2001"))


def a_receipt(
    name: str = "9001", *, day: str = CAME, amount: str = "12.00", told: Raw | None = None, **changes: Any
) -> Record:
    """A payment that came, and is in Xero."""
    return some_money(name, day, amount, told or {}, {"remote_id": "x-1", "status": Status.SENT, **changes})


def a_reversal(
    name: str = "9002", *, day: str = WENT, amount: str = "12.00", told: Raw | None = None, **changes: Any
) -> Record:
    """Money that went back, which is not in Xero yet."""
    return some_money(name, day, amount, {"paymentType": "PAYMENT", **(told or {})}, changes)


def not_sent(**changes: Any) -> Raw:
    return {"remote_id": "", "status": Status.PENDING, **changes}


def a_copy(name: str = "9001", **changes: Any) -> Raw:
    return {"Reference": f"BP {name} CARD", "Status": "AUTHORISED", **changes}


@dataclass
class Ledger(Memory):
    """It notes which records are written."""

    done: list[str] = field(default_factory=list)

    def revise(self, records: Iterable[Record], change: Callable[[Record], Change | None]) -> list[Change]:
        made = super().revise(records, change)
        self.done += [f"wrote {one.after.id}" for one in made]
        return made


@dataclass
class Books:
    """Xero, with copies of payments by their ids: all of them are on each invoice."""

    copies: Mapping[str, Raw]
    done: list[str]

    def one(self, resource: object, name: str) -> Raw | None:
        assert resource is PAYMENTS
        return self.copies.get(name)

    def by_ids(self, resource: object, ids: Sequence[str]) -> list[Raw]:
        assert resource is INVOICES
        paid = [{"PaymentID": name, **copy} for name, copy in self.copies.items()]
        return [{"InvoiceID": name, "Contact": {"ContactID": f"contact of {name}"}, "Payments": paid} for name in ids]

    def delete_payment(self, name: str) -> None:
        self.done.append(f"deleted {name}")


@dataclass
class Desk:
    """`arrives`: whether Xero takes overpayments. `locked` are days on which nothing is posted.

    Payments are of April: only those are older than the table that `since` makes so.
    """

    store: Ledger
    copies: Mapping[str, Raw] = field(default_factory=lambda: {"x-1": a_copy()})
    accounts: Sequence[Account] = (CASH, BANK)
    arrives: bool = True
    locked: Sequence[str] = ()
    time_left: bool = True
    since: datetime = FIRST
    asked: list[list[int]] = field(default_factory=list)
    settled: set[Key] = field(default_factory=set)
    posted: list[tuple[str, Envelope]] = field(default_factory=list)
    rested: list[Envelope] = field(default_factory=list)
    failed: dict[str, Problem] = field(default_factory=dict)

    @property
    def done(self) -> list[str]:
        return self.store.done

    def clock(self) -> datetime:
        return AT

    def now(self, name: str) -> Record:
        return self.store.records[Kind.SALES_PAYMENT, name]

    @property
    def reversals(self) -> Reversals:
        settings = some_settings()
        methods = settings.payment_methods
        gifts = {"GIFT": {"GBP": NO_MONEY}, **methods.to_xero}
        settings = replace(settings, payment_methods=replace(methods, to_xero=gifts))
        xero, store = cast("Any", Books(self.copies, self.done)), as_store(self.store)
        return Reversals(
            xero=xero,
            store=store,
            settings=settings,
            accounts=lambda: self.accounts,
            payments=cast("Any", "payments"),
            overpayments=cast("Any", "overpayments"),
            found=FoundCopies(xero=xero, store=store, table_since=lambda: self.since),
            payments_of=self._payments_of,
            map_payment=lambda payment, paid: to_xero_payment(payment, paid, settings),
            reopened=lambda document: self.done.append(f"reopened {document.id}"),
            settled=self.settled,
        )

    def _payments_of(self, orders: Iterable[int]) -> dict[str, list[str]]:
        self.asked.append(list(orders))
        payments = [record for (kind, _), record in self.store.records.items() if kind == Kind.SALES_PAYMENT]
        return {
            str(order): [*(one.id for one in payments if one.document["orderId"] == order), "9999"]
            for order in self.asked[-1]
        }

    def take_back(self, *backs: Record) -> None:
        documents = {2001: INVOICE, 2002: OTHER}
        self.reversals.post(cast("Poster", self), [(back, documents[back.document["orderId"]]) for back in backs])

    # as a poster

    def may_start(self) -> bool:
        return self.time_left

    def why_locked(self, day: date, system: System) -> str | None:
        assert system == System.XERO
        return f"{day} is locked" if day.isoformat() in self.locked else None

    def post(self, target: object, envelopes: Sequence[Envelope]) -> None:
        """An overpayment that arrives is known to its record."""
        for one in envelopes:
            self.posted.append((str(target), one))
            self.done.append(f"{target} {one.record.id}")
            if target == "overpayments" and self.arrives:
                fields = {**(one.fields or {}), OVERPAYMENT: "o-1"}
                self.store.records[one.record.key] = replace(one.record, fields=fields, remote_id="o-1")
            if target == "payments":
                self.store.records[one.record.key] = replace(one.record, remote_id="refund-1", status=Status.SENT)

    def unchanged(self, envelopes: Sequence[Envelope]) -> None:
        for one in envelopes:
            self.rested.append(one)
            self.store.records[one.record.key] = replace(one.record, status=Status.SENT)

    def fail(self, failing: Sequence[Failing]) -> None:
        self.failed |= {one.envelope.record.id: one.problem for one in failing}


def a_desk(*payments: Record, **changes: Any) -> Desk:
    return Desk(store=Ledger({record.key: record for record in payments}), **changes)


def said(envelope: Envelope) -> Raw:
    """What an envelope is about, but for its record."""
    assert envelope.fingerprint == payment_fingerprint(envelope.record.document)
    told = {name: getattr(envelope, name) for name in ("payload", "total", "notes", "fields", "begins", "left")}
    return {name: value for name, value in told.items() if value}
