"""Fetch payments and refunds in Xero against sales documents that we posted."""

from shared.handler import as_handler
from shared.pipeline import FetchPlan
from shared.plans.xero_fetches import sales_payments
from shared.workshop import Workshop

STEP = "fetch_xero_sales_payments"


def plan(workshop: Workshop) -> FetchPlan:
    return sales_payments(workshop, due_step="post_brightpearl_sales_payments")


handler = as_handler(STEP, plan)
