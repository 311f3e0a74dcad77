"""Every call that a step makes when it has everything to do; a `*` stands for ids. A test holds the table to what is made."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

TOKEN: Final = "POST /connect/token"
BOOKS: Final = (TOKEN, "GET /Organisation")  # before anything is read from Xero, or posted to either system
_CREATES_AND_AMENDS: Final = tuple(
    f"{method} /{name}" for name in ("Contacts", "Items", "Invoices", "CreditNotes") for method in ("PUT", "POST")
)

CALLS: Final[Mapping[str, tuple[str, ...]]] = {
    "fetch_brightpearl_products": (
        "GET /product-service/product-search",
        "GET /product-service/product/*",
        "GET /product-service/product-price/*/price-list/*",
    ),
    "fetch_brightpearl_contacts": ("GET /contact-service/contact-search", "GET /contact-service/contact/*"),
    "fetch_brightpearl_purchases": ("GET /order-service/order-search", "GET /order-service/order/*"),
    "post_xero_purchases": (
        *BOOKS,
        "GET /TaxRates",
        *_CREATES_AND_AMENDS,
        "GET /Items",
        "GET /Invoices",
        "GET /CreditNotes",
    ),
    "fetch_xero_purchase_payments": (*BOOKS, "GET /Payments", "GET /Invoices"),
    "post_brightpearl_purchase_payments": (
        *BOOKS,
        "GET /accounting-service/supplier-payment-search",
        "GET /accounting-service/purchase-payment-total/*",
        "POST /multi-message",
    ),
    "fetch_brightpearl_sales": ("GET /order-service/order-search", "GET /order-service/order/*"),
    "post_xero_sales": (*BOOKS, "GET /TaxRates", *_CREATES_AND_AMENDS, "GET /Items", "GET /CreditNotes"),
    "fetch_brightpearl_sales_payments": (
        "GET /accounting-service/customer-payment-search",
        "GET /accounting-service/journal/*",
        "GET /accounting-service/payment-method",
    ),
    "post_xero_sales_payments": (
        *BOOKS,
        "GET /Payments",
        "PUT /Payments",
        "GET /CreditNotes",
        "GET /Invoices",
        "PUT /CreditNotes/*/Allocations",
    ),
    "fetch_xero_sales_payments": (
        *BOOKS,
        "GET /Payments",
        "GET /Invoices",
        "GET /Overpayments/*",
        "GET /BankTransactions",
    ),
    "post_brightpearl_sales_payments": (
        *BOOKS,
        "GET /accounting-service/customer-payment-search",
        "GET /accounting-service/sale-payment-total/*",
        "POST /multi-message",
    ),
    "fetch_brightpearl_inventory_adjustments": (
        "GET /warehouse-service/goods-movement-search",
        "GET /warehouse-service/warehouse/*/stock-correction/*",
    ),
    "post_xero_inventory_adjustments": (*BOOKS, "PUT /ManualJournals"),
}

# What a step reads besides, to find out what has become of a write whose answer was lost half an hour ago.
LOOK_UPS: Final[Mapping[str, tuple[str, ...]]] = {
    "post_xero_purchases": ("GET /Contacts",),
    "post_xero_sales": ("GET /Contacts", "GET /Invoices"),
    "post_xero_inventory_adjustments": ("GET /ManualJournals",),
}

# What a step reads in a table that was never used before, where an earlier one has posted everything; it posts nothing then.
BEFORE_US: Final[Mapping[str, tuple[str, ...]]] = {
    "post_xero_purchases": ("GET /Contacts", "GET /Items", "GET /Invoices", "GET /CreditNotes"),
    "post_xero_sales": ("GET /Contacts", "GET /Items", "GET /Invoices", "GET /CreditNotes"),
    "post_xero_sales_payments": ("GET /Payments", "GET /CreditNotes", "GET /Invoices", "GET /BankTransactions"),
    "post_xero_inventory_adjustments": ("GET /ManualJournals",),
}

# The same, where stock corrections are posted as bills and credit notes.
AS_DOCUMENTS: Final = (
    *BOOKS,
    "GET /TaxRates",
    "GET /Contacts",
    "PUT /Contacts",
    "GET /Invoices",
    "PUT /Invoices",
    "GET /CreditNotes",
    "PUT /CreditNotes",
)

_ROOT: Final = re.compile(r"^/public-api/[^/]+|^/api\.xro/2\.0")
_ID: Final = re.compile(r"(?<=/)([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d[\d,-]*)(?=/|$)")


def shapes(calls: Iterable[Mapping[str, Any]]) -> set[str]:
    """What was called, without accounts and ids."""
    return {f"{call['method']} {_ID.sub('*', _ROOT.sub('', call['path']))}" for call in calls}


def is_write(call: str) -> bool:
    return not call.startswith("GET") and call != TOKEN


def in_xero(call: str) -> bool:
    return "-service/" not in call and "multi-message" not in call


def rule(call: str, fault: Mapping[str, Any], times: int) -> dict[str, Any]:
    """The sandbox's rule that lets a call meet a fault so many times."""
    method, path = call.split()
    return {**fault, "method": method, "path": f"(^|{_ROOT.pattern}){path.replace('*', '[^/]+')}$", "times": times}


def as_calls(struck: Iterable[str]) -> list[dict[str, str]]:
    """Give those of the writes that were struck that are requests: the others go to the table."""
    requests = [what.partition("?")[0].split(" ") for what in struck if " " in what]
    return [{"method": method, "path": path} for method, path in requests]


_LOCKS: Final = tuple(f"GET /accounting-service/{name}" for name in ("accounting-period", "accounting-period-lock"))
# What is asked before something is posted: which days are closed, what has still to go, what people have made of a document.
BESIDES: Final[Mapping[str, tuple[str, ...]]] = {
    "post_xero_purchases": ("GET /order-service/order/*", "GET /CreditNotes/*"),
    "post_brightpearl_purchase_payments": _LOCKS,
    "post_xero_sales": ("GET /order-service/order/*", "GET /CreditNotes/*", "GET /Invoices"),
    "post_brightpearl_sales_payments": _LOCKS,
}
