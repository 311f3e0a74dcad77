"""Post sales invoices and credit notes to Xero, with the customers and products that they need."""

from shared.steps.context import StepContext
from shared.steps.handler import as_handler
from shared.steps.pipeline import PostPlan
from shared.steps.plans.documents import documents

STEP = "post_xero_sales"


def plan(context: StepContext) -> PostPlan:
    return documents(context)


handler = as_handler(STEP, plan)
