"""Writing orders: status, notes, custom fields, patches, new orders and rows.

https://api-docs.brightpearl.com/order/: a status change adds a note by itself and raises updatedOn. Codes above
ORDC-022 are invented.
"""

from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Any

from sandbox.stand_ins.brightpearl.account import Account
from sandbox.stand_ins.brightpearl.cancelling import check_cancelling
from sandbox.stand_ins.brightpearl.moments import utc_midnight
from sandbox.stand_ins.brightpearl.ordering import (
    add_row,
    parties,
    price_row,
    product_row,
    retax_row,
    set_tax,
    text_row,
)
from sandbox.stand_ins.brightpearl.orders import custom_field_kind, find_order, render_order, render_row
from sandbox.stand_ins.brightpearl.patches import Setter, apply_patch, checked, patch_custom_fields
from sandbox.stand_ins.brightpearl.records import SALES, Contact, Note, Order, OrderType, Row
from sandbox.stand_ins.brightpearl.reference import CANCELLED, CUSTOM_FIELDS
from sandbox.stand_ins.brightpearl.selection import one
from sandbox.stand_ins.brightpearl.wire import DONE, Answer, Call, bad_request, found

FIRST_STATUS = {OrderType.SO: 3, OrderType.PO: 6, OrderType.SC: 10, OrderType.PC: 12}


def put_status(account: Account, call: Call, order_id: int) -> Answer:
    """Move an order on, with a note of it."""
    order = find_order(account, order_id)
    body = call.mapping()
    text = (body.get("orderNote") or {}).get("text", "")
    move(account, order, status_id=body.get("orderStatusId"), text=text)
    return DONE


def move(account: Account, order: Order, *, status_id: Any, text: str = "") -> None:
    """Give an order another status of its own type."""
    status = account.store.reference.statuses.get(status_id) if isinstance(status_id, int) else None
    if status is None or status.type is not order.type:
        raise bad_request("ORDC-030", f"Order status {status_id} is not a status for {order.type.value}")
    if status.id == CANCELLED[order.type]:
        check_cancelling(account, order)
    order.status_id = status.id
    add_note(account, order, text=text)
    account.store.touch(order)


def post_note(account: Account, call: Call, order_id: int) -> Answer:
    """Add a note to an order; answer with its id."""
    order = find_order(account, order_id)
    body = call.mapping()
    if not isinstance(body.get("text"), str):
        raise bad_request("ORDC-031", "You must supply the text of the note")
    note = add_note(account, order, text=body["text"], is_public=bool(body.get("isPublic")))
    account.store.touch(order)
    return found(note.id)


def add_note(account: Account, order: Order, *, text: str, is_public: bool = False) -> Note:
    """Put a note on an order."""
    note = Note(
        id=account.store.next_id("note"),
        text=text,
        added_on=account.clock.now(),
        contact_id=order.contact_id,
        is_public=is_public,
        status_id=order.status_id,
    )
    order.notes.append(note)
    return note


def patch_fields(account: Account, call: Call, order_id: int) -> Answer:
    """Change custom fields and answer with all of them."""
    order = find_order(account, order_id)
    known = frozenset(meta["code"] for meta in CUSTOM_FIELDS[custom_field_kind(order)])
    patch_custom_fields(order.custom_fields, call.json(), known=known)
    account.store.touch(order)
    return found(order.custom_fields)


def patch_order(account: Account, call: Call, order_id: int) -> Answer:
    """Change an order with a JSON Patch and answer with the whole of it."""
    order = find_order(account, order_id)
    patches = _PATCHES | {"/delivery/deliveryDate": partial(_set_delivery, account)}
    apply_patch(order, call.json(), patches, removable=frozenset({"/reference"}))
    account.store.touch(order)
    return found(render_order(account, order))


def post_order(account: Account, call: Call) -> Answer:
    """Open an order without rows; answer with its id."""
    body = call.mapping()
    kind = _order_type(body.get("orderTypeCode"))
    order = open_order(account, kind, _contact(account, body, kind), placed_on=_placed_on(account, body))
    order.reference = body.get("reference") or ""
    order.parent_id = body.get("parentOrderId") or 0
    order.channel_id = ((body.get("assignment") or {}).get("current") or {}).get("channelId") or 0
    _set_currency(account, order, body.get("currency") or {})
    status = body.get("orderStatusId", (body.get("orderStatus") or {}).get("orderStatusId"))
    order.status_id = status or order.status_id
    account.store.orders[order.id] = order
    account.store.settle(order)
    account.store.index(order)
    return found(order.id)


def open_order(account: Account, kind: OrderType, contact: Contact, *, placed_on: datetime) -> Order:
    """A new order of a contact, not kept yet."""
    customer, delivery, billing = parties(account.store, contact)
    return Order(
        id=account.store.next_id("order"),
        type=kind,
        status_id=FIRST_STATUS[kind],
        contact_id=contact.id,
        created_on=account.clock.now(),
        placed_on=placed_on,
        currency=contact.currency,
        exchange_rate=account.store.reference.currencies[contact.currency].rate,
        customer=customer,
        delivery=delivery,
        billing=billing,
    )


def post_row(account: Account, call: Call, order_id: int) -> Answer:
    """Add a row to an order; answer with its id."""
    order = find_order(account, order_id)
    row = _new_row(account, order, call.mapping())
    add_row(order, row)
    account.store.touch(order)
    return found(row.id)


def patch_row(account: Account, call: Call, order_id: int, row_id: int) -> Answer:
    """Change a row with a JSON Patch; its tax is worked out anew from its tax code unless it was set by hand."""
    order = find_order(account, order_id)
    row = one(order.rows, row_id, missing="No Order Row Found")
    for operation in checked(call.json()):
        setter = _ROW_PATCHES.get(operation["path"])
        if setter is None or operation["op"] != "replace":
            raise bad_request("CMNC-043", f"Patch path {operation['path']} is not supported")
        setter((account, row), operation.get("value"))
    account.store.touch(order)
    return found(render_row(account, order, row))


def delete_row(account: Account, _call: Call, order_id: int, row_id: int) -> Answer:
    """Take a row off an order."""
    order = find_order(account, order_id)
    one(order.rows, row_id, missing="No Order Row Found")
    del order.rows[row_id]
    account.store.touch(order)
    return DONE


def _order_type(code: Any) -> OrderType:
    if not code:
        raise bad_request("ORDC-005", "You have not supplied an order type code")
    if code not in set(OrderType):
        raise bad_request("ORDC-006", "You have supplied an invalid order type code")
    return OrderType(code)


def _contact(account: Account, body: dict[str, Any], kind: OrderType) -> Contact:
    role = "customer" if kind in SALES else "supplier"
    contact_id = ((body.get("parties") or {}).get(role) or {}).get("contactId")
    if contact_id not in account.store.contacts:
        missing = "Suppllier ID Required." if role == "supplier" else "Customer ID Required."
        raise bad_request("ORDC-022", missing)
    return account.store.contacts[contact_id]


def _placed_on(account: Account, body: dict[str, Any]) -> datetime:
    return account.time.read(body["placedOn"]) if body.get("placedOn") else account.clock.now()


def _set_currency(account: Account, order: Order, given: dict[str, Any]) -> None:
    code = given.get("orderCurrencyCode", order.currency)
    if code not in account.store.reference.currencies:
        raise bad_request("ORDC-032", f"Currency {code} does not exist")
    order.currency = code
    order.exchange_rate = Decimal(given.get("exchangeRate", account.store.reference.currencies[code].rate))


def _new_row(account: Account, order: Order, body: dict[str, Any]) -> Row:
    value = body.get("rowValue") or {}
    nominal = body.get("nominalCode") or ("4000" if order.type in SALES else "5000")
    quantity = _decimal((body.get("quantity") or {}).get("magnitude", 1))
    net = _decimal((value.get("rowNet") or {}).get("value", 0))
    tax_code = value.get("taxCode", account.store.usual_tax_code)
    product = account.store.products.get(body.get("productId") or 0)
    if tax_code not in account.store.reference.tax_codes:
        raise bad_request("ORDC-033", f"Tax code {tax_code} does not exist")
    if product is None:
        name = body.get("productName") or "Free text"
        row = text_row(account.store, name, net=net, quantity=quantity, tax_code=tax_code, nominal=nominal)
    else:
        row = product_row(account.store, product, quantity=quantity, net=net, tax_code=tax_code, nominal=nominal)
    tax = (value.get("rowTax") or {}).get("value")
    return row if tax is None else set_tax(row, _decimal(tax))


def _decimal(value: Any) -> Decimal:
    try:
        return Decimal(str(value))
    except InvalidOperation as cause:
        raise bad_request("ORDC-034", f"{value} is not an amount") from cause


def _attribute(name: str) -> Setter:
    return lambda order, value: setattr(order, name, value)


def _set_delivery(account: Account, order: Order, value: Any) -> None:
    moment = account.time.read(str(value), midnight=utc_midnight)
    whole_day = moment == utc_midnight(moment.astimezone(UTC).date())
    order.delivery_date = moment.astimezone(UTC).date() if whole_day else moment


_PATCHES: dict[str, Setter] = {
    "/reference": _attribute("reference"),
    "/warehouseId": _attribute("warehouse_id"),
    "/delivery/shippingMethodId": _attribute("shipping_method_id"),
    "/parties/customer/contactId": _attribute("contact_id"),
}


def _patch_net(target: tuple[Account, Row], value: Any) -> None:
    account, row = target
    price_row(account.store, row, net=_decimal(value))


def _patch_quantity(target: tuple[Account, Row], value: Any) -> None:
    account, row = target
    price_row(account.store, row, net=row.net, quantity=_decimal(value))


def _patch_tax_code(target: tuple[Account, Row], value: Any) -> None:
    account, row = target
    retax_row(account.store, row, str(value))


def _patch_nominal(target: tuple[Account, Row], value: Any) -> None:
    target[1].nominal_code = str(value)


_ROW_PATCHES: dict[str, Setter] = {
    "/rowValue/rowNet/value": _patch_net,
    "/rowValue/taxCode": _patch_tax_code,
    "/quantity/magnitude": _patch_quantity,
    "/nominalCode": _patch_nominal,
}
