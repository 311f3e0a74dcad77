"""Talk to the stand-in for Xero the way a careful client does."""

from collections.abc import Mapping
from typing import Any

import requests

from sandbox.stand_ins.adapter import InProcessAdapter
from sandbox.stand_ins.clock import ManualClock
from sandbox.stand_ins.country import Country
from sandbox.stand_ins.exact_json import dumps, loads
from sandbox.stand_ins.stand_in import StandIn
from sandbox.stand_ins.traffic import TrafficLog
from sandbox.stand_ins.xero.vendor import Xero

API = "https://api.xero.com/api.xro/2.0"


class OnlyXero:
    """A world without Brightpearl."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        self.xero = Xero(clock=self.clock)
        self.traffic = TrafficLog()
        self.stand_in = StandIn(self.xero, clock=self.clock, traffic=self.traffic, world=self)

    def reset(self) -> None:
        self.stand_in.reset()

    def seed(
        self, *, orders: int, seed: int, country: Country | None = None, odd_money: bool = False
    ) -> dict[str, Any]:
        self.reset()
        return {"orders": orders, "seed": seed}


class Client:
    """Calls the accounting API; every answer comes back as it is, and `ok` opens the good ones."""

    def __init__(self, world: OnlyXero | None = None, *, limits: bool = False) -> None:
        self.world = world or OnlyXero()
        self.xero = self.world.xero
        self.clock = self.world.clock
        self.switch(limits=limits)
        self.session = requests.Session()
        self.session.mount("https://", InProcessAdapter(self.world.stand_in))
        self._keys = 0

    def switch(self, **values: object) -> None:
        self.xero.set_switches(values)

    def do(self, action: str, **given: Any) -> dict[str, Any]:
        return self.xero.do({"action": action, **given})

    def headers(self, **more: str) -> dict[str, str]:
        known = self.xero.identity.credentials()
        return {
            "Authorization": f"Bearer {known['access_token']}",
            "xero-tenant-id": known["tenant_id"],
            "Accept": "application/json",
        } | {name.replace("_", "-"): value for name, value in more.items()}

    def get(self, path: str, headers: Mapping[str, str] | None = None, /, **query: str) -> requests.Response:
        return self.session.get(f"{API}/{path}", params=query, headers=self.headers() | dict(headers or {}))

    def send(
        self,
        method: str,
        path: str,
        body: object,
        *,
        key: str | None = None,
        query: str = "summarizeErrors=false&unitdp=4",
    ) -> requests.Response:
        self._keys += 1
        headers = self.headers(Idempotency_Key=key or f"key-{self._keys}", Content_Type="application/json")
        return self.session.request(method, f"{API}/{path}?{query}", data=dumps(body).encode(), headers=headers)

    def put(self, path: str, *elements: Mapping[str, Any], **how: Any) -> list[dict[str, Any]]:
        """Create, and give the elements of the answer."""
        return self.ok(self.send("PUT", path, {path.split("/")[-1]: list(elements)}, **how), path)

    def post(self, path: str, *elements: Mapping[str, Any], **how: Any) -> list[dict[str, Any]]:
        plural = path.split("/")[0]
        return self.ok(self.send("POST", path, {plural: list(elements)}, **how), plural)

    def listed(self, path: str, **query: str) -> list[dict[str, Any]]:
        return self.ok(self.get(path, **query), path.split("/")[0])

    def ok(self, response: requests.Response, path: str) -> list[dict[str, Any]]:
        assert response.status_code == 200, response.text
        elements: list[dict[str, Any]] = loads(response.content)[path.split("/")[-1]]
        return elements

    def one(self, path: str, element: Mapping[str, Any]) -> dict[str, Any]:
        """Create one thing that has to be taken."""
        (taken,) = self.put(path, element)
        assert taken["StatusAttributeString"] == "OK", taken
        return taken

    def refusals(self, path: str, element: Mapping[str, Any], *, method: str = "PUT") -> list[str]:
        """What Xero says about one thing that must not be taken."""
        plural = path.split("/")[0] if method == "POST" else path.split("/")[-1]
        (refused,) = self.ok(self.send(method, path, {plural: [element]}), plural)
        assert refused["StatusAttributeString"] == "ERROR", refused
        return [error["Message"] for error in refused["ValidationErrors"]]


def a_contact(**fields: Any) -> dict[str, Any]:
    return {"Name": "Marble & Co", "ContactNumber": "20101", "EmailAddress": "hello@example.test"} | fields


def a_line(**fields: Any) -> dict[str, Any]:
    line = {
        "Description": "Blue mug",
        "Quantity": 1,
        "UnitAmount": 100,
        "AccountCode": "200",
        "TaxType": "OUTPUT2",
    }
    return {name: value for name, value in (line | fields).items() if value is not None}


def an_invoice(contact_id: str, *lines: Mapping[str, Any], **fields: Any) -> dict[str, Any]:
    invoice = {
        "Type": "ACCREC",
        "Contact": {"ContactID": contact_id},
        "Date": "2026-10-01",
        "DueDate": "2026-10-31",
        "InvoiceNumber": "BP-100123",
        "Status": "AUTHORISED",
        "LineAmountTypes": "Exclusive",
        "LineItems": list(lines) or [a_line()],
    }
    return {name: value for name, value in (invoice | fields).items() if value is not None}


def a_bill(contact_id: str, *lines: Mapping[str, Any], **fields: Any) -> dict[str, Any]:
    rows = list(lines) or [a_line(AccountCode="300", TaxType="INPUT2")]
    return an_invoice(contact_id, *rows, **({"Type": "ACCPAY", "InvoiceNumber": "SUP-7"} | fields))


def a_credit(contact_id: str, *lines: Mapping[str, Any], **fields: Any) -> dict[str, Any]:
    number = {"Type": "ACCRECCREDIT", "CreditNoteNumber": "CR-1", "InvoiceNumber": None, "DueDate": None}
    return an_invoice(contact_id, *lines, **(number | fields))


def a_payment(invoice_id: str, **fields: Any) -> dict[str, Any]:
    payment = {"Invoice": {"InvoiceID": invoice_id}, "Account": {"Code": "090"}, "Date": "2026-10-02", "Amount": 120}
    return {name: value for name, value in (payment | fields).items() if value is not None}


def an_overpayment(contact_id: str, *lines: Mapping[str, Any], **fields: Any) -> dict[str, Any]:
    transaction = {
        "Type": "RECEIVE-OVERPAYMENT",
        "Contact": {"ContactID": contact_id},
        "BankAccount": {"Code": "090"},
        "Date": "2026-10-02",
        "LineAmountTypes": "NoTax",
        "LineItems": list(lines) or [{"Description": "Paid too much", "UnitAmount": 10}],
    }
    return {name: value for name, value in (transaction | fields).items() if value is not None}
