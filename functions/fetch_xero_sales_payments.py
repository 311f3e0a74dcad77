"""Fetch payments and refunds in Xero against sales documents that we posted."""

from shared.pipeline import FetchPlan
from shared.plans import Workshop
from shared.runtime import as_handler
from shared.sources.xero_payments import SALES_SIDE

STEP = "fetch_xero_sales_payments"


def plan(workshop: Workshop) -> FetchPlan:
    return workshop.xero_payments(SALES_SIDE, due_step="post_brightpearl_sales_payments")


handler = as_handler(STEP, plan)
