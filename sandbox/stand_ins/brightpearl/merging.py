"""Two entries of one customer or supplier become one.

https://help.brightpearl.com article 211129606: what is merged is deleted, and its orders and its money are the other one's from
then on. Nothing of that one is overwritten; an e-mail address or a telephone number takes its next free place.
"""

from dataclasses import replace
from typing import Any, Final

from sandbox.stand_ins.brightpearl.account import Account
from sandbox.stand_ins.brightpearl.order_actions import existing
from sandbox.stand_ins.brightpearl.records import Contact, Order, Party

PLACES: Final = ("PRI", "SEC", "TER")


def merge_contacts(account: Account, *, contact: int, into: int) -> dict[str, Any]:
    """Merge a contact into another: its orders move, and it is deleted."""
    store = account.store
    source = existing(store.contacts, contact, "contact")
    target = existing(store.contacts, into, "contact")
    if source is target:
        raise ValueError("A contact cannot be merged into itself.")
    for order in store.orders.values():
        if order.contact_id == contact:
            _move(account, order, target)
    for entry in [one for one in store.entries.values() if one.contact_id == contact]:
        store.journals.remove(entry.journal_id, entry)
        store.enter(replace(entry, contact_id=into))
    _add(target.emails, source.emails)
    _add(target.telephones, source.telephones)
    target.is_supplier = target.is_supplier or source.is_supplier
    del store.contacts[contact]
    store.touch(target)
    return {"contact": into}


def _move(account: Account, order: Order, target: Contact) -> None:
    """Names and addresses stay as they stood when the order was placed."""
    order.contact_id = target.id
    order.customer, order.delivery, order.billing = (
        _of(target, party) for party in (order.customer, order.delivery, order.billing)
    )
    if account.on("merge_bumps_orders"):
        account.store.touch(order)


def _of(target: Contact, party: Party) -> Party:
    return party if party.contact_id is None else replace(party, contact_id=target.id)


def _add(known: dict[str, str], more: dict[str, str]) -> None:
    for value in more.values():
        free = next((place for place in PLACES if place not in known), None)
        if free is not None and value not in known.values():
            known[free] = value
