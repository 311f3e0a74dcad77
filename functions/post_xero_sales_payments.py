"""Post those payments to Xero, then allocate sales credits to what is still open."""

from shared.pipeline import PostPlan
from shared.plans import Workshop
from shared.runtime import as_handler

STEP = "post_xero_sales_payments"


def plan(workshop: Workshop) -> PostPlan:
    return workshop.payments_to_xero()


handler = as_handler(STEP, plan)
