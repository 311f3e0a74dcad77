"""Fetch payments and refunds in Xero against bills and supplier credits that we posted."""

from shared.steps.context import StepContext
from shared.steps.handler import as_handler
from shared.steps.pipeline import FetchPlan
from shared.steps.plans.xero_fetches import purchase_payments

STEP = "fetch_xero_purchase_payments"


def plan(context: StepContext) -> FetchPlan:
    return purchase_payments(context, due_step="post_brightpearl_purchase_payments")


handler = as_handler(STEP, plan)
