"""The kinds of records, one row each: what people and both systems call them, and where people see them.

Everything that differs by kind and is a plain fact stands here once; mappers, targets, sources, addresses, sentences and the
console read it. The order is the one in which people see them.
Brightpearl's order types: https://api-docs.brightpearl.com/order/order-type/get.html. Xero's types:
https://developer.xero.com/documentation/api/accounting/types. Pages in Xero:
https://developer.xero.com/documentation/api-guides/deep-link-xero, and for payments and journals the links of
https://github.com/XeroAPI/xero-mcp-server; an item has none. Brightpearl's pages are those of its own screens; a payment or a
stock correction has none there.
"""

from enum import StrEnum
from typing import Final

from msgspec import Struct


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
    INVENTORY_ADJUSTMENT = "inventory_adjustment"
    SALES_PAYMENT = "sales_payment"
    PURCHASE_PAYMENT = "purchase_payment"

    @property
    def words(self) -> str:
        """As people read it in a sentence."""
        return self.value.replace("_", " ")

    @property
    def plural(self) -> str:
        """As it stands in addresses."""
        return f"{self.value.replace('_', '-')}s"


class OrderType(Struct, frozen=True, kw_only=True, eq=False):
    """What the two systems call an order or a credit.

    `type_id` and `type_code` are Brightpearl's, `party` whose it is there. `xero_type`, `resource`, `number_field` and
    `payment_type` (of a payment that pays it) are Xero's, `in_xero` how people call it there. `settled_by` is the payment type
    in Brightpearl of what pays it, `paid_by` the kind of our records of it.
    """

    type_id: int
    type_code: str
    party: str
    xero_type: str
    resource: str
    number_field: str
    payment_type: str
    in_xero: str
    settled_by: str
    paid_by: Kind
    parent: Kind | None = None

    @property
    def is_invoice(self) -> bool:
        """Whether it is an invoice or a bill, not a credit."""
        return self.resource == INVOICES


class Columns(Struct, frozen=True, kw_only=True, eq=False):
    """What stands over the columns of a listing: of the number, of the other party ("": there is none), of the reference.

    The number is that of the record's own system. `dated` and `valued` say whether there are a document's date and a total.
    """

    number: str = "Number"
    party: str = ""
    reference: str = "Reference"
    dated: bool = True
    valued: bool = True


class Row(Struct, frozen=True, kw_only=True, eq=False):
    """One kind. `{}` in a page's address is the id there; an empty address means that there is no page."""

    kind: Kind
    columns: Columns = Columns()
    brightpearl_page: str = ""
    xero_page: str = ""
    order: OrderType | None = None


INVOICES: Final = "Invoices"
CREDIT_NOTES: Final = "CreditNotes"
_ORDER_PAGE: Final = "/patt-op.php?scode=invoice&oID={}"
_PAYMENT_PAGE: Final = "/Bank/ViewTransaction.aspx?bankTransactionID={}"

_ROWS: Final = (
    Row(
        kind=Kind.PRODUCT,
        columns=Columns(number="SKU", reference="Name", dated=False, valued=False),
        brightpearl_page="/patt-op.php?scode=product&pID={}",
    ),
    Row(
        kind=Kind.CONTACT,
        columns=Columns(number="Contact number", party="Name", reference="E-mail", dated=False, valued=False),
        brightpearl_page="/patt-op.php?scode=contact&cID={}",
        xero_page="/Contacts/View/{}",
    ),
    Row(
        kind=Kind.SALES_INVOICE,
        columns=Columns(number="Invoice number", party="Customer"),
        brightpearl_page=_ORDER_PAGE,
        xero_page="/AccountsReceivable/View.aspx?InvoiceID={}",
        order=OrderType(
            type_id=1,
            type_code="SO",
            party="customer",
            xero_type="ACCREC",
            resource=INVOICES,
            number_field="InvoiceNumber",
            payment_type="ACCRECPAYMENT",
            in_xero="an invoice",
            settled_by="RECEIPT",
            paid_by=Kind.SALES_PAYMENT,
        ),
    ),
    Row(
        kind=Kind.SALES_CREDIT,
        columns=Columns(number="Credit number", party="Customer"),
        brightpearl_page=_ORDER_PAGE,
        xero_page="/AccountsReceivable/ViewCreditNote.aspx?creditNoteID={}",
        order=OrderType(
            type_id=3,
            type_code="SC",
            party="customer",
            xero_type="ACCRECCREDIT",
            resource=CREDIT_NOTES,
            number_field="CreditNoteNumber",
            payment_type="ARCREDITPAYMENT",
            in_xero="a credit note",
            settled_by="PAYMENT",
            paid_by=Kind.SALES_PAYMENT,
            parent=Kind.SALES_INVOICE,
        ),
    ),
    Row(
        kind=Kind.PURCHASE_INVOICE,
        columns=Columns(number="Bill number", party="Supplier"),
        brightpearl_page=_ORDER_PAGE,
        xero_page="/AccountsPayable/Edit.aspx?InvoiceID={}",
        order=OrderType(
            type_id=2,
            type_code="PO",
            party="supplier",
            xero_type="ACCPAY",
            resource=INVOICES,
            number_field="InvoiceNumber",
            payment_type="ACCPAYPAYMENT",
            in_xero="a bill",
            settled_by="PAYMENT",
            paid_by=Kind.PURCHASE_PAYMENT,
        ),
    ),
    Row(
        kind=Kind.PURCHASE_CREDIT,
        columns=Columns(number="Credit number", party="Supplier"),
        brightpearl_page=_ORDER_PAGE,
        xero_page="/AccountsPayable/ViewCreditNote.aspx?creditNoteID={}",
        order=OrderType(
            type_id=4,
            type_code="PC",
            party="supplier",
            xero_type="ACCPAYCREDIT",
            resource=CREDIT_NOTES,
            number_field="CreditNoteNumber",
            payment_type="APCREDITPAYMENT",
            in_xero="a supplier credit note",
            settled_by="RECEIPT",
            paid_by=Kind.PURCHASE_PAYMENT,
            parent=Kind.PURCHASE_INVOICE,
        ),
    ),
    Row(
        kind=Kind.INVENTORY_ADJUSTMENT,
        columns=Columns(reference="Reason"),
        xero_page="/Journal/View.aspx?invoiceID={}",
    ),
    Row(
        kind=Kind.SALES_PAYMENT,
        columns=Columns(party="Customer", reference="Pays"),
        xero_page=_PAYMENT_PAGE,
    ),
    Row(
        kind=Kind.PURCHASE_PAYMENT,
        columns=Columns(party="Supplier", reference="Pays"),
        xero_page=_PAYMENT_PAGE,
    ),
)

KINDS: Final[dict[Kind, Row]] = {row.kind: row for row in _ROWS}
ORDERS: Final[dict[Kind, OrderType]] = {row.kind: row.order for row in _ROWS if row.order}
SALES: Final = (Kind.SALES_INVOICE, Kind.SALES_CREDIT)
PURCHASES: Final = (Kind.PURCHASE_INVOICE, Kind.PURCHASE_CREDIT)
PAYMENTS: Final = (Kind.SALES_PAYMENT, Kind.PURCHASE_PAYMENT)
DEPENDENCIES: Final = (Kind.CONTACT, Kind.PRODUCT)  # they go with the first document that needs them, and are never due
