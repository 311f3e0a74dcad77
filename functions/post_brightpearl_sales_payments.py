"""Post those payments against the sales orders and credits in Brightpearl."""

from shared.handler import as_handler
from shared.pipeline import PostPlan
from shared.plans.brightpearl_payments import customer_payments
from shared.workshop import Workshop

STEP = "post_brightpearl_sales_payments"


def plan(workshop: Workshop) -> PostPlan:
    return customer_payments(workshop)


handler = as_handler(STEP, plan)
