"""Builders of raw records, valid by default and always the same; a test states only what it is about.

Shapes are those of the two APIs' answers, numbers with a point as Decimal or text, as the clients read them.
"""

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from shared.settings import Settings
from shared.settings.live import BrightpearlBooks, LiveBooks, XeroBooks

Raw = dict[str, Any]

EXAMPLE_SETTINGS: Final = Path(__file__).parent.parent / "docs" / "settings.example.json"

PERCENT: Final = {"T20": "20.0000", "T5": "5.0000"}  # of tax codes; the others are 0%
TAX_RATES: Final = {
    "OUTPUT2": Decimal("20.0"),
    "RROUTPUT": Decimal("5.0"),
    "ZERORATEDOUTPUT": Decimal("0.0"),
    "INPUT2": Decimal("20.0"),
    "RRINPUT": Decimal("5.0"),
    "ZERORATEDINPUT": Decimal("0.0"),
    "GSTONIMPORTS": Decimal("0.0"),
    "NONE": Decimal("0.0"),
}


def settings_document(**changes: Any) -> Raw:
    """The example document; a change replaces a whole top-level key."""
    return {**json.loads(EXAMPLE_SETTINGS.read_text()), **changes}


def some_settings(**changes: Any) -> Settings:
    return Settings.parse(settings_document(**changes))


def a_row(
    *,
    net: str = "100.0000",
    tax: str = "20.00",
    quantity: str = "4.0000",
    sku: str | None = "TEE-RED-M",
    name: str = "Red tee",
    product_id: int = 1007,
    tax_code: str = "T20",
    nominal_code: str = "4000",
    sequence: str = "10",
    bundle_parent: bool = False,
    bundle_child: bool = False,
    currency: str = "GBP",
) -> Raw:
    return {
        "orderRowSequence": sequence,
        "productId": product_id,
        "productName": name,
        **({} if sku is None else {"productSku": sku}),
        "quantity": {"magnitude": quantity},
        "itemCost": {"currencyCode": "GBP", "value": "5.0000"},
        "productPrice": {"currencyCode": currency, "value": "25.0000"},
        "discountPercentage": "0.00",
        "rowValue": {
            "taxRate": PERCENT.get(tax_code, "0.0000"),
            "taxCode": tax_code,
            "taxCalculator": "brightpearl",
            "rowNet": {"currencyCode": currency, "value": net},
            "rowTax": {"currencyCode": currency, "value": tax},
            "taxClassId": 9,
        },
        "nominalCode": nominal_code,
        "composition": {"bundleParent": bundle_parent, "bundleChild": bundle_child, "parentOrderRowId": 0},
        "clonedFromId": 0,
    }


def a_free_text_row(**changes: Any) -> Raw:
    return a_row(**{"sku": None, "product_id": 1000, "name": "Gift card message", "quantity": "1.0000", **changes})


def a_sales_order(*rows: Raw, **changes: Any) -> Raw:
    return _an_order(rows, **{"type_code": "SO", "status": 4, "party": "customer", **changes})


def a_sales_credit(*rows: Raw, **changes: Any) -> Raw:
    return _an_order(
        rows,
        **{"type_code": "SC", "status": 11, "party": "customer", "number": "SC-1001", "parent_id": 2002, **changes},
    )


def a_purchase_order(*rows: Raw, **changes: Any) -> Raw:
    row = a_row(nominal_code="5000", sku="SUPPLIER-77")
    defaults = {
        "type_code": "PO",
        "status": 8,
        "party": "supplier",
        "number": "ACME/9",
        "channel": 0,
        "contact_id": 30201,
    }
    return _an_order(rows or (row,), **{**defaults, **changes})


def a_purchase_credit(*rows: Raw, **changes: Any) -> Raw:
    return a_purchase_order(*rows, **{"type_code": "PC", "status": 13, "number": "ACME/9C", **changes})


def _an_order(
    rows: tuple[Raw, ...],
    *,
    type_code: str,
    status: int,
    party: str,
    order_id: int = 2002,
    parent_id: int = 0,
    number: str = "SI-1001",
    reference: str = "WEB-1",
    contact_id: int = 20101,
    channel: int = 1,
    currency: str = "GBP",
    rate: str = "1.000000",
    total: str | None = None,
    base_total: str | None = None,
    tax_date: str | None = "2026-03-31T00:00:00.000+01:00",
    due_date: str | None = "2026-04-30T01:00:00.000+01:00",
    created_on: str = "2026-03-30T09:02:00.000+01:00",
    price_mode: str = "EXC",
    tax: str | None = None,
    country: str = "GB",
) -> Raw:
    numbered = {str(378 + index): row for index, row in enumerate(rows or (a_row(currency=currency),))}
    taxed = Decimal(tax) if tax is not None else _sum(numbered, "rowTax")
    whole = Decimal(total) if total is not None else _sum(numbered, "rowNet") + taxed
    net = whole - taxed
    base = Decimal(base_total) if base_total is not None else (whole / Decimal(rate)).quantize(Decimal("0.01"))
    dates = {"taxDate": tax_date, "dueDate": due_date}
    return {
        "id": order_id,
        "parentOrderId": parent_id,
        "orderTypeCode": type_code,
        "reference": reference,
        "state": {"tax": "INVOICED"},
        "orderStatus": {"orderStatusId": status, "name": "Invoiced"},
        "createdOn": created_on,
        "updatedOn": "2026-03-31T16:40:11.000+01:00",
        "priceModeCode": price_mode,
        "invoices": [{"invoiceReference": number, **{key: value for key, value in dates.items() if value}}],
        "currency": {
            "accountingCurrencyCode": "GBP",
            "orderCurrencyCode": currency,
            "exchangeRate": rate,
            "fixedExchangeRate": True,
        },
        "totalValue": {
            "net": str(net),
            "taxAmount": str(taxed),
            "baseNet": str((net / Decimal(rate)).quantize(Decimal("0.01"))),
            "baseTaxAmount": str((taxed / Decimal(rate)).quantize(Decimal("0.01"))),
            "baseTotal": str(base),
            "total": str(whole),
        },
        "assignment": {"current": {"staffOwnerContactId": 0, "projectId": 0, "channelId": channel, "leadSourceId": 0}},
        "parties": {
            party: {"contactId": contact_id, "addressFullName": "Ada Byron", "companyName": "Byron Ltd"},
            "billing": {"contactId": contact_id, "addressFullName": "Ada Byron", "companyName": "Byron Ltd"},
            "delivery": {"addressFullName": "Ada Byron", "countryIsoCode": country},
        },
        "orderRows": numbered,
        "warehouseId": 2,
        "historicalOrder": False,
    }


def _sum(rows: Mapping[str, Raw], part: str) -> Decimal:
    values = (Decimal(row["rowValue"][part]["value"]) for row in rows.values())
    return sum(values, Decimal(0)).quantize(Decimal("0.01"))


def an_address(address_id: int = 51001, **changes: Any) -> Raw:
    return {
        "addressId": address_id,
        "contactId": 20101,
        "addressLine1": "1 High St",
        "addressLine2": "Clifton",
        "addressLine3": "Bristol",
        "addressLine4": "Avon",
        "postalCode": "BS8 1AA",
        "countryIsoCode": "GBR",
        "countryIsoCode2": "GB",
        "countryId": 222,
        **changes,
    }


def a_contact(
    *,
    contact_id: int = 20101,
    company: str | None = "Byron Ltd",
    first_name: str = "Ada",
    last_name: str = "Byron",
    email: str | None = "ada@example.com",
    **changes: Any,
) -> Raw:
    return {
        "contactId": contact_id,
        "isPrimaryContact": True,
        "firstName": first_name,
        "lastName": last_name,
        "postAddressIds": {"DEF": 51001, "BIL": 51001, "DEL": 51002},
        "postalAddresses": {"51001": an_address(), "51002": an_address(51002, addressLine1="2 Dock Rd")},
        "communication": {
            "emails": {"PRI": {"email": email}} if email else {},
            "telephones": {"PRI": "0117 000 0000", "MOB": "07000 000000"},
        },
        "relationshipToAccount": {"isSupplier": False, "isStaff": False},
        "financialDetails": {"priceListId": 2, "nominalCode": "0", "taxCodeId": 9, "currencyId": 1},
        "organisation": {"organisationId": 20101, **({"name": company} if company else {})},
        "createdOn": "2026-01-07T10:00:00.000Z",
        "updatedOn": "2026-02-22T11:00:00.000Z",
        **changes,
    }


def a_product(
    *,
    sku: str | None = "TEE-RED-M",
    name: str = "Red tee",
    description: str = "<p>Soft tee</p>",
    prices: list[Raw] | None = None,
) -> Raw:
    return {
        "product": {
            "id": 1007,
            "identity": {"barcode": "", **({} if sku is None else {"sku": sku})},
            "salesChannels": [
                {
                    "salesChannelName": "Brightpearl",
                    "productName": name,
                    "description": {"languageCode": "en", "text": description, "format": "HTML_FRAGMENT"},
                }
            ],
            "createdOn": "2026-02-03T09:30:00.000Z",
            "updatedOn": "2026-05-12T08:15:02.000+01:00",
            "status": "LIVE",
        },
        "prices": [a_price(1, "5.0000"), a_price(2, "25.0000")] if prices is None else prices,
    }


def a_price(price_list: int, price: str | None, *, currency: str = "GBP", quantity: str = "1") -> Raw:
    breaks = {} if price is None else {quantity: price}
    return {"priceListId": price_list, "currencyCode": currency, "currencyId": 1, "quantityPrice": breaks}


def a_payment(**changes: Any) -> Raw:
    """A row of the customer payment search."""
    return {
        "paymentId": 9001,
        "transactionRef": "REF-1",
        "transactionCode": "CODE-1",
        "paymentMethodCode": "CARD",
        "paymentType": "RECEIPT",
        "orderId": 2002,
        "currencyId": 1,
        "currencyCode": "GBP",
        "amountAuthorized": "0.00",
        "amountPaid": "100.00",
        "expires": None,
        "paymentDate": "2026-04-17T10:00:00.000Z",
        "createdOn": "2026-04-17T11:32:08.000Z",
        "journalId": 31138,
        **changes,
    }


def a_journal(*lines: tuple[str, str, str], **changes: Any) -> Raw:
    """A journal of Brightpearl's with lines of nominal, amount (credits below nought) and order."""
    written = [
        (
            Decimal(amount),
            {
                "nominalCode": nominal,
                "change": {"value": "999.99"},
                "transactionAmount": amount.lstrip("-"),
                **({"orderId": int(order)} if order else {}),
                "assignment": {"channelId": 1},
            },
        )
        for nominal, amount, order in lines
    ]
    return {
        "id": 31138,
        "journalTypeCode": "SR",
        "debits": [line for amount, line in written if amount > 0],
        "credits": [line for amount, line in written if amount < 0],
        "currencyId": 1,
        "exchangeRate": "1.250000",
        **changes,
    }


def a_xero_payment(**changes: Any) -> Raw:
    """A payment of Xero as our fetch steps keep it."""
    return {
        "id": "5b0c1b7e-0d0e-4d0b-8e1b-2f6f5a1c0001",
        "kind": "payment",
        "amount": Decimal("100.00"),
        "date": "2026-04-17",
        "currency_rate": Decimal("1.000000"),
        "account_code": "090",
        "reference": "BACS 17",
        "invoice_number": "SI-1001",
        **changes,
    }


def a_movement(*, quantity: int = -3, value: str = "5.25", product_id: int = 1007, **changes: Any) -> Raw:
    return {
        "productId": product_id,
        "quantity": quantity,
        "destinationLocationId": 2,
        "batchGoodsNoteId": 88,
        "productValue": {"currency": "GBP", "value": Decimal(value)},
        "createdOn": "2026-04-17T09:00:00.000+01:00",
        "createdBy": 4,
        **changes,
    }


def a_stock_correction(*moved: Raw, note_id: int = 501, reason: str = "Stock count") -> Raw:
    return {"goodsNoteId": note_id, "warehouseId": 2, "reason": reason, "goodsMoved": list(moved or (a_movement(),))}


def an_account(code: str, account_type: str = "REVENUE", **changes: Any) -> Raw:
    described = {"Name": f"Account {code}", "Type": account_type, "Status": "ACTIVE"}
    return {"AccountID": account_id(code), "Code": code, **described, **changes}


def account_id(code: str) -> str:
    return f"00000000-0000-4000-8000-{code:>012}"


def xero_books(**changes: Any) -> XeroBooks:
    """The organisation that the example settings are for."""
    banks = (("090", "GBP"), ("091", "EUR"), ("092", "USD"))
    answers: Raw = {
        "organisation": {"BaseCurrency": "GBP"},
        "accounts": [
            *(an_account(code, "BANK", CurrencyCode=currency) for code, currency in banks),
            an_account("095", "CURRENT", EnablePaymentsToAccount=True),
            *(an_account(code) for code in ("200", "260", "300", "425", "429", "499")),
            an_account("630", "CURRENT"),
            an_account("820", "CURRLIAB", SystemAccount="GST"),
            an_account("830", "CURRLIAB"),
            an_account("860", "CURRLIAB", SystemAccount="ROUNDING"),
        ],
        "tax_rates": [
            {"TaxType": tax_type, "EffectiveRate": rate, "Status": "ACTIVE"} for tax_type, rate in TAX_RATES.items()
        ],
        "tracking_categories": [
            {"Name": "Channel", "Status": "ACTIVE", "Options": [_option("Web"), _option("Shop"), _option("Wholesale")]}
        ],
        "currencies": [{"Code": code} for code in ("GBP", "EUR", "USD")],
    }
    return XeroBooks.of(**(answers | changes))


def _option(name: str) -> Raw:
    return {"Name": name, "Status": "ACTIVE"}


def brightpearl_books(**changes: Any) -> BrightpearlBooks:
    """The account that the example settings are for."""
    order_types = {4: "SO", 22: "SO", 11: "SC", 8: "PO", 13: "PC"}
    nominals = ("1001", "4000", "4010", "4300", "5000", "5100", "6500")
    answers: Raw = {
        "configuration": {"baseCurrencyCode": "GBP", "timeZone": "Europe/London"},
        "payment_methods": [{"code": code, "isActive": True} for code in ("CARD", "PAYPAL", "BANK", "XERO", "CONTRA")],
        "price_lists": [
            {"id": 1, "priceListTypeCode": "BUY", "gross": False},
            {"id": 2, "priceListTypeCode": "SELL", "gross": False},
        ],
        "order_statuses": [{"statusId": status, "orderTypeCode": code} for status, code in order_types.items()],
        "nominal_codes": [{"code": code} for code in nominals],
        "tax_codes": [
            {"code": "T20", "rate": Decimal("20.0000")},
            {"code": "T5", "rate": Decimal("5.0000")},
            {"code": "T0"},
            {"code": "T9"},
            {"code": "-"},
        ],
        "channels": [{"id": channel, "name": str(channel)} for channel in (1, 2, 3, 4)],
    }
    return BrightpearlBooks.of(**(answers | changes))


def live_books(*, xero: XeroBooks | None = None, brightpearl: BrightpearlBooks | None = None) -> LiveBooks:
    return LiveBooks(xero=xero or xero_books(), brightpearl=brightpearl or brightpearl_books())
