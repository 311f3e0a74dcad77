"""Fetch sales payments and refunds from Brightpearl."""

from shared.steps.context import StepContext
from shared.steps.handler import as_handler
from shared.steps.pipeline import FetchPlan
from shared.steps.plans.brightpearl_fetches import sales_payments

STEP = "fetch_brightpearl_sales_payments"


def plan(context: StepContext) -> FetchPlan:
    return sales_payments(context, due_step="post_xero_sales_payments")


handler = as_handler(STEP, plan)
