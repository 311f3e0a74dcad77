"""Fetch sales payments and refunds from Brightpearl."""

from shared.handler import as_handler
from shared.pipeline import FetchPlan
from shared.plans.brightpearl_fetches import sales_payments
from shared.workshop import Workshop

STEP = "fetch_brightpearl_sales_payments"


def plan(workshop: Workshop) -> FetchPlan:
    return sales_payments(workshop, due_step="post_xero_sales_payments")


handler = as_handler(STEP, plan)
