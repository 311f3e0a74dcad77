"""What a merchant set up once: the same everywhere but for what the profile of a country says."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sandbox.stand_ins.brightpearl.profile import BANKS, Currency, Profile, TaxCode
from sandbox.stand_ins.brightpearl.records import OrderType


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """An order status and the type of order it is for."""

    id: int
    name: str
    type: OrderType


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
    currency: str


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
    *_statuses(
        OrderType.PC,
        ((12, "New purchase credit"), (13, "Purchase credit complete"), (15, "Purchase credit cancelled")),
    ),
)
CANCELLED = {OrderType.SO: 5, OrderType.PO: 9, OrderType.SC: 14, OrderType.PC: 15}

STOCK, DEBTORS, CREDITORS, STOCK_CORRECTIONS = "1001", "1100", "2100", "5060"
SALES_TAX, PURCHASE_TAX, ROUNDING, SUSPENSE = "2200", "2201", "2299", "9999"
DISCOUNTS, EXCHANGE_GAINS, BAD_DEBTS = "4310", "7906", "8100"
_BANK_TYPE = 2
_NOMINALS = (
    (STOCK, "Stock", 3),
    (DEBTORS, "Debtors control", 3),
    ("1240", "PayPal account", _BANK_TYPE),
    ("1241", "Marketplace clearing", _BANK_TYPE),
    (CREDITORS, "Creditors control", 4),
    ("2150", "Gift cards outstanding", 4),
    ("2151", "Store credit outstanding", 4),
    (SALES_TAX, "Sales tax control", 4),
    (PURCHASE_TAX, "Purchase tax control", 4),
    (ROUNDING, "Rounding corrections", 8),
    ("4000", "Sales", 8),
    ("4010", "Sales, wholesale", 8),
    ("4300", "Shipping charged", 8),
    (DISCOUNTS, "Discounts given", 8),
    ("5000", "Purchases", 9),
    (STOCK_CORRECTIONS, "Stock corrections", 9),
    ("5100", "Carriage inwards", 9),
    ("6500", "Bank charges", 9),
    (EXCHANGE_GAINS, "Exchange rate gains and losses", 9),
    (BAD_DEBTS, "Bad debts", 9),
    ("9997", "Opening debtors", 3),
    ("9998", "Opening creditors", 4),
    (SUSPENSE, "Suspense", 4),
)
_METHODS = (
    ("CARD", "Card"),
    ("PAYPAL", "PayPal"),
    ("BANK", "Bank transfer"),
    ("XERO", "Paid in Xero"),
    ("CHEQUE", "Cheque"),
    ("AMAZON", "Amazon"),
    ("GIFTCARD", "Gift card"),
    ("STORECREDIT", "Store credit"),
    ("KLARNA", "Klarna"),
    ("CONTRA", "Contra"),
)
# Nominals of methods that are on none of the bank accounts; a blank has no account at all, so its payments no journal.
_OWN_NOMINALS = {
    "PAYPAL": "1240", "AMAZON": "1241", "GIFTCARD": "2150", "STORECREDIT": "2151", "KLARNA": "", "CONTRA": ""
}  # fmt: skip
_INACTIVE = frozenset({"CHEQUE"})
_PRICE_LISTS = (("COST", "Cost price", "BUY"), ("RETAIL", "Retail", "SELL"), ("TRADE", "Trade", "SELL"))
_CHANNELS = ("Web", "Shop", "Wholesale", "Marketplace")
_WAREHOUSES = (
    Warehouse(id=2, name="Main", location_id=2, address_id=5),
    Warehouse(id=3, name="Shop floor", location_id=7, address_id=6),
)

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

    profile: Profile
    statuses: dict[int, Status]
    tax_codes: dict[str, TaxCode]
    nominals: dict[str, Nominal]
    methods: dict[str, Method]
    price_lists: dict[int, PriceList]
    channels: dict[int, Channel]
    warehouses: dict[int, Warehouse]
    currencies: dict[str, Currency]
    locked_until: date | None = None
    closed_periods: dict[int, date] = field(default_factory=dict)

    def nominal_of(self, method: str, currency: str) -> str:
        """The nominal that a method's money is on; blank for one without an account in that currency."""
        known = self.methods.get(method)
        return dict(known.banks).get(currency, "") if known else ""

    @classmethod
    def of(cls, profile: Profile) -> "Reference":
        """What a new account of that country has."""
        return cls(
            profile=profile,
            statuses={status.id: status for status in STATUSES},
            tax_codes={tax.code: tax for tax in profile.tax_codes},
            nominals={nominal.code: nominal for nominal in _nominals(profile)},
            methods={method.code: method for method in _methods(profile)},
            price_lists={
                number: PriceList(id=number, code=code, name=name, type=kind, currency=profile.currency)
                for number, (code, name, kind) in enumerate(_PRICE_LISTS, start=1)
            },
            channels={number: Channel(id=number, name=name) for number, name in enumerate(_CHANNELS, start=1)},
            warehouses={warehouse.id: warehouse for warehouse in _WAREHOUSES},
            currencies={currency.code: currency for currency in profile.currencies},
        )


def _nominals(profile: Profile) -> Iterator[Nominal]:
    banks = tuple(zip(profile.currencies, BANKS, strict=False))
    for number, (currency, code) in enumerate(banks, start=1):
        yield Nominal(
            id=number,
            code=code,
            name=f"{currency.name} account",
            type_id=_BANK_TYPE,
            bank=True,
            currency_id=currency.id,
        )
    for number, (code, name, type_id) in enumerate(_NOMINALS, start=len(banks) + 1):
        yield Nominal(id=number, code=code, name=name, type_id=type_id, bank=type_id == _BANK_TYPE)


def _methods(profile: Profile) -> Iterator[Method]:
    for number, (code, name) in enumerate(_METHODS, start=1):
        banks = tuple((currency, _OWN_NOMINALS.get(code, bank)) for currency, bank in profile.banks)
        accounts = tuple(pair for pair in banks if all(pair))
        yield Method(id=number, code=code, name=name, active=code not in _INACTIVE, banks=accounts)
