"""What we want of Brightpearl, by name. https://api-docs.brightpearl.com/

Limits: 200 calls a minute for all apps of an account (pace.py), 200 ids and 500 rows to a call, ten messages to a
multi-message. Answers are as Brightpearl gives them, with Decimals for its numbers. Every method raises what
Transport.call raises, and AnswerError for an answer that cannot be read.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from shared.auth.credentials import BrightpearlCredentials
from shared.brightpearl.answers import content, is_nothing_found
from shared.brightpearl.id_sets import compress, searchable
from shared.brightpearl.payments import PaymentOutcome, PaymentWriter
from shared.brightpearl.searches import Row, Searcher
from shared.brightpearl.sets import Found, Resource, SetReader
from shared.errors import AnswerError, RequestRefusedError
from shared.http.transport import Transport

CUSTOMER_PAYMENT_COLUMNS = (
    "paymentId",
    "transactionRef",
    "transactionCode",
    "paymentMethodCode",
    "paymentType",
    "orderId",
    "currencyId",
    "currencyCode",
    "amountAuthorized",
    "amountPaid",
    "expires",
    "paymentDate",
    "createdOn",
    "journalId",
)
_ORDERS = Resource(path="order-service/order", id_field="id", include="customFields,nullCustomFields")
_NOT_OF_SUPPLIERS = ("transactionCode", "amountAuthorized", "expires")
SUPPLIER_PAYMENT_COLUMNS = tuple(name for name in CUSTOMER_PAYMENT_COLUMNS if name not in _NOT_OF_SUPPLIERS)


class Brightpearl:
    """One account. The transport's address is the data centre's; the account comes with the credentials."""

    def __init__(self, transport: Transport, credentials: BrightpearlCredentials) -> None:
        self._transport = transport
        self.account = credentials.account
        self._root = f"public-api/{credentials.account}"
        self._searcher = Searcher(transport, self._root)
        self._payment_writer = PaymentWriter(transport, self._root)
        self.refused: dict[str, str] = {}  # what Brightpearl refused to show, such as "order 2001", and its reason

    @property
    def installation(self) -> str:
        """The number of our app's installation, as Brightpearl's last answer has told it in its headers; "" before one has."""
        return self._transport.last_headers.get("brightpearl-installed-integration-instance-id", "")

    def account_configuration(self) -> dict[str, Any]:
        """Read the account's settings: all values are texts."""
        configuration: dict[str, Any] = self._get("integration-service/account-configuration")["configuration"]
        return configuration

    def tax_codes(self) -> list[Row]:
        return self._all("accounting-service/tax-code")

    def nominal_codes(self) -> list[Row]:
        return self._all("accounting-service/nominal-code")

    def payment_methods(self) -> list[Row]:
        return self._all("accounting-service/payment-method")

    def price_lists(self) -> list[Row]:
        return self._all("product-service/price-list")

    def channels(self) -> list[Row]:
        return self._all("product-service/channel")

    def order_statuses(self) -> list[Row]:
        return self._all("order-service/order-status")

    def period_lock(self) -> Row | None:
        """Read until which day the books are locked; None where they are not."""
        lock: Row | None = self._get_or_none("accounting-service/accounting-period-lock")
        return lock

    def accounting_periods(self) -> list[Row]:
        return self._all("accounting-service/accounting-period")

    def exchange_rates(self) -> dict[str, Decimal]:
        """Read today's rates by currency code, the account's own currency left out."""
        columns = ("id", "code", "exchangeRate", "isDefault")
        rows = [row for page in self.search("currency-search", {}, columns=columns, key="id") for row in page]
        return {str(row["code"]): Decimal(str(row["exchangeRate"])) for row in rows if not row["isDefault"]}

    def search(
        self, resource: str, filters: Mapping[str, str], *, columns: Sequence[str], key: str, after: int = 0
    ) -> Iterator[list[Row]]:
        """Yield pages of up to 500 rows by column name, ascending by the id in `key`, from the first above `after`."""
        return self._searcher.pages(resource, filters, columns=columns, key=key, after=after)

    def changed(
        self,
        resource: str,
        since: datetime | None,
        until: datetime | None = None,
        *,
        filters: Mapping[str, str] | None = None,
        columns: Sequence[str],
        key: str,
        after: int = 0,
    ) -> Iterator[list[Row]]:
        """Yield rows created or changed in a period, each once, in lists of up to 200: one read by id takes as many.

        They ascend by the id in `key`, so a reading that was cut off goes on with `after`. Without `since`: everything.
        """
        return self._searcher.changed(
            resource, since, until, filters=filters or {}, columns=columns, key=key, after=after
        )

    def orders(self, ids: Iterable[int]) -> Found:
        return self._read(ids, _ORDERS)

    def existing_orders(self, ids: Sequence[int]) -> set[int]:
        """Ask which of some orders exist, as many as one address has room for (id_sets.asked_together)."""
        return SetReader(self._transport, self._root, _ORDERS).existing(ids)

    def products(self, ids: Iterable[int]) -> Found:
        return self._read(
            ids,
            Resource(path="product-service/product", id_field="id", include="customFields,nullCustomFields"),
        )

    def prices(self, ids: Iterable[int], price_lists: Iterable[int]) -> Found:
        """Read products' prices from some price lists. A product without prices is missing in the result."""
        suffix = f"/price-list/{compress(price_lists)}"
        return self._read(ids, Resource(path="product-service/product-price", id_field="productId", suffix=suffix))

    def contacts(self, ids: Iterable[int]) -> Found:
        """Read contacts. Their addresses become a mapping by address id, in whichever form they come."""
        found = self._read(
            ids,
            Resource(path="contact-service/contact", id_field="contactId", include="customFields,postalAddresses"),
        )
        for contact in found.items.values():
            contact["postalAddresses"] = _by_address_id(contact.get("postalAddresses"))
        return found

    def stock_corrections(self, warehouse_id: int, ids: Iterable[int]) -> Found:
        path = f"warehouse-service/warehouse/{warehouse_id}/stock-correction"
        return self._read(ids, Resource(path=path, id_field="goodsNoteId", tells_existing=False))

    def journals(self, ids: Iterable[int]) -> Found:
        """Read journals with their lines. https://api-docs.brightpearl.com/accounting/journal/get.html"""
        path = "accounting-service/journal"
        return self._read(ids, Resource(path=path, id_field="id", within="journals", tells_existing=False))

    def paid(self, order_ids: Iterable[int], *, supplier: bool) -> dict[int, Decimal]:
        """Read what has been paid of some orders, in their currencies: of sales what came in, of purchases what went out."""
        path = f"accounting-service/{'purchase' if supplier else 'sale'}-payment-total"
        found = self._read(order_ids, Resource(path=path, id_field="orderId", tells_existing=False))
        return {order: Decimal(str(total["amountPaid"])) for order, total in found.items.items()}

    def payments_of_orders(self, order_ids: Iterable[int], *, supplier: bool) -> list[Row]:
        """List every payment of some orders, each once, as rows with the columns above."""
        wanted = set(order_ids)
        return [row for row in self.payments_near(wanted, supplier=supplier) if row["orderId"] in wanted]

    def payments_near(self, order_ids: Iterable[int], *, supplier: bool) -> list[Row]:
        """List every payment of some orders and of those between them that the search finds too, each once."""
        rows = [
            row
            for some in searchable(order_ids)
            for page in self._payment_pages({"orderId": some}, supplier=supplier)
            for row in page
        ]
        return list({row["paymentId"]: row for row in rows}.values())

    def payments_created(
        self, since: datetime | None, until: datetime | None = None, *, supplier: bool = False, after: int = 0
    ) -> Iterator[list[Row]]:
        """Yield lists of payments entered in a period, ascending by id."""
        resource, columns = _payment_search(supplier=supplier)
        return self.changed(resource, since, until, columns=columns, key="paymentId", after=after)

    def post_payments(self, payments: Sequence[Mapping[str, Any]], *, supplier: bool) -> list[PaymentOutcome]:
        """Post payments and give what became of each, in their order. Raises only where nothing was done."""
        resource = "supplier-payment" if supplier else "customer-payment"
        return self._payment_writer.post(payments, resource=resource)

    def delete_customer_payment(self, payment_id: int) -> None:
        """Delete a payment. Raises RequestRefusedError where it has a journal, or is not there any more."""
        self._transport.write("DELETE", f"{self._root}/accounting-service/customer-payment/{payment_id}", b"")

    def limits(self) -> dict[str, int]:
        """Give the calls left of the minute and its milliseconds left, as last seen."""
        return self._transport.limits()

    def _payment_pages(self, filters: Mapping[str, str], *, supplier: bool) -> Iterator[list[Row]]:
        resource, columns = _payment_search(supplier=supplier)
        return self.search(resource, filters, columns=columns, key="paymentId")

    def _read(self, ids: Iterable[int], resource: Resource) -> Found:
        found = SetReader(self._transport, self._root, resource).read(ids)
        name = resource.path.rpartition("/")[2].replace("-", " ")
        self.refused |= {f"{name} {number}": words for number, words in found.refused.items()}
        return found

    def _get(self, path: str) -> Any:
        return content(self._transport.get(f"{self._root}/{path}"))

    def _get_or_none(self, path: str) -> Any:
        try:
            return self._get(path)
        except RequestRefusedError as refusal:
            if is_nothing_found(refusal):
                return None
            raise

    def _all(self, path: str) -> list[Row]:
        """List a whole small resource. Some say "not found" where others give an empty list."""
        answer = self._get_or_none(path)
        if answer is None:
            return []
        if not isinstance(answer, list):
            raise AnswerError(f"Brightpearl's answer to {path} is not a list")
        return answer


def _payment_search(*, supplier: bool) -> tuple[str, Sequence[str]]:
    if supplier:
        return "supplier-payment-search", SUPPLIER_PAYMENT_COLUMNS
    return "customer-payment-search", CUSTOMER_PAYMENT_COLUMNS


def _by_address_id(addresses: Any) -> dict[str, Any]:
    if isinstance(addresses, Mapping):
        return {str(number): address for number, address in addresses.items()}
    return {str(address["addressId"]): address for address in addresses or []}
