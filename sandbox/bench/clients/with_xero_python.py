"""xero-python, Xero's own: a model object for everything, in and out."""

import time
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any

from sandbox.bench.clients.race import ExpiredError, Ids, LimitedError, race
from sandbox.bench.clients.work import Contact, Invoice, Item, Line, Payment

# only there once `make bench` has installed it; untyped
xero: Any = import_module("xero_python.accounting")
api_client: Any = import_module("xero_python.api_client")
configuration: Any = import_module("xero_python.api_client.configuration")
oauth2: Any = import_module("xero_python.api_client.oauth2")
exceptions: Any = import_module("xero_python.exceptions")

Raw = Mapping[str, Any]


class XeroPython:
    def __init__(self, address: str, credentials: Raw) -> None:
        self._token: dict[str, Any] = {}
        self._tenant = credentials["tenant_id"]
        known = oauth2.OAuth2Token(client_id=credentials["client_id"], client_secret=credentials["client_secret"])
        client = api_client.ApiClient(
            configuration.Configuration(oauth2_token=known),
            oauth2_token_getter=lambda: self._token,
            oauth2_token_saver=self._save,
        )
        self._api = xero.AccountingApi(client, base_url=f"{address}/api.xro/2.0")

    def _save(self, token: dict[str, Any]) -> None:
        self._token = token

    def authorise(self, token: dict[str, Any]) -> None:
        self._token = {
            "access_token": token["access_token"],
            "expires_in": token["expires_in"],
            "expires_at": time.time() + token["expires_in"],
            "token_type": "Bearer",
            "scope": str(token.get("scope", "")).split(),
        }

    def contacts(self, batch: Sequence[Contact]) -> Ids:
        wanted = xero.Contacts(contacts=[_contact(each) for each in batch])
        answer = self._call(self._api.create_contacts, contacts=wanted, summarize_errors=False)
        return {each.contact_number: each.contact_id for each in answer.contacts if not each.has_validation_errors}

    def items(self, batch: Sequence[Item]) -> Ids:
        wanted = xero.Items(items=[_item(each) for each in batch])
        answer = self._call(self._api.create_items, items=wanted, summarize_errors=False, unitdp=4)
        return {each.code: each.item_id for each in answer.items if not each.validation_errors}

    def invoices(self, batch: Sequence[Invoice], contacts: Ids) -> Ids:
        wanted = xero.Invoices(invoices=[_invoice(each, contacts) for each in batch])
        answer = self._call(self._api.create_invoices, invoices=wanted, summarize_errors=False, unitdp=4)
        return {each.invoice_number: each.invoice_id for each in answer.invoices if not each.has_errors}

    def payments(self, batch: Sequence[Payment], invoices: Ids) -> Ids:
        wanted = xero.Payments(payments=[_payment(each, invoices) for each in batch])
        answer = self._call(self._api.create_payments, payments=wanted, summarize_errors=False)
        return {each.reference: each.payment_id for each in answer.payments if not each.has_validation_errors}

    def _call(self, create: Callable[..., Any], **given: Any) -> Any:
        try:
            return create(self._tenant, **given)
        except exceptions.ApiException as refusal:
            if refusal.status == 429:
                raise LimitedError(float(refusal.http_resp.urllib3_response.headers["Retry-After"])) from refusal
            if refusal.status == 401:
                raise ExpiredError from refusal
            raise


def _contact(contact: Contact) -> Any:
    addresses = [
        xero.Address(
            address_type=kind,
            address_line1=contact.line1,
            city=contact.city,
            postal_code=contact.postcode,
            country=contact.country,
        )
        for kind in ("STREET", "POBOX")
    ]
    return xero.Contact(
        contact_number=contact.number,
        name=contact.name,
        first_name=contact.first_name,
        last_name=contact.last_name,
        email_address=contact.email,
        addresses=addresses,
    )


def _item(item: Item) -> Any:
    return xero.Item(
        code=item.code,
        name=item.name,
        description=item.name,
        purchase_description=item.name,
        sales_details=xero.Purchase(unit_price=item.sales_price, account_code=item.sales_account),
        purchase_details=xero.Purchase(unit_price=item.purchase_price, account_code=item.purchase_account),
    )


def _invoice(invoice: Invoice, contacts: Ids) -> Any:
    return xero.Invoice(
        type="ACCREC",
        invoice_number=invoice.number,
        contact=xero.Contact(contact_id=contacts[invoice.contact]),
        date=invoice.day,
        due_date=invoice.due,
        currency_code=xero.CurrencyCode(invoice.currency),
        line_amount_types=xero.LineAmountTypes.EXCLUSIVE,
        status="AUTHORISED",
        url=invoice.url,
        line_items=[_line(line) for line in invoice.lines],
    )


def _line(line: Line) -> Any:
    return xero.LineItem(
        item_code=line.code,
        description=line.description,
        quantity=line.quantity,
        unit_amount=line.unit_amount,
        account_code=line.account,
        tax_type=line.tax_type,
        tracking=[xero.LineItemTracking(name="Channel", option=line.channel)],
    )


def _payment(payment: Payment, invoices: Ids) -> Any:
    return xero.Payment(
        invoice=xero.Invoice(invoice_id=invoices[payment.invoice]),
        account=xero.Account(code=payment.account),
        date=payment.day,
        amount=payment.amount,
        reference=payment.reference,
    )


def xero_python(**asked: Any) -> dict[str, Any]:
    return race(XeroPython, **asked)
