"""What a bookkeeper does in Brightpearl and Xero, while the console looks on: through the stand-ins of the deployed stack."""

from dataclasses import dataclass
from typing import Any

from sandbox.cloud.stand_ins import StandIns
from sandbox.proof.sync import Local


@dataclass(frozen=True, kw_only=True)
class Shop:
    """Ids are those of Brightpearl, numbers those on the documents."""

    systems: StandIns
    product: int

    def customer(self, company: str) -> int:
        made = self.brightpearl("create_contact", first_name="Jo", last_name="Baker", company=company)
        return int(made["contact"])

    def sell(self, customer: int) -> tuple[str, str]:
        """An invoiced order of one thing: its id and the invoice's number."""
        row = {"product": self.product, "quantity": 1, "price": "25.00"}
        order = self.brightpearl("create_order", contact=customer, rows=[row])["order"]
        return str(order), str(self.brightpearl("invoice_order", order=order)["reference"])

    def brightpearl(self, action: str, **fields: Any) -> dict[str, Any]:
        return self.systems.in_brightpearl(action, **fields)

    def xero(self, action: str, **fields: Any) -> dict[str, Any]:
        return self.systems.in_xero(action, **fields)

    def in_xero(self, number: str) -> list[dict[str, Any]]:
        _, xero = self.systems.states()
        return [invoice for invoice in xero["Invoices"] if invoice["InvoiceNumber"] == number]


def open_up(local: Local) -> Shop:
    made = local.systems.in_brightpearl("create_product", sku="TEE-RED-M", name="Red tee", price="25.00")
    return Shop(systems=local.systems, product=int(made["product"]))
