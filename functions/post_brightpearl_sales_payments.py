"""Post those payments against the sales orders and credits in Brightpearl."""

from shared.outlets.brightpearl_payments import CUSTOMER_PAYMENTS
from shared.pipeline import PostPlan
from shared.plans import Workshop
from shared.runtime import as_handler

STEP = "post_brightpearl_sales_payments"


def plan(workshop: Workshop) -> PostPlan:
    return workshop.payments_to_brightpearl(CUSTOMER_PAYMENTS)


handler = as_handler(STEP, plan)
