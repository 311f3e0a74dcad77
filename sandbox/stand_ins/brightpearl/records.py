"""What the account keeps: products, contacts, orders, payments, stock, as values; text is made of them on reading."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sandbox.stand_ins.brightpearl.amounts import ZERO, rounded
from sandbox.stand_ins.currency import places_of

FREE_TEXT_PRODUCT = 1000
OWN_TAX, TYPED_TAX = "brightpearl", "manual"


class OrderType(StrEnum):
    """The four kinds of order."""

    SO = "SO"
    PO = "PO"
    SC = "SC"
    PC = "PC"


class PaymentType(StrEnum):
    """What a payment does; AUTH and VOID move no money."""

    AUTH = "AUTH"
    CAPTURE = "CAPTURE"
    PAYMENT = "PAYMENT"
    RECEIPT = "RECEIPT"
    VOID = "VOID"


class PaymentStatus(StrEnum):
    """What Brightpearl makes of an order's payments."""

    AUTHORIZED = "AUTHORIZED"
    PAID = "PAID"
    PARTIALLY_PAID = "PARTIALLY_PAID"
    UNPAID = "UNPAID"
    NOT_APPLICABLE = "NOT_APPLICABLE"


ORDER_TYPE_IDS = {OrderType.SO: 1, OrderType.PO: 2, OrderType.SC: 3, OrderType.PC: 4}
ORDER_TYPE_NAMES = {1: "SALES_ORDER", 2: "PURCHASE_ORDER", 3: "SALES_CREDIT", 4: "PURCHASE_CREDIT"}
PAYMENT_STATUS_IDS = {status: number for number, status in enumerate(PaymentStatus, start=1)}
SALES = frozenset({OrderType.SO, OrderType.SC})
CREDITS = frozenset({OrderType.SC, OrderType.PC})


@dataclass(slots=True, kw_only=True)
class Product:
    """A product; `prices` is price list id -> break quantity -> price, `supplier_skus` is price list id -> SKU."""

    id: int
    name: str
    created_on: datetime
    sku: str | None = ""
    updated_on: datetime | None = None
    barcode: str = ""
    description: str = ""
    tax_code: str
    stock_tracked: bool = True
    status: str = "LIVE"
    brand_id: int = 71
    weight: Decimal = ZERO
    nominal_stock: str = "1001"
    nominal_purchases: str = "5000"
    nominal_sales: str = "4000"
    primary_supplier_id: int | None = None
    components: list[tuple[int, int]] = field(default_factory=list)
    options: dict[str, str] = field(default_factory=dict)
    prices: dict[int, dict[int, Decimal]] = field(default_factory=dict)
    supplier_skus: dict[int, str] = field(default_factory=dict)
    custom_fields: dict[str, Any] = field(default_factory=dict)
    version: int = 1


@dataclass(slots=True, kw_only=True)
class Address:
    """A postal address: street, suburb, city, county."""

    id: int
    contact_id: int
    line1: str = ""
    line2: str = ""
    line3: str = ""
    line4: str = ""
    postcode: str = ""
    country: str


@dataclass(slots=True, kw_only=True)
class Contact:
    """A person; those of one company share its `organisation_id`, and one of them is its primary contact."""

    id: int
    first_name: str
    last_name: str
    created_on: datetime
    updated_on: datetime | None = None
    salutation: str = ""
    company: str | None = None
    organisation_id: int = 0
    is_primary: bool = True
    is_supplier: bool = False
    is_staff: bool = False
    emails: dict[str, str] = field(default_factory=dict)
    telephones: dict[str, str] = field(default_factory=dict)
    websites: dict[str, str] = field(default_factory=dict)
    address_ids: dict[str, int] = field(default_factory=dict)
    price_list_id: int = 2
    nominal_code: str = "0"
    tax_code: str
    credit_limit: int = 0
    credit_term_days: int = 30
    currency: str
    account_reference: str = ""
    tags: str = ""
    custom_fields: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A name and address as it stood when the order was placed."""

    contact_id: int | None
    full_name: str
    company: str = ""
    line1: str = ""
    line2: str = ""
    line3: str = ""
    line4: str = ""
    postcode: str = ""
    country: str = ""
    telephone: str = ""
    email: str = ""


@dataclass(slots=True, kw_only=True)
class Row:
    """An order row: one item's amounts times the quantity, not rounded again; `calculator` is who worked the tax out."""

    id: int
    name: str
    quantity: Decimal
    net: Decimal
    tax: Decimal
    product_id: int = FREE_TEXT_PRODUCT
    sequence: int = 10
    sku: str | None = None
    item_cost: Decimal = ZERO
    unit_price: Decimal = ZERO
    discount_percentage: Decimal = ZERO
    tax_code: str
    tax_rate: Decimal
    calculator: str = OWN_TAX
    nominal_code: str = "4000"
    options: dict[str, str] = field(default_factory=dict)
    bundle_parent: bool = False
    parent_row_id: int = 0


@dataclass(slots=True, kw_only=True)
class Invoice:
    """The invoice of an order; the reference stays blank until there is one.

    `taken_back` is the number of an invoice that the order had and has not any more: its next one takes it again.
    """

    reference: str = ""
    taken_back: str = ""
    tax_date: date | None = None
    due_date: date | None = None
    journal_id: int | None = None


@dataclass(slots=True, kw_only=True)
class Note:
    """A note on an order."""

    id: int
    text: str
    added_on: datetime
    contact_id: int = 0
    added_by: int = 4
    is_public: bool = False
    status_id: int = 0
    file_id: int = 0


@dataclass(slots=True, kw_only=True)
class Order:
    """An order or credit; the rate is order-currency units for one unit of the account's currency."""

    id: int
    type: OrderType
    status_id: int
    contact_id: int
    customer: Party
    delivery: Party
    billing: Party
    created_on: datetime
    placed_on: datetime
    updated_on: datetime | None = None
    closed_on: datetime | None = None
    reference: str = ""
    external_ref: str | None = None
    parent_id: int = 0
    price_mode: str = "EXC"
    price_list_id: int = 2
    currency: str
    exchange_rate: Decimal = Decimal(1)
    fixed_rate: bool = True
    delivery_date: date | datetime | None = None
    shipping_method_id: int = 0
    channel_id: int = 0
    warehouse_id: int = 2
    created_by_id: int = 206
    stock_status: str = "N"
    allocation_status: str = "ANR"
    shipping_status: str = "NST"
    payment_status: PaymentStatus = PaymentStatus.UNPAID
    is_dropship: bool = False
    version: int = 1
    invoice: Invoice = field(default_factory=Invoice)
    rows: dict[int, Row] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    custom_fields: dict[str, Any] = field(default_factory=dict)

    @property
    def total(self) -> Decimal:
        """Net and tax of all rows, rounded once to the currency's places."""
        return self._rounded(sum((row.net + row.tax for row in self.rows.values()), ZERO))

    @property
    def tax(self) -> Decimal:
        """The tax of all rows, rounded once: it need not be the sum of the taxes that the rows show."""
        return self._rounded(sum((row.tax for row in self.rows.values()), ZERO))

    @property
    def net(self) -> Decimal:
        """What the tax leaves of the total."""
        return self.total - self.tax

    def _rounded(self, amount: Decimal) -> Decimal:
        return rounded(amount, places_of(self.currency))


@dataclass(slots=True, kw_only=True)
class Payment:
    """A payment on an order, in the order's currency.

    `adjustments` is what of it no money came for: a discount or a write-off, by nominal code. An `allocated` one moved
    what was on another order already, whose payment the other way shares its journal.
    """

    id: int
    order_id: int
    type: PaymentType
    method: str
    currency: str
    payment_date: datetime
    created_on: datetime
    amount_paid: Decimal = ZERO
    amount_authorized: Decimal = ZERO
    exchange_rate: Decimal = Decimal(1)
    transaction_ref: str | None = None
    transaction_code: str | None = None
    expires: datetime | None = None
    journal_id: int | None = None
    journal_ref: str = ""
    adjustments: dict[str, Decimal] = field(default_factory=dict)
    allocated: bool = False


@dataclass(slots=True, kw_only=True)
class Movement:
    """Stock that moved: one product, signed quantity, at one cost per item."""

    id: int
    product_id: int
    quantity: int
    value: Decimal
    created_on: datetime
    location_id: int = 2
    batch_id: int = 0
    order_id: int | None = None
    order_row_id: int | None = None


@dataclass(slots=True, kw_only=True)
class GoodsNote:
    """A note of moved stock: SC is a stock correction, GO goods that went out."""

    id: int
    type: str
    warehouse_id: int
    created_on: datetime
    updated_on: datetime
    reason: str = ""
    order_id: int | None = None
    journal_id: int | None = None
    movements: list[Movement] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """An order that whoever filled the account knows cannot go to Xero: its kind there, and why."""

    kind: str
    id: int
    number: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OddMoney:
    """Payments that whoever filled the account made as merchants do: what they would call it, and what it is about."""

    what: str
    orders: list[int]
    payments: list[int]


@dataclass(slots=True, kw_only=True)
class Webhook:
    """A subscription to an event."""

    id: int
    body: dict[str, Any]
