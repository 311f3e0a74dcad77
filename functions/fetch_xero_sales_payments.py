"""Fetch payments and refunds in Xero against sales documents that we posted."""

from shared.steps.context import StepContext
from shared.steps.handler import as_handler
from shared.steps.pipeline import FetchPlan
from shared.steps.plans.xero_fetches import sales_payments

STEP = "fetch_xero_sales_payments"


def plan(context: StepContext) -> FetchPlan:
    return sales_payments(context, due_step="post_brightpearl_sales_payments")


handler = as_handler(STEP, plan)
