"""Fetch payments and refunds in Xero against bills and supplier credits that we posted."""

from shared.handler import as_handler
from shared.pipeline import FetchPlan
from shared.plans.xero_fetches import purchase_payments
from shared.workshop import Workshop

STEP = "fetch_xero_purchase_payments"


def plan(workshop: Workshop) -> FetchPlan:
    return purchase_payments(workshop, due_step="post_brightpearl_purchase_payments")


handler = as_handler(STEP, plan)
