"""Fetch payments and refunds in Xero against bills and supplier credits that we posted."""

from shared.pipeline import FetchPlan
from shared.plans import Workshop
from shared.runtime import as_handler
from shared.sources.xero_payments import PURCHASES_SIDE

STEP = "fetch_xero_purchase_payments"


def plan(workshop: Workshop) -> FetchPlan:
    return workshop.xero_payments(PURCHASES_SIDE, due_step="post_brightpearl_purchase_payments")


handler = as_handler(STEP, plan)
