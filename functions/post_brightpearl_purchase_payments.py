"""Post those payments against the purchase orders and credits in Brightpearl."""

from shared.outlets.brightpearl_payments import SUPPLIER_PAYMENTS
from shared.pipeline import PostPlan
from shared.plans import Workshop
from shared.runtime import as_handler

STEP = "post_brightpearl_purchase_payments"


def plan(workshop: Workshop) -> PostPlan:
    return workshop.payments_to_brightpearl(SUPPLIER_PAYMENTS)


handler = as_handler(STEP, plan)
