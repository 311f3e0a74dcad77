"""What of Xero's payments is in Brightpearl already: among the payments of their orders."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from shared.brightpearl.client import Brightpearl
from shared.kinds import Kind, System
from shared.mapping.ages import is_older
from shared.mapping.dates import date_only
from shared.mapping.deposits import signed
from shared.mapping.payments import is_money_in, moves_money, our_payment_id
from shared.mapping.payments_to_xero import moved_by
from shared.mapping.splits import record_names
from shared.mapping.twins import Entry, not_there, of_brightpearl, of_xero
from shared.posting.found_payments import Paying, Same, There
from shared.posting.target import Element
from shared.records.record import Record
from shared.records.schema import brightpearl_link
from shared.records.standing import STAYS
from shared.records.store import Store
from shared.settings import Settings

Row = Mapping[str, Any]


class FoundInBrightpearl(Struct, frozen=True, kw_only=True, eq=False):
    """Payments of one `kind`.

    `table_since` gives since when our table knows what was posted. `shown` is what the search shows to have been paid of orders,
    which may be behind, and `references` those of the payments.
    """

    brightpearl: Brightpearl
    store: Store
    settings: Settings
    kind: Kind
    table_since: Callable[[], datetime]
    shown: dict[int, Decimal] = field(default_factory=dict)
    references: set[str] = field(default_factory=set)

    def going(self, paying: Paying) -> Entry:
        payload, document = paying.payload, paying.record.document
        amount, day = Decimal(payload["amountPaid"]), str(payload["paymentDate"])[:10]
        names = [str(document[name]) for name in ("account_code", "account_id") if document.get(name)]
        return Entry(
            id=paying.record.id,
            document=_place(payload),
            amount=amount,
            day=day,
            accounts=frozenset([*names, _by(payload["paymentMethodCode"])] if names else ()),
            named=our_payment_id(document.get("reference")) or "",
            linked=paying.linked,
            separate=paying.separate,
            told=of_xero(amount, day, next(iter(names), "")),
            is_money=paying.is_money,
        )

    def there(self, paying: Sequence[Paying], wanted: Collection[tuple[str, Decimal]]) -> list[There]:
        orders = sorted({int(one.payload["orderId"]) for one in paying})
        rows = self.brightpearl.payments_of_orders(orders, supplier=self.kind == Kind.PURCHASE_PAYMENT)
        money = {str(row["paymentId"]): row for row in rows if moves_money(row)}
        self._note_shown(orders, money.values())
        own = {name: one for (_, name), one in self.store.get_many((self.kind, name) for name in money).items()}
        amounts = {name: _amount(row, own.get(name)) for name, row in money.items()}
        alike = {name: row for name, row in money.items() if (_place(row), amounts[name]) in wanted}
        copies = {str(one.payload["transactionRef"]): one.record.id for one in paying if not one.is_contra}
        mine = {name: copies.get(str(row.get("transactionRef") or ""), "") for name, row in alike.items()}
        taken = self._carried(alike, mine)
        found = [
            self._there(row, amounts[name], own.get(name), named=mine[name])
            for name, row in alike.items()
            if name not in taken and _is_free(own.get(name))
        ]
        return [*found, *self._not_there(paying, {str(row["paymentId"]) for row in rows})]

    def _not_there(self, paying: Sequence[Paying], names: Collection[str]) -> Iterator[There]:
        """Of a payment from before our table, that of ours which it says it is the copy of, where Brightpearl has it no more."""
        for one in paying:
            entry = self.going(one)
            if entry.named and entry.named not in names and is_older(one.record.document, self.table_since()):
                gone = replace(entry, id=entry.named, told=not_there(entry.named), named="", is_gone=True)
                yield There(entry=gone, same=Same(element=Element(key=()), differs=f"it is {gone.told}, {STAYS}"))

    def _note_shown(self, orders: Iterable[int], rows: Iterable[Row]) -> None:
        self.shown.update(dict.fromkeys(orders, Decimal()))
        for row in rows:
            self.references.add(str(row.get("transactionRef") or ""))
            if (order := row["orderId"]) in self.shown:
                self.shown[order] += signed(row) if self.kind == Kind.SALES_PAYMENT else -signed(row)

    def _carried(self, rows: Mapping[str, Row], mine: Mapping[str, str]) -> set[str]:
        """Those that we carried over from Xero, by the ledger or by their reference. Of what is `mine` the answer was lost."""
        links = self.store.linked(map(brightpearl_link, rows))
        named = {name: record_names(str(row.get("transactionRef") or "")) for name, row in rows.items()}
        records = self.store.get_many((self.kind, one) for names in named.values() for one in names if one)
        from_xero = {record.id for record in records.values() if record.origin is System.XERO}
        named_others = {name for name in rows if not mine[name] and not from_xero.isdisjoint(named[name])}
        return {name for name in rows if brightpearl_link(name) in links} | named_others

    def _there(self, row: Row, amount: Decimal, own: Record | None, *, named: str) -> There:
        payment_id, method = str(row["paymentId"]), str(row["paymentMethodCode"])
        day = date_only(row["paymentDate"], zone=self.settings.time_zone).isoformat()
        account = self.settings.payment_methods.to_xero.get(method, {}).get(str(row.get("currencyCode") or ""))
        return There(
            entry=Entry(
                id=payment_id,
                document=_place(row),
                amount=amount,
                day=day,
                accounts=frozenset(filter(None, [account, _by(method)])),
                named=named,
                told=of_brightpearl(payment_id, amount, day, method),
            ),
            same=Same(
                element=Element(key=(), remote_id=brightpearl_link(payment_id), remote_number=payment_id, raw=row),
                holder=own if own and own.in_remote else None,
            ),
        )


def _place(payment: Row) -> str:
    """The order and the way that money goes there: what goes back settles nothing."""
    return f"{payment['orderId']} {is_money_in(payment)}"


def _amount(row: Row, own: Record | None) -> Decimal:
    """The money that it moved, as far as its journal is known; all of it where it moved none."""
    money = abs(moved_by(own.document).money) if own else Decimal()
    return money or abs(Decimal(str(row["amountPaid"])))


def _is_free(own: Record | None) -> bool:
    """Whether it is not in Xero, or was deleted there, so that it may be the one that was entered there."""
    return own is None or not own.in_remote or (bool(own.document.get("deleted")) and not own.fields)


def _by(method: object) -> str:
    return f"method {method}"
