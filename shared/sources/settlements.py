"""Overpayments, prepayments and credit notes that were allocated to documents in Xero: they settle without a payment.

What is linked to a credit or a payment of ours is no money: it moves from one order of Brightpearl to another, or not at all.
Xero does not tell when an allocation is removed. So what has settled an invoice is noted and compared the next time.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from shared.kinds import ORDERS, Kind, System
from shared.mapping.source import id_at
from shared.mapping.splits import whole_id
from shared.records.progress import Progress
from shared.records.record import Fetched, Key, Record
from shared.records.store import Store
from shared.sequence import fetch_of
from shared.settings import Settings
from shared.sources.allocated import Credit
from shared.sources.credited import Credited
from shared.sources.fetched import deleted_in_xero, payment_from_xero
from shared.sources.former_opposites import FormerOpposites
from shared.sources.settled_parts import Part, parts_of, with_earlier
from shared.sources.splits import Splitter

Raw = Mapping[str, Any]
Wanted = Mapping[str, Mapping[str, date]]
SETTLED_BY: Final = {"Overpayments": "overpayment", "Prepayments": "prepayment", "CreditNotes": "credit_note"}
_LASTING: Final = ("date", "reference", "credited", "credit")  # told only by reading the credit: once


class Settlements(Struct, frozen=True, kw_only=True, eq=False):
    """Settlements of documents that are paid by payments of one kind.

    `read` reads credits, by what invoices call them, and `linked` the ids of overpayments since a day that name a payment in
    Brightpearl by our link.
    """

    store: Store
    progress: Progress
    settings: Settings
    kind: Kind
    due_step: str
    splitter: Splitter
    read: Callable[[Wanted], Mapping[str, Credit]]
    linked: Callable[[date], Collection[str]]

    def of(self, invoices: Sequence[Raw]) -> list[Fetched]:
        """Give what has settled whole invoices without a payment, and what no longer does.

        Our own allocations are left out, and what is credited of orders that were withdrawn.
        """
        named = [name for invoice in invoices for part in parts_of(invoice) for name in (part.id, part.credit_id)]
        links = self.store.links([*named, *(str(one["InvoiceID"]) for one in invoices)])
        invoices = Credited(store=self.store).without_withdrawn(invoices, links)
        parts = [part for invoice in invoices for part in parts_of(invoice)]
        before = self.progress.settled(str(one["InvoiceID"]) for one in invoices)
        known = self.store.get_many((self.kind, one) for noted in before.values() for one in noted)
        put_right = FormerOpposites(store=self.store).known(invoices, links)
        settling = (part for part in parts if part.id not in links and part.credit_id not in put_right)
        theirs = self._with_sources([part for part in settling if part.invoice_id in links], links)
        told = [with_earlier(part, before, known) for part in theirs]
        settled = self._settled(told, links)
        taken_back = self._taken_back(before, {**_nothing(invoices), **_ids(settled)}, links)
        return [*(self._fetched(part, normal) for part, normal in settled), *taken_back]

    def _with_sources(self, parts: Sequence[Part], links: Mapping[str, Sequence[Key]]) -> list[Part]:
        """Say where in Brightpearl the money comes from, where it is ours, and leave out what moves nowhere there."""
        own = {part.credit_id: links[part.credit_id][0] for part in parts if part.credit_id in links}
        records = self.store.get_many(own.values())
        homes = {credit: _homes(records[key]) for credit, key in own.items() if key in records}
        return [
            replace(part, source=homes[part.credit_id][0]) if part.credit_id in homes else part
            for part in parts
            if {*homes.get(part.credit_id, ())}.isdisjoint(links[part.invoice_id])
        ]

    def _settled(self, parts: Sequence[Part], links: Mapping[str, Sequence[Key]]) -> list[tuple[Part, dict[str, Any]]]:
        wanted: dict[str, dict[str, date]] = {}
        for part in parts:
            if not part.is_known:
                wanted.setdefault(part.name, {})[part.credit_id] = part.credited_on
        credits_ = self.read(wanted) if wanted else {}
        named = self._named(parts)
        unknown = [part for part in parts if part in named or self._is_ours(part, credits_.get(part.credit_id))]
        self.progress.queues.enqueue(fetch_of(self.kind, System.XERO), sorted({part.invoice_id for part in unknown}))
        return [
            (part, share)
            for part in parts
            if part not in unknown
            for normal in _normals(part, credits_.get(part.credit_id))
            for share in self._shares(part, normal, links[part.invoice_id])
        ]

    def _named(self, parts: Sequence[Part]) -> list[Part]:
        """What was settled by an overpayment of ours whose payment our table does not know to be there: read again then."""
        asked = [part for part in parts if part.name == "Overpayments" and part.source is None and not part.earlier]
        linked = self.linked(min(part.credited_on for part in asked)) if asked else ()
        return [part for part in asked if part.credit_id in linked]

    def _is_ours(self, part: Part, credit: Credit | None) -> bool:
        """Whether a credit is one of ours that our table does not know to be there. What it settles is read again then."""
        if credit is None or part.name != "CreditNotes" or part.source is not None or part.earlier or not credit.number:
            return False
        kinds = (kind for kind, order in ORDERS.items() if order.paid_by == self.kind)
        lines = (line for kind in kinds for line in self.store.numbered(kind, credit.number))
        return any(not line.remote_id and line.summary.total == credit.total for line in lines)

    def _shares(self, part: Part, normal: dict[str, Any], documents: Sequence[Key]) -> list[dict[str, Any]]:
        """What it settles of each order, where several share the bill."""
        if "document" in normal:
            return [normal]
        if len(documents) == 1:
            return [{**normal, "document": list(documents[0])}]
        shares = self.splitter.of(
            part.invoice_id, documents, normal["id"], normal["amount"], date.fromisoformat(normal["date"])
        )
        return [{**normal, "id": one.id, "amount": one.amount, "document": list(one.document)} for one in shares]

    def _fetched(self, part: Part, normal: dict[str, Any]) -> Fetched:
        return payment_from_xero(self.kind, normal, part.invoice, self.settings, due_step=self.due_step)

    def _taken_back(
        self, before: Mapping[str, set[str]], now: Mapping[str, set[str]], links: Mapping[str, Sequence[Key]]
    ) -> list[Fetched]:
        """Give what had settled these invoices and no longer does. Note what does now, for the next time."""
        for invoice_id, ids in now.items():
            if not ids <= before.get(invoice_id, set()):
                self.progress.note_settled(invoice_id, ids | before.get(invoice_id, set()))
        gone = {record_id: invoice_id for invoice_id, ids in before.items() for record_id in ids - now[invoice_id]}
        for record_id, invoice_id in gone.items():
            if len(links.get(invoice_id, ())) > 1:
                self.splitter.taken_back(invoice_id, links[invoice_id], whole_id(record_id))
        records = self.store.get_many((self.kind, record_id) for record_id in sorted(gone))
        return [deleted_in_xero(record, self.settings) for record in records.values()]


def _homes(record: Record) -> list[Key]:
    """The order or credit that it is in Brightpearl, or pays there, and the order that a credit came from.

    A deposit pays an order that is not invoiced yet.
    """
    if record.kind not in ORDERS:
        kind, order = record.document.get("document") or (Kind.SALES_INVOICE, record.document["orderId"])
        return [(Kind(kind), str(order))]
    parent, kind = id_at(record.document, "parentOrderId"), ORDERS[record.kind].parent
    return [record.key, *([(kind, parent)] if kind and parent else [])]


def _normals(part: Part, credit: Credit | None) -> list[dict[str, Any]]:
    """Give what is stored of it: one for all that a credit of Xero's own has settled, one for each allocation of ours."""
    if part.source is None:
        return [_of_theirs(part, credit)]
    if part.is_known:
        return [dict(record.document) for record in part.earlier]
    allocations = credit.to(part.invoice_id) if credit else []
    moved = {"from": list(part.source), "credit": part.credit_id}
    return [{**_normal(part, one.id, one.day), "amount": one.amount, **moved} for one in allocations] or [
        {**_normal(part, part.id, part.day), **moved}
    ]


def _of_theirs(part: Part, credit: Credit | None) -> dict[str, Any]:
    if part.earlier:
        lasting = {name: part.earlier[0].document[name] for name in _LASTING if name in part.earlier[0].document}
        return {**_normal(part, part.id, part.day), **lasting}
    days = [one.day for one in credit.to(part.invoice_id)] if credit else []
    normal = _normal(part, part.id, max(days, default=part.day))
    if credit is None or part.name != "CreditNotes":
        return normal
    credited = {"total": credit.total, "tax": credit.tax}
    return {**normal, "reference": credit.number, "credited": credited, "credit": part.credit_id}


def _normal(part: Part, settled_id: str, day: date) -> dict[str, Any]:
    return {
        "id": settled_id,
        "kind": SETTLED_BY[part.name],
        "amount": part.amount,
        "currency": str(part.invoice.get("CurrencyCode") or ""),
        "date": day.isoformat(),
        "account_code": "",
        "reference": "",
        "invoice_number": str(part.invoice.get("InvoiceNumber") or ""),
    }


def _nothing(invoices: Iterable[Raw]) -> dict[str, set[str]]:
    return {str(invoice["InvoiceID"]): set() for invoice in invoices}


def _ids(settled: Iterable[tuple[Part, Mapping[str, Any]]]) -> dict[str, set[str]]:
    """The ids of records, by the invoices that they settle."""
    ids: dict[str, set[str]] = {}
    for part, normal in settled:
        ids.setdefault(part.invoice_id, set()).add(normal["id"])
    return ids
