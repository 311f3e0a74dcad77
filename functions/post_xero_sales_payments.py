"""Post those payments to Xero, then allocate sales credits to what is still open."""

from shared.handler import as_handler
from shared.pipeline import PostPlan
from shared.plans.xero_payments import payments_to_xero
from shared.workshop import Workshop

STEP = "post_xero_sales_payments"


def plan(workshop: Workshop) -> PostPlan:
    return payments_to_xero(workshop)


handler = as_handler(STEP, plan)
