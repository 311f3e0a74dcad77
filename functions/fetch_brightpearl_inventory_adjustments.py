"""Fetch stock corrections from Brightpearl."""

from shared.sources.adjustments import Adjustments
from shared.steps.context import StepContext
from shared.steps.handler import as_handler
from shared.steps.pipeline import FetchPlan
from shared.steps.plans.fetches import fetching

STEP = "fetch_brightpearl_inventory_adjustments"


def plan(context: StepContext) -> FetchPlan:
    source = Adjustments(
        brightpearl=context.brightpearl,
        store=context.store,
        settings=context.settings,
        due_step="post_xero_inventory_adjustments",
    )
    return fetching(context, source)


handler = as_handler(STEP, plan)
