"""What a merchant set up once. `Reference()` is a UK account that keeps its books in GBP."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from sandbox.stand_ins.brightpearl.records import OrderType

BASE_CURRENCY = "GBP"


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """An order status and the type of order it is for."""

    id: int
    name: str
    type: OrderType


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxCode:
    """A tax code; orders and settings know it by its code."""

    id: int
    code: str
    description: str
    rate: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Nominal:
    """A nominal account."""

    id: int
    code: str
    name: str
    type_id: int
    bank: bool = False
    currency_id: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """A payment method, with its bank account's nominal code by currency."""

    id: int
    code: str
    name: str
    active: bool = True
    banks: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceList:
    """A price list, for buying or for selling."""

    id: int
    code: str
    name: str
    type: str
    currency: str = BASE_CURRENCY


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A sales channel."""

    id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Warehouse:
    """A warehouse and its default location."""

    id: int
    name: str
    location_id: int
    address_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Currency:
    """A currency and today's rate, in its units for one of the account's."""

    id: int
    code: str
    name: str
    symbol: str
    rate: Decimal


def _statuses(kind: OrderType, rows: Iterable[tuple[int, str]]) -> tuple[Status, ...]:
    return tuple(Status(id=number, name=name, type=kind) for number, name in rows)


STATUSES = (
    *_statuses(
        OrderType.SO,
        (
            (1, "Draft / Quote"),
            (2, "New web order"),
            (3, "New phone order"),
            (4, "Invoiced"),
            (5, "Cancel order"),
            (22, "Shipped"),
            (23, "Completed"),
        ),
    ),
    *_statuses(
        OrderType.PO, ((6, "Pending PO"), (7, "Placed with supplier"), (8, "Invoice received"), (9, "PO cancelled"))
    ),
    *_statuses(OrderType.SC, ((10, "New sales credit"), (11, "Sales credit complete"), (14, "Sales credit cancelled"))),
    *_statuses(OrderType.PC, ((12, "New purchase credit"), (13, "Purchase credit complete"))),
)

_TAX_CODES = (
    TaxCode(id=1, code="T0", description="Zero rated", rate=Decimal("0.0000")),
    TaxCode(id=2, code="T5", description="Reduced 5%", rate=Decimal("5.0000")),
    TaxCode(id=7, code="T9", description="No VAT", rate=Decimal("0.0000")),
    TaxCode(id=9, code="T20", description="Standard 20%", rate=Decimal("20.0000")),
)
US_SALES_TAX = TaxCode(id=12, code="-", description="Sales tax of the channel", rate=Decimal("0.0000"))

_NOMINALS = tuple(
    Nominal(id=number, code=code, name=name, type_id=type_id, bank=bank, currency_id=currency_id)
    for number, (code, name, type_id, bank, currency_id) in enumerate(
        (
            ("1001", "Stock", 3, False, 1),
            ("1100", "Debtors control", 3, False, 1),
            ("1200", "Bank current account", 2, True, 1),
            ("1210", "Euro account", 2, True, 2),
            ("1211", "Dollar account", 2, True, 3),
            ("1240", "PayPal account", 2, True, 1),
            ("2100", "Creditors control", 4, False, 1),
            ("2200", "Sales tax control", 4, False, 1),
            ("2299", "Rounding corrections", 8, False, 1),
            ("4000", "Sales", 8, False, 1),
            ("4010", "Sales, wholesale", 8, False, 1),
            ("4300", "Shipping charged", 8, False, 1),
            ("4310", "Discounts given", 8, False, 1),
            ("5000", "Purchases", 9, False, 1),
            ("5060", "Stock corrections", 9, False, 1),
            ("5100", "Carriage inwards", 9, False, 1),
            ("6500", "Bank charges", 9, False, 1),
        ),
        start=1,
    )
)

_BANKS = (("GBP", "1200"), ("EUR", "1210"), ("USD", "1211"))
_METHODS = (
    Method(id=1, code="CARD", name="Card", banks=_BANKS),
    Method(id=2, code="PAYPAL", name="PayPal", banks=(("GBP", "1240"), ("EUR", "1240"), ("USD", "1240"))),
    Method(id=3, code="BANK", name="Bank transfer", banks=_BANKS),
    Method(id=4, code="XERO", name="Paid in Xero", banks=_BANKS),
    Method(id=5, code="CHEQUE", name="Cheque", active=False, banks=(("GBP", "1200"),)),
)

_PRICE_LISTS = (
    PriceList(id=1, code="COST", name="Cost price", type="BUY"),
    PriceList(id=2, code="RETAIL", name="Retail", type="SELL"),
    PriceList(id=3, code="TRADE", name="Trade", type="SELL"),
)

CONFIGURATION = {
    "baseCurrencyCode": BASE_CURRENCY,
    "timeZone": "Europe/London",
    "taxSchemeCode": "VAT",
    "invoicedOrderStatusId": "4",
    "newSalesOrderStatusId": "3",
    "newPurchaseOrderStatusId": "6",
    "newSalesCreditStatusId": "10",
    "newPurchaseCreditStatusId": "12",
    "cancelledOrderStatusId": "5",
    "poStatusAcknowledged": "7",
    "salesNominalCode": "4000",
    "purchaseNominalCode": "5000",
    "shippingNominalCode": "4300",
    "discountNominalCode": "4310",
    "roundingCorrectionsNominalCode": "2299",
    "chargesNominalCode": "6500",
    "writeOffNoteNominalCode": "5060",
    "paypalBankAccountCode": "1240",
    "defaultCostPriceListId": "1",
    "defaultCurrencyCode": "1",
    "defaultTaxRateId": "9",
    "defaultProductTypeId": "1",
    "costOfSalesEnabled": "1",
    "multipleWarehouseEnabled": "1",
    "autoAssignOrder": "1",
    "productSeasonsEnabled": "0",
    "productWeightUnit": "GRAM",
    "orderRowSortingStrategy": "rowSequence",
}

CUSTOM_FIELDS: dict[str, tuple[dict[str, Any], ...]] = {
    "sale": (
        {"id": 1, "code": "PCF_XERO", "name": "Xero", "customFieldType": "TEXT", "required": False},
        {"id": 2, "code": "PCF_GIFT", "name": "Gift wrap", "customFieldType": "YESNO", "required": False},
    ),
    "purchase": ({"id": 3, "code": "PCF_XERO", "name": "Xero", "customFieldType": "TEXT", "required": False},),
}


@dataclass(slots=True, kw_only=True)
class Reference:
    """Everything a merchant set up once."""

    statuses: dict[int, Status] = field(default_factory=lambda: {status.id: status for status in STATUSES})
    tax_codes: dict[str, TaxCode] = field(default_factory=lambda: {tax.code: tax for tax in _TAX_CODES})
    nominals: dict[str, Nominal] = field(default_factory=lambda: {nominal.code: nominal for nominal in _NOMINALS})
    methods: dict[str, Method] = field(default_factory=lambda: {method.code: method for method in _METHODS})
    price_lists: dict[int, PriceList] = field(default_factory=lambda: {item.id: item for item in _PRICE_LISTS})
    channels: dict[int, Channel] = field(
        default_factory=lambda: {
            number: Channel(id=number, name=name)
            for number, name in enumerate(("Web", "Shop", "Wholesale", "Marketplace"), start=1)
        }
    )
    warehouses: dict[int, Warehouse] = field(
        default_factory=lambda: {
            2: Warehouse(id=2, name="Main", location_id=2, address_id=5),
            3: Warehouse(id=3, name="Shop floor", location_id=7, address_id=6),
        }
    )
    currencies: dict[str, Currency] = field(
        default_factory=lambda: {
            currency.code: currency
            for currency in (
                Currency(id=1, code="GBP", name="Pound sterling", symbol="£", rate=Decimal(1)),
                Currency(id=2, code="EUR", name="Euro", symbol="€", rate=Decimal("1.160000")),
                Currency(id=3, code="USD", name="US dollar", symbol="$", rate=Decimal("1.290000")),
            )
        }
    )
    locked_until: date | None = None
