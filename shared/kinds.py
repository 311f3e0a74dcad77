"""The nine kinds of records and the two systems."""

from enum import StrEnum


class System(StrEnum):
    BRIGHTPEARL = "brightpearl"
    XERO = "xero"


class Kind(StrEnum):
    """What a record is; the value is the word in keys, events and metrics."""

    PRODUCT = "product"
    CONTACT = "contact"
    SALES_INVOICE = "sales_invoice"
    SALES_CREDIT = "sales_credit"
    PURCHASE_INVOICE = "purchase_invoice"
    PURCHASE_CREDIT = "purchase_credit"
    SALES_PAYMENT = "sales_payment"
    PURCHASE_PAYMENT = "purchase_payment"
    INVENTORY_ADJUSTMENT = "inventory_adjustment"


PURCHASES = (Kind.PURCHASE_INVOICE, Kind.PURCHASE_CREDIT)
SALES = (Kind.SALES_INVOICE, Kind.SALES_CREDIT)
