"""What of Xero's payments is in Brightpearl already: among the payments of their orders."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any

from msgspec import Struct

from shared.brightpearl.client import Brightpearl
from shared.kinds import Kind, System
from shared.mapping.dates import date_only
from shared.mapping.payments import is_money_in, moves_money, our_payment_id
from shared.mapping.payments_to_xero import moved_by
from shared.mapping.splits import record_names
from shared.mapping.twins import Entry, of_brightpearl, of_xero
from shared.posting.found_payments import Paying, Same, There
from shared.posting.target import Element
from shared.records.record import Key, Record
from shared.records.schema import brightpearl_link
from shared.records.store import Store
from shared.settings import Settings

Row = Mapping[str, Any]


class FoundInBrightpearl(Struct, frozen=True, kw_only=True, eq=False):
    """Payments of one `kind`."""

    brightpearl: Brightpearl
    store: Store
    settings: Settings
    kind: Kind

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
        )

    def there(self, paying: Sequence[Paying], wanted: Collection[tuple[str, Decimal]]) -> list[There]:
        orders = sorted({int(one.payload["orderId"]) for one in paying})
        rows = self.brightpearl.payments_of_orders(orders, supplier=self.kind == Kind.PURCHASE_PAYMENT)
        money = {str(row["paymentId"]): row for row in rows if moves_money(row)}
        own = {name: one for (_, name), one in self.store.get_many((self.kind, name) for name in money).items()}
        amounts = {name: _amount(row, own.get(name)) for name, row in money.items()}
        alike = {name: row for name, row in money.items() if (_place(row), amounts[name]) in wanted}
        links = self.store.linked(map(brightpearl_link, alike))
        holders = self._holders(alike, links) | {name: one for name, one in own.items() if one.in_remote}
        return [
            self._there(row, amounts[name], holders.get(name))
            for name, row in alike.items()
            if (_is_free(holders[name]) if name in holders else brightpearl_link(name) not in links)
        ]

    def _holders(self, rows: Mapping[str, Row], links: Mapping[str, Key]) -> dict[str, Record]:
        """The records of Xero's payments that they are copies of, by the ledger or by their reference."""
        keys = {
            name: [
                *(key for key in [links.get(brightpearl_link(name))] if key),
                *((self.kind, one) for one in record_names(str(row.get("transactionRef") or "")) if one),
            ]
            for name, row in rows.items()
        }
        records = self.store.get_many(key for some in keys.values() for key in some)
        copies = {name: [records[key] for key in some if key in records] for name, some in keys.items()}
        return {name: one for name, some in copies.items() for one in some[:1] if one.origin is System.XERO}

    def _there(self, row: Row, amount: Decimal, holder: Record | None) -> There:
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
                told=of_brightpearl(payment_id, amount, day, method),
            ),
            same=Same(
                element=Element(key=(), remote_id=brightpearl_link(payment_id), remote_number=payment_id, raw=row),
                holder=holder,
            ),
        )


def _place(payment: Row) -> str:
    """The order and the way that money goes there: what goes back settles nothing."""
    return f"{payment['orderId']} {is_money_in(payment)}"


def _amount(row: Row, own: Record | None) -> Decimal:
    """The money that it moved, as far as its journal is known; all of it where it moved none."""
    money = abs(moved_by(own.document).money) if own else Decimal()
    return money or abs(Decimal(str(row["amountPaid"])))


def _is_free(holder: Record) -> bool:
    """Whether its payment in Xero is gone, so that what is here may belong to another one by now."""
    return bool(holder.document.get("deleted")) and not holder.fields


def _by(method: object) -> str:
    return f"method {method}"
