"""What of a payment is more than its document has open: left out within the tolerance, held, or posted as an overpayment.

Nobody asks before a payment is sent. Only where Xero refuses one are the documents read, together, and the open amount goes.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from msgspec import Struct, field
from msgspec.structs import replace

from shared.errors import Problem
from shared.kinds import Kind
from shared.mapping.copies import GONE
from shared.mapping.overpayments import (
    CENTS,
    OVER,
    PAID,
    Account,
    Parts,
    bank_of,
    cents_left,
    goes_on,
    is_going_on,
    is_over,
    no_bank,
    rest_of,
    to_overpayment,
    too_much,
    went,
)
from shared.mapping.payments import our_payment_id, paid_document
from shared.mapping.payments_to_xero import with_amount
from shared.posting.credits import left_of
from shared.posting.envelopes import Envelope, Failing
from shared.posting.poster import Poster
from shared.posting.problems import PAID_BY_OURS, PAID_THERE, USED_ALREADY
from shared.posting.target import Adopt, Element, Refuse, Rename, Resolution, Target, Wanted
from shared.posting.targets.refusals import EXCEEDS
from shared.posting.targets.xero import FOUND, Raw, xero_problem
from shared.records.record import Record
from shared.records.schema import brightpearl_link
from shared.records.store import Store
from shared.settings import Excess as Setting
from shared.settings import Settings
from shared.xero.client import Xero
from shared.xero.resources import CREDIT_NOTES, INVOICES

PAYABLE: Final = frozenset({"AUTHORISED", "PAID"})


class Excess(Struct, frozen=True, kw_only=True, eq=False):
    """One object for the invocation. `accounts` reads the chart, at most once a run and only where an overpayment is due.

    `seen` are documents as they were read, by their ids, `following` the payments of which the rest is to go, and `cents` what
    was left out, by account.
    """

    xero: Xero
    store: Store
    settings: Settings
    accounts: Callable[[], Sequence[Account]]
    target: Target
    seen: dict[str, Raw] = field(default_factory=dict)
    following: set[str] = field(default_factory=set)
    cents: dict[str, Decimal] = field(default_factory=dict)

    # payments that Xero refused

    def parts(self, wanted: Sequence[Wanted]) -> list[Resolution]:
        """Read the documents, and give each payment what is open, first come first served. The rest is held, or follows."""
        documents = self._read(paid_document(want.payload) for want in wanted if "Invoice" in want.payload)
        documents |= self._notes({paid_document(want.payload) for want in wanted if "CreditNote" in want.payload})
        self.seen.update(documents)
        left = {remote_id: left_of(raw) for remote_id, raw in documents.items()}
        strangers = self._strangers(documents.values())
        return [self._resolution(want, documents.get(paid_document(want.payload)), left, strangers) for want in wanted]

    def _resolution(
        self, want: Wanted, document: Raw | None, left: dict[str, Decimal], strangers: Mapping[str, Sequence[Raw]]
    ) -> Resolution:
        if document is None or document["Status"] not in PAYABLE:
            return Refuse(problem=_without_excess(want))
        remote_id = _id(document)
        others = strangers.get(remote_id, ())
        own = next((one for one in others if _named(one) == _named(want.payload)), None)
        if own is not None:
            return self._left_there(want, own, _called(document))
        if others and not left[remote_id]:
            return Refuse(problem=PAID_BY_OURS if self._are_on_their_way(others) else PAID_THERE)
        paid = min(left[remote_id], want.payload["Amount"])
        left[remote_id] -= paid
        return self._part(want, paid, _called(document))

    def _are_on_their_way(self, payments: Iterable[Raw]) -> bool:
        """Whether one of them is ours by its reference, and due: nobody knows yet that it has arrived."""
        names = (our_payment_id(payment.get("Reference")) for payment in payments)
        records = self.store.get_many((Kind.SALES_PAYMENT, name) for name in names if name).values()
        return any(record.due_step is not None and not record.in_remote for record in records)

    def _left_there(self, want: Wanted, own: Raw, called: str) -> Resolution:
        """Adopt what an earlier installation has left of this very payment."""
        part = self._part(want, Decimal(str(own["Amount"])), called)
        element = Element(key=(), remote_id=str(own["PaymentID"]), raw=own)
        if not isinstance(part, Rename):
            return part
        return Adopt(element=element, note=FOUND, fields=part.fields, notes=part.notes, left=part.left)

    def _part(self, want: Wanted, paid: Decimal, called: str) -> Resolution:
        rest = want.payload["Amount"] - paid
        if rest <= self.settings.tolerance:
            return self._without_cents(want, paid, rest)
        problem = self._problem(want.payload, called, paid=paid, rest=rest)
        if not paid:
            return Refuse(problem=problem)
        return Rename(payload=with_amount(want.payload, paid), fields={PAID: f"{paid:f}"}, left=problem)

    def _without_cents(self, want: Wanted, paid: Decimal, rest: Decimal) -> Resolution:
        if not rest:
            return Rename()
        account = next(iter(want.payload["Account"].values()))
        self.cents[account] = self.cents.get(account, Decimal(0)) + rest
        fields, notes = {PAID: f"{paid:f}", CENTS: f"{rest:f}"}, (cents_left(rest, account),)
        if not paid:
            return Adopt(element=Element(key=()), note="nothing was due", fields=fields, notes=notes)
        return Rename(payload=with_amount(want.payload, paid), fields=fields, notes=notes)

    def _problem(self, payload: Raw, called: str, *, paid: Decimal, rest: Decimal) -> Problem:
        """Say what becomes of the rest. What goes on as an overpayment is noted to follow."""
        why = self._why_held(payload)
        if why is not None:
            return too_much(called, paid=paid, rest=rest, why=why)
        self.following.add(our_payment_id(payload["Reference"]) or "")
        return goes_on(called, paid=paid, rest=rest)

    def _why_held(self, payload: Raw) -> str | None:
        """Give why the rest is held: "" because of the setting, None where it goes on."""
        if "Invoice" not in payload:
            return "a refund can be no overpayment"
        if self.settings.excess != Setting.OVERPAYMENT:
            return ""
        return None if bank_of(payload, self.accounts()) else no_bank(payload)

    def _read(self, ids: Iterable[str]) -> dict[str, Raw]:
        return {str(raw["InvoiceID"]): raw for raw in self.xero.by_ids(INVOICES, sorted(set(ids)))}

    def _notes(self, ids: Iterable[str]) -> dict[str, Raw]:
        return {str(raw["CreditNoteID"]): raw for raw in self.xero.by_ids(CREDIT_NOTES, sorted(ids))}

    def _strangers(self, documents: Iterable[Raw]) -> dict[str, list[Raw]]:
        """Give by document the payments that are none of ours, as far as the ledger knows.

        One of ours may be known as a payment of Xero's that is linked to the very payment that it names: a lost table knew more.
        """
        living = [
            (_id(document), payment)
            for document in documents
            for payment in document.get("Payments") or ()
            if payment.get("Status") != GONE
        ]
        ids = [str(payment["PaymentID"]) for _, payment in living]
        ours, linked = self.store.linked(ids), self.store.get_many((Kind.SALES_PAYMENT, one) for one in ids)
        found: dict[str, list[Raw]] = {}
        for document, payment in living:
            known = linked.get((Kind.SALES_PAYMENT, str(payment["PaymentID"])))
            is_named = known is not None and known.remote_id == brightpearl_link(
                our_payment_id(payment.get("Reference"))
            )
            if str(payment["PaymentID"]) not in ours and not is_named:
                found.setdefault(document, []).append(payment)
        return found

    # what follows

    def due(self) -> list[Record]:
        """Take out the payments whose rest is to go now. One whose first part has not arrived after all begins again."""
        keys = [(Kind.SALES_PAYMENT, payment_id) for payment_id in sorted(self.following)]
        self.following.clear()
        records = self.store.get_many(keys).values()
        return [record for record in records if record.failure and is_going_on(record.failure.problem)]

    def post(self, poster: Poster, envelopes: Sequence[Envelope]) -> None:
        """Post the rests of payments as overpayments, or hold them. `envelopes` are those of the payments."""
        reasons = [(envelope, self._why_held(envelope.payload)) for envelope in envelopes]
        poster.fail([Failing(envelope=one, problem=_held(one, why)) for one, why in reasons if why is not None])
        going = [envelope for envelope, why in reasons if why is None]
        unread = {paid_document(envelope.payload) for envelope in going} - self.seen.keys()
        self.seen.update(self._read(unread))
        poster.post(self.target, [self._overpayment(envelope) for envelope in going])

    def _overpayment(self, envelope: Envelope) -> Envelope:
        document, rest = self.seen[paid_document(envelope.payload)], whole_rest(envelope)
        account = bank_of(envelope.payload, self.accounts())
        assert account is not None
        payload = to_overpayment(
            envelope.record.document,
            envelope.payload,
            rest,
            contact_id=str(document["Contact"]["ContactID"]),
            account=account,
            settings=self.settings,
        )
        return replace(
            envelope,
            payload=payload,
            remote_id="",
            total=rest,
            fields={**(envelope.record.fields or {}), OVER: f"{rest:f}"},
            notes=(*envelope.notes, is_over(rest)),
            begins=went(envelope.record.summary.reference, paid=Parts.of(envelope.record.fields).paid, rest=rest),
        )

    def tell(self, left_out: dict[str, str]) -> None:
        """Add what was left out to the sums by account."""
        for account, amount in self.cents.items():
            left_out[account] = f"{Decimal(left_out.get(account, '0.00')) + amount:f}"
        self.cents.clear()


def whole_rest(envelope: Envelope) -> Decimal:
    """Give what of a payment is not in Xero yet: all of it, where it found nothing open."""
    fields = envelope.record.fields
    return rest_of(envelope.payload, fields) if fields else Decimal(envelope.payload["Amount"])


def _held(envelope: Envelope, why: str) -> Problem:
    paid = Parts.of(envelope.record.fields).paid
    return too_much(envelope.record.summary.reference, paid=paid, rest=whole_rest(envelope), why=why)


def _without_excess(want: Wanted) -> Problem:
    """A document that is voided, or a draft, has nothing open either: that it is such says more."""
    if "Overpayment" in want.payload:
        return USED_ALREADY
    said = want.refused.refusals if want.refused else ()
    return xero_problem([words for words in said if EXCEEDS not in words] or said)


def _named(payment: Raw) -> str:
    """Give the payment in Brightpearl that a payment in Xero says it is."""
    return our_payment_id(payment.get("Reference")) or ""


def _id(document: Raw) -> str:
    return str(document.get("InvoiceID") or document.get("CreditNoteID"))


def _called(document: Mapping[str, Any]) -> str:
    return str(document.get("InvoiceNumber") or document.get("CreditNoteNumber") or "its document")
