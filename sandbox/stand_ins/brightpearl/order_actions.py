"""What people do with orders: make, change, move on, invoice, credit."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from sandbox.stand_ins.brightpearl.account import Account
from sandbox.stand_ins.brightpearl.order_changes import add_note, move, open_order
from sandbox.stand_ins.brightpearl.ordering import (
    add_row,
    discounted,
    list_row,
    part_of_row,
    price_row,
    product_row,
    retax_row,
    set_tax,
    text_row,
    unit_price,
)
from sandbox.stand_ins.brightpearl.profile import US_SALES_TAX
from sandbox.stand_ins.brightpearl.records import CREDITS, SALES, TYPED_TAX, Order, OrderType, Row
from sandbox.stand_ins.brightpearl.store import Store

INVOICED_STATUS = {OrderType.SO: 4, OrderType.PO: 8, OrderType.SC: 11, OrderType.PC: 13}
REFERENCE_PREFIX = {OrderType.SO: "SI-", OrderType.PO: "BILL-", OrderType.SC: "SC-", OrderType.PC: "PCN-"}
PRICE_MODES = ("INC", "EXC")
CREDIT_OF = {OrderType.SO: OrderType.SC, OrderType.PO: OrderType.PC}

Done = dict[str, Any]
Key = TypeVar("Key")
Record = TypeVar("Record")


def create_order(
    account: Account,
    *,
    contact: int,
    rows: list[Any],
    type: str = "SO",
    currency: str | None = None,
    exchange_rate: Decimal | None = None,
    reference: str = "",
    channel: int = 1,
    price_mode: str = "EXC",
    delivery_country: str | None = None,
    customFields: dict[str, Any] | None = None,  # noqa: N803 (Brightpearl's own spelling)
) -> Done:
    """Open an order of such rows: product or name, quantity, price (net of one), discount (%), tax_code, nominal, tax.

    A row's `tax` is the whole row's and stands whatever the rate says; `calculator` names the provider who worked it
    out. Without one the tax follows from the rate, one item at a time, in either `price_mode` (INC or EXC).
    """
    if price_mode not in PRICE_MODES:
        raise ValueError(f"price_mode is {' or '.join(PRICE_MODES)}, not {price_mode!r}.")
    person = existing(account.store.contacts, contact, "contact")
    order = open_order(account, OrderType(type), person, placed_on=account.clock.now())
    if currency:
        order.currency = currency
        order.exchange_rate = existing(account.store.reference.currencies, currency, "currency").rate
    order.exchange_rate = exchange_rate or order.exchange_rate
    order.reference = reference
    order.channel_id = channel if order.type in SALES else 0
    order.price_mode = price_mode
    order.custom_fields |= customFields or {}
    if delivery_country:
        order.delivery = replace(order.delivery, country=delivery_country)
    for row in rows:
        add_row(order, _row(account.store, order, row))
    return _keep(account, order)


def create_credit(
    account: Account, *, order: int, row: int | None = None, quantity: Decimal | None = None, invoiced: bool = True
) -> Done:
    """Credit an order: all of it, or a quantity of one row; invoiced at once unless told otherwise."""
    parent = find(account, order)
    if parent.type not in CREDIT_OF:
        raise ValueError(f"Order {order} is a credit already.")
    person = account.store.contacts[parent.contact_id]
    credit = open_order(account, CREDIT_OF[parent.type], person, placed_on=account.clock.now())
    credit.parent_id = parent.id
    credit.currency, credit.exchange_rate = parent.currency, parent.exchange_rate
    credit.channel_id, credit.price_mode = parent.channel_id, parent.price_mode
    for original in _chosen_rows(parent, row):
        add_row(credit, part_of_row(account.store, original, original.quantity if quantity is None else quantity))
    done = _keep(account, credit)
    return invoice_order(account, order=credit.id) if invoiced else done


def edit_order(
    account: Account,
    *,
    order: int,
    reference: str | None = None,
    row: int | None = None,
    quantity: Decimal | None = None,
    price: Decimal | None = None,
    name: str | None = None,
    nominal: str | None = None,
    tax_code: str | None = None,
    tax: Decimal | None = None,
    tax_date: date | None = None,
    due_date: date | None = None,
    gift: bool | None = None,
    note: str | None = None,
) -> Done:
    """Change an order: reference, dates, a row (the first unless named), or what no invoice shows: gift, note.

    A row's tax is worked out anew unless it was set by hand, by `tax` here or when the order was made.
    """
    changed = find(account, order)
    edits = {
        "quantity": quantity, "price": price, "name": name, "nominal": nominal, "tax_code": tax_code, "tax": tax
    }  # fmt: skip
    if any(edit is not None for edit in edits.values()):
        _edit_row(account.store, _target(changed, row), edits)
    changed.reference = changed.reference if reference is None else reference
    changed.invoice.tax_date = tax_date or changed.invoice.tax_date
    changed.invoice.due_date = due_date or changed.invoice.due_date
    if gift is not None:
        changed.custom_fields["PCF_GIFT"] = gift
    if note:
        add_note(account, changed, text=note)
    account.store.touch(changed)
    return _told(changed)


def move_order(account: Account, *, order: int, status: int) -> Done:
    """Give an order another status of its own type."""
    moved = find(account, order)
    move(account, moved, status_id=status)
    return _told(moved)


def invoice_order(
    account: Account,
    *,
    order: int,
    reference: str | None = None,
    tax_date: date | None = None,
    due_date: date | None = None,
    status: int | None = None,
) -> Done:
    """Invoice an order: today and with the next number unless told otherwise, at the status of invoiced orders.

    One that was un-invoiced takes the number that it had. https://help.brightpearl.com article 211131486
    """
    invoiced = find(account, order)
    now = account.clock.now()
    invoice = invoiced.invoice
    invoice.reference = reference or invoice.taken_back or next_reference(account.store, invoiced.type)
    invoice.tax_date = tax_date or account.time.day(now)
    invoice.due_date = due_date or invoice.tax_date + timedelta(days=30)
    invoiced.closed_on = now
    account.store.book_invoice(invoiced)
    move(account, invoiced, status_id=status or INVOICED_STATUS[invoiced.type])
    return _told(invoiced)


def find(account: Account, order: int) -> Order:
    """The order; ValueError when there is none."""
    return existing(account.store.orders, order, "order")


def next_reference(store: Store, kind: OrderType) -> str:
    """The account's own next number for an invoice or a credit."""
    return f"{REFERENCE_PREFIX[kind]}{store.next_id('credit' if kind in CREDITS else 'invoice')}"


def existing(records: Mapping[Key, Record], key: Key, what: str) -> Record:
    """One of some records; ValueError when it is not among them."""
    if key not in records:
        raise ValueError(f"There is no {what} {key}.")
    return records[key]


def _keep(account: Account, order: Order) -> Done:
    account.store.orders[order.id] = order
    account.store.settle(order)
    account.store.index(order)
    return _told(order)


def _told(order: Order) -> Done:
    return {
        "order": order.id,
        "reference": order.invoice.reference,
        "journal": order.invoice.journal_id,
        "total": str(order.total),
        "rows": list(order.rows),
    }


def _row(store: Store, order: Order, given: Mapping[str, Any]) -> Row:
    quantity, price, discount = (
        Decimal(str(given.get(name, usual))) for name, usual in (("quantity", 1), ("price", 0), ("discount", 0))
    )
    net = discounted(price, discount) * quantity
    tax_code = str(given.get("tax_code", store.usual_tax_code))
    if tax_code == US_SALES_TAX.code:
        store.reference.tax_codes.setdefault(tax_code, US_SALES_TAX)
    existing(store.reference.tax_codes, tax_code, "tax code")
    nominal = str(given.get("nominal", "4000" if order.type in SALES else "5000"))
    if "product" in given:
        product = existing(store.products, given["product"], "product")
        row = product_row(store, product, quantity=quantity, net=net, tax_code=tax_code, nominal=nominal)
    else:
        name = str(given.get("name", "Carriage"))
        row = text_row(store, name, net=net, quantity=quantity, tax_code=tax_code, nominal=nominal)
    if given.get("tax") is not None:
        set_tax(row, Decimal(str(given["tax"])), calculator=str(given.get("calculator", TYPED_TAX)))
    return list_row(row, price=price, discount=discount)


def _chosen_rows(parent: Order, row: int | None) -> list[Row]:
    return list(parent.rows.values()) if row is None else [existing(parent.rows, row, "row")]


def _target(order: Order, row: int | None) -> Row:
    if not order.rows:
        raise ValueError(f"Order {order.id} has no rows.")
    return next(iter(order.rows.values())) if row is None else existing(order.rows, row, "row")


def _edit_row(store: Store, row: Row, edits: Mapping[str, Any]) -> None:
    row.name = edits["name"] or row.name
    row.nominal_code = edits["nominal"] or row.nominal_code
    quantity = row.quantity if edits["quantity"] is None else edits["quantity"]
    each = edits["price"]
    if each is None and quantity != row.quantity:
        each = unit_price(row.net, row.quantity)
    if edits["tax"] is not None:
        set_tax(row, edits["tax"])
    if each is not None:
        price_row(store, row, net=each * quantity, quantity=quantity)
    if edits["tax_code"]:
        existing(store.reference.tax_codes, edits["tax_code"], "tax code")
        retax_row(store, row, edits["tax_code"])
