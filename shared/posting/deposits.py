"""Deposits that do not wait for their invoice: money on an order without one goes to Xero as an overpayment of its customer.

The customer goes first. What is on a day that is locked is an Error and never moved; what is on an account that is no bank waits.
"""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from shared.errors import HeldError
from shared.kinds import Kind
from shared.mapping.deposits import DEPOSIT, awaited, is_deposit, paying, signed
from shared.mapping.overpayments import OVERPAYMENT, Account, bank_of, to_overpayment
from shared.mapping.references import Payload, Ref, resolve
from shared.mapping.source import Source
from shared.posting.credits import left_of
from shared.posting.dependencies import Resolved
from shared.posting.envelopes import Envelope, Failing
from shared.posting.making import made, resting
from shared.posting.poster import Poster
from shared.posting.target import Target
from shared.posting.targets.xero import Raw
from shared.records.record import Record
from shared.records.store import Store
from shared.settings import Deposits as Setting
from shared.settings import Settings
from shared.xero.client import Xero
from shared.xero.resources import OVERPAYMENTS

PAID_BACK: Final = "it gave back a deposit that is an overpayment in Xero"
NOTE: Final = "{amount:f} on order {order}, which is not invoiced yet, is an overpayment in Xero"


class Deposits(Struct, frozen=True, kw_only=True, eq=False):
    """`bring` posts customers that are not in Xero yet. `accounts` reads the chart, at most once a run and only for deposits."""

    xero: Xero
    store: Store
    settings: Settings
    accounts: Callable[[], Sequence[Account]]
    target: Target
    payments: Target
    contacts: Target
    bring: Callable[[Poster, Sequence[Ref]], Resolved]

    def takes(self, record: Record) -> bool:
        """Whether it goes ahead of its invoice: a deposit that is not in Xero, where the settings want that or it began so."""
        wanted = self.settings.deposits is Setting.OVERPAYMENT or _brought_by(record)
        return bool(wanted) and is_deposit(record.document) and not record.in_remote

    def post(self, poster: Poster, records: Sequence[Record]) -> None:
        """Post deposits as overpayments, with their customers, and pay back what went back of those."""
        if not records:
            return
        envelopes = made(poster, records, self.envelope)
        poster.unchanged([one for one in envelopes if not one.payload])
        ahead = [one for one in envelopes if self.target_of(one) is self.target and one.payload]
        going, lacking = self._with_customers(poster, ahead)
        poster.fail(lacking)
        poster.post(self.target, going)
        poster.post(self.payments, [one for one in envelopes if self.target_of(one) is self.payments])

    def target_of(self, envelope: Envelope) -> Target:
        """Give where it goes: what gives money back is a payment of the overpayment that had brought it."""
        return self.payments if "Overpayment" in envelope.payload else self.target

    def envelope(self, record: Record) -> Envelope:
        """Map a deposit, or what gives one back. Raises HeldError where it has to wait, other RecordErrors where it cannot go."""
        mapped = paying(record.document, self.settings)
        if not mapped.payload:
            return replace(resting(record), notes=mapped.notes)
        gives_back = signed(record.document) < 0
        made_of = self._refund if gives_back else self._ahead
        return replace(made_of(record, mapped.payload), total=mapped.total)

    def _refund(self, record: Record, paid: Payload) -> Envelope:
        """Pay back an overpayment that has enough left."""
        amount = Decimal(paid["Amount"])
        overpayment = next((one for one in self._overpayments(record) if left_of(one) >= amount), None)
        if overpayment is None:
            raise HeldError(
                f"waits until what it gives back is in Xero: {amount:f} on order {record.document['orderId']}"
            )
        payload = {"Overpayment": {"OverpaymentID": overpayment["OverpaymentID"]}, **paid}
        return replace(resting(record, PAID_BACK), payload=payload)

    def _overpayments(self, record: Record) -> Iterator[Raw]:
        brought = self.store.get_many((record.kind, name) for name in _brought_by(record))
        ids = [str(one.fields[OVERPAYMENT]) for one in brought.values() if one.fields and OVERPAYMENT in one.fields]
        return (raw for one in ids if (raw := self.xero.one(OVERPAYMENTS, one)) is not None)

    def _ahead(self, record: Record, paid: Payload) -> Envelope:
        """Make an overpayment of the customer's."""
        payment, amount = record.document, Decimal(paid["Amount"])
        payload = to_overpayment(
            payment,
            paid,
            amount,
            contact_id=Ref(Kind.CONTACT, payment["deposit"]["contact_id"]),
            account=self._bank(payment, paid),
            settings=self.settings,
        )
        note = NOTE.format(amount=amount, order=payment["orderId"])
        begins = f"a deposit of {amount:f} on order {payment['orderId']}"
        return replace(resting(record, note, fields={DEPOSIT: f"{amount:f}"}), payload=payload, begins=begins)

    def _bank(self, payment: Source, paid: Payload) -> Account:
        """Give its account. Raises HeldError where that takes no overpayments: it goes with the invoice then."""
        account = bank_of(paid, self.accounts())
        if account is None:
            raise HeldError(
                f"{awaited(payment)},"
                f" and account {next(iter(paid['Account'].values()))} is no bank account, which overpayments need"
            )
        return account

    def _with_customers(self, poster: Poster, envelopes: Sequence[Envelope]) -> tuple[list[Envelope], list[Failing]]:
        refs = {id(one): one.payload["Contact"]["ContactID"] for one in envelopes}
        resolved = self.bring(poster, list(dict.fromkeys(refs.values())))
        ready = [
            replace(one, payload=resolve(one.payload, resolved.ids))
            for one in envelopes
            if refs[id(one)] in resolved.ids
        ]
        lacking = [one for one in envelopes if refs[id(one)] in resolved.problems]
        return ready, [Failing(envelope=one, problem=resolved.problems[refs[id(one)]]) for one in lacking]


def _brought_by(record: Record) -> list[str]:
    """Give the payments whose money it gives back."""
    return list((record.document.get("deposit") or {}).get("brought_by") or ())
