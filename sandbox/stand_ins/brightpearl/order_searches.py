"""The searches over orders and their notes, as tables of columns."""

from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter
from typing import Any

from sandbox.stand_ins.brightpearl.account import Account
from sandbox.stand_ins.brightpearl.filters import Kind
from sandbox.stand_ins.brightpearl.moments import utc_midnight
from sandbox.stand_ins.brightpearl.records import (
    ORDER_TYPE_IDS,
    ORDER_TYPE_NAMES,
    PAYMENT_STATUS_IDS,
    Note,
    Order,
    OrderType,
)
from sandbox.stand_ins.brightpearl.search import Column, Resource

STOCK_STATUSES = {1: "SON", 2: "SOP", 3: "All fulfilled", 13: "Unset"}
SHIPPING_STATUSES = {1: "NST", 2: "SNS", 3: "SPS", 4: "ASS"}
INTEGRATION_INSTANCE = 13

_STOCK_IDS = {"A": 3, "P": 2, "N": 13}
_SHIPPING_IDS = {code: number for number, code in SHIPPING_STATUSES.items()}


def attribute(path: str) -> Callable[[Any, Account], Any]:
    """Read a column straight from the record."""
    read = attrgetter(path)
    return lambda record, _account: read(record)


def constant(value: Any) -> Callable[[Any, Account], Any]:
    """A column that is the same in every row."""
    return lambda _record, _account: value


def _date_moment(order: Order, _account: Account) -> Any:
    day = order.invoice.tax_date
    return utc_midnight(day) if day else None


def _delivery_moment(order: Order, _account: Account) -> Any:
    delivery = order.delivery_date
    return delivery if delivery is None or hasattr(delivery, "hour") else utc_midnight(delivery)


def _status_names(account: Account) -> dict[int, str]:
    return {status.id: status.name for status in account.store.reference.statuses.values()}


def _payment_names(_account: Account) -> dict[int, str]:
    return {number: status.value for status, number in PAYMENT_STATUS_IDS.items()}


def _orders(account: Account) -> Iterable[Order]:
    return account.store.indexed(account.store.orders.values(), lag_seconds=account.search_lag)


def _sales_orders(account: Account) -> Iterator[Order]:
    return (order for order in _orders(account) if order.type is OrderType.SO)


def _notes(account: Account) -> Iterator[tuple[Order, Note]]:
    return ((order, note) for order in _orders(account) for note in order.notes)


def _note(path: str) -> Callable[[tuple[Order, Note], Account], Any]:
    read = attrgetter(path)
    return lambda pair, _account: read(pair[1])


_COMMON = {
    "status": Column(
        name="orderStatusId",
        kind=Kind.INTEGER,
        value=attribute("status_id"),
        reference="orderStatusNames",
        names=_status_names,
    ),
    "created": Column(name="createdOn", kind=Kind.PERIOD, value=attribute("created_on")),
    "creator": Column(name="createdById", kind=Kind.INTEGER, value=attribute("created_by_id")),
    "reference": Column(name="customerRef", kind=Kind.STRING, value=attribute("reference")),
    "updated": Column(name="updatedOn", kind=Kind.PERIOD, value=attribute("updated_on")),
    "external": Column(name="externalRef", kind=Kind.STRING, value=attribute("external_ref")),
    "instance": Column(name="installedIntegrationInstanceId", kind=Kind.INTEGER, value=constant(None)),
    "warehouse": Column(name="warehouseId", kind=Kind.IDSET, value=attribute("warehouse_id")),
    "tax date": Column(name="taxDate", kind=Kind.PERIOD, value=_date_moment),
    "delivery": Column(name="deliveryDate", kind=Kind.PERIOD, value=_delivery_moment),
    "placed": Column(name="placedOn", kind=Kind.PERIOD, value=attribute("placed_on"), hidden=True),
    "historical": Column(name="isHistoricalOrder", kind=Kind.BOOLEAN, value=constant(value=False), hidden=True),
}

ORDER_SEARCH = Resource(
    path="/order-service/order-search",
    records=_orders,
    columns=(
        Column(name="orderId", kind=Kind.IDSET, value=attribute("id")),
        Column(
            name="orderTypeId",
            kind=Kind.IDSET,
            value=lambda order, _account: ORDER_TYPE_IDS[order.type],
            reference="orderTypeNames",
            names=lambda _account: ORDER_TYPE_NAMES,
        ),
        Column(name="contactId", kind=Kind.INTEGER, value=attribute("contact_id")),
        _COMMON["status"],
        Column(
            name="orderStockStatusId",
            kind=Kind.INTEGER,
            value=lambda order, _account: _STOCK_IDS[order.stock_status],
            reference="orderStockStatusNames",
            names=lambda _account: STOCK_STATUSES,
        ),
        _COMMON["created"],
        _COMMON["creator"],
        _COMMON["reference"],
        Column(
            name="orderPaymentStatusId",
            kind=Kind.INTEGER,
            value=lambda order, _account: PAYMENT_STATUS_IDS[order.payment_status],
            reference="orderPaymentStatusNames",
            names=_payment_names,
        ),
        _COMMON["updated"],
        Column(name="parentOrderId", kind=Kind.IDSET, value=lambda order, _account: order.parent_id or None),
        Column(
            name="orderShippingStatusId",
            kind=Kind.INTEGER,
            value=lambda order, _account: _SHIPPING_IDS[order.shipping_status],
            reference="orderShippingStatusNames",
            names=lambda _account: SHIPPING_STATUSES,
        ),
        _COMMON["external"],
        _COMMON["instance"],
        _COMMON["warehouse"],
        Column(name="staffOwnerContactId", kind=Kind.INTEGER, value=constant(0)),
        _COMMON["tax date"],
        Column(name="departmentId", kind=Kind.INTEGER, value=constant(0)),
        _COMMON["delivery"],
        _COMMON["placed"],
        _COMMON["historical"],
        Column(name="externalRefSearchString", kind=Kind.SEARCH_STRING, value=attribute("external_ref"), hidden=True),
    ),
)

SALES_ORDER_SEARCH = Resource(
    path="/order-service/sales-order-search",
    records=_sales_orders,
    columns=(
        Column(name="salesOrderId", kind=Kind.IDSET, value=attribute("id")),
        Column(name="customerId", kind=Kind.INTEGER, value=attribute("contact_id")),
        _COMMON["status"],
        Column(name="orderStockStatus", kind=Kind.STRING, value=lambda order, _account: f"SO{order.stock_status}"),
        _COMMON["created"],
        _COMMON["creator"],
        _COMMON["reference"],
        Column(name="orderPaymentStatus", kind=Kind.STRING, value=attribute("payment_status.value")),
        _COMMON["updated"],
        Column(name="orderShippingStatus", kind=Kind.STRING, value=attribute("shipping_status")),
        _COMMON["external"],
        _COMMON["instance"],
        _COMMON["warehouse"],
        Column(name="staffOwnerId", kind=Kind.INTEGER, value=constant(0)),
        _COMMON["tax date"],
        Column(name="channelId", kind=Kind.INTEGER, value=attribute("channel_id")),
        _COMMON["delivery"],
        _COMMON["historical"],
        Column(name="customerRefs", kind=Kind.STRING_SET, value=attribute("reference"), hidden=True),
    ),
)

ORDER_NOTE_SEARCH = Resource(
    path="/order-service/order-note-search",
    records=_notes,
    columns=(
        Column(name="orderId", kind=Kind.IDSET, value=lambda pair, _account: pair[0].id),
        Column(name="noteId", kind=Kind.IDSET, value=_note("id")),
        Column(name="contactId", kind=Kind.INTEGER, value=_note("contact_id")),
        Column(name="noteText", kind=Kind.SEARCH_STRING, value=_note("text")),
        Column(name="isPublic", kind=Kind.BOOLEAN, value=_note("is_public")),
        Column(name="dateAdded", kind=Kind.PERIOD, value=_note("added_on")),
        Column(name="addedBy", kind=Kind.INTEGER, value=_note("added_by")),
        Column(name="orderStatusId", kind=Kind.INTEGER, value=_note("status_id")),
    ),
)
