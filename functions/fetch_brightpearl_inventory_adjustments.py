"""Fetch stock corrections from Brightpearl."""

from shared.steps.context import StepContext
from shared.steps.handler import as_handler
from shared.steps.pipeline import FetchPlan
from shared.steps.plans.brightpearl_fetches import adjustments

STEP = "fetch_brightpearl_inventory_adjustments"


def plan(context: StepContext) -> FetchPlan:
    return adjustments(context, due_step="post_xero_inventory_adjustments")


handler = as_handler(STEP, plan)
