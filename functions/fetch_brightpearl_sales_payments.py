"""Fetch sales payments and refunds from Brightpearl."""

from shared.pipeline import FetchPlan
from shared.plans import Workshop
from shared.runtime import as_handler

STEP = "fetch_brightpearl_sales_payments"


def plan(workshop: Workshop) -> FetchPlan:
    return workshop.brightpearl_sales_payments(due_step="post_xero_sales_payments")


handler = as_handler(STEP, plan)
