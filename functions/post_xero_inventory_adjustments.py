"""Post stock corrections to Xero, as journals or as bills and credits."""

from shared.steps.context import StepContext
from shared.steps.handler import as_handler
from shared.steps.pipeline import PostPlan
from shared.steps.plans.documents import documents

STEP = "post_xero_inventory_adjustments"


def plan(context: StepContext) -> PostPlan:
    return documents(context)


handler = as_handler(STEP, plan)
