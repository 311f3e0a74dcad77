"""pyxero: dictionaries in, XML on the way, dictionaries out; one document at a time as its documentation shows, or lists."""

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, time
from importlib import import_module
from typing import Any

from sandbox.bench.clients.floor import contact_json, invoice_json, item_json, payment_json
from sandbox.bench.clients.race import ExpiredError, Ids, LimitedError, ids_of, race
from sandbox.bench.clients.work import Contact, Invoice, Item, Payment

# only there once `make bench` has installed it; untyped
xero: Any = import_module("xero")
auth: Any = import_module("xero.auth")
exceptions: Any = import_module("xero.exceptions")

Raw = Mapping[str, Any]


class Pyxero:
    def __init__(self, address: str, credentials: Raw) -> None:
        os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"  # the sandbox speaks plain HTTP
        self._address = address
        self._credentials = credentials
        self._xero: Any = None

    def authorise(self, token: dict[str, Any]) -> None:
        credentials = auth.OAuth2Credentials(
            self._credentials["client_id"],
            self._credentials["client_secret"],
            token=token,
            tenant_id=self._credentials["tenant_id"],
        )
        credentials.base_url = self._address
        self._xero = xero.Xero(credentials, unit_price_4dps=True)

    def contacts(self, batch: Sequence[Contact]) -> Ids:
        return self._put("Contacts", "ContactID", [contact_json(each) for each in batch])

    def items(self, batch: Sequence[Item]) -> Ids:
        return self._put("Items", "ItemID", [item_json(each) for each in batch])

    def invoices(self, batch: Sequence[Invoice], contacts: Ids) -> Ids:
        made = [_dated(invoice_json(each, contacts), Date=each.day, DueDate=each.due) for each in batch]
        return self._put("Invoices", "InvoiceID", made)

    def payments(self, batch: Sequence[Payment], invoices: Ids) -> Ids:
        made = [_dated(payment_json(each, invoices), Date=each.day) for each in batch]
        return self._put("Payments", "PaymentID", made)

    def _put(self, resource: str, id_field: str, elements: list[dict[str, Any]]) -> Ids:
        put: Callable[..., Any] = getattr(self._xero, resource.lower()).put
        try:
            answered = put(elements[0]) if len(elements) == 1 else put(elements, summarize_errors=False)
        except exceptions.XeroRateLimitExceeded as limited:
            raise LimitedError(float(limited.response.headers["Retry-After"])) from limited
        except exceptions.XeroUnauthorized as expired:
            raise ExpiredError from expired
        return ids_of(resource, answered, id_field)


def _dated(document: dict[str, Any], **dates: Any) -> dict[str, Any]:
    return {**document, **{name: datetime.combine(day, time()) for name, day in dates.items()}}


def pyxero(**asked: Any) -> dict[str, Any]:
    return race(Pyxero, **asked)
