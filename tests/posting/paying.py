"""A desk at which payments are posted: all that it hands on is noted in its order, and nothing of it leaves."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, cast

from msgspec.structs import replace

from shared.errors import InvalidDataError
from shared.kinds import Kind, System
from shared.mapping.contra import Contra
from shared.mapping.payments import PaidDocument, payment_fingerprint
from shared.mapping.references import Mapped, Ref
from shared.posting.envelopes import Arrival, Envelope, Failing
from shared.posting.found_payments import Paying, Same
from shared.posting.payments import Contras, Payments
from shared.posting.poster import Poster
from shared.posting.target import Element, Key, Resolution
from shared.records.apart import Parted
from shared.records.record import Record
from tests.builders import a_payment
from tests.posting.memory import Memory, as_store
from tests.records.builders import AT, a_problem, a_record

Raw = dict[str, Any]
ORDER: Raw = {
    "id": 2001,
    "totalValue": {"total": Decimal("12.00")},
    "currency": {"orderCurrencyCode": "GBP", "exchangeRate": "1.000000"},
}
INVOICE = a_record("2001", document=ORDER, remote_id="i-1", remote_number="SI-2001", due_step=None)
CREDIT = a_record("2003", kind=Kind.SALES_CREDIT, document={**ORDER, "id": 2003}, remote_id="n-1", due_step=None)
THERE = Element(key=(), remote_id="x-1")
JOURNAL: Raw = {
    "lines": [
        {"nominal": "1100", "amount": Decimal("12.00"), "order": "2003"},
        {"nominal": "1100", "amount": Decimal("-12.00"), "order": "2001"},
    ]
}


def a_paid(name: str = "9001", *, told: Raw | None = None, **changes: Any) -> Record:
    """A payment in Brightpearl of all of the invoice."""
    document = a_payment(
        **{
            "paymentId": int(name) if name.isdigit() else name,
            "orderId": 2001,
            "amountPaid": Decimal("12.00"),
            "document": ["sales_invoice", "2001"],
            **(told or {}),
        }
    )
    return a_record(name, **{"kind": Kind.SALES_PAYMENT, "document": document, **changes})


def carried(**changes: Any) -> Record:
    """A payment that is in Xero as it is here."""
    record = a_paid(**changes)
    return replace(record, remote_id="x-1", posted=payment_fingerprint(record.document))


def ids(rows: Iterable[Envelope | Record]) -> list[str]:
    return [row.id if isinstance(row, Record) else row.record.id for row in rows]


@dataclass
class Target:
    name: str
    system: System = System.XERO

    def key(self, payload: Raw) -> Key:
        return (payload.get("Reference") or payload["transactionRef"],)


@dataclass
class Desk:
    """`there` are payments that somebody has entered already, and `asked` those of which a person has to say whether they are.

    `told` is what `to_payment` says beside the payload, and where it is `late` nothing is begun any more.
    """

    store: Memory
    there: Collection[str] = ()
    mapped: Mapping[str, Mapped] = field(default_factory=dict)
    asked: Mapping[str, Parted] = field(default_factory=dict)
    drafts: Collection[str] = ()
    locked: str | None = None
    late: bool = False
    settled: Collection[str] = ()
    follow: Sequence[Record] = ()
    ahead: Collection[str] = ()
    removed: Collection[str] = ()
    done: list[tuple[str, list[str]]] = field(default_factory=list)
    sent: dict[str, Envelope] = field(default_factory=dict)
    rested: dict[str, Envelope] = field(default_factory=dict)
    failed: list[Failing] = field(default_factory=list)
    arrived: list[Arrival] = field(default_factory=list)
    adopted: dict[Key, Resolution] = field(default_factory=dict)
    looked: list[tuple[str, str]] = field(default_factory=list)
    days: list[date] = field(default_factory=list)
    tally: Any = field(default_factory=lambda: SimpleNamespace(left_out={"090": "1.00"}))

    def note(self, what: str, names: Sequence[str]) -> None:
        """Nobody is told of nothing, as far as a reader cares."""
        if names:
            self.done.append((what, list(names)))

    @property
    def plain(self) -> Payments:
        """Those of Brightpearl, without what only Xero has."""
        return Payments(
            store=as_store(self.store),
            target=cast("Any", Target("payments")),
            look=self.look,
            to_payment=self.map,
            why_locked=self._why_locked,
        )

    @property
    def payments(self) -> Payments:
        """Those that go to Xero."""
        return replace(
            self.plain,
            amends_first=True,
            excess=cast("Any", _Excess(self)),
            uses=cast("Any", _Helper(self, "uses")),
            reversals=cast("Any", _Reversals(self)),
            deleted=cast("Any", SimpleNamespace(post=self._without_deleted)),
            deposits=cast("Any", _Deposits(self)),
            drafts=lambda: self.drafts,
        )

    @property
    def with_contras(self) -> Payments:
        contras = Contras(target=cast("Any", Target("contras", System.BRIGHTPEARL)), to_contra=self.contra)
        return replace(self.plain, target=cast("Any", Target("payments", System.BRIGHTPEARL)), contras=contras)

    def map(self, payment: Raw, paid: PaidDocument) -> Mapped:
        if payment["currencyCode"] != "GBP":
            raise InvalidDataError("it is in another currency", hint="change it")
        payload = {
            "Invoice": {"InvoiceID": Ref(paid.kind, paid.order_id)},
            "Amount": payment["amountPaid"],
            "Reference": f"BP {payment['paymentId']}",
        }
        return self.mapped.get(str(payment["paymentId"]), Mapped(payload=payload, total=Decimal(12), notes=("mapped",)))

    @staticmethod
    def contra(payment: Raw, contra: Contra) -> Mapped:
        halves = [{"orderId": paid.order_id, "kind": paid.kind} for paid in (contra.settled, contra.source)]
        return Mapped(payload={"transactionRef": payment["paymentId"], "halves": halves})

    def look(self, wanted: Sequence[Paying]) -> list[Same | Parted | None]:
        """Only what is asked for is found, and only that is asked about."""
        names = [str(one.payload.get("Reference", one.payload.get("orderId"))).removeprefix("BP ") for one in wanted]
        self.looked += [(name, one.document.id) for name, one in zip(names, wanted, strict=True)]
        return [Same(element=THERE) if name in self.there else self.asked.get(name) for name in names]

    def _why_locked(self, day: date, system: System) -> str | None:
        assert system == System.XERO
        self.days.append(day)
        return self.locked

    def _without_deleted(self, poster: object, records: Sequence[Record]) -> list[Record]:
        assert poster is self
        self.note("deleted", ids(records))
        return [record for record in records if record.id not in self.removed]

    # as a poster

    who = "tester"

    def may_start(self) -> bool:
        return not self.late

    def clock(self) -> datetime:
        return AT

    def post(self, target: Target, envelopes: Sequence[Envelope]) -> None:
        self.note(f"posted {target.name}", ids(envelopes))
        self.sent |= {one.record.id: one for one in envelopes}

    def adopt(self, target: Target, envelopes: Sequence[Envelope], found: Mapping[Key, Resolution]) -> None:
        self.note(f"adopted {target.name}", ids(envelopes))
        self.adopted |= found

    def found(self, arrivals: Sequence[Arrival]) -> None:
        self.note("found", [one.envelope.record.id for one in arrivals])
        self.arrived += arrivals

    def unchanged(self, envelopes: Sequence[Envelope]) -> None:
        self.note("rests", ids(envelopes))
        self.rested |= {one.record.id: one for one in envelopes}

    def fail(self, failing: Sequence[Failing]) -> None:
        self.note("failed", [one.envelope.record.id for one in failing])
        self.failed += failing

    def go(self, *pages: Sequence[Record], of: Callable[["Desk"], Payments] = lambda desk: desk.payments) -> None:
        of(self).post(cast("Poster", self), pages)

    def held(self) -> dict[str, str]:
        return {change.after.id: change.after.held for change in self.store.changes}


@dataclass
class _Helper:
    """What has a share of the work: it notes what it is given."""

    desk: Desk
    name: str = ""

    def post(self, poster: object, settling: Sequence[tuple[Record, Record]]) -> None:
        assert poster is self.desk
        self.desk.done.append((self.name, [f"{record.id} of {document.id}" for record, document in settling]))


@dataclass
class _Reversals(_Helper):
    name: str = "reversals"

    @property
    def settled(self) -> set[tuple[Kind, str]]:
        return {(Kind.SALES_PAYMENT, name) for name in self.desk.settled}


@dataclass
class _Deposits:
    desk: Desk
    contacts: str = "contacts"

    def takes(self, record: Record) -> bool:
        return record.id in self.desk.ahead

    def post(self, poster: object, records: Sequence[Record]) -> None:
        assert poster is self.desk
        self.desk.note("deposits", ids(records))


@dataclass
class _Excess:
    desk: Desk
    target: str = "overpayments"

    def due(self) -> Sequence[Record]:
        return self.desk.follow

    def post(self, poster: object, envelopes: Sequence[Envelope]) -> None:
        assert poster is self.desk
        self.desk.note("excess", ids(envelopes))
        self.desk.sent |= {one.record.id: one for one in envelopes}

    def tell(self, left_out: dict[str, str]) -> None:
        left_out["095"] = "0.02"


LEFT = a_problem(message="2.00 was written off")


def a_desk(*records: Record, **changes: Any) -> Desk:
    known = [INVOICE, CREDIT, *records]
    return Desk(store=Memory({record.key: record for record in known}), **changes)
