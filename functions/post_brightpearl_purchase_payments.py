"""Post purchase payments and refunds of Xero to the orders and credits in Brightpearl."""

from shared.steps.context import StepContext
from shared.steps.handler import as_handler
from shared.steps.pipeline import PostPlan
from shared.steps.plans.brightpearl_payments import supplier_payments

STEP = "post_brightpearl_purchase_payments"


def plan(context: StepContext) -> PostPlan:
    return supplier_payments(context)


handler = as_handler(STEP, plan)
