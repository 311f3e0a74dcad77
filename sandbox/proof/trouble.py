"""One Error for whoever tries the console for the first time, and what cures it."""

import json
from typing import Final

from sandbox.cloud.connection import NAME
from sandbox.proof.run import run_cycle
from sandbox.proof.sync import Local

ROW: Final = {"name": "Gift wrapping", "quantity": 1, "price": "4.00", "nominal": "4000"}


def make_trouble(local: Local) -> str:
    """Sell to a customer whom somebody has archived in Xero, and run a cycle; answers with the call that restores them."""
    _, xero = local.systems.states()
    customer = next((contact["ContactNumber"] for contact in xero["Contacts"] if _bought(contact)), "")
    if not customer:
        return ""
    local.systems.in_xero("archive_contact", contact=customer)
    order = local.systems.in_brightpearl("create_order", contact=int(customer), rows=[ROW])["order"]
    local.systems.in_brightpearl("invoice_order", order=order)
    run_cycle(local.cloud, local.deployed, connection=NAME)
    cure = json.dumps({"action": "unarchive_contact", "contact": customer})
    return f"curl -sd '{cure}' {local.systems.xero}/_sandbox/do"


def _bought(contact: dict[str, object]) -> bool:
    return bool(contact.get("ContactNumber")) and bool(contact.get("IsCustomer"))
