"""Post those payments against the purchase orders and credits in Brightpearl."""

from shared.handler import as_handler
from shared.pipeline import PostPlan
from shared.plans.brightpearl_payments import supplier_payments
from shared.workshop import Workshop

STEP = "post_brightpearl_purchase_payments"


def plan(workshop: Workshop) -> PostPlan:
    return supplier_payments(workshop)


handler = as_handler(STEP, plan)
