"""Reading orders: one shape for sales and purchase orders and their credits.

https://api-docs.brightpearl.com/order/order/get.html: unset fields are left out, rows are a map, amounts are text.
"""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from sandbox.stand_ins.brightpearl.account import Account
from sandbox.stand_ins.brightpearl.amounts import fixed, priced, rounded
from sandbox.stand_ins.brightpearl.moments import utc_midnight
from sandbox.stand_ins.brightpearl.records import FREE_TEXT_PRODUCT, SALES, Note, Order, OrderType, Party, Row
from sandbox.stand_ins.brightpearl.reference import CUSTOM_FIELDS
from sandbox.stand_ins.brightpearl.selection import existing, one, pick
from sandbox.stand_ins.brightpearl.wire import Answer, Call, found
from sandbox.stand_ins.currency import places_of

COUNTRIES = {
    "GB": ("United Kingdom", "GBR", 222),
    "DE": ("Germany", "DEU", 81),
    "FR": ("France", "FRA", 73),
    "IE": ("Ireland", "IRL", 103),
    "US": ("United States", "USA", 223),
    "AU": ("Australia", "AUS", 13),
    "NZ": ("New Zealand", "NZL", 153),
    "CA": ("Canada", "CAN", 38),
    "JP": ("Japan", "JPN", 107),
}


def present(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what is not set, as Brightpearl does."""
    return {name: value for name, value in fields.items() if value is not None}


def get_orders(account: Account, call: Call, ids: str | None = None) -> Answer:
    """Answer with the orders there are; none is no error."""
    custom = {"customFields", "nullCustomFields"} & call.options()
    orders = pick(account.store.orders, ids, account=account)
    return found([render_order(account, order, with_custom=bool(custom)) for order in orders])


def list_orders(account: Account, _call: Call, ids: str | None = None) -> Answer:
    """Answer with the addresses of the orders that exist."""
    return existing(account.store.orders.keys(), ids, resource="order")


def get_notes(account: Account, _call: Call, order_id: int, ids: str | None = None) -> Answer:
    """Answer with an order's notes."""
    order = find_order(account, order_id)
    notes = {note.id: note for note in order.notes}
    return found([_note(account, order, note) for note in pick(notes, ids, account=account)])


def get_custom_fields(account: Account, _call: Call, order_id: int) -> Answer:
    """Answer with an order's custom fields."""
    return found(find_order(account, order_id).custom_fields)


def find_order(account: Account, order_id: int) -> Order:
    """The order, or a refusal."""
    return one(account.store.orders, order_id, missing="No Order Found")


def custom_field_kind(order: Order) -> str:
    """Which of the two sets of custom fields an order has."""
    return "sale" if order.type in SALES else "purchase"


def render_order(account: Account, order: Order, *, with_custom: bool = True) -> dict[str, Any]:
    """An order as Brightpearl shows it."""
    return present(
        {
            "id": order.id,
            "parentOrderId": order.parent_id,
            "orderTypeCode": order.type.value,
            "reference": order.reference,
            "version": order.version,
            "state": {"tax": "INVOICED" if order.invoice.reference else "READY"},
            "orderStatus": {"orderStatusId": order.status_id, "name": account.store.status_of(order)},
            "tax": {"errors": []},
            "orderPaymentStatus": order.payment_status.value,
            "stockStatusCode": f"{order.type.value}{order.stock_status}",
            "allocationStatusCode": order.allocation_status,
            "shippingStatusCode": order.shipping_status,
            "placedOn": account.time.stamp(order.placed_on),
            "createdOn": account.time.stamp(order.created_on),
            "updatedOn": account.time.stamp_any(order.updated_on),
            "closedOn": account.time.stamp_any(order.closed_on),
            "createdById": order.created_by_id,
            "priceListId": order.price_list_id,
            "priceModeCode": order.price_mode,
            "delivery": present(
                {"deliveryDate": _delivery(account, order), "shippingMethodId": order.shipping_method_id}
            ),
            "invoices": [_invoice(account, order)],
            "currency": _currency(account, order),
            "totalValue": _totals(account, order),
            "assignment": {
                "current": {
                    "staffOwnerContactId": 0,
                    "projectId": 0,
                    "channelId": order.channel_id,
                    "leadSourceId": 0,
                    "teamId": 0,
                }
            },
            "parties": _parties(order),
            "orderRows": {str(row.id): render_row(account, order, row) for row in order.rows.values()},
            "warehouseId": order.warehouse_id,
            "externalRef": order.external_ref,
            "customFields": _custom_fields(order) if with_custom else None,
            "acknowledged": 0,
            "costPriceListId": 1,
            "historicalOrder": False,
            "originalInvoiceDate": _original_date(account, order),
            "isDropship": order.is_dropship,
            "orderWeighting": 100,
        }
    )


def render_row(account: Account, order: Order, row: Row) -> dict[str, Any]:
    """An order row as Brightpearl shows it."""
    negative = order.type is OrderType.SC and account.switches["credit_quantity_sign"] == "-"
    return present(
        {
            "orderRowSequence": str(row.sequence),
            "productId": row.product_id,
            "productName": row.name,
            "productSku": None if row.product_id == FREE_TEXT_PRODUCT else row.sku,
            "quantity": {"magnitude": fixed(-row.quantity if negative else row.quantity, 4)},
            "itemCost": {"currencyCode": account.store.currency, "value": fixed(row.item_cost, 4)},
            "productPrice": {"currencyCode": order.currency, "value": fixed(row.unit_price, 4)},
            "discountPercentage": fixed(row.discount_percentage, 2),
            "rowValue": {
                "taxRate": fixed(row.tax_rate, 4),
                "taxCode": row.tax_code,
                "taxCalculator": row.calculator,
                "rowNet": {"currencyCode": order.currency, "value": fixed(row.net, 4)},
                "rowTax": {"currencyCode": order.currency, "value": priced(row.tax, order.currency)},
                "taxClassId": _tax_class(account, row),
            },
            "nominalCode": row.nominal_code,
            "productOptions": row.options or None,
            "composition": {
                "bundleParent": row.bundle_parent,
                "bundleChild": bool(row.parent_row_id),
                "parentOrderRowId": row.parent_row_id,
            },
            "clonedFromId": 0,
        }
    )


def _tax_class(account: Account, row: Row) -> int | None:
    code = account.store.reference.tax_codes.get(row.tax_code)
    return code.id if code else None


def _delivery(account: Account, order: Order) -> str | None:
    delivery = order.delivery_date
    if delivery is None:
        return None
    return account.time.stamp(delivery if isinstance(delivery, datetime) else utc_midnight(delivery))


def _invoice(account: Account, order: Order) -> dict[str, Any]:
    invoice, time = order.invoice, account.time
    return present(
        {
            "invoiceReference": invoice.reference,
            "taxDate": time.stamp(time.midnight(invoice.tax_date)) if invoice.tax_date else None,
            "dueDate": time.stamp(utc_midnight(invoice.due_date)) if invoice.due_date else None,
        }
    )


def _original_date(account: Account, order: Order) -> str | None:
    if not order.invoice.reference or not order.invoice.tax_date:
        return None
    return account.time.stamp(account.time.midnight(order.invoice.tax_date))


def shown_rate(account: Account, rate: Decimal) -> Decimal:
    """An exchange rate in the direction that the account tells it."""
    inverse = account.switches["exchange_rate_direction"] == "base_per_foreign"
    return rounded(1 / rate if inverse else rate, 6)


def _currency(account: Account, order: Order) -> dict[str, Any]:
    return {
        "accountingCurrencyCode": account.store.currency,
        "orderCurrencyCode": order.currency,
        "exchangeRate": fixed(shown_rate(account, order.exchange_rate), 6),
        "fixedExchangeRate": order.fixed_rate,
    }


def _totals(account: Account, order: Order) -> dict[str, str]:
    places = max(places_of(account.store.currency), 2)
    base_net, base_tax = (rounded(amount / order.exchange_rate, places) for amount in (order.net, order.tax))
    base = {"baseNet": base_net, "baseTaxAmount": base_tax, "baseTotal": base_net + base_tax}
    own = {"net": order.net, "taxAmount": order.tax, "total": order.total}
    return {
        **{name: priced(amount, order.currency) for name, amount in own.items()},
        **{name: priced(amount, account.store.currency) for name, amount in base.items()},
    }


def _parties(order: Order) -> dict[str, Any]:
    name = "customer" if order.type in SALES else "supplier"
    return {
        name: _party(order.customer),
        "delivery": _party(order.delivery),
        "billing": _party(order.billing),
    }


def _party(party: Party) -> dict[str, Any]:
    known = COUNTRIES.get(party.country)
    country = {"country": known[0], "countryIsoCode": party.country, "countryIsoCode3": known[1]} if known else {}
    return {
        **present({"contactId": party.contact_id}),
        "addressFullName": party.full_name,
        "companyName": party.company,
        "addressLine1": party.line1,
        "addressLine2": party.line2,
        "addressLine3": party.line3,
        "addressLine4": party.line4,
        "postalCode": party.postcode,
        "telephone": party.telephone,
        "mobileTelephone": "",
        "fax": "",
        "email": party.email,
        "countryId": known[2] if known else 0,
        **country,
    }


def _custom_fields(order: Order) -> dict[str, Any] | None:
    known = {meta["code"] for meta in CUSTOM_FIELDS[custom_field_kind(order)]}
    return {code: value for code, value in order.custom_fields.items() if code in known} or None


def _note(account: Account, order: Order, note: Note) -> dict[str, Any]:
    return {
        "noteId": note.id,
        "orderId": order.id,
        "contactId": note.contact_id,
        "text": note.text,
        "isPublic": note.is_public,
        "addedOn": account.time.stamp(note.added_on),
        "addedBy": note.added_by,
        "orderStatusId": note.status_id,
        "fileId": note.file_id,
    }
