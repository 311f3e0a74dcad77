"""Every search resource but the orders', as tables of columns, and the list of them all."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from operator import attrgetter
from typing import Any

from sandbox.stand_ins.brightpearl.account import Account
from sandbox.stand_ins.brightpearl.amounts import fixed, priced
from sandbox.stand_ins.brightpearl.filters import Kind
from sandbox.stand_ins.brightpearl.ledger.payments import journal_id
from sandbox.stand_ins.brightpearl.ledger.search import JOURNAL_SEARCH
from sandbox.stand_ins.brightpearl.ledger.statement import STATEMENT
from sandbox.stand_ins.brightpearl.order_searches import (
    ORDER_NOTE_SEARCH,
    ORDER_SEARCH,
    SALES_ORDER_SEARCH,
    attribute,
    constant,
)
from sandbox.stand_ins.brightpearl.records import (
    SALES,
    Contact,
    GoodsNote,
    Movement,
    OrderType,
    Payment,
    PaymentType,
    Product,
)
from sandbox.stand_ins.brightpearl.search import Column, Resource

_PURCHASES = frozenset(OrderType) - SALES


def _string(name: str, path: str) -> Column:
    return Column(name=name, kind=Kind.STRING, value=attribute(path))


def _payments(types: frozenset[OrderType], account: Account) -> Iterator[Payment]:
    orders = account.store.orders
    lag = account.search_lag
    payments = account.store.indexed(account.store.payments.values(), lag_seconds=lag)
    return (payment for payment in payments if orders[payment.order_id].type in types)


def _currency_id(payment: Payment, account: Account) -> int:
    return account.store.reference.currencies[payment.currency].id


def _amount_paid(payment: Payment, account: Account) -> str:
    negative = payment.type is PaymentType.PAYMENT and account.switches["refund_amount_sign"] == "-"
    return priced(-payment.amount_paid if negative else payment.amount_paid, payment.currency)


_PAYMENT_COLUMNS = {
    column.name: column
    for column in (
        Column(name="paymentId", kind=Kind.IDSET, value=attribute("id")),
        Column(name="transactionRef", kind=Kind.STRING, value=attribute("transaction_ref"), sortable=False),
        Column(name="transactionCode", kind=Kind.STRING, value=attribute("transaction_code"), sortable=False),
        Column(name="paymentMethodCode", kind=Kind.STRING, value=attribute("method"), sortable=False),
        Column(name="paymentType", kind=Kind.STRING, value=attribute("type.value"), sortable=False),
        Column(name="orderId", kind=Kind.IDSET, value=attribute("order_id"), sortable=False),
        Column(name="currencyId", kind=Kind.IDSET, value=_currency_id, sortable=False),
        Column(name="currencyCode", kind=Kind.STRING, value=attribute("currency"), sortable=False),
        Column(
            name="amountAuthorized",
            kind=Kind.STRING,
            value=lambda payment, _account: priced(payment.amount_authorized, payment.currency),
            sortable=False,
        ),
        Column(name="amountPaid", kind=Kind.STRING, value=_amount_paid, sortable=False),
        Column(name="expires", kind=Kind.PERIOD, value=attribute("expires"), sortable=False),
        Column(name="paymentDate", kind=Kind.PERIOD, value=attribute("payment_date")),
        Column(name="createdOn", kind=Kind.PERIOD, value=attribute("created_on")),
        Column(name="journalId", kind=Kind.IDSET, value=journal_id),
    )
}
_CUSTOMER_ONLY = frozenset({"transactionCode", "amountAuthorized", "expires"})

CUSTOMER_PAYMENT_SEARCH = Resource(
    path="/accounting-service/customer-payment-search",
    records=partial(_payments, SALES),
    columns=tuple(_PAYMENT_COLUMNS.values()),
)
SUPPLIER_PAYMENT_SEARCH = Resource(
    path="/accounting-service/supplier-payment-search",
    records=partial(_payments, _PURCHASES),
    columns=tuple(column for name, column in _PAYMENT_COLUMNS.items() if name not in _CUSTOMER_ONLY),
    unreliable=True,
)


def _products(account: Account) -> Iterable[Product]:
    return account.store.indexed(account.store.products.values(), lag_seconds=account.search_lag)


PRODUCT_SEARCH = Resource(
    path="/product-service/product-search",
    records=_products,
    columns=(
        Column(name="productId", kind=Kind.IDSET, value=attribute("id")),
        Column(name="productName", kind=Kind.SEARCH_STRING, value=attribute("name")),
        Column(name="SKU", kind=Kind.STRING, value=lambda product, _account: product.sku or ""),
        _string("barcode", "barcode"),
        *(Column(name=name, kind=Kind.STRING, value=constant(None)) for name in ("EAN", "UPC", "ISBN", "MPN")),
        Column(name="stockTracked", kind=Kind.BOOLEAN, value=attribute("stock_tracked")),
        Column(name="salesChannelName", kind=Kind.STRING, value=constant("Brightpearl"), filterable=False),
        Column(name="createdOn", kind=Kind.PERIOD, value=attribute("created_on")),
        Column(name="updatedOn", kind=Kind.PERIOD, value=attribute("updated_on")),
        Column(name="brightpearlCategoryCode", kind=Kind.IDSET, value=constant(296), sortable=False),
        Column(name="productGroupId", kind=Kind.INTEGER, value=constant(None)),
        Column(name="brandId", kind=Kind.IDSET, value=attribute("brand_id")),
        Column(name="productTypeId", kind=Kind.IDSET, value=constant(1)),
        _string("productStatus", "status"),
        Column(name="primarySupplierId", kind=Kind.IDSET, value=attribute("primary_supplier_id")),
    ),
)


def _contacts(account: Account) -> Iterable[Contact]:
    return account.store.indexed(account.store.contacts.values(), lag_seconds=account.search_lag)


def _entry(path: str, key: str) -> Callable[[Contact, Account], Any]:
    read = attrgetter(path)
    return lambda contact, _account: read(contact).get(key)


def _searchable(name: str, value: Callable[[Any, Account], Any]) -> Column:
    return Column(name=name, kind=Kind.SEARCH_STRING, value=value)


def _flag(name: str, value: Callable[[Any, Account], Any]) -> Column:
    return Column(name=name, kind=Kind.BOOLEAN, value=value, sortable=False)


CONTACT_SEARCH = Resource(
    path="/contact-service/contact-search",
    records=_contacts,
    columns=(
        Column(name="contactId", kind=Kind.IDSET, value=attribute("id")),
        _searchable("primaryEmail", _entry("emails", "PRI")),
        _searchable("secondaryEmail", _entry("emails", "SEC")),
        _searchable("tertiaryEmail", _entry("emails", "TER")),
        _searchable("firstName", attribute("first_name")),
        _searchable("lastName", attribute("last_name")),
        _flag("isSupplier", attribute("is_supplier")),
        _searchable("companyName", attribute("company")),
        _flag("isStaff", attribute("is_staff")),
        _flag("isCustomer", lambda contact, _account: not (contact.is_supplier or contact.is_staff)),
        Column(name="createdOn", kind=Kind.PERIOD, value=attribute("created_on")),
        Column(
            name="updatedOn",
            kind=Kind.PERIOD,
            value=lambda contact, _account: contact.updated_on or contact.created_on,
        ),
        Column(name="lastContactedOn", kind=Kind.PERIOD, value=constant(None)),
        Column(name="lastOrderedOn", kind=Kind.PERIOD, value=constant(None)),
        Column(name="nominalCode", kind=Kind.INTEGER, value=lambda contact, _account: int(contact.nominal_code)),
        Column(name="isPrimary", kind=Kind.BOOLEAN, value=attribute("is_primary")),
        *(
            Column(name=name, kind=Kind.STRING, value=_entry("telephones", key), sortable=False)
            for name, key in (("pri", "PRI"), ("sec", "SEC"), ("mob", "MOB"))
        ),
        _string("exactCompanyName", "company"),
        _string("title", "salutation"),
    ),
)


def _moved(account: Account) -> Iterator[tuple[GoodsNote, Movement]]:
    lag = account.search_lag
    notes = account.store.indexed(account.store.goods_notes.values(), lag_seconds=lag)
    return ((note, movement) for note in notes for movement in note.movements)


def _of_note(path: str) -> Callable[[tuple[GoodsNote, Movement], Account], Any]:
    read = attrgetter(path)
    return lambda pair, _account: read(pair[0])


def _of_movement(path: str) -> Callable[[tuple[GoodsNote, Movement], Account], Any]:
    read = attrgetter(path)
    return lambda pair, _account: read(pair[1])


GOODS_MOVEMENT_SEARCH = Resource(
    path="/warehouse-service/goods-movement-search",
    records=_moved,
    columns=(
        Column(name="goodsMovementId", kind=Kind.IDSET, value=_of_movement("id")),
        Column(name="productId", kind=Kind.INTEGER, value=_of_movement("product_id")),
        Column(name="salesOrderRowId", kind=Kind.IDSET, value=_of_movement("order_row_id")),
        Column(name="purchaseOrderRowId", kind=Kind.IDSET, value=constant(None)),
        Column(name="quantity", kind=Kind.INTEGER, value=_of_movement("quantity")),
        Column(name="destinationLocationId", kind=Kind.INTEGER, value=_of_movement("location_id")),
        Column(name="warehouseId", kind=Kind.INTEGER, value=_of_note("warehouse_id")),
        Column(name="goodsNoteId", kind=Kind.IDSET, value=_of_note("id")),
        Column(name="productValue", kind=Kind.STRING, value=lambda pair, _account: fixed(pair[1].value, 4)),
        Column(name="currencyCode", kind=Kind.STRING, value=lambda _pair, account: account.store.currency),
        Column(name="orderId", kind=Kind.INTEGER, value=_of_movement("order_id")),
        Column(name="isCleared", kind=Kind.BOOLEAN, value=constant(value=True)),
        Column(name="isQuarantine", kind=Kind.BOOLEAN, value=constant(value=False)),
        Column(name="batchId", kind=Kind.INTEGER, value=_of_movement("batch_id")),
        Column(name="goodsNoteTypeCode", kind=Kind.STRING, value=_of_note("type")),
        Column(name="updatedOn", kind=Kind.PERIOD, value=_of_note("updated_on")),
    ),
)


def _exchange_rate(currency: Any, account: Account) -> str:
    inverse = account.switches["exchange_rate_direction"] == "base_per_foreign"
    return fixed(1 / currency.rate if inverse else currency.rate, 6)


CURRENCY_SEARCH = Resource(
    path="/accounting-service/currency-search",
    records=lambda account: account.store.reference.currencies.values(),
    columns=(
        Column(name="id", kind=Kind.IDSET, value=attribute("id")),
        _string("title", "name"),
        _string("code", "code"),
        _string("symbol", "symbol"),
        Column(name="exchangeRate", kind=Kind.STRING, value=_exchange_rate),
        Column(
            name="isDefault", kind=Kind.BOOLEAN, value=lambda currency, account: currency.code == account.store.currency
        ),
        Column(name="exchangeRateVarianceNominalCode", kind=Kind.STRING, value=constant("7906")),
    ),
)
NOMINAL_CODE_SEARCH = Resource(
    path="/accounting-service/nominal-code-search",
    records=lambda account: account.store.reference.nominals.values(),
    columns=(
        Column(name="id", kind=Kind.IDSET, value=attribute("id")),
        _string("code", "code"),
        _string("name", "name"),
        Column(name="type", kind=Kind.INTEGER, value=attribute("type_id")),
        Column(name="bank", kind=Kind.BOOLEAN, value=attribute("bank")),
        Column(name="currencyId", kind=Kind.INTEGER, value=attribute("currency_id")),
        Column(name="active", kind=Kind.BOOLEAN, value=constant(value=True)),
    ),
)
PAYMENT_METHOD_SEARCH = Resource(
    path="/accounting-service/payment-method-search",
    records=lambda account: account.store.reference.methods.values(),
    columns=(
        Column(name="id", kind=Kind.IDSET, value=attribute("id")),
        _string("code", "code"),
        _string("name", "name"),
        Column(name="active", kind=Kind.BOOLEAN, value=attribute("active")),
    ),
)
WAREHOUSE_SEARCH = Resource(
    path="/warehouse-service/warehouse-search",
    records=lambda account: account.store.reference.warehouses.values(),
    columns=(
        Column(name="id", kind=Kind.IDSET, value=attribute("id")),
        _string("name", "name"),
        Column(name="typeDescription", kind=Kind.STRING, value=constant("Internal")),
        Column(name="addressId", kind=Kind.INTEGER, value=attribute("address_id")),
    ),
)

RESOURCES = (
    ORDER_SEARCH,
    SALES_ORDER_SEARCH,
    ORDER_NOTE_SEARCH,
    CUSTOMER_PAYMENT_SEARCH,
    SUPPLIER_PAYMENT_SEARCH,
    PRODUCT_SEARCH,
    CONTACT_SEARCH,
    GOODS_MOVEMENT_SEARCH,
    JOURNAL_SEARCH,
    STATEMENT,
    CURRENCY_SEARCH,
    NOMINAL_CODE_SEARCH,
    PAYMENT_METHOD_SEARCH,
    WAREHOUSE_SEARCH,
)
