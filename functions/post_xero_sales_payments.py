"""Post sales payments and refunds of Brightpearl to Xero, then allocate sales credits to what is still open."""

from shared.steps.context import StepContext
from shared.steps.handler import as_handler
from shared.steps.pipeline import PostPlan
from shared.steps.plans.xero_payments import payments_to_xero

STEP = "post_xero_sales_payments"


def plan(context: StepContext) -> PostPlan:
    return payments_to_xero(context)


handler = as_handler(STEP, plan)
