"""Every address of the API in one table, and how a call finds its resource.

What Brightpearl calls an answer (`Message-Type`) stands beside the address; a search is a table of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, RequestRedirect, Rule

from sandbox.stand_ins.brightpearl import (
    contacts,
    order_changes,
    orders,
    payment_totals,
    payments,
    periods,
    products,
    setup,
    stock,
    webhooks,
)
from sandbox.stand_ins.brightpearl.account import Account
from sandbox.stand_ins.brightpearl.ledger.shown import get_journals
from sandbox.stand_ins.brightpearl.multi_message import post_messages
from sandbox.stand_ins.brightpearl.search import Resource, describe, search
from sandbox.stand_ins.brightpearl.searches import RESOURCES
from sandbox.stand_ins.brightpearl.wire import Answer, Call, RefusalError

Handler = Callable[..., Answer]
ODD_REFUSAL = "This could not be processed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A method and the paths that one handler answers."""

    method: str
    paths: tuple[str, ...]
    handler: Handler
    message_type: str


def _route(method: str, paths: str, handler: Handler, message_type: str) -> Route:
    return Route(method=method, paths=tuple(paths.split()), handler=handler, message_type=message_type)


def _with_set(path: str, name: str = "ids") -> str:
    return f"{path} {path}/<{name}>"


_PRODUCT, _CONTACT, _ORDER = "/product-service/product", "/contact-service/contact", "/order-service/order"
_PRICE, _ONE_ORDER = "/product-service/product-price", "/order-service/order/<int:order_id>"
_BOOKS, _HOOK = "/accounting-service", "/integration-service/webhook"
_WAREHOUSE = "/warehouse-service/warehouse"
_CORRECTION = f"{_WAREHOUSE}/<int:warehouse_id>/stock-correction"

_CONTACT_PATCH, _ROWS = f"{_CONTACT}/<int:contact_id>", f"{_ONE_ORDER}/row"

ROUTES = (
    _route("GET", "/integration-service/account-configuration", setup.get_configuration, "get-account-configuration"),
    _route("GET", _with_set(_PRODUCT), products.get_products, "product-get"),
    _route("OPTIONS", _with_set(_PRODUCT), products.list_products, "product-options"),
    _route("GET", f"{_PRICE}/<ids> {_PRICE}/<ids>/price-list {_PRICE}/<ids>/price-list/<lists>",
           products.get_prices, "get-product-price"),
    _route("OPTIONS", _with_set(_PRICE), products.list_prices, "options-product-price"),
    _route("PUT", f"{_PRICE}/<int:product_id>/price-list", products.put_prices, "put-product-price"),
    _route("GET", _with_set("/product-service/price-list"), products.get_price_lists, "get-price-list"),
    _route("GET", _with_set("/product-service/channel"), products.get_channels, "get-channel"),
    _route("GET", _with_set("/product-service/brand"), products.get_brands, "get-brand"),
    _route("GET", _with_set(_CONTACT), contacts.get_contacts, "get-contact"),
    _route("OPTIONS", _with_set(_CONTACT), contacts.list_contacts, "options-contact"),
    _route("PATCH", _CONTACT_PATCH, contacts.patch_contact, "patch-contact"),
    _route("GET", "/contact-service/postal-address/<ids>", contacts.get_addresses, "get-postal-address"),
    _route("GET", _with_set(_ORDER), orders.get_orders, "get-order"),
    _route("OPTIONS", _with_set(_ORDER), orders.list_orders, "options-order"),
    _route("POST", _ORDER, order_changes.post_order, "post-order"),
    _route("PATCH", _ONE_ORDER, order_changes.patch_order, "patch-order"),
    _route("PUT", f"{_ONE_ORDER}/status", order_changes.put_status, "put-order-status"),
    _route("POST", f"{_ONE_ORDER}/note", order_changes.post_note, "post-order-note"),
    _route("GET", _with_set(f"{_ONE_ORDER}/note"), orders.get_notes, "get-order-note"),
    _route("GET", f"{_ONE_ORDER}/custom-field", orders.get_custom_fields, "get-custom-fields"),
    _route("PATCH", f"{_ONE_ORDER}/custom-field", order_changes.patch_fields, "patch-custom-fields"),
    _route("POST", _ROWS, order_changes.post_row, "post-order-row"),
    _route("PATCH", f"{_ROWS}/<int:row_id>", order_changes.patch_row, "patch-order-row"),
    _route("DELETE", f"{_ROWS}/<int:row_id>", order_changes.delete_row, "delete-order-row"),
    _route("GET", _with_set("/order-service/<any(sale,purchase):kind>/custom-field-meta-data"),
           setup.get_custom_field_metadata, "get-custom-fields-metadata"),
    _route("GET", _with_set("/order-service/order-status"), setup.get_order_statuses, "get-order-status"),
    _route("GET", "/order-service/order-type", setup.get_order_types, "get-order-type"),
    _route("POST", f"{_BOOKS}/customer-payment", payments.post_customer_payment, "post-customer-payment"),
    _route("DELETE", f"{_BOOKS}/customer-payment/<int:payment_id>", payments.delete_customer_payment,
           "delete-customer-payment"),
    _route("POST", f"{_BOOKS}/supplier-payment", payments.post_supplier_payment, "post-supplier-payment"),
    _route("GET", f"{_BOOKS}/sale-payment-total/<ids>", payment_totals.get_sale_totals, "get-sale-payment-total"),
    _route("GET", f"{_BOOKS}/purchase-payment-total/<ids>", payment_totals.get_purchase_totals,
           "get-purchase-payment-total"),
    _route("GET", f"{_BOOKS}/journal/<ids>", get_journals, "get-journal"),
    _route("GET", f"{_BOOKS}/tax-code", setup.get_tax_codes, "get-tax-code"),
    _route("GET", _with_set(f"{_BOOKS}/nominal-code"), setup.get_nominal_codes, "get-nominal-code"),
    _route("GET", _with_set(f"{_BOOKS}/payment-method"), setup.get_payment_methods, "get-payment-method"),
    _route("GET", f"{_BOOKS}/exchange-rate", setup.get_exchange_rates, "get-exchange-rate"),
    _route("GET", f"{_BOOKS}/accounting-period", periods.get_periods, "get-accounting-period"),
    _route("GET", f"{_BOOKS}/accounting-period-lock", periods.get_period_lock, "get-accounting-period-lock"),
    _route("GET", _with_set(_WAREHOUSE), stock.get_warehouses, "get-warehouse"),
    _route("GET", f"{_WAREHOUSE}/<int:warehouse_id>/location/default", stock.get_default_location, "get-location"),
    _route("GET", _with_set(_CORRECTION), stock.get_corrections, "get-stock-correction"),
    _route("POST", _CORRECTION, stock.post_corrections, "post-stock-correction"),
    _route("GET", "/warehouse-service/product-availability/<ids>", stock.get_availability, "get-product-availability"),
    _route("GET", _with_set(_HOOK), webhooks.get_webhooks, "webhook-get"),
    _route("POST", _HOOK, webhooks.post_webhook, "post-webhook"),
    _route("DELETE", f"{_HOOK}/<int:webhook_id>", webhooks.delete_webhook, "webhook-delete"),
)  # fmt: skip


def answer(account: Account, call: Call) -> Answer:
    """Answer one call; a refusal is an answer too, and so is stumbling over a body that makes no sense."""
    try:
        route, arguments = _ADDRESSES.bind("account").match(call.path, method=call.method)
    except (HTTPException, RequestRedirect):
        return _refused(RefusalError(404, "CMNC-404", f"No such resource: {call.method} {call.path}"), "api-proxy")
    given = _handled(route, account, call, dict(arguments))
    return given if given.message_type else replace(given, message_type=route.message_type)


def _handled(route: Route, account: Account, call: Call, arguments: dict[str, Any]) -> Answer:
    try:
        return route.handler(account, call, **arguments)
    except RefusalError as refusal:
        return _refused(refusal)
    except (AttributeError, KeyError, TypeError, ValueError):
        return _refused(RefusalError(500, "CMNU-003", "Internal Server Error"))


def _refused(refusal: RefusalError, message_type: str = "") -> Answer:
    return Answer(body=refusal.body, status=refusal.status, message_type=message_type)


def _send_messages(account: Account, call: Call) -> Answer:
    number = count()

    def send(message: Call) -> Answer:
        if account.refuses_elements and next(number) % 2:
            return _refused(RefusalError(400, "ACCC-999", ODD_REFUSAL))
        return answer(account, message)

    return post_messages(call, send=send)


def _search_routes(resource: Resource) -> tuple[Route, ...]:
    def run(account: Account, call: Call) -> Answer:
        return search(resource, account, call)

    def tell(_account: Account, _call: Call) -> Answer:
        return describe(resource)

    return (
        _route("GET", resource.path, run, "bulk-data-search"),
        _route("GET", f"{resource.path}/meta-data", tell, "bulk-data-search"),
    )


def _rules() -> list[Rule]:
    messages = _route("POST", "/multi-message", _send_messages, "multi-message")
    routes = [messages, *ROUTES, *(route for resource in RESOURCES for route in _search_routes(resource))]
    return [
        Rule(path, methods=[route.method], endpoint=route, strict_slashes=False)
        for route in routes
        for path in route.paths
    ]


_ADDRESSES = Map(_rules(), merge_slashes=False)
