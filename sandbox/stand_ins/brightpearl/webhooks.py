"""Subscriptions to events. They are kept and listed; nothing is ever called."""

from typing import Any

from sandbox.stand_ins.brightpearl.account import Account
from sandbox.stand_ins.brightpearl.records import Webhook
from sandbox.stand_ins.brightpearl.selection import pick
from sandbox.stand_ins.brightpearl.wire import DONE, Answer, Call, bad_request, found, not_found

EVENTS = frozenset(
    {
        "drop-ship-note",
        "goods-in-note.created",
        "quarantine-release.created",
        "goods-out-note",
        "order.modified",
        "order.modified.order-status",
        "order.modified.fully-shipped",
        "sales-order.created",
        "product.created",
        "product.modified",
        "product.destroyed",
        "product.modified.on-hand-modified",
    }
)


def post_webhook(account: Account, call: Call) -> Answer:
    """Subscribe to an event; answer with the subscription's id."""
    body = call.mapping()
    event = body.get("subscribeTo")
    if event not in EVENTS and str(event).partition(".")[0] not in EVENTS:
        raise bad_request("INTC-064", f"{event} either does not exist or cannot be subscribed too")
    webhook = Webhook(id=account.store.next_id("webhook"), body=body)
    account.store.webhooks[webhook.id] = webhook
    return found(webhook.id)


def get_webhooks(account: Account, _call: Call, ids: str | None = None) -> Answer:
    """Answer with the subscriptions."""
    nothing = not_found(f"No webhooks available in ID Set {ids}") if ids else None
    return found([_render(webhook) for webhook in pick(account.store.webhooks, ids, account=account, nothing=nothing)])


def delete_webhook(account: Account, _call: Call, webhook_id: int) -> Answer:
    """End a subscription."""
    if webhook_id not in account.store.webhooks:
        raise not_found(f"Cannot find webhook: {webhook_id}")
    del account.store.webhooks[webhook_id]
    return DONE


def _render(webhook: Webhook) -> dict[str, Any]:
    return {**webhook.body, "id": webhook.id}
